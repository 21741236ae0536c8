//! Imagime's page: a picture, its songs, and a player that goes on while you browse.

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
