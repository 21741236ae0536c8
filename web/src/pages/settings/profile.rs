//! The face, the name, the words about oneself.

use imagime_shared::{
    error::FieldError,
    field,
    user::{Me, UpdateMe},
    validation,
};
use leptos::{prelude::*, task::spawn_local};
use web_sys::File;

use super::Section;
use crate::{
    api::me,
    components::{Avatar, AvatarSize, Button, ButtonVariant, Field, FieldKind, FilePick, Notice, NoticeKind, TextArea},
    pages::{
        face::check_face,
        form::{FormErrors, errors_of},
    },
    state::{session::Session, toasts::use_toasts},
    text::account,
};

const FIELDS: [&str; 4] = [field::DISPLAY_NAME, field::BIO, field::USERNAME, field::EMAIL];

/// The profile picture: chosen, it is set at once.
#[component]
pub fn FaceSection() -> impl IntoView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let me = session.me();
    let pick = move |mut files: Vec<File>| {
        let Some(file) = files.pop().filter(|_| !busy.get_untracked()) else { return };
        if let Err(words) = check_face(&file) {
            error.set(Some(words));
            return;
        }
        error.set(None);
        busy.set(true);
        spawn_local(async move {
            match me::set_avatar(&file).await {
                Ok(me) => {
                    session.update(me);
                    toasts.success(account::FACE_SAVED);
                }
                Err(refused) => error.set(Some(refused.sentence())),
            }
            busy.set(false);
        });
    };
    let remove = move |()| {
        busy.set(true);
        spawn_local(async move {
            match me::delete_avatar().await {
                Ok(()) => {
                    if let Some(me) = me.get_untracked() {
                        session.update(Me { avatar_url: None, ..me });
                    }
                    toasts.success(account::FACE_REMOVED);
                }
                Err(refused) => error.set(Some(refused.sentence())),
            }
            busy.set(false);
        });
    };
    let face =
        move || me.get().map(|me| view! { <Avatar url=me.avatar_url name=me.display_name size=AvatarSize::Large /> });
    let has_face = move || me.with(|me| me.as_ref().is_some_and(|me| me.avatar_url.is_some()));
    let label =
        Signal::derive(move || if has_face() { account::FACE_OTHER.to_owned() } else { account::FACE_PICK.to_owned() });
    view! {
        <Section title=account::FACE>
            <div class="settings__face" aria-busy=move || busy.get().then_some("true")>
                {face}
                <div class="settings__face-keys">
                    <FilePick name="avatar" label=label on_pick=UnsyncCallback::new(pick) />
                    <Show when=has_face>
                        <Button variant=ButtonVariant::Ghost busy=busy on_click=remove>
                            {account::FACE_REMOVE}
                        </Button>
                    </Show>
                </div>
            </div>
            <p class="field__hint">{account::FACE_HINT}</p>
            <p class="field__error" role="alert">{move || error.get()}</p>
        </Section>
    }
}

/// Names and words; only what was changed is sent.
#[component]
pub fn ProfileSection() -> impl IntoView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let known = session.me().get_untracked();
    let start = |text: fn(&Me) -> String| RwSignal::new(known.as_ref().map(text).unwrap_or_default());
    let display_name = start(shown_name);
    let bio = start(|me| me.bio.clone());
    let username = start(|me| me.username.clone());
    let email = start(|me| me.email.clone());
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(me) = session.me().get_untracked().filter(|_| !busy.get_untracked()) else { return };
        let changed = |value: RwSignal<String>, before: String| {
            let text = value.get_untracked().trim().to_owned();
            (text != before).then_some(text)
        };
        let change = UpdateMe {
            display_name: changed(display_name, shown_name(&me)),
            bio: changed(bio, me.bio),
            username: changed(username, me.username),
            email: changed(email, me.email),
            favorites_public: None,
        };
        if !errors.accept(check(&change)) {
            return;
        }
        if [&change.display_name, &change.bio, &change.username, &change.email].iter().all(|field| field.is_none()) {
            toasts.info(account::NOTHING_CHANGED);
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match me::update_me(&change).await {
                Ok(me) => {
                    session.update(me);
                    toasts.success(account::SAVED);
                }
                Err(error) => errors.refused(&error, &FIELDS),
            }
            busy.set(false);
        });
    };
    view! {
        <Section title=account::SETTINGS_PROFILE>
            <form class="settings__form" novalidate on:submit=submit>
                {move || errors.general.get().map(|words| view! { <Notice kind=NoticeKind::Error>{words}</Notice> })}
                <Field
                    name=field::DISPLAY_NAME
                    label=account::DISPLAY_NAME
                    value=display_name
                    error=errors.of(field::DISPLAY_NAME, display_name)
                    hint=account::DISPLAY_NAME_HINT
                    autocomplete="name"
                    max=validation::DISPLAY_NAME_CHARS
                />
                <TextArea
                    name=field::BIO
                    label=account::BIO
                    value=bio
                    error=errors.of(field::BIO, bio)
                    hint=account::BIO_HINT
                    max=validation::BIO_CHARS
                />
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
                <Button kind="submit" variant=ButtonVariant::Primary busy=busy>
                    {account::SAVE}
                </Button>
            </form>
        </Section>
    }
}

/// What the user chose to be called: nothing when it is the user name anyway.
fn shown_name(me: &Me) -> String {
    if me.display_name == me.username { String::new() } else { me.display_name.clone() }
}

fn check(change: &UpdateMe) -> Vec<FieldError> {
    let check = |text: &Option<String>, rule: fn(&str) -> Result<String, FieldError>| {
        text.as_deref().map_or(Ok(()), |text| rule(text).map(drop))
    };
    errors_of([
        check(&change.display_name, |text| validation::line(field::DISPLAY_NAME, text, validation::DISPLAY_NAME_CHARS)),
        check(&change.bio, |text| validation::text(field::BIO, text, validation::BIO_CHARS)),
        check(&change.username, |text| validation::username(field::USERNAME, text)),
        check(&change.email, |text| validation::email(field::EMAIL, text)),
    ])
}
