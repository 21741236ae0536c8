//! `POST /auth/refresh` and `POST /auth/logout`.

use std::collections::HashSet;

use futures_util::future::join_all;
use imagime_shared::paths;
use reqwest::multipart::Form;
use serde_json::{Value, json};

use crate::support::{Answer, App, Client, Request, client::PASSWORD, story, story_with};

async fn refresh(client: &Client, token: &str) -> Answer {
    client.post(paths::REFRESH).json(&json!({"refresh_token": token})).answer().await
}

fn refresh_token(answer: &Answer) -> String {
    answer.json()["refresh_token"].as_str().unwrap().to_owned()
}

/// Logs in as a browser; gives the cookie as it was set, and the body.
async fn browser(app: &App) -> (String, Value) {
    app.user("ada").await;
    let body = json!({"login": "ada", "password": PASSWORD});
    let answer = app.anonymous().post(paths::LOGIN).json(&body).answer().await.expect(200);
    (answer.header("set-cookie").to_owned(), answer.json())
}

fn pair(cookie: &str) -> &str {
    cookie.split(';').next().unwrap()
}

#[test]
fn a_browser_holds_its_refresh_token_in_a_cookie_out_of_reach_of_scripts() {
    story(async |app| {
        let (cookie, body) = browser(app).await;
        assert!(cookie.starts_with("imagime_refresh=imr_"), "{cookie}");
        for attribute in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=2592000"] {
            assert!(cookie.split("; ").any(|part| part == attribute), "{attribute}: {cookie}");
        }
        assert!(!cookie.contains("Secure") && !cookie.contains("Domain"), "{cookie}");
        assert!(!body.to_string().contains("imr_"), "{body}");
        assert_eq!(body.get("refresh_token"), None);
        let request = app.anonymous().post(paths::REFRESH).header("cookie", pair(&cookie));
        let renewed = request.answer().await.expect(200);
        assert!(renewed.header("set-cookie").starts_with("imagime_refresh=imr_"));
        assert!(!renewed.text().contains("imr_"));
        assert_eq!(renewed.header("cache-control"), "no-store");
    });
}

#[test]
fn behind_https_the_cookie_is_bound_to_the_host() {
    story_with(
        |config| config.server.public_url = Some("https://imagime.example".into()),
        async |app| {
            let (cookie, _) = browser(app).await;
            assert!(cookie.starts_with("__Host-imagime_refresh="), "{cookie}");
            assert!(
                cookie.contains("; Secure") && cookie.contains("; Path=/") && !cookie.contains("Domain"),
                "{cookie}"
            );
        },
    );
}

#[test]
fn a_native_client_gets_its_refresh_token_in_the_body_and_no_cookie() {
    story(async |app| {
        app.user("ada").await;
        let body = json!({"login": "ada", "password": PASSWORD, "client": "native"});
        let answer = app.anonymous().post(paths::LOGIN).json(&body).answer().await.expect(200);
        assert_eq!(answer.header("set-cookie"), "");
        let renewed = refresh(&app.anonymous(), &refresh_token(&answer)).await.expect(200);
        assert_eq!(renewed.header("set-cookie"), "");
        let token = renewed.json()["access_token"].as_str().unwrap().to_owned();
        app.anonymous().with_token(&token).read(paths::ME).await;
    });
}

#[test]
fn tokens_rotate_and_a_quick_repeat_gives_the_same_successor() {
    story(async |app| {
        let ada = app.user("ada").await;
        let first = ada.refresh_token.clone().unwrap();
        let second = refresh_token(&refresh(&ada, &first).await.expect(200));
        assert_ne!(first, second);
        assert_eq!(refresh_token(&refresh(&ada, &first).await.expect(200)), second);
        let third = refresh_token(&refresh(&ada, &second).await.expect(200));
        assert!(third != first && third != second);
    });
}

#[test]
fn fifty_parallel_refreshes_have_one_successor() {
    story(async |app| {
        let ada = app.user("ada").await;
        let token = ada.refresh_token.clone().unwrap();
        let answers = join_all((0..50).map(|_| refresh(&ada, &token))).await;
        let successors: HashSet<_> = answers.into_iter().map(|answer| refresh_token(&answer.expect(200))).collect();
        assert_eq!(successors.len(), 1);
        assert_eq!(app.count("refresh_tokens"), 2);
    });
}

#[test]
fn a_late_repeat_ends_the_whole_family() {
    story(async |app| {
        let ada = app.user("ada").await;
        let other = app.anonymous().login("ada", PASSWORD).await;
        let first = ada.refresh_token.clone().unwrap();
        let renewed = refresh(&ada, &first).await.expect(200).json();
        app.sql("update refresh_tokens set used_at = used_at - interval '31 seconds' where used_at is not null");
        refresh(&app.anonymous(), &first).await.problem(401, "unauthorized");
        let successor = renewed["refresh_token"].as_str().unwrap();
        refresh(&app.anonymous(), successor).await.problem(401, "unauthorized");
        for token in [ada.token.as_deref(), renewed["access_token"].as_str()] {
            ada.with_token(token.unwrap()).get(paths::ME).answer().await.problem(401, "unauthorized");
        }
        other.read(paths::ME).await;
    });
}

#[test]
fn a_token_that_is_none_of_ours_or_has_ended_is_refused() {
    story(async |app| {
        let ada = app.user("ada").await;
        let unknown = format!("imr_{}", "A".repeat(43));
        for token in ["", "imr_", "nonsense", &unknown, ada.token.as_deref().unwrap(), "imr_\0"] {
            refresh(&app.anonymous(), token).await.problem(401, "unauthorized");
        }
        app.anonymous().post(paths::REFRESH).answer().await.problem(401, "unauthorized");
        app.sql("update refresh_tokens set expires_at = now() - interval '1 second'");
        refresh(&ada, ada.refresh_token.as_deref().unwrap()).await.problem(401, "unauthorized");
    });
}

#[test]
fn cookie_routes_refuse_other_sites() {
    story(async |app| {
        let (cookie, body) = browser(app).await;
        let foreign = [
            ("origin", "https://evil.example"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "null"),
        ];
        for path in [paths::REFRESH, paths::LOGOUT] {
            for (name, value) in foreign {
                let request = app.anonymous().post(path).header("cookie", pair(&cookie)).header(name, value);
                request.answer().await.problem(403, "cross_site");
            }
        }
        let token = body["access_token"].as_str().unwrap();
        app.anonymous().with_token(token).read(paths::ME).await;
        let own = app.anonymous().post(paths::REFRESH).header("cookie", pair(&cookie)).header("origin", app.base());
        own.header("sec-fetch-site", "same-origin").answer().await.expect(200);
    });
}

#[test]
fn logging_out_ends_the_session_at_once_and_takes_the_cookie_away() {
    story(async |app| {
        let (cookie, body) = browser(app).await;
        let answer = app.anonymous().post(paths::LOGOUT).header("cookie", pair(&cookie)).answer().await.expect(204);
        let removal = answer.header("set-cookie");
        assert!(removal.starts_with("imagime_refresh=;") && removal.contains("Max-Age=0"), "{removal}");
        assert!(answer.body.is_empty());
        let token = body["access_token"].as_str().unwrap();
        app.anonymous().with_token(token).get(paths::ME).answer().await.problem(401, "unauthorized");
        let again = app.anonymous().post(paths::REFRESH).header("cookie", pair(&cookie)).answer().await;
        again.problem(401, "unauthorized");
        app.anonymous().post(paths::LOGOUT).header("cookie", pair(&cookie)).answer().await.expect(204);
        app.anonymous().post(paths::LOGOUT).answer().await.expect(204);
    });
}

#[test]
fn a_native_client_logs_out_with_its_token() {
    story(async |app| {
        let ada = app.user("ada").await;
        let body = json!({"refresh_token": ada.refresh_token});
        app.anonymous().post(paths::LOGOUT).json(&body).answer().await.expect(204);
        ada.get(paths::ME).answer().await.problem(401, "unauthorized");
        app.restart().await;
        app.anonymous().with_token(&ada.token.unwrap()).get(paths::ME).answer().await.problem(401, "unauthorized");
    });
}

#[test]
fn another_sites_page_logs_nobody_in() {
    story(async |app| {
        app.user("ada").await;
        let login = |client: &str| json!({"login": "ada", "password": PASSWORD, "client": client});
        let foreign = [("origin", "https://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")];
        for (name, value) in foreign {
            let request = app.anonymous().post(paths::LOGIN).header(name, value);
            let answer = request.json(&login("browser")).answer().await;
            answer.problem(403, "cross_site");
            assert_eq!(answer.header("set-cookie"), "");
            let form =
                Form::new().text("username", "mallory").text("email", "mallory@example.org").text("password", PASSWORD);
            let request = app.anonymous().post(paths::REGISTER).header(name, value).multipart(form);
            request.answer().await.problem(403, "cross_site");
            // One without a cookie is of no use to it.
            let request = app.anonymous().post(paths::LOGIN).header(name, value);
            request.json(&login("native")).answer().await.expect(200);
        }
        assert_eq!(app.count("users"), 1);
        let own =
            app.anonymous().post(paths::LOGIN).header("origin", app.base()).header("sec-fetch-site", "same-origin");
        own.json(&login("browser")).answer().await.expect(200);
    });
}

#[test]
fn the_token_of_a_browser_is_none_in_a_body_and_the_other_way_round() {
    story(async |app| {
        let (cookie, _) = browser(app).await;
        let token = pair(&cookie).split_once('=').unwrap().1;
        refresh(&app.anonymous(), token).await.problem(401, "unauthorized");
        let body = json!({"refresh_token": token}).to_string();
        let simple = app.anonymous().post(paths::REFRESH).header("content-type", "text/plain").body(body);
        let answer = simple.answer().await;
        answer.problem(401, "unauthorized");
        assert_eq!(answer.header("set-cookie"), "");
        let native = app.anonymous().login("ada", PASSWORD).await.refresh_token.unwrap();
        let request = app.anonymous().post(paths::REFRESH).header("cookie", format!("imagime_refresh={native}"));
        request.answer().await.problem(401, "unauthorized");
        let renewed = app.anonymous().post(paths::REFRESH).header("cookie", pair(&cookie)).answer().await;
        assert_eq!(renewed.status, 200, "the browser itself goes on");
        refresh(&app.anonymous(), &native).await.expect(200);
    });
}

#[test]
fn another_sites_form_takes_no_cookie_away() {
    story(async |app| {
        let request = app.anonymous().post(paths::LOGOUT).header("origin", "https://evil.example");
        assert_eq!(request.answer().await.expect(204).header("set-cookie"), "");
    });
}
