//! The contract's calls, written out once more as clients know them, and whether each is described whole.

use serde_json::Value;

use crate::openapi::operations;

/// Below `/api/v1`: method, path, status of the answer, and what the query takes.
const CALLS: &[(&str, &str, &str, &str)] = &[
    ("POST", "/auth/register", "201", ""),
    ("POST", "/auth/login", "200", ""),
    ("POST", "/auth/refresh", "200", ""),
    ("POST", "/auth/logout", "204", ""),
    ("GET", "/me", "200", ""),
    ("PATCH", "/me", "200", ""),
    ("DELETE", "/me", "204", ""),
    ("PUT", "/me/avatar", "200", ""),
    ("DELETE", "/me/avatar", "204", ""),
    ("PUT", "/me/password", "200", ""),
    ("GET", "/me/sessions", "200", "limit cursor"),
    ("DELETE", "/me/sessions/{id}", "204", ""),
    ("GET", "/me/tokens", "200", "limit cursor"),
    ("POST", "/me/tokens", "201", ""),
    ("DELETE", "/me/tokens/{id}", "204", ""),
    ("GET", "/me/export", "200", ""),
    ("POST", "/posts", "201", ""),
    ("GET", "/posts", "200", "q keyword song user following sort period limit cursor"),
    ("GET", "/posts/{id}", "200", ""),
    ("PATCH", "/posts/{id}", "200", ""),
    ("DELETE", "/posts/{id}", "204", ""),
    ("GET", "/posts/{id}/songs", "200", "limit cursor"),
    ("POST", "/posts/{id}/rematch", "202", ""),
    ("GET", "/posts/{id}/events", "200", "ticket"),
    ("PUT", "/posts/{id}/songs/{song_id}/favorite", "200", ""),
    ("DELETE", "/posts/{id}/songs/{song_id}/favorite", "204", ""),
    ("PUT", "/posts/{id}/songs/{song_id}/vote", "200", ""),
    ("DELETE", "/posts/{id}/songs/{song_id}/vote", "204", ""),
    ("PUT", "/posts/{id}/like", "200", ""),
    ("DELETE", "/posts/{id}/like", "204", ""),
    ("GET", "/me/likes", "200", "limit cursor"),
    ("GET", "/posts/{id}/comments", "200", "limit cursor"),
    ("POST", "/posts/{id}/comments", "201", ""),
    ("PATCH", "/comments/{id}", "200", ""),
    ("DELETE", "/comments/{id}", "204", ""),
    ("POST", "/posts/{id}/shares", "201", ""),
    ("GET", "/shared/{slug}", "200", ""),
    ("GET", "/shared/{slug}/songs", "200", "limit cursor"),
    ("DELETE", "/shares/{slug}", "204", ""),
    ("GET", "/me/favorites", "200", "q sort limit cursor"),
    ("PUT", "/me/favorites/{song_id}", "200", ""),
    ("DELETE", "/me/favorites/{song_id}", "204", ""),
    ("GET", "/users/{username}", "200", ""),
    ("GET", "/users/{username}/posts", "200", "limit cursor"),
    ("GET", "/users/{username}/favorites", "200", "limit cursor"),
    ("PUT", "/users/{username}/follow", "200", ""),
    ("DELETE", "/users/{username}/follow", "204", ""),
    ("GET", "/users/{username}/followers", "200", "limit cursor"),
    ("GET", "/users/{username}/following", "200", "limit cursor"),
    ("GET", "/playlists", "200", "limit cursor"),
    ("POST", "/playlists", "201", ""),
    ("GET", "/playlists/{id}", "200", "limit cursor"),
    ("PATCH", "/playlists/{id}", "200", ""),
    ("DELETE", "/playlists/{id}", "204", ""),
    ("POST", "/playlists/{id}/songs", "200", ""),
    ("PUT", "/playlists/{id}/songs", "200", ""),
    ("DELETE", "/playlists/{id}/songs/{song_id}", "204", ""),
    ("POST", "/playlists/from-favorites", "201", ""),
    ("POST", "/playlists/from-post/{post_id}", "201", ""),
    ("GET", "/playlists/{id}/export", "200", "format"),
    ("GET", "/search", "200", "q type limit"),
    ("GET", "/songs/{id}", "200", ""),
    ("GET", "/songs/{id}/posts", "200", "limit cursor"),
    ("GET", "/keywords/{keyword}", "200", "limit cursor"),
    ("GET", "/me/recommendations/songs", "200", "limit"),
    ("GET", "/me/recommendations/posts", "200", "limit"),
    ("GET", "/instance", "200", ""),
];

fn document() -> Value {
    serde_json::from_str(&imagime_api::routes::document()).unwrap()
}

/// The thing itself, wherever it is written.
fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    value["$ref"].as_str().map_or(value, |place| document.pointer(&place[1..]).unwrap())
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

#[test]
fn every_call_of_the_contract_is_documented() {
    let document = document();
    for (method, path, status, query) in CALLS {
        let operation = &document["paths"][format!("/api/v1{path}")][method.to_lowercase()];
        assert!(operation.is_object(), "{method} {path}");
        assert!(operation["responses"].get(status).is_some(), "{method} {path}: no {status}");
        for name in query.split_whitespace() {
            let known = items(&operation["parameters"]).any(|one| one["in"] == "query" && one["name"] == name);
            assert!(known, "{method} {path}: no {name}");
        }
    }
}

#[test]
fn every_operation_is_described_whole() {
    let document = document();
    for (method, path) in operations(&document) {
        let operation = &document["paths"][&path][method.to_lowercase()];
        let name = format!("{method} {path}");
        assert!(operation["summary"].as_str().is_some_and(|text| text.len() > 5), "{name}: no summary");
        assert!(operation["operationId"].is_string() && operation["tags"][0].is_string(), "{name}");
        for parameter in items(&operation["parameters"]) {
            let which = format!("{name}: {}", parameter["name"]);
            assert!(parameter["description"].as_str().is_some_and(|text| !text.is_empty()), "{which}: no words");
            let is_choice = resolved(&document, &parameter["schema"]).get("enum").is_some();
            assert!(is_choice || parameter.get("example").is_some(), "{which}: no example");
        }
        for (status, response) in entries(&operation["responses"]) {
            let which = format!("{name}: {status}");
            assert!(response["description"].as_str().is_some_and(|text| !text.is_empty()), "{which}: no words");
            assert!(response["headers"].get("X-Request-Id").is_some(), "{which}: no id");
            for (header, described) in entries(&response["headers"]) {
                let described = resolved(&document, described);
                assert!(described["description"].is_string() && described.get("schema").is_some(), "{which}: {header}");
            }
            // A part beyond a file's end is told in a header alone.
            if status.starts_with('4') && status != "416" || status.starts_with('5') {
                let problem = &response["content"]["application/problem+json"];
                assert_eq!(problem["schema"]["$ref"], "#/components/schemas/Problem", "{which}");
                let (_, shown) = entries(&problem["examples"]).next().unwrap_or_else(|| panic!("{which}: no example"));
                assert_eq!(resolved(&document, shown)["value"]["status"].to_string(), *status, "{which}");
            }
        }
    }
}

#[test]
fn every_shape_is_shown_filled_in_and_says_which_fields_it_has() {
    let document = document();
    let mut shown = 0;
    for (name, schema) in entries(&document["components"]["schemas"]) {
        let Some(fields) = schema["properties"].as_object() else { continue };
        let example = schema["examples"].get(0).or(schema.get("example"));
        let required: Vec<_> = items(&schema["required"]).filter_map(Value::as_str).collect();
        if schema["additionalProperties"] == false {
            // The text fields of a form speak for themselves; a file does not.
            let of_itself = |field: &Value| {
                let field = resolved(&document, field);
                field["format"] == "binary"
                    || ["enum", "example", "examples"].iter().any(|word| field.get(word).is_some())
            };
            assert!(example.is_some() || fields.values().all(of_itself), "{name}: no example");
            continue;
        }
        for (field, shape) in fields {
            let may_be_null = shape.to_string().contains("\"null\"");
            assert!(required.contains(&field.as_str()) || !may_be_null, "{name}.{field} is missing or null");
        }
        let example = example.unwrap_or_else(|| panic!("{name}: no example"));
        for field in required {
            assert!(example.get(field).is_some(), "{name}: the example lacks {field}");
        }
        shown += 1;
    }
    assert!(shown >= 40, "{shown} examples");
}

#[test]
fn every_answer_says_what_kind_of_bytes_it_is() {
    let document = document();
    for (method, path) in operations(&document) {
        for (status, response) in entries(&document["paths"][&path][method.to_lowercase()]["responses"]) {
            for (kind, content) in entries(&response["content"]) {
                let is_text = ["json", "xml", "text/"].iter().any(|sign| kind.contains(sign));
                let has_shape = content["schema"].as_object().is_some_and(|schema| !schema.is_empty());
                assert_eq!(has_shape, is_text, "{method} {path} {status} {kind}: {content}");
            }
        }
    }
}

#[test]
fn every_link_leads_to_an_operation_with_what_it_asks_for() {
    let document = document();
    let all = operations(&document);
    let described = |id: &str| {
        let mut found = all.iter().map(|(method, path)| &document["paths"][path][method.to_lowercase()]);
        found.find(|operation| operation["operationId"] == id)
    };
    let mut seen = 0;
    for (method, path) in &all {
        for (status, response) in entries(&document["paths"][path][method.to_lowercase()]["responses"]) {
            for (name, link) in entries(&response["links"]) {
                let which = format!("{method} {path} {status}: {name}");
                let target = described(link["operationId"].as_str().unwrap()).unwrap_or_else(|| panic!("{which}"));
                let needed = items(&target["parameters"]).filter(|one| one["in"] == "path");
                for parameter in needed {
                    assert!(link["parameters"].get(parameter["name"].as_str().unwrap()).is_some(), "{which}");
                }
                seen += 1;
            }
        }
    }
    assert!(seen > 40, "{seen} links");
}
