//! Contexts and the route table.

use std::borrow::Cow;

use imagime_shared::pages;
use leptos::{mount::mount_to, prelude::*};
use leptos_router::{
    PartialPathMatch, PathSegment, PossibleRouteMatch,
    components::{FlatRoutes, Route, Router},
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
                <Route path=Address(pages::HOME) view=HomePage />
                <Route path=Address(pages::SIGN_UP) view=SignUpPage />
                <Route path=Address(pages::LOG_IN) view=LogInPage />
                <Route path=Address(pages::NEW) view=NewPage />
                <Route path=Address(pages::POST) view=PostPage />
                <Route path=Address(pages::DISCOVER) view=DiscoverPage />
                <Route path=Address(pages::FAVORITES) view=FavoritesPage />
                <Route path=Address(pages::PLAYLISTS) view=PlaylistsPage />
                <Route path=Address(pages::PLAYLIST) view=PlaylistPage />
                <Route path=Address(pages::SHARED) view=SharedPage />
                <Route path=Address(pages::USER) view=ProfilePage />
                <Route path=Address(pages::SONG) view=SongPage />
                <Route path=Address(pages::KEYWORD) view=WordPage />
                <Route path=Address(pages::SEARCH) view=SearchPage />
                <Route path=Address(pages::SETTINGS) view=SettingsPage />
            </FlatRoutes>
        </Shell>
    }
}

/// An address of the page, as the router reads it: the same way as the server does.
#[derive(Clone, Copy)]
struct Address(&'static str);

impl PossibleRouteMatch for Address {
    fn optional(&self) -> bool {
        false
    }

    fn test<'a>(&self, path: &'a str) -> Option<PartialPathMatch<'a>> {
        let value = pages::value(self.0, path)?;
        let params = pages::parameter(self.0).map(|name| (Cow::Borrowed(name), value.to_owned()));
        let (matched, rest) = path.split_at(path.trim_end_matches('/').len());
        Some(PartialPathMatch::new(rest, params.into_iter().collect(), matched))
    }

    fn generate_path(&self, path: &mut Vec<PathSegment>) {
        path.push(PathSegment::Static(Cow::Borrowed(self.0)));
    }
}

#[cfg(test)]
mod tests {
    use leptos_router::path;

    use super::*;

    /// What the router takes from a path: the part it matched, what it left, and the parameters.
    fn read(route: &impl PossibleRouteMatch, path: &str) -> Option<String> {
        let found = route.test(path).filter(PartialPathMatch::is_complete)?;
        Some(format!("{} {} {:?}", found.matched(), found.remaining(), found.params()))
    }

    #[test]
    fn an_address_is_read_as_the_routers_own_segments_are() {
        for path in
            ["/", "/login", "/login/", "/login/x", "/loginish", "/playlists/a%20b", "/playlists/a/b", "/playlists"]
        {
            assert_eq!(read(&Address(pages::HOME), path), read(&path!("/"), path), "{path}");
            assert_eq!(read(&Address(pages::LOG_IN), path), read(&path!("/login"), path), "{path}");
            assert_eq!(read(&Address(pages::PLAYLIST), path), read(&path!("/playlists/:id"), path), "{path}");
        }
    }
}
