//! `PUT` and `DELETE /posts/{id}/like`, `GET /me/likes`.

use futures_util::future::join_all;
use imagime_shared::paths;
use serde_json::{Value, json};

use crate::support::{
    Answer, App, Client, Request,
    client::{PASSWORD, post_path},
    factory, story_with,
};

fn quiet(tell: impl AsyncFnOnce(&mut App)) {
    story_with(|config| config.data.workers = Some(0), tell);
}

fn like_path(post: &Value) -> String {
    paths::fill(paths::POST_LIKE, &[post["id"].as_str().unwrap()])
}

async fn like(client: &Client, post: &Value) -> Answer {
    client.put(&like_path(post)).answer().await
}

async fn unlike(client: &Client, post: &Value) -> Answer {
    client.delete(&like_path(post)).answer().await
}

/// Whether the client likes a post, and how many do.
async fn seen(client: &Client, post: &Value) -> (Value, Value) {
    let post = client.read(&post_path(post)).await["post"].take();
    (post["liked"].clone(), post["like_count"].clone())
}

fn ids(posts: &[Value]) -> Vec<Value> {
    posts.iter().map(|post| post["id"].clone()).collect()
}

#[test]
fn a_like_counts_once_and_can_be_taken_back() {
    quiet(async |app| {
        let (ada, bob, nobody) = (app.user("ada").await, app.user("bob").await, app.anonymous());
        let post = ada.post_picture(factory::photo(1), "public").await;
        assert_eq!((&post["liked"], &post["like_count"]), (&json!(false), &json!(0)));
        let expected = json!({"post_id": post["id"], "liked": true, "like_count": 1});
        for _ in 0..2 {
            assert_eq!(like(&bob, &post).await.expect(200).json(), expected);
        }
        assert_eq!(like(&ada, &post).await.expect(200).json()["like_count"], 2);
        assert_eq!(seen(&bob, &post).await, (json!(true), json!(2)));
        assert_eq!(seen(&nobody, &post).await, (json!(false), json!(2)));
        for _ in 0..2 {
            assert!(unlike(&bob, &post).await.expect(204).body.is_empty());
        }
        assert_eq!(seen(&bob, &post).await, (json!(false), json!(1)));
        assert_eq!(seen(&ada, &post).await, (json!(true), json!(1)));
        let listed = ada.read("/api/v1/users/ada/posts").await["posts"][0].clone();
        assert_eq!((&listed["liked"], &listed["like_count"]), (&json!(true), &json!(1)));
    });
}

#[test]
fn liking_needs_an_account_and_a_post_in_sight() {
    quiet(async |app| {
        let (ada, bob, nobody) = (app.user("ada").await, app.user("bob").await, app.anonymous());
        let closed = ada.post_picture(factory::photo(1), "private").await;
        let unlisted = ada.post_picture(factory::photo(2), "unlisted").await;
        for post in [&closed, &unlisted] {
            like(&nobody, post).await.problem(401, "unauthorized");
            unlike(&nobody, post).await.problem(401, "unauthorized");
        }
        nobody.get(paths::LIKES).answer().await.problem(401, "unauthorized");
        for missing in [&closed, &json!({"id": uuid::Uuid::now_v7()}), &json!({"id": "nonsense"})] {
            like(&bob, missing).await.problem(404, "not_found");
            unlike(&bob, missing).await.problem(404, "not_found");
        }
        like(&bob, &unlisted).await.expect(200);
        like(&ada, &closed).await.expect(200);
        assert_eq!(app.count("likes"), 2);
    });
}

#[test]
fn the_list_of_likes_is_ones_own_and_in_the_order_of_liking() {
    quiet(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let mut posts = Vec::new();
        for seed in 0..5 {
            posts.push(ada.post_picture(factory::photo(seed), "public").await);
        }
        // Neither the order of posting nor its reverse.
        let order = [2, 0, 4, 1, 3];
        for place in order {
            like(&bob, &posts[place]).await.expect(200);
        }
        let expected: Vec<_> = order.iter().rev().map(|place| posts[*place]["id"].clone()).collect();
        for limit in [1, 2, 50] {
            let listed = bob.all_pages(paths::LIKES, "posts", limit).await;
            assert_eq!(ids(&listed), expected);
            assert!(listed.iter().all(|post| post["liked"] == true && post["like_count"] == 1));
        }
        assert_eq!(ada.read(paths::LIKES).await, json!({"posts": [], "next_cursor": null}));
        let cursor = bob.read(&format!("{}?limit=1", paths::LIKES)).await["next_cursor"].take();
        let foreign = format!("{}?cursor={}", paths::LIKES, cursor.as_str().unwrap());
        ada.get(&foreign).answer().await.problem(400, "invalid_cursor");
    });
}

#[test]
fn a_liked_post_that_goes_out_of_sight_leaves_the_list_until_it_is_back() {
    quiet(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.post_picture(factory::photo(1), "public").await;
        like(&bob, &post).await.expect(200);
        let set =
            |visibility: &'static str| ada.patch(&post_path(&post)).json(&json!({"visibility": visibility})).answer();
        set("private").await.expect(200);
        assert!(bob.read(paths::LIKES).await["posts"].as_array().unwrap().is_empty());
        like(&bob, &post).await.problem(404, "not_found");
        unlike(&bob, &post).await.problem(404, "not_found");
        set("unlisted").await.expect(200);
        assert_eq!(bob.read(paths::LIKES).await["posts"][0]["id"], post["id"]);
    });
}

#[test]
fn likes_at_once_are_all_counted_and_go_with_their_people_and_posts() {
    quiet(async |app| {
        let people = join_all(["ada", "bob", "cleo", "dan", "eve"].map(|name| app.user(name))).await;
        let post = people[0].post_picture(factory::photo(1), "public").await;
        let pressed = people.iter().flat_map(|person| [like(person, &post), like(person, &post)]);
        assert!(join_all(pressed).await.iter().all(|answer| answer.status == 200));
        assert_eq!(seen(&people[0], &post).await.1, 5);
        people[4].delete(paths::ME).json(&json!({"password": PASSWORD})).answer().await.expect(204);
        assert_eq!(seen(&people[0], &post).await.1, 4);
        people[0].delete(&post_path(&post)).answer().await.expect(204);
        assert_eq!(app.count("likes"), 0);
        assert!(people[1].read(paths::LIKES).await["posts"].as_array().unwrap().is_empty());
    });
}
