//! The picture of a song.

use imagime_shared::song::Song;
use leptos::prelude::*;

use super::source_line::is_from_outside;
use crate::text::shell;

/// A song's artwork; where there is none, one that is drawn from its title and artist. Decoration: both stand beside it.
#[component]
pub fn Artwork(
    /// Whose artwork.
    song: Song,
) -> impl IntoView {
    let broken = RwSignal::new(false);
    let title = song.artwork_generated.then_some(shell::GENERATED_ARTWORK);
    let (outside, drawing, url) = (is_from_outside(&song), Drawing::of(&song), song.artwork_url);
    view! {
        <span class="artwork" class:artwork--source=outside title=title>
            {move || match url.clone().filter(|_| !broken.get()) {
                Some(url) => {
                    view! {
                        <img
                            class="artwork__image"
                            src=url
                            alt=""
                            width="60"
                            height="60"
                            loading="lazy"
                            decoding="async"
                            on:error=move |_| broken.set(true)
                        />
                    }
                        .into_any()
                }
                None => drawn(drawing).into_any(),
            }}
        </span>
    }
}

/// Two hues and the places of a sun and a hill on a grid of 60, all of them out of the song's names.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Drawing {
    hue: u32,
    other_hue: u32,
    sun: (u32, u32, u32),
    hill: (u32, u32),
}

impl Drawing {
    fn of(song: &Song) -> Self {
        // FNV-1a: the same song looks the same everywhere and for ever.
        let names = song.title.bytes().chain([0]).chain(song.artist.bytes());
        let hash =
            names.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let part = |shift: u32, below: u32| ((hash >> shift) & 0xff) as u32 * below / 256;
        let hue = part(0, 360);
        Self {
            hue,
            other_hue: (hue + 40 + part(8, 140)) % 360,
            sun: (14 + part(16, 32), 12 + part(24, 20), 7 + part(32, 8)),
            hill: (26 + part(40, 22), 26 + part(48, 22)),
        }
    }
}

fn drawn(drawing: Drawing) -> impl IntoView {
    let (x, y, radius) = drawing.sun;
    let (left, right) = drawing.hill;
    let hill = format!("M0 {left} C20 {} 40 {} 60 {right} V60 H0 Z", left + 14, right.saturating_sub(14));
    view! {
        <svg
            class="artwork__drawn"
            viewBox="0 0 60 60"
            role="img"
            aria-label=shell::GENERATED_ARTWORK
            style:--hue=drawing.hue.to_string()
            style:--other-hue=drawing.other_hue.to_string()
        >
            <rect class="artwork__sky" width="60" height="60" />
            <circle class="artwork__sun" cx=x cy=y r=radius />
            <path class="artwork__hill" d=hill />
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use imagime_shared::song::{Preview, PreviewState};
    use uuid::Uuid;

    use super::*;

    fn song(title: &str, artist: &str) -> Song {
        Song {
            id: Uuid::nil(),
            provider: "spotify".into(),
            provider_track_id: "1".into(),
            isrc: None,
            title: title.into(),
            artist: artist.into(),
            album: None,
            year: None,
            artwork_url: None,
            artwork_generated: false,
            preview: Preview { state: PreviewState::None, url: None },
            external_url: None,
            attribution: None,
            duration_ms: None,
            explicit: false,
        }
    }

    #[test]
    fn a_song_is_always_drawn_alike_and_others_otherwise() {
        let one = Drawing::of(&song("Calm River", "Ann Other"));
        assert_eq!(one, Drawing::of(&song("Calm River", "Ann Other")));
        assert_ne!(one, Drawing::of(&song("Calm Rive", "rAnn Other")));
        for title in ["", "a", "日本語", "A very long title that goes on and on"] {
            let drawing = Drawing::of(&song(title, ""));
            assert!(drawing.hue < 360 && drawing.other_hue < 360);
            assert!(drawing.sun.0 + drawing.sun.2 <= 60 && drawing.hill.0 < 60 && drawing.hill.1 < 60);
        }
    }
}
