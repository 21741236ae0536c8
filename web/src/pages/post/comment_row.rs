//! One comment, and what its author or the picture's owner can do with it.

use imagime_shared::{comment::Comment, pages};
use leptos::{prelude::*, task::spawn_local};

use super::{
    comment_form::Change,
    comments::{Talk, element_id},
};
use crate::{
    api::comments::delete_comment,
    components::{
        Avatar, Button, ButtonVariant, Dialog, Icon, IconView, Menu, MenuButton, Notice, NoticeKind, TimeAgo,
    },
    text::{people as text, post},
};

/// Who said what, and when.
#[component]
pub fn Said(
    /// What is said.
    talk: Talk,
    /// The comment.
    comment: Comment,
) -> impl IntoView {
    let id = comment.id;
    let editing = Memo::new(move |_| talk.editing.get() == Some(id));
    let author = comment.author.clone();
    let profile = pages::user(&author.username);
    let edited = comment.edited_at.is_some().then(|| view! { " · " {text::EDITED} });
    let created_at = comment.created_at.clone();
    let menu = comment.clone();
    let words = StoredValue::new(comment);
    view! {
        <li class="comment" id=element_id(id) tabindex="-1">
            <Avatar url=author.avatar_url name=author.display_name.clone() />
            <div class="comment__main">
                <p class="comment__by">
                    <a class="comment__author" href=profile>{author.display_name}</a>
                    <span class="muted">" · " <TimeAgo time=created_at /> {edited}</span>
                </p>
                {move || {
                    let comment = words.get_value();
                    if editing.get() {
                        view! { <Change talk=talk comment=comment /> }.into_any()
                    } else {
                        view! { <p class="comment__body">{comment.body}</p> }.into_any()
                    }
                }}
            </div>
            {talk.may_delete(&menu).then(|| view! { <CommentMenu talk=talk comment=menu /> })}
        </li>
    }
}

#[component]
fn CommentMenu(talk: Talk, comment: Comment) -> impl IntoView {
    let id = comment.id;
    let mine = talk.is_mine(&comment);
    let label = text::comment_menu(&comment.author.display_name);
    let comment = StoredValue::new(comment);
    view! {
        <Menu label=label trigger=|| view! { <IconView icon=Icon::More /> }>
            {mine
                .then(|| {
                    view! {
                        <MenuButton
                            icon=Icon::Pencil
                            label=post::EDIT
                            on_click=move |()| talk.editing.set(Some(id))
                        />
                    }
                })}
            <MenuButton
                icon=Icon::Trash
                label=post::DELETE
                on_click=move |()| talk.deleting.set(Some(comment.get_value()))
            />
        </Menu>
    }
}

/// The question before a comment goes.
#[component]
pub fn DeleteDialog(
    /// What is said.
    talk: Talk,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    Effect::new(move |_| {
        if talk.deleting.with(Option::is_some) {
            problem.set(None);
            open.set(true);
        }
    });
    let delete = move |()| {
        let Some(id) = talk.deleting.with_untracked(|comment| comment.as_ref().map(|comment| comment.id)) else {
            return;
        };
        busy.set(true);
        spawn_local(async move {
            match delete_comment(id).await {
                Ok(()) if !open.is_disposed() => {
                    open.set(false);
                    talk.deleted(id);
                }
                Ok(()) => {}
                Err(error) => {
                    problem.try_set(Some(error.sentence()));
                }
            }
            busy.try_set(false);
        });
    };
    let quoted = move || talk.deleting.with(|comment| comment.as_ref().map(|comment| comment.body.clone()));
    view! {
        <Dialog open=open title=text::COMMENT_DELETE_TITLE on_close=move |()| talk.deleting.set(None)>
            <div class="form">
                {move || problem.get().map(|words| view! { <Notice kind=NoticeKind::Error>{words}</Notice> })}
                <blockquote class="comment__quote">{quoted}</blockquote>
                <p>{text::COMMENT_DELETE_BODY}</p>
                <div class="form__acts">
                    <Button variant=ButtonVariant::Ghost on_click=move |()| open.set(false)>
                        {post::CANCEL}
                    </Button>
                    <Button variant=ButtonVariant::Danger busy=busy on_click=delete>
                        {text::COMMENT_DELETE}
                    </Button>
                </div>
            </div>
        </Dialog>
    }
}
