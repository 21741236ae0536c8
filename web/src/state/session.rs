//! Who is logged in.

use imagime_shared::user::Me;
use leptos::prelude::*;

/// Context: the session.
#[derive(Clone, Copy)]
pub struct Session {
    me: RwSignal<Option<Me>>,
    ready: RwSignal<bool>,
}

impl Session {
    /// Provides the context.
    pub fn provide() -> Self {
        let session = Self { me: RwSignal::new(None), ready: RwSignal::new(true) };
        provide_context(session);
        session
    }

    /// The user.
    pub fn me(self) -> Signal<Option<Me>> {
        self.me.into()
    }

    /// Whether it is known.
    pub fn ready(self) -> Signal<bool> {
        self.ready.into()
    }

    /// Ends it.
    pub fn log_out(self) {
        self.me.set(None);
    }
}
