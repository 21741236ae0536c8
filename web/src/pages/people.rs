//! People in a list: those who follow somebody, and those whom somebody follows.

use imagime_shared::{pages, user::Profile};
use leptos::prelude::*;

use crate::{
    api::users::{list_followers, list_following},
    components::{Avatar, EmptyPicture, EmptyState, ErrorState, FollowButton, LoadMore, SongSkeleton},
    state::{
        paged::{FirstPage, Paged},
        session::Session,
        toggle::Toggle,
    },
    text::people as text,
};

/// Which people of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Those who follow them.
    Followers,
    /// Those whom they follow.
    Following,
}

/// The list, the last to come first.
#[component]
pub fn People(
    /// Whose people.
    username: String,
    /// Which of them.
    side: Side,
) -> impl IntoView {
    let list: Paged<Profile> = Paged::new(text::people_grew, move |page| {
        let username = username.clone();
        async move {
            let list = match side {
                Side::Followers => list_followers(&username, page).await?,
                Side::Following => list_following(&username, page).await?,
            };
            Ok((list.users, list.next_cursor))
        }
    });
    list.start(None);
    let state = list.state();
    let (title, empty, body) = match side {
        Side::Followers => (text::FOLLOWERS, text::NO_FOLLOWERS, text::NO_FOLLOWERS_BODY),
        Side::Following => (text::FOLLOWING, text::NOBODY_FOLLOWED, text::NOBODY_FOLLOWED_BODY),
    };
    move || match state.get() {
        FirstPage::Loading => view! { <SongSkeleton /> }.into_any(),
        FirstPage::Failed(error) => {
            view! { <ErrorState message=error.sentence() on_retry=move |()| list.restart() /> }.into_any()
        }
        FirstPage::Empty => view! { <EmptyState title=empty body=body picture=EmptyPicture::Frames /> }.into_any(),
        FirstPage::Content => view! {
            <h2 class="visually-hidden">{title}</h2>
            <ul class="people">
                <For each=move || list.rows.get() key=|person| person.id let:person>
                    <Person person=person />
                </For>
            </ul>
            <LoadMore
                has_more=list.has_more()
                busy=list.busy()
                error=list.error()
                label=text::PEOPLE_MORE
                end=text::PEOPLE_END
                on_click=move |()| list.load_more()
            />
        }
        .into_any(),
    }
}

/// Somebody with a button to follow them.
#[component]
pub(super) fn Person(person: Profile) -> impl IntoView {
    let me = expect_context::<Session>().me();
    let is_me = me.with_untracked(|me| me.as_ref().is_some_and(|me| me.id == person.id));
    let told = (person.followed_by_me, person.follower_count);
    let follow = Toggle::follow(person.username.clone(), move || told);
    view! {
        <li class="person">
            <a class="person__who" href=pages::user(&person.username)>
                <Avatar url=person.avatar_url.clone() name=person.display_name.clone() />
                <span class="person__name">{person.display_name.clone()}</span>
                <span class="person__username muted">{format!("@{}", person.username)}</span>
            </a>
            {(!is_me).then(|| view! { <FollowButton follow=follow name=person.display_name.clone() /> })}
        </li>
    }
}
