//! `/new`: choose a picture, see it at once, say who may see it, send it.

mod drop;
mod form;
mod item;
mod queue;

use imagime_shared::{instance::SourceKind, instance::SourceState, validation::IMAGE_BYTES};
use leptos::prelude::*;
use web_sys::File;

use self::{
    drop::{DropZone, watch_paste},
    form::SendForm,
    item::{Item, Items},
    queue::Queue,
};
use super::face::check_file;
use crate::{
    api::instance::find_instance,
    components::{ButtonVariant, FeedSkeleton, LinkButton, Notice, NoticeKind, Title},
    state::{
        draft::Draft,
        live::use_live,
        next::{log_in_here, sign_up_here},
        session::{Session, Status},
    },
    text::{account, post as text, shell},
};

/// The page. Visitors may choose a picture too; it waits in memory while they make an account.
#[component]
pub fn NewPage() -> impl IntoView {
    let status = expect_context::<Session>().status();
    let draft = expect_context::<Draft>();
    let live = use_live();
    let items = Items::new();
    let refusals = RwSignal::new(Vec::<String>::new());
    let take = move |files: Vec<File>| {
        let mut refused = Vec::new();
        for file in files {
            match check_file(&file, IMAGE_BYTES) {
                Ok(()) => items.add(file),
                Err(words) => refused.push(words),
            }
        }
        if !refused.is_empty() {
            live.say(refused.join(" "));
        }
        refusals.set(refused);
    };
    let take = StoredValue::new_local(std::rc::Rc::new(take));
    let take = move |files| take.with_value(|take| take(files));
    let waiting = draft.take();
    if !waiting.is_empty() {
        take(waiting);
    }
    // What was not sent waits for whoever comes back logged in.
    on_cleanup(move || {
        if status.try_get_untracked() != Some(Status::User) {
            draft.keep(items.files());
        }
    });
    watch_paste(take);
    let any = move || items.any();
    view! {
        <Title text=text::NEW_TITLE />
        <div class="new">
            <header class="new__head">
                <h1 class="new__title">{text::NEW_TITLE}</h1>
                <p class="muted">{text::NEW_LEAD}</p>
            </header>
            {move || {
                refusals
                    .get()
                    .into_iter()
                    .map(|words| view! { <Notice kind=NoticeKind::Error>{words}</Notice> })
                    .collect_view()
            }}
            <Show when=any fallback=move || view! { <DropZone on_files=UnsyncCallback::new(take) /> }>
                <div class="new__desk">
                    <div class="new__stage">
                        <Stage items=items />
                        <Queue items=items on_files=UnsyncCallback::new(take) />
                    </div>
                    {move || match status.get() {
                        Status::Restoring => view! { <FeedSkeleton /> }.into_any(),
                        Status::Anonymous => view! { <Invitation /> }.into_any(),
                        Status::User => {
                            view! {
                                <div class="new__form">
                                    <SendForm items=items />
                                    <WhereItGoes />
                                </div>
                            }
                                .into_any()
                        }
                    }}
                </div>
            </Show>
        </div>
    }
}

/// The chosen picture at large.
#[component]
fn Stage(items: Items) -> impl IntoView {
    let chosen = items.chosen();
    move || chosen.get().map(|item| view! { <Shown item=item /> })
}

#[component]
fn Shown(item: Item) -> impl IntoView {
    let broken = RwSignal::new(false);
    view! {
        <figure class="new__picture">
            <img
                class="new__image"
                src=item.preview.clone()
                alt=text::PREVIEW_ALT
                on:error=move |_| broken.set(true)
                class:new__image--broken=move || broken.get()
            />
            <Show when=move || broken.get()>
                <p class="new__broken">{text::PREVIEW_BROKEN}</p>
            </Show>
        </figure>
    }
}

#[component]
fn Invitation() -> impl IntoView {
    view! {
        <section class="new__invite">
            <h2>{text::NEW_GUARD}</h2>
            <p>{text::NEW_GUARD_BODY}</p>
            <div class="invite">
                <LinkButton href=sign_up_here() variant=ButtonVariant::Primary>{account::GUARD_MAKE}</LinkButton>
                <LinkButton href=log_in_here()>{shell::LOG_IN}</LinkButton>
            </div>
        </section>
    }
}

/// Says who looks at the picture: this server alone, or sources outside it.
#[component]
fn WhereItGoes() -> impl IntoView {
    let instance = LocalResource::new(find_instance);
    let words = move || {
        let sources = match instance.get() {
            // Until it is known, and when it cannot be known, nothing is promised.
            None | Some(Err(_)) => return String::new(),
            Some(Ok(instance)) => instance.sources,
        };
        let outside = sources
            .into_iter()
            .filter(|source| source.kind == SourceKind::Keywords && source.state != SourceState::Off)
            .map(|source| source.name)
            .filter(|name| name != "local")
            .collect::<Vec<_>>();
        if outside.is_empty() { text::STAYS_HERE.to_owned() } else { text::goes_to(&outside.join(", ")) }
    };
    view! { <p class="new__where muted">{words}</p> }
}
