//! What the owner of a picture can do with it.

use imagime_shared::{
    field, pages,
    post::{Post, UpdatePost, Visibility},
    validation,
};
use leptos::{prelude::*, task::spawn_local};

use super::{view::PostView, words::PostFields};
use crate::{
    api::posts::{delete_post, update_post},
    components::{Button, ButtonVariant, Dialog, Icon, IconView, Menu, MenuButton, Notice, NoticeKind, Switch},
    pages::form::{FormErrors, errors_of},
    state::{session::Session, toasts::use_toasts},
    text::post as text,
};

const FIELDS: [&str; 5] =
    [field::DESCRIPTION, field::ALT_TEXT, field::VISIBILITY, field::SENSITIVE, field::OUTSIDE_ANALYSIS];

/// The menu, with its two dialogs.
#[component]
pub fn OwnerMenu(
    /// The post.
    post: PostView,
) -> impl IntoView {
    let (editing, deleting) = (RwSignal::new(false), RwSignal::new(false));
    view! {
        <Menu label=text::OWNER_MENU trigger=|| view! { <IconView icon=Icon::More /> }>
            <MenuButton icon=Icon::Pencil label=text::EDIT on_click=move |()| editing.set(true) />
            <MenuButton icon=Icon::Trash label=text::DELETE on_click=move |()| deleting.set(true) />
        </Menu>
        <Dialog open=editing title=text::EDIT_TITLE>
            <EditForm post=post open=editing />
        </Dialog>
        <Dialog open=deleting title=text::DELETE_TITLE>
            <DeleteForm post=post open=deleting />
        </Dialog>
    }
}

#[component]
fn EditForm(post: PostView, open: RwSignal<bool>) -> impl IntoView {
    let toasts = use_toasts();
    let before = post.post.get_untracked();
    let start = |part: fn(&Post) -> String| before.as_ref().map(part).unwrap_or_default();
    let description = RwSignal::new(start(|post| post.description.clone()));
    let alt_text = RwSignal::new(start(|post| post.alt_text.clone()));
    let visibility = RwSignal::new(before.as_ref().map_or(Visibility::default(), |post| post.visibility));
    let sensitive = RwSignal::new(before.as_ref().is_some_and(|post| post.sensitive));
    // Leave that was given can be taken back; the picture is looked at when it is sent, so later there is none to give.
    let was_allowed = before.as_ref().is_some_and(|post| post.outside_analysis);
    let outside = RwSignal::new(was_allowed);
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(before) = post.post.get_untracked() else { return };
        let (words, alt) = (description.get_untracked(), alt_text.get_untracked());
        let found = errors_of([
            validation::text(field::DESCRIPTION, &words, validation::DESCRIPTION_CHARS).map(drop),
            validation::text(field::ALT_TEXT, &alt, validation::ALT_TEXT_CHARS).map(drop),
        ]);
        if busy.get_untracked() || !errors.accept(found) {
            return;
        }
        let change = UpdatePost {
            description: Some(words).filter(|words| *words != before.description),
            alt_text: Some(alt).filter(|alt| *alt != before.alt_text),
            visibility: Some(visibility.get_untracked()).filter(|chosen| *chosen != before.visibility),
            sensitive: Some(sensitive.get_untracked()).filter(|chosen| *chosen != before.sensitive),
            outside_analysis: Some(outside.get_untracked()).filter(|chosen| *chosen != before.outside_analysis),
        };
        busy.set(true);
        spawn_local(async move {
            match update_post(before.id, &change).await {
                Ok(changed) => {
                    post.replace(changed);
                    open.try_set(false);
                    toasts.success(text::EDIT_SAVED);
                }
                Err(error) => errors.refused(&error, &FIELDS),
            }
            busy.try_set(false);
        });
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            {move || errors.general.get().map(|words| view! { <Notice kind=NoticeKind::Error>{words}</Notice> })}
            <PostFields
                description=description
                alt_text=alt_text
                visibility=visibility
                sensitive=sensitive
                errors=errors
            />
            <Show when=move || was_allowed && visibility.get() == Visibility::Private>
                <Switch
                    name=field::OUTSIDE_ANALYSIS
                    label=text::OUTSIDE_ANALYSIS
                    hint=text::OUTSIDE_ANALYSIS_HINT
                    value=outside
                />
            </Show>
            <div class="form__acts">
                <Button variant=ButtonVariant::Ghost on_click=move |()| open.set(false)>
                    {text::CANCEL}
                </Button>
                <Button kind="submit" variant=ButtonVariant::Primary busy=busy>
                    {crate::text::account::SAVE}
                </Button>
            </div>
        </form>
    }
}

#[component]
fn DeleteForm(post: PostView, open: RwSignal<bool>) -> impl IntoView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let delete = move |()| {
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            match delete_post(post.id()).await {
                Ok(()) => {
                    open.try_set(false);
                    toasts.success(text::DELETED);
                    session.go_to(pages::HOME);
                }
                Err(error) => {
                    problem.try_set(Some(error.sentence()));
                    busy.try_set(false);
                }
            }
        });
    };
    view! {
        <div class="form">
            {move || problem.get().map(|words| view! { <Notice kind=NoticeKind::Error>{words}</Notice> })}
            <p>{text::DELETE_BODY}</p>
            <div class="form__acts">
                <Button variant=ButtonVariant::Ghost on_click=move |()| open.set(false)>
                    {text::CANCEL}
                </Button>
                <Button variant=ButtonVariant::Danger busy=busy on_click=delete>
                    {text::DELETE_CONFIRM}
                </Button>
            </div>
        </div>
    }
}
