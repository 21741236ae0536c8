//! `/me` and `/users/{username}`.

use imagime_shared::paths;
use serde_json::{Value, json};

use crate::support::{Request, client::PASSWORD, story, story_with};

#[test]
fn only_the_fields_that_are_sent_change() {
    story(async |app| {
        let ada = app.user("ada").await;
        let body = json!({"display_name": "Ada L.", "bio": "Numbers\nand poems"});
        let after = ada.patch(paths::ME).json(&body).answer().await.expect(200).json();
        assert_eq!(
            (&after["user"]["display_name"], &after["user"]["bio"]),
            (&json!("Ada L."), &json!("Numbers\nand poems"))
        );
        assert_eq!(after["user"]["email"], "ada@example.org");
        let unchanged = ada.patch(paths::ME).json(&json!({})).answer().await.expect(200).json();
        assert_eq!(unchanged, after);
        let renamed = ada.patch(paths::ME).json(&json!({"username": "countess"})).answer().await.expect(200).json();
        assert_eq!(renamed["user"]["username"], "countess");
        let moved = ada.patch(paths::ME).json(&json!({"email": "ada@example.com"})).answer().await.expect(200).json();
        assert_eq!(moved["user"]["email"], "ada@example.com");
        app.anonymous().login("ada@example.com", PASSWORD).await;
        app.anonymous().read("/api/v1/users/Countess").await;
        app.anonymous().get("/api/v1/users/ada").answer().await.problem(404, "not_found");
    });
}

#[test]
fn a_profile_shows_nothing_private() {
    story(async |app| {
        app.user("ada").await;
        let profile = app.anonymous().read("/api/v1/users/ADA").await["user"].take();
        assert_eq!(profile["username"], "ada");
        assert_eq!(profile.get("email"), None);
        assert!(!profile.to_string().contains('@'));
    });
}

#[test]
fn bad_changes_are_named_and_change_nothing() {
    story(async |app| {
        let ada = app.user("ada").await;
        app.user("bob").await;
        let before = ada.read(paths::ME).await;
        for (field, value, code) in [
            ("username", json!("x"), "too_short"),
            ("email", json!("nowhere"), "invalid"),
            ("display_name", json!("a\nb"), "invalid"),
            ("display_name", json!("x".repeat(51)), "too_long"),
            ("bio", json!("x".repeat(501)), "too_long"),
            ("bio", json!("bell\u{7}"), "invalid"),
        ] {
            ada.patch(paths::ME).json(&json!({field: value})).answer().await.field_problem(field, code);
        }
        for (field, value) in [("username", "BOB"), ("email", "Bob@example.org")] {
            let problem =
                ada.patch(paths::ME).json(&json!({field: value})).answer().await.problem(409, "already_taken");
            assert_eq!(problem["errors"][0]["field"], field);
        }
        ada.patch(paths::ME).json(&json!({"favorites_public": "yes"})).answer().await.problem(422, "validation");
        ada.patch(paths::ME).json(&json!({"id": 1})).answer().await.field_problem("id", "unknown");
        assert_eq!(ada.read(paths::ME).await, before);
    });
}

#[test]
fn naughty_texts_come_back_as_they_were() {
    story(async |app| {
        let ada = app.user("ada").await;
        for text in [
            "<script>alert(1)</script>",
            "'; drop table users; --",
            "Ω≈ç√∫ 田中さん 👩‍👩‍👧",
            "\u{202e}evil",
            "{{7*7}}",
            "null",
            "\\u0000 %00",
        ] {
            let after = ada.patch(paths::ME).json(&json!({"bio": text})).answer().await.expect(200).json();
            assert_eq!(after["user"]["bio"], text);
            assert_eq!(app.anonymous().read("/api/v1/users/ada").await["user"]["bio"], text);
        }
    });
}

#[test]
fn strange_names_in_addresses_are_simply_missing() {
    story(async |app| {
        for name in ["nobody", "%00", "a%00b", "%FF", "..%2f", "%F0%9F%8E%B5", &"x".repeat(2000)] {
            for path in ["", "/posts", "/favorites"] {
                let answer = app.anonymous().get(&format!("/api/v1/users/{name}{path}")).answer().await;
                assert_eq!(answer.problem(404, "not_found")["errors"], Value::Null, "{name}");
            }
        }
    });
}

#[test]
fn how_often_one_may_ask_whether_an_address_is_taken_has_an_end() {
    story_with(
        |config| config.quotas.name_changes_per_hour = 3,
        async |app| {
            let (ada, _) = (app.user("ada").await, app.user("bob").await);
            let change = async |body: Value| ada.patch(paths::ME).json(&body).answer().await;
            for _ in 0..5 {
                change(json!({"username": "ada", "email": "ada@example.org", "bio": "the same again"}))
                    .await
                    .expect(200);
            }
            change(json!({"email": "bob@example.org"})).await.problem(409, "already_taken");
            change(json!({"username": "bob"})).await.problem(409, "already_taken");
            change(json!({"username": "countess"})).await.expect(200);
            let refused = change(json!({"email": "eve@example.org"})).await;
            refused.problem(429, "too_many_requests");
            assert_ne!(refused.header("retry-after"), "");
            change(json!({"bio": "Numbers"})).await.expect(200);
            let limits = ada.read(paths::INSTANCE).await["instance"]["limits"].take();
            assert_eq!(limits["name_changes_per_hour"], 3);
        },
    );
}
