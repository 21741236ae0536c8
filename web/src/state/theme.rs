//! Light, dark, or as the system says; remembered by the browser.

use leptos::prelude::*;

/// Which theme is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    /// As the system says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl ThemeChoice {
    /// All of them, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The word stored by the browser and written to `data-theme`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|choice| choice.as_str() == word).unwrap_or_default()
    }
}

/// Name under which the choice is stored; the inline script of index.html reads it too.
const KEY: &str = "imagime-theme";

/// Context: the theme.
#[derive(Clone, Copy)]
pub struct Theme {
    /// What is wanted.
    pub choice: RwSignal<ThemeChoice>,
}

impl Theme {
    /// Reads the stored choice, provides the context and keeps the document in step.
    pub fn provide() -> Self {
        let stored = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
        let theme = Self { choice: RwSignal::new(stored.map(|word| ThemeChoice::parse(&word)).unwrap_or_default()) };
        provide_context(theme);
        Effect::new(move |_| apply(theme.choice.get()));
        theme
    }
}

/// The theme.
pub fn use_theme() -> Theme {
    expect_context()
}

fn apply(choice: ThemeChoice) {
    let Some(root) = document().document_element() else { return };
    // Storage may be forbidden by the browser; the choice then lasts as long as the page.
    match choice {
        ThemeChoice::System => {
            root.remove_attribute("data-theme").ok();
            storage().map(|storage| storage.remove_item(KEY).ok());
        }
        ThemeChoice::Light | ThemeChoice::Dark => {
            root.set_attribute("data-theme", choice.as_str()).ok();
            storage().map(|storage| storage.set_item(KEY, choice.as_str()).ok());
        }
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
