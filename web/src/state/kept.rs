//! Which songs are kept: what changed here wins over what a list said when it was loaded.

use std::collections::HashMap;

use leptos::prelude::*;
use uuid::Uuid;

/// Context: the one truth of all hearts on the page.
#[derive(Clone, Copy)]
pub struct Kept {
    changed: RwSignal<HashMap<Uuid, bool>>,
}

impl Kept {
    /// Makes it and provides it as a context.
    pub fn provide() -> Self {
        let kept = Self { changed: RwSignal::new(HashMap::new()) };
        provide_context(kept);
        kept
    }

    /// Whether a song is kept now; `initial` is what the server said with the list.
    pub fn of(self, song_id: Uuid, initial: bool) -> Signal<bool> {
        Signal::derive(move || self.changed.with(|changed| changed.get(&song_id).copied().unwrap_or(initial)))
    }

    /// Notes a change.
    pub fn set(self, song_id: Uuid, keep: bool) {
        self.changed.update(|changed| {
            changed.insert(song_id, keep);
        });
    }

    /// Forgets all changes, when another user comes.
    pub fn clear(self) {
        self.changed.update(HashMap::clear);
    }
}

/// The hearts.
pub fn use_kept() -> Kept {
    expect_context()
}
