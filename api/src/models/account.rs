//! Users, sessions, refresh tokens.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::schema::{refresh_tokens, sessions, users};

/// A user.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(diesel::pg::Pg))]
pub struct UserRow {
    /// Id.
    pub id: Uuid,
    /// Name in addresses.
    pub username: String,
    /// Mail address.
    pub email: String,
    /// bcrypt.
    pub password_hash: String,
    /// Chosen name to show, or empty.
    pub display_name: String,
    /// A few words about themselves.
    pub bio: String,
    /// Whether others may see what they keep.
    pub favorites_public: bool,
    /// Those who follow them.
    pub follower_count: i32,
    /// Those whom they follow.
    pub following_count: i32,
    /// Their posts as others see them.
    pub post_count: i32,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
}

/// A user to insert.
#[derive(Debug, Insertable)]
#[diesel(table_name = users)]
pub struct NewUser<'a> {
    /// Id.
    pub id: Uuid,
    /// Name in addresses.
    pub username: &'a str,
    /// Mail address.
    pub email: &'a str,
    /// bcrypt.
    pub password_hash: &'a str,
}

/// What changes in a user.
#[derive(Debug, Default, AsChangeset)]
#[diesel(table_name = users)]
pub struct UserChanges {
    /// Name in addresses.
    pub username: Option<String>,
    /// Mail address.
    pub email: Option<String>,
    /// Name to show.
    pub display_name: Option<String>,
    /// Words about themselves.
    pub bio: Option<String>,
    /// Whether others may see what they keep.
    pub favorites_public: Option<bool>,
    /// Now.
    pub updated_at: Option<DateTime<Utc>>,
}

/// A session.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = sessions, check_for_backend(diesel::pg::Pg))]
pub struct SessionRow {
    /// Id.
    pub id: Uuid,
    /// Whose it is.
    pub user_id: Uuid,
    /// `browser` or `native`.
    pub kind: String,
    /// What the client called itself.
    pub user_agent: Option<String>,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub last_used_at: DateTime<Utc>,
}

/// A session to insert.
#[derive(Debug, Insertable)]
#[diesel(table_name = sessions)]
pub struct NewSession<'a> {
    /// Id.
    pub id: Uuid,
    /// Whose it is.
    pub user_id: Uuid,
    /// `browser` or `native`.
    pub kind: &'a str,
    /// What the client called itself.
    pub user_agent: Option<&'a str>,
}

/// A refresh token.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = refresh_tokens, check_for_backend(diesel::pg::Pg))]
pub struct RefreshTokenRow {
    /// The session it renews.
    pub session_id: Uuid,
    /// When it ends unused.
    pub expires_at: DateTime<Utc>,
    /// When it was exchanged.
    pub used_at: Option<DateTime<Utc>>,
}
