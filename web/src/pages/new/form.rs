//! The words of the chosen picture, and sending.

use imagime_shared::{error::ErrorCode, field, pages, post::Visibility, validation};
use leptos::{ev, prelude::*, task::spawn_local};

use super::{
    item::{Item, Items, Sending},
    outside::Outside,
};
use crate::{
    api::{
        ApiError,
        upload::{Given, NewPost, Upload, UploadError},
    },
    components::{Button, ButtonVariant, Field, Notice, NoticeKind, Switch},
    pages::{
        form::{FormErrors, errors_of},
        post::PostFields,
    },
    state::{
        live::{Live, use_live},
        session::Session,
        toasts::{Toasts, use_toasts},
    },
    text::post as text,
};

const FIELDS: [&str; 6] = [
    field::IMAGE_URL,
    field::DESCRIPTION,
    field::ALT_TEXT,
    field::VISIBILITY,
    field::SENSITIVE,
    field::OUTSIDE_ANALYSIS,
];

/// What sending needs besides the pictures.
#[derive(Clone, Copy)]
struct Sender {
    items: Items,
    errors: FormErrors,
    live: Live,
    toasts: Toasts,
    session: Session,
}

/// The form for the picture on show; its button sends all that wait.
#[component]
pub fn SendForm(
    /// The pictures.
    items: Items,
    /// Who may look at them besides this server.
    outside: Outside,
) -> impl IntoView {
    let errors = FormErrors::new();
    let sender = Sender { items, errors, live: use_live(), toasts: use_toasts(), session: expect_context::<Session>() };
    let busy = Memo::new(move |_| items.sending());
    let open = Memo::new(move |_| items.open().len());
    let chosen = items.chosen();
    warn_before_leaving(busy);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let waiting = untrack(|| items.open());
        if busy.get_untracked() || !sender.check(&waiting) {
            return;
        }
        spawn_local(sender.send_all(waiting));
    };
    let fields = move || {
        chosen.get().map(|item| {
            let link = item.picture.link().map(|link| {
                view! {
                    <Field
                        name=field::IMAGE_URL
                        label=text::LINK
                        value=link
                        error=errors.of(field::IMAGE_URL, link)
                        hint=text::LINK_HINT
                        max=validation::LINK_CHARS
                        required=true
                    />
                }
            });
            view! {
                {link}
                <PostFields
                    description=item.description
                    alt_text=item.alt_text
                    visibility=items.visibility
                    sensitive=items.sensitive
                    errors=errors
                />
                {move || {
                    outside
                        .to_ask(items.visibility.get())
                        .map(|names| {
                            view! {
                                <Switch
                                    name=field::OUTSIDE_ANALYSIS
                                    label=text::let_look(&names)
                                    hint=text::LET_LOOK_HINT
                                    value=items.outside_analysis
                                />
                            }
                        })
                }}
            }
        })
    };
    let failed = move || chosen.get().is_some_and(|item| item.sending.with(|s| matches!(s, Sending::Failed(_))));
    let label = move || match open.get() {
        1 if failed() => text::SEND_AGAIN.to_owned(),
        0 | 1 => text::SEND.to_owned(),
        count => text::send_all(count),
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            {move || errors.general.get().map(|words| view! { <Notice kind=NoticeKind::Error>{words}</Notice> })}
            {fields}
            <Show
                when=move || { open.get() > 0 || busy.get() }
                fallback=|| view! { <Notice kind=NoticeKind::Success>{text::ALL_SENT}</Notice> }
            >
                <Button kind="submit" variant=ButtonVariant::Primary busy=busy>
                    {label}
                </Button>
            </Show>
        </form>
    }
}

impl Sender {
    fn check(self, waiting: &[Item]) -> bool {
        for item in waiting {
            let link = item
                .picture
                .link()
                .map_or(Ok(()), |link| validation::picture_link(field::IMAGE_URL, &link.get_untracked()).map(drop));
            let found = errors_of([
                link,
                validation::text(field::DESCRIPTION, &item.description.get_untracked(), validation::DESCRIPTION_CHARS)
                    .map(drop),
                validation::text(field::ALT_TEXT, &item.alt_text.get_untracked(), validation::ALT_TEXT_CHARS).map(drop),
            ]);
            if !found.is_empty() {
                self.items.chosen.set(item.id);
                return self.errors.accept(found);
            }
        }
        self.errors.accept(Vec::new())
    }

    /// One after the other: several at a time would only share the same line.
    async fn send_all(self, waiting: Vec<Item>) {
        let alone = waiting.len() == 1 && self.items.list.with_untracked(|list| list.len() == 1);
        for item in waiting {
            // It may have been taken away while another one was on its way.
            let there = self.items.list.try_with_untracked(|list| list.iter().any(|other| other.id == item.id));
            if there != Some(true) {
                continue;
            }
            let Some(post) = self.send(&item).await else { continue };
            let page_is_open = !item.sending.is_disposed();
            item.sending.try_set(Sending::Sent(post));
            match (page_is_open, alone) {
                (true, true) => return self.session.go_to(&pages::post(post)),
                (true, false) => self.live.say(format!("{}: {}", item.name, text::SENT)),
                (false, _) => self.toasts.with_link(text::POSTED_TOAST, text::LISTEN, pages::post(post)),
            }
        }
    }

    /// Sends one; the new post's id when it worked.
    async fn send(self, item: &Item) -> Option<uuid::Uuid> {
        let image = item.given()?;
        let upload = Upload::new()?;
        let (visibility, sensitive) = (self.items.visibility.get_untracked(), self.items.sensitive.get_untracked());
        let (description, alt_text) = (item.description.get_untracked(), item.alt_text.get_untracked());
        let outside_analysis = visibility == Visibility::Private && self.items.outside_analysis.get_untracked();
        let link = match &image {
            Given::Link(link) => link.as_str(),
            Given::File(_) => "",
        };
        let words =
            format!("{description}\0{alt_text}\0{}\0{sensitive}\0{outside_analysis}\0{link}", visibility.as_str());
        let idempotency_key = item.key_for(words);
        let new = NewPost { image, description, alt_text, visibility, sensitive, outside_analysis, idempotency_key };
        let sending = item.sending;
        sending.set(Sending::Under(0.0));
        self.live.say(text::SENDING);
        item.upload.set_value(Some(upload.clone()));
        let sent = upload
            .send(&new, move |share| {
                sending.try_set(Sending::Under(share));
            })
            .await;
        item.upload.try_set_value(None);
        match sent {
            Ok(post) => Some(post.id),
            Err(UploadError::Cancelled) => {
                sending.try_set(Sending::Waiting);
                self.toasts.info(text::CANCELLED);
                None
            }
            Err(UploadError::Failed(error)) => {
                self.failed(item, &error);
                None
            }
        }
    }

    fn failed(self, item: &Item, error: &ApiError) {
        if error.code() == Some(ErrorCode::IdempotencyMismatch) {
            // The key belongs to something else; the next try gets its own.
            item.key.try_set_value(None);
        }
        let about_words = FIELDS.iter().any(|field| error.field(field).is_some());
        if about_words {
            self.items.chosen.try_set(item.id);
            self.errors.refused(error, &FIELDS);
        }
        let words =
            error.field(field::IMAGE).or_else(|| error.field(field::IMAGE_URL)).unwrap_or_else(|| error.sentence());
        self.live.say(words.clone());
        item.sending.try_set(Sending::Failed(words));
    }
}

/// The browser asks before a tab with a sending under way is closed.
fn warn_before_leaving(busy: Memo<bool>) {
    let listener = window_event_listener(ev::beforeunload, move |event| {
        if busy.try_get_untracked() == Some(true) {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}
