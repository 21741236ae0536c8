//! Who may see and change a list; and what goes with its owner.

use imagime_shared::paths;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{add, export_path, list_path, playlist, song_ids, song_path, songs_path};
use crate::support::{
    Client, Request,
    client::{PASSWORD, favorite_path},
    factory, story,
};

/// Every operation on a list: method, path, body, what its owner hears, and whether it only reads.
fn operations(list: &Value, song: &Value) -> Vec<(Method, String, Value, u16, bool)> {
    let order = json!({"song_ids": [song]});
    vec![
        (Method::GET, list_path(list), Value::Null, 200, true),
        (Method::GET, export_path(list, "jspf"), Value::Null, 200, true),
        (Method::GET, export_path(list, "xspf"), Value::Null, 200, true),
        (Method::PATCH, list_path(list), json!({"title": "Changed"}), 200, false),
        (Method::PUT, songs_path(list), order.clone(), 200, false),
        (Method::POST, songs_path(list), order, 409, false),
        (Method::DELETE, song_path(list, song), Value::Null, 204, false),
        (Method::DELETE, list_path(list), Value::Null, 204, false),
    ]
}

async fn status(client: &Client, method: &Method, path: &str, body: &Value) -> u16 {
    let request = client.request(method.clone(), path);
    let request = if body.is_null() { request } else { request.json(body) };
    request.answer().await.status.as_u16()
}

#[test]
fn every_operation_keeps_to_who_asks() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.ready_post(factory::photo(1), "public").await;
        let song = song_ids(&ada, &post).await.swap_remove(0);
        for visibility in ["private", "unlisted", "public"] {
            let list = playlist(&ada, "Hers", visibility).await;
            add(&ada, &list, std::slice::from_ref(&song), Some(&post)).await.expect(200);
            for (method, path, body, own, reads) in operations(&list, &song) {
                let shown = reads && visibility != "private";
                let (nobody, stranger) = match (shown, reads) {
                    (true, _) => (200, 200),
                    (false, true) => (404, 404),
                    (false, false) => (401, 404),
                };
                assert_eq!(
                    status(&app.anonymous(), &method, &path, &body).await,
                    nobody,
                    "{visibility} {method} {path}"
                );
                assert_eq!(status(&bob, &method, &path, &body).await, stranger, "{visibility} {method} {path}");
                assert_eq!(status(&ada, &method, &path, &body).await, own, "{visibility} {method} {path}");
                let forged = app.anonymous().with_token("x.y.z");
                assert_eq!(status(&forged, &method, &path, &body).await, 401, "{visibility} {method} {path}");
            }
        }
        for (method, path) in [
            (Method::GET, paths::PLAYLISTS.to_owned()),
            (Method::POST, paths::PLAYLISTS.to_owned()),
            (Method::POST, paths::PLAYLIST_FROM_FAVORITES.to_owned()),
            (Method::POST, paths::fill(paths::PLAYLIST_FROM_POST, &[post["id"].as_str().unwrap()])),
        ] {
            assert_eq!(status(&app.anonymous(), &method, &path, &json!({"title": "A"})).await, 401, "{method} {path}");
        }
    });
}

#[test]
fn foreign_missing_and_misspelt_lists_answer_alike() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let foreign = playlist(&ada, "Hers", "private").await;
        let song = json!(Uuid::now_v7());
        for id in [foreign["id"].clone(), json!(Uuid::now_v7()), json!("not-an-id")] {
            for (method, path, body, ..) in operations(&json!({"id": id}), &song) {
                assert_eq!(status(&bob, &method, &path, &body).await, 404, "{method} {path}");
            }
        }
    });
}

#[test]
fn what_one_user_keeps_shows_in_nobody_elses_view_of_a_list() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.ready_post(factory::photo(1), "public").await;
        let list = playlist(&ada, "Hers", "public").await;
        let songs = ada.songs(&post).await;
        add(&ada, &list, &song_ids(&ada, &post).await[..3], Some(&post)).await.expect(200);
        let views = async || {
            let nobody = app.anonymous();
            let mut seen = Vec::new();
            for client in [&bob, &nobody] {
                for path in [list_path(&list), export_path(&list, "jspf"), export_path(&list, "xspf")] {
                    seen.push(client.get(&path).answer().await.expect(200).text());
                }
            }
            seen
        };
        let before = views().await;
        for item in songs.iter().take(3) {
            ada.put(&favorite_path(&post, item)).answer().await.expect(200);
        }
        assert_eq!(views().await, before);
        assert_eq!(ada.read(&list_path(&list)).await["playlist"]["songs"][0]["is_favorite"], true);
    });
}

#[test]
fn with_a_user_go_their_lists_and_nothing_dangles_in_others() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.ready_post(factory::photo(1), "public").await;
        let ids = song_ids(&ada, &post).await;
        let hers = playlist(&ada, "Hers", "public").await;
        let his = playlist(&bob, "His", "public").await;
        for (client, list) in [(&ada, &hers), (&bob, &his)] {
            add(client, list, &ids[..2], Some(&post)).await.expect(200);
        }
        ada.delete(paths::ME).json(&json!({"password": PASSWORD})).answer().await.expect(204);
        bob.get(&list_path(&hers)).answer().await.problem(404, "not_found");
        let left = bob.read(&list_path(&his)).await["playlist"].take();
        assert_eq!(
            (&left["song_count"], &left["songs"][0]["post_id"], &left["cover_url"]),
            (&json!(2), &Value::Null, &Value::Null)
        );
        assert_eq!(
            (
                app.count("playlists"),
                app.count("playlist_songs"),
                app.count("playlist_songs where post_id is not null")
            ),
            (1, 2, 0)
        );
    });
}
