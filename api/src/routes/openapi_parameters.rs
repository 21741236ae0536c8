//! What the OpenAPI document says of parameters beyond their types: one example each, and words where a type has none.

use imagime_shared::paths;
use serde_json::{Value, json};
use utoipa::openapi::{
    RefOr,
    path::{Operation, ParameterBuilder},
};

use super::openapi_examples::{OTHER, POST, SLUG, SONG, TIME};

/// A tag as this server makes them.
const TAG: &str = "\"5d41402abc4b2a76b9719d91\"";

/// Adds it to each parameter of an operation at `path`.
pub(super) fn describe(path: &str, operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        let RefOr::T(parameter) = parameter else { continue };
        if parameter.description.is_none() {
            parameter.description = words(&parameter.name).map(str::to_owned);
        }
        // A choice of words is an example of itself.
        if !matches!(parameter.schema, Some(RefOr::Ref(_))) {
            let example = example(path, &parameter.name);
            *parameter = ParameterBuilder::from(std::mem::take(parameter)).example(example).build();
        }
    }
}

fn words(name: &str) -> Option<&'static str> {
    match name {
        "since" => Some("Not before this time, or this day (UTC)."),
        "until" => Some("Before this time, or not after this day (UTC)."),
        _ => None,
    }
}

fn example(path: &str, name: &str) -> Option<Value> {
    Some(match name {
        "id" if path.starts_with(paths::POSTS) => json!(POST),
        "id" if path.starts_with(paths::SONG) => json!(SONG),
        "id" => json!(OTHER),
        "post_id" => json!(POST),
        "song_id" | "song" => json!(SONG),
        "username" | "user" => json!("mira"),
        "slug" if [paths::STARTER_PREVIEW, paths::STARTER_ARTWORK].contains(&path) => json!("shenandoah"),
        "slug" => json!(SLUG),
        "keyword" => json!("sea"),
        "name" => json!("n4b6v8c1x3z5l7k9j2h4g6f8d1"),
        "key" => json!("5d41402abc4b2a76b9719d911017c592"),
        "track" => json!("3135556"),
        "cursor" => json!("WyJwb3N0cyIsIjAxOTBiNWQ4LTdjMWUtN2EzNC05ZjUyLTNiMWYwYzhlMmExMSJd"),
        "limit" => json!(20),
        "q" => json!("pier at dusk"),
        "type" => json!(["posts", "songs"]),
        "following" | "preview" => json!(true),
        "since" => json!("2026-01-01"),
        "until" => json!(TIME),
        "exp" => json!(1_769_852_700),
        "sig" => json!("c2lnbmVkIGJ5IHRoaXMgc2VydmVy"),
        "ticket" => json!("MTc2OTg1MjcwMC5zaWduYXR1cmU"),
        "Idempotency-Key" => json!("c1f4a7d2-9b3e-4f60-8a15-2d7e6b9c0f31"),
        "If-Match" | "If-None-Match" | "If-Range" => json!(TAG),
        "Last-Event-ID" => json!("1.100"),
        "Range" => json!("bytes=0-1023"),
        _ => return None,
    })
}
