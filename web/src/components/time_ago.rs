//! A time, as people say it.

use imagime_shared::Timestamp;
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

/// Units of `Intl.RelativeTimeFormat` with their lengths in seconds, longest first.
const UNITS: [(&str, f64); 6] = [
    ("year", 31_557_600.0),
    ("month", 2_629_800.0),
    ("week", 604_800.0),
    ("day", 86_400.0),
    ("hour", 3_600.0),
    ("minute", 60.0),
];

/// How long ago something was, in the reader's language; the exact time on hover.
#[component]
pub fn TimeAgo(
    /// The time.
    #[prop(into)]
    time: Timestamp,
) -> impl IntoView {
    let date = Date::new(&JsValue::from_str(&time));
    let seconds = (date.get_time() - Date::now()) / 1000.0;
    let exact = exact(&date);
    let words = if seconds.is_finite() { relative(seconds) } else { None };
    view! {
        <time class="time" datetime=time.clone() title=exact>
            {words.unwrap_or_else(|| time.clone())}
        </time>
    }
}

/// The time of day in the reader's time zone, for a moment that is near.
pub fn clock_time(time: &str) -> Option<String> {
    let date = Date::new(&JsValue::from_str(time));
    let options = Object::new();
    Reflect::set(&options, &"timeStyle".into(), &"short".into()).ok()?;
    let format = Intl::DateTimeFormat::new(&Array::of1(&language()), &options);
    date.get_time().is_finite().then(|| format.format().call1(&JsValue::UNDEFINED, &date).ok()?.as_string())?
}

fn relative(seconds: f64) -> Option<String> {
    let (unit, length) = UNITS.into_iter().find(|(_, length)| seconds.abs() >= *length).unwrap_or(("second", 1.0));
    // Under a minute nobody counts; and a clock that runs ahead of ours is not the future.
    let count = if unit == "second" { 0.0 } else { (seconds / length).trunc() };
    // By name: the typed options cost more code than they are worth.
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let constructor = Reflect::get(&intl, &"RelativeTimeFormat".into()).ok()?.dyn_into::<Function>().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"numeric".into(), &"auto".into()).ok()?;
    let format = Reflect::construct(&constructor, &Array::of2(&language(), &options)).ok()?;
    let function = Reflect::get(&format, &"format".into()).ok()?.dyn_into::<Function>().ok()?;
    function.call2(&format, &count.into(), &unit.into()).ok()?.as_string()
}

fn exact(date: &Date) -> String {
    let options = Object::new();
    Reflect::set(&options, &"dateStyle".into(), &"long".into()).ok();
    Reflect::set(&options, &"timeStyle".into(), &"short".into()).ok();
    let format = Intl::DateTimeFormat::new(&Array::of1(&language()), &options);
    format.format().call1(&JsValue::UNDEFINED, date).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// The page is written in English; dates follow its words, with the reader's own English where the browser has one.
fn language() -> JsValue {
    let own = window().navigator().language().filter(|language| language.starts_with("en"));
    JsValue::from_str(&own.unwrap_or_else(|| "en".to_owned()))
}
