//! `POST /posts`.

use base64::{Engine, engine::general_purpose::STANDARD};
use image::ImageFormat;
use serde_json::{Value, json};

use crate::support::{Request, client::post_path, factory, story, story_with};

fn is_colour(value: &Value) -> bool {
    let text = value.as_str().unwrap();
    text.len() == 7 && text.starts_with('#') && text[1..].chars().all(|c| c.is_ascii_hexdigit())
}

#[test]
fn every_type_of_picture_is_taken_at_once_and_worked_on_later() {
    story_with(
        |config| config.data.workers = Some(0),
        async |app| {
            let ada = app.user("ada").await;
            let picture = factory::picture(700, 500, 1);
            for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
                let answer =
                    ada.upload(factory::encoded(&picture, format), &[("description", "Evening")]).await.expect(201);
                let post = answer.json()["post"].take();
                assert_eq!(answer.header("location"), post_path(&post), "{format:?}");
                assert_eq!((&post["status"], &post["visibility"]), (&json!("pending"), &json!("public")));
                assert_eq!((&post["image"]["width"], &post["image"]["height"]), (&json!(700), &json!(500)));
                assert_eq!(
                    (&post["mood"], &post["analysis"], &post["failure"]),
                    (&Value::Null, &Value::Null, &Value::Null)
                );
                assert_eq!(post["author"]["username"], "ada");
                assert!(STANDARD.decode(post["image"]["thumbhash"].as_str().unwrap()).unwrap().len() >= 5);
                assert!(post["palette"].as_array().unwrap().iter().all(is_colour), "{post}");
                assert!((1..=5).contains(&post["palette"].as_array().unwrap().len()));
                assert_eq!(ada.read(&post_path(&post)).await["post"]["id"], post["id"]);
            }
        },
    );
}

#[test]
fn a_picture_becomes_ready_with_songs_that_say_why() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::real("skimage/coffee.png"), "public").await;
        assert_eq!((&post["status"], &post["failure"]), (&json!("ready"), &Value::Null));
        assert!(post["keywords"].as_array().unwrap().iter().all(|word| word["score"].as_f64().unwrap() <= 1.0));
        assert!(!post["keywords"].as_array().unwrap().is_empty(), "{post}");
        assert_eq!(post["analysis"]["source"], "local");
        assert!(!post["mood"]["words"].as_array().unwrap().is_empty());
        let songs = ada.songs(&post).await;
        assert!(songs.len() >= 10, "{} songs", songs.len());
        assert_eq!(post["song_count"], songs.len());
        assert_eq!(post["top_song"], songs[0]["song"]);
        for item in &songs {
            assert!(!item["why"].as_array().unwrap().is_empty(), "{item}");
            let score = item["score"].as_f64().unwrap();
            assert!((0.0..=1.0).contains(&score));
            assert_eq!((&item["song"]["preview"]["state"], &item["is_favorite"]), (&json!("available"), &json!(false)));
            assert!(item["song"]["preview"]["url"].is_string() && item["song"]["artwork_url"].is_string());
        }
    });
}

#[test]
fn wide_pictures_get_every_width_and_small_ones_are_not_enlarged() {
    story_with(
        |config| config.data.workers = Some(0),
        async |app| {
            let ada = app.user("ada").await;
            for (width, widths) in [(2200, vec![320, 640, 1280, 2048]), (700, vec![320, 640, 700]), (200, vec![200])] {
                let picture = factory::encoded(&factory::picture(width, width / 2, 3), ImageFormat::Jpeg);
                let post = ada.post_picture(picture, "public").await;
                let variants = post["image"]["variants"].as_array().unwrap().clone();
                let found: Vec<_> = variants.iter().map(|one| one["width"].as_u64().unwrap()).collect();
                assert_eq!(found, widths, "{width}");
                assert_eq!(post["image"]["url"], variants.last().unwrap()["url"]);
                for variant in &variants {
                    let file = app.anonymous().get(variant["url"].as_str().unwrap()).answer().await.expect(200);
                    let decoded = image::load_from_memory(&file.body).unwrap();
                    assert_eq!(
                        json!([decoded.width(), decoded.height()]),
                        json!([variant["width"], variant["height"]])
                    );
                }
            }
        },
    );
}

#[test]
fn a_photographs_card_size_is_light() {
    story_with(
        |config| config.data.workers = Some(0),
        async |app| {
            let ada = app.user("ada").await;
            for name in ["wallpapers/Path/contents/images/2560x1600.jpg", "sklearn/china.jpg"] {
                let post = ada.post_picture(factory::real(name), "public").await;
                let variants = post["image"]["variants"].as_array().unwrap();
                let card = variants.iter().find(|one| one["width"] == 640).unwrap();
                let file = app.anonymous().get(card["url"].as_str().unwrap()).answer().await.expect(200);
                assert!(file.body.len() <= 120 * 1024, "{name}: {} bytes", file.body.len());
            }
        },
    );
}

#[test]
fn a_picture_is_turned_upright_and_keeps_no_secret() {
    story_with(
        |config| config.data.workers = Some(0),
        async |app| {
            let ada = app.user("ada").await;
            let secret = "taken at my grandmother's house";
            let sent = factory::photo_with_secrets(secret);
            assert!(String::from_utf8_lossy(&sent).contains(secret));
            let post = ada.post_picture(sent, "public").await;
            assert_eq!((&post["image"]["width"], &post["image"]["height"]), (&json!(300), &json!(400)));
            for file in app.stored_pictures() {
                let bytes = std::fs::read(&file).unwrap();
                let text = String::from_utf8_lossy(&bytes).into_owned();
                assert!(!text.contains(secret) && !text.contains("Exif") && !text.contains("script"), "{file:?}");
                assert!(bytes.ends_with(&[0xFF, 0xD9]));
                let upright = image::load_from_memory(&bytes).unwrap().to_rgb8();
                let (top, bottom) = (upright.get_pixel(50, 20), upright.get_pixel(50, upright.height() - 20));
                assert!(top[0] > 150 && bottom[2] > 150, "red is on top: {top:?} {bottom:?}");
            }
            assert!(app.incoming().is_empty());
        },
    );
}

#[test]
fn names_and_types_of_the_client_are_not_believed() {
    story_with(
        |config| config.data.workers = Some(0),
        async |app| {
            let ada = app.user("ada").await;
            let part = reqwest::multipart::Part::bytes(factory::photo(1)).file_name("../../etc/passwd.html");
            let form = reqwest::multipart::Form::new().part("image", part.mime_str("text/html").unwrap());
            let answer = ada.post("/api/v1/posts").multipart(form).answer().await.expect(201);
            assert!(!answer.text().contains("passwd"));
            let file = app.anonymous().get(answer.json()["post"]["image"]["url"].as_str().unwrap()).answer().await;
            assert_eq!(file.header("content-type"), "image/jpeg");
            assert!(app.stored_pictures().iter().all(|path| !path.to_string_lossy().contains("passwd")));
        },
    );
}

#[test]
fn texts_come_back_as_they_were_sent() {
    story_with(
        |config| config.data.workers = Some(0),
        async |app| {
            let ada = app.user("ada").await;
            for text in ["<b>bold</b> & \"quoted\"", "two\nlines\tand a tab", "日本語 🎵 e\u{301}", &"é".repeat(1000)]
            {
                let fields =
                    [("description", text), ("alt_text", text), ("visibility", "unlisted"), ("sensitive", "true")];
                let post = ada.upload(factory::photo(1), &fields).await.expect(201).json()["post"].take();
                assert_eq!((&post["description"], &post["alt_text"]), (&json!(text), &json!(text)));
                assert_eq!((&post["visibility"], &post["sensitive"]), (&json!("unlisted"), &json!(true)));
            }
            // A form's line breaks are CR LF on the wire; for whoever wrote them each is one character.
            let longest = [("description", &*"\r\nx".repeat(1000)), ("alt_text", "a\r\nb")];
            let post = ada.upload(factory::photo(1), &longest).await.expect(201).json()["post"].take();
            assert_eq!((&post["description"], &post["alt_text"]), (&json!("\nx".repeat(1000)[1..]), &json!("a\nb")));
        },
    );
}

#[test]
fn many_pictures_at_once_are_all_finished() {
    story(async |app| {
        let ada = app.user("ada").await;
        let uploads = (0..8).map(|seed| ada.post_picture(factory::photo(seed), "public"));
        let posts = futures_util::future::join_all(uploads).await;
        let finished = futures_util::future::join_all(posts.iter().map(|post| ada.wait_for(post))).await;
        assert!(finished.iter().all(|post| post["status"] == "ready"));
        assert_eq!(app.count("jobs where kind <> 'sweep_media'"), 0);
    });
}
