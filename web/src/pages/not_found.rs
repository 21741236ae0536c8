//! An address that leads nowhere.

use imagime_shared::pages;
use leptos::prelude::*;

use crate::{
    components::{ButtonVariant, EmptyPicture, EmptyState, LinkButton, Title},
    text::shell,
};

/// Says so, and offers the way home.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <Title text=shell::LOST_TITLE />
        <div class="lost">
            <h1 class="visually-hidden">{shell::LOST_TITLE}</h1>
            <EmptyState title=shell::LOST_TITLE body=shell::LOST_BODY picture=EmptyPicture::Lost>
                <LinkButton href=pages::HOME variant=ButtonVariant::Primary>
                    {shell::LOST_ACTION}
                </LinkButton>
            </EmptyState>
        </div>
    }
}
