//! Pictures that people like.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The state after liking a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LikeState {
    /// The post.
    pub post_id: Uuid,
    /// Whether the asker likes it now.
    pub liked: bool,
    /// How many people do.
    pub like_count: u32,
}
