//! `/signup`: an account in one form, with a face if somebody likes.

use imagime_shared::{
    auth::{ClientKind, Register},
    error::FieldError,
    field, pages, validation,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use web_sys::File;

use super::{
    face::{FacePicker, check_face},
    form::{FormErrors, errors_of},
    login::{AlreadyIn, greet},
};
use crate::{
    components::{Button, ButtonVariant, Field, FieldKind, Notice, NoticeKind, Title},
    state::{
        next::with_next,
        session::{Session, Status, next_of},
        toasts::use_toasts,
    },
    text::account,
};

const FIELDS: [&str; 4] = [field::USERNAME, field::EMAIL, field::PASSWORD, field::IMAGE];

/// The form, or a way on for those who are logged in.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let query = use_query_map();
    let next = Memo::new(move |_| next_of(query.with(|query| query.get("next"))));
    let status = session.status();
    let (username, email, password) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let image = RwSignal::new_local(None::<File>);
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let form = Register {
            username: username.get_untracked().trim().to_owned(),
            email: email.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
            client: ClientKind::Browser,
        };
        let face = image.get_untracked();
        if busy.get_untracked() || !errors.accept(check(&form, face.as_ref())) {
            return;
        }
        busy.set(true);
        let next = match next.get_untracked() {
            // Whoever came by the front door has a picture in mind.
            next if next == pages::HOME => pages::NEW.to_owned(),
            next => next,
        };
        spawn_local(async move {
            match session.register(form, face).await {
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
        <Title text=account::SIGN_UP_ACTION />
        <div class="account">
            <h1 class="account__title">{account::SIGN_UP_TITLE}</h1>
            <p class="account__lead">{account::SIGN_UP_LEAD}</p>
            <Show
                when=move || status.get() != Status::User
                fallback=move || view! { <AlreadyIn next=next.get_untracked() /> }
            >
                <form class="account__form" novalidate on:submit=submit>
                    {move || {
                        errors.general.get().map(|words| view! { <Notice kind=NoticeKind::Error>{words}</Notice> })
                    }}
                    <Field
                        name=field::USERNAME
                        label=account::USERNAME
                        value=username
                        error=errors.of(field::USERNAME, username)
                        hint=account::USERNAME_HINT
                        autocomplete="username"
                        required=true
                        max=validation::USERNAME_MAX
                    />
                    <Field
                        name=field::EMAIL
                        label=account::EMAIL
                        kind=FieldKind::Email
                        value=email
                        error=errors.of(field::EMAIL, email)
                        hint=account::EMAIL_HINT
                        autocomplete="email"
                        required=true
                        max=validation::EMAIL_CHARS
                    />
                    <Field
                        name=field::PASSWORD
                        label=account::PASSWORD
                        kind=FieldKind::Password
                        value=password
                        error=errors.of(field::PASSWORD, password)
                        hint=account::PASSWORD_HINT
                        autocomplete="new-password"
                        required=true
                        max=validation::PASSWORD_MAX
                    />
                    <FacePicker image=image error=errors.at(field::IMAGE) on_change=move |()| errors.clear_one(field::IMAGE) />
                    <Button kind="submit" variant=ButtonVariant::Primary busy=busy>
                        {account::SIGN_UP_ACTION}
                    </Button>
                </form>
                <p class="account__other">
                    {account::HAVE_ACCOUNT} " "
                    <a href=move || with_next(pages::LOG_IN, &next.get())>{account::LOG_IN_ACTION}</a>
                </p>
            </Show>
        </div>
    }
}

/// The server's own rules, so that nobody waits for a refusal.
fn check(form: &Register, face: Option<&File>) -> Vec<FieldError> {
    errors_of([
        validation::username(field::USERNAME, &form.username).map(drop),
        validation::email(field::EMAIL, &form.email).map(drop),
        validation::password(field::PASSWORD, &form.password),
        face.map_or(Ok(()), |face| check_face(face).map_err(|words| FieldError::new(field::IMAGE, "invalid", words))),
    ])
}
