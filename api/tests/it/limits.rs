//! How much one may do: every limit is a setting that holds, is told, and cannot be switched off by a zero.

use imagime_shared::paths;
use serde_json::{Value, json};

use crate::support::{Answer, Request, client::PASSWORD, factory, story, story_with};

fn put_off(answer: &Answer) {
    answer.problem(429, "too_many_requests");
    assert!(answer.header("retry-after").parse::<u32>().unwrap() >= 1);
}

#[test]
fn the_instance_tells_every_limit_as_it_is_set() {
    story_with(
        |config| {
            config.accounts.login_failures = 101;
            config.accounts.registrations_per_hour = 102;
            config.quotas.requests_per_minute = 103;
            config.quotas.posts_per_day = 104;
            config.quotas.comments_per_five_minutes = 105;
            config.quotas.rematches_per_hour = 106;
            config.quotas.shares_per_post = 107;
            config.quotas.playlists = 108;
            config.quotas.tokens = 109;
            config.quotas.exports_per_hour = 110;
            config.quotas.name_changes_per_hour = 111;
        },
        async |app| {
            let expected = json!({
                "image_bytes": 24 * 1024 * 1024,
                "avatar_bytes": 8 * 1024 * 1024,
                "image_types": ["image/jpeg", "image/png", "image/webp", "image/gif"],
                "jpeg_pixels": 64_000_000,
                "image_pixels": 40_000_000,
                "image_side": imagime_engine::imaging::MAX_SIDE,
                "image_link_chars": 2000,
                "json_bytes": 64 * 1024,
                "description_chars": 2000,
                "alt_text_chars": 1000,
                "comment_chars": 2000,
                "bio_chars": 500,
                "rematch_keywords": 20,
                "page_rows": 50,
                "playlist_songs": 1000,
                "playlist_added_songs": 100,
                "idempotency_hours": 24,
                "login_failures": 101,
                "registrations_per_hour": 102,
                "requests_per_minute": 103,
                "posts_per_day": 104,
                "comments_per_five_minutes": 105,
                "rematches_per_hour": 106,
                "shares_per_post": 107,
                "playlists": 108,
                "tokens": 109,
                "exports_per_hour": 110,
                "name_changes_per_hour": 111,
            });
            assert_eq!(app.anonymous().read(paths::INSTANCE).await["instance"]["limits"], expected);
            app.start_another(|config| config.quotas.requests_per_minute = 0).await;
            let limits = app.anonymous().read(paths::INSTANCE).await["instance"]["limits"].take();
            assert_eq!(limits["requests_per_minute"], Value::Null, "no limit");
        },
    );
}

#[test]
fn where_nothing_may_be_done_nothing_is_done() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        app.start_another(|config| {
            (config.accounts.login_failures, config.accounts.registrations_per_hour) = (0, 0);
            config.quotas.comments_per_five_minutes = 0;
        })
        .await;
        let nobody = app.anonymous();
        put_off(&nobody.post(paths::LOGIN).json(&json!({"login": "ada", "password": PASSWORD})).answer().await);
        let account = json!({"username": "bob", "email": "bob@example.org", "password": PASSWORD});
        put_off(&nobody.post(paths::REGISTER).json(&account).answer().await);
        let comments = paths::fill(paths::POST_COMMENTS, &[post["id"].as_str().unwrap()]);
        put_off(&ada.at(&app.base()).post(&comments).json(&json!({"body": "Oh!"})).answer().await);
    });
}

#[test]
fn songs_are_chosen_anew_so_many_times_in_an_hour() {
    story_with(
        |config| config.quotas.rematches_per_hour = 2,
        async |app| {
            let (ada, bob) = (app.user("ada").await, app.user("bob").await);
            let post = ada.ready_post(factory::photo(1), "public").await;
            let wish = json!({"keywords": ["sea"]});
            let path = paths::fill(paths::POST_REMATCH, &[post["id"].as_str().unwrap()]);
            let with_key = || ada.post(&path).header("idempotency-key", "key").json(&wish).answer();
            with_key().await.expect(202);
            with_key().await.expect(202);
            ada.rematch(&post, &wish).await.expect(202);
            put_off(&ada.rematch(&post, &wish).await);
            let other = bob.ready_post(factory::photo(2), "public").await;
            bob.rematch(&other, &wish).await.expect(202);
            let again = || ada.post(&path).header("idempotency-key", "another").json(&wish).answer();
            put_off(&again().await);
            app.sql("update login_attempts set attempted_at = attempted_at - interval '61 minutes'");
            again().await.expect(202);
        },
    );
}

#[test]
fn a_post_has_so_many_links() {
    story_with(
        |config| config.quotas.shares_per_post = 1,
        async |app| {
            let ada = app.user("ada").await;
            let post = ada.ready_post(factory::photo(1), "public").await;
            let shares = paths::fill(paths::POST_SHARES, &[post["id"].as_str().unwrap()]);
            let share = ada.post(&shares).answer().await.expect(201).json()["share"].take();
            let refused = ada.post(&shares).answer().await;
            refused.problem(409, "quota_reached");
            ada.delete(&paths::fill(paths::SHARE, &[share["slug"].as_str().unwrap()])).answer().await.expect(204);
            ada.post(&shares).answer().await.expect(201);
        },
    );
}
