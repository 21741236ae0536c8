//! What holds for every answer of the API: an id, one shape of error, an entity tag, security headers.

use actix_web::{
    Error as ActixError, HttpMessage as _, HttpResponse,
    body::{BoxBody, EitherBody, MessageBody, to_bytes},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
    web::Data,
};
use imagime_shared::{error::PROBLEM_JSON, header as names};
use uuid::Uuid;

use super::problem;
use crate::{
    error::Error,
    etag,
    extract::{self, client_address},
    pace::{self, Allowance},
    state::AppState,
};

/// Types of answers that have an entity tag; all of them are made in memory.
pub const TAGGED: [&str; 3] = ["application/json", "application/jspf+json", "application/xspf+xml"];

const REQUEST_ID: HeaderName = HeaderName::from_static(names::REQUEST_ID);

/// Names the request, logs it, and gives every error of any layer its one shape.
pub async fn envelope<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, ActixError> {
    let id = Uuid::now_v7().to_string();
    let (method, path) = (request.method().clone(), request.path().to_owned());
    let started = std::time::Instant::now();
    let http_request = request.request().clone();
    let outcome = match refuse_encoded(request.headers()) {
        Ok(()) => next.call(request).await,
        Err(error) => Err(error.into()),
    };
    let mut response = match outcome {
        Ok(response) => enveloped(response, &id),
        Err(error) => {
            let rendered = from_error(&error, &id)
                .unwrap_or_else(|| problem::render_status(error.as_response_error().status_code(), &id));
            ServiceResponse::new(http_request, rendered.map_into_right_body())
        }
    };
    let duration_ms = started.elapsed().as_millis() as u64;
    tracing::debug!(request.id = id, %method, path, status = response.status().as_u16(), duration_ms, "request");
    address(&mut response, &id);
    Ok(response)
}

/// Around the leave for other origins, which answers preflights by itself: what it says has an id, and is a problem when it is a refusal.
pub async fn preflight<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, ActixError> {
    let response = next.call(request).await?;
    if response.headers().contains_key(REQUEST_ID) {
        return Ok(response.map_into_left_body());
    }
    let id = Uuid::now_v7().to_string();
    let mut response = enveloped(response, &id);
    address(&mut response, &id);
    Ok(response)
}

/// Bodies come as they are: a small packed one could be unpacked into any size before anybody counts its bytes.
fn refuse_encoded(headers: &HeaderMap) -> Result<(), Error> {
    let encoded =
        headers.get_all(header::CONTENT_ENCODING).any(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity"));
    if encoded { Err(Error::UnsupportedMediaType("Send the body without Content-Encoding.".into())) } else { Ok(()) }
}

/// One line for all: whoever adds to it further out knows of one.
fn vary_by_asker(headers: &mut HeaderMap) {
    let others = headers.get_all(header::VARY).filter_map(|value| value.to_str().ok());
    let all = others.chain(["Authorization"]).collect::<Vec<_>>().join(", ");
    if let Ok(value) = HeaderValue::from_str(&all) {
        headers.insert(header::VARY, value);
    }
}

/// Headers that every answer has.
fn address<B>(response: &mut ServiceResponse<B>, id: &str) {
    let of_the_api = response.request().path().starts_with("/api/");
    let allowance = response.request().extensions().get::<Allowance>().copied();
    let headers = response.headers_mut();
    if let Some(allowance) = allowance {
        say_allowance(headers, allowance);
    }
    if let Ok(value) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, value);
    }
    // Never from a shared cache, nor for anybody else.
    if of_the_api {
        vary_by_asker(headers);
        if !headers.contains_key(header::CACHE_CONTROL) {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        }
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if !headers.contains_key(header::REFERRER_POLICY) {
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    }
}

/// Finds out who asks. Whoever logs in, renews or ends a session brings what counts in the body or a cookie, whatever else they send.
pub async fn identify<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, ActixError> {
    if *request.method() != Method::OPTIONS {
        extract::identify(request.request()).await?;
    }
    next.call(request).await
}

/// For answers with a tag: not sent again when nothing changed.
pub async fn validators<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, ActixError> {
    let readable = matches!(*request.method(), Method::GET | Method::HEAD);
    // A change answers as a read would now, so its tag serves for the next change.
    let changed = *request.method() == Method::PATCH;
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let response = next.call(request).await?;
    let kind = response.headers().get(header::CONTENT_TYPE);
    let tagged = kind.is_some_and(|kind| TAGGED.iter().any(|tagged| kind == tagged));
    if !((readable || changed) && response.status() == StatusCode::OK && tagged) {
        return Ok(response.map_into_left_body());
    }
    let (http_request, parts) = response.into_parts();
    let (mut head, body) = parts.into_parts();
    let bytes =
        to_bytes(body).await.map_err(|error| Error::Internal(anyhow::anyhow!("a body broke off: {}", error.into())))?;
    let etag = etag::of(&bytes);
    if let Ok(value) = HeaderValue::from_str(&etag) {
        head.headers_mut().insert(header::ETAG, value);
    }
    let fresh = readable && known.is_some_and(|known| etag::is_known(&known, &etag));
    if fresh {
        *head.status_mut() = StatusCode::NOT_MODIFIED;
        head.headers_mut().remove(header::CONTENT_TYPE);
        return Ok(ServiceResponse::new(http_request, head.set_body(BoxBody::new(()))).map_into_right_body());
    }
    Ok(ServiceResponse::new(http_request, head.set_body(BoxBody::new(bytes))).map_into_right_body())
}

/// Counts the request; an address that calls too fast is put off. Calls from this very machine are counted only: they are its own, or
/// those of a proxy that nobody told us about and that speaks for many.
pub async fn pace<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, ActixError> {
    let address = client_address(request.request());
    let allowance = request.app_data::<Data<AppState>>().and_then(|state| state.pace.take(address));
    if let Some(allowance) = allowance {
        // For the envelope, which speaks in every case.
        request.extensions_mut().insert(allowance);
        if let Some(wait) = allowance.wait.filter(|_| !address.to_canonical().is_loopback()) {
            return Err(Error::TooManyRequests(wait).into());
        }
    }
    next.call(request).await
}

/// What is left for an address, as in draft-ietf-httpapi-ratelimit-headers-10.
fn say_allowance(headers: &mut HeaderMap, allowance: Allowance) {
    let policy = format!("\"requests\";q={};w={}", allowance.most, pace::WINDOW.as_secs());
    let seconds = allowance.whole_again().as_secs_f64().ceil();
    let state = format!("\"requests\";r={};t={seconds}", allowance.left);
    for (name, value) in [("ratelimit-policy", policy), ("ratelimit", state)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}

fn enveloped<B: MessageBody + 'static>(
    response: ServiceResponse<B>,
    id: &str,
) -> ServiceResponse<EitherBody<B, BoxBody>> {
    let status = response.status();
    let shaped = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == PROBLEM_JSON);
    if let Some(rendered) = response.response().error().and_then(|error| from_error(error, id)) {
        return swap(response, rendered);
    }
    // Pages of the app answer 404 with HTML on purpose; they have no error attached and a body of their own.
    let html = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/"));
    // A range beyond a file's end says all there is to say in its headers.
    if (status.is_client_error() || status.is_server_error())
        && status != StatusCode::RANGE_NOT_SATISFIABLE
        && !shaped
        && (!html || response.response().error().is_some())
    {
        return swap(response, problem::render_status(status, id));
    }
    response.map_into_left_body()
}

fn from_error(error: &ActixError, id: &str) -> Option<HttpResponse> {
    let error = error.as_error::<Error>()?;
    match error {
        Error::Internal(cause) => tracing::error!(request.id = id, error = format!("{cause:#}"), "a request failed"),
        Error::Unavailable(cause, _) => tracing::warn!(request.id = id, cause, "a request was put off"),
        _ => {}
    }
    Some(problem::render(error, id))
}

/// Puts the rendered problem in place, keeping what other layers said in headers, but for what they said of their own body.
fn swap<B: MessageBody + 'static>(
    response: ServiceResponse<B>,
    rendered: HttpResponse,
) -> ServiceResponse<EitherBody<B, BoxBody>> {
    let (request, old) = response.into_parts();
    let mut new = rendered.map_into_right_body();
    for (name, value) in old.headers() {
        let of_the_body = [header::CONTENT_LENGTH, header::CONTENT_ENCODING].contains(name);
        if !new.headers().contains_key(name) && !of_the_body {
            new.headers_mut().append(name.clone(), value.clone());
        }
    }
    ServiceResponse::new(request, new)
}
