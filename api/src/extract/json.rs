//! JSON bodies, paths and queries: whatever cannot be read becomes one of our errors.

use std::{future::Future, pin::Pin, time::Duration};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    error::{JsonPayloadError, PathError},
    http::header,
    web,
};
use imagime_shared::{error::FieldError, field, validation::JSON_BYTES};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tokio::time::timeout;

use crate::error::{Error, Result};

/// A JSON body that takes longer than this is given up.
const PATIENCE: Duration = Duration::from_secs(10);

/// A JSON body of a known shape.
#[derive(Clone, Debug)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = std::result::Result<Self, actix_web::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        // serde reads a list as the fields of a struct in order; a body is an object.
        let json = web::Json::<Map<String, Value>>::from_request(request, payload);
        Box::pin(async move { Ok(Self(shape(in_time(json).await?.into_inner())?)) })
    }
}

/// The same for a call whose body may be left out, or be null.
#[derive(Clone, Debug)]
pub struct OptionalBody<T>(pub T);

impl<T: DeserializeOwned + Default + 'static> FromRequest for OptionalBody<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = std::result::Result<Self, actix_web::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let has_length = request.headers().get(header::CONTENT_LENGTH).is_some_and(|length| length != "0");
        if !(has_length || request.headers().contains_key(header::TRANSFER_ENCODING)) {
            return Box::pin(async { Ok(Self(T::default())) });
        }
        let json = web::Json::<Option<Map<String, Value>>>::from_request(request, payload);
        Box::pin(async move { Ok(Self(in_time(json).await?.into_inner().map(shape).transpose()?.unwrap_or_default())) })
    }
}

/// The same, read as JSON whatever its type is said to be.
#[derive(Clone, Debug)]
pub struct UntypedBody<T>(pub T);

impl<T: DeserializeOwned + Default + 'static> FromRequest for UntypedBody<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = std::result::Result<Self, actix_web::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let bytes = web::Bytes::from_request(request, payload);
        Box::pin(async move { Ok(Self(optional_json(&in_time(bytes).await?)?)) })
    }
}

/// Whoever sends a small body byte by byte holds a connection for as long as they like; not here.
async fn in_time<T>(
    reading: impl Future<Output = std::result::Result<T, actix_web::Error>>,
) -> std::result::Result<T, actix_web::Error> {
    timeout(PATIENCE, reading).await.map_err(|_elapsed| Error::TooSlow)?
}

fn shape<T: DeserializeOwned>(body: Map<String, Value>) -> Result<T> {
    T::deserialize(Value::Object(body)).map_err(|cause| Error::Validation(vec![data_error(&cause.to_string())]))
}

/// How JSON bodies are read.
pub fn json_config() -> web::JsonConfig {
    web::JsonConfig::default().limit(JSON_BYTES).error_handler(|error, _| json_error(&error).into())
}

/// How path parameters are read: one that cannot be read names nothing.
pub fn path_config() -> web::PathConfig {
    web::PathConfig::default().error_handler(|_: PathError, _| Error::NotFound.into())
}

fn json_error(error: &JsonPayloadError) -> Error {
    match error {
        JsonPayloadError::Overflow { .. } | JsonPayloadError::OverflowKnownLength { .. } => {
            Error::TooLarge("A JSON body has at most 64 KB.".into())
        }
        JsonPayloadError::ContentType => {
            Error::UnsupportedMediaType("Send JSON with Content-Type: application/json.".into())
        }
        JsonPayloadError::Deserialize(cause) if cause.is_data() => {
            Error::Validation(vec![data_error(&cause.to_string())])
        }
        JsonPayloadError::Deserialize(cause) => Error::BadRequest(format!("The body is not valid JSON: {cause}.")),
        other => Error::BadRequest(format!("The body cannot be read: {other}.")),
    }
}

/// serde names the field between backticks in "missing field `x`" and "unknown field `x`".
fn data_error(cause: &str) -> FieldError {
    let named = cause.split('`').nth(1).unwrap_or(field::BODY);
    let (field, code) = match cause {
        text if text.starts_with("missing field") => (named, "required"),
        text if text.starts_with("unknown field") => (named, "unknown"),
        _ => (field::BODY, "invalid"),
    };
    let sentence = cause.split(" at line ").next().unwrap_or(cause);
    FieldError::new(field, code, format!("The body does not have the right shape: {sentence}."))
}

/// Reads nothing as the default and a body as JSON.
fn optional_json<T: DeserializeOwned + Default>(bytes: &[u8]) -> Result<T> {
    if bytes.len() > JSON_BYTES {
        return Err(json_error(&JsonPayloadError::Overflow { limit: JSON_BYTES }));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(T::default());
    }
    let unreadable = |cause| json_error(&JsonPayloadError::Deserialize(cause));
    let body: Option<Map<String, Value>> = serde_json::from_slice(bytes).map_err(unreadable)?;
    body.map_or_else(|| Ok(T::default()), shape)
}
