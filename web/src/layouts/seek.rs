//! The position in the song: seen, heard of and dragged.

use leptos::prelude::*;

use crate::{state::player::use_player, text::shell};

/// A slider over the song, with the time that passed and the time there is.
#[component]
pub fn Seek() -> impl IntoView {
    let player = use_player();
    let share = move || {
        let duration = player.duration.get();
        if duration > 0.0 { (player.position.get() / duration).clamp(0.0, 1.0) } else { 0.0 }
    };
    let spoken = move || shell::position_of(&clock(player.position.get()), &clock(player.duration.get()));
    view! {
        <div class="seek" style:--share=move || format!("{:.4}", share())>
            <span class="seek__time">{move || clock(player.position.get())}</span>
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
