//! Posts and their songs.

mod bad_input;
mod create;
mod delete;
mod feed;
mod idempotency;
mod link;
mod lists;
mod moving_songs;
mod ranks;
mod rematch;
mod rematch_progress;
mod shares;
mod similar;
mod songs;
mod update;
mod visibility;
mod votes;
