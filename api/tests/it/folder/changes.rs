//! A folder that changes while the server runs.

use imagime_shared::paths;

use super::{GRAVEYARD, Music, NEBULA, OCEAN, again, post_about, song_on, until_scanned};
use crate::support::{Request, client::favorite_path, eventually};

#[test]
fn a_new_file_is_noticed() {
    let music = Music::new();
    music.story(async |app| {
        until_scanned(app, 0).await;
        music.add(GRAVEYARD, "one.ogg");
        until_scanned(app, 1).await;
        music.add(OCEAN, "quite/new/two.ogg");
        until_scanned(app, 2).await;
    });
}

#[test]
fn a_changed_file_is_read_anew_and_stays_the_same_song() {
    let music = Music::new();
    music.add(GRAVEYARD, "song.ogg");
    music.story(async |app| {
        until_scanned(app, 1).await;
        let ada = app.user("ada").await;
        let post = post_about(&ada, "cave").await;
        let song = song_on(&ada, &post, "Living Caves").await;
        let before = app.anonymous().get(song["preview"]["url"].as_str().unwrap()).answer().await.expect(200);
        music.add(NEBULA, "song.ogg");
        eventually("the new tags are read", async || again(&ada, &song).await["title"] == "Nebula").await;
        let changed = again(&ada, &song).await;
        assert_eq!(changed["artist"], "Maxstack");
        let after = app.anonymous().get(changed["preview"]["url"].as_str().unwrap()).answer().await.expect(200);
        assert!(after.body == std::fs::read(music.at("song.ogg")).unwrap());
        assert_ne!(before.header("etag"), after.header("etag"));
        assert_eq!(app.count("songs where provider = 'folder'"), 1);
    });
}

#[test]
fn a_file_that_is_gone_leaves_its_song_without_a_dead_button() {
    let music = Music::with(GRAVEYARD);
    music.story(async |app| {
        until_scanned(app, 1).await;
        let ada = app.user("ada").await;
        let post = post_about(&ada, "graveyard").await;
        let song = song_on(&ada, &post, "Graveyard").await;
        let item = serde_json::json!({ "song": song });
        ada.put(&favorite_path(&post, &item)).answer().await.expect(200);
        std::fs::remove_file(music.at("hr3-graveyard.ogg")).unwrap();
        until_scanned(app, 0).await;
        let kept = ada.read(paths::FAVORITES).await["favorites"][0]["song"].take();
        assert_eq!((&kept["id"], &kept["title"]), (&song["id"], &song["title"]));
        assert_eq!((&kept["preview"]["state"], kept["preview"]["url"].is_null()), (&"none".into(), true));
        assert_eq!(kept["attribution"], "From this server's own music: its file is no longer there");
        let url = song["preview"]["url"].as_str().unwrap();
        app.anonymous().get(url).answer().await.problem(404, "not_found");
        // It stands on no new post.
        let other = post_about(&ada, "graveyard").await;
        assert!(ada.songs(&other).await.iter().all(|item| item["song"]["provider"] != "folder"));
        // And when it comes back it is the same song again.
        music.add(GRAVEYARD, "hr3-graveyard.ogg");
        until_scanned(app, 1).await;
        assert_eq!(again(&ada, &song).await["preview"]["state"], "available");
    });
}

#[test]
fn a_file_that_breaks_is_silent_until_it_is_whole() {
    let music = Music::with(GRAVEYARD);
    music.story(async |app| {
        until_scanned(app, 1).await;
        std::fs::write(music.at("hr3-graveyard.ogg"), "broken").unwrap();
        until_scanned(app, 0).await;
        music.add(GRAVEYARD, "hr3-graveyard.ogg");
        until_scanned(app, 1).await;
    });
}

#[test]
fn what_was_known_is_not_read_again_at_the_next_start() {
    let music = Music::with(GRAVEYARD);
    music.story(async |app| {
        until_scanned(app, 1).await;
        app.sql("update folder_tracks set genres = 'told by the test'");
        app.abort().await;
        let root = music.root();
        app.start_another(move |config| config.data.music_folder = Some(root)).await;
        music.add(OCEAN, "second.ogg");
        until_scanned(app, 2).await;
        assert_eq!(app.count("folder_tracks where genres = 'told by the test'"), 1);
    });
}

#[test]
fn without_the_folder_its_songs_are_silent() {
    let music = Music::with(GRAVEYARD);
    music.story(async |app| {
        until_scanned(app, 1).await;
        let ada = app.user("ada").await;
        let post = post_about(&ada, "graveyard").await;
        let song = song_on(&ada, &post, "Graveyard").await;
        app.restart().await;
        let ada = app.anonymous().with_token(ada.token.as_deref().unwrap());
        eventually("the song is silent", async || again(&ada, &song).await["preview"]["state"] == "none").await;
        let url = song["preview"]["url"].as_str().unwrap();
        app.anonymous().get(url).answer().await.problem(404, "not_found");
    });
}
