//! `/login`: back to where somebody was.

use imagime_shared::{error::FieldError, field, pages, validation};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;

use super::form::{FormErrors, errors_of};
use crate::{
    components::{Button, ButtonVariant, Field, FieldKind, LinkButton, Notice, NoticeKind, Title},
    state::{
        next::with_next,
        session::{Session, Status, next_of},
        toasts::use_toasts,
    },
    text::account,
};

const FIELDS: [&str; 2] = [field::LOGIN, field::PASSWORD];

/// The form, or a way on for those who are logged in.
#[component]
pub fn LogInPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let query = use_query_map();
    let next = Memo::new(move |_| next_of(query.with(|query| query.get("next"))));
    let status = session.status();
    let (login, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (name, secret) = (login.get_untracked().trim().to_owned(), password.get_untracked());
        let found = errors_of([
            required(field::LOGIN, &name, account::LOGIN_REQUIRED),
            required(field::PASSWORD, &secret, account::PASSWORD_REQUIRED),
        ]);
        if busy.get_untracked() || !errors.accept(found) {
            return;
        }
        busy.set(true);
        let next = next.get_untracked();
        spawn_local(async move {
            match session.log_in(name, secret).await {
                Ok(()) => {
                    greet(session, toasts);
                    session.go_to(&next);
                }
                Err(error) => errors.refused(&error, &FIELDS),
            }
            busy.set(false);
        });
    };
    view! {
        <Title text=account::LOG_IN_ACTION />
        <div class="account">
            <h1 class="account__title">{account::LOG_IN_TITLE}</h1>
            <p class="account__lead">{account::LOG_IN_LEAD}</p>
            <Show
                when=move || status.get() != Status::User
                fallback=move || view! { <AlreadyIn next=next.get_untracked() /> }
            >
                <form class="account__form" novalidate on:submit=submit>
                    {move || {
                        errors.general.get().map(|words| view! { <Notice kind=NoticeKind::Error>{words}</Notice> })
                    }}
                    <Field
                        name=field::LOGIN
                        label=account::LOGIN
                        value=login
                        error=errors.of(field::LOGIN, login)
                        autocomplete="username"
                        required=true
                        max=validation::EMAIL_CHARS
                    />
                    <Field
                        name=field::PASSWORD
                        label=account::PASSWORD
                        kind=FieldKind::Password
                        value=password
                        error=errors.of(field::PASSWORD, password)
                        autocomplete="current-password"
                        required=true
                        max=validation::PASSWORD_MAX
                    />
                    <Button kind="submit" variant=ButtonVariant::Primary busy=busy>
                        {account::LOG_IN_ACTION}
                    </Button>
                </form>
                <p class="account__other">
                    {account::NO_ACCOUNT} " "
                    <a href=move || with_next(pages::SIGN_UP, &next.get())>{account::SIGN_UP_TITLE}</a>
                </p>
            </Show>
        </div>
    }
}

/// A way on for somebody who came here logged in.
#[component]
pub fn AlreadyIn(
    /// Where to.
    next: String,
) -> impl IntoView {
    view! {
        <div class="account__form">
            <Notice>{account::LOGGED_IN_ALREADY}</Notice>
            <LinkButton href=next variant=ButtonVariant::Primary>
                {account::GO_ON}
            </LinkButton>
        </div>
    }
}

/// Greets the user by name.
pub fn greet(session: Session, toasts: crate::state::toasts::Toasts) {
    if let Some(me) = session.me().get_untracked() {
        toasts.success(account::welcome(&me.display_name));
    }
}

fn required(field: &str, text: &str, words: &str) -> Result<(), FieldError> {
    if text.is_empty() { Err(FieldError::new(field, "required", words)) } else { Ok(()) }
}
