//! `/me/tokens`: what programs of a user hold instead of the password.

use imagime_shared::paths;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    Answer, Client, Request,
    client::{PASSWORD, form},
    factory, story, story_with,
    things::make_token,
};

async fn create(client: &Client, body: Value) -> Answer {
    client.post(paths::TOKENS).json(&body).answer().await
}

fn with(client: &Client, token: &Value) -> Client {
    client.with_token(token["token"].as_str().unwrap())
}

fn path_of(token: &Value) -> String {
    paths::fill(paths::TOKEN, &[token["id"].as_str().unwrap()])
}

#[test]
fn a_token_is_shown_once_and_kept_as_a_hash() {
    story(async |app| {
        let ada = app.user("ada").await;
        let made = create(&ada, json!({"name": " My phone ", "scopes": ["write", "read"]})).await.expect(201);
        let token = made.json()["token"].take();
        assert_eq!((&token["name"], &token["scopes"]), (&json!("My phone"), &json!(["read", "write"])));
        assert_eq!((&token["expires_at"], &token["last_used_at"]), (&Value::Null, &Value::Null));
        assert_eq!(made.header("location"), path_of(&token));
        let secret = token["token"].as_str().unwrap();
        assert!(secret.starts_with("img_") && secret.len() == 47, "{secret}");
        let listed = ada.get(paths::TOKENS).answer().await.expect(200);
        assert!(!listed.text().contains(secret), "it is told again");
        assert_eq!(listed.json()["tokens"][0]["id"], token["id"]);
        let kept = app.lines(&format!("select (token_hash = sha256('{secret}'))::text as line from personal_tokens"));
        assert_eq!(kept, ["true"]);
    });
}

#[test]
fn a_token_does_what_its_scopes_say() {
    story(async |app| {
        let ada = app.user("ada").await;
        let reader = with(&ada, &make_token(&ada, &["read"]).await);
        let writer = with(&ada, &make_token(&ada, &["write"]).await);
        let both = with(&ada, &make_token(&ada, &["read", "write"]).await);
        for client in [&reader, &both] {
            assert_eq!(client.read(paths::ME).await["user"]["username"], "ada");
            client.request(Method::HEAD, paths::ME).answer().await.expect(200);
        }
        for client in [&writer, &both] {
            client.upload(factory::photo(1), &[]).await.expect(201);
        }
        let refused = reader.patch(paths::ME).json(&json!({"bio": "x"})).answer().await;
        refused.problem(403, "insufficient_scope");
        assert_eq!(refused.header("www-authenticate"), "Bearer error=\"insufficient_scope\", scope=\"write\"");
        for path in [paths::ME, paths::POSTS, paths::FAVORITES] {
            let refused = writer.get(path).answer().await;
            refused.problem(403, "insufficient_scope");
            assert_eq!(refused.header("www-authenticate"), "Bearer error=\"insufficient_scope\", scope=\"read\"");
        }
        assert_eq!(ada.read(paths::ME).await["user"]["bio"], "");
    });
}

#[test]
fn no_token_reaches_what_is_for_the_person_alone() {
    story(async |app| {
        let ada = app.user("ada").await;
        let token = make_token(&ada, &["read", "write"]).await;
        let program = with(&ada, &token);
        let session = ada.read(paths::SESSIONS).await["sessions"][0]["id"].clone();
        let session = paths::fill(paths::SESSION, &[session.as_str().unwrap()]);
        let passwords = json!({"current_password": PASSWORD, "new_password": "another horse battery"});
        let new = json!({"name": "more", "scopes": ["read"]});
        for (method, path, body) in [
            (Method::PUT, paths::PASSWORD, passwords),
            (Method::GET, paths::SESSIONS, Value::Null),
            (Method::DELETE, &session, Value::Null),
            (Method::GET, paths::TOKENS, Value::Null),
            (Method::POST, paths::TOKENS, new),
            (Method::DELETE, &path_of(&token), Value::Null),
            (Method::GET, paths::EXPORT, Value::Null),
            (Method::DELETE, paths::ME, json!({"password": PASSWORD})),
        ] {
            let request = program.request(method.clone(), path);
            let request = if body.is_null() { request } else { request.json(&body) };
            let answer = request.answer().await;
            assert_eq!(answer.status, 403, "{method} {path}: {}", answer.text());
            answer.problem(403, "insufficient_scope");
        }
        ada.login("ada", PASSWORD).await;
        program.put(paths::AVATAR).multipart(form(factory::photo(1), &[])).answer().await.expect(200);
    });
}

#[test]
fn a_token_ends_when_it_is_taken_away_or_its_time_is_over() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let token = make_token(&ada, &["read"]).await;
        let program = with(&ada, &token);
        program.read(paths::ME).await;
        assert_ne!(ada.read(paths::TOKENS).await["tokens"][0]["last_used_at"], Value::Null);
        bob.delete(&path_of(&token)).answer().await.problem(404, "not_found");
        program.read(paths::ME).await;
        for _ in 0..2 {
            ada.delete(&path_of(&token)).answer().await.expect(204);
        }
        program.get(paths::ME).answer().await.problem(401, "unauthorized");
        program.get(paths::POSTS).answer().await.problem(401, "unauthorized");

        let soon = (chrono::Utc::now() + chrono::Duration::hours(1)).to_rfc3339();
        let body = json!({"name": "short", "scopes": ["read"], "expires_at": soon});
        let short = create(&ada, body).await.expect(201).json()["token"].take();
        let program = with(&ada, &short);
        program.read(paths::ME).await;
        app.sql("update personal_tokens set expires_at = now() - interval '1 second'");
        program.get(paths::ME).answer().await.problem(401, "unauthorized");
        assert_eq!(ada.read(paths::TOKENS).await["tokens"].as_array().unwrap().len(), 1);
        make_token(&ada, &["read"]).await;
        assert_eq!(app.count("personal_tokens"), 1, "what has ended makes room");
        ada.delete(&path_of(&short)).answer().await.expect(204);
        bob.delete(&path_of(&short)).answer().await.problem(404, "not_found");
    });
}

#[test]
fn a_token_outlives_the_password_but_not_the_account() {
    story(async |app| {
        let ada = app.user("ada").await;
        let program = with(&ada, &make_token(&ada, &["read"]).await);
        let change = json!({"current_password": PASSWORD, "new_password": "another horse battery"});
        ada.put(paths::PASSWORD).json(&change).answer().await.expect(200);
        program.read(paths::ME).await;
        ada.delete(paths::ME).json(&json!({"password": "another horse battery"})).answer().await.expect(204);
        program.get(paths::ME).answer().await.problem(401, "unauthorized");
        assert_eq!(app.count("personal_tokens"), 0);
    });
}

#[test]
fn bad_wishes_are_refused_field_by_field() {
    story_with(
        |config| config.quotas.tokens = 2,
        async |app| {
            let ada = app.user("ada").await;
            let good = json!({"name": "x", "scopes": ["read"]});
            let but = |field: &str, value: Value| {
                let mut body = good.clone();
                body[field] = value;
                body
            };
            for (body, field, code) in [
                (but("name", json!("  ")), "name", "required"),
                (but("name", json!("x".repeat(101))), "name", "too_long"),
                (but("name", json!("a\nb")), "name", "invalid"),
                (but("scopes", json!([])), "scopes", "invalid"),
                (but("scopes", json!(["read", "read"])), "scopes", "invalid"),
                (but("scopes", json!(["read", "write", "read"])), "scopes", "invalid"),
                (but("scopes", json!(["admin"])), "body", "invalid"),
                (but("expires_at", json!("2020-01-01T00:00:00Z")), "expires_at", "past"),
                (but("expires_at", json!("tomorrow")), "expires_at", "invalid"),
                (but("more", json!(1)), "more", "unknown"),
            ] {
                create(&ada, body).await.field_problem(field, code);
            }
            for _ in 0..2 {
                create(&ada, good.clone()).await.expect(201);
            }
            create(&ada, good.clone()).await.problem(409, "quota_reached");
            app.sql("update personal_tokens set expires_at = now() - interval '1 second'");
            create(&ada, good.clone()).await.expect(201);
            assert_eq!(app.count("personal_tokens"), 1);
            create(&app.user("bob").await, good.clone()).await.expect(201);
        },
    );
}
