//! Another password.

use imagime_shared::{auth::ChangePassword, error::FieldError, field, validation};
use leptos::{prelude::*, task::spawn_local};

use super::Section;
use crate::{
    api::me,
    components::{Button, ButtonVariant, Field, FieldKind, Notice, NoticeKind},
    pages::form::{FormErrors, errors_of},
    state::toasts::use_toasts,
    text::account,
};

const FIELDS: [&str; 2] = [field::CURRENT_PASSWORD, field::NEW_PASSWORD];

/// The password as it is and as it shall be.
#[component]
pub fn PasswordSection() -> impl IntoView {
    let toasts = use_toasts();
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let change = ChangePassword { current_password: current.get_untracked(), new_password: new.get_untracked() };
        if busy.get_untracked() || !errors.accept(check(&change)) {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match me::change_password(&change).await {
                Ok(()) => {
                    current.set(String::new());
                    new.set(String::new());
                    toasts.success(account::PASSWORD_SET);
                }
                Err(error) => errors.refused(&error, &FIELDS),
            }
            busy.set(false);
        });
    };
    view! {
        <Section title=account::SETTINGS_PASSWORD lead=account::SETTINGS_PASSWORD_LEAD>
            <form class="settings__form" novalidate on:submit=submit>
                {move || errors.general.get().map(|words| view! { <Notice kind=NoticeKind::Error>{words}</Notice> })}
                <Field
                    name=field::CURRENT_PASSWORD
                    label=account::CURRENT_PASSWORD
                    kind=FieldKind::Password
                    value=current
                    error=errors.of(field::CURRENT_PASSWORD, current)
                    autocomplete="current-password"
                    required=true
                />
                <Field
                    name=field::NEW_PASSWORD
                    label=account::NEW_PASSWORD
                    kind=FieldKind::Password
                    value=new
                    error=errors.of(field::NEW_PASSWORD, new)
                    hint=account::PASSWORD_HINT
                    autocomplete="new-password"
                    required=true
                    max=validation::PASSWORD_MAX
                />
                <Button kind="submit" variant=ButtonVariant::Primary busy=busy>
                    {account::SET_PASSWORD}
                </Button>
            </form>
        </Section>
    }
}

fn check(change: &ChangePassword) -> Vec<FieldError> {
    let given = !change.current_password.is_empty();
    let missing = FieldError::new(field::CURRENT_PASSWORD, "required", account::PASSWORD_REQUIRED);
    errors_of([
        if given { Ok(()) } else { Err(missing) },
        validation::password(field::NEW_PASSWORD, &change.new_password),
    ])
}
