//! Imagime's page: a picture, its songs, and a player that goes on while you browse.
#![expect(clippy::large_types_passed_by_value, reason = "a bundle of signals is a handle, made to be copied")]

mod api;
mod app;
mod components;
mod layouts;
mod pages;
mod state;
mod text;

fn main() {
    console_error_panic_hook::set_once();
    app::start();
}
