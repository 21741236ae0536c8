//! Short messages that come and go at the edge of the page.

use std::{sync::Arc, time::Duration};

use leptos::prelude::*;

/// What sort of message it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToastKind {
    /// Something to know.
    Info,
    /// It worked.
    Success,
    /// It did not work.
    Error,
}

/// What a button on a message does. It outlives the page that asked for it.
pub type ToastAction = Arc<dyn Fn() + Send + Sync>;

/// One message.
#[derive(Clone)]
pub struct Toast {
    /// Counts up.
    pub id: u32,
    /// What sort of message it is.
    pub kind: ToastKind,
    /// A sentence.
    pub text: String,
    /// A way on: label and address.
    pub link: Option<(String, String)>,
    /// A way back: label and what it does.
    pub action: Option<(String, ToastAction)>,
}

/// Context: the messages on show.
#[derive(Clone, Copy)]
pub struct Toasts {
    /// Oldest first.
    pub list: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

/// Most messages on show; older ones make room.
const MOST: usize = 3;

impl Toasts {
    /// Makes it and provides it as a context.
    pub fn provide() -> Self {
        let toasts = Self { list: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
        provide_context(toasts);
        toasts
    }

    /// Says something to know.
    pub fn info(self, text: impl Into<String>) {
        self.push(ToastKind::Info, text.into(), None, None);
    }

    /// Says that it worked.
    pub fn success(self, text: impl Into<String>) {
        self.push(ToastKind::Success, text.into(), None, None);
    }

    /// Says that it did not work.
    pub fn error(self, text: impl Into<String>) {
        self.push(ToastKind::Error, text.into(), None, None);
    }

    /// Says something and offers a way on.
    pub fn with_link(self, text: impl Into<String>, label: impl Into<String>, href: impl Into<String>) {
        self.push(ToastKind::Info, text.into(), Some((label.into(), href.into())), None);
    }

    /// Says something and offers to take it back.
    pub fn with_action(
        self,
        text: impl Into<String>,
        label: impl Into<String>,
        act: impl Fn() + Send + Sync + 'static,
    ) {
        self.push(ToastKind::Info, text.into(), None, Some((label.into(), Arc::new(act))));
    }

    /// Takes a message away.
    pub fn dismiss(self, id: u32) {
        self.list.update(|list| list.retain(|toast| toast.id != id));
    }

    fn push(
        self,
        kind: ToastKind,
        text: String,
        link: Option<(String, String)>,
        action: Option<(String, ToastAction)>,
    ) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        // Time to read: longer for more words, for errors and for those with something to press.
        let slow = u64::from(kind == ToastKind::Error) * 3000 + u64::from(link.is_some() || action.is_some()) * 4000;
        let stay = 4000 + slow + 40 * text.len() as u64;
        self.list.update(|list| {
            list.retain(|toast| toast.text != text);
            list.push(Toast { id, kind, text, link, action });
            let surplus = list.len().saturating_sub(MOST);
            list.drain(..surplus);
        });
        set_timeout(move || self.dismiss(id), Duration::from_millis(stay));
    }
}

/// The messages.
pub fn use_toasts() -> Toasts {
    expect_context()
}
