//! Where a picture stands between joy and sorrow, storm and stillness.

use imagime_shared::post::Mood;
use leptos::prelude::*;

use crate::{components::mood_pad::REACH, text::shell};

/// The mood square with the picture's point, and the mood in words.
#[component]
pub fn MoodCard(
    /// The mood.
    mood: Mood,
) -> impl IntoView {
    view! {
        <section class="mood">
            <div class="mood__pad" aria-hidden="true">
                {corners()}
                <span class="mood__point" style:--x=percent(mood.valence) style:--y=percent(-mood.arousal)></span>
            </div>
            <div class="mood__words">
                <h2 class="mood__title">{mood_words(&mood)}</h2>
                <p class="muted">{shell::mood_sentence(mood.valence, mood.arousal)}</p>
            </div>
        </section>
    }
}

/// The words of a mood as a title.
pub fn mood_words(mood: &Mood) -> String {
    let Some((first, rest)) = mood.words.split_first() else { return shell::MOOD_NONE.to_owned() };
    let mut words = capitalised(first);
    for (i, word) in rest.iter().enumerate() {
        words.push_str(if i + 1 == rest.len() { " and " } else { ", " });
        words.push_str(word);
    }
    words
}

/// Words in the corners of the square.
pub(super) fn corners() -> impl IntoView {
    view! {
        <span class="mood__corner mood__corner--tense">{shell::MOOD_TENSE}</span>
        <span class="mood__corner mood__corner--joyful">{shell::MOOD_JOYFUL}</span>
        <span class="mood__corner mood__corner--sad">{shell::MOOD_SAD}</span>
        <span class="mood__corner mood__corner--calm">{shell::MOOD_CALM}</span>
    }
}

/// Where a value of -1 to 1 stands along the square.
pub(super) fn percent(value: f32) -> String {
    format!("{:.1}%", (value.clamp(-1.0, 1.0) * REACH + 0.5) * 100.0)
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
