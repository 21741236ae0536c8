//! `/settings`: the user's own account, section by section.

mod danger;
mod data;
mod password;
mod profile;
mod sessions;
mod tokens;

use imagime_shared::user::UpdateMe;
use leptos::{prelude::*, task::spawn_local};

use super::guard::ForUsers;
use crate::{
    api::{instance::find_instance, me},
    components::{Choice, ChoiceOption, Icon, SongSkeleton, SourceList, Switch, Title},
    state::{
        session::Session,
        theme::{ThemeChoice, use_theme},
        toasts::use_toasts,
    },
    text::{account, shell, sources},
};

/// All sections, for users.
#[component]
pub fn SettingsPage() -> impl IntoView {
    view! {
        <Title text=account::SETTINGS_TITLE />
        <div class="settings">
            <h1 class="settings__title">{account::SETTINGS_TITLE}</h1>
            <ForUsers why=account::SETTINGS_GUARD skeleton=|| view! { <SongSkeleton count=6 /> }>
                <profile::FaceSection />
                <profile::ProfileSection />
                <ShownSection />
                <LookSection />
                <SourcesSection />
                <password::PasswordSection />
                <sessions::SessionsSection />
                <tokens::TokensSection />
                <data::DataSection />
                <danger::DangerSection />
            </ForUsers>
        </div>
    }
}

/// A card with a heading.
#[component]
fn Section(
    /// The heading.
    title: &'static str,
    /// What it is about, if that needs words.
    #[prop(optional)]
    lead: &'static str,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="settings__section">
            <h2 class="settings__heading">{title}</h2>
            {(!lead.is_empty()).then(|| view! { <p class="settings__lead">{lead}</p> })}
            {children()}
        </section>
    }
}

/// Whether others may see what the user keeps. Saved at once, and taken back when that fails.
#[component]
fn ShownSection() -> impl IntoView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let shown = session.me().with_untracked(|me| me.as_ref().is_some_and(|me| me.favorites_public));
    let value = RwSignal::new(shown);
    let save = move |on: bool| {
        spawn_local(async move {
            let change = UpdateMe { favorites_public: Some(on), ..UpdateMe::default() };
            match me::update_me(&change).await {
                Ok(me) => {
                    session.update(me);
                    toasts.success(account::SAVED);
                }
                Err(error) => {
                    value.set(!on);
                    toasts.error(error.sentence());
                }
            }
        });
    };
    view! {
        <Section title=account::SETTINGS_FAVORITES>
            <Switch
                name="favorites_public"
                label=account::FAVORITES_PUBLIC
                hint=account::FAVORITES_PUBLIC_HINT
                value=value
                on_change=save
            />
        </Section>
    }
}

/// Where words and songs come from, and how each source is.
#[component]
fn SourcesSection() -> impl IntoView {
    let instance = LocalResource::new(find_instance);
    let list = move || match instance.get() {
        None => view! { <p class="muted">{shell::LOADING}</p> }.into_any(),
        Some(Ok(instance)) => view! { <SourceList sources=instance.sources /> }.into_any(),
        Some(Err(error)) => view! { <p class="muted">{error.sentence()}</p> }.into_any(),
    };
    view! {
        <Section title=sources::SOURCES_TITLE lead=sources::SOURCES_LEAD>
            {list}
        </Section>
    }
}

/// Light, dark, or as the system says.
#[component]
fn LookSection() -> impl IntoView {
    let theme = use_theme();
    let option = |value: ThemeChoice| {
        let (label, icon) = match value {
            ThemeChoice::System => (account::LOOK_SYSTEM, Icon::Display),
            ThemeChoice::Light => (account::LOOK_LIGHT, Icon::Sun),
            ThemeChoice::Dark => (account::LOOK_DARK, Icon::Moon),
        };
        ChoiceOption { value, label: label.into(), hint: String::new(), icon: Some(icon) }
    };
    let options = ThemeChoice::ALL.map(option).to_vec();
    view! {
        <Section title=account::SETTINGS_LOOK>
            <Choice name="theme" label=account::LOOK_LABEL options=options value=theme.choice />
        </Section>
    }
}
