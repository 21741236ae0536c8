//! The title of the document: the page, or the song that plays.

use leptos::prelude::*;

use crate::{state::player::Player, text::shell};

/// Context: what the page calls itself.
#[derive(Clone, Copy)]
pub struct PageTitle {
    /// Name of the page without the product's.
    pub text: RwSignal<String>,
}

impl PageTitle {
    /// Provides the context and keeps `document.title` in step with page and player.
    pub fn provide(player: Player) {
        let title = Self { text: RwSignal::new(String::new()) };
        provide_context(title);
        Effect::new(move |_| {
            let page = title.text.get();
            let song = player.playing.get().then(|| player.current().get()).flatten();
            let text = match song {
                Some(item) => shell::title_playing(&item.song.title, &item.song.artist),
                None if page.is_empty() => shell::NAME.to_owned(),
                None => shell::title_page(&page),
            };
            document().set_title(&text);
        });
    }
}
