//! All SQL: plain functions over a connection. No HTTP error, no DTO.

pub mod analyses;
pub mod comments;
pub mod embeddings;
pub mod export;
pub mod favorites;
pub mod folder_tracks;
pub mod follows;
pub mod idempotency;
pub mod keywords;
pub mod likes;
pub mod login_attempts;
pub mod media;
pub mod personal_tokens;
pub mod playlist_songs;
pub mod playlists;
pub mod post_lists;
pub mod posts;
pub mod rankings;
pub mod search;
pub mod sessions;
pub mod shares;
pub mod songs;
pub mod taste;
pub mod tombstones;
pub mod users;
pub mod votes;
