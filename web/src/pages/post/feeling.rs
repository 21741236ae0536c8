//! How the picture feels, and for its owner a hand on it.

use imagime_shared::post::MoodPoint;
use leptos::prelude::*;

use super::{decide::Decision, keywords::Back, view::PostView};
use crate::{
    components::{MoodCard, MoodPad, mood_words},
    text::{fit, post as text},
};

/// Where the picture stands between joy and sorrow, storm and stillness.
#[component]
pub fn Feeling(
    /// The post.
    post: PostView,
    /// What its owner wants; none for everybody else.
    decision: Option<Decision>,
) -> impl IntoView {
    let mood = post.part(|post| post.mood.clone());
    let there = Memo::new(move |_| mood.get().flatten().is_some());
    let content = move || match decision {
        Some(decision) => there.get().then(|| view! { <OwnMood post=post decision=decision /> }.into_any()),
        None => mood.get().flatten().map(|mood| view! { <MoodCard mood=mood /> }.into_any()),
    };
    view! { <div class="post__mood">{content}</div> }
}

#[component]
fn OwnMood(post: PostView, decision: Decision) -> impl IntoView {
    let words = post.part(|post| post.mood.as_ref().map(mood_words));
    let middle = MoodPoint { valence: 0.0, arousal: 0.0 };
    let point = Memo::new(move |_| decision.wish.with(|wish| wish.mood).unwrap_or(middle));
    let count = post.part(|post| post.song_count);
    let is_moved = Memo::new(move |_| {
        decision.begun.with(|begun| begun.as_ref().is_some_and(|begun| begun.mood != Some(point.get())))
    });
    let state = move || {
        if post.is_choosing_again() {
            text::CHOOSING_AGAIN.to_owned()
        } else if decision.begun.with(Option::is_some) {
            // The list stands elsewhere, on a phone above.
            count.get().map(text::songs_that_fit).unwrap_or_default()
        } else {
            String::new()
        }
    };
    let set = move |point: MoodPoint| {
        let mut wish = decision.wish.get_untracked();
        wish.mood = Some(point);
        decision.set(wish);
    };
    view! {
        <section class="mood mood--own" aria-labelledby="mood-title">
            <MoodPad point=point labelledby="mood-title mood-words" describedby="mood-hint" on_move=set />
            <div class="mood__words">
                <h2 id="mood-title" class="visually-hidden">
                    {text::MOOD_TITLE}
                </h2>
                <p id="mood-words" class="mood__title">
                    {move || words.get().flatten()}
                </p>
                <p id="mood-hint" class="muted">
                    {fit::DECIDE_HINT}
                </p>
                <p class="mood__state">{state}</p>
            </div>
            <Show when=move || is_moved.get()>
                <div class="mood__back">
                    <Back decision=decision />
                </div>
            </Show>
        </section>
    }
}
