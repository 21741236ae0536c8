//! Links that open a post without an account.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// A link to one post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Share {
    /// 128 random bits as 22 letters.
    pub slug: String,
    /// The link to pass on: the page that shows the post.
    pub url: String,
    /// When it ends by itself; null for never.
    pub expires_at: Option<Timestamp>,
    /// How often it was opened.
    pub visit_count: u64,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A single link.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShareResponse {
    /// The link.
    pub share: Share,
}

/// `GET /posts/{id}/shares`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShareList {
    /// Those that have not ended, newest first.
    pub shares: Vec<Share>,
    /// Where the next page begins; null on the last.
    pub next_cursor: Option<String>,
}

/// `POST /posts/{id}/shares`; may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(example = json!({"expires_at": "2030-01-31T09:30:00Z"})))]
#[serde(deny_unknown_fields)]
pub struct CreateShare {
    /// When it is to end by itself, in the future; never when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub expires_at: Option<Timestamp>,
}
