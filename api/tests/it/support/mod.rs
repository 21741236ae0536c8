//! What the tests have in common: the application, its client, its database, and things to send.

pub mod app;
pub mod client;
pub mod db;
pub mod doubles;
pub mod elsewhere;
pub mod factory;
pub mod proxy;
pub mod sse;
pub mod things;

pub use app::{App, eventually, eventually_within, meanwhile, story, story_with};
pub use client::{Answer, Client, Request};
