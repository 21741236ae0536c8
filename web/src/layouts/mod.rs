//! The frame around every page.

mod bottom_bar;
mod focus;
mod keys;
mod offline;
mod player_bar;
mod playlist_dialog;
mod seek;
mod shell;
mod top_bar;
mod wave;

pub use shell::Shell;
