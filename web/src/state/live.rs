//! Words for a screen reader, said politely.

use leptos::prelude::*;

/// Context: what the live region says.
#[derive(Clone, Copy)]
pub struct Live {
    /// The last sentence.
    pub words: RwSignal<String>,
}

impl Live {
    /// Makes it and provides it as a context.
    pub fn provide() -> Self {
        let live = Self { words: RwSignal::new(String::new()) };
        provide_context(live);
        live
    }

    /// Announces a sentence. The same sentence twice is heard twice.
    pub fn say(self, sentence: impl Into<String>) {
        let mut sentence = sentence.into();
        if self.words.with_untracked(|words| *words == sentence) {
            // A region whose text does not change stays silent; a no-break space is a change that nobody hears.
            sentence.push('\u{a0}');
        }
        self.words.set(sentence);
    }
}

/// The live region.
pub fn use_live() -> Live {
    expect_context()
}
