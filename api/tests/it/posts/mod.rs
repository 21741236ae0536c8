//! Posts and their songs.

mod bad_input;
mod create;
mod delete;
mod feed;
mod idempotency;
mod rematch;
mod rematch_progress;
mod songs;
mod update;
mod visibility;
mod votes;
