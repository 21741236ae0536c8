//! What is refused, with the reason, and leaves nothing behind.

use imagime_shared::paths;
use reqwest::multipart::{Form, Part};

use crate::support::{Answer, App, Client, Request, client::form, eventually, factory, story_with};

fn refused(tell: impl AsyncFnOnce(&App, &Client)) {
    story_with(
        |config| config.data.workers = Some(0),
        async |app| {
            let ada = app.user("ada").await;
            tell(app, &ada).await;
            assert_eq!(app.count("posts"), 0);
            assert_eq!(app.count("jobs"), 0);
            assert_eq!(app.count("media where doomed_at is null"), 0);
            assert!(app.stored_pictures().is_empty());
            eventually("the upload is gone", async || app.incoming().is_empty()).await;
            ada.upload(factory::photo(1), &[]).await.expect(201);
        },
    );
}

fn image(bytes: Vec<u8>) -> Part {
    Part::bytes(bytes).file_name("picture.jpg")
}

async fn send(client: &Client, form: Form) -> Answer {
    client.post(paths::POSTS).multipart(form).answer().await
}

#[test]
fn what_is_not_a_picture_is_refused() {
    let html = b"<!doctype html><script>alert(1)</script>".to_vec();
    let svg = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".to_vec();
    let elf = b"\x7fELF\x02\x01\x01".repeat(40);
    let bmp = [b"BM".as_slice(), &[0; 60]].concat();
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
    let pdf = b"%PDF-1.7 \xFF\xD8\xFF".to_vec();
    refused(async |_, ada| {
        for bytes in [html, svg, elf, bmp, heic, pdf, b"hello".to_vec(), b"\xFF".to_vec(), b"GIF".to_vec()] {
            let problem = ada.upload(bytes, &[]).await.problem(415, "unsupported_media_type");
            assert!(problem["detail"].as_str().unwrap().contains("JPEG"), "{problem}");
        }
    });
}

#[test]
fn broken_pictures_are_refused() {
    let picture = factory::picture(300, 200, 1);
    refused(async |_, ada| {
        for format in
            [image::ImageFormat::Jpeg, image::ImageFormat::Png, image::ImageFormat::WebP, image::ImageFormat::Gif]
        {
            let whole = factory::encoded(&picture, format);
            for length in [10, 26, whole.len() / 10, whole.len() / 4] {
                let answer = ada.upload(whole[..length.max(6)].to_vec(), &[]).await;
                let status = answer.status.as_u16();
                assert!(status == 422 || status == 415, "{format:?} cut to {length}: {}", answer.text());
                answer.problem(status, if status == 422 { "validation" } else { "unsupported_media_type" });
            }
        }
        ada.upload(Vec::new(), &[]).await.field_problem("image", "empty");
        ada.upload([b"\xFF\xD8\xFF\xE0".as_slice(), &[0; 500]].concat(), &[]).await.field_problem("image", "corrupt");
    });
}

#[test]
fn bombs_are_refused_before_they_are_unpacked() {
    refused(async |_, ada| {
        let started = std::time::Instant::now();
        let mut gif = factory::encoded(&factory::picture(8, 8, 1), image::ImageFormat::Gif);
        gif[6..10].copy_from_slice(&[0xFF; 4]);
        for bomb in [
            factory::png_of_size(20_000, 20_000),
            factory::png_of_size(16_000, 16_000),
            factory::png_of_size(30_000, 1),
            factory::png_of_size(u32::MAX >> 1, u32::MAX >> 1),
            gif,
        ] {
            let problem = ada.upload(bomb, &[]).await.problem(413, "too_large");
            assert!(problem["detail"].as_str().unwrap().contains("pixels"), "{problem}");
        }
        ada.upload(factory::png_of_size(0, 5), &[]).await.field_problem("image", "corrupt");
        ada.upload(factory::png_of_size(6000, 6000), &[]).await.field_problem("image", "corrupt");
        assert!(started.elapsed().as_secs() < 10);
    });
}

#[test]
fn more_than_24_megabytes_are_refused() {
    refused(async |_, ada| {
        let mut large = factory::photo(1);
        large.resize(25 * 1024 * 1024, 0);
        let problem = ada.upload(large, &[]).await.problem(413, "too_large");
        assert!(problem["detail"].as_str().unwrap().contains("24 MB"), "{problem}");
    });
}

#[test]
fn a_form_has_one_picture_and_known_fields_once() {
    refused(async |_, ada| {
        let photo = || image(factory::photo(1));
        send(ada, Form::new().text("description", "x")).await.field_problem("image", "required");
        send(ada, Form::new().part("image", photo()).part("image", photo())).await.field_problem("image", "too_many");
        send(ada, Form::new().part("image", photo()).text("title", "x")).await.field_problem("title", "unknown");
        send(ada, Form::new().part("picture", photo())).await.field_problem("picture", "unknown");
        let twice = Form::new().part("image", photo()).text("description", "x").text("description", "y");
        send(ada, twice).await.field_problem("description", "too_many");
    });
}

#[test]
fn texts_and_choices_that_do_not_fit_are_refused() {
    refused(async |_, ada| {
        for (field, value, code) in [
            ("description", "x".repeat(2001), "too_long"),
            ("description", "x".repeat(17 * 1024), "too_long"),
            ("description", "bell\u{7}".into(), "invalid"),
            ("description", "nul\0".into(), "invalid"),
            ("alt_text", "x".repeat(1001), "too_long"),
            ("alt_text", "\u{1b}[31m".into(), "invalid"),
            ("visibility", "friends".into(), "invalid"),
            ("visibility", "Public".into(), "invalid"),
            ("sensitive", "perhaps".into(), "invalid"),
        ] {
            ada.upload(factory::photo(1), &[(field, &value)]).await.field_problem(field, code);
        }
        let latin =
            Form::new().part("image", image(factory::photo(1))).part("description", Part::bytes(b"caf\xE9".to_vec()));
        send(ada, latin).await.field_problem("description", "invalid");
    });
}

#[test]
fn a_form_that_breaks_off_is_refused() {
    refused(async |_, ada| {
        let photo = factory::photo(1);
        let head = b"--b\r\ncontent-disposition: form-data; name=\"image\"; filename=\"x.jpg\"\r\n\r\n".to_vec();
        for body in [head.clone(), [head.clone(), photo[..800].to_vec()].concat(), b"--b".to_vec(), Vec::new()] {
            let request = ada.post(paths::POSTS).header("content-type", "multipart/form-data; boundary=b").body(body);
            let answer = request.answer().await;
            assert!([400, 422].contains(&answer.status.as_u16()), "{}", answer.text());
        }
    });
}

#[test]
fn a_storm_of_bombs_leaves_the_server_answering() {
    refused(async |app, ada| {
        let bomb = factory::png_of_size(20_000, 20_000);
        let uploads = (0..8).map(|_| ada.upload(bomb.clone(), &[]));
        let answers = futures_util::future::join_all(uploads).await;
        assert!(answers.iter().all(|answer| answer.status == 413));
        app.anonymous().read(paths::POSTS).await;
        let stranger = form(factory::photo(1), &[]);
        app.anonymous().post(paths::POSTS).multipart(stranger).answer().await.problem(401, "unauthorized");
    });
}
