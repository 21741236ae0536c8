//! Where a picture stands between joy and sorrow, storm and stillness.

use imagime_shared::post::Mood;
use leptos::prelude::*;

use crate::text::shell;

/// The mood square with the picture's point, and the mood in words.
#[component]
pub fn MoodCard(
    /// The mood.
    mood: Mood,
) -> impl IntoView {
    let percent = |value: f32| format!("{:.1}%", (value.clamp(-1.0, 1.0) * 0.44 + 0.5) * 100.0);
    let words = match mood.words.split_first() {
        Some((first, rest)) => {
            let mut words = capitalised(first);
            for (i, word) in rest.iter().enumerate() {
                words.push_str(if i + 1 == rest.len() { " and " } else { ", " });
                words.push_str(word);
            }
            words
        }
        None => shell::MOOD_NONE.to_owned(),
    };
    view! {
        <section class="mood">
            <div class="mood__pad" aria-hidden="true">
                <span class="mood__corner mood__corner--tense">{shell::MOOD_TENSE}</span>
                <span class="mood__corner mood__corner--joyful">{shell::MOOD_JOYFUL}</span>
                <span class="mood__corner mood__corner--sad">{shell::MOOD_SAD}</span>
                <span class="mood__corner mood__corner--calm">{shell::MOOD_CALM}</span>
                <span class="mood__point" style:--x=percent(mood.valence) style:--y=percent(-mood.arousal)></span>
            </div>
            <div class="mood__words">
                <h2 class="mood__title">{words}</h2>
                <p class="muted">{shell::mood_sentence(mood.valence, mood.arousal)}</p>
            </div>
        </section>
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
