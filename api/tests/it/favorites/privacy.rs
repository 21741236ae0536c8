//! Favourites are nobody else's business.

use imagime_shared::paths;
use serde_json::json;

use crate::support::{Request, client::favorite_path, factory, story};

#[test]
fn nobody_lets_go_of_what_somebody_else_keeps() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.ready_post(factory::photo(1), "public").await;
        let item = &ada.songs(&post).await[0];
        ada.put(&favorite_path(&post, item)).answer().await.expect(200);
        assert!(bob.read(paths::FAVORITES).await["favorites"].as_array().unwrap().is_empty());
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
            assert_eq!(listed[0]["is_favorite"], false, "it is not theirs");
        }
        assert_eq!(ada.read(path).await["favorites"][0]["is_favorite"], true);
        assert_eq!(ada.read(path).await["favorites"][0]["post_id"], post["id"]);
        ada.patch(paths::ME).json(&json!({"favorites_public": false})).answer().await.expect(200);
        bob.get(path).answer().await.problem(404, "not_found");
    });
}
