//! Who may hear the operator's music, and by which addresses.

use chrono::{Duration, Utc};
use imagime_api::security::signature;
use serde_json::Value;

use super::{GRAVEYARD, Music, NEBULA, OCEAN, again, post_about, real_music, song_on, until_scanned};
use crate::support::{App, Client, Request};

/// A listener and a song of the folder.
async fn heard(app: &App) -> (Client, Value, Value) {
    until_scanned(app, 1).await;
    let ada = app.user("ada").await;
    let post = post_about(&ada, "graveyard").await;
    let song = song_on(&ada, &post, "Graveyard").await;
    (ada, post, song)
}

fn url(song: &Value) -> String {
    song["preview"]["url"].as_str().unwrap().to_owned()
}

#[test]
fn who_has_an_account_hears_every_part_of_it() {
    let music = Music::with(GRAVEYARD);
    music.story(async |app| {
        let (_, _, song) = heard(app).await;
        assert_eq!(song["preview"]["state"], "available");
        let whole = std::fs::read(real_music(GRAVEYARD)).unwrap();
        // An <audio> element sends no token.
        let (client, url, size) = (app.anonymous(), url(&song), whole.len());
        let file = client.get(&url).answer().await.expect(200);
        assert!(file.body == whole);
        assert_eq!(file.header("content-type"), "audio/ogg");
        assert_eq!(file.header("cache-control"), "private, no-store");
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        assert_eq!(file.header("accept-ranges"), "bytes");
        for (range, part) in [
            ("bytes=0-0".to_owned(), 0..1),
            ("bytes=100000-299999".into(), 100_000..300_000),
            (format!("bytes={}-", size - 7), size - 7..size),
            ("bytes=-9".into(), size - 9..size),
        ] {
            let answer = client.get(&url).header("range", &range).answer().await.expect(206);
            assert!(answer.body == whole[part.clone()], "{range}");
            assert_eq!(answer.header("content-range"), format!("bytes {}-{}/{size}", part.start, part.end - 1));
        }
        assert_eq!(client.get(&url).header("range", format!("bytes={size}-")).answer().await.status, 416);
        let tag = file.header("etag");
        assert!(client.get(&url).header("if-none-match", tag).answer().await.expect(304).body.is_empty());
        let part = client.get(&url).header("range", "bytes=0-3").header("if-range", "\"other\"").answer().await;
        assert_eq!(part.expect(200).body.len(), size);
        let head = client.request(reqwest::Method::HEAD, &url).answer().await.expect(200);
        assert_eq!((head.body.len(), head.header("content-length")), (0, size.to_string().as_str()));
    });
}

#[test]
fn who_has_no_account_is_told_why_there_is_nothing_to_hear() {
    let music = Music::with(GRAVEYARD);
    music.story(async |app| {
        let (ada, post, song) = heard(app).await;
        let anonymous = app.anonymous();
        let seen = [song_on(&anonymous, &post, "Graveyard").await, again(&anonymous, &song).await];
        for seen in seen {
            assert_eq!((&seen["preview"]["state"], &seen["preview"]["url"]), (&"none".into(), &Value::Null));
            assert_eq!(seen["attribution"], "From this server's own music: log in to listen");
        }
        // The same holds wherever a song is shown: on the cards of the feed, and in the events.
        let feed = anonymous.read("/api/v1/posts").await;
        assert_eq!(feed["posts"][0]["top_song"]["title"], "Graveyard");
        assert!(!feed.to_string().contains("/media/folder/"), "{feed}");
        assert!(ada.read("/api/v1/posts").await.to_string().contains("/media/folder/"));
        let watched = anonymous.read(&format!("/api/v1/posts/{}", post["id"].as_str().unwrap())).await["post"].take();
        let events = anonymous.watch(&watched).await.until_done().await;
        assert!(events.iter().any(|event| event.data.to_string().contains("Graveyard")));
        assert!(events.iter().all(|event| !event.data.to_string().contains("/media/folder/")));
    });
}

#[test]
fn only_a_fresh_signature_of_that_very_file_opens_it() {
    let music = Music::with(GRAVEYARD);
    music.story(async |app| {
        let (_, _, song) = heard(app).await;
        let (track, keys) = (song["provider_track_id"].as_str().unwrap(), app.keys());
        let url = url(&song);
        let (bare, query) = url.split_once('?').unwrap();
        let (old, early) = (Utc::now() - Duration::minutes(21), Utc::now() + Duration::minutes(21));
        let strangers = [
            bare.to_owned(),
            format!("{bare}?exp=1&sig="),
            format!("{bare}?{query}x"),
            format!("{bare}?{}", signature::sign_track(&keys, track, old)),
            format!("{bare}?{}", signature::sign_track(&keys, track, early)),
            format!("{bare}?{}", signature::sign_track(&keys, "another", Utc::now())),
            format!("{bare}?{}", signature::sign_media(&keys, uuid::Uuid::now_v7(), Utc::now())),
            format!("/media/{track}.ogg?{query}"),
        ];
        for address in strangers {
            app.anonymous().get(&address).answer().await.problem(404, "not_found");
        }
        let until = query.split_once("exp=").unwrap().1.split_once('&').unwrap().0.parse::<i64>().unwrap();
        assert!((0..=15 * 60).contains(&(until - Utc::now().timestamp())));
        app.anonymous().get(&url).answer().await.expect(200);
    });
}

#[test]
fn no_path_leads_out_of_the_folder() {
    let music = Music::with(GRAVEYARD);
    music.add(NEBULA, "../outside.ogg");
    music.add(OCEAN, "deep/ocean.ogg");
    music.story(async |app| {
        until_scanned(app, 2).await;
        let ada = app.user("ada").await;
        let post = post_about(&ada, "graveyard").await;
        let song = song_on(&ada, &post, "Graveyard").await;
        let url = url(&song);
        // Even a database that was tampered with opens nothing outside.
        let absolute = music.at("../outside.ogg").canonicalize().unwrap();
        for path in
            ["../outside.ogg", "deep/../../outside.ogg", absolute.to_str().unwrap(), "deep", "./deep/../deep", ""]
        {
            app.sql(&format!("update folder_tracks set path = '{path}' where title = 'Graveyard'"));
            app.anonymous().get(&url).answer().await.problem(404, "not_found");
        }
        for name in ["..%2f..%2foutside.ogg", "..%2foutside.ogg?exp=1&sig=x", "%00.ogg?exp=1&sig=x", "deep%2focean.ogg"]
        {
            app.anonymous().get(&format!("/media/folder/{name}")).answer().await.problem(404, "not_found");
        }
    });
}

#[test]
fn a_file_that_became_a_link_is_not_opened() {
    let music = Music::with(GRAVEYARD);
    music.add(NEBULA, "../outside.ogg");
    music.story(async |app| {
        let (_, _, song) = heard(app).await;
        app.anonymous().get(&url(&song)).answer().await.expect(200);
        std::fs::remove_file(music.at("hr3-graveyard.ogg")).unwrap();
        std::os::unix::fs::symlink(music.at("../outside.ogg"), music.at("hr3-graveyard.ogg")).unwrap();
        app.anonymous().get(&url(&song)).answer().await.problem(404, "not_found");
    });
}
