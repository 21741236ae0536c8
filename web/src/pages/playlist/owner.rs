//! What can be done with a playlist: taken along by who sees it, changed and deleted by its owner.

use imagime_shared::{
    field, pages,
    playlist::{ExportFormat, UpdatePlaylist},
    post::Visibility,
    validation,
};
use leptos::{prelude::*, task::spawn_local};

use super::{fields::PlaylistFields, view::ListView};
use crate::{
    api::playlists::{delete_playlist, export_playlist, update_playlist},
    components::{Button, ButtonVariant, Dialog, Icon, IconView, Menu, MenuButton, Notice, NoticeKind},
    pages::form::{FormErrors, errors_of},
    state::{clipboard, save_file, session::Session, toasts::use_toasts},
    text::{account, playlist as text, post, shell},
};

/// The menu, with its dialogs.
#[component]
pub fn ListMenu(
    /// The playlist.
    list: ListView,
    /// Whether who looks may change it.
    is_mine: bool,
) -> impl IntoView {
    let toasts = use_toasts();
    let (editing, deleting) = (RwSignal::new(false), RwSignal::new(false));
    let export = move |format: ExportFormat| {
        spawn_local(async move {
            match export_playlist(list.id(), format).await {
                Ok(file) => {
                    let title = list.list.try_with_untracked(|list| list.as_ref().map(|list| list.title.clone()));
                    let title = title.flatten().unwrap_or_default();
                    save_file::save_text(&file, &format!("{}.{}", title.replace(['/', '\\'], "_"), format.as_str()));
                }
                Err(error) => toasts.error(error.sentence()),
            }
        });
    };
    let link = move || format!("{}{}", window().location().origin().unwrap_or_default(), pages::playlist(list.id()));
    view! {
        <Menu label=text::OWNER_MENU trigger=|| view! { <IconView icon=Icon::More /> }>
            {is_mine
                .then(|| {
                    view! {
                        <MenuButton icon=Icon::Pencil label=text::EDIT on_click=move |()| editing.set(true) />
                        <MenuButton icon=Icon::Trash label=text::DELETE on_click=move |()| deleting.set(true) />
                    }
                })}
            <MenuButton
                icon=Icon::Copy
                label=shell::COPY_LINK
                on_click=move |()| clipboard::copy(link(), toasts, shell::LINK_COPIED)
            />
            <MenuButton icon=Icon::Save label=text::EXPORT_JSPF on_click=move |()| export(ExportFormat::Jspf) />
            <MenuButton icon=Icon::Save label=text::EXPORT_XSPF on_click=move |()| export(ExportFormat::Xspf) />
        </Menu>
        <Dialog open=editing title=text::EDIT_TITLE>
            <EditForm list=list open=editing />
        </Dialog>
        <Dialog open=deleting title=text::DELETE_TITLE>
            <DeleteForm list=list open=deleting />
        </Dialog>
    }
}

#[component]
fn EditForm(list: ListView, open: RwSignal<bool>) -> impl IntoView {
    let toasts = use_toasts();
    let before = list.list.get_untracked();
    let title = RwSignal::new(before.as_ref().map(|list| list.title.clone()).unwrap_or_default());
    let description = RwSignal::new(before.as_ref().map(|list| list.description.clone()).unwrap_or_default());
    let visibility = RwSignal::new(before.as_ref().map_or(Visibility::Private, |list| list.visibility));
    let (errors, busy) = (FormErrors::new(), RwSignal::new(false));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (name, words) = (title.get_untracked(), description.get_untracked());
        let found = errors_of([
            validation::playlist_title(field::TITLE, &name).map(drop),
            validation::text(field::DESCRIPTION, &words, validation::DESCRIPTION_CHARS).map(drop),
        ]);
        if busy.get_untracked() || !errors.accept(found) {
            return;
        }
        let change = UpdatePlaylist {
            title: Some(name),
            description: Some(words),
            visibility: Some(visibility.get_untracked()),
        };
        busy.set(true);
        spawn_local(async move {
            match update_playlist(list.id(), &change).await {
                Ok(changed) => {
                    list.list.try_set(Some(changed));
                    open.try_set(false);
                    toasts.success(post::EDIT_SAVED);
                }
                Err(error) => errors.refused(&error, &[field::TITLE, field::DESCRIPTION]),
            }
            busy.try_set(false);
        });
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            {move || errors.general.get().map(|words| view! { <Notice kind=NoticeKind::Error>{words}</Notice> })}
            <PlaylistFields title=title description=description visibility=visibility errors=errors />
            <div class="form__acts">
                <Button variant=ButtonVariant::Ghost on_click=move |()| open.set(false)>
                    {post::CANCEL}
                </Button>
                <Button kind="submit" variant=ButtonVariant::Primary busy=busy>
                    {account::SAVE}
                </Button>
            </div>
        </form>
    }
}

#[component]
fn DeleteForm(list: ListView, open: RwSignal<bool>) -> impl IntoView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let (problem, busy) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let delete = move |()| {
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            match delete_playlist(list.id()).await {
                Ok(()) => {
                    open.try_set(false);
                    toasts.success(text::DELETED);
                    session.go_to(pages::PLAYLISTS);
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
                    {post::CANCEL}
                </Button>
                <Button variant=ButtonVariant::Danger busy=busy on_click=delete>
                    {text::DELETE_CONFIRM}
                </Button>
            </div>
        </div>
    }
}
