//! The position in the song: seen, heard of and dragged.

use leptos::{html, prelude::*};

use super::wave;
use crate::{api::sound, state::player::use_player, text::shell};

/// Longest sound that is drawn, in milliseconds.
const LONGEST_WAVE: u32 = 90_000;

/// A slider over the song, with the time that passed and the time there is.
#[component]
pub fn Seek() -> impl IntoView {
    let player = use_player();
    let share = move || {
        let duration = player.duration.get();
        if duration > 0.0 { (player.position.get() / duration).clamp(0.0, 1.0) } else { 0.0 }
    };
    let spoken = move || shell::position_of(&clock(player.position.get()), &clock(player.duration.get()));
    let track = NodeRef::<html::Div>::new();
    let url = Memo::new(move |_| {
        // A whole record, decoded, fills hundreds of megabytes: only previews get a wave.
        let song = player.current().get().map(|item| item.song);
        song.filter(|song| song.duration_ms.is_none_or(|length| length <= LONGEST_WAVE))
            .and_then(|song| song.preview.url)
    });
    let drawn = LocalResource::new(move || {
        // Where the slider is not shown (the mini player), its wave need not be fetched.
        let shown = track.get().is_some_and(|track| track.offset_width() > 0);
        let url = url.get().filter(|_| shown);
        async move { sound::samples(&url?).await.map(|samples| wave::path(&samples)) }
    });
    view! {
        <div class="seek" style:--share=move || format!("{:.4}", share())>
            <span class="seek__time">{move || clock(player.position.get())}</span>
            <div class="seek__track" node_ref=track>
                {move || match drawn.get().flatten() {
                    Some(path) => {
                        view! {
                            <svg class="seek__wave" viewBox=wave::VIEW_BOX preserveAspectRatio="none" aria-hidden="true">
                                <path class="seek__rest" d=path.clone() />
                                <path class="seek__done" d=path />
                            </svg>
                        }
                            .into_any()
                    }
                    None => view! { <span class="seek__line"></span> }.into_any(),
                }}
                <input
                    class="seek__slider"
                    type="range"
                    min="0"
                    step="0.1"
                    aria-label=shell::SEEK
                    aria-valuetext=spoken
                    prop:max=move || player.duration.get().max(0.1).to_string()
                    prop:value=move || player.position.get().to_string()
                    on:input:target=move |event| {
                        if let Ok(seconds) = event.target().value().parse() {
                            player.seek(seconds);
                        }
                    }
                />
            </div>
            <span class="seek__time">{move || clock(player.duration.get())}</span>
        </div>
    }
}

/// Minutes and seconds.
fn clock(seconds: f64) -> String {
    let seconds = if seconds.is_finite() { seconds.max(0.0) as u32 } else { 0 };
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::clock;

    #[test]
    fn the_clock_counts_whole_seconds() {
        assert_eq!(clock(0.0), "0:00");
        assert_eq!(clock(61.9), "1:01");
        assert_eq!(clock(f64::NAN), "0:00");
        assert_eq!(clock(-1.0), "0:00");
    }
}
