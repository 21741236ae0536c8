//! Access tokens, and what a thief of the database would find.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use chrono::{Duration, Utc};
use imagime_api::security::{
    access::{self, Access},
    keys::{KeyRing, Purpose},
};
use imagime_shared::paths;
use jsonwebtoken::{EncodingKey, decode_header, encode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::{App, Client, Request, story};

/// Whom a token speaks for.
fn access_of(client: &Client) -> Access {
    let claims = client.token.as_deref().unwrap().split('.').nth(1).unwrap();
    let claims: Value = serde_json::from_slice(&B64.decode(claims).unwrap()).unwrap();
    let id = |name: &str| claims[name].as_str().unwrap().parse().unwrap();
    Access { user_id: id("sub"), session_id: id("sid") }
}

fn forged(app: &App, ada: &Client) -> Vec<(&'static str, String)> {
    let token = ada.token.clone().unwrap();
    let [head, body, sign]: [&str; 3] = token.split('.').collect::<Vec<_>>().try_into().unwrap();
    let header: Value = serde_json::from_slice(&B64.decode(head).unwrap()).unwrap();
    let with_header = |change: Value| {
        let mut header = header.clone();
        header.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        format!("{}.{body}.{sign}", B64.encode(header.to_string()))
    };
    let keys = app.keys();
    let other = KeyRing::parse("another-secret,-long-and-random-0123456789").unwrap();
    let foreign = access::issue(&other, access_of(ada), Utc::now()).unwrap();
    let [_, foreign_body, foreign_sign]: [&str; 3] = foreign.split('.').collect::<Vec<_>>().try_into().unwrap();
    // Signed with our own key, for somebody else or by somebody else.
    let signed = |change: Value| {
        let mut claims: Value = serde_json::from_slice(&B64.decode(body).unwrap()).unwrap();
        claims.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let secret = EncodingKey::from_secret(&keys.signing().derive(Purpose::AccessToken));
        encode(&decode_header(&token).unwrap(), &claims, &secret).unwrap()
    };
    assert!(access::verify(&keys, &signed(json!({}))).is_some(), "the others fail for what they change");
    let issued = |ago: i64| access::issue(&keys, access_of(ada), Utc::now() - Duration::minutes(ago)).unwrap();
    let ended = Access { session_id: uuid::Uuid::now_v7(), ..access_of(ada) };
    vec![
        ("no algorithm", format!("{}.{body}.", B64.encode(r#"{"alg":"none","typ":"at+jwt"}"#))),
        ("empty signature", format!("{head}.{body}.")),
        ("another signature", format!("{head}.{body}.{}", B64.encode([7; 32]))),
        ("another algorithm", with_header(json!({"alg": "HS512"}))),
        ("another type", with_header(json!({"typ": "JWT"}))),
        ("a key that comes along", with_header(json!({"jwk": {"kty": "oct", "k": "AAAA"}}))),
        ("a key elsewhere", with_header(json!({"jku": "https://evil.example/keys"}))),
        ("another key", foreign.clone()),
        ("another key under our name", format!("{head}.{foreign_body}.{foreign_sign}")),
        ("a key id that is a path", with_header(json!({"kid": "../../dev/null"}))),
        ("for another service", signed(json!({"aud": "another-api"}))),
        ("for nobody", signed(json!({"aud": []}))),
        ("by another issuer", signed(json!({"iss": "another"}))),
        ("expired", issued(20)),
        ("not valid yet", issued(-20)),
        ("of a session that never was", access::issue(&keys, ended, Utc::now()).unwrap()),
        ("a refresh token", ada.refresh_token.clone().unwrap()),
        ("another body", format!("{head}.{}.{sign}", B64.encode(r#"{"sub":"x"}"#))),
        ("nonsense", "a.b.c".into()),
    ]
}

#[test]
fn forged_tokens_are_refused_even_where_none_is_needed() {
    story(async |app| {
        let ada = app.user("ada").await;
        for (what, token) in forged(app, &ada) {
            let forger = app.anonymous().with_token(&token);
            for path in [paths::ME, paths::POSTS, "/api/v1/users/ada"] {
                let answer = forger.get(path).answer().await;
                assert_eq!(answer.status, 401, "{what} at {path}");
                answer.problem(401, "unauthorized");
                assert_eq!(answer.header("www-authenticate"), "Bearer");
            }
        }
        ada.read(paths::ME).await;
    });
}

#[test]
fn other_schemes_and_doubled_headers_are_refused() {
    story(async |app| {
        let ada = app.user("ada").await;
        let token = ada.token.clone().unwrap();
        for value in [
            "Basic YWRhOmFkYQ==".to_owned(),
            "Bearer".into(),
            "Bearer ".into(),
            token.clone(),
            format!("Bearer {token} x"),
        ] {
            let request = app.anonymous().get(paths::POSTS).header("authorization", value);
            request.answer().await.problem(401, "unauthorized");
        }
        let twice = app.anonymous().get(paths::ME).header("authorization", format!("Bearer {token}"));
        twice.header("authorization", "Bearer x").answer().await.problem(401, "unauthorized");
        let lower = app.anonymous().get(paths::ME).header("authorization", format!("bearer {token}"));
        lower.answer().await.expect(200);
    });
}

#[test]
fn a_copy_of_the_database_holds_no_usable_token() {
    story(async |app| {
        let ada = app.user("ada").await;
        let body = json!({"refresh_token": ada.refresh_token});
        let renewed = ada.post(paths::REFRESH).json(&body).answer().await.expect(200).json();
        let tables =
            app.lines("select table_name::text as line from information_schema.tables where table_schema = 'public'");
        let dump: String =
            tables.iter().flat_map(|table| app.lines(&format!("select t::text as line from {table} t"))).collect();
        let tokens =
            [&json!(ada.refresh_token), &renewed["refresh_token"], &renewed["access_token"], &json!(ada.token)];
        for token in tokens.map(|token| token.as_str().unwrap()) {
            let raw = B64.decode(token.trim_start_matches("imr_")).unwrap_or_default();
            let hex = raw.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
            assert!(!dump.contains(token) && !dump.contains(token.trim_start_matches("imr_")));
            assert!(hex.is_empty() || !dump.contains(&hex));
        }
        let hash = Sha256::digest(ada.refresh_token.unwrap());
        let hash = hash.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        assert!(dump.contains(&hash), "the dump was looked at");
        assert!(!dump.contains(crate::support::client::PASSWORD));
    });
}
