//! Comments on posts.

mod list;
mod rights;
mod write;

use imagime_shared::paths;
use serde_json::{Value, json};

use crate::support::{Answer, Client, Request};

/// Path of a post's comments.
fn comments_path(post: &Value) -> String {
    paths::fill(paths::POST_COMMENTS, &[post["id"].as_str().unwrap()])
}

/// Path of a comment.
fn comment_path(comment: &Value) -> String {
    paths::fill(paths::COMMENT, &[comment["id"].as_str().unwrap()])
}

/// Writes a comment.
async fn write(client: &Client, post: &Value, body: &str) -> Answer {
    client.post(&comments_path(post)).json(&json!({"body": body})).answer().await
}

/// Writes a comment, which is to be taken; gives it.
async fn say(client: &Client, post: &Value, body: &str) -> Value {
    write(client, post, body).await.expect(201).json()["comment"].take()
}
