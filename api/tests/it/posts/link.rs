//! `image_url` on `POST /posts`: a picture by its link.

use image::ImageFormat;
use imagime_shared::paths;
use reqwest::multipart::{Form, Part};
use serde_json::json;

use crate::support::{
    Answer, App, Client, Request, client::post_path, elsewhere::Elsewhere, eventually, factory, story, story_with,
};

/// A story with a host elsewhere that may be asked although it is on this machine.
fn trusting(tell: impl AsyncFnOnce(&mut App, &Client, &Elsewhere)) {
    let elsewhere = Elsewhere::start();
    let host = elsewhere.host();
    story_with(
        |config| {
            config.data.workers = Some(0);
            config.server.image_hosts = vec![host];
        },
        async |app| {
            let ada = app.user("ada").await;
            tell(app, &ada, &elsewhere).await;
            eventually("nothing is left on its way in", async || app.incoming().is_empty()).await;
        },
    );
}

/// A story in which nothing is taken.
fn refused(tell: impl AsyncFnOnce(&Client, &Elsewhere)) {
    trusting(async |app, ada, elsewhere| {
        tell(ada, elsewhere).await;
        assert_eq!((app.count("posts"), app.count("jobs")), (0, 0));
        assert!(app.stored_pictures().is_empty());
    });
}

fn form(link: &str) -> Form {
    Form::new().text("image_url", link.to_owned())
}

async fn send(client: &Client, link: &str) -> Answer {
    client.post(paths::POSTS).multipart(form(link)).answer().await
}

#[test]
fn a_picture_is_fetched_by_its_link() {
    trusting(async |_, ada, elsewhere| {
        let link = elsewhere.offer("/lake.jpg", "image/jpeg", &factory::photo(1));
        let form = form(&format!(" {link} ")).text("description", "A lake").text("visibility", "private");
        let answer = ada.post(paths::POSTS).multipart(form).answer().await.expect(201);
        let post = answer.json()["post"].take();
        assert_eq!(answer.header("location"), post_path(&post));
        assert_eq!((&post["description"], &post["visibility"]), (&json!("A lake"), &json!("private")));
        assert_eq!((&post["image"]["width"], &post["image"]["height"]), (&json!(480), &json!(360)));
        assert!(!post.to_string().contains("lake.jpg"), "the link is told nobody: {post}");
        assert_eq!(elsewhere.asked(), ["/lake.jpg"]);
    });
}

#[test]
fn its_type_is_judged_by_content_and_its_redirects_are_followed() {
    trusting(async |_, ada, elsewhere| {
        let png = factory::encoded(&factory::picture(90, 60, 2), ImageFormat::Png);
        elsewhere.offer("/two", "text/plain", &png);
        let link = elsewhere.lead("/zero", "/one");
        elsewhere.lead("/one", &elsewhere.link("/two"));
        send(ada, &link).await.expect(201);
        assert_eq!(elsewhere.asked(), ["/zero", "/one", "/two"]);
    });
}

#[test]
fn a_picture_by_its_link_becomes_ready_like_any_other() {
    let elsewhere = Elsewhere::start();
    let link = elsewhere.offer("/coffee.png", "image/png", &factory::real("skimage/coffee.png"));
    let host = elsewhere.host();
    story_with(
        |config| config.server.image_hosts = vec![host],
        async |app| {
            let ada = app.user("ada").await;
            let post = send(&ada, &link).await.expect(201).json()["post"].take();
            let post = ada.wait_for(&post).await;
            assert_eq!(post["status"], "ready", "{post}");
            assert!(!ada.songs(&post).await.is_empty());
        },
    );
}

#[test]
fn this_machine_is_not_asked_for_pictures() {
    let elsewhere = Elsewhere::start();
    let link = elsewhere.offer("/lake.jpg", "image/jpeg", &factory::photo(1));
    story(async |app| {
        let ada = app.user("ada").await;
        let own = format!("{}/assets/app-0123456789abcdef.js", app.base());
        for link in [&link, &own, "http://127.0.0.1/x.jpg", "http://[::1]/x.jpg", "http://169.254.169.254/latest/"] {
            send(&ada, link).await.field_problem("image_url", "not_allowed");
        }
        assert!(elsewhere.asked().is_empty());
        assert_eq!(app.count("posts"), 0);
    });
}

#[test]
fn nobody_is_led_to_this_machine_from_elsewhere() {
    let inside = Elsewhere::start();
    let secret = inside.offer("/secret.jpg", "image/jpeg", &factory::photo(1));
    refused(async |ada, elsewhere| {
        for to in [secret.as_str(), "http://127.0.0.1/x.jpg", "http://10.0.0.1/x.jpg", "http://169.254.169.254/"] {
            let link = elsewhere.lead("/lead", to);
            send(ada, &link).await.field_problem("image_url", "not_allowed");
        }
        let link = elsewhere.lead("/lead", "file:///etc/passwd");
        send(ada, &link).await.field_problem("image_url", "invalid");
        let link = elsewhere.lead("/round", "/round");
        send(ada, &link).await.field_problem("image_url", "unreachable");
    });
    assert!(inside.asked().is_empty());
}

#[test]
fn what_is_refused_as_an_upload_is_refused_as_a_link() {
    refused(async |ada, elsewhere| {
        let html = elsewhere.offer("/page", "image/jpeg", b"<!doctype html><script>alert(1)</script>");
        let problem = send(ada, &html).await.problem(415, "unsupported_media_type");
        assert!(problem["detail"].as_str().unwrap().contains("JPEG"), "{problem}");
        let nothing = elsewhere.offer("/nothing", "image/jpeg", b"");
        send(ada, &nothing).await.field_problem("image_url", "empty");
        let broken = elsewhere.offer("/broken", "image/jpeg", &factory::photo(1)[..1000]);
        send(ada, &broken).await.field_problem("image_url", "corrupt");
        let wide = elsewhere.offer("/wide", "image/png", &factory::png_of_size(16_385, 10));
        send(ada, &wide).await.problem(413, "too_large");
        let heavy = elsewhere.offer("/heavy", "image/jpeg", &vec![0xFF; 24 * 1024 * 1024 + 1]);
        send(ada, &heavy).await.problem(413, "too_large");
    });
}

#[test]
fn what_the_other_end_does_wrong_is_said_in_a_sentence() {
    refused(async |ada, elsewhere| {
        let problem = send(ada, &elsewhere.link("/gone.jpg")).await.field_problem("image_url", "unreachable");
        assert!(problem["detail"].as_str().unwrap().contains("404"), "{problem}");
        let half = elsewhere.break_off("/half.jpg", &factory::photo(1));
        send(ada, &half).await.field_problem("image_url", "unreachable");
        send(ada, "no link").await.field_problem("image_url", "invalid");
        send(ada, "ftp://example.org/lake.jpg").await.field_problem("image_url", "invalid");
        let long = elsewhere.link(&format!("/{}", "x".repeat(2000)));
        send(ada, &long).await.field_problem("image_url", "too_long");
    });
}

#[test]
fn it_is_a_file_or_a_link() {
    trusting(async |app, ada, elsewhere| {
        let link = elsewhere.offer("/lake.jpg", "image/jpeg", &factory::photo(1));
        let file = || Part::bytes(factory::photo(1)).file_name("picture.jpg");
        let both = form(&link).part("image", file());
        ada.post(paths::POSTS).multipart(both).answer().await.field_problem("image_url", "too_many");
        send(ada, " ").await.field_problem("image", "required");
        assert!(elsewhere.asked().is_empty());
        assert_eq!(app.count("posts"), 0);
        let left_empty = form("").part("image", file());
        ada.post(paths::POSTS).multipart(left_empty).answer().await.expect(201);
    });
}

#[test]
fn a_repeat_with_the_same_link_gives_the_same_post_and_fetches_nothing() {
    trusting(async |app, ada, elsewhere| {
        let link = elsewhere.offer("/lake.jpg", "image/jpeg", &factory::photo(1));
        let other = elsewhere.offer("/hill.jpg", "image/jpeg", &factory::photo(1));
        let send = async |link: &str| {
            ada.post(paths::POSTS).header("idempotency-key", "key").multipart(form(link)).answer().await
        };
        send(&elsewhere.link("/gone.jpg")).await.field_problem("image_url", "unreachable");
        let (first, again) = (send(&link).await.expect(201).json(), send(&link).await.expect(201).json());
        assert_eq!(first["post"]["id"], again["post"]["id"]);
        send(&other).await.problem(422, "idempotency_mismatch");
        assert_eq!(elsewhere.asked(), ["/gone.jpg", "/lake.jpg"]);
        assert_eq!(app.count("posts"), 1);
    });
}

#[test]
fn nobody_without_an_account_sends_us_on_errands() {
    trusting(async |app, _, elsewhere| {
        let link = elsewhere.offer("/lake.jpg", "image/jpeg", &factory::photo(1));
        send(&app.anonymous(), &link).await.problem(401, "unauthorized");
        assert!(elsewhere.asked().is_empty());
    });
}
