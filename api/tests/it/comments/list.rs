//! `GET /posts/{id}/comments`.

use serde_json::{Value, json};

use super::{comment_path, comments_path, say};
use crate::support::{App, Client, Request, client::post_path, factory, story_with};

fn quiet(tell: impl AsyncFnOnce(&mut App)) {
    story_with(|config| config.data.workers = Some(0), tell);
}

/// A post with some comments; gives it and what they say, oldest first.
async fn talk(client: &Client, count: usize) -> (Value, Vec<String>) {
    let post = client.post_picture(factory::photo(1), "public").await;
    let said: Vec<String> = (0..count).map(|n| format!("comment {n}")).collect();
    for body in &said {
        say(client, &post, body).await;
    }
    (post, said)
}

fn bodies(comments: &[Value]) -> Vec<String> {
    comments.iter().map(|comment| comment["body"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn comments_come_newest_or_oldest_first_page_by_page() {
    quiet(async |app| {
        let ada = app.user("ada").await;
        let (post, said) = talk(&ada, 7).await;
        let path = comments_path(&post);
        let reversed: Vec<_> = said.iter().rev().cloned().collect();
        for limit in [1, 3, 50] {
            for (query, expected) in [("", &reversed), ("?sort=newest", &reversed), ("?sort=oldest", &said)] {
                let listed = app.anonymous().all_pages(&format!("{path}{query}"), "comments", limit).await;
                assert_eq!(&bodies(&listed), expected, "{query} by {limit}");
            }
        }
        ada.get(&format!("{path}?sort=loud")).answer().await.problem(422, "validation");
        ada.get(&format!("{path}?limit=51")).answer().await.field_problem("limit", "invalid");
    });
}

#[test]
fn a_page_has_twenty_comments_and_a_link_to_the_next_one() {
    quiet(async |app| {
        let ada = app.user("ada").await;
        let (post, _) = talk(&ada, 21).await;
        let path = comments_path(&post);
        let answer = app.anonymous().get(&format!("{path}?sort=oldest")).answer().await.expect(200);
        let page = answer.json();
        assert_eq!(page["comments"].as_array().unwrap().len(), 20);
        let cursor = page["next_cursor"].as_str().unwrap();
        assert_eq!(answer.header("link"), format!("<{path}?sort=oldest&limit=20&cursor={cursor}>; rel=\"next\""));
        let rest = app.anonymous().read(&format!("{path}?sort=oldest&cursor={cursor}")).await;
        assert_eq!((rest["comments"].as_array().unwrap().len(), &rest["next_cursor"]), (1, &Value::Null));
    });
}

#[test]
fn pages_hold_still_while_comments_come_and_go() {
    quiet(async |app| {
        let ada = app.user("ada").await;
        let (post, _) = talk(&ada, 5).await;
        let path = comments_path(&post);
        let first = ada.read(&format!("{path}?limit=2")).await;
        say(&ada, &post, "later").await;
        ada.delete(&comment_path(&first["comments"][1])).answer().await.expect(204);
        let cursor = first["next_cursor"].as_str().unwrap();
        let rest = ada.read(&format!("{path}?cursor={cursor}")).await;
        assert_eq!(bodies(rest["comments"].as_array().unwrap()), ["comment 2", "comment 1", "comment 0"]);
    });
}

#[test]
fn a_cursor_of_another_order_or_post_is_refused() {
    quiet(async |app| {
        let ada = app.user("ada").await;
        let (post, _) = talk(&ada, 2).await;
        let other = ada.post_picture(factory::photo(2), "public").await;
        let page = ada.read(&format!("{}?limit=1", comments_path(&post))).await;
        let cursor = page["next_cursor"].as_str().unwrap();
        let oldest = format!("{}?sort=oldest&cursor={cursor}", comments_path(&post));
        ada.get(&oldest).answer().await.problem(400, "invalid_cursor");
        ada.get(&format!("{}?cursor={cursor}", comments_path(&other))).answer().await.problem(400, "invalid_cursor");
    });
}

#[test]
fn a_comment_says_who_when_and_what() {
    quiet(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.post_picture(factory::photo(1), "public").await;
        let said = say(&bob, &post, "How calm.").await;
        let listed = app.anonymous().read(&comments_path(&post)).await;
        assert_eq!(listed, json!({"comments": [said], "next_cursor": null}));
        assert_eq!((&said["author"]["username"], &said["body"]), (&json!("bob"), &json!("How calm.")));
        assert_eq!((&said["post_id"], &said["edited_at"]), (&post["id"], &Value::Null));
        assert!(said["created_at"].as_str().unwrap().ends_with('Z'));
    });
}

#[test]
fn the_count_of_a_post_is_that_of_its_comments() {
    quiet(async |app| {
        let ada = app.user("ada").await;
        let (post, _) = talk(&ada, 3).await;
        let count = async || ada.read(&post_path(&post)).await["post"]["comment_count"].clone();
        assert_eq!(count().await, 3);
        let newest = ada.read(&comments_path(&post)).await["comments"][0].clone();
        for _ in 0..2 {
            ada.delete(&comment_path(&newest)).answer().await.expect(204);
        }
        assert_eq!(count().await, 2);
        let written = (0..8).map(|n| {
            let (ada, post) = (ada.clone(), post.clone());
            async move { say(&ada, &post, &format!("at once {n}")).await }
        });
        futures_util::future::join_all(written).await;
        assert_eq!(count().await, 10);
        assert_eq!(ada.read("/api/v1/users/ada/posts").await["posts"][0]["comment_count"], 10);
    });
}
