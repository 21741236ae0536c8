//! Personal access tokens: what programs of the user hold instead of the password.

use imagime_shared::{
    error::FieldError,
    field,
    token::{CreateToken, NewPersonalToken, PersonalToken, Scope},
    validation,
};
use js_sys::Date;
use leptos::{prelude::*, task::spawn_local};
use uuid::Uuid;
use wasm_bindgen::JsValue;

use super::Section;
use crate::{
    api::personal_tokens::{create_token, delete_token, list_tokens},
    components::{
        Button, ButtonVariant, Choice, ChoiceOption, ErrorState, Field, FieldKind, Icon, IconView, Notice, NoticeKind,
        SongSkeleton, TimeAgo,
    },
    pages::form::{FormErrors, errors_of},
    state::{clipboard, live::use_live, toasts::use_toasts},
    text::tokens as text,
};

const DAY_MS: f64 = 86_400_000.0;
/// The last of them is there only while a day is chosen.
const FIELDS: [&str; 2] = [field::NAME, field::EXPIRES_AT];

/// What a token may do, as people choose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum May {
    Read,
    Change,
}

impl May {
    fn scopes(self) -> Vec<Scope> {
        match self {
            Self::Read => vec![Scope::Read],
            Self::Change => vec![Scope::Read, Scope::Write],
        }
    }
}

/// When a token ends, as people choose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    Week,
    Month,
    Year,
    Day,
    Never,
}

impl Ends {
    /// The time; `day` is the last one where a day is chosen.
    fn time(self, day: &str) -> Result<Option<String>, FieldError> {
        let wrong = |code: &str, words: &str| Err(FieldError::new(field::EXPIRES_AT, code, words));
        let now = Date::now();
        let end = match self {
            Self::Week => now + 7.0 * DAY_MS,
            Self::Month => now + 30.0 * DAY_MS,
            Self::Year => now + 365.0 * DAY_MS,
            // A time without a zone is the reader's own.
            Self::Day => Date::parse(&format!("{day}T23:59:59")),
            Self::Never => return Ok(None),
        };
        if !end.is_finite() {
            return wrong("required", text::LAST_DAY_MISSING);
        }
        if end <= now {
            return wrong("past", text::LAST_DAY_PAST);
        }
        Ok(Some(String::from(Date::new(&JsValue::from_f64(end)).to_iso_string())))
    }
}

/// The list, and a form for another.
#[component]
pub fn TokensSection() -> impl IntoView {
    let toasts = use_toasts();
    let live = use_live();
    let tokens = LocalResource::new(list_tokens);
    let made = RwSignal::new(None::<NewPersonalToken>);
    let taken = RwSignal::new(Vec::<Uuid>::new());
    let take = Callback::new(move |id: Uuid| {
        spawn_local(async move {
            match delete_token(id).await {
                Ok(()) => {
                    taken.update(|taken| taken.push(id));
                    made.update(|made| drop(made.take_if(|made| made.about.id == id)));
                    live.say(text::GONE);
                }
                Err(error) => toasts.error(error.sentence()),
            }
        });
    });
    let rows = move |tokens: Vec<PersonalToken>| {
        let left: Vec<_> = tokens.into_iter().filter(|token| taken.with(|taken| !taken.contains(&token.id))).collect();
        if left.is_empty() {
            return view! { <p class="muted">{text::NONE}</p> }.into_any();
        }
        let rows = left.into_iter().map(|token| view! { <TokenRow token=token on_delete=take /> }).collect_view();
        view! { <ul class="settings__sessions">{rows}</ul> }.into_any()
    };
    let content = move || match tokens.get() {
        None => view! { <SongSkeleton count=1 /> }.into_any(),
        Some(Err(error)) => {
            view! { <ErrorState message=error.sentence() on_retry=move |()| tokens.refetch() /> }.into_any()
        }
        Some(Ok(tokens)) => rows(tokens),
    };
    let on_made = move |token: NewPersonalToken| {
        made.set(Some(token));
        tokens.refetch();
    };
    view! {
        <Section title=text::TITLE lead=text::LEAD>
            {content}
            {move || made.get().map(|token| view! { <Secret token=token.token /> })}
            <TokenForm on_made=on_made />
        </Section>
    }
}

/// What a new token opens with, shown this once.
#[component]
fn Secret(token: String) -> impl IntoView {
    let toasts = use_toasts();
    let copied = token.clone();
    view! {
        <Notice kind=NoticeKind::Success>
            <p>{text::SHOWN_ONCE}</p>
            <p><code class="settings__token">{token}</code></p>
            <Button on_click=move |()| clipboard::copy(copied.clone(), toasts, text::COPIED)>
                <IconView icon=Icon::Copy />
                {text::COPY}
            </Button>
        </Notice>
    }
}

#[component]
fn TokenForm(#[prop(into)] on_made: Callback<NewPersonalToken>) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let (may, ends, day) = (RwSignal::new(May::Read), RwSignal::new(Ends::Year), RwSignal::new(String::new()));
    let errors = FormErrors::new();
    let day_error = errors.of(field::EXPIRES_AT, day);
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let end = ends.get_untracked().time(&day.get_untracked());
        let form = CreateToken {
            name: name.get_untracked(),
            scopes: may.get_untracked().scopes(),
            expires_at: end.clone().unwrap_or_default(),
        };
        let wrong = errors_of([validation::token_name(field::NAME, &form.name).map(drop), end.map(drop)]);
        if busy.get_untracked() || !errors.accept(wrong) {
            return;
        }
        busy.set(true);
        let shown = if ends.get_untracked() == Ends::Day { &FIELDS[..] } else { &FIELDS[..1] };
        spawn_local(async move {
            match create_token(&form).await {
                Ok(token) => {
                    name.set(String::new());
                    on_made.run(token);
                }
                Err(error) => errors.refused(&error, shown),
            }
            busy.try_set(false);
        });
    };
    let option =
        |value, label: &str, hint: &str| ChoiceOption { value, label: label.into(), hint: hint.into(), icon: None };
    let scopes =
        vec![option(May::Read, text::READ, text::READ_HINT), option(May::Change, text::CHANGE, text::CHANGE_HINT)];
    let times = [
        (Ends::Week, text::WEEK),
        (Ends::Month, text::MONTH),
        (Ends::Year, text::YEAR),
        (Ends::Day, text::DAY),
        (Ends::Never, text::NEVER),
    ];
    let times =
        times.map(|(value, label)| ChoiceOption { value, label: label.into(), hint: String::new(), icon: None });
    view! {
        <form class="settings__form" novalidate on:submit=submit>
            {move || errors.general.get().map(|words| view! { <Notice kind=NoticeKind::Error>{words}</Notice> })}
            <Field
                name=field::NAME
                label=text::NAME
                value=name
                error=errors.of(field::NAME, name)
                hint=text::NAME_HINT
                required=true
                max=validation::TOKEN_NAME_CHARS
            />
            <Choice name="token_scope" label=text::MAY options=scopes value=may />
            <Choice name="token_end" label=text::ENDS options=times.to_vec() value=ends />
            <Show when=move || ends.get() == Ends::Day>
                <Field
                    name=field::EXPIRES_AT
                    label=text::LAST_DAY
                    kind=FieldKind::Day
                    value=day
                    error=day_error
                    hint=text::LAST_DAY_HINT
                    required=true
                />
            </Show>
            <Button kind="submit" busy=busy>
                {text::MAKE}
            </Button>
        </form>
    }
}

/// One token.
#[component]
fn TokenRow(token: PersonalToken, on_delete: Callback<Uuid>) -> impl IntoView {
    let PersonalToken { id, name, scopes, created_at, expires_at, last_used_at } = token;
    let label = text::delete_of(&name);
    let may = match [Scope::Read, Scope::Write].map(|scope| scopes.contains(&scope)) {
        [true, true] => text::MAY_CHANGE,
        [false, true] => text::MAY_CHANGE_ONLY,
        _ => text::MAY_READ,
    };
    let used = match last_used_at {
        Some(time) => view! { {text::LAST_USED} " " <TimeAgo time=time /> }.into_any(),
        None => text::NEVER_USED.into_any(),
    };
    let end = match expires_at {
        Some(time) if Date::parse(&time) < Date::now() => text::ENDED.into_any(),
        Some(time) => view! { {text::ENDS_AT} " " <TimeAgo time=time /> }.into_any(),
        None => text::NEVER_ENDS.into_any(),
    };
    view! {
        <li class="settings__session">
            <div class="settings__place">
                <b>{name}</b>
                <span class="settings__when">{may} " · " {used} " · " {text::MADE} " " <TimeAgo time=created_at /> " · " {end}</span>
            </div>
            <Button variant=ButtonVariant::Secondary on_click=move |()| on_delete.run(id)>
                <span aria-hidden="true">{text::DELETE}</span>
                <span class="visually-hidden">{label}</span>
            </Button>
        </li>
    }
}
