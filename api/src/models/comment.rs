//! Comments.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::schema::comments;

/// A comment.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = comments, check_for_backend(diesel::pg::Pg))]
pub struct CommentRow {
    /// Id; UUIDv7, so its order is that of time.
    pub id: Uuid,
    /// The post it is about.
    pub post_id: Uuid,
    /// Who wrote it.
    pub user_id: Uuid,
    /// What it says.
    pub body: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When its author last changed it.
    pub edited_at: Option<DateTime<Utc>>,
}

/// A comment to insert.
#[derive(Debug, Insertable)]
#[diesel(table_name = comments)]
pub struct NewComment {
    /// Id.
    pub id: Uuid,
    /// The post it is about.
    pub post_id: Uuid,
    /// Who writes it.
    pub user_id: Uuid,
    /// What it says.
    pub body: String,
}
