//! What people say about a picture.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Timestamp, user::Author};

/// A comment on a post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Comment {
    /// The comment's id.
    pub id: Uuid,
    /// The post it is about.
    pub post_id: Uuid,
    /// Who wrote it.
    pub author: Author,
    /// Plain text of 1 to 2,000 characters; may have line breaks.
    pub body: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// When its author last changed it; null while they did not.
    pub edited_at: Option<Timestamp>,
}

/// A single comment.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommentResponse {
    /// The comment.
    pub comment: Comment,
}

/// A page of comments.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommentList {
    /// The comments of this page.
    pub comments: Vec<Comment>,
    /// Where the next page begins; null at the end.
    pub next_cursor: Option<String>,
}

/// What somebody writes: `POST /posts/{id}/comments` and `PATCH /comments/{id}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(example = json!({"body": "The light in this one!"})))]
#[serde(deny_unknown_fields)]
pub struct CommentBody {
    /// Plain text of 1 to 2,000 characters; no control characters but line breaks and tabs, surrounding space is dropped.
    #[cfg_attr(
        feature = "openapi",
        schema(
            min_length = 1,
            max_length = 2000,
            pattern = "^[\\u0009-\\u000d\\u0085]*[^\\u0000-\\u0008\\u000b-\\u000c\\u000e-\\u001f\\u007f-\\u009f]*[\\u0009-\\u000d\\u0085]*$"
        )
    )]
    pub body: String,
}

/// Order of a list of comments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CommentSort {
    /// Written last, first.
    #[default]
    Newest,
    /// Written first, first.
    Oldest,
}

impl CommentSort {
    /// The word used on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
        }
    }
}
