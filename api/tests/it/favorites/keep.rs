//! Keeping and letting go.

use imagime_shared::paths;
use serde_json::{Value, json};

use crate::support::{
    Client, Request,
    client::{favorite_path, post_path},
    factory, meanwhile, story,
};

/// Two ready posts of the same picture: the same songs stand on both.
pub async fn twins(owner: &Client) -> (Value, Value) {
    (owner.ready_post(factory::photo(1), "public").await, owner.ready_post(factory::photo(1), "public").await)
}

fn by_song(item: &Value) -> String {
    paths::fill(paths::FAVORITE, &[item["song"]["id"].as_str().unwrap()])
}

#[test]
fn a_song_is_kept_once_with_the_post_it_came_from_first() {
    story(async |app| {
        let ada = app.user("ada").await;
        let (first, second) = twins(&ada).await;
        let item = ada.songs(&first).await[0].clone();
        let state = ada.put(&favorite_path(&first, &item)).answer().await.expect(200).json();
        assert_eq!(state, json!({"song_id": item["song"]["id"], "post_id": first["id"], "is_favorite": true}));
        for path in [favorite_path(&first, &item), favorite_path(&second, &item), by_song(&item)] {
            assert_eq!(ada.put(&path).answer().await.expect(200).json(), state);
        }
        for post in [&first, &second] {
            assert_eq!(ada.songs(post).await[0]["is_favorite"], true);
        }
        assert_eq!(app.count("favorited_songs"), 1);
    });
}

#[test]
fn letting_go_twice_answers_as_once() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let songs = ada.songs(&post).await;
        for path in [favorite_path(&post, &songs[0]), by_song(&songs[0])] {
            ada.put(&path).answer().await.expect(200);
            assert!(ada.delete(&path).answer().await.expect(204).body.is_empty());
            ada.delete(&path).answer().await.expect(204);
            assert_eq!(ada.songs(&post).await[0]["is_favorite"], false);
        }
        ada.delete(&paths::fill(paths::FAVORITE, &[&uuid::Uuid::now_v7().to_string()])).answer().await.expect(204);
    });
}

#[test]
fn a_song_that_is_not_on_the_post_is_not_there() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let on_it = ada.songs(&post).await;
        let off = app.lines("select id::text as line from songs where id not in (select song_id from post_songs)");
        let strange = off.into_iter().next().unwrap_or_else(|| uuid::Uuid::now_v7().to_string());
        let path = paths::fill(paths::POST_SONG_FAVORITE, &[post["id"].as_str().unwrap(), &strange]);
        ada.put(&path).answer().await.problem(404, "not_found");
        ada.delete(&path).answer().await.problem(404, "not_found");
        ada.put(&paths::fill(paths::FAVORITE, &[&strange])).answer().await.problem(404, "not_found");
        assert!(on_it.iter().all(|item| item["song"]["id"] != strange.as_str()));
        assert_eq!(app.count("favorited_songs"), 0);
    });
}

#[test]
fn a_private_posts_songs_cannot_be_kept_by_others() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.ready_post(factory::photo(1), "private").await;
        let item = ada.songs(&post).await[0].clone();
        bob.put(&favorite_path(&post, &item)).answer().await.problem(404, "not_found");
        bob.put(&by_song(&item)).answer().await.problem(404, "not_found");
        ada.put(&by_song(&item)).answer().await.expect(200);
    });
}

#[test]
fn the_favourite_outlives_its_post_and_leads_back_only_while_it_may() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let (hidden, deleted) = twins(&ada).await;
        let songs = ada.songs(&hidden).await;
        bob.put(&favorite_path(&hidden, &songs[0])).answer().await.expect(200);
        bob.put(&favorite_path(&deleted, &songs[1])).answer().await.expect(200);
        let before = bob.read(paths::FAVORITES).await;
        assert_eq!(
            (&before["favorites"][0]["post_id"], &before["favorites"][1]["post_id"]),
            (&deleted["id"], &hidden["id"])
        );
        assert_eq!(before["favorites"][1]["post"]["id"], hidden["id"]);
        ada.patch(&post_path(&hidden)).json(&json!({"visibility": "private"})).answer().await.expect(200);
        ada.delete(&post_path(&deleted)).answer().await.expect(204);
        let after = bob.read(paths::FAVORITES).await;
        for (position, song) in [(0, &songs[1]), (1, &songs[0])] {
            let favorite = &after["favorites"][position];
            assert_eq!((&favorite["post_id"], &favorite["post"]), (&Value::Null, &Value::Null));
            assert_eq!(favorite["song"], song["song"]);
        }
        ada.patch(&post_path(&hidden)).json(&json!({"visibility": "public"})).answer().await.expect(200);
        assert_eq!(bob.read(paths::FAVORITES).await["favorites"][1]["post_id"], hidden["id"]);
        bob.delete(&by_song(&songs[1])).answer().await.expect(204);
    });
}

#[test]
fn a_song_is_kept_from_wherever_it_stands_in_sight() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let hidden = ada.ready_post(factory::photo(1), "private").await;
        let item = ada.songs(&hidden).await[0].clone();
        bob.put(&by_song(&item)).answer().await.problem(404, "not_found");
        let list = json!({"title": "Loud", "visibility": "private"});
        let id = hidden["id"].as_str().unwrap();
        let made =
            ada.post(&paths::fill(paths::PLAYLIST_FROM_POST, &[id])).json(&list).answer().await.expect(201).json();
        bob.put(&by_song(&item)).answer().await.problem(404, "not_found");
        let list = paths::fill(paths::PLAYLIST, &[made["playlist"]["id"].as_str().unwrap()]);
        ada.patch(&list).json(&json!({"visibility": "public"})).answer().await.expect(200);
        let state = bob.put(&by_song(&item)).answer().await.expect(200).json();
        assert_eq!((&state["post_id"], &state["is_favorite"]), (&Value::Null, &json!(true)));
    });
}

#[test]
fn a_post_that_is_deleted_meanwhile_is_not_there() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.ready_post(factory::photo(1), "public").await;
        let item = ada.songs(&post).await[0].clone();
        let gone = format!("delete from posts where id = '{}'", post["id"].as_str().unwrap());
        let kept = meanwhile(app, &gone, &gone, bob.put(&favorite_path(&post, &item)).answer()).await;
        kept.problem(404, "not_found");
        assert_eq!(app.count("favorited_songs"), 0);
    });
}

#[test]
fn a_song_that_left_its_post_can_still_be_let_go_there() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.ready_post(factory::photo(1), "public").await;
        let songs = ada.songs(&post).await;
        ada.put(&favorite_path(&post, &songs[0])).answer().await.expect(200);
        app.sql("delete from post_songs");
        bob.delete(&favorite_path(&post, &songs[0])).answer().await.problem(404, "not_found");
        for _ in 0..2 {
            ada.delete(&favorite_path(&post, &songs[0])).answer().await.expect(204);
        }
        assert_eq!(app.count("favorited_songs"), 0);
        ada.delete(&favorite_path(&post, &songs[1])).answer().await.problem(404, "not_found");
    });
}

#[test]
fn a_favourite_without_a_post_takes_the_next_one_it_is_kept_from() {
    story(async |app| {
        let ada = app.user("ada").await;
        let (first, second) = twins(&ada).await;
        let item = ada.songs(&first).await[0].clone();
        let kept = async || ada.read(paths::FAVORITES).await["favorites"][0].take();
        ada.put(&by_song(&item)).answer().await.expect(200);
        let before = kept().await;
        assert_eq!(before["post_id"], Value::Null);
        let state = ada.put(&favorite_path(&first, &item)).answer().await.expect(200).json();
        assert_eq!(state["post_id"], first["id"]);
        assert_eq!((&kept().await["post_id"], &kept().await["created_at"]), (&first["id"], &before["created_at"]));
        ada.put(&by_song(&item)).answer().await.expect(200);
        ada.put(&favorite_path(&second, &item)).answer().await.expect(200);
        assert_eq!(kept().await["post_id"], first["id"], "the first one stays");
        ada.delete(&post_path(&first)).answer().await.expect(204);
        ada.put(&favorite_path(&second, &item)).answer().await.expect(200);
        assert_eq!(kept().await["post_id"], second["id"]);
    });
}
