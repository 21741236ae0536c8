//! Links to posts.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::schema::shares;

/// A link that opens a post.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = shares, check_for_backend(diesel::pg::Pg))]
pub struct ShareRow {
    /// 128 random bits.
    pub id: Uuid,
    /// The post.
    pub post_id: Uuid,
    /// When it ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// How often it was opened, but for the last moment.
    pub visit_count: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}
