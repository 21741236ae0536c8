//! `PUT /me/password`, and what counts of a password.

use imagime_shared::paths;
use serde_json::json;

use crate::support::{Answer, Client, Request, client::PASSWORD, story, story_with};

const NEW: &str = "an entirely different one";

async fn change(client: &Client, current: &str, new: &str) -> Answer {
    let body = json!({"current_password": current, "new_password": new});
    client.put(paths::PASSWORD).json(&body).answer().await
}

#[test]
fn another_password_ends_every_other_session() {
    story(async |app| {
        let elsewhere = app.user("ada").await;
        let ada = app.anonymous().login("ada", PASSWORD).await;
        let answer = change(&ada, PASSWORD, NEW).await.expect(200);
        assert_eq!(answer.json()["user"]["username"], "ada");
        ada.read(paths::ME).await;
        elsewhere.get(paths::ME).answer().await.problem(401, "unauthorized");
        let old = json!({"login": "ada", "password": PASSWORD});
        app.anonymous().post(paths::LOGIN).json(&old).answer().await.problem(401, "invalid_credentials");
        app.anonymous().login("ada", NEW).await;
    });
}

#[test]
fn the_old_password_must_be_right_and_the_new_one_good() {
    story(async |app| {
        let ada = app.user("ada").await;
        change(&ada, "not the password", NEW).await.field_problem("current_password", "wrong");
        change(&ada, PASSWORD, "short").await.field_problem("new_password", "too_short");
        change(&ada, PASSWORD, "password123").await.field_problem("new_password", "too_common");
        app.anonymous().login("ada", PASSWORD).await;
    });
}

#[test]
fn guessing_the_old_password_is_slowed_down() {
    story_with(
        |config| config.accounts.login_failures = 3,
        async |app| {
            let ada = app.user("ada").await;
            for _ in 0..3 {
                change(&ada, "not the password", NEW).await.expect(422);
            }
            change(&ada, PASSWORD, NEW).await.problem(429, "too_many_requests");
        },
    );
}

#[test]
fn every_byte_of_a_long_password_counts() {
    story(async |app| {
        let ada = app.user("ada").await;
        for length in [72, 73] {
            let stem: String = "q7 Zr!k2".chars().cycle().take(length - 1).collect();
            let body = json!({"username": format!("long{length}"), "email": format!("{length}@example.org"), "password": format!("{stem}x")});
            app.anonymous().post(paths::REGISTER).json(&body).answer().await.expect(201);
            app.anonymous().login(&format!("long{length}"), &format!("{stem}x")).await;
            for wrong in [format!("{stem}y"), stem.clone(), format!("{stem}xx")] {
                let body = json!({"login": format!("long{length}"), "password": wrong});
                app.anonymous().post(paths::LOGIN).json(&body).answer().await.problem(401, "invalid_credentials");
            }
        }
        ada.read(paths::ME).await;
    });
}

#[test]
fn guesses_of_strangers_do_not_keep_the_owner_from_confirming_the_password() {
    story_with(
        |config| {
            config.accounts.login_failures = 3;
            config.server.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
        },
        async |app| {
            let ada = app.user("ada").await;
            let id = ada.read(paths::ME).await["user"]["id"].take();
            for (name, network) in [(id, "192.0.2"), (json!("ada"), "198.51.100")] {
                let mut seen = Vec::new();
                for n in 0..4 {
                    let request =
                        app.anonymous().post(paths::LOGIN).header("x-forwarded-for", format!("{network}.{n}"));
                    let guess = json!({"login": name, "password": "not the password"});
                    seen.push(request.json(&guess).answer().await.status.as_u16());
                }
                assert_eq!(seen, [401, 401, 401, 429]);
            }
            change(&ada, PASSWORD, NEW).await.expect(200);
        },
    );
}
