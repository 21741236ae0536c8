//! The only place that knows HTTP: one file per resource over one client.

pub mod auth;
mod client;
pub mod comments;
pub mod events;
pub mod favorites;
pub mod instance;
pub mod keywords;
pub mod likes;
pub mod me;
pub mod personal_tokens;
pub mod playlists;
pub mod posts;
pub mod recommendations;
pub mod search;
pub mod shares;
pub mod songs;
pub mod sound;
mod token;
pub mod upload;
pub mod users;
pub mod votes;

pub use client::ApiError;
pub use token::on_session_end;
