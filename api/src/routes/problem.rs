//! Errors to `application/problem+json`: the one place that knows which status means what.

use std::time::Duration;

use actix_web::{
    HttpResponse, ResponseError,
    http::{
        ConnectionType, StatusCode,
        header::{self, HeaderValue},
    },
};
use imagime_shared::{
    error::{ErrorCode, FieldError, PROBLEM_JSON, Problem},
    header::BEARER,
};

use crate::error::Error;

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(code(self).status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        render(self, "")
    }
}

/// The response for an error, under the id that stands in the log.
pub fn render(error: &Error, request_id: &str) -> HttpResponse {
    let mut response = respond(body(error, request_id));
    if matches!(error, Error::TooSlow) {
        // What is left of the body is not waited for.
        response.head_mut().set_connection_type(ConnectionType::Close);
    }
    let headers = response.headers_mut();
    match error {
        Error::Unauthorized(_) | Error::InvalidCredentials => {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(BEARER));
        }
        Error::InsufficientScope(scope) => {
            let scope = scope.map_or(String::new(), |scope| format!(", scope=\"{}\"", scope.as_str()));
            if let Ok(value) = HeaderValue::from_str(&format!("{BEARER} error=\"insufficient_scope\"{scope}")) {
                headers.insert(header::WWW_AUTHENTICATE, value);
            }
        }
        Error::MethodNotAllowed(allow) => {
            if let Ok(value) = HeaderValue::from_str(allow) {
                headers.insert(header::ALLOW, value);
            }
        }
        Error::TooManyRequests(wait) | Error::Unavailable(_, wait) => retry_after(headers, *wait),
        Error::InFlight => retry_after(headers, crate::idempotency::IN_FLIGHT_WAIT),
        _ => {}
    }
    response
}

/// The response for a status that came from the framework itself.
pub fn render_status(status: StatusCode, request_id: &str) -> HttpResponse {
    let code = match status.as_u16() {
        401 => ErrorCode::Unauthorized,
        403 => ErrorCode::CrossSite,
        404 => ErrorCode::NotFound,
        405 => ErrorCode::MethodNotAllowed,
        413 => ErrorCode::TooLarge,
        415 => ErrorCode::UnsupportedMediaType,
        412 => ErrorCode::PreconditionFailed,
        422 => ErrorCode::Validation,
        429 => ErrorCode::TooManyRequests,
        503 => ErrorCode::Unavailable,
        400..=499 => ErrorCode::BadRequest,
        _ => ErrorCode::Internal,
    };
    respond(problem(code, format!("{}.", code.title()), Vec::new(), request_id))
}

/// The body for an error.
pub(super) fn body(error: &Error, request_id: &str) -> Problem {
    problem(code(error), detail(error), fields(error), request_id)
}

fn problem(code: ErrorCode, detail: String, errors: Vec<FieldError>, request_id: &str) -> Problem {
    Problem {
        kind: format!("urn:imagime:problem:{}", code.as_str()),
        title: code.title().into(),
        status: code.status(),
        detail,
        code,
        request_id: request_id.into(),
        errors,
    }
}

fn respond(problem: Problem) -> HttpResponse {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    HttpResponse::build(status).content_type(PROBLEM_JSON).json(problem)
}

fn code(error: &Error) -> ErrorCode {
    match error {
        Error::BadRequest(_) | Error::TooSlow => ErrorCode::BadRequest,
        Error::InvalidCursor => ErrorCode::InvalidCursor,
        Error::Unauthorized(_) => ErrorCode::Unauthorized,
        Error::InvalidCredentials => ErrorCode::InvalidCredentials,
        Error::CrossSite => ErrorCode::CrossSite,
        Error::InsufficientScope(_) => ErrorCode::InsufficientScope,
        Error::NotFound => ErrorCode::NotFound,
        Error::MethodNotAllowed(_) => ErrorCode::MethodNotAllowed,
        Error::AlreadyTaken(_) => ErrorCode::AlreadyTaken,
        Error::AlreadyThere => ErrorCode::AlreadyThere,
        Error::ListChanged => ErrorCode::ListChanged,
        Error::InFlight => ErrorCode::InFlight,
        Error::NotReady(_) => ErrorCode::NotReady,
        Error::IdempotencyMismatch => ErrorCode::IdempotencyMismatch,
        Error::QuotaReached(_) => ErrorCode::QuotaReached,
        Error::PreconditionFailed => ErrorCode::PreconditionFailed,
        Error::CursorExpired => ErrorCode::CursorExpired,
        Error::TooLarge(_) => ErrorCode::TooLarge,
        Error::UnsupportedMediaType(_) => ErrorCode::UnsupportedMediaType,
        Error::Validation(_) => ErrorCode::Validation,
        Error::TooManyRequests(_) => ErrorCode::TooManyRequests,
        Error::Unavailable(..) => ErrorCode::Unavailable,
        Error::Internal(_) => ErrorCode::Internal,
    }
}

/// A sentence for people; nothing of the inside shows.
fn detail(error: &Error) -> String {
    match error {
        Error::BadRequest(text)
        | Error::TooLarge(text)
        | Error::UnsupportedMediaType(text)
        | Error::QuotaReached(text) => text.clone(),
        Error::InsufficientScope(Some(scope)) => format!("This token does not have the scope {}.", scope.as_str()),
        Error::InsufficientScope(None) => "No personal token may do this. Log in.".into(),
        Error::PreconditionFailed => "This changed since you read it. Read it again, then decide.".into(),
        Error::NotReady(text) => (*text).into(),
        Error::TooSlow => "The body took too long to arrive.".into(),
        Error::InvalidCursor => "The cursor was not given by this list. Start from its first page.".into(),
        Error::Unauthorized(why) => format!("Log in first: {why}."),
        Error::InvalidCredentials => "Name or password is wrong.".into(),
        Error::CrossSite => "This call is for the instance's own page.".into(),
        Error::NotFound => "There is nothing here, or it is not yours to see.".into(),
        Error::MethodNotAllowed(allow) => format!("This path knows {allow}."),
        Error::AlreadyTaken(errors) | Error::Validation(errors) => {
            errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join(" ")
        }
        Error::AlreadyThere => "All of these songs are in the playlist already.".into(),
        Error::ListChanged => {
            "The list holds other songs than you named. Read it again and name each of its songs once.".into()
        }
        Error::InFlight => {
            "The first request with this Idempotency-Key is being worked on. Try again in a moment.".into()
        }
        Error::IdempotencyMismatch => "This Idempotency-Key was used for another request. Use a new one.".into(),
        Error::CursorExpired => "The list was made anew since this cursor was given. Start from its first page.".into(),
        Error::TooManyRequests(wait) => format!("Too many attempts. Try again in {} seconds.", seconds(*wait)),
        Error::Unavailable(_, wait) => format!("Imagime catches its breath. Try again in {} seconds.", seconds(*wait)),
        Error::Internal(_) => "Something broke on our side. It was written down under the request id.".into(),
    }
}

fn fields(error: &Error) -> Vec<FieldError> {
    match error {
        Error::AlreadyTaken(errors) | Error::Validation(errors) => errors.clone(),
        _ => Vec::new(),
    }
}

fn retry_after(headers: &mut header::HeaderMap, wait: Duration) {
    if let Ok(value) = HeaderValue::from_str(&seconds(wait).to_string()) {
        headers.insert(header::RETRY_AFTER, value);
    }
}

fn seconds(wait: Duration) -> u64 {
    wait.as_secs_f64().ceil().max(1.0) as u64
}
