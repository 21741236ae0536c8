//! The OpenAPI document: served, true, and held in a snapshot.

use std::collections::BTreeSet;

use imagime_shared::{paths, query};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Request, story};

/// The document as it was agreed; a change to it is a change of the contract.
const SNAPSHOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Method and path of everything that the document describes.
pub fn operations(document: &Value) -> BTreeSet<(String, String)> {
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
        for (file, kind) in
            [("", "text/html"), ("swagger-ui.css", "text/css"), ("swagger-ui-bundle.js", "text/javascript")]
        {
            let path = format!("{}/{file}", paths::DOCS);
            let get = app.anonymous().get(&path).answer().await.expect(200);
            assert!(get.header("content-type").starts_with(kind) && get.body.len() > 100, "{path}");
            let head = app.anonymous().request(Method::HEAD, &path).answer().await.expect(200);
            assert!(head.body.is_empty() && head.header("content-type") == get.header("content-type"), "{path}");
            let post = app.anonymous().post(&path).answer().await;
            post.problem(405, "method_not_allowed");
            assert_eq!(post.header("allow"), "GET, HEAD, OPTIONS", "{path}");
        }
        let initializer = app.anonymous().get("/api/docs/swagger-initializer.js").answer().await.expect(200);
        assert!(initializer.text().contains(paths::OPENAPI));
        app.anonymous().get("/api/docs/nothing.js").answer().await.problem(404, "not_found");
        let led = app.anonymous().get(paths::DOCS).answer().await.expect(200);
        assert_eq!(led.body, docs.body);
    });
}

#[test]
fn the_document_is_the_one_in_the_repository() {
    let document = imagime_api::routes::document() + "\n";
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
fn every_route_is_documented_and_nothing_else() {
    let document: Value = serde_json::from_str(&imagime_api::routes::document()).unwrap();
    let table = imagime_api::routes::table();
    let served: BTreeSet<_> = table
        .iter()
        .flat_map(|(path, methods)| methods.iter().map(|method| (method.to_string(), (*path).to_owned())))
        .collect();
    assert_eq!(
        served.len(),
        table.iter().map(|(_, methods)| methods.len()).sum::<usize>(),
        "a route stands there twice"
    );
    assert_eq!(served, operations(&document));
}

#[test]
fn times_and_what_may_be_left_out_are_described_as_such() {
    let document: Value = serde_json::from_str(&imagime_api::routes::document()).unwrap();
    assert_eq!(document["components"]["schemas"]["Timestamp"]["format"], "date-time");
    let created = &document["components"]["schemas"]["Post"]["properties"]["created_at"];
    assert!(created.to_string().contains("#/components/schemas/Timestamp"), "{created}");
    let needed = operations(&document).into_iter().flat_map(|(method, path)| {
        let parameters = document["paths"][&path][method.to_lowercase()]["parameters"].as_array().cloned();
        let parameters = parameters.into_iter().flatten();
        parameters.filter(|one| one["in"] == "query" && one["required"] == true).map(|one| one["name"].to_string())
    });
    assert_eq!(needed.collect::<BTreeSet<_>>(), BTreeSet::from(["\"q\"".to_owned()]));
}

#[test]
fn every_query_parameter_is_named_once_for_server_and_clients() {
    let document: Value = serde_json::from_str(&imagime_api::routes::document()).unwrap();
    let mut named = BTreeSet::new();
    for (method, path) in operations(&document) {
        let parameters = document["paths"][&path][method.to_lowercase()]["parameters"].as_array();
        let of_the_query = parameters.into_iter().flatten().filter(|parameter| parameter["in"] == "query");
        named.extend(of_the_query.map(|parameter| parameter["name"].as_str().unwrap().to_owned()));
    }
    // These stand in addresses that the server makes and nobody puts together.
    for given in ["exp", "sig", "ticket"] {
        assert!(named.remove(given), "{given}");
    }
    assert_eq!(named, query::ALL.map(str::to_owned).into());
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
