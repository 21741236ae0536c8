//! Names of HTTP headers that both sides write, in lower case as they travel, and what stands in them.

/// What the client takes.
pub const ACCEPT: &str = "accept";
/// Who asks: `Bearer <token>`.
pub const AUTHORIZATION: &str = "authorization";
/// What the body is.
pub const CONTENT_TYPE: &str = "content-type";
/// Makes a repeat harmless: what was done once under a key is not done again.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// The last event that a client has seen.
pub const LAST_EVENT_ID: &str = "last-event-id";
/// Stands in the server's log too.
pub const REQUEST_ID: &str = "x-request-id";

/// The scheme of [`AUTHORIZATION`].
pub const BEARER: &str = "Bearer";
/// Media type of bodies.
pub const JSON: &str = "application/json";

/// What stands in [`AUTHORIZATION`] for a token.
pub fn bearer(token: &str) -> String {
    format!("{BEARER} {token}")
}
