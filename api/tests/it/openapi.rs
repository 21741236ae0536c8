//! The OpenAPI document: served, true, and held in a snapshot.

use std::collections::BTreeSet;

use imagime_shared::paths;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Request, story};

/// The document as it was agreed; a change to it is a change of the contract.
const SNAPSHOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

fn operations(document: &Value) -> BTreeSet<(String, String)> {
    let paths = document["paths"].as_object().unwrap();
    let of = |(path, item): (&String, &Value)| {
        let known = METHODS.into_iter().filter(|method| item.get(*method).is_some());
        known.map(|method| (method.to_uppercase(), path.clone())).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of).collect()
}

#[test]
fn the_document_is_served() {
    story(async |app| {
        let document = app.anonymous().read(paths::OPENAPI).await;
        assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
        assert_eq!(document["info"]["title"], "Imagime");
        assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
        let docs = app.anonymous().get("/api/docs/").answer().await.expect(200);
        assert!(docs.header("content-type").starts_with("text/html"));
        let policy = docs.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && !policy.contains("script-src 'self' 'unsafe-inline'"),
            "{policy}"
        );
    });
}

#[test]
fn the_document_is_the_one_in_the_repository() {
    let document = imagime_api::routes::document().to_pretty_json().unwrap() + "\n";
    if std::env::var_os("IMAGIME_UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(SNAPSHOT, &document).unwrap();
    }
    let agreed = std::fs::read_to_string(SNAPSHOT).unwrap_or_default();
    let first = document.lines().zip(agreed.lines()).position(|(now, then)| now != then);
    assert!(
        document == agreed,
        "the API is described differently than in api/openapi.json, first at line {:?}; when that is meant, run the test once with \
         IMAGIME_UPDATE_SNAPSHOTS=1 and look at the difference",
        first.map(|line| line + 1)
    );
}

#[test]
fn every_documented_operation_answers_and_every_method_is_documented() {
    story(async |app| {
        let ada = app.user("ada").await;
        let document = app.anonymous().read(paths::OPENAPI).await;
        let documented = operations(&document);
        assert!(documented.len() >= 30, "{documented:?}");
        for (method, path) in &documented {
            let ids = [Uuid::now_v7().to_string(), Uuid::now_v7().to_string()];
            let path = paths::fill(path, &[&ids[0], &ids[1]]);
            let options = ada.request(Method::OPTIONS, &path).answer().await.expect(204);
            for allowed in options.header("allow").split(", ").filter(|name| !["HEAD", "OPTIONS"].contains(name)) {
                let (_, template) =
                    documented.iter().find(|(_, other)| paths::fill(other, &[&ids[0], &ids[1]]) == path).unwrap();
                assert!(
                    documented.contains(&(allowed.to_owned(), template.clone())),
                    "{allowed} {template} is not documented"
                );
            }
            if method == "DELETE" && path == paths::ME || path == paths::LOGOUT {
                continue;
            }
            let request = ada.request(Method::from_bytes(method.as_bytes()).unwrap(), &path);
            let answer = request.header("content-type", "application/json").body("{}").answer().await;
            let has_id = path.contains(&ids[0]);
            assert!(answer.status != 405 && (has_id || answer.status != 404), "{method} {path}: {}", answer.status);
            assert!(answer.status.as_u16() < 500, "{method} {path}: {}", answer.status);
        }
    });
}

#[test]
fn every_path_of_the_contract_is_documented() {
    let document = serde_json::to_value(imagime_api::routes::document()).unwrap();
    let documented: BTreeSet<String> = operations(&document).into_iter().map(|(_, path)| path).collect();
    let contract = [
        paths::REGISTER,
        paths::LOGIN,
        paths::REFRESH,
        paths::LOGOUT,
        paths::ME,
        paths::AVATAR,
        paths::PASSWORD,
        paths::SESSIONS,
        paths::SESSION,
        paths::FAVORITES,
        paths::FAVORITE,
        paths::POSTS,
        paths::POST,
        paths::POST_SONGS,
        paths::POST_EVENTS,
        paths::POST_REMATCH,
        paths::POST_SONG_VOTE,
        paths::POST_SIMILAR,
        paths::POST_SONG_FAVORITE,
        paths::POST_COMMENTS,
        paths::COMMENT,
        paths::POST_LIKE,
        paths::LIKES,
        paths::USER_FOLLOW,
        paths::USER_FOLLOWERS,
        paths::USER_FOLLOWING,
        paths::USER,
        paths::USER_POSTS,
        paths::USER_FAVORITES,
        paths::SONG,
        paths::SONG_POSTS,
        paths::SONG_SIMILAR,
        paths::RECOMMENDED_SONGS,
        paths::RECOMMENDED_POSTS,
        paths::KEYWORD,
        paths::POST_SHARES,
        paths::SHARE,
        paths::SHARED,
        paths::SHARED_SONGS,
        paths::PLAYLISTS,
        paths::PLAYLIST_FROM_FAVORITES,
        paths::PLAYLIST_FROM_POST,
        paths::PLAYLIST,
        paths::PLAYLIST_SONGS,
        paths::PLAYLIST_SONG,
        paths::PLAYLIST_EXPORT,
        paths::INSTANCE,
        paths::HEALTH_LIVE,
        paths::HEALTH_READY,
    ];
    for path in contract {
        assert!(documented.contains(path), "{path}");
    }
}

#[test]
fn every_answer_to_an_operation_is_one_of_the_documented_ones() {
    story(async |app| {
        let ada = app.user("ada").await;
        let document = app.anonymous().read(paths::OPENAPI).await;
        for (method, template) in operations(&document) {
            let id = Uuid::now_v7().to_string();
            let path = paths::fill(&template, &[&id, &id]);
            let operation = &document["paths"][&template][method.to_lowercase()];
            for client in [&app.anonymous(), &ada] {
                if [paths::LOGOUT, paths::REFRESH].contains(&template.as_str()) {
                    continue;
                }
                let method = Method::from_bytes(method.as_bytes()).unwrap();
                let answer = client.request(method.clone(), &path).json(&json!({"nonsense": 1})).answer().await;
                let status = answer.status.as_u16().to_string();
                assert!(
                    operation["responses"].get(&status).is_some(),
                    "{method} {template}: {status} is not documented"
                );
            }
        }
    });
}
