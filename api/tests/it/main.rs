//! Black-box tests of the server: each starts the real application on a database of its own and speaks HTTP.
//!
//! They need PostgreSQL: `IMAGIME_TEST_DATABASE_URL` is the superuser's address of the database `postgres` of a throw-away
//! cluster (`cargo xtask test` makes one). Without it they fail; nothing is skipped.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod accounts;
mod authorization;
mod comments;
mod compatibility;
mod conventions;
mod cursors;
mod durability;
mod events;
mod favorites;
mod folder;
mod follows;
mod forms;
mod likes;
mod limits;
mod media;
mod openapi;
mod openapi_contract;
mod page;
mod playlists;
mod posts;
mod promises;
mod recommendations;
mod refusals;
mod schema;
mod search;
mod slow_bodies;
mod sources;
mod support;
