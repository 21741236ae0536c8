//! Lists of songs that people put together themselves.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Timestamp, post::Visibility, song::Song, user::Author};

/// A playlist, without its songs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Playlist {
    /// The playlist's id.
    pub id: Uuid,
    /// Its name, 1 to 100 characters.
    #[cfg_attr(
        feature = "openapi",
        schema(
            min_length = 1,
            max_length = 100,
            pattern = "^[\\u0009-\\u000d\\u0085]*[^\\u0000-\\u001f\\u007f-\\u009f]*[\\u0009-\\u000d\\u0085]*$"
        )
    )]
    pub title: String,
    /// A few words about it, up to 2,000 characters.
    pub description: String,
    /// Who may see it.
    pub visibility: Visibility,
    /// Whose it is.
    pub owner: Author,
    /// The first picture among those its songs come from that the asker may see; null when there is none.
    pub cover_url: Option<String>,
    /// Songs in it.
    pub song_count: u32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its words or its songs last changed.
    pub updated_at: Timestamp,
}

/// A song of a playlist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaylistSong {
    /// The song.
    pub song: Song,
    /// The post it was added from; null when that is gone or not the asker's to see.
    pub post_id: Option<Uuid>,
    /// Whether the asker keeps the song.
    pub is_favorite: bool,
}

/// A playlist with a page of its songs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FullPlaylist {
    /// The playlist.
    #[serde(flatten)]
    pub playlist: Playlist,
    /// Its songs from the asked place on, in order.
    pub songs: Vec<PlaylistSong>,
}

/// A single playlist.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaylistResponse {
    /// The playlist.
    pub playlist: FullPlaylist,
    /// Where the next page of its songs begins; null at the end.
    pub next_cursor: Option<String>,
}

/// `GET /playlists`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaylistList {
    /// Those of this page, changed last first.
    pub playlists: Vec<Playlist>,
    /// Where the next page begins; null at the end.
    pub next_cursor: Option<String>,
}

/// `POST /playlists`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(example = json!({"title": "For the morning", "description": "With a cup", "visibility": "public"})))]
#[serde(deny_unknown_fields)]
pub struct CreatePlaylist {
    /// Its name, 1 to 100 characters.
    #[cfg_attr(
        feature = "openapi",
        schema(
            min_length = 1,
            max_length = 100,
            pattern = "^[\\u0009-\\u000d\\u0085]*[^\\u0000-\\u001f\\u007f-\\u009f]*[\\u0009-\\u000d\\u0085]*$"
        )
    )]
    pub title: String,
    /// A few words about it, up to 2,000 characters.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(
            max_length = 2000,
            pattern = "^[\\u0009-\\u000d\\u0085]*[^\\u0000-\\u0008\\u000b-\\u000c\\u000e-\\u001f\\u007f-\\u009f]*[\\u0009-\\u000d\\u0085]*$"
        )
    )]
    pub description: String,
    /// Who may see it; its owner alone when left out.
    #[serde(default = "private")]
    pub visibility: Visibility,
}

/// `POST /playlists/from-favorites` and `/playlists/from-post/{post_id}`; all of it may be left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(example = json!({"title": "Everything I keep"})))]
#[serde(deny_unknown_fields)]
pub struct CollectPlaylist {
    /// Its name, 1 to 100 characters; one that says where the songs are from when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(
            min_length = 1,
            max_length = 100,
            pattern = "^[\\u0009-\\u000d\\u0085]*[^\\u0000-\\u001f\\u007f-\\u009f]*[\\u0009-\\u000d\\u0085]*$"
        )
    )]
    pub title: Option<String>,
    /// A few words about it, up to 2,000 characters.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(
            max_length = 2000,
            pattern = "^[\\u0009-\\u000d\\u0085]*[^\\u0000-\\u0008\\u000b-\\u000c\\u000e-\\u001f\\u007f-\\u009f]*[\\u0009-\\u000d\\u0085]*$"
        )
    )]
    pub description: String,
    /// Who may see it; its owner alone when left out.
    #[serde(default = "private")]
    pub visibility: Visibility,
}

impl Default for CollectPlaylist {
    fn default() -> Self {
        Self { title: None, description: String::new(), visibility: private() }
    }
}

/// `PATCH /playlists/{id}`: only the fields that are sent change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(example = json!({"title": "For the evening"})))]
#[serde(deny_unknown_fields)]
pub struct UpdatePlaylist {
    /// New name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(
            min_length = 1,
            max_length = 100,
            pattern = "^[\\u0009-\\u000d\\u0085]*[^\\u0000-\\u001f\\u007f-\\u009f]*[\\u0009-\\u000d\\u0085]*$"
        )
    )]
    pub title: Option<String>,
    /// New words about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(
            max_length = 2000,
            pattern = "^[\\u0009-\\u000d\\u0085]*[^\\u0000-\\u0008\\u000b-\\u000c\\u000e-\\u001f\\u007f-\\u009f]*[\\u0009-\\u000d\\u0085]*$"
        )
    )]
    pub description: Option<String>,
    /// Who may see it from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visibility: Option<Visibility>,
}

/// `POST /playlists/{id}/songs`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(example = json!({"song_ids": ["0190b5d8-7c1e-7a34-9f52-3b1f0c8e2a11"], "post_id": "0190b5d8-1f2a-7b9c-8d3e-4a5b6c7d8e9f"})))]
#[serde(deny_unknown_fields)]
pub struct AddSongs {
    /// Songs to put at the end, in this order, 1 to 100.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 100))]
    pub song_ids: Vec<Uuid>,
    /// The post on which all of them stand, if they were found on one: the list leads back to it, and to none when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post_id: Option<Uuid>,
}

/// What adding songs led to.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddedSongs {
    /// The playlist as it is now.
    pub playlist: FullPlaylist,
    /// Where the next page of its songs begins; null at the end.
    pub next_cursor: Option<String>,
    /// Those that were added.
    pub added: Vec<Uuid>,
    /// Those that had been there before.
    pub already_there: Vec<Uuid>,
}

/// `PUT /playlists/{id}/songs`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(example = json!({"song_ids": ["0190b5d8-7c1e-7a34-9f52-3b1f0c8e2a11", "0190b5d8-90aa-7c55-8e01-77d2c4f1b0e3"]})))]
#[serde(deny_unknown_fields)]
pub struct ReorderSongs {
    /// All songs of the list, each once, in the order they are to have.
    #[cfg_attr(feature = "openapi", schema(max_items = 1000))]
    pub song_ids: Vec<Uuid>,
}

/// The form of an exported playlist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// JSON Shareable Playlist Format.
    #[default]
    Jspf,
    /// XML Shareable Playlist Format.
    Xspf,
}

impl ExportFormat {
    /// The word in addresses, and the file's ending.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Jspf => "jspf",
            Self::Xspf => "xspf",
        }
    }
}

/// What nobody said is to be public is not.
fn private() -> Visibility {
    Visibility::Private
}
