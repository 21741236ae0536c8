//! The chosen pictures in a row, each with its progress.

use imagime_shared::{field, pages};
use leptos::{html, prelude::*};
use web_sys::{File, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::item::{Chosen, Item, Items, Sending, host_of};
use crate::{
    components::{Button, FilePick, Icon, IconButton, IconView, LinkButton, Progress},
    text::post as text,
};

/// The row, and a way to add more.
#[component]
pub fn Queue(
    /// The pictures.
    items: Items,
    /// What came in.
    on_files: UnsyncCallback<Vec<File>>,
    /// When somebody has a link instead.
    #[prop(into)]
    on_link: Callback<()>,
) -> impl IntoView {
    let pick = StoredValue::new_local(on_files);
    view! {
        <ul class="queue" aria-label=text::PICTURES_CHOSEN>
            <For each=move || items.list.get() key=|item| item.id let:item>
                <Row item=item items=items />
            </For>
        </ul>
        <div class="new__more">
            {move || view! { <FilePick name=field::IMAGE label=text::ADD_MORE icon=Icon::Plus multiple=true on_pick=pick.get_value() /> }}
            <Button on_click=on_link>
                <IconView icon=Icon::Link />
                {text::FROM_LINK}
            </Button>
        </div>
    }
}

#[component]
fn Row(item: Item, items: Items) -> impl IntoView {
    let id = item.id;
    let sending = item.sending;
    let upload = item.upload;
    let share = Signal::derive(move || match sending.get() {
        Sending::Under(share) => share,
        Sending::Sent(_) => 1.0,
        Sending::Waiting | Sending::Failed(_) => 0.0,
    });
    let words = {
        let picture = item.picture;
        let host = Memo::new(move |_| picture.link().and_then(|link| link.with(|link| host_of(link))));
        let about = move || match (picture, host.get()) {
            (Chosen::File { bytes, .. }, _) => text::size(bytes),
            (Chosen::Link(_), Some(host)) => text::from_host(&host),
            (Chosen::Link(_), None) => text::LINK_MISSING.to_owned(),
        };
        move || match (sending.get(), host.get()) {
            (Sending::Waiting, _) => about(),
            (Sending::Under(_), Some(host)) => text::fetching(&host),
            (Sending::Under(share), None) if share >= 1.0 => text::ARRIVING.to_owned(),
            (Sending::Under(share), None) => text::sent_percent(share),
            (Sending::Sent(_), _) => text::SENT.to_owned(),
            (Sending::Failed(words), _) => words,
        }
    };
    let row = NodeRef::<html::Li>::new();
    // On a phone the button stands far below: who presses it wants to see what happens.
    let under = Memo::new(move |_| sending.with(|sending| matches!(sending, Sending::Under(_))));
    Effect::new(move |_| {
        if let Some(row) = row.get_untracked().filter(|_| under.get()) {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            row.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    let cancel = move |()| {
        upload.with_value(|upload| {
            if let Some(upload) = upload {
                upload.cancel();
            }
        });
    };
    let (name, choose, remove) =
        (item.name.clone(), text::choose_picture(&item.name), text::remove_picture(&item.name));
    let thumb = match item.picture {
        Chosen::File { preview, .. } => {
            view! { <img class="queue__thumb" src=preview.get_value() alt="" /> }.into_any()
        }
        Chosen::Link(_) => view! { <IconView icon=Icon::Link /> }.into_any(),
    };
    let end = move || match sending.get() {
        Sending::Sent(post) => view! { <LinkButton href=pages::post(post)>{text::OPEN}</LinkButton> }.into_any(),
        Sending::Under(_) => view! { <IconButton icon=Icon::Close label=text::CANCEL on_click=cancel /> }.into_any(),
        Sending::Waiting | Sending::Failed(_) => view! {
            <IconButton icon=Icon::Trash label=remove.clone() on_click=move |()| items.remove(id) />
        }
        .into_any(),
    };
    view! {
        <li
            class="queue__row"
            node_ref=row
            class:queue__row--chosen=move || items.chosen.get() == id
            class:queue__row--failed=move || sending.with(|sending| matches!(sending, Sending::Failed(_)))
        >
            <button
                type="button"
                class="queue__show"
                aria-label=choose
                aria-pressed=move || (items.chosen.get() == id).to_string()
                on:click=move |_| items.chosen.set(id)
            >
                {thumb}
            </button>
            <div class="queue__text">
                <p class="queue__name">{name}</p>
                <p class="queue__state">
                    <Show when=move || sending.with(|sending| matches!(sending, Sending::Sent(_)))>
                        <IconView icon=Icon::Check />
                    </Show>
                    {words}
                </p>
                <Show when=move || under.get()>
                    <Progress label=text::SENDING value=share />
                </Show>
            </div>
            {end}
        </li>
    }
}
