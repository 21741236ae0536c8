//! Outside services and what they do to us; played by doubles, so nothing leaves this machine.

mod faults;
mod operators;
mod posts_and_faults;
mod recovery;
mod together;
mod watch;

use imagime_doubles::{Doubles, Service};
use serde_json::Value;

use crate::support::{App, Client, doubles::played_by, story_with};

/// A story with these services played by doubles.
fn story_with_doubles(services: &[Service], tell: impl AsyncFnOnce(&mut App, &Doubles)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let doubles = runtime.block_on(Doubles::start(0)).unwrap();
    story_with(played_by(&doubles, services), async |app| tell(app, &doubles).await);
}

/// Codes of a post's notices about a source.
fn codes_of(post: &Value, source: &str) -> Vec<String> {
    let notices = post["notices"].as_array().unwrap().iter().filter(|notice| notice["source"] == source);
    notices.map(|notice| notice["code"].as_str().unwrap().to_owned()).collect()
}

async fn source(client: &Client, name: &str) -> Value {
    let shown = client.read("/api/v1/instance").await;
    let sources = shown["instance"]["sources"].as_array().unwrap();
    sources.iter().find(|source| source["name"] == name).unwrap_or_else(|| panic!("no {name}")).clone()
}
