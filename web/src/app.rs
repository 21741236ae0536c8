//! Contexts and the route table.

use leptos::{mount::mount_to, prelude::*};
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    path,
};
use wasm_bindgen::JsCast;

use crate::{
    layouts::Shell,
    pages::{
        DiscoverPage, FavoritesPage, HomePage, LogInPage, NewPage, NotFoundPage, PlaylistPage, PlaylistsPage, PostPage,
        ProfilePage, SearchPage, SettingsPage, SharedPage, SignUpPage, SongPage, WordPage,
    },
    state::{
        draft::Draft, kept::Kept, live::Live, offline, player::Player, playlists::AddToPlaylist, session::Session,
        theme::Theme, tint::Tint, title::PageTitle, toasts::Toasts,
    },
};

/// Puts the page in the place of the skeleton that index.html shows meanwhile.
pub fn start() {
    let Some(root) = document().get_element_by_id("app").and_then(|root| root.dyn_into::<web_sys::HtmlElement>().ok())
    else {
        return;
    };
    root.set_inner_html("");
    root.remove_attribute("aria-busy").ok();
    mount_to(root, App).forget();
    offline::keep_shell();
}

#[component]
fn App() -> impl IntoView {
    Theme::provide();
    Tint::provide();
    Toasts::provide();
    Live::provide();
    Kept::provide();
    Draft::provide();
    // A document without a body has no player; then it has no page either.
    if let Some(player) = Player::provide() {
        PageTitle::provide(player);
    }
    view! {
        <Router>
            <Inside />
        </Router>
    }
}

/// What needs the router around it.
#[component]
fn Inside() -> impl IntoView {
    let session = Session::provide();
    AddToPlaylist::provide(session);
    view! {
        <Shell>
            <FlatRoutes fallback=NotFoundPage>
                <Route path=path!("/") view=HomePage />
                <Route path=path!("/signup") view=SignUpPage />
                <Route path=path!("/login") view=LogInPage />
                <Route path=path!("/new") view=NewPage />
                <Route path=path!("/p/:id") view=PostPage />
                <Route path=path!("/discover") view=DiscoverPage />
                <Route path=path!("/favorites") view=FavoritesPage />
                <Route path=path!("/playlists") view=PlaylistsPage />
                <Route path=path!("/playlists/:id") view=PlaylistPage />
                <Route path=path!("/s/:slug") view=SharedPage />
                <Route path=path!("/u/:username") view=ProfilePage />
                <Route path=path!("/songs/:id") view=SongPage />
                <Route path=path!("/k/:keyword") view=WordPage />
                <Route path=path!("/search") view=SearchPage />
                <Route path=path!("/settings") view=SettingsPage />
            </FlatRoutes>
        </Shell>
    }
}
