//! Favourites are nobody else's business.

use imagime_shared::paths;
use serde_json::json;

use crate::support::{
    Answer, Client, Request,
    client::{favorite_path, post_path},
    factory, story,
};

/// Everything that somebody can read of a post, its songs and its owner, byte for byte. Tickets hold a time and are cut out.
async fn everything(client: &Client, post: &serde_json::Value) -> Vec<(String, Vec<String>, String)> {
    let path = post_path(post);
    let song = app_song(client, post).await;
    let mut seen = Vec::new();
    for path in [
        paths::POSTS,
        &path,
        &format!("{path}/songs?limit=50"),
        "/api/v1/users/ada",
        "/api/v1/users/ada/posts",
        "/api/v1/users/ada/favorites",
        "/api/v1/users/bob/favorites",
        &format!("/api/v1/songs/{song}"),
        paths::INSTANCE,
    ] {
        let answer = client.get(path).answer().await;
        seen.push((path.to_owned(), shape(&answer), without_tickets(&answer.text())));
    }
    seen
}

async fn app_song(client: &Client, post: &serde_json::Value) -> String {
    client.songs(post).await[0]["song"]["id"].as_str().unwrap().to_owned()
}

fn shape(answer: &Answer) -> Vec<String> {
    let mut headers: Vec<_> = answer.headers.keys().map(ToString::to_string).collect();
    headers.sort();
    headers.push(answer.status.to_string());
    headers
}

/// Removes what differs between any two requests: tickets and request ids.
fn without_tickets(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) =
        ["?ticket=", "\"request_id\":\""].iter().filter_map(|mark| rest.split_once(mark)).min_by_key(|(b, _)| b.len())
    {
        out.push_str(before);
        rest = after.trim_start_matches(|c| c != '"');
    }
    out + rest
}

#[test]
fn what_one_user_keeps_changes_nothing_for_another() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.ready_post(factory::photo(1), "public").await;
        let nobody = app.anonymous();
        let before = [everything(&bob, &post).await, everything(&nobody, &post).await];
        for item in ada.songs(&post).await.iter().rev() {
            ada.put(&favorite_path(&post, item)).answer().await.expect(200);
        }
        let kept = [everything(&bob, &post).await, everything(&nobody, &post).await];
        assert_eq!(before, kept);
        assert!(ada.songs(&post).await.iter().all(|item| item["is_favorite"] == true));
        assert!(bob.read(paths::FAVORITES).await["favorites"].as_array().unwrap().is_empty());
        let item = &ada.songs(&post).await[0];
        bob.delete(&favorite_path(&post, item)).answer().await.expect(204);
        assert_eq!(ada.songs(&post).await[0]["is_favorite"], true);
    });
}

#[test]
fn favourites_are_shown_to_others_only_when_their_owner_says_so() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.ready_post(factory::photo(1), "private").await;
        let item = ada.songs(&post).await[0].clone();
        ada.put(&favorite_path(&post, &item)).answer().await.expect(200);
        let path = "/api/v1/users/ada/favorites";
        for stranger in [&bob, &app.anonymous()] {
            stranger.get(path).answer().await.problem(404, "not_found");
        }
        ada.patch(paths::ME).json(&json!({"favorites_public": true})).answer().await.expect(200);
        for stranger in [&bob, &app.anonymous()] {
            let listed = stranger.read(path).await["favorites"].take();
            assert_eq!(listed[0]["song"], item["song"]);
            assert_eq!((&listed[0]["post_id"], &listed[0]["post"]), (&json!(null), &json!(null)));
        }
        assert_eq!(ada.read(path).await["favorites"][0]["post_id"], post["id"]);
        ada.patch(paths::ME).json(&json!({"favorites_public": false})).answer().await.expect(200);
        bob.get(path).answer().await.problem(404, "not_found");
    });
}
