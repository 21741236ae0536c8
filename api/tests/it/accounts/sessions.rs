//! `/me/sessions`.

use imagime_shared::paths;
use serde_json::{Value, json};

use crate::support::{App, Client, Request, client::PASSWORD, story};

async fn sessions(client: &Client) -> Vec<Value> {
    let body = client.read(paths::SESSIONS).await;
    assert_eq!(body["next_cursor"], Value::Null);
    body["sessions"].as_array().unwrap().clone()
}

async fn end(client: &Client, session: &Value) -> crate::support::Answer {
    client.delete(&paths::fill(paths::SESSION, &[session["id"].as_str().unwrap()])).answer().await
}

fn is_current(session: &Value) -> bool {
    session["current"] == true
}

#[test]
fn sessions_are_listed_and_the_asking_one_is_marked() {
    story(async |app| {
        let first = app.user("ada").await;
        let second = app.anonymous().login("ada", PASSWORD).await;
        app.user("bob").await;
        let listed = sessions(&second).await;
        assert_eq!(listed.len(), 2);
        assert_eq!(listed.iter().filter(|session| is_current(session)).count(), 1);
        let other = sessions(&first).await;
        assert_ne!(
            listed.iter().find(|session| is_current(session)).unwrap()["id"],
            other.iter().find(|session| is_current(session)).unwrap()["id"]
        );
        for field in ["created_at", "last_used_at"] {
            assert!(listed[0][field].as_str().is_some_and(|time| time.ends_with('Z')), "{field}");
        }
        let body = json!({"login": "ada", "password": PASSWORD, "client": "native"});
        let login = app.anonymous().post(paths::LOGIN).header("user-agent", "Phone 1.0").json(&body);
        login.answer().await.expect(200);
        assert_eq!(sessions(&first).await[0]["user_agent"], "Phone 1.0");
    });
}

#[test]
fn an_ended_session_is_over_at_once_and_ending_it_again_is_fine() {
    story(async |app: &mut App| {
        let lost = app.user("ada").await;
        let ada = app.anonymous().login("ada", PASSWORD).await;
        let listed = sessions(&ada).await;
        let session = listed.iter().find(|session| !is_current(session)).unwrap();
        assert!(end(&ada, session).await.expect(204).body.is_empty());
        end(&ada, session).await.expect(204);
        lost.get(paths::ME).answer().await.problem(401, "unauthorized");
        let body = serde_json::json!({"refresh_token": lost.refresh_token});
        lost.anonymous().post(paths::REFRESH).json(&body).answer().await.problem(401, "unauthorized");
        ada.read(paths::ME).await;
    });
}

#[test]
fn a_foreign_session_answers_as_a_missing_one_and_goes_on() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let session = &sessions(&ada).await[0];
        let foreign = end(&bob, session).await;
        let missing = end(&bob, &serde_json::json!({"id": uuid::Uuid::now_v7()})).await;
        assert_eq!(foreign.status, missing.status);
        ada.read(paths::ME).await;
        bob.delete("/api/v1/me/sessions/nonsense").answer().await.problem(404, "not_found");
    });
}

#[test]
fn sessions_outlive_a_restart() {
    story(async |app| {
        let ada = app.user("ada").await;
        app.restart().await;
        app.anonymous().with_token(&ada.token.unwrap()).read(paths::ME).await;
        let body = serde_json::json!({"refresh_token": ada.refresh_token});
        app.anonymous().post(paths::REFRESH).json(&body).answer().await.expect(200);
    });
}

#[test]
fn a_session_that_ended_by_itself_is_ended_for_its_owner_alone() {
    story(async |app: &mut App| {
        let bob = app.user("bob").await;
        let mut ada = app.user("ada").await;
        for _ in 0..3 {
            ada.login("ada", PASSWORD).await;
        }
        let out = ada.login("ada", PASSWORD).await;
        let listed = sessions(&ada).await;
        let (current, others): (Vec<_>, Vec<_>) = listed.into_iter().partition(is_current);
        let body = json!({"refresh_token": out.refresh_token});
        out.anonymous().post(paths::LOGOUT).json(&body).answer().await.expect(204);
        app.sql("update refresh_tokens set expires_at = now() - interval '1 second' where session_id in \
                 (select id from sessions where user_id = (select id from users where username = 'ada') order by id desc limit 1)");
        app.sweep_records().await;
        let change = json!({"current_password": PASSWORD, "new_password": "another horse battery"});
        ada.put(paths::PASSWORD).json(&change).answer().await.expect(200);
        assert_eq!(sessions(&ada).await.len(), 1);
        ada = ada.login("ada", "another horse battery").await;
        for session in others.iter().chain(&current) {
            for _ in 0..2 {
                end(&ada, session).await.expect(204);
            }
            end(&bob, session).await.problem(404, "not_found");
        }
    });
}
