//! The browser's tests: people's stories, told by role and name.

mod acts;
mod addresses;
mod bad_uploads;
mod comments;
mod decide;
mod discover;
mod follows;
mod keyboard;
mod likes;
mod link;
mod lists;
mod outside;
mod pages;
mod playlists;
mod power_cut;
mod private;
mod search;
mod session;
mod settings;
mod shares;
mod similar;
mod visitor;
mod votes;
mod whole_flow;
