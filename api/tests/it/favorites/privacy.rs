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

#[test]
fn a_public_list_passes_nobodys_unlisted_picture_on() {
    story(async |app| {
        let (ada, bob, cleo) = (app.user("ada").await, app.user("bob").await, app.user("cleo").await);
        let fields = [("visibility", "unlisted"), ("description", "Zanzibar"), ("alt_text", "A dhow")];
        let post = cleo.upload(factory::photo(1), &fields).await.expect(201).json()["post"].take();
        let post = cleo.wait_for(&post).await;
        let item = ada.songs(&post).await[0].clone();
        ada.put(&favorite_path(&post, &item)).answer().await.expect(200);
        ada.patch(paths::ME).json(&json!({"favorites_public": true})).answer().await.expect(200);
        let public = "/api/v1/users/ada/favorites";
        for stranger in [&bob, &app.anonymous()] {
            let listed = stranger.read(public).await["favorites"].take();
            assert_eq!(listed[0]["song"]["id"], item["song"]["id"]);
            assert_eq!((&listed[0]["post_id"], &listed[0]["post"]), (&json!(null), &json!(null)));
            for word in ["zanzibar", "dhow", post["keywords"][0]["keyword"].as_str().unwrap()] {
                let path = format!("{public}?q={}", paths::encode(word));
                assert_eq!(stranger.read(&path).await["favorites"], json!([]), "{word}");
            }
        }
        // Those whose business it is see where it came from: whoever keeps it, and whose picture it is.
        for (client, path) in [(&ada, paths::FAVORITES), (&ada, public), (&cleo, public)] {
            for query in ["", "?q=zanzibar"] {
                let listed = client.read(&format!("{path}{query}")).await["favorites"].take();
                assert_eq!(
                    (&listed[0]["post_id"], &listed[0]["post"]["id"]),
                    (&post["id"], &post["id"]),
                    "{path}{query}"
                );
            }
        }
    });
}
