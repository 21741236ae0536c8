//! `GET /me/export`: everything of the user as one archive.

use std::io::{Cursor, Read as _};

use imagime_shared::paths;
use reqwest::Method;
use serde_json::{Value, json};
use zip::ZipArchive;

use crate::support::{
    Client, Request,
    client::{favorite_path, form, post_path},
    factory, story, story_with,
    things::make_token,
};

type Archive = ZipArchive<Cursor<Vec<u8>>>;

async fn export(client: &Client) -> Archive {
    let answer = client.get(paths::EXPORT).header("accept-encoding", "gzip, br").answer().await.expect(200);
    assert_eq!(
        (answer.header("content-type"), answer.header("cache-control")),
        ("application/zip", "private, no-store")
    );
    assert!(answer.header("content-disposition").starts_with("attachment; filename=\"imagime-"));
    ZipArchive::new(Cursor::new(answer.body)).unwrap()
}

fn read(archive: &mut Archive, name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    archive.by_name(name).unwrap_or_else(|error| panic!("{name}: {error}")).read_to_end(&mut bytes).unwrap();
    bytes
}

fn rows(archive: &mut Archive, name: &str) -> Vec<Value> {
    serde_json::from_slice(&read(archive, name)).unwrap()
}

#[test]
fn the_archive_holds_all_that_is_mine_and_nothing_that_opens_the_account() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        ada.put(paths::AVATAR).multipart(form(factory::photo(3), &[])).answer().await.expect(200);
        let post = ada.upload(factory::photo(1), &[("visibility", "private"), ("description", "Härbst \"1\"")]).await;
        let post = ada.wait_for(&post.expect(201).json()["post"]).await;
        let other = bob.ready_post(factory::photo(2), "public").await;
        let song = &bob.songs(&other).await[0];
        ada.put(&favorite_path(&other, song)).answer().await.expect(200);
        ada.vote(&other, song, -1).await.expect(200);
        let id = other["id"].as_str().unwrap();
        ada.put(&paths::fill(paths::POST_LIKE, &[id])).answer().await.expect(200);
        ada.post(&paths::fill(paths::POST_COMMENTS, &[id])).json(&json!({"body": "Fine."})).answer().await.expect(201);
        bob.post(&paths::fill(paths::POST_COMMENTS, &[id])).json(&json!({"body": "Bob's."})).answer().await.expect(201);
        ada.put(&paths::fill(paths::USER_FOLLOW, &["bob"])).answer().await.expect(200);
        let playlist = json!({"title": "Loud"});
        let playlist = ada.post(paths::PLAYLIST_FROM_FAVORITES).json(&playlist).answer().await.expect(201).json();
        let share = paths::fill(paths::POST_SHARES, &[post["id"].as_str().unwrap()]);
        let share = ada.post(&share).answer().await.expect(201).json();
        let token = make_token(&ada, &["read"]).await;

        let archive = &mut export(&ada).await;
        let account = &rows(archive, "account.json")[0];
        assert_eq!((&account["username"], &account["email"]), (&json!("ada"), &json!("ada@example.org")));
        let title = &song["song"]["title"];
        for (name, field, value) in [
            ("favorites.json", "title", title),
            ("favorites.json", "post_id", &other["id"]),
            ("votes.json", "value", &json!(-1)),
            ("likes.json", "post_id", &other["id"]),
            ("comments.json", "body", &json!("Fine.")),
            ("following.json", "username", &json!("bob")),
            ("playlists.json", "id", &playlist["playlist"]["id"]),
            ("tokens.json", "name", &token["name"]),
            ("sessions.json", "client", &json!("native")),
        ] {
            let rows = rows(archive, name);
            assert_eq!((rows.len(), &rows[0][field]), (1, value), "{name}");
        }
        assert_eq!(rows(archive, "playlists.json")[0]["songs"][0]["title"], *title);
        let folder = format!("posts/{}", post["id"].as_str().unwrap());
        let kept: Value = serde_json::from_slice(&read(archive, &format!("{folder}/post.json"))).unwrap();
        assert_eq!((&kept["description"], &kept["visibility"]), (&json!("Härbst \"1\""), &json!("private")));
        assert!(kept["keywords"].as_array().unwrap().iter().all(|word| word["from"].is_string()), "{kept}");
        assert_eq!(kept["shares"][0]["slug"], share["share"]["slug"]);
        assert_eq!(kept["songs"].as_array().unwrap().len() as u64, post["song_count"].as_u64().unwrap());
        let picture = ada.get(post["image"]["url"].as_str().unwrap()).answer().await.expect(200);
        assert!(read(archive, &format!("{folder}/picture.jpg")) == picture.body, "another picture");
        assert!(read(archive, "profile.jpg").starts_with(&[0xFF, 0xD8]));

        let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!(names.iter().filter(|name| name.starts_with("posts/")).count(), 2, "{names:?}");
        for name in names.iter().filter(|name| name.ends_with("json") || name.ends_with("txt")) {
            let text = String::from_utf8(read(archive, name)).unwrap();
            for secret in ["$2b$", "token_hash", token["token"].as_str().unwrap(), "Bob's.", "bob@example.org"] {
                assert!(!text.contains(secret), "{name} holds {secret}");
            }
        }
    });
}

#[test]
fn what_was_deleted_is_not_in_the_archive() {
    story_with(
        |config| config.quotas.exports_per_hour = 2,
        async |app| {
            let ada = app.user("ada").await;
            let post = ada.ready_post(factory::photo(1), "public").await;
            for _ in 0..3 {
                let head = ada.request(Method::HEAD, paths::EXPORT).answer().await.expect(200);
                assert_eq!(head.header("content-type"), "application/zip");
            }
            let before = export(&ada).await.len();
            ada.delete(&post_path(&post)).answer().await.expect(204);
            assert_eq!(export(&ada).await.len(), before - 2);
            let refused = ada.get(paths::EXPORT).answer().await;
            refused.problem(429, "too_many_requests");
            assert_ne!(refused.header("retry-after"), "");
            app.anonymous().get(paths::EXPORT).answer().await.problem(401, "unauthorized");
        },
    );
}
