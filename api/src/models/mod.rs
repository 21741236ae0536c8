//! Rows as they stand in the tables.

mod account;
mod comment;
mod folder;
mod media;
mod playlist;
mod post;
mod share;
mod song;
mod token;

pub use account::{NewSession, NewUser, RefreshTokenRow, SessionRow, UserChanges, UserRow};
pub use comment::{CommentRow, NewComment};
pub use folder::{ArtSource, KnownTrack, NewTrack, TrackFile, TrackHit};
pub use media::{MediaRow, NewMedia};
pub use playlist::{NewPlaylist, PlaylistChanges, PlaylistRow, PlaylistSongRow};
pub use post::{KeywordRow, NewPost, PostChanges, PostRow};
pub use share::ShareRow;
pub use song::{FavoriteRow, NewPostSong, NewSong, PostSongRow, SongRow};
pub use token::{NewToken, TokenRow};
