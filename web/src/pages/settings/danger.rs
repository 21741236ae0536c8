//! Deleting the account.

use imagime_shared::field;
use leptos::{prelude::*, task::spawn_local};

use super::Section;
use crate::{
    api::me,
    components::{Button, ButtonVariant, Dialog, Field, FieldKind, Notice, NoticeKind},
    pages::form::FormErrors,
    state::{session::Session, toasts::use_toasts},
    text::account,
};

/// A button that asks once more, says what it does, and wants the password.
#[component]
pub fn DangerSection() -> impl IntoView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let open = RwSignal::new(false);
    let password = RwSignal::new(String::new());
    let errors = FormErrors::new();
    let error = errors.of(field::PASSWORD, password);
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match me::delete_me(password.get_untracked()).await {
                Ok(()) => {
                    session.forget();
                    toasts.info(account::DELETED);
                }
                Err(error) => errors.refused(&error, &[field::PASSWORD]),
            }
            busy.set(false);
        });
    };
    let close = move |()| {
        password.set(String::new());
        errors.accept(Vec::new());
    };
    view! {
        <Section title=account::SETTINGS_DANGER lead=account::DELETE_LEAD>
            <div>
                <Button variant=ButtonVariant::Danger on_click=move |()| open.set(true)>
                    {account::DELETE_ACTION}
                </Button>
            </div>
            <Dialog open=open title=account::DELETE_TITLE on_close=close>
                <form class="settings__form" novalidate on:submit=submit>
                    <p>{account::DELETE_BODY}</p>
                    {move || errors.general.get().map(|words| view! { <Notice kind=NoticeKind::Error>{words}</Notice> })}
                    <Field
                        name=field::PASSWORD
                        label=account::DELETE_PASSWORD
                        kind=FieldKind::Password
                        value=password
                        error=error
                        autocomplete="current-password"
                        required=true
                    />
                    <div class="settings__keys">
                        <Button on_click=move |()| open.set(false)>{account::CANCEL}</Button>
                        <Button kind="submit" variant=ButtonVariant::Danger busy=busy>
                            {account::DELETE_CONFIRM}
                        </Button>
                    </div>
                </form>
            </Dialog>
        </Section>
    }
}
