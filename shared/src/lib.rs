//! The contract between Imagime's API and its clients: request and response types, paths, limits, validation.
//!
//! Pure data: builds for wasm32, knows neither the database nor HTTP libraries. Times are RFC 3339 UTC strings, so that a
//! page can hand them to `Intl` without a date library.

pub mod auth;
pub mod comment;
pub mod error;
pub mod event;
pub mod favorite;
pub mod field;
pub mod header;
pub mod instance;
pub mod keyword;
pub mod like;
mod mood;
pub mod notice;
pub mod page;
pub mod pages;
pub mod paths;
pub mod playlist;
pub mod post;
pub mod query;
pub mod recommendation;
pub mod search;
pub mod share;
pub mod song;
pub mod source;
pub mod token;
pub mod user;
pub mod validation;

/// RFC 3339 time in UTC, for example `2026-01-31T09:30:00.123Z`.
pub type Timestamp = String;
