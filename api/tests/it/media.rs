//! Files: ranges, validators, previews, artwork.

use serde_json::Value;

use crate::support::{App, Client, Request, factory, story, story_with};

async fn picture(app: &App) -> (Client, String) {
    let ada = app.user("ada").await;
    let post = ada.post_picture(factory::photo(1), "public").await;
    (app.anonymous(), post["image"]["url"].as_str().unwrap().to_owned())
}

fn quiet(tell: impl AsyncFnOnce(&mut App)) {
    story_with(|config| config.data.workers = Some(0), tell);
}

#[test]
fn a_public_picture_may_be_kept_for_a_day_and_is_never_anything_else() {
    quiet(async |app| {
        let (client, url) = picture(app).await;
        let file = client.get(&url).answer().await.expect(200);
        assert_eq!(file.header("content-type"), "image/jpeg");
        assert_eq!(file.header("cache-control"), "public, max-age=86400");
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        assert_eq!(file.header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(file.header("content-disposition"), "inline");
        assert_eq!(file.header("accept-ranges"), "bytes");
        let again = client.get(&url).header("if-none-match", file.header("etag")).answer().await.expect(304);
        assert!(again.body.is_empty());
    });
}

#[test]
fn who_may_call_the_api_may_show_its_pictures() {
    let friend = "https://friend.example";
    story_with(
        |config| {
            config.data.workers = Some(0);
            config.server.cors_origins = vec![friend.into()];
        },
        async |app| {
            let (client, url) = picture(app).await;
            let file = client.get(&url).header("origin", friend).answer().await.expect(200);
            assert_eq!(file.header("cross-origin-resource-policy"), "cross-origin");
            assert_eq!(file.header("access-control-allow-origin"), friend);
            let part =
                client.get(&url).header("origin", friend).header("range", "bytes=0-9").answer().await.expect(206);
            assert!(part.header("access-control-expose-headers").contains("content-range"));
        },
    );
}

#[test]
fn parts_of_a_file_come_on_request() {
    quiet(async |app| {
        let (client, url) = picture(app).await;
        let whole = client.get(&url).answer().await.expect(200).body;
        let size = whole.len();
        for (range, part) in [
            ("bytes=0-0".to_owned(), 0..1),
            ("bytes=5-99".into(), 5..100),
            (format!("bytes={}-", size - 7), size - 7..size),
            ("bytes=-9".into(), size - 9..size),
            (format!("bytes=10-{}", size * 2), 10..size),
        ] {
            let answer = client.get(&url).header("range", &range).answer().await.expect(206);
            assert_eq!(answer.body, whole[part.clone()], "{range}");
            assert_eq!(answer.header("content-range"), format!("bytes {}-{}/{size}", part.start, part.end - 1));
            assert_eq!(answer.header("content-length"), part.len().to_string());
        }
        for range in [format!("bytes={size}-"), format!("bytes={}-{}", size + 5, size + 9)] {
            let answer = client.get(&url).header("range", &range).answer().await;
            assert_eq!(
                (answer.status.as_u16(), answer.header("content-range")),
                (416, format!("bytes */{size}").as_str())
            );
        }
        for range in ["lines=1-2", "bytes=0-1,5-6", "nonsense"] {
            assert_eq!(client.get(&url).header("range", range).answer().await.expect(200).body, whole, "{range}");
        }
    });
}

#[test]
fn a_part_of_another_version_is_answered_with_the_whole() {
    quiet(async |app| {
        let (client, url) = picture(app).await;
        let whole = client.get(&url).answer().await.expect(200);
        let part =
            async |tag: &str| client.get(&url).header("range", "bytes=0-9").header("if-range", tag).answer().await;
        assert_eq!(part(whole.header("etag")).await.expect(206).body.len(), 10);
        assert_eq!(part("\"another\"").await.expect(200).body, whole.body);
    });
}

#[test]
fn strange_names_open_nothing() {
    quiet(async |app| {
        for name in [
            "nothing.jpg",
            "..%2f..%2fsecrets%2fkeys",
            "%00.jpg",
            "a%00b.jpg",
            ".jpg",
            "%FF.jpg",
            "x?exp=1&sig=%00",
            "0190a0b0-0000-7000-8000-000000000000.jpg?exp=1&sig=x",
            "previews/starter/none.flac",
            "previews/starter/%00.flac",
            "artwork/starter/none.svg",
            "artwork/starter/..%2fx.svg",
            "",
        ] {
            let answer = app.anonymous().get(&format!("/media/{name}")).answer().await;
            assert_eq!(answer.status, 404, "{name}: {}", answer.text());
        }
    });
}

/// The first song of a post.
async fn song(app: &App) -> Value {
    let ada = app.user("ada").await;
    let post = ada.ready_post(factory::photo(1), "public").await;
    ada.songs(&post).await[0]["song"].clone()
}

#[test]
fn a_preview_is_rendered_when_it_is_first_asked_for_and_plays() {
    story(async |app| {
        let song = song(app).await;
        let url = song["preview"]["url"].as_str().unwrap();
        let (first, second) =
            futures_util::future::join(app.anonymous().get(url).answer(), app.anonymous().get(url).answer()).await;
        let (first, second) = (first.expect(200), second.expect(200));
        assert_eq!(first.body, second.body);
        assert_eq!(first.header("content-type"), "audio/flac");
        assert!(first.header("cache-control").contains("immutable"));
        let mut sound = claxon::FlacReader::new(std::io::Cursor::new(&first.body)).unwrap();
        let info = sound.streaminfo();
        let frames = sound.samples().filter(|sample| sample.as_ref().unwrap() != &0).count();
        let seconds = info.samples.unwrap() as f64 / f64::from(info.sample_rate);
        assert!((5.0..60.0).contains(&seconds) && frames > 10_000, "{seconds} s, {frames} samples that are not silent");
        assert!((seconds * 1000.0 - song["duration_ms"].as_f64().unwrap()).abs() < 1000.0, "{seconds} s");
        assert_eq!(app.count("media where content_type = 'audio/flac' and song_id is not null"), 1);
        let part = app.anonymous().get(url).header("range", "bytes=0-3").answer().await.expect(206);
        assert_eq!(part.body, b"fLaC");
        let known = app.anonymous().get(url).header("if-none-match", first.header("etag")).answer().await;
        known.expect(304);
    });
}

#[test]
fn a_preview_whose_file_was_lost_is_made_again() {
    story(async |app| {
        let song = song(app).await;
        let url = song["preview"]["url"].as_str().unwrap();
        let first = app.anonymous().get(url).answer().await.expect(200);
        app.remove_files("previews");
        app.restart().await;
        let again = app.anonymous().get(url).answer().await.expect(200);
        assert_eq!(first.body, again.body);
    });
}

#[test]
fn artwork_is_a_drawing_that_can_do_nothing() {
    story(async |app| {
        let song = song(app).await;
        let url = song["artwork_url"].as_str().unwrap();
        let drawing = app.anonymous().get(url).answer().await.expect(200);
        assert_eq!(drawing.header("content-type"), "image/svg+xml");
        assert!(drawing.text().starts_with("<svg") && !drawing.text().contains("<script"));
        assert!(drawing.header("content-security-policy").contains("sandbox"));
        assert_eq!(drawing.header("x-content-type-options"), "nosniff");
        app.anonymous().get(url).header("if-none-match", drawing.header("etag")).answer().await.expect(304);
        assert_eq!(song["artwork_generated"], true);
    });
}
