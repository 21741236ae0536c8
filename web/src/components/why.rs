//! Why a song stands beside a picture: the reasons in a line, and all that is known of them behind it.

use imagime_shared::song::{PostSong, Why, WhyKind};
use leptos::prelude::*;

use crate::{
    components::{Icon, IconView},
    text::fit as text,
};

/// Most reasons shown in the line.
const REASONS: usize = 3;
/// Least weight of what is told as a reason.
const LEAST: f32 = 0.01;

/// The line, which opens. Nothing where nothing is known, as on songs that were kept.
#[component]
pub fn WhyLine(
    /// The song and why it stands here.
    item: Signal<PostSong>,
) -> impl IntoView {
    let title = item.with_untracked(|item| item.song.title.clone());
    let known = Memo::new(move |_| item.with(|item| (strongest_of_each(&item.why), item.mood_match)));
    move || {
        let (reasons, mood_match) = known.get();
        (mood_match || !reasons.is_empty()).then(|| line(&title, &reasons, mood_match))
    }
}

fn line(title: &str, reasons: &[Why], mood_match: bool) -> impl IntoView + use<> {
    let chips = reasons.iter().take(REASONS).map(chip).collect_view();
    let because = if mood_match { text::MOOD_MATCH } else { text::BECAUSE };
    let rows = reasons.iter().map(row).collect_view();
    let found = text::found_by(reasons);
    view! {
        <details class="why">
            <summary class="why__line">
                <span class="visually-hidden">{text::why(title)}" "</span>
                <span class="why__because" class:why__mood=mood_match>{because}</span>
                {chips}
                <IconView icon=Icon::Chevron />
            </summary>
            <div class="why__more">
                {mood_match.then(|| view! { <p>{text::MOOD_MATCH_HINT}</p> })}
                <ul class="why__reasons">{rows}</ul>
                {found.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
            </div>
        </details>
    }
}

fn chip(why: &Why) -> impl IntoView + use<> {
    view! { <span class=class(why.kind)>{why.keyword.clone()}</span> }
}

fn row(why: &Why) -> impl IntoView + use<> {
    view! {
        <li class="why__reason">
            {chip(why)}
            <span>{text::why_kind(why.kind)}</span>
            <span class="why__share" style:--share=format!("{:.2}", why.weight.clamp(0.0, 1.0)) aria-hidden="true"></span>
            <span class="why__percent">{text::percent(why.weight)}</span>
        </li>
    }
}

fn class(kind: WhyKind) -> &'static str {
    match kind {
        WhyKind::Keyword => "reason",
        WhyKind::Scene | WhyKind::Genre => "reason reason--sort",
        WhyKind::Mood => "reason reason--mood",
    }
}

/// Each reason once, strongest first.
fn strongest_of_each(all: &[Why]) -> Vec<Why> {
    let mut each: Vec<Why> = Vec::new();
    for why in all.iter().filter(|why| why.weight >= LEAST) {
        if each.iter().all(|known| known.keyword != why.keyword || known.kind != why.kind) {
            each.push(why.clone());
        }
    }
    each
}
