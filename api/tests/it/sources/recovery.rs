//! Posts get better by themselves when the services are back.

use std::time::Duration;

use imagime_doubles::{Behaviour, Service};
use serde_json::Value;

use super::story_with_doubles;
use crate::support::{Client, Request, client::post_path, doubles::ALL, eventually, eventually_within, factory};

/// The rest of a source that failed, its probe, and the list that is made then.
const A_MINUTE: Duration = Duration::from_mins(1);

#[test]
fn a_post_gets_its_words_and_songs_when_the_services_are_back() {
    story_with_doubles(&ALL, async |app, doubles| {
        doubles.behave_all(Behaviour::LimitedFor(2));
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let before = ada.songs(&post).await;
        let first = ada.read(&format!("{}/songs?limit=3", post_path(&post))).await;
        let kept = crate::support::client::favorite_path(&post, &before[0]);
        ada.put(&kept).answer().await.expect(200);
        assert_eq!((post["analysis"]["source"].as_str(), missing(&post)), (Some("local"), 4));
        doubles.behave_all(Behaviour::Normal);
        eventually("nothing is missing any more", async || {
            let post = reread(&ada, &post).await;
            assert_eq!(post["status"], "ready", "nobody sees it being done again");
            missing(&post) == 0
        })
        .await;
        let better = reread(&ada, &post).await;
        assert_eq!(better["analysis"]["source"], "everypixel");
        assert!(ada.songs(&post).await.iter().any(|item| item["song"]["provider"] == "spotify"));
        let stale = format!("{}/songs?limit=3&cursor={}", post_path(&post), first["next_cursor"].as_str().unwrap());
        ada.get(&stale).answer().await.problem(410, "cursor_expired");
        assert_eq!(ada.read("/api/v1/me/favorites").await["favorites"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn a_post_waits_less_than_a_minute_for_services_that_failed_and_are_back() {
    story_with_doubles(&[Service::Spotify, Service::Openverse], async |app, doubles| {
        doubles.behave_all(Behaviour::Reset);
        let ada = app.user("ada").await;
        let mut posts = Vec::new();
        // Enough failures for the breakers to open.
        for seed in 1..4 {
            posts.push(ada.ready_post(factory::photo(seed), "public").await);
        }
        doubles.behave_all(Behaviour::Normal);
        for post in &posts {
            assert_eq!(missing(post), 2);
            eventually_within(A_MINUTE, "nothing is missing any more", async || {
                missing(&reread(&ada, post).await) == 0
            })
            .await;
        }
    });
}

#[test]
fn a_post_that_waits_survives_a_restart() {
    story_with_doubles(&[Service::Openverse], async |app, doubles| {
        doubles.behave_all(Behaviour::HtmlForJson);
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        app.abort().await;
        doubles.behave_all(Behaviour::Normal);
        app.start_another(crate::support::doubles::played_by(doubles, &[Service::Openverse])).await;
        let ada = app.anonymous().login("ada", crate::support::client::PASSWORD).await;
        eventually("nothing is missing any more", async || missing(&reread(&ada, &post).await) == 0).await;
    });
}

fn missing(post: &Value) -> usize {
    post["notices"].as_array().unwrap().iter().filter(|notice| notice["code"] == "source_unavailable").count()
}

async fn reread(client: &Client, post: &Value) -> Value {
    client.read(&post_path(post)).await["post"].take()
}
