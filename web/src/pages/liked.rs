//! The pictures that the reader likes.

use imagime_shared::{pages, post::Post};
use leptos::prelude::*;

use crate::{
    api::likes::list_likes,
    components::{ButtonVariant, EmptyPicture, EmptyState, ErrorState, FeedSkeleton, LinkButton, LoadMore, Masonry},
    state::paged::{FirstPage, Paged},
    text::{people as text, post, shell},
};

/// The wall of liked pictures, liked last first.
#[component]
pub fn Liked() -> impl IntoView {
    let list: Paged<Post> = Paged::new(shell::feed_grew, move |page| async move {
        list_likes(page).await.map(|list| (list.posts, list.next_cursor))
    });
    list.start(None);
    let state = list.state();
    move || match state.get() {
        FirstPage::Loading => view! { <FeedSkeleton /> }.into_any(),
        FirstPage::Failed(error) => {
            view! { <ErrorState message=error.sentence() on_retry=move |()| list.restart() /> }.into_any()
        }
        FirstPage::Empty => view! {
            <EmptyState title=text::LIKES_EMPTY_TITLE body=text::LIKES_EMPTY_BODY picture=EmptyPicture::Frames>
                <LinkButton href=pages::HOME variant=ButtonVariant::Primary>
                    {text::LIKES_EMPTY_ACTION}
                </LinkButton>
            </EmptyState>
        }
        .into_any(),
        FirstPage::Content => view! {
            <h2 class="visually-hidden">{text::LIKES_TAB}</h2>
            <Masonry posts=list.rows />
            <LoadMore
                has_more=list.has_more()
                busy=list.busy()
                error=list.error()
                label=post::PROFILE_MORE
                end=text::LIKES_END
                on_click=move |()| list.load_more()
            />
        }
        .into_any(),
    }
}
