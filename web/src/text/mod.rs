//! Every string of the page, by section: one place to translate.

pub mod account;
pub mod discover;
pub mod fit;
pub mod lists;
pub mod people;
pub mod playlist;
pub mod post;
pub mod search;
pub mod share;
pub mod shell;
pub mod sources;
pub mod tokens;
