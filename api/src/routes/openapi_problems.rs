//! What the OpenAPI document says of errors: one example for each code, and which of them an operation can answer.

use std::time::Duration;

use imagime_shared::error::{ErrorCode, FieldError, PROBLEM_JSON};
use serde_json::json;
use utoipa::openapi::{
    Components, ContentBuilder, ObjectBuilder, Ref, RefOr, Response, ResponseBuilder, Type, example::ExampleBuilder,
    header::HeaderBuilder, path::Operation,
};

use super::{openapi_examples::OTHER, problem};
use crate::error::Error;

/// Name of the response to a method that a path does not know; no operation can lead to it.
const METHOD_NOT_ALLOWED: &str = "MethodNotAllowed";

/// Puts an example of each code where operations find it.
pub(super) fn add_examples(components: &mut Components) {
    for code in ErrorCode::ALL {
        let body = problem::body(&example(code), &OTHER.to_string());
        let example = ExampleBuilder::new().summary(code.title()).value(Some(json!(body))).build();
        components.examples.insert(code.as_str().into(), RefOr::T(example));
    }
    let text = ObjectBuilder::new().schema_type(Type::String).build();
    let allow = HeaderBuilder::new().schema(Some(text)).description(Some("The methods that the path knows"));
    let mut refused = response("The path knows other methods");
    refused.headers.insert("Allow".into(), RefOr::T(allow.build()));
    show(&mut refused, &[ErrorCode::MethodNotAllowed]);
    components.responses.insert(METHOD_NOT_ALLOWED.into(), RefOr::T(refused));
}

/// Shows each error of an operation as it may look.
pub(super) fn show_in(operation: &mut Operation) {
    let known: Vec<(String, Vec<ErrorCode>)> =
        operation.responses.responses.keys().map(|status| (status.clone(), codes(operation, status))).collect();
    for (status, codes) in known {
        if let Some(RefOr::T(response)) = operation.responses.responses.get_mut(&status) {
            show(response, &codes);
        }
    }
}

/// A problem, unless the operation says more of it itself.
pub(super) fn add(operation: &mut Operation, status: &str, description: &str) {
    operation.responses.responses.entry(status.into()).or_insert_with(|| RefOr::T(response(description)));
}

fn response(description: &str) -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new().description(description).content(PROBLEM_JSON, content).build()
}

fn show(response: &mut Response, codes: &[ErrorCode]) {
    if let Some(RefOr::T(content)) = response.content.get_mut(PROBLEM_JSON) {
        for code in codes {
            let reference = Ref::new(format!("#/components/examples/{}", code.as_str()));
            content.examples.insert(code.as_str().into(), RefOr::Ref(reference));
        }
    }
}

/// The codes that an operation may answer with this status.
fn codes(operation: &Operation, status: &str) -> Vec<ErrorCode> {
    let of_status = || ErrorCode::ALL.into_iter().filter(|code| code.status().to_string() == status);
    let fitting: Vec<_> = of_status().filter(|code| fits(operation, *code)).collect();
    // One that is described has to look like something.
    if fitting.is_empty() { of_status().take(1).collect() } else { fitting }
}

fn fits(operation: &Operation, code: ErrorCode) -> bool {
    let id = operation.operation_id.as_deref().unwrap_or_default();
    let takes = |wanted: &str| {
        let names = operation.parameters.iter().flatten();
        names.filter_map(|one| if let RefOr::T(one) = one { Some(&one.name) } else { None }).any(|name| name == wanted)
    };
    match code {
        ErrorCode::InvalidCursor => takes("cursor"),
        ErrorCode::InvalidCredentials => id == "login",
        ErrorCode::Unauthorized => id != "login",
        ErrorCode::CrossSite => ["register", "login", "refresh", "logout"].contains(&id),
        ErrorCode::InsufficientScope => !["register", "login", "refresh", "logout"].contains(&id),
        ErrorCode::AlreadyTaken => ["register", "update_me"].contains(&id),
        ErrorCode::AlreadyThere => id == "add_songs_to_playlist",
        ErrorCode::ListChanged => id == "reorder_playlist",
        ErrorCode::NotReady => ["rematch_post", "create_playlist_from_post"].contains(&id),
        ErrorCode::QuotaReached => id.starts_with("create_playlist") || ["create_token", "create_share"].contains(&id),
        ErrorCode::InFlight | ErrorCode::IdempotencyMismatch => takes("Idempotency-Key"),
        _ => true,
    }
}

fn example(code: ErrorCode) -> Error {
    let field = |name, code, words: &str| vec![FieldError::new(name, code, words)];
    match code {
        ErrorCode::BadRequest => Error::BadRequest("The body is not valid JSON: EOF while parsing an object.".into()),
        ErrorCode::InvalidCursor => Error::InvalidCursor,
        ErrorCode::Unauthorized => Error::Unauthorized("the token has ended"),
        ErrorCode::InvalidCredentials => Error::InvalidCredentials,
        ErrorCode::CrossSite => Error::CrossSite,
        ErrorCode::InsufficientScope => Error::InsufficientScope(Some(imagime_shared::token::Scope::Write)),
        ErrorCode::NotFound => Error::NotFound,
        ErrorCode::MethodNotAllowed => Error::MethodNotAllowed("GET, HEAD, OPTIONS".into()),
        ErrorCode::AlreadyTaken => Error::AlreadyTaken(field("username", "taken", "Somebody has this name already.")),
        ErrorCode::AlreadyThere => Error::AlreadyThere,
        ErrorCode::ListChanged => Error::ListChanged,
        ErrorCode::InFlight => Error::InFlight,
        ErrorCode::NotReady => Error::NotReady("The picture is being looked at."),
        ErrorCode::QuotaReached => Error::QuotaReached("You have as many as there may be.".into()),
        ErrorCode::CursorExpired => Error::CursorExpired,
        ErrorCode::PreconditionFailed => Error::PreconditionFailed,
        ErrorCode::TooLarge => Error::TooLarge("A JSON body has at most 64 KB.".into()),
        ErrorCode::UnsupportedMediaType => {
            Error::UnsupportedMediaType("Send JSON with Content-Type: application/json.".into())
        }
        ErrorCode::Validation => {
            Error::Validation(field("password", "too_short", "A password has at least 8 characters."))
        }
        ErrorCode::IdempotencyMismatch => Error::IdempotencyMismatch,
        ErrorCode::TooManyRequests => Error::TooManyRequests(Duration::from_secs(20)),
        ErrorCode::Internal => Error::Internal(anyhow::anyhow!("shown to nobody")),
        ErrorCode::Unavailable => Error::Unavailable("shown to nobody".into(), Duration::from_secs(2)),
    }
}
