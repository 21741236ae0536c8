//! Imagime's server as a library: the binary and the tests start the same application.

pub mod commands;
pub mod config;
pub mod cursor;
pub mod db;
pub mod error;
pub mod events;
pub mod extract;
pub mod hashing;
pub mod models;
pub mod music;
pub mod pictures;
pub mod previews;
pub mod queue;
pub mod repositories;
pub mod routes;
mod schema;
pub mod security;
pub mod services;
pub mod song_rows;
pub mod startup;
pub mod state;
pub mod storage;
pub mod telemetry;
pub mod throttle;
pub mod views;
pub mod worker;
