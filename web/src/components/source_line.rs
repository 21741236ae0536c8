//! Where a song comes from: the source's name with a link, and the words it wants beside its songs.

use imagime_shared::{song::Song, source};
use leptos::prelude::*;

use crate::text::sources as text;

/// The line below a song of an outside source; nothing for our own and the operator's music.
#[component]
pub fn SourceLine(
    /// The song.
    song: Song,
) -> impl IntoView {
    is_from_outside(&song).then(|| {
        let name = text::name(&song.provider).to_owned();
        let terms = song.attribution.clone().filter(|words| *words != text::listen_on(&song.provider));
        let label = text::song_at(&song.title, &song.provider);
        let source = match song.external_url {
            Some(url) => view! {
                <a class="source__link" href=url target="_blank" rel="noopener noreferrer" aria-label=label>
                    {name}
                </a>
            }
            .into_any(),
            None => name.into_any(),
        };
        view! {
            <p class="source">
                {source}
                {terms.map(|words| format!(" · {words}"))}
            </p>
        }
    })
}

/// True for songs of services outside: their names and terms stand beside them, and nothing is laid over their pictures.
pub fn is_from_outside(song: &Song) -> bool {
    !matches!(song.provider.as_str(), source::STARTER | source::FOLDER)
}
