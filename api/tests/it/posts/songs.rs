//! `GET /posts/{id}/songs` and `GET /songs/{id}`.

use std::collections::HashSet;

use crate::support::{Request, client::post_path, factory, story};

#[test]
fn songs_come_page_by_page_best_first_each_once() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let path = format!("{}/songs", post_path(&post));
        assert_eq!(ada.read(&path).await["songs"].as_array().unwrap().len(), 5);
        let paged = ada.all_pages(&path, "songs", 3).await;
        assert_eq!(paged, ada.songs(&post).await);
        let distinct: HashSet<_> = paged.iter().map(|item| item["song"]["id"].as_str().unwrap()).collect();
        assert_eq!(distinct.len(), paged.len());
        assert!(paged[0]["score"].as_f64() >= paged.last().unwrap()["score"].as_f64());
    });
}

#[test]
fn a_song_stands_alone_too() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let song = ada.songs(&post).await[0]["song"].clone();
        let path = format!("/api/v1/songs/{}", song["id"].as_str().unwrap());
        assert_eq!(app.anonymous().read(&path).await["song"], song);
        let missing = format!("/api/v1/songs/{}", uuid::Uuid::now_v7());
        app.anonymous().get(&missing).answer().await.problem(404, "not_found");
    });
}

#[test]
fn the_same_picture_gets_the_same_songs() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let one = ada.ready_post(factory::photo(1), "public").await;
        let same = bob.ready_post(factory::photo(1), "public").await;
        assert_eq!(ada.songs(&one).await, bob.songs(&same).await);
        assert_eq!(one["keywords"], same["keywords"]);
        assert_eq!(app.count("analyses"), 1);
    });
}
