//! `/`: what it does for visitors, the wall for those who are logged in.

use leptos::prelude::*;

use super::{home_feed::HomeFeed, landing::Landing};
use crate::{
    components::{FeedSkeleton, Title},
    state::session::Session,
    text::shell,
};

/// The first page.
#[component]
pub fn HomePage() -> impl IntoView {
    let session = expect_context::<Session>();
    let me = session.me();
    let ready = session.ready();
    // A memo: a refreshed session of the same user must not build the wall anew.
    let who = Memo::new(move |_| ready.get().then(|| me.with(|me| me.as_ref().map(|me| me.id))));
    view! {
        {move || match who.get() {
            None => {
                view! {
                    <Title text=shell::HOME />
                    <div class="feed">
                        <h1 class="visually-hidden">{shell::NAME}</h1>
                        <FeedSkeleton />
                    </div>
                }
                    .into_any()
            }
            Some(None) => view! { <Landing /> }.into_any(),
            Some(Some(_)) => view! { <HomeFeed /> }.into_any(),
        }}
    }
}
