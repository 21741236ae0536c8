//! Who follows whom, and what they see for it.

mod feed;
mod people;

use imagime_shared::paths;

use crate::support::{Answer, Client, Request};

/// Follows somebody.
pub async fn follow(client: &Client, name: &str) -> Answer {
    client.put(&paths::fill(paths::USER_FOLLOW, &[name])).answer().await
}

async fn unfollow(client: &Client, name: &str) -> Answer {
    client.delete(&paths::fill(paths::USER_FOLLOW, &[name])).answer().await
}
