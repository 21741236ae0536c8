//! People: what others see of them and what they see of themselves.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Timestamp;

/// A person beside something they made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Author {
    /// The user's id.
    pub id: Uuid,
    /// Name in addresses.
    pub username: String,
    /// Name to show; the user name when none was chosen.
    pub display_name: String,
    /// Small square picture, if there is one.
    pub avatar_url: Option<String>,
}

/// A public profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Profile {
    /// The user's id.
    pub id: Uuid,
    /// Name in addresses.
    pub username: String,
    /// Name to show.
    pub display_name: String,
    /// A few words about themselves.
    pub bio: String,
    /// Square picture, if there is one.
    pub avatar_url: Option<String>,
    /// Whether `/users/{username}/favorites` answers.
    pub favorites_public: bool,
    /// How many people follow them.
    pub follower_count: u32,
    /// How many people they follow.
    pub following_count: u32,
    /// How many public pictures with songs they posted.
    pub post_count: u32,
    /// Whether the asker follows them.
    pub followed_by_me: bool,
    /// When the account was made.
    pub created_at: Timestamp,
}

/// `GET /users/{username}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProfileResponse {
    /// The profile.
    pub user: Profile,
}

/// A page of people.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserList {
    /// The people of this page.
    pub users: Vec<Profile>,
    /// Where the next page begins; null at the end.
    pub next_cursor: Option<String>,
}

/// The state after following somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FollowState {
    /// Whom it is about.
    pub username: String,
    /// Whether the asker follows them now.
    pub followed_by_me: bool,
    /// How many people do.
    pub follower_count: u32,
}

/// A user as they see themselves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// The user's id.
    pub id: Uuid,
    /// Name in addresses.
    pub username: String,
    /// Mail address.
    pub email: String,
    /// Name to show.
    pub display_name: String,
    /// A few words about themselves.
    pub bio: String,
    /// Square picture, if there is one.
    pub avatar_url: Option<String>,
    /// Whether others may see what this user keeps.
    pub favorites_public: bool,
    /// When the account was made.
    pub created_at: Timestamp,
}

/// `GET`, `PATCH /me` and the avatar calls.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeResponse {
    /// The user.
    pub user: Me,
}

/// `PATCH /me`: only the fields that are sent change.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(example = json!({"display_name": "Mira", "bio": "Takes pictures of the sea.", "favorites_public": true})))]
#[serde(deny_unknown_fields)]
pub struct UpdateMe {
    /// New name in addresses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 3, max_length = 30, pattern = "^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$")
    )]
    pub username: Option<String>,
    /// New mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = "email", max_length = 254))]
    pub email: Option<String>,
    /// New name to show, up to 50 characters; empty for the user name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(
            max_length = 50,
            pattern = "^[\\u0009-\\u000d\\u0085]*[^\\u0000-\\u001f\\u007f-\\u009f]*[\\u0009-\\u000d\\u0085]*$"
        )
    )]
    pub display_name: Option<String>,
    /// New words about themselves, up to 500 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(
            max_length = 500,
            pattern = "^[\\u0009-\\u000d\\u0085]*[^\\u0000-\\u0008\\u000b-\\u000c\\u000e-\\u001f\\u007f-\\u009f]*[\\u0009-\\u000d\\u0085]*$"
        )
    )]
    pub bio: Option<String>,
    /// Whether others may see what this user keeps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub favorites_public: Option<bool>,
}
