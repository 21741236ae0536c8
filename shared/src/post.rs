//! Pictures and what is understood of them.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[cfg(feature = "openapi")]
use crate::mood::SentMood;
use crate::{Timestamp, song::Song, user::Author};

pub use crate::mood::MoodPoint;

/// Who may see a post.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Everybody; stands in the feed.
    #[default]
    Public,
    /// Everybody who has the address.
    Unlisted,
    /// The owner alone.
    Private,
}

impl Visibility {
    /// All of them, most open first.
    pub const ALL: [Self; 3] = [Self::Public, Self::Unlisted, Self::Private];

    /// The word used on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Unlisted => "unlisted",
            Self::Private => "private",
        }
    }

    /// Reads the word used on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.as_str() == text)
    }
}

/// How far the work on a post has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PostStatus {
    /// Accepted; the work waits for its turn.
    Pending,
    /// The picture is being looked at.
    Analyzing,
    /// Songs are being chosen.
    Matching,
    /// Done, perhaps with notices.
    Ready,
    /// The picture could not be processed.
    Failed,
}

impl PostStatus {
    /// The word used on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Analyzing => "analyzing",
            Self::Matching => "matching",
            Self::Ready => "ready",
            Self::Failed => "failed",
        }
    }

    /// Reads the word used on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Pending, Self::Analyzing, Self::Matching, Self::Ready, Self::Failed]
            .into_iter()
            .find(|s| s.as_str() == text)
    }

    /// True when nothing more will happen by itself.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Ready | Self::Failed)
    }
}

/// A word for a picture with its weight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Keyword {
    /// The word or short phrase.
    pub keyword: String,
    /// Weight, 0 to 1.
    pub score: f32,
}

/// How a picture feels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mood {
    /// Unpleasant to pleasant, -1 to 1.
    pub valence: f32,
    /// Still to stirring, -1 to 1.
    pub arousal: f32,
    /// One to three words for it.
    pub words: Vec<String>,
}

/// One stored size of a picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImageVariant {
    /// Address that works without headers.
    pub url: String,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// A picture in all its sizes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PostImage {
    /// Address of the largest size.
    pub url: String,
    /// Width of the upright original in pixels.
    pub width: u32,
    /// Height of the upright original in pixels.
    pub height: u32,
    /// ThumbHash placeholder, base64.
    pub thumbhash: String,
    /// Narrowest first.
    pub variants: Vec<ImageVariant>,
}

/// Who understood the picture, and how sure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnalysisInfo {
    /// Source of the keywords ("local", "everypixel").
    pub source: String,
    /// True when only colour and light could be named.
    pub abstained: bool,
    /// When the picture was looked at.
    pub analyzed_at: Timestamp,
}

/// Something the reader should know about a post; nothing is lost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notice {
    /// `no_keywords`, `no_matching_songs`, `source_unavailable` or `mood_only`.
    pub code: String,
    /// The source it is about, if one.
    pub source: Option<String>,
    /// A sentence for people.
    pub message: String,
}

/// Why a picture could not be processed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Failure {
    /// Stable code.
    pub code: String,
    /// A sentence for people.
    pub message: String,
}

/// A picture with what is understood of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Post {
    /// The post's id.
    pub id: Uuid,
    /// Who posted it.
    pub author: Author,
    /// What the author says, up to 2,000 characters.
    pub description: String,
    /// Description for people who do not see the picture, up to 1,000 characters.
    pub alt_text: String,
    /// Who may see it.
    pub visibility: Visibility,
    /// Shown blurred until asked for.
    pub sensitive: bool,
    /// Whether outside analysers may look at the picture even while it is private; others they may look at anyway.
    #[serde(default)]
    pub outside_analysis: bool,
    /// How far the work has come.
    pub status: PostStatus,
    /// Strongest first.
    pub keywords: Vec<Keyword>,
    /// Null until the picture was looked at.
    pub mood: Option<Mood>,
    /// Up to five colours, most important first, as `#rrggbb`.
    pub palette: Vec<String>,
    /// The picture.
    pub image: PostImage,
    /// Server-sent events of this post, with a 15-minute ticket. Null for whoever sees the post by a link alone.
    pub events_url: Option<String>,
    /// Songs found so far.
    pub song_count: u32,
    /// Comments.
    pub comment_count: u32,
    /// Likes.
    pub like_count: u32,
    /// Whether the asker likes it.
    pub liked: bool,
    /// The best fitting song, for cards; null until there is one.
    pub top_song: Option<Song>,
    /// When it was posted.
    pub created_at: Timestamp,
    /// When its text or visibility last changed.
    pub updated_at: Timestamp,
    /// Null until the picture was looked at.
    pub analysis: Option<AnalysisInfo>,
    /// Things to know.
    pub notices: Vec<Notice>,
    /// Set only when the status is `failed`.
    pub failure: Option<Failure>,
}

/// A single post.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PostResponse {
    /// The post.
    pub post: Post,
}

/// A page of posts.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PostList {
    /// The posts of this page.
    pub posts: Vec<Post>,
    /// Where the next page begins; null at the end.
    pub next_cursor: Option<String>,
}

/// Order of `GET /posts`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PostSort {
    /// Newest first.
    #[default]
    New,
    /// Most likes first, of the posts of a period.
    Top,
    /// What people like and talk about now.
    Hot,
}

impl PostSort {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::New, Self::Hot, Self::Top];

    /// The word used on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Top => "top",
            Self::Hot => "hot",
        }
    }

    /// Reads the word used on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == text)
    }
}

/// How old a post may be to be among the top ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// The last 24 hours.
    Day,
    /// The last 7 days.
    Week,
    /// The last 30 days.
    Month,
    /// Any age.
    #[default]
    All,
}

impl Period {
    /// All of them, shortest first.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::All];

    /// The word used on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::All => "all",
        }
    }

    /// Reads the word used on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.as_str() == text)
    }
}

/// `PATCH /posts/{id}`: only the fields that are sent change.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(example = json!({"description": "The first cup", "visibility": "unlisted"})))]
#[serde(deny_unknown_fields)]
pub struct UpdatePost {
    /// New words of the author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(
            max_length = 2000,
            pattern = "^[\\u0009-\\u000d\\u0085]*[^\\u0000-\\u0008\\u000b-\\u000c\\u000e-\\u001f\\u007f-\\u009f]*[\\u0009-\\u000d\\u0085]*$"
        )
    )]
    pub description: Option<String>,
    /// New description for people who do not see the picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(
            max_length = 1000,
            pattern = "^[\\u0009-\\u000d\\u0085]*[^\\u0000-\\u0008\\u000b-\\u000c\\u000e-\\u001f\\u007f-\\u009f]*[\\u0009-\\u000d\\u0085]*$"
        )
    )]
    pub alt_text: Option<String>,
    /// Who may see it from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visibility: Option<Visibility>,
    /// Blurred until asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensitive: Option<bool>,
    /// Whether outside analysers may look at the picture even while it is private; counts the next time that it is looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside_analysis: Option<bool>,
}

/// A keyword the owner wants songs for: a word alone counts fully.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged, expecting = "a keyword is a word, or a word with its score")]
pub enum KeywordWish {
    /// The word alone.
    Word(String),
    /// The word and how much it counts, 0 to 1.
    Weighted(Keyword),
}

impl KeywordWish {
    /// The word and how much it counts.
    pub fn into_keyword(self) -> Keyword {
        match self {
            Self::Word(keyword) => Keyword { keyword, score: 1.0 },
            Self::Weighted(keyword) => keyword,
        }
    }
}

/// `POST /posts/{id}/rematch`: what the songs are to be chosen by from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(example = json!({"keywords": ["sea", {"keyword": "evening", "score": 0.4}], "mood": {"valence": 0.4, "arousal": -0.6}})))]
#[serde(deny_unknown_fields)]
pub struct Rematch {
    /// All keywords to use, at most 20 and up to 80 characters each; none leaves the choice to the mood.
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub keywords: Vec<KeywordWish>,
    /// The mood to use; the post's own when left out.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<SentMood>))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mood: Option<MoodPoint>,
}
