//! The mood square under somebody's hand.

use imagime_shared::post::MoodPoint;
use leptos::{html, prelude::*};
use web_sys::{KeyboardEvent, PointerEvent};

use crate::{
    components::mood_card::{corners, percent},
    text::shell,
};

/// What an arrow key does; with Shift a fifth of it.
const STEP: f32 = 0.1;
/// What Page Up and Page Down do.
const LEAP: f32 = 0.5;

/// A slider over both axes: dragged, pressed, or moved with the keys. Left and right is how pleasant, up and down how lively.
#[component]
pub fn MoodPad(
    /// Where the point stands.
    #[prop(into)]
    point: Signal<MoodPoint>,
    /// Ids of what it is called.
    labelledby: &'static str,
    /// Id of what it does.
    describedby: &'static str,
    /// Somebody moved it.
    #[prop(into)]
    on_move: Callback<MoodPoint>,
) -> impl IntoView {
    let pad = NodeRef::<html::Div>::new();
    let dragged = StoredValue::new(false);
    let follow = move |event: &PointerEvent| {
        let Some(pad) = pad.get_untracked() else { return };
        let frame = pad.get_bounding_client_rect();
        let share = |at: i32, from: f64, size: f64| ((f64::from(at) - from) / size.max(1.0) - 0.5) / f64::from(REACH);
        on_move.run(rounded(
            share(event.client_x(), frame.left(), frame.width()) as f32,
            -share(event.client_y(), frame.top(), frame.height()) as f32,
        ));
    };
    let down = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        if let Some(pad) = pad.get_untracked() {
            // Without a capture the drag ends at the edge; nothing worse.
            pad.set_pointer_capture(event.pointer_id()).ok();
        }
        dragged.set_value(true);
        follow(&event);
    };
    let moved = move |event: PointerEvent| {
        if dragged.get_value() {
            follow(&event);
        }
    };
    let keys = move |event: KeyboardEvent| {
        let at = point.get_untracked();
        if let Some(to) = stepped(at, &event.key(), event.shift_key()) {
            // Neither the page nor the player moves with it.
            event.prevent_default();
            on_move.run(to);
        }
    };
    view! {
        <div
            class="mood__pad mood__pad--live"
            node_ref=pad
            tabindex="0"
            role="slider"
            aria-labelledby=labelledby
            aria-describedby=describedby
            aria-valuemin="-100"
            aria-valuemax="100"
            aria-valuenow=move || format!("{:.0}", point.get().valence * 100.0)
            aria-valuetext=move || shell::mood_point(point.get().valence, point.get().arousal)
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=move |_| dragged.set_value(false)
            on:pointercancel=move |_| dragged.set_value(false)
            on:keydown=keys
        >
            {corners()}
            <span
                class="mood__point"
                style:--x=move || percent(point.get().valence)
                style:--y=move || percent(-point.get().arousal)
            ></span>
        </div>
    }
}

/// How far from the middle the edge of the plane lies, as a share of the square; the point keeps whole at the edge.
pub(super) const REACH: f32 = 0.44;

/// Where a key moves the point; none when it is another key.
fn stepped(MoodPoint { valence, arousal }: MoodPoint, key: &str, fine: bool) -> Option<MoodPoint> {
    let step = if fine { STEP / 5.0 } else { STEP };
    Some(match key {
        "ArrowLeft" => rounded(valence - step, arousal),
        "ArrowRight" => rounded(valence + step, arousal),
        "ArrowUp" => rounded(valence, arousal + step),
        "ArrowDown" => rounded(valence, arousal - step),
        "PageUp" => rounded(valence, arousal + LEAP),
        "PageDown" => rounded(valence, arousal - LEAP),
        "Home" => rounded(-1.0, arousal),
        "End" => rounded(1.0, arousal),
        _ => return None,
    })
}

/// A point on the plane, to the hundredth.
fn rounded(valence: f32, arousal: f32) -> MoodPoint {
    let on_plane = |value: f32| (value * 100.0).round().clamp(-100.0, 100.0) / 100.0;
    MoodPoint { valence: on_plane(valence), arousal: on_plane(arousal) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_move_the_point_and_it_stays_on_the_plane() {
        let to = |valence, arousal| Some(MoodPoint { valence, arousal });
        let middle = MoodPoint { valence: 0.0, arousal: 0.95 };
        assert_eq!(stepped(middle, "ArrowRight", false), to(0.1, 0.95));
        assert_eq!(stepped(middle, "ArrowLeft", true), to(-0.02, 0.95));
        assert_eq!(stepped(middle, "ArrowUp", false), to(0.0, 1.0));
        assert_eq!(stepped(middle, "PageDown", false), to(0.0, 0.45));
        assert_eq!(stepped(middle, "Home", false), to(-1.0, 0.95));
        assert_eq!(stepped(middle, "End", false), to(1.0, 0.95));
        assert_eq!(stepped(middle, "Tab", false), None);
    }
}
