//! What people say about the picture.

use imagime_shared::{
    comment::{Comment, CommentSort},
    user::Me,
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
    params::ParamsMap,
};
use uuid::Uuid;

use super::{
    address_with,
    comment_form::Compose,
    comment_row::{DeleteDialog, Said},
    view::PostView,
};
use crate::{
    api::comments::list_comments,
    components::{Choice, ChoiceOption, ErrorState, LoadMore},
    state::{
        live::{Live, use_live},
        paged::{FirstPage, Paged},
        session::Session,
    },
    text::people as text,
};

/// Parameter of the address for the order.
const ORDER: &str = "comments";
/// The heading, where the focus goes when the comment that had it is gone.
const TITLE: &str = "comments-title";

/// The comments on a post. Signals live as long as the page that made it.
#[derive(Clone, Copy)]
pub struct Talk {
    /// The post.
    pub post: PostView,
    /// The comments on show.
    pub list: Paged<Comment>,
    /// The comment that is being changed.
    pub editing: RwSignal<Option<Uuid>>,
    /// The comment that is to go, while its reader is asked.
    pub deleting: RwSignal<Option<Comment>>,
    /// Who looks.
    pub me: Signal<Option<Me>>,
    /// What the reader wants to see first.
    order: RwSignal<CommentSort>,
    live: Live,
}

impl Talk {
    /// A comment was written: it stands where the reader looks for it.
    pub fn written(self, comment: Comment) {
        self.post.talked(1);
        self.live.say(text::COMMENT_SENT);
        // Below the oldest ones it would stand pages away.
        if self.order.get_untracked() == CommentSort::Oldest {
            self.order.set(CommentSort::Newest);
            return;
        }
        self.list.rows.update(|rows| {
            if rows.iter().all(|row| row.id != comment.id) {
                rows.insert(0, comment);
            }
        });
    }

    /// A comment was changed.
    pub fn changed(self, comment: &Comment) {
        self.live.say(text::COMMENT_SAVED);
        self.list.rows.update(|rows| {
            for row in rows.iter_mut().filter(|row| row.id == comment.id) {
                row.clone_from(comment);
            }
        });
        self.stop_editing(comment.id);
    }

    /// A comment is gone.
    pub fn deleted(self, id: Uuid) {
        self.post.talked(-1);
        self.live.say(text::COMMENT_DELETED);
        self.list.rows.update(|rows| rows.retain(|row| row.id != id));
        if self.list.rows.with_untracked(Vec::is_empty) && self.list.has_more().get_untracked() {
            self.list.restart();
        }
        focus(TITLE.to_owned());
    }

    /// Shows a comment as it is again, with the focus on it.
    pub fn stop_editing(self, id: Uuid) {
        self.editing.set(None);
        focus(element_id(id));
    }

    /// True when the comment is the reader's own.
    pub fn is_mine(self, comment: &Comment) -> bool {
        self.me.with_untracked(|me| me.as_ref().is_some_and(|me| me.id == comment.author.id))
    }

    /// True when the reader may delete the comment: their own, or any below their own picture.
    pub fn may_delete(self, comment: &Comment) -> bool {
        let owner = self.post.post.with_untracked(|post| post.as_ref().map(|post| post.author.id));
        let me = self.me.with_untracked(|me| me.as_ref().map(|me| me.id));
        self.is_mine(comment) || me.is_some() && me == owner
    }
}

/// The comments, and where to write one.
#[component]
pub fn Comments(
    /// The post.
    post: PostView,
) -> impl IntoView {
    let query = use_query_map();
    let asked = move || match query.with(|query| query.get(ORDER)).as_deref() {
        Some("oldest") => CommentSort::Oldest,
        _ => CommentSort::Newest,
    };
    let order = RwSignal::new(untrack(asked));
    let list = Paged::new(text::comments_grew, move |page| async move {
        let list = list_comments(post.id(), order.get_untracked(), page).await?;
        Ok((list.comments, list.next_cursor))
    });
    let talk = Talk {
        post,
        list,
        editing: RwSignal::new(None),
        deleting: RwSignal::new(None),
        me: expect_context::<Session>().me(),
        order,
        live: use_live(),
    };
    // Back and forward change the address, the switch changes the order.
    Effect::new(move |_| order.set(asked()));
    let navigate = use_navigate();
    Effect::new(move |before: Option<CommentSort>| {
        let now = order.get();
        if before != Some(now) {
            list.start(None);
        }
        if before.is_some_and(|before| before != now) && untrack(asked) != now {
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&address(post.id(), &query.get_untracked(), now), options);
        }
        now
    });
    let count = post.part(|post| post.comment_count);
    let words = move || text::comments(count.get().unwrap_or_default());
    let orders = [(CommentSort::Newest, text::NEWEST), (CommentSort::Oldest, text::OLDEST)];
    let orders: Vec<_> = orders
        .into_iter()
        .map(|(value, label)| ChoiceOption { value, label: label.to_owned(), hint: String::new(), icon: None })
        .collect();
    let many = Memo::new(move |_| list.rows.with(|rows| rows.len() > 1));
    view! {
        <section class="post__comments" aria-labelledby=TITLE>
            <header class="comments__head">
                <div>
                    <h2 id=TITLE class="comments__title" tabindex="-1">
                        {text::COMMENTS}
                    </h2>
                    <p class="muted">{words}</p>
                </div>
                <Show when=move || many.get()>
                    <Choice name="comments-order" label=text::COMMENTS_ORDER options=orders.clone() value=order />
                </Show>
            </header>
            <Compose talk=talk />
            <Rows talk=talk />
            <DeleteDialog talk=talk />
        </section>
    }
}

#[component]
fn Rows(talk: Talk) -> impl IntoView {
    let list = talk.list;
    let state = list.state();
    move || match state.get() {
        FirstPage::Loading => view! { <Skeleton /> }.into_any(),
        FirstPage::Failed(error) => {
            view! { <ErrorState message=error.sentence() on_retry=move |()| list.restart() /> }.into_any()
        }
        FirstPage::Empty => view! { <p class="comments__none muted">{text::COMMENTS_NONE}</p> }.into_any(),
        FirstPage::Content => view! {
            <ol class="comments">
                // A comment that was changed is another row.
                <For each=move || list.rows.get() key=|row| (row.id, row.edited_at.clone()) let:row>
                    <Said talk=talk comment=row />
                </For>
            </ol>
            <LoadMore
                has_more=list.has_more()
                busy=list.busy()
                error=list.error()
                label=text::COMMENTS_MORE
                end=text::COMMENTS_END
                on_click=move |()| list.load_more()
            />
        }
        .into_any(),
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    let rows = (0..3)
        .map(|_| {
            view! {
                <div class="comment">
                    <div class="skeleton skeleton--round"></div>
                    <div class="song-skeleton__lines">
                        <div class="skeleton skeleton--line skeleton--short"></div>
                        <div class="skeleton skeleton--line"></div>
                    </div>
                </div>
            }
        })
        .collect_view();
    view! { <div class="comments" aria-hidden="true">{rows}</div> }
}

/// Id of a comment's row in the document.
pub fn element_id(id: Uuid) -> String {
    format!("comment-{id}")
}

/// Moves the focus to an element, once it is drawn.
pub fn focus(id: String) {
    request_animation_frame(move || {
        use wasm_bindgen::JsCast as _;
        let element = document().get_element_by_id(&id);
        if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            element.focus().ok();
        }
    });
}

fn address(post_id: Uuid, query: &ParamsMap, order: CommentSort) -> String {
    let word = (order == CommentSort::Oldest).then(|| order.as_str());
    address_with(post_id, query, ORDER, word)
}
