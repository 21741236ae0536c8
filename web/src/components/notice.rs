//! A sentence to know.

use leptos::prelude::*;

use crate::components::{Icon, IconView};

/// What sort of sentence it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoticeKind {
    /// Good to know.
    #[default]
    Info,
    /// It worked.
    Success,
    /// Something is missing, nothing is lost.
    Warning,
    /// It did not work.
    Error,
}

/// A sentence with an icon.
#[component]
pub fn Notice(
    /// What sort.
    #[prop(optional)]
    kind: NoticeKind,
    /// The sentence.
    children: Children,
) -> impl IntoView {
    let (class, icon) = match kind {
        NoticeKind::Info => ("notice", Icon::Info),
        NoticeKind::Success => ("notice notice--success", Icon::Check),
        NoticeKind::Warning => ("notice notice--warning", Icon::Clock),
        NoticeKind::Error => ("notice notice--error", Icon::Warning),
    };
    let role = if kind == NoticeKind::Error { "alert" } else { "note" };
    view! {
        <div class=class role=role>
            <IconView icon=icon />
            <div class="notice__text">{children()}</div>
        </div>
    }
}
