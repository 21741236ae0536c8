//! Pictures page by page: a wall with its four states.

use imagime_shared::post::Post;
use leptos::prelude::*;

use crate::{
    components::{ErrorState, FeedSkeleton, LoadMore, Masonry},
    state::paged::{FirstPage, Paged},
    text::post as text,
};

/// The wall. Where there is nothing, `children` stand in its place.
#[component]
pub fn PostWall(
    /// The pictures.
    list: Paged<Post>,
    /// What the button for more says.
    #[prop(default = text::PROFILE_MORE)]
    label: &'static str,
    /// What the end says.
    end: &'static str,
    /// What stands where there are none.
    children: ChildrenFn,
) -> impl IntoView {
    let state = list.state();
    let empty = StoredValue::new(children);
    move || match state.get() {
        FirstPage::Loading => view! { <FeedSkeleton /> }.into_any(),
        FirstPage::Failed(error) => {
            view! { <ErrorState message=error.sentence() on_retry=move |()| list.restart() /> }.into_any()
        }
        FirstPage::Empty => empty.with_value(|empty| empty()).into_any(),
        FirstPage::Content => view! {
            <Masonry posts=list.rows />
            <LoadMore
                has_more=list.has_more()
                busy=list.busy()
                error=list.error()
                label=label
                end=end
                on_click=move |()| list.load_more()
            />
        }
        .into_any(),
    }
}
