//! Posts and their keywords.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::schema::{post_keywords, posts};

/// A post.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = posts, check_for_backend(diesel::pg::Pg))]
pub struct PostRow {
    /// Id; UUIDv7, so its order is that of time.
    pub id: Uuid,
    /// The owner.
    pub user_id: Uuid,
    /// What the owner says.
    pub description: String,
    /// For people who do not see the picture.
    pub alt_text: String,
    /// `public`, `unlisted` or `private`.
    pub visibility: String,
    /// Blurred until asked for.
    pub sensitive: bool,
    /// `pending` to `ready` or `failed`.
    pub status: String,
    /// Set when failed.
    pub failure_code: Option<String>,
    /// Set when failed.
    pub failure_message: Option<String>,
    /// HMAC of the picture's bytes.
    pub image_key: Vec<u8>,
    /// Width of the upright original in pixels.
    pub width: i32,
    /// Height of the upright original in pixels.
    pub height: i32,
    /// ThumbHash placeholder.
    pub thumbhash: Vec<u8>,
    /// `#rrggbb`, most important first.
    pub palette: Vec<String>,
    /// -1 to 1, once looked at.
    pub valence: Option<f32>,
    /// -1 to 1, once looked at.
    pub arousal: Option<f32>,
    /// Words for the mood.
    pub mood_words: Vec<String>,
    /// Who looked at it.
    pub analysis_source: Option<String>,
    /// Only colour and light could be named.
    pub abstained: bool,
    /// When it was looked at.
    pub analyzed_at: Option<DateTime<Utc>>,
    /// Array of notices.
    pub notices: Value,
    /// Counts the lists of songs made for it; the newest is shown.
    pub match_generation: i32,
    /// Counts the lists that were asked for; ahead of the other while songs are chosen.
    pub wanted_generation: i32,
    /// Songs in the newest list.
    pub song_count: i32,
    /// Comments on it.
    pub comment_count: i32,
    /// Likes of it.
    pub like_count: i32,
    /// When it was posted.
    pub created_at: DateTime<Utc>,
    /// When its text or visibility changed.
    pub updated_at: DateTime<Utc>,
    /// Outside analysers may look at it although it is private.
    pub outside_analysis: bool,
    /// Outside sources whose answer may still come.
    pub waiting_for: Vec<String>,
}

/// A post to insert.
#[derive(Debug, Insertable)]
#[diesel(table_name = posts)]
pub struct NewPost {
    /// Id.
    pub id: Uuid,
    /// The owner.
    pub user_id: Uuid,
    /// What the owner says.
    pub description: String,
    /// For people who do not see the picture.
    pub alt_text: String,
    /// `public`, `unlisted` or `private`.
    pub visibility: &'static str,
    /// Blurred until asked for.
    pub sensitive: bool,
    /// `pending`.
    pub status: &'static str,
    /// HMAC of the picture's bytes.
    pub image_key: Vec<u8>,
    /// Width of the upright original in pixels.
    pub width: i32,
    /// Height of the upright original in pixels.
    pub height: i32,
    /// ThumbHash placeholder.
    pub thumbhash: Vec<u8>,
    /// `#rrggbb`, most important first.
    pub palette: Vec<String>,
    /// Outside analysers may look at it although it is private.
    pub outside_analysis: bool,
    /// The time of its id.
    pub created_at: DateTime<Utc>,
}

/// What its owner changes in a post.
#[derive(Debug, Default, AsChangeset)]
#[diesel(table_name = posts)]
pub struct PostChanges {
    /// What the owner says.
    pub description: Option<String>,
    /// For people who do not see the picture.
    pub alt_text: Option<String>,
    /// `public`, `unlisted` or `private`.
    pub visibility: Option<&'static str>,
    /// Blurred until asked for.
    pub sensitive: Option<bool>,
    /// Outside analysers may look at it although it is private.
    pub outside_analysis: Option<bool>,
    /// Now.
    pub updated_at: Option<DateTime<Utc>>,
}

/// A word of a post.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = post_keywords, check_for_backend(diesel::pg::Pg))]
pub struct KeywordRow {
    /// The post.
    pub post_id: Uuid,
    /// Place, strongest first.
    pub position: i32,
    /// The word.
    pub keyword: String,
    /// 0 to 1.
    pub score: f32,
    /// `object`, `scene`, `colour` or `user`.
    pub kind: String,
}
