//! Accounts, sessions and tokens.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Timestamp, user::Me};

/// What kind of client asks for a session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClientKind {
    /// A page in a browser: the refresh token comes as an HttpOnly cookie only.
    #[default]
    Browser,
    /// An application: the refresh token comes in the body, and no cookie is set.
    Native,
}

impl ClientKind {
    /// The word used on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Native => "native",
        }
    }

    /// Reads the word used on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Browser, Self::Native].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// `POST /auth/register`. The same fields may come as multipart with an optional file `image`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(example = json!({"username": "mira", "email": "mira@example.org", "password": "correct horse battery staple", "client": "native"})))]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// 3 to 30 letters, digits, `_`, `-` or `.`; unique without regard to case.
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 3, max_length = 30, pattern = "^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$")
    )]
    pub username: String,
    /// Mail address; unique without regard to case, never shown to others.
    #[cfg_attr(feature = "openapi", schema(format = "email", max_length = 254))]
    pub email: String,
    /// 8 to 256 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 8, max_length = 256, pattern = "^[^\\u0000]*$"))]
    pub password: String,
    /// Kind of client; `browser` when left out.
    #[serde(default)]
    pub client: ClientKind,
}

/// `POST /auth/login`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(example = json!({"login": "mira", "password": "correct horse battery staple", "client": "native"})))]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// User name or mail address.
    pub login: String,
    /// The password.
    pub password: String,
    /// Kind of client; `browser` when left out.
    #[serde(default)]
    pub client: ClientKind,
}

/// `POST /auth/refresh` and `POST /auth/logout` of native clients; browsers send their cookie and no body.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(example = json!({"refresh_token": "imr_lJ7cVhFdHnCk2b6o2mYdE5m0vJm2VYH0c1sQx8rTz3A"})))]
#[serde(deny_unknown_fields)]
pub struct RefreshRequest {
    /// The refresh token of a native client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
}

/// A session that was opened or renewed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuthResponse {
    /// Whose session it is.
    pub user: Me,
    /// JWT for `Authorization: Bearer`.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: String,
    /// Seconds until the access token ends.
    pub expires_in: u32,
    /// Only for native clients.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
}

/// `PUT /me/password`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(example = json!({"current_password": "correct horse battery staple", "new_password": "amber lantern over the sea"})))]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The password as it is.
    pub current_password: String,
    /// The password to be: 8 to 256 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 8, max_length = 256, pattern = "^[^\\u0000]*$"))]
    pub new_password: String,
}

/// `DELETE /me`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(example = json!({"password": "correct horse battery staple"})))]
#[serde(deny_unknown_fields)]
pub struct DeleteAccount {
    /// The password, once more.
    pub password: String,
}

/// One place where the account is logged in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// The session's id.
    pub id: Uuid,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it was last used, to the minute or so.
    pub last_used_at: Timestamp,
    /// What the client called itself.
    pub user_agent: Option<String>,
    /// True for the session that asks.
    pub current: bool,
}

/// `GET /me/sessions`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionList {
    /// Newest first.
    pub sessions: Vec<Session>,
    /// Where the next page begins; null on the last.
    pub next_cursor: Option<String>,
}
