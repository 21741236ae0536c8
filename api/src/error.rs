//! What can go wrong, in the domain's words. `routes::problem` turns it into HTTP.

use std::time::Duration;

use diesel::result::{DatabaseErrorKind, Error as DieselError};
use imagime_shared::{error::FieldError, field, token::Scope};

/// Every failure that a client may hear of.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request cannot be read; the text says why.
    #[error("bad request: {0}")]
    BadRequest(String),
    /// The body did not come in time.
    #[error("too slow")]
    TooSlow,
    /// The cursor is not one that this list gave.
    #[error("invalid cursor")]
    InvalidCursor,
    /// No or no valid token.
    #[error("unauthorized: {0}")]
    Unauthorized(&'static str),
    /// Name or password is wrong.
    #[error("invalid credentials")]
    InvalidCredentials,
    /// A cookie route was called from another site.
    #[error("cross-site request")]
    CrossSite,
    /// The personal token lacks this scope, or no personal token may do this at all.
    #[error("insufficient scope")]
    InsufficientScope(Option<Scope>),
    /// There is no such thing, or it is not the asker's to see.
    #[error("not found")]
    NotFound,
    /// The path knows other methods, listed for `Allow`.
    #[error("method not allowed")]
    MethodNotAllowed(String),
    /// Somebody has this already.
    #[error("already taken: {0:?}")]
    AlreadyTaken(Vec<FieldError>),
    /// All of these songs are in the playlist already.
    #[error("already there")]
    AlreadyThere,
    /// The list holds other songs than were named.
    #[error("list changed")]
    ListChanged,
    /// The same request is being worked on.
    #[error("in flight")]
    InFlight,
    /// The picture is not understood yet, or cannot be; the text says which.
    #[error("not ready: {0}")]
    NotReady(&'static str),
    /// The Idempotency-Key was used for another request.
    #[error("idempotency mismatch")]
    IdempotencyMismatch,
    /// As many as one may have are there; the text names the limit.
    #[error("quota reached: {0}")]
    QuotaReached(String),
    /// It is not what the asker read any more.
    #[error("precondition failed")]
    PreconditionFailed,
    /// The list was made anew since the cursor was given.
    #[error("cursor expired")]
    CursorExpired,
    /// More than allowed; the text names the limit.
    #[error("too large: {0}")]
    TooLarge(String),
    /// Not a type that is understood.
    #[error("unsupported media type: {0}")]
    UnsupportedMediaType(String),
    /// Some fields are not as they should be.
    #[error("validation: {0:?}")]
    Validation(Vec<FieldError>),
    /// Too many requests; when to come again.
    #[error("too many requests")]
    TooManyRequests(Duration),
    /// Not now; when to come again.
    #[error("unavailable: {0}")]
    Unavailable(String, Duration),
    /// Our fault; logged with its cause chain, opaque to the client.
    #[error("internal: {0:#}")]
    Internal(anyhow::Error),
}

/// A result of the domain.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// True when the request was good and could not be served.
    pub fn is_ours(&self) -> bool {
        matches!(self, Self::Unavailable(..) | Self::Internal(_))
    }

    /// One field is not as it should be.
    pub fn field(field: &str, code: &str, message: impl Into<String>) -> Self {
        Self::Validation(vec![FieldError::new(field, code, message)])
    }

    /// The database does not answer.
    pub fn database_away(cause: &dyn std::fmt::Display) -> Self {
        Self::Unavailable(format!("database: {cause}"), Duration::from_secs(2))
    }
}

impl From<DieselError> for Error {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::NotFound => Self::NotFound,
            DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, ref info) => {
                taken(info.constraint_name()).unwrap_or_else(|| Self::Internal(anyhow::Error::new(error)))
            }
            DieselError::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, ref info) => {
                gone(info.constraint_name())
            }
            DieselError::DatabaseError(DatabaseErrorKind::ClosedConnection, ref info) => {
                Self::database_away(&info.message())
            }
            // PostgreSQL takes no text with NUL, so nothing bears such a name.
            DieselError::DatabaseError(_, ref info) if info.message().starts_with("invalid byte sequence") => {
                Self::NotFound
            }
            DieselError::DatabaseError(_, ref info) if is_passing(info.message()) => {
                Self::database_away(&info.message())
            }
            other => Self::Internal(anyhow::Error::new(other)),
        }
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

/// What a broken uniqueness means to the person who filled in the form.
fn taken(constraint: Option<&str>) -> Option<Error> {
    let (field, message) = match constraint? {
        "users_username_key" => (field::USERNAME, "Somebody has this name already. Try another."),
        "users_email_key" => (field::EMAIL, "There is an account with this address already. Log in instead?"),
        _ => return None,
    };
    Some(Error::AlreadyTaken(vec![FieldError::new(field, "taken", message)]))
}

/// Nothing is written that was not read before, so what something was to belong to went away in the meantime: mostly a post, or a
/// person; by these keys it was the asker's own account or session.
fn gone(constraint: Option<&str>) -> Error {
    let is_asker = ["_user_id_fkey", "_avatar_of_fkey", "_session_id_fkey"];
    match constraint {
        Some(name) if is_asker.iter().any(|key| name.ends_with(key)) => Error::Unauthorized("the account is gone"),
        _ => Error::NotFound,
    }
}

/// Messages of a server that stops, starts or protects itself: true when trying again later makes sense.
fn is_passing(message: &str) -> bool {
    [
        "terminating connection",
        "the database system is",
        "canceling statement due to",
        "deadlock detected",
        "server closed the connection",
        "no connection to the server",
        "could not receive data from server",
        "SSL connection has been closed",
        "too many clients",
    ]
    .iter()
    .any(|part| message.contains(part))
}
