//! `/new`: choose a picture, see it at once, say who may see it, send it.

mod drop;
mod form;
mod item;
mod outside;
mod queue;

use imagime_shared::{field, validation::IMAGE_BYTES};
use leptos::prelude::*;
use web_sys::File;

use self::{
    drop::{DropZone, watch_paste},
    form::SendForm,
    item::{Chosen, Item, Items, host_of},
    outside::{Outside, WhereItGoes},
    queue::Queue,
};
use super::{face::check_file, form::focus};
use crate::{
    api::upload::Given,
    components::{ButtonVariant, FeedSkeleton, Icon, IconView, LinkButton, Notice, NoticeKind, Title},
    state::{
        draft::Draft,
        live::use_live,
        next::{log_in_here, sign_up_here},
        session::{Session, Status},
    },
    text::{account, post as text, shell},
};

/// Id of the page's heading.
const HEADING: &str = "new-heading";

/// The page. Visitors may choose a picture too; it waits in memory while they make an account.
#[component]
pub fn NewPage() -> impl IntoView {
    let status = expect_context::<Session>().status();
    let draft = expect_context::<Draft>();
    let live = use_live();
    let items = Items::new();
    let outside = Outside::load();
    let refusals = RwSignal::new(Vec::<String>::new());
    let take = move |files: Vec<File>| {
        let mut refused = Vec::new();
        let first = !untrack(|| items.any());
        for file in files {
            match check_file(&file, IMAGE_BYTES) {
                Ok(()) => items.add(Given::File(file)),
                Err(words) => refused.push(words),
            }
        }
        if !refused.is_empty() {
            live.say(refused.join(" "));
        }
        refusals.set(refused);
        if first {
            // What was pressed makes room for the form and would take the focus along.
            request_animation_frame(|| focus(HEADING));
        }
    };
    let take = StoredValue::new_local(std::rc::Rc::new(take));
    let take = move |files| take.with_value(|take| take(files));
    let link = move || {
        items.add_link();
        // Its field stands there with the next frame.
        request_animation_frame(|| focus(field::IMAGE_URL));
    };
    for picture in draft.take() {
        items.add(picture);
    }
    // What was not sent waits for whoever comes back logged in.
    on_cleanup(move || {
        if status.try_get_untracked() != Some(Status::User) {
            draft.keep(items.pictures());
        }
    });
    watch_paste(take);
    let any = move || items.any();
    view! {
        <Title text=text::NEW_TITLE />
        <div class="new">
            <header class="new__head">
                <h1 id=HEADING class="new__title" tabindex="-1">{text::NEW_TITLE}</h1>
                <p class="muted">{text::NEW_LEAD}</p>
            </header>
            {move || {
                refusals
                    .get()
                    .into_iter()
                    .map(|words| view! { <Notice kind=NoticeKind::Error>{words}</Notice> })
                    .collect_view()
            }}
            <Show when=any fallback=move || view! { <DropZone on_files=UnsyncCallback::new(take) on_link=link /> }>
                <div class="new__desk">
                    <div class="new__stage">
                        <Stage items=items />
                        <Queue items=items on_files=UnsyncCallback::new(take) on_link=link />
                    </div>
                    {move || match status.get() {
                        Status::Restoring => view! { <FeedSkeleton /> }.into_any(),
                        Status::Anonymous => view! { <Invitation /> }.into_any(),
                        Status::User => {
                            view! {
                                <div class="new__form">
                                    <SendForm items=items outside=outside />
                                    <WhereItGoes
                                        outside=outside
                                        visibility=items.visibility
                                        allowed=items.outside_analysis
                                    />
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
    match item.picture {
        Chosen::File { preview, .. } => view! { <Preview url=preview.get_value() /> }.into_any(),
        Chosen::Link(link) => view! { <Linked link=link /> }.into_any(),
    }
}

#[component]
fn Preview(url: String) -> impl IntoView {
    let broken = RwSignal::new(false);
    view! {
        <figure class="new__picture">
            <img
                class="new__image"
                src=url
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

/// In the place of a picture that nobody has fetched yet: where it is.
#[component]
fn Linked(link: RwSignal<String>) -> impl IntoView {
    let host = Memo::new(move |_| link.with(|link| host_of(link)));
    view! {
        <figure class="new__picture new__linked">
            <span class="drop__mark" aria-hidden="true"><IconView icon=Icon::Link /></span>
            <p class="new__host">{move || host.get().unwrap_or_else(|| text::LINKED_PICTURE.to_owned())}</p>
            <p class="muted">{text::LINKED_LATER}</p>
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
