//! Pictures that look like the one on show.

use imagime_shared::{page::PageQuery, post::PostStatus};
use leptos::prelude::*;

use super::view::PostView;
use crate::{
    api::posts::similar_posts,
    components::{ErrorState, FeedSkeleton, Masonry},
    text::fit as text,
};

/// Most pictures shown.
const PICTURES: u32 = 8;

/// The pictures, once this one is understood; nothing where none is alike.
#[component]
pub fn Similar(
    /// The post.
    post: PostView,
) -> impl IntoView {
    let is_ready = post.part(|post| post.status == PostStatus::Ready);
    // Once understood it stays so, whatever is chosen anew.
    let is_understood = Memo::new(move |before: Option<&bool>| before == Some(&true) || is_ready.get() == Some(true));
    view! {
        <Show when=move || is_understood.get()>
            <Alike post=post />
        </Show>
    }
}

#[component]
fn Alike(post: PostView) -> impl IntoView {
    let page = PageQuery { cursor: None, limit: Some(PICTURES) };
    let found = LocalResource::new(move || similar_posts(post.id(), page.clone()));
    let posts = Signal::derive(move || found.get().and_then(Result::ok).map(|page| page.posts).unwrap_or_default());
    let content = move || match found.get().map(|found| found.map(|page| page.posts.is_empty())) {
        None => Some(view! { <FeedSkeleton /> }.into_any()),
        Some(Ok(false)) => Some(view! { <Masonry posts=posts /> }.into_any()),
        Some(Err(error)) if !error.is_not_found() => {
            Some(view! { <ErrorState message=error.sentence() on_retry=move |()| found.refetch() /> }.into_any())
        }
        Some(_) => None,
    };
    view! {
        {move || {
            content()
                .map(|content| {
                    view! {
                        <section class="post__similar" aria-labelledby="similar-title">
                            <h2 id="similar-title" class="similar__title">
                                {text::SIMILAR}
                            </h2>
                            {content}
                        </section>
                    }
                })
        }}
    }
}
