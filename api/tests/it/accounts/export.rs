//! `GET /me/export`: everything of the user as one archive.

use std::io::{Cursor, Read as _};

use imagime_shared::paths;
use reqwest::Method;
use serde_json::{Value, json};
use zip::ZipArchive;

use super::export_columns::assert_fields;
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

/// Times as milliseconds and numbers as they are kept: the archive tells more digits of both than an answer.
fn comparable(value: &Value) -> Value {
    match value {
        Value::String(text) => match chrono::DateTime::parse_from_rfc3339(text) {
            Ok(time) => json!(time.timestamp_millis()),
            Err(_) => value.clone(),
        },
        Value::Array(items) => items.iter().map(comparable).collect(),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), comparable(value))).collect(),
        Value::Number(number) => json!(number.as_f64().unwrap() as f32),
        other => other.clone(),
    }
}

/// All of a file is as it should be, field for field.
#[track_caller]
fn assert_holds(archive: &mut Archive, name: &str, expected: &Value) {
    let kept: Value = serde_json::from_slice(&read(archive, name)).unwrap();
    assert_eq!(comparable(&kept), comparable(expected), "{name}");
}

/// A song as the archive names it, with more fields.
fn named(song: &Value, more: &Value) -> Value {
    let mut named = json!({"title": song["title"], "artist": song["artist"], "provider": song["provider"],
        "provider_track_id": song["provider_track_id"], "url": song["external_url"]});
    named.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    named
}

/// A post as its archive has it, songs and links given.
fn archived(post: &Value, kinds: &[String], songs: &[Value], share: &Value) -> Value {
    let words = post["keywords"].as_array().unwrap().iter().zip(kinds);
    let words: Vec<Value> =
        words.map(|(word, kind)| json!({"keyword": word["keyword"], "score": word["score"], "from": kind})).collect();
    let songs: Vec<Value> = songs
        .iter()
        .map(|item| {
            let more = json!({"score": item["score"], "why": item["why"], "mood_match": item["mood_match"],
                "vote": item["my_vote"], "vote_score": item["vote_score"]});
            named(&item["song"], &more)
        })
        .collect();
    json!({
        "id": post["id"], "description": post["description"], "alt_text": post["alt_text"], "visibility": post["visibility"],
        "sensitive": post["sensitive"], "outside_analysis": post["outside_analysis"], "width": post["image"]["width"],
        "height": post["image"]["height"], "status": post["status"], "failure": post["failure"]["code"],
        "failure_message": post["failure"]["message"], "notices": post["notices"], "analyzed_by": post["analysis"]["source"],
        "analyzed_at": post["analysis"]["analyzed_at"], "abstained": post["analysis"]["abstained"], "palette": post["palette"],
        "mood": post["mood"], "comment_count": post["comment_count"], "like_count": post["like_count"],
        "created_at": post["created_at"], "updated_at": post["updated_at"], "keywords": words, "songs": songs,
        "shares": [{"slug": share["slug"], "created_at": share["created_at"], "expires_at": share["expires_at"],
            "visit_count": share["visit_count"]}],
    })
}

#[test]
fn the_archive_holds_all_that_is_mine_and_nothing_that_opens_the_account() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        ada.put(paths::AVATAR).multipart(form(factory::photo(3), &[])).answer().await.expect(200);
        let profile = json!({"display_name": "Ada L.", "bio": "Two\nlines", "favorites_public": true});
        ada.patch(paths::ME).json(&profile).answer().await.expect(200);
        let fields = [("visibility", "private"), ("description", "Härbst \"1\""), ("alt_text", "Leaves")];
        let post = ada.upload(factory::real("skimage/coffee.png"), &fields).await;
        let post = ada.wait_for(&post.expect(201).json()["post"]).await;
        let item = &ada.songs(&post).await[0];
        ada.vote(&post, item, 1).await.expect(200);
        let other = bob.ready_post(factory::photo(2), "public").await;
        let song = &bob.songs(&other).await[0];
        ada.put(&favorite_path(&other, song)).answer().await.expect(200);
        ada.vote(&other, song, -1).await.expect(200);
        let (mine, id) = (post["id"].as_str().unwrap(), other["id"].as_str().unwrap());
        ada.put(&paths::fill(paths::POST_LIKE, &[id])).answer().await.expect(200);
        let comments = paths::fill(paths::POST_COMMENTS, &[id]);
        let comment = ada.post(&comments).json(&json!({"body": "Fine."})).answer().await.expect(201).json();
        bob.post(&comments).json(&json!({"body": "Bob's."})).answer().await.expect(201);
        ada.put(&paths::fill(paths::USER_FOLLOW, &["bob"])).answer().await.expect(200);
        bob.put(&paths::fill(paths::USER_FOLLOW, &["ada"])).answer().await.expect(200);
        let playlist = json!({"title": "Loud", "description": "Very", "visibility": "unlisted"});
        let playlist = ada.post(paths::PLAYLIST_FROM_FAVORITES).json(&playlist).answer().await.expect(201).json();
        let end = json!({"expires_at": chrono::Utc::now() + chrono::Duration::days(1)});
        let share = ada.post(&paths::fill(paths::POST_SHARES, &[mine])).json(&end).answer().await.expect(201).json();
        let token = make_token(&ada, &["read"]).await;
        // What no answer tells, as PostgreSQL writes it into JSON.
        let time = |table: &str, column: &str, which: &str| {
            app.lines(&format!("select to_json({column}) #>> '{{}}' as line from {table} where {which}"))[0].clone()
        };
        let kinds =
            app.lines(&format!("select kind as line from post_keywords where post_id = '{mine}' order by position"));
        let (me, post) = (ada.read(paths::ME).await["user"].take(), ada.read(&post_path(&post)).await["post"].take());
        let (songs, comment) = (ada.songs(&post).await, &comment["comment"]);
        let (playlist, share) = (&playlist["playlist"], &share["share"]);
        let session = ada.read(paths::SESSIONS).await["sessions"][0].take();
        let kept = ada.read(paths::FAVORITES).await["favorites"][0].take();
        let about = ada.read(paths::TOKENS).await["tokens"][0].take();

        let archive = &mut export(&ada).await;
        let account = json!([{"id": me["id"], "username": "ada", "email": "ada@example.org", "display_name": "Ada L.",
            "bio": "Two\nlines", "favorites_public": true, "created_at": me["created_at"],
            "updated_at": time("users", "updated_at", "username = 'ada'")}]);
        let listed = named(&song["song"], &json!({"post_id": id}));
        let one = json!([{"id": playlist["id"], "title": "Loud", "description": "Very", "visibility": "unlisted",
            "created_at": playlist["created_at"], "updated_at": playlist["updated_at"], "songs": [listed]}]);
        let votes: Vec<Value> = [(item, mine, 1), (song, id, -1)]
            .map(|(item, post_id, value)| {
                let at = time("votes", "created_at", &format!("post_id = '{post_id}'"));
                named(&item["song"], &json!({"post_id": post_id, "value": value, "created_at": at}))
            })
            .to_vec();
        let follows = |side: &str| {
            let at = time("follows", "created_at", &format!("{side} = '{}'", me["id"].as_str().unwrap()));
            json!([{"username": "bob", "created_at": at}])
        };
        for (name, expected) in [
            ("account.json", account),
            ("playlists.json", one),
            ("votes.json", json!(votes)),
            ("following.json", follows("follower_id")),
            ("followers.json", follows("followed_id")),
            ("likes.json", json!([{"post_id": id, "created_at": time("likes", "created_at", "true")}])),
            (
                "favorites.json",
                json!([named(&song["song"], &json!({"post_id": id, "created_at": kept["created_at"]}))]),
            ),
            (
                "comments.json",
                json!([{"id": comment["id"], "post_id": id, "body": "Fine.",
                "created_at": comment["created_at"], "edited_at": null}]),
            ),
            (
                "sessions.json",
                json!([{"id": session["id"], "client": "native", "user_agent": session["user_agent"],
                "created_at": session["created_at"], "last_used_at": session["last_used_at"]}]),
            ),
            (
                "tokens.json",
                json!([{"id": about["id"], "name": about["name"], "read": true, "write": false,
                "created_at": about["created_at"], "expires_at": null, "last_used_at": null}]),
            ),
        ] {
            assert_holds(archive, name, &expected);
        }
        let folder = format!("posts/{mine}");
        let line: Value = serde_json::from_slice(&read(archive, &format!("{folder}/post.json"))).unwrap();
        assert_eq!(comparable(&line), comparable(&archived(&post, &kinds, &songs, share)));
        let picture = ada.get(post["image"]["url"].as_str().unwrap()).answer().await.expect(200);
        assert!(read(archive, &format!("{folder}/picture.jpg")) == picture.body, "another picture");
        assert!(read(archive, "profile.jpg").starts_with(&[0xFF, 0xD8]));
        assert_fields(|file| match file {
            "post.json" => vec![line.clone()],
            file => rows(archive, file),
        });

        let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!((names.len(), names.iter().filter(|name| name.starts_with("posts/")).count()), (14, 2), "{names:?}");
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
