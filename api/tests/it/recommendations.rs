//! `GET /me/recommendations/songs`, `GET /me/recommendations/posts`, `GET /songs/{id}/similar`.

use std::collections::HashSet;

use imagime_shared::paths;
use serde_json::{Value, json};

use crate::support::{
    Client, Request,
    client::{favorite_path, post_path},
    factory, story,
};

const LAKE: &str = "wallpapers/DarkestHour/contents/images/2560x1600.jpg";
const SHORE: &str = "wallpapers/summer_1am/contents/images/2560x1600.jpg";
const EVENING: &str = "wallpapers/EveningGlow/contents/images/2560x1600.jpg";
const CAT: &str = "skimage/chelsea.png";

async fn songs(client: &Client) -> Vec<Value> {
    list(client, paths::RECOMMENDED_SONGS, "songs").await
}

async fn posts(client: &Client) -> Vec<Value> {
    list(client, paths::RECOMMENDED_POSTS, "posts").await
}

async fn list(client: &Client, path: &str, field: &str) -> Vec<Value> {
    let mut page = client.read(&format!("{path}?limit=50")).await;
    assert_eq!(page["next_cursor"], Value::Null);
    serde_json::from_value(page[field].take()).unwrap()
}

fn ids(rows: &[Value], field: &str) -> Vec<String> {
    rows.iter().map(|row| row[field]["id"].as_str().unwrap().to_owned()).collect()
}

fn reasons(rows: &[Value]) -> HashSet<String> {
    rows.iter().map(|row| row["why"]["reason"].as_str().unwrap().to_owned()).collect()
}

async fn keep(client: &Client, post: &Value, item: &Value) {
    client.put(&favorite_path(post, item)).answer().await.expect(200);
}

async fn like(client: &Client, post: &Value) {
    let path = paths::fill(paths::POST_LIKE, &[post["id"].as_str().unwrap()]);
    client.put(&path).answer().await.expect(200);
}

#[test]
fn a_newcomer_gets_the_best_public_ones() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        assert!(songs(&bob).await.is_empty() && posts(&bob).await.is_empty());
        let lake = ada.ready_post(factory::real(LAKE), "public").await;
        let cat = ada.ready_post(factory::real(CAT), "public").await;
        ada.ready_post(factory::real(CAT), "public").await;
        like(&ada, &lake).await;
        let found = posts(&bob).await;
        assert_eq!(reasons(&found), HashSet::from(["popular".to_owned()]));
        assert_eq!(found[0]["post"]["id"], lake["id"], "the one that is liked");
        assert_eq!(found.len(), 2, "the same picture once");
        assert_eq!(found[0]["why"], json!({"reason": "popular", "keyword": null, "post_id": null, "song": null}));
        let heard = songs(&bob).await;
        assert_eq!(reasons(&heard), HashSet::from(["popular".to_owned()]));
        let on_posts: HashSet<String> =
            [ada.songs(&lake).await, ada.songs(&cat).await].iter().flat_map(|list| ids(list, "song")).collect();
        assert!(ids(&heard, "song").iter().all(|id| on_posts.contains(id)) && !heard.is_empty());
        assert!(posts(&ada).await.is_empty(), "one's own are not recommended");
    });
}

#[test]
fn what_is_kept_leads_to_others_and_is_not_among_them() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let lake = ada.ready_post(factory::real(LAKE), "public").await;
        let shore = ada.ready_post(factory::real(SHORE), "public").await;
        let cat = ada.ready_post(factory::real(CAT), "public").await;
        let before = songs(&bob).await;
        let kept = ada.songs(&lake).await[0].clone();
        keep(&bob, &lake, &kept).await;
        let after = songs(&bob).await;
        assert_ne!(before, after);
        assert!(!ids(&after, "song").contains(&kept["song"]["id"].as_str().unwrap().to_owned()));
        let because = after.iter().map(|row| &row["why"]).find(|why| why["reason"] == "song").unwrap();
        assert_eq!(because["song"]["id"], kept["song"]["id"]);
        assert_eq!(because["song"]["title"], kept["song"]["title"]);
        let found = posts(&bob).await;
        assert_eq!(ids(&found, "post")[0], shore["id"], "the other water first");
        assert!(!ids(&found, "post").contains(&lake["id"].as_str().unwrap().to_owned()), "a song of it is kept");
        match found[0]["why"]["reason"].as_str().unwrap() {
            "similar_picture" => assert_eq!(found[0]["why"]["post_id"], lake["id"]),
            "keyword" => {
                let word = found[0]["why"]["keyword"].as_str().unwrap();
                for post in [&lake, &shore] {
                    let words = post["keywords"].as_array().unwrap();
                    assert!(words.iter().any(|own| own["keyword"].as_str().unwrap().to_lowercase() == word));
                }
            }
            other => panic!("{other}"),
        }
        assert_eq!(ids(&found, "post").last().unwrap(), cat["id"].as_str().unwrap());
    });
}

#[test]
fn liked_posts_and_songs_voted_against_are_absent() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let lake = ada.ready_post(factory::real(LAKE), "public").await;
        let evening = ada.ready_post(factory::real(EVENING), "public").await;
        like(&bob, &lake).await;
        assert_eq!(ids(&posts(&bob).await, "post"), [evening["id"].as_str().unwrap()]);
        let heard = songs(&bob).await;
        assert!(reasons(&heard).contains("similar_picture"));
        let unloved = heard[0].clone();
        let on = if ids(&ada.songs(&lake).await, "song").contains(&ids(&heard, "song")[0]) { &lake } else { &evening };
        bob.vote(on, &unloved, -1).await.expect(200);
        let heard = songs(&bob).await;
        assert!(!heard.is_empty() && !ids(&heard, "song").contains(&ids(&[unloved], "song")[0]));
    });
}

#[test]
fn others_favorites_change_nothing() {
    story(async |app| {
        let (ada, bob, eve) = (app.user("ada").await, app.user("bob").await, app.user("eve").await);
        let lake = ada.ready_post(factory::real(LAKE), "public").await;
        let shore = ada.ready_post(factory::real(SHORE), "public").await;
        let hers = ada.songs(&lake).await;
        keep(&bob, &lake, &hers[0]).await;
        let before = (songs(&bob).await, order(&posts(&bob).await), similar(&bob, &hers[0]).await);
        for (post, list) in [(&lake, &hers), (&shore, &ada.songs(&shore).await)] {
            for item in &list[1..5] {
                keep(&eve, post, item).await;
                keep(&ada, post, item).await;
            }
        }
        assert_eq!((songs(&bob).await, order(&posts(&bob).await), similar(&bob, &hers[0]).await), before);
    });
}

/// Posts and reasons without tickets, which differ from one answer to the next.
fn order(found: &[Value]) -> Vec<(Value, Value)> {
    found.iter().map(|row| (row["post"]["id"].clone(), row["why"].clone())).collect()
}

async fn similar(client: &Client, item: &Value) -> Vec<Value> {
    let path = paths::fill(paths::SONG_SIMILAR, &[item["song"]["id"].as_str().unwrap()]);
    list(client, &path, "songs").await
}

#[test]
fn what_is_not_in_the_feed_is_recommended_to_nobody_and_named_to_nobody() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let lake = ada.ready_post(factory::real(LAKE), "public").await;
        keep(&bob, &lake, &ada.songs(&lake).await[0]).await;
        for visibility in ["private", "unlisted"] {
            ada.ready_post(factory::real(SHORE), visibility).await;
        }
        assert!(posts(&bob).await.is_empty());
        assert!(!songs(&bob).await.is_empty());
        // What was liked and then taken away from sight speaks no more.
        let evening = ada.ready_post(factory::real(EVENING), "public").await;
        like(&bob, &lake).await;
        assert_eq!(posts(&bob).await.len(), 1);
        ada.patch(&post_path(&lake)).json(&json!({"visibility": "private"})).answer().await.expect(200);
        let found = posts(&bob).await;
        assert_eq!(reasons(&found), HashSet::from(["popular".to_owned()]));
        let all = format!("{found:?}{:?}", songs(&bob).await);
        assert!(!all.contains(lake["id"].as_str().unwrap()));
        ada.delete(&post_path(&evening)).answer().await.expect(204);
        assert!(posts(&bob).await.is_empty() && songs(&bob).await.is_empty());
    });
}

#[test]
fn songs_like_a_song_share_its_words_and_few_are_by_one_artist() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let lake = ada.ready_post(factory::real(LAKE), "public").await;
        let hers = ada.songs(&lake).await;
        let found = similar(&app.anonymous(), &hers[0]).await;
        assert!(!found.is_empty() && !ids(&found, "song").contains(&ids(&hers[..1], "song")[0]));
        for row in &found {
            let why = &row["why"];
            match why["reason"].as_str().unwrap() {
                "keyword" | "mood" => assert!(!why["keyword"].as_str().unwrap().is_empty()),
                "together" => assert_eq!(why["post_id"], lake["id"]),
                other => panic!("{other}"),
            }
            let artist = &row["song"]["artist"];
            let same = found.iter().filter(|other| other["song"]["artist"] == *artist).count();
            assert!(same <= 2 || artist.as_str().unwrap().starts_with("Traditional"), "{artist} {same} times");
        }
        keep(&bob, &lake, &hers[1]).await;
        let seen = similar(&bob, &hers[0]).await;
        assert!(seen.iter().all(|row| row["is_favorite"] == json!(row["song"]["id"] == hers[1]["song"]["id"])));
        // Songs that stand in nobody's sight are named to nobody.
        ada.patch(&post_path(&lake)).json(&json!({"visibility": "unlisted"})).answer().await.expect(200);
        assert!(similar(&app.anonymous(), &hers[0]).await.is_empty());
    });
}

#[test]
fn the_lists_are_for_accounts_and_have_one_page() {
    story(async |app| {
        let (bob, nobody) = (app.user("bob").await, app.anonymous());
        for path in [paths::RECOMMENDED_SONGS, paths::RECOMMENDED_POSTS] {
            nobody.get(path).answer().await.problem(401, "unauthorized");
            bob.get(&format!("{path}?cursor=x")).answer().await.problem(400, "invalid_cursor");
            bob.get(&format!("{path}?limit=51")).answer().await.problem(422, "validation");
        }
        let missing = paths::fill(paths::SONG_SIMILAR, &[&uuid::Uuid::now_v7().to_string()]);
        nobody.get(&missing).answer().await.problem(404, "not_found");
    });
}
