//! What stands where there is nothing: an invitation, or a sentence and a way on.

use leptos::prelude::*;

use crate::{
    components::{Button, ButtonVariant, Icon, IconView},
    text::shell,
};

/// The drawing over an empty place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EmptyPicture {
    /// Empty frames on a wall.
    #[default]
    Frames,
    /// A heart that hums.
    Heart,
    /// A silent wave.
    Silence,
    /// A frame that fell.
    Lost,
}

/// An invitation: a drawing, a title, a sentence, one thing to do.
#[component]
pub fn EmptyState(
    /// What is empty.
    #[prop(into)]
    title: String,
    /// What to do about it.
    #[prop(into)]
    body: String,
    /// The drawing.
    #[prop(optional)]
    picture: EmptyPicture,
    /// The one button or link.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Drawing picture=picture />
            <h2 class="empty__title">{title}</h2>
            <p class="empty__body">{body}</p>
            {children.map(|children| view! { <div class="empty__action">{children()}</div> })}
        </div>
    }
}

/// A failure: what happened in a sentence, and another try.
#[component]
pub fn ErrorState(
    /// What happened.
    #[prop(into)]
    message: String,
    /// Tries again.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <div class="empty empty--error" role="alert">
            <Drawing picture=EmptyPicture::Lost />
            <h2 class="empty__title">{shell::ERROR_TITLE}</h2>
            <p class="empty__body">{message}</p>
            {on_retry
                .map(|on_retry| {
                    view! {
                        <div class="empty__action">
                            <Button variant=ButtonVariant::Secondary on_click=on_retry>
                                <IconView icon=Icon::Retry />
                                {shell::TRY_AGAIN}
                            </Button>
                        </div>
                    }
                })}
        </div>
    }
}

/// A drawing in the colours of the page; decoration.
#[component]
pub fn Drawing(
    /// Which one.
    picture: EmptyPicture,
) -> impl IntoView {
    let drawn = match picture {
        EmptyPicture::Frames => view! {
            <rect class="drawing__soft" x="20" y="34" width="92" height="112" rx="14" />
            <rect class="drawing__warm" x="84" y="16" width="92" height="82" rx="14" />
            <rect class="drawing__cool" x="126" y="74" width="78" height="86" rx="14" />
            <path class="drawing__line" d="M40 122c10-26 20-26 30 0s20 26 30 0 20-26 30 0 20 26 30 0 14-18 22-14" />
        }
        .into_any(),
        EmptyPicture::Heart => view! {
            <circle class="drawing__soft" cx="82" cy="92" r="62" />
            <circle class="drawing__cool" cx="152" cy="104" r="46" />
            <path class="drawing__warm" d="M112 146s-46-27-46-60a25 25 0 0 1 46-14 25 25 0 0 1 46 14c0 33-46 60-46 60z" />
            <path class="drawing__line" d="M30 96c9-16 16-16 24 0s16 16 24 0 16-16 24 0 16 16 24 0 16-16 24 0 16 16 24 0" />
        }
        .into_any(),
        EmptyPicture::Silence => view! {
            <circle class="drawing__soft" cx="112" cy="90" r="70" />
            <circle class="drawing__warm" cx="86" cy="76" r="34" />
            <circle class="drawing__cool" cx="146" cy="112" r="28" />
            <path class="drawing__line" d="M24 92h36c8 0 8-22 16-22s8 48 16 48 8-62 16-62 8 50 16 50 8-14 16-14h60" />
        }
        .into_any(),
        EmptyPicture::Lost => view! {
            <rect class="drawing__soft" x="34" y="48" width="150" height="96" rx="16" />
            <path class="drawing__warm" d="M68 40l92-16a14 14 0 0 1 16 11l12 68a14 14 0 0 1-11 16l-92 16a14 14 0 0 1-16-11L57 56a14 14 0 0 1 11-16z" />
            <circle class="drawing__cool" cx="150" cy="60" r="14" />
            <path class="drawing__line" d="M76 112l24-30 20 22 14-14 26 20M112 20V6" />
        }
        .into_any(),
    };
    view! {
        <svg class="drawing" viewBox="0 0 224 176" aria-hidden="true" focusable="false">
            {drawn}
        </svg>
    }
}
