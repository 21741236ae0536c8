//! Where a comment is written or changed.

use imagime_shared::{
    comment::{Comment, CommentBody},
    field,
    validation::{self, COMMENT_CHARS},
};
use leptos::{prelude::*, task::spawn_local};

use super::comments::{Talk, focus};
use crate::{
    api::{
        ApiError,
        comments::{edit_comment, write_comment},
        upload::idempotency_key,
    },
    components::{Button, ButtonVariant, LinkButton, TextArea},
    state::next::{log_in_here, sign_up_here},
    text::{account, people as text, post},
};

/// Id of the field for a new comment.
const NEW: &str = "comment";
/// Id of the field for a comment that is changed; there is one at a time.
const CHANGED: &str = "comment-changed";

/// The field for a new comment; an invitation for visitors.
#[component]
pub fn Compose(
    /// What is said.
    talk: Talk,
) -> impl IntoView {
    let body = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    // One key for one text: sent again after a lost answer, it is still one comment.
    let tried = StoredValue::new(None::<(String, String)>);
    let send = move || {
        let Some(words) = checked(body, error, busy, NEW) else { return };
        let before = tried.get_value().filter(|(text, _)| *text == words);
        let (_, key) = before.unwrap_or_else(|| (words.clone(), idempotency_key()));
        tried.set_value(Some((words.clone(), key.clone())));
        spawn_local(async move {
            match write_comment(talk.post.id(), &CommentBody { body: words }, &key).await {
                Ok(comment) => {
                    // On another page by now there is nothing left to show.
                    if body.is_disposed() {
                        return;
                    }
                    tried.set_value(None);
                    body.set(String::new());
                    talk.written(comment);
                }
                Err(problem) => refuse(error, &problem),
            }
            busy.try_set(false);
        });
    };
    let send = StoredValue::new(send);
    move || {
        if talk.me.with(Option::is_none) {
            return view! {
                <div class="invite comments__invite">
                    <LinkButton href=log_in_here() variant=ButtonVariant::Primary>{text::LOG_IN_TO_COMMENT}</LinkButton>
                    <LinkButton href=sign_up_here()>{account::GUARD_MAKE}</LinkButton>
                </div>
            }
            .into_any();
        }
        let submit = move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            send.with_value(|send| send());
        };
        view! {
            <form
                class="comments__form"
                novalidate
                on:submit=submit
                on:keydown=move |event| if is_send(&event) { send.with_value(|send| send()) }
            >
                <TextArea
                    name=NEW
                    label=text::COMMENT_WRITE
                    value=body
                    error=error
                    rows=2
                    max=COMMENT_CHARS
                    on_input=move |()| error.set(None)
                />
                <Button kind="submit" variant=ButtonVariant::Primary busy=busy>
                    {text::COMMENT_SEND}
                </Button>
            </form>
        }
        .into_any()
    }
}

/// The field for a comment that its author changes.
#[component]
pub fn Change(
    /// What is said.
    talk: Talk,
    /// The comment as it is.
    comment: Comment,
) -> impl IntoView {
    let id = comment.id;
    let body = RwSignal::new(comment.body);
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let save = move || {
        let Some(words) = checked(body, error, busy, CHANGED) else { return };
        spawn_local(async move {
            match edit_comment(id, &CommentBody { body: words }).await {
                Ok(comment) if !body.is_disposed() => talk.changed(&comment),
                Ok(_) => {}
                Err(problem) => refuse(error, &problem),
            }
            busy.try_set(false);
        });
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        save();
    };
    let keys = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            talk.stop_editing(id);
        } else if is_send(&event) {
            save();
        }
    };
    focus(CHANGED.to_owned());
    view! {
        <form class="comments__form" novalidate on:submit=submit on:keydown=keys>
            <TextArea
                name=CHANGED
                label=text::COMMENT_EDIT
                value=body
                error=error
                rows=3
                max=COMMENT_CHARS
                on_input=move |()| error.set(None)
            />
            <div class="form__acts">
                <Button variant=ButtonVariant::Ghost on_click=move |()| talk.stop_editing(id)>
                    {post::CANCEL}
                </Button>
                <Button kind="submit" variant=ButtonVariant::Primary busy=busy>
                    {account::SAVE}
                </Button>
            </div>
        </form>
    }
}

/// The words, when they may be sent; busy from then on. Otherwise what is wrong stands beside the field, which has the focus.
fn checked(
    body: RwSignal<String>,
    error: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    field: &str,
) -> Option<String> {
    if busy.get_untracked() {
        return None;
    }
    match validation::comment(field::BODY, &body.read_untracked()) {
        Ok(words) => {
            error.set(None);
            busy.set(true);
            Some(words)
        }
        Err(wrong) => {
            error.set(Some(wrong.message));
            focus(field.to_owned());
            None
        }
    }
}

fn refuse(error: RwSignal<Option<String>>, problem: &ApiError) {
    error.try_set(Some(problem.field(field::BODY).unwrap_or_else(|| problem.sentence())));
}

/// Control or Command with Enter sends; Enter alone begins a line.
fn is_send(event: &web_sys::KeyboardEvent) -> bool {
    event.key() == "Enter" && (event.ctrl_key() || event.meta_key())
}
