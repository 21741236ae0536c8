//! The one error body, RFC 9457 `application/problem+json`, with a closed set of codes.

use serde::{Deserialize, Serialize};

/// Media type of every error.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// What went wrong, for programs. The code fixes status and title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// 400: the request cannot be read.
    BadRequest,
    /// 400: the cursor is not one that this list gave.
    InvalidCursor,
    /// 401: no or no valid token.
    Unauthorized,
    /// 401: name or password is wrong.
    InvalidCredentials,
    /// 403: the request comes from another site.
    CrossSite,
    /// 403: the token lacks a scope.
    InsufficientScope,
    /// 404: there is no such thing, or it is not yours to see.
    NotFound,
    /// 405: the path knows other methods.
    MethodNotAllowed,
    /// 409: somebody has this name or address already.
    AlreadyTaken,
    /// 409: all of these songs are in the playlist already.
    AlreadyThere,
    /// 409: the list holds other songs than were named; read it again.
    ListChanged,
    /// 409: the same request is being worked on.
    InFlight,
    /// 409: the picture is not understood yet, or cannot be.
    NotReady,
    /// 409: as many as one may have are there.
    QuotaReached,
    /// 410: the list was made anew; start again.
    CursorExpired,
    /// 412: it changed since it was read.
    PreconditionFailed,
    /// 413: more bytes than allowed.
    TooLarge,
    /// 415: not a type that is understood.
    UnsupportedMediaType,
    /// 422: some fields are not as they should be.
    Validation,
    /// 422: the Idempotency-Key was used for another request.
    IdempotencyMismatch,
    /// 429: too many requests.
    TooManyRequests,
    /// 500: our fault.
    Internal,
    /// 503: not now; try again.
    Unavailable,
}

impl ErrorCode {
    /// All codes.
    pub const ALL: [Self; 23] = [
        Self::BadRequest,
        Self::InvalidCursor,
        Self::Unauthorized,
        Self::InvalidCredentials,
        Self::CrossSite,
        Self::InsufficientScope,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::AlreadyTaken,
        Self::AlreadyThere,
        Self::ListChanged,
        Self::InFlight,
        Self::NotReady,
        Self::QuotaReached,
        Self::CursorExpired,
        Self::PreconditionFailed,
        Self::TooLarge,
        Self::UnsupportedMediaType,
        Self::Validation,
        Self::IdempotencyMismatch,
        Self::TooManyRequests,
        Self::Internal,
        Self::Unavailable,
    ];

    /// The code as written on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BadRequest => "bad_request",
            Self::InvalidCursor => "invalid_cursor",
            Self::Unauthorized => "unauthorized",
            Self::InvalidCredentials => "invalid_credentials",
            Self::CrossSite => "cross_site",
            Self::InsufficientScope => "insufficient_scope",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::AlreadyTaken => "already_taken",
            Self::AlreadyThere => "already_there",
            Self::ListChanged => "list_changed",
            Self::InFlight => "in_flight",
            Self::NotReady => "not_ready",
            Self::QuotaReached => "quota_reached",
            Self::CursorExpired => "cursor_expired",
            Self::PreconditionFailed => "precondition_failed",
            Self::TooLarge => "too_large",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::Validation => "validation",
            Self::IdempotencyMismatch => "idempotency_mismatch",
            Self::TooManyRequests => "too_many_requests",
            Self::Internal => "internal",
            Self::Unavailable => "unavailable",
        }
    }

    /// HTTP status.
    pub fn status(self) -> u16 {
        match self {
            Self::BadRequest | Self::InvalidCursor => 400,
            Self::Unauthorized | Self::InvalidCredentials => 401,
            Self::CrossSite | Self::InsufficientScope => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::AlreadyTaken
            | Self::AlreadyThere
            | Self::ListChanged
            | Self::InFlight
            | Self::NotReady
            | Self::QuotaReached => 409,
            Self::CursorExpired => 410,
            Self::PreconditionFailed => 412,
            Self::TooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::Validation | Self::IdempotencyMismatch => 422,
            Self::TooManyRequests => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    /// Short title, the same for every problem of this code.
    pub fn title(self) -> &'static str {
        match self {
            Self::BadRequest => "The request cannot be read",
            Self::InvalidCursor => "This cursor does not belong here",
            Self::Unauthorized => "Log in first",
            Self::InvalidCredentials => "Name or password is wrong",
            Self::CrossSite => "The request comes from another site",
            Self::InsufficientScope => "The token may not do this",
            Self::NotFound => "Nothing here",
            Self::MethodNotAllowed => "The path knows other methods",
            Self::AlreadyTaken => "Already taken",
            Self::AlreadyThere => "Already in the playlist",
            Self::ListChanged => "The list holds other songs",
            Self::InFlight => "The same request is being worked on",
            Self::NotReady => "The picture is not understood yet",
            Self::QuotaReached => "As many as there may be",
            Self::CursorExpired => "The list was made anew",
            Self::PreconditionFailed => "It changed since it was read",
            Self::TooLarge => "Too large",
            Self::UnsupportedMediaType => "This type is not understood",
            Self::Validation => "Some fields need another look",
            Self::IdempotencyMismatch => "The key was used for another request",
            Self::TooManyRequests => "Too many requests",
            Self::Internal => "Something broke on our side",
            Self::Unavailable => "Not available for the moment",
        }
    }
}

/// A field that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// Name of the field.
    pub field: String,
    /// Stable code: `required`, `too_short`, `too_long`, `invalid`, `taken`, `too_common`, `unknown`, `not_an_image`, ...
    pub code: String,
    /// A sentence for people.
    pub message: String,
}

impl FieldError {
    /// Puts a field error together.
    pub fn new(field: &str, code: &str, message: impl Into<String>) -> Self {
        Self { field: field.into(), code: code.into(), message: message.into() }
    }
}

/// The body of every error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(example = json!({
        "type": "urn:imagime:problem:validation", "title": "Some fields need another look", "status": 422,
        "detail": "A password has at least 8 characters.", "code": "validation", "request_id": "0190b5d8-7c1e-7a34-9f52-3b1f0c8e2a11",
        "errors": [{"field": "password", "code": "too_short", "message": "A password has at least 8 characters."}]
    })))]
pub struct Problem {
    /// Stable identifier of the code: `urn:imagime:problem:<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short title of the code.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// What happened here, in a sentence.
    pub detail: String,
    /// What went wrong, for programs.
    pub code: ErrorCode,
    /// Stands in the server's log too.
    pub request_id: String,
    /// The fields at fault.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_written_code_is_the_serialised_one() {
        for code in ErrorCode::ALL {
            assert_eq!(serde_json::to_value(code).ok(), Some(code.as_str().into()));
        }
    }
}
