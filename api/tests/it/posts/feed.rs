//! `GET /posts` and `GET /users/{username}/posts`.

use imagime_shared::paths;
use serde_json::Value;

use crate::support::{Request, factory, story, story_with};

fn ids(posts: &[Value]) -> Vec<&str> {
    posts.iter().map(|post| post["id"].as_str().unwrap()).collect()
}

#[test]
fn pages_hold_still_while_new_posts_arrive() {
    story(async |app| {
        let ada = app.user("ada").await;
        let mut made = Vec::new();
        for seed in 0..5 {
            made.push(ada.ready_post(factory::photo(seed), "public").await);
        }
        made.reverse();
        let first = app.anonymous().read(&format!("{}?limit=2", paths::POSTS)).await;
        let newer = ada.ready_post(factory::photo(9), "public").await;
        let cursor = first["next_cursor"].as_str().unwrap();
        let second = app.anonymous().read(&format!("{}?limit=2&cursor={cursor}", paths::POSTS)).await;
        let cursor = second["next_cursor"].as_str().unwrap();
        let third = app.anonymous().read(&format!("{}?limit=2&cursor={cursor}", paths::POSTS)).await;
        let seen: Vec<_> =
            [&first, &second, &third].iter().flat_map(|page| page["posts"].as_array().unwrap().clone()).collect();
        assert_eq!(ids(&seen), ids(&made));
        assert_eq!(third["next_cursor"], Value::Null);
        assert_eq!(app.anonymous().read(paths::POSTS).await["posts"][0]["id"], newer["id"]);
        assert_eq!(ada.all_pages("/api/v1/users/ada/posts", "posts", 1).await.len(), 6);
    });
}

#[test]
fn a_deleted_post_does_not_break_the_page_after_it() {
    story(async |app| {
        let ada = app.user("ada").await;
        for seed in 0..3 {
            ada.ready_post(factory::photo(seed), "public").await;
        }
        let first = ada.read(&format!("{}?limit=1", paths::POSTS)).await;
        ada.delete(&crate::support::client::post_path(&first["posts"][0])).answer().await.expect(204);
        let cursor = first["next_cursor"].as_str().unwrap();
        let rest = ada.read(&format!("{}?cursor={cursor}", paths::POSTS)).await;
        assert_eq!(rest["posts"].as_array().unwrap().len(), 2);
    });
}

#[test]
fn only_finished_posts_stand_in_the_feed() {
    story_with(
        |config| config.data.workers = Some(0),
        async |app| {
            let (ada, bob) = (app.user("ada").await, app.user("bob").await);
            let post = ada.post_picture(factory::photo(1), "public").await;
            assert_eq!(app.anonymous().read(paths::POSTS).await, serde_json::json!({"posts": [], "next_cursor": null}));
            assert!(bob.read("/api/v1/users/ada/posts").await["posts"].as_array().unwrap().is_empty());
            assert_eq!(ada.read("/api/v1/users/ada/posts").await["posts"][0]["id"], post["id"]);
        },
    );
}

#[test]
fn posts_in_the_feed_hold_all_that_a_card_shows() {
    story(async |app| {
        let ada = app.user("ada").await;
        for seed in 0..3 {
            ada.ready_post(factory::photo(seed), "public").await;
        }
        let page = app.anonymous().read(paths::POSTS).await;
        for post in page["posts"].as_array().unwrap() {
            assert!(post["top_song"].is_object() && post["image"]["variants"].is_array() && post["author"].is_object());
            assert_eq!(post["comment_count"], 0);
        }
    });
}
