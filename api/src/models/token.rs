//! Personal access tokens.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::schema::personal_tokens;

/// A personal access token.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = personal_tokens, check_for_backend(diesel::pg::Pg))]
pub struct TokenRow {
    /// Id.
    pub id: Uuid,
    /// Whose it is.
    pub user_id: Uuid,
    /// What it is for.
    pub name: String,
    /// Whether it may read.
    pub can_read: bool,
    /// Whether it may change things.
    pub can_write: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// A token to insert.
#[derive(Debug, Insertable)]
#[diesel(table_name = personal_tokens)]
pub struct NewToken {
    /// Id.
    pub id: Uuid,
    /// Whose it is.
    pub user_id: Uuid,
    /// SHA-256 of the token.
    pub token_hash: Vec<u8>,
    /// What it is for.
    pub name: String,
    /// Whether it may read.
    pub can_read: bool,
    /// Whether it may change things.
    pub can_write: bool,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
}
