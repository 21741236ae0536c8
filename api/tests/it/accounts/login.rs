//! `POST /auth/login`.

use std::collections::BTreeSet;

use diesel::connection::SimpleConnection as _;
use futures_util::future::{join, join_all};
use imagime_shared::paths;
use serde_json::json;

use crate::support::{Answer, App, Client, Request, client::PASSWORD, eventually, story};

async fn login(client: &Client, name: &str, password: &str) -> Answer {
    client.post(paths::LOGIN).json(&json!({"login": name, "password": password})).answer().await
}

/// How many attempts were checked, and how many were turned away with a time to wait.
fn tally(answers: &[Answer]) -> (usize, usize) {
    let checked = answers.iter().filter(|answer| answer.status == 401).count();
    let away = answers.iter().filter(|answer| {
        answer.status == 429 && answer.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds > 0)
    });
    (checked, away.count())
}

#[test]
fn a_name_or_an_address_opens_a_session() {
    story(async |app| {
        app.user("ada").await;
        for name in ["ada", "ADA", "ada@example.org", "Ada@Example.Org", " ada "] {
            let body = login(&app.anonymous(), name, PASSWORD).await.expect(200).json();
            assert_eq!(body["user"]["username"], "ada", "{name}");
        }
    });
}

#[test]
fn an_unknown_name_and_a_wrong_password_look_the_same() {
    story(async |app| {
        app.user("ada").await;
        let wrong = login(&app.anonymous(), "ada", "not the password").await;
        let unknown = login(&app.anonymous(), "bob", "not the password").await;
        let (mut one, mut other) =
            (wrong.problem(401, "invalid_credentials"), unknown.problem(401, "invalid_credentials"));
        one["request_id"].take();
        other["request_id"].take();
        assert_eq!(one, other);
        let names = |answer: &Answer| answer.headers.keys().map(ToString::to_string).collect::<BTreeSet<_>>();
        assert_eq!(names(&wrong), names(&unknown));
    });
}

#[test]
fn strange_names_are_simply_unknown() {
    story(async |app| {
        for name in ["", "\0", "ada\0", "a@b\0", "' or 1=1 --", "%", &"x".repeat(5000), "\u{202e}ada"] {
            login(&app.anonymous(), name, PASSWORD).await.problem(401, "invalid_credentials");
        }
    });
}

#[test]
fn guessing_is_slowed_down_while_open_sessions_go_on() {
    story(async |app| {
        let ada = app.user("ada").await;
        let mut answers = Vec::new();
        for n in 0..30 {
            answers.push(login(&app.anonymous(), "ada", &format!("guess number {n}")).await);
        }
        assert_eq!(tally(&answers), (25, 5));
        answers[29].problem(429, "too_many_requests");
        ada.read(paths::ME).await;
        app.restart().await;
        login(&app.anonymous(), "ada", PASSWORD).await.problem(429, "too_many_requests");
        app.anonymous().with_token(&ada.token.unwrap()).read(paths::ME).await;
    });
}

#[test]
fn guessing_in_parallel_is_counted_one_by_one() {
    story(async |app| {
        app.user("ada").await;
        let client = app.anonymous();
        let answers = join_all((0..40).map(|_| login(&client, "ada", "not the password"))).await;
        assert_eq!(tally(&answers), (25, 15));
    });
}

#[test]
fn guessing_at_many_accounts_from_one_address_is_slowed_down() {
    story(async |app| {
        let client = app.anonymous();
        let mut answers = Vec::new();
        for n in 0..28 {
            answers.push(login(&client, &format!("somebody{n}"), "the same password").await);
        }
        assert_eq!(tally(&answers), (25, 3));
    });
}

#[test]
fn rightful_logins_are_not_counted() {
    crate::support::story_with(
        |config| config.accounts.login_failures = 3,
        async |app: &mut App| {
            app.user("ada").await;
            for _ in 0..6 {
                login(&app.anonymous(), "ada", PASSWORD).await.expect(200);
            }
        },
    );
}

#[test]
fn a_forged_forwarding_header_does_not_get_around_the_count() {
    crate::support::story_with(
        |config| config.accounts.login_failures = 2,
        async |app: &mut App| {
            let mut last = 0;
            for n in 0..3 {
                let body = json!({"login": format!("name{n}"), "password": "not the password"});
                let request = app.anonymous().post(paths::LOGIN).header("x-forwarded-for", format!("192.0.2.{n}"));
                last = request.json(&body).answer().await.status.as_u16();
            }
            assert_eq!(last, 429);
        },
    );
}

/// Logs in while another transaction holds the account and then ends: the password was checked before, the session opens after.
async fn login_meanwhile(app: &App, sql: &str) -> Answer {
    let mut other = app.database().connect();
    other.batch_execute(&format!("begin; {sql}")).unwrap();
    let client = app.anonymous();
    let waiting = "pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    let commit = async {
        eventually("the login waits", async || app.count(waiting) == 1).await;
        other.batch_execute("commit").unwrap();
    };
    join(login(&client, "ada", PASSWORD), commit).await.0
}

#[test]
fn no_session_begins_with_a_password_that_was_changed_meanwhile() {
    story(async |app| {
        app.user("ada").await;
        let answer = login_meanwhile(app, "update users set password_hash = 'another'").await;
        answer.problem(401, "invalid_credentials");
        assert_eq!(app.count("sessions"), 1);
    });
}

#[test]
fn no_session_begins_in_an_account_that_was_deleted_meanwhile() {
    story(async |app| {
        app.user("ada").await;
        login_meanwhile(app, "delete from users").await.problem(401, "invalid_credentials");
        assert_eq!(app.count("sessions"), 0);
    });
}

#[test]
fn name_and_address_of_one_account_are_one_count() {
    crate::support::story_with(
        |config| {
            config.accounts.login_failures = 2;
            config.server.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
        },
        async |app: &mut App| {
            app.user("ada").await;
            let from = async |address: &str, name: &str| {
                let body = json!({"login": name, "password": "not the password"});
                let request = app.anonymous().post(paths::LOGIN).header("x-forwarded-for", address);
                request.json(&body).answer().await.status.as_u16()
            };
            assert_eq!(from("192.0.2.1", "ada").await, 401);
            assert_eq!(from("192.0.2.2", "Ada@Example.org").await, 401);
            assert_eq!(from("192.0.2.3", "ADA").await, 429);
            assert_eq!(from("192.0.2.4", "bob").await, 401);
            assert_eq!(from("192.0.2.5", "BOB").await, 401);
            assert_eq!(from("192.0.2.6", "bob").await, 429);
        },
    );
}
