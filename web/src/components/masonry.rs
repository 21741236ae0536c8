//! Pictures in columns, newest first.
//!
//! CSS columns would put the second newest picture below the newest instead of beside it. Here each card in turn goes to the
//! column that is shortest so far, so that the eye, the tab key and a screen reader meet the pictures in the same order.

use std::collections::HashMap;

use imagime_shared::post::Post;
use leptos::{html, prelude::*};
use uuid::Uuid;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::ResizeObserver;

use crate::{components::PostCard, state::feed::top_songs};

/// A card is never flatter or taller than this (width / height); the rest is cropped.
const ASPECTS: (f64, f64) = (0.62, 1.9);
/// The width a column tries to have, in CSS pixels.
const COLUMN: f64 = 300.0;
/// Room for a name above and a song below, in CSS pixels.
const LEAST_HEIGHT: f64 = 124.0;
/// Cards whose pictures are loaded at once.
const EAGER: usize = 4;

/// Where a card stands, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Place {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// A wall of cards. Playing one goes on through the others.
#[component]
pub fn Masonry(
    /// Newest first.
    #[prop(into)]
    posts: Signal<Vec<Post>>,
    /// Why pictures hang there, by their posts.
    #[prop(optional, into)]
    reasons: Option<Signal<HashMap<Uuid, String>>>,
) -> impl IntoView {
    let wall = NodeRef::<html::Ol>::new();
    let width = RwSignal::new(0.0);
    watch_width(wall, width);
    let places = Memo::new(move |_| {
        let aspects: Vec<f64> = posts.with(|posts| posts.iter().map(aspect).collect());
        arrange(&aspects, width.get())
    });
    let place = move |index: usize| places.with(|places| places.get(index).copied().unwrap_or_default());
    let height = move || {
        let bottom = places.with(|places| places.iter().map(|place| place.y + place.height).fold(0.0, f64::max));
        format!("{bottom:.0}px")
    };
    let queue = Signal::derive(move || posts.with(|posts| top_songs(posts)));
    view! {
        <ol class="masonry" node_ref=wall style:--height=height>
            <ForEnumerate
                each=move || posts.get()
                key=|post| post.id
                children=move |index, post| {
                    let eager = index.get_untracked() < EAGER;
                    let why = reasons.and_then(|reasons| reasons.with_untracked(|all| all.get(&post.id).cloned()));
                    view! {
                        <li
                            class="masonry__cell"
                            style:--x=move || format!("{:.1}px", place(index.get()).x)
                            style:--y=move || format!("{:.1}px", place(index.get()).y)
                            style:--width=move || format!("{:.1}px", place(index.get()).width)
                            style:--height=move || format!("{:.1}px", place(index.get()).height)
                        >
                            <PostCard post=post queue=queue eager=eager why=why />
                        </li>
                    }
                }
            />
        </ol>
    }
}

fn aspect(post: &Post) -> f64 {
    let natural = f64::from(post.image.width.max(1)) / f64::from(post.image.height.max(1));
    natural.clamp(ASPECTS.0, ASPECTS.1)
}

/// Each card in turn to the column that is shortest so far, the leftmost among equals.
fn arrange(aspects: &[f64], wall: f64) -> Vec<Place> {
    if wall <= 0.0 {
        return Vec::new();
    }
    let gap = if wall < 700.0 { 10.0 } else { 18.0 };
    let columns = (((wall + gap) / (COLUMN + gap)).round() as usize).max(if wall < 280.0 { 1 } else { 2 });
    let width = (wall - gap * (columns - 1) as f64) / columns as f64;
    let mut bottoms = vec![0.0_f64; columns];
    aspects
        .iter()
        .map(|aspect| {
            // A hair's difference must not send a card to the other side of the wall.
            let lowest = bottoms.iter().copied().fold(f64::INFINITY, f64::min);
            let column = bottoms.iter().position(|bottom| *bottom < lowest + 1.0).unwrap_or(0);
            let height = (width / aspect).round().max(LEAST_HEIGHT);
            let place = Place { x: column as f64 * (width + gap), y: bottoms[column], width, height };
            bottoms[column] += place.height + gap;
            place
        })
        .collect()
}

/// Keeps a signal at the width of an element.
fn watch_width(element: NodeRef<html::Ol>, width: RwSignal<f64>) {
    let watcher = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn Fn()>)>);
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        width.set(f64::from(element.client_width()));
        let measured = element.clone();
        let closure = Closure::<dyn Fn()>::new(move || {
            let now = f64::from(measured.client_width());
            if (width.get_untracked() - now).abs() > 0.5 {
                width.set(now);
            }
        });
        if let Ok(observer) = ResizeObserver::new(closure.as_ref().unchecked_ref()) {
            observer.observe(&element);
            watcher.set_value(Some((observer, closure)));
        }
    });
    on_cleanup(move || {
        if let Some(Some((observer, _))) = watcher.try_update_value(Option::take) {
            observer.disconnect();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_cards_stand_side_by_side_in_order() {
        let places = arrange(&[1.0, 1.5, 0.7, 1.2, 1.0], 1200.0);
        assert!(places[..4].iter().all(|place| place.y < 0.5));
        assert!(places[..4].windows(2).all(|pair| pair[0].x < pair[1].x));
        // The fifth goes below the flattest of the four.
        assert!((places[4].x - places[1].x).abs() < 0.5 && places[4].y > places[1].height);
    }

    #[test]
    fn no_card_starts_above_the_one_before_it() {
        let aspects: Vec<f64> = (0..40).map(|i| 0.7 + f64::from(i * 7 % 11) / 10.0).collect();
        for wall in [320.0, 768.0, 1440.0, 2560.0] {
            let places = arrange(&aspects, wall);
            assert!(places.windows(2).all(|pair| pair[1].y >= pair[0].y - 1.0), "{wall}");
        }
    }

    #[test]
    fn cards_never_overlap_or_leave_the_wall() {
        let aspects: Vec<f64> = (0..30).map(|i| 0.62 + f64::from(i * 5 % 13) / 10.0).collect();
        for wall in [250.0, 300.0, 360.0, 900.0, 2500.0] {
            let places = arrange(&aspects, wall);
            for (i, a) in places.iter().enumerate() {
                assert!(a.x >= 0.0 && a.x + a.width <= wall + 0.5, "{wall}");
                for b in &places[i + 1..] {
                    let apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y;
                    assert!(apart, "{wall}: {a:?} {b:?}");
                }
            }
        }
    }

    #[test]
    fn an_unmeasured_wall_has_no_places() {
        assert!(arrange(&[1.0], 0.0).is_empty());
    }
}
