//! The bar on top: name, places, a new picture, the account.

use imagime_shared::{pages, user::Me};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    components::{Avatar, Brand, ButtonVariant, Icon, IconView, LinkButton, Menu, MenuButton, MenuLink, MenuNote},
    state::{
        session::Session,
        theme::{ThemeChoice, use_theme},
    },
    text::{discover, playlist, search, shell},
};

/// The top bar.
#[component]
pub fn TopBar(
    /// Opens the list of keys.
    keys_open: RwSignal<bool>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let (me, ready) = (session.me(), session.ready());
    let account = move || {
        match (ready.get(), me.get()) {
        (false, _) => view! { <span class="top__unknown" aria-hidden="true"></span> }.into_any(),
        (true, None) => view! {
            <ThemeMenu />
            <span class="top__log-in"><LinkButton href=pages::LOG_IN variant=ButtonVariant::Ghost>{shell::LOG_IN}</LinkButton></span>
            <LinkButton href=pages::SIGN_UP variant=ButtonVariant::Primary>{shell::SIGN_UP}</LinkButton>
        }
        .into_any(),
        (true, Some(me)) => view! {
            <span class="top__new">
                <LinkButton href=pages::NEW variant=ButtonVariant::Primary>
                    <IconView icon=Icon::Plus />
                    {shell::NEW_PICTURE}
                </LinkButton>
            </span>
            <AccountMenu me=me keys_open=keys_open />
        }
        .into_any(),
    }
    };
    view! {
        <header class="top">
            <Brand />
            <nav class="top__nav" aria-label=shell::NAV_MAIN>
                <A href=pages::HOME exact=true>{shell::HOME}</A>
                <Show when=move || me.with(Option::is_some)>
                    <A href=pages::DISCOVER>{discover::TITLE}</A>
                    <A href=pages::FAVORITES>{shell::FAVOURITES}</A>
                    <A href=pages::PLAYLISTS>{playlist::TITLE}</A>
                </Show>
            </nav>
            <A href=pages::SEARCH attr:class="top__search" attr:aria-label=search::TITLE>
                <IconView icon=Icon::Search />
            </A>
            <div class="top__account">{account}</div>
        </header>
    }
}

#[component]
fn AccountMenu(me: Me, keys_open: RwSignal<bool>) -> impl IntoView {
    let session = expect_context::<Session>();
    let name = if me.display_name.is_empty() { me.username.clone() } else { me.display_name.clone() };
    let face = (me.avatar_url.clone(), name.clone());
    let signed_in = StoredValue::new(shell::signed_in_as(&name));
    let profile = StoredValue::new(pages::user(&me.username));
    view! {
        <Menu
            label=shell::YOUR_MENU
            class="top__face"
            trigger=move || view! { <Avatar url=face.0.clone() name=face.1.clone() /> }
        >
            <MenuNote>{signed_in.get_value()}</MenuNote>
            <MenuLink icon=Icon::User label=shell::PROFILE href=profile.get_value() />
            <MenuLink icon=Icon::Settings label=shell::SETTINGS href=pages::SETTINGS />
            <MenuButton icon=Icon::Keyboard label=shell::KEYBOARD on_click=move |()| keys_open.set(true) />
            <ThemeChoices />
            <MenuButton icon=Icon::LogOut label=shell::LOG_OUT on_click=move |()| session.log_out() />
        </Menu>
    }
}

#[component]
fn ThemeMenu() -> impl IntoView {
    let theme = use_theme();
    view! {
        <Menu label=shell::THEME trigger=move || view! { {move || view! { <IconView icon=icon(theme.choice.get()) /> }} }>
            <ThemeChoices />
        </Menu>
    }
}

/// Three radio buttons that look like one switch.
#[component]
fn ThemeChoices() -> impl IntoView {
    let theme = use_theme();
    let choices = ThemeChoice::ALL
        .into_iter()
        .map(|choice| {
            view! {
                <button
                    type="button"
                    class="theme__choice"
                    aria-pressed=move || (theme.choice.get() == choice).to_string()
                    title=name(choice)
                    aria-label=name(choice)
                    on:click=move |_| theme.choice.set(choice)
                >
                    <IconView icon=icon(choice) />
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="theme" role="group" aria-label=shell::THEME>
            {choices}
        </div>
    }
}

fn name(choice: ThemeChoice) -> &'static str {
    match choice {
        ThemeChoice::System => shell::THEME_SYSTEM,
        ThemeChoice::Light => shell::THEME_LIGHT,
        ThemeChoice::Dark => shell::THEME_DARK,
    }
}

fn icon(choice: ThemeChoice) -> Icon {
    match choice {
        ThemeChoice::System => Icon::Display,
        ThemeChoice::Light => Icon::Sun,
        ThemeChoice::Dark => Icon::Moon,
    }
}
