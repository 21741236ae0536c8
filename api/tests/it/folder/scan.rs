//! What a scan finds, and what it makes of it.

use std::os::unix::fs::symlink;

use lofty::{
    config::WriteOptions,
    file::{AudioFile as _, TaggedFileExt as _},
    tag::{Accessor as _, ItemKey, Tag},
};
use serde_json::json;

use super::{GRAVEYARD, Music, NEBULA, OCEAN, post_about, real_music, song_on, source, until_scanned};
use crate::support::{client::post_path, factory::media_folder, story, story_with};

#[test]
fn real_music_is_found_with_its_tags_and_stands_on_a_post() {
    story_with(
        |config| config.data.music_folder = Some(media_folder().join("music")),
        async |app| {
            // Everything of the three packages is music but texts and covers.
            until_scanned(app, 63).await;
            assert_eq!(app.count("folder_tracks where content_type = 'audio/ogg' and present"), 63);
            let ada = app.user("ada").await;
            let post = post_about(&ada, "graveyard").await;
            let song = song_on(&ada, &post, "Graveyard").await;
            assert_eq!(
                (&song["artist"], &song["album"], &song["year"]),
                (&json!("NeonCorridor"), &json!("HyperRogue"), &json!(2013))
            );
            assert_eq!(song["attribution"], "From this server's own music");
            assert!((100_000..400_000).contains(&song["duration_ms"].as_u64().unwrap()), "{song}");
            let first = &ada.songs(&post).await[0];
            assert_eq!(first["song"]["id"], song["id"], "nothing fits a graveyard better");
            assert!(first["why"].as_array().unwrap().iter().any(|why| why["keyword"] == "graveyard"), "{first}");
            let titles = app.lines("select title as line from songs where provider = 'folder' order by title");
            for title in ["Enemy Unknown", "Ocean", "Living Caves", "Desert", "Chimes They Fade"] {
                assert!(titles.iter().any(|found| found == title), "{title} among {titles:?}");
            }
            let known = "songs where provider = 'folder' and duration_ms > 10000 and preview_state = 'available'";
            assert_eq!(app.count(known), 63);
        },
    );
}

#[test]
fn the_source_is_off_unless_it_is_set() {
    story(async |app| assert!(source(app).await.is_null()));
}

#[test]
fn a_broken_file_is_passed_over_and_the_others_are_found() {
    let music = Music::with(OCEAN);
    std::fs::write(music.at("empty.mp3"), "").unwrap();
    std::fs::write(music.at("text.flac"), "this is no music at all").unwrap();
    std::fs::write(music.at("half.ogg"), &std::fs::read(real_music(OCEAN)).unwrap()[..40]).unwrap();
    std::fs::write(
        music.at("noise.m4a"),
        (0..5000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect::<Vec<_>>(),
    )
    .unwrap();
    music.story(async |app| {
        until_scanned(app, 1).await;
        assert_eq!(app.lines("select path as line from folder_tracks"), ["hr-savino-ocean.ogg"]);
    });
}

#[test]
fn links_are_not_followed() {
    let music = Music::with(OCEAN);
    music.add(NEBULA, "../outside/secret.ogg");
    symlink(music.at("../outside/secret.ogg"), music.at("link.ogg")).unwrap();
    symlink(music.at("../outside"), music.at("linked")).unwrap();
    symlink(music.root(), music.at("round")).unwrap();
    music.story(async |app| {
        until_scanned(app, 1).await;
        assert_eq!(app.lines("select path as line from folder_tracks"), ["hr-savino-ocean.ogg"]);
    });
}

#[test]
fn a_name_in_any_script_is_kept_and_everything_that_a_tag_says_is_clean() {
    let music = Music::new();
    music.add(OCEAN, "音楽/Été #1 100%.ogg");
    let path = music.at("音楽/Été #1 100%.ogg");
    let mut file = lofty::read_from_path(&path).unwrap();
    let tag: &mut Tag = file.primary_tag_mut().unwrap();
    tag.set_title(format!("Sommer\u{7}\n  im {}", "x".repeat(900)));
    tag.set_artist("  Ädä ".into());
    tag.set_genre("Chanson; Folk".into());
    tag.insert_text(ItemKey::Isrc, "fr-z11-38-00001".into());
    file.save_to_path(&path, WriteOptions::default()).unwrap();
    music.story(async |app| {
        until_scanned(app, 1).await;
        let line = "select concat_ws('|', left(songs.title, 12), char_length(songs.title), songs.artist, songs.isrc, genres) as line \
                    from songs join folder_tracks on song_id = songs.id";
        assert_eq!(app.lines(line), ["Sommer im xx|300|Ädä|FRZ113800001|Chanson; Folk"]);
        let ada = app.user("ada").await;
        let post = post_about(&ada, "chanson").await;
        let song = ada.songs(&post).await.into_iter().find(|item| item["song"]["provider"] == "folder").unwrap();
        let url = song["song"]["preview"]["url"].as_str().unwrap();
        assert!(crate::support::Request::answer(app.anonymous().get(url)).await.status.is_success());
    });
}

#[test]
fn a_folder_that_cannot_be_read_is_a_notice_and_comes_back_by_itself() {
    let music = Music::with(GRAVEYARD);
    let away = music.beside("away");
    std::fs::rename(music.root(), &away).unwrap();
    music.story(async |app| {
        crate::support::eventually("the folder rests", async || source(app).await["state"] == "resting").await;
        let ada = app.user("ada").await;
        let post = post_about(&ada, "graveyard").await;
        assert_eq!(post["status"], "ready");
        let notices = post["notices"].as_array().unwrap();
        let told = notices.iter().find(|notice| notice["source"] == "folder").unwrap();
        assert_eq!(told["code"], "source_unavailable");
        assert!(!ada.songs(&post).await.is_empty());
        std::fs::rename(&away, music.root()).unwrap();
        until_scanned(app, 1).await;
        let post = post_about(&ada, "graveyard").await;
        song_on(&ada, &post, "Graveyard").await;
        assert!(
            post["notices"].as_array().unwrap().iter().all(|notice| notice["source"] != "folder"),
            "{}",
            post_path(&post)
        );
    });
}
