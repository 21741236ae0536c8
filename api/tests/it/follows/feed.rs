//! `GET /posts?following=true`.

use imagime_shared::paths;
use serde_json::{Value, json};

use super::{follow, unfollow};
use crate::support::{Client, Request, client::post_path, factory, story};

const FEED: &str = "/api/v1/posts?following=true";

fn ids(posts: &[Value]) -> Vec<Value> {
    posts.iter().map(|post| post["id"].clone()).collect()
}

async fn feed(client: &Client) -> Vec<Value> {
    ids(&client.all_pages(FEED, "posts", 50).await)
}

#[test]
fn the_feed_of_those_one_follows_holds_their_public_posts_newest_first() {
    story(async |app| {
        let (ada, bob, cleo) = (app.user("ada").await, app.user("bob").await, app.user("cleo").await);
        assert_eq!(cleo.read(FEED).await, json!({"posts": [], "next_cursor": null}));
        let mut theirs = Vec::new();
        for seed in 0..4 {
            let author = if seed % 2 == 0 { &ada } else { &bob };
            theirs.push(author.ready_post(factory::photo(seed), "public").await["id"].take());
        }
        for visibility in ["private", "unlisted"] {
            ada.ready_post(factory::photo(7), visibility).await;
        }
        cleo.ready_post(factory::photo(8), "public").await;
        theirs.reverse();
        follow(&cleo, "ada").await.expect(200);
        assert_eq!(feed(&cleo).await, [theirs[1].clone(), theirs[3].clone()]);
        follow(&cleo, "bob").await.expect(200);
        for limit in [1, 2, 3, 50] {
            assert_eq!(ids(&cleo.all_pages(FEED, "posts", limit).await), theirs, "by {limit}");
        }
        unfollow(&cleo, "ada").await.expect(204);
        assert_eq!(feed(&cleo).await, [theirs[0].clone(), theirs[2].clone()]);
        assert!(feed(&ada).await.is_empty());
        assert_eq!(ids(&cleo.all_pages("/api/v1/posts?following=false", "posts", 50).await).len(), 5);
    });
}

#[test]
fn pages_hold_still_and_what_went_out_of_sight_is_left_out() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        follow(&bob, "ada").await.expect(200);
        let mut posts = Vec::new();
        for seed in 0..4 {
            posts.push(ada.ready_post(factory::photo(seed), "public").await);
        }
        let first = bob.read(&format!("{FEED}&limit=1")).await;
        assert_eq!(first["posts"][0]["id"], posts[3]["id"]);
        ada.ready_post(factory::photo(9), "public").await;
        ada.patch(&post_path(&posts[2])).json(&json!({"visibility": "private"})).answer().await.expect(200);
        ada.delete(&post_path(&posts[0])).answer().await.expect(204);
        let rest = bob.read(&format!("{FEED}&cursor={}", first["next_cursor"].as_str().unwrap())).await;
        assert_eq!(ids(rest["posts"].as_array().unwrap()), [posts[1]["id"].clone()]);
    });
}

#[test]
fn the_feed_of_those_one_follows_needs_an_account_and_its_own_cursors() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        app.anonymous().get(FEED).answer().await.problem(401, "unauthorized");
        ada.get("/api/v1/posts?following=perhaps").answer().await.problem(422, "validation");
        for seed in 0..2 {
            ada.ready_post(factory::photo(seed), "public").await;
        }
        follow(&bob, "ada").await.expect(200);
        let page = bob.get(&format!("{FEED}&limit=1")).answer().await.expect(200);
        let cursor = page.json()["next_cursor"].as_str().unwrap().to_owned();
        assert_eq!(page.header("link"), format!("<{FEED}&limit=1&cursor={cursor}>; rel=\"next\""));
        ada.get(&format!("{FEED}&cursor={cursor}")).answer().await.problem(400, "invalid_cursor");
        bob.get(&format!("{}?cursor={cursor}", paths::POSTS)).answer().await.problem(400, "invalid_cursor");
    });
}
