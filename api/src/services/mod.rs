//! What the product does, one file a resource. A service owns its transactions and calls no other service.

pub mod account;
pub mod auth;
pub mod comments;
pub mod favorites;
pub mod folder;
pub mod follows;
pub mod instance;
pub mod likes;
pub mod link_cards;
pub mod media;
pub mod metrics;
pub mod playlist_export;
pub mod playlist_songs;
pub mod playlists;
pub mod posts;
pub mod progress;
pub mod refresh;
pub mod rematch;
pub mod shares;
pub mod similar;
pub mod songs;
pub mod sweep;
pub mod understanding;
pub mod users;
pub mod votes;
pub mod waiting;
