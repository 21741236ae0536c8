//! Every string of the page, by section: one place to translate.

pub mod account;
pub mod fit;
pub mod people;
pub mod post;
pub mod shell;
pub mod sources;
