//! `PATCH /posts/{id}`.

use serde_json::{Value, json};

use crate::support::{Answer, App, Client, Request, client::post_path, factory, story_with};

fn quiet(tell: impl AsyncFnOnce(&mut App)) {
    story_with(|config| config.data.workers = Some(0), tell);
}

async fn patch(client: &Client, post: &Value, body: Value) -> Answer {
    client.patch(&post_path(post)).json(&body).answer().await
}

#[test]
fn only_the_fields_that_are_sent_change() {
    quiet(async |app| {
        let ada = app.user("ada").await;
        let post = ada.upload(factory::photo(1), &[("description", "old"), ("alt_text", "a lake")]).await;
        let post = post.expect(201).json()["post"].take();
        let after = patch(&ada, &post, json!({"description": " new ", "sensitive": true})).await.expect(200).json();
        let after = &after["post"];
        assert_eq!((&after["description"], &after["sensitive"]), (&json!("new"), &json!(true)));
        assert_eq!((&after["alt_text"], &after["visibility"]), (&json!("a lake"), &json!("public")));
        assert_eq!((&after["created_at"], &after["image"]), (&post["created_at"], &post["image"]));
        assert!(after["updated_at"].as_str() > post["updated_at"].as_str());
        let cleared = patch(&ada, &post, json!({"alt_text": ""})).await.expect(200).json();
        assert_eq!(cleared["post"]["alt_text"], "");
    });
}

#[test]
fn outside_analysis_is_off_until_its_owner_allows_it() {
    quiet(async |app| {
        let ada = app.user("ada").await;
        let post = ada.post_picture(factory::photo(1), "private").await;
        assert_eq!(post["outside_analysis"], false);
        for allowed in [true, false] {
            let after = patch(&ada, &post, json!({"outside_analysis": allowed})).await.expect(200).json();
            assert_eq!(after["post"]["outside_analysis"], allowed);
            assert_eq!(ada.read(&post_path(&post)).await["post"]["outside_analysis"], allowed);
        }
        let maybe = ada.upload(factory::photo(1), &[("outside_analysis", "maybe")]).await;
        maybe.field_problem("outside_analysis", "invalid");
    });
}

#[test]
fn bad_changes_are_named_and_change_nothing() {
    quiet(async |app| {
        let ada = app.user("ada").await;
        let post = ada.post_picture(factory::photo(1), "public").await;
        patch(&ada, &post, json!({"description": "x".repeat(2001)})).await.field_problem("description", "too_long");
        patch(&ada, &post, json!({"alt_text": "\u{8}"})).await.field_problem("alt_text", "invalid");
        patch(&ada, &post, json!({"status": "ready"})).await.field_problem("status", "unknown");
        patch(&ada, &post, json!({"visibility": "friends"})).await.problem(422, "validation");
        patch(&ada, &post, json!({"description": "x", "visibility": "friends"})).await.problem(422, "validation");
        assert_eq!(ada.read(&post_path(&post)).await["post"]["description"], "");
    });
}

#[test]
fn somebody_elses_post_is_not_there_to_change() {
    quiet(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        for visibility in ["public", "unlisted", "private"] {
            let post = ada.post_picture(factory::photo(1), visibility).await;
            patch(&bob, &post, json!({"description": "mine"})).await.problem(404, "not_found");
            bob.delete(&post_path(&post)).answer().await.problem(404, "not_found");
            assert_eq!(ada.read(&post_path(&post)).await["post"]["description"], "");
        }
    });
}

#[test]
fn going_private_takes_the_old_addresses_away_at_once() {
    quiet(async |app| {
        let ada = app.user("ada").await;
        let post = ada.post_picture(factory::photo(1), "public").await;
        let open = post["image"]["url"].as_str().unwrap();
        app.anonymous().get(open).answer().await.expect(200);
        let hidden = patch(&ada, &post, json!({"visibility": "private"})).await.expect(200).json()["post"].take();
        app.anonymous().get(open).answer().await.problem(404, "not_found");
        let signed = hidden["image"]["url"].as_str().unwrap();
        assert!(signed.contains("exp=") && signed.contains("sig="), "{signed}");
        app.anonymous().get(signed).answer().await.expect(200);
        let shown = patch(&ada, &post, json!({"visibility": "unlisted"})).await.expect(200).json()["post"].take();
        assert_ne!(shown["image"]["url"], open, "an address that was given away does not come back");
        app.anonymous().get(shown["image"]["url"].as_str().unwrap()).answer().await.expect(200);
        app.anonymous().get(open).answer().await.problem(404, "not_found");
    });
}

#[test]
fn a_signed_address_ends_with_its_post() {
    quiet(async |app| {
        let ada = app.user("ada").await;
        let post = ada.post_picture(factory::photo(1), "private").await;
        let signed = post["image"]["url"].as_str().unwrap();
        app.anonymous().get(signed).answer().await.expect(200);
        ada.delete(&post_path(&post)).answer().await.expect(204);
        app.anonymous().get(signed).answer().await.problem(404, "not_found");
    });
}
