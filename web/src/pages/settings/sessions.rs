//! Where the user is logged in.

use imagime_shared::auth::Session as Place;
use leptos::{prelude::*, task::spawn_local};
use uuid::Uuid;

use super::Section;
use crate::{
    api::me,
    components::{Button, ButtonVariant, ErrorState, SongSkeleton, TimeAgo},
    state::{live::use_live, toasts::use_toasts},
    text::account,
};

/// The list; every session but this one can be ended here.
#[component]
pub fn SessionsSection() -> impl IntoView {
    let toasts = use_toasts();
    let live = use_live();
    let places = LocalResource::new(me::list_sessions);
    let ended = RwSignal::new(Vec::<Uuid>::new());
    let end = Callback::new(move |id: Uuid| {
        spawn_local(async move {
            match me::end_session(id).await {
                Ok(()) => {
                    ended.update(|ended| ended.push(id));
                    live.say(account::SESSION_GONE);
                }
                Err(error) => toasts.error(error.sentence()),
            }
        });
    });
    let content = move || {
        match places.get() {
        None => view! { <SongSkeleton count=2 /> }.into_any(),
        Some(Err(error)) => {
            view! { <ErrorState message=error.sentence() on_retry=move |()| places.refetch() /> }.into_any()
        }
        Some(Ok(places)) => view! {
            <ul class="settings__sessions">
                <For
                    each=move || places.clone().into_iter().filter(move |place| !ended.with(|ended| ended.contains(&place.id)))
                    key=|place| place.id
                    let:place
                >
                    <PlaceRow place=place on_end=end />
                </For>
            </ul>
        }
        .into_any(),
    }
    };
    view! {
        <Section title=account::SETTINGS_SESSIONS lead=account::SESSIONS_LEAD>
            {content}
        </Section>
    }
}

/// One place.
#[component]
fn PlaceRow(place: Place, on_end: Callback<Uuid>) -> impl IntoView {
    let Place { id, current, last_used_at, user_agent, .. } = place;
    let program = account::program(user_agent.as_deref());
    let key = if current {
        view! { <span class="settings__this">{account::SESSION_CURRENT}</span> }.into_any()
    } else {
        let name = account::end_session_of(&program);
        view! {
            <Button variant=ButtonVariant::Secondary on_click=move |()| on_end.run(id)>
                <span aria-hidden="true">{account::SESSION_END}</span>
                <span class="visually-hidden">{name}</span>
            </Button>
        }
        .into_any()
    };
    view! {
        <li class="settings__session">
            <div class="settings__place">
                <b>{program}</b>
                <span class="settings__when">{account::SESSION_LAST_USED} " " <TimeAgo time=last_used_at /></span>
            </div>
            {key}
        </li>
    }
}
