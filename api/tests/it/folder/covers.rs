//! Covers: those inside the files, and those that lie beside them.

use image::{DynamicImage, ImageFormat, RgbImage};
use lofty::{
    config::WriteOptions,
    file::{AudioFile as _, TaggedFileExt as _},
    picture::{MimeType, Picture, PictureType},
};
use serde_json::Value;

use super::{GRAVEYARD, Music, again, post_about, song_on, until_scanned};
use crate::support::{App, Client, Request, eventually, factory};

fn plain(colour: [u8; 3], side: u32) -> Vec<u8> {
    factory::encoded(&DynamicImage::ImageRgb8(RgbImage::from_pixel(side, side, image::Rgb(colour))), ImageFormat::Png)
}

fn embed(music: &Music, path: &str, bytes: Vec<u8>) {
    let path = music.at(path);
    let mut file = lofty::read_from_path(&path).unwrap();
    let cover = Picture::unchecked(bytes).pic_type(PictureType::CoverFront).mime_type(MimeType::Png).build();
    file.primary_tag_mut().unwrap().push_picture(cover);
    file.save_to_path(&path, WriteOptions::default()).unwrap();
}

async fn song(app: &App) -> (Client, Value) {
    until_scanned(app, 1).await;
    let ada = app.user("ada").await;
    let post = post_about(&ada, "graveyard").await;
    let song = song_on(&ada, &post, "Graveyard").await;
    (ada, song)
}

/// The cover as anybody gets it.
async fn cover(app: &App, song: &Value) -> RgbImage {
    let url = song["artwork_url"].as_str().unwrap();
    let file = app.anonymous().get(url).answer().await.expect(200);
    assert_eq!(file.header("content-type"), "image/jpeg");
    assert!(file.header("cache-control").contains("immutable"));
    app.anonymous().get(url).header("if-none-match", file.header("etag")).answer().await.expect(304);
    image::load_from_memory_with_format(&file.body, ImageFormat::Jpeg).unwrap().to_rgb8()
}

fn is_like(picture: &RgbImage, colour: [u8; 3]) -> bool {
    picture.get_pixel(9, 9).0.iter().zip(colour).all(|(one, other)| one.abs_diff(other) < 12)
}

#[test]
fn the_cover_inside_a_file_is_made_clean_and_small_once_and_shown_to_anybody() {
    let music = Music::with(GRAVEYARD);
    std::fs::write(music.at("cover.png"), plain([20, 30, 200], 300)).unwrap();
    let mut secret = plain([200, 30, 20], 1500);
    secret.extend(b"<script>where I live</script>");
    embed(&music, "hr3-graveyard.ogg", secret);
    music.story(async |app| {
        let (_, song) = song(app).await;
        assert_eq!(song["artwork_generated"], false);
        let (one, two) = futures_util::future::join(cover(app, &song), cover(app, &song)).await;
        assert_eq!((one.dimensions(), two.dimensions()), ((640, 640), (640, 640)));
        assert!(is_like(&one, [200, 30, 20]), "its own cover goes before the one beside it");
        let stored = app.lines("select storage_key as line from media where song_id is not null");
        assert_eq!(stored.len(), 1);
        let file = app.anonymous().get(song["artwork_url"].as_str().unwrap()).answer().await;
        assert!(!file.text().contains("where I live"));
        app.remove_files("artwork");
        assert!(is_like(&cover(app, &song).await, [200, 30, 20]), "a cover that was lost is made again");
    });
}

#[test]
fn the_cover_beside_a_file_counts_and_may_come_change_and_go() {
    let music = Music::with(GRAVEYARD);
    music.story(async |app| {
        let (ada, song) = song(app).await;
        assert_eq!(song["artwork_url"], Value::Null);
        music.write("Folder.PNG", &plain([20, 30, 200], 300));
        eventually("the cover is found", async || !again(&ada, &song).await["artwork_url"].is_null()).await;
        let with = again(&ada, &song).await;
        let blue = cover(app, &with).await;
        assert_eq!(blue.dimensions(), (300, 300));
        assert!(is_like(&blue, [20, 30, 200]));
        music.write("Folder.PNG", &plain([20, 200, 30], 310));
        eventually("the other cover is found", async || {
            let now = again(&ada, &song).await["artwork_url"].clone();
            !now.is_null() && now != with["artwork_url"]
        })
        .await;
        let other = again(&ada, &song).await;
        assert!(is_like(&cover(app, &other).await, [20, 200, 30]));
        eventually("the old cover is to go", async || {
            app.count("media where song_id is not null and doomed_at is null") == 1
        })
        .await;
        std::fs::remove_file(music.at("Folder.PNG")).unwrap();
        eventually("the cover is gone", async || again(&ada, &song).await["artwork_url"].is_null()).await;
        // Its bytes are let go at the end of the same scan.
        let url = other["artwork_url"].as_str().unwrap();
        eventually("nobody sees it any more", async || app.anonymous().get(url).answer().await.status == 404).await;
    });
}

#[test]
fn what_is_no_picture_is_no_cover() {
    let music = Music::with(GRAVEYARD);
    embed(&music, "hr3-graveyard.ogg", b"<svg onload='alert(1)'/>".to_vec());
    // The header promises a picture that never comes.
    std::fs::write(music.at("cover.png"), &plain([20, 30, 200], 300)[..60]).unwrap();
    music.story(async |app| {
        let (ada, song) = song(app).await;
        let url = song["artwork_url"].as_str().unwrap();
        app.anonymous().get(url).answer().await.problem(404, "not_found");
        assert_eq!(again(&ada, &song).await["artwork_url"], Value::Null);
        app.anonymous().get(url).answer().await.problem(404, "not_found");
        for strange in ["x", "..%2f..%2fsecrets", "%00", ""] {
            let answer = app.anonymous().get(&format!("/media/artwork/folder/{strange}.jpg")).answer().await;
            assert_eq!(answer.status, 404, "{strange}");
        }
    });
}
