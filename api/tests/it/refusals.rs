//! Every class of error, asked of every operation that can meet it: always one shape, always the same words.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::join_all;
use imagime_shared::paths;
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use crate::support::{Request, proxy::Wire, story, story_with, things::Scene};

#[test]
fn every_json_body_that_cannot_be_read_is_refused() {
    story(async |app| {
        let scene = Scene::of(app).await;
        let mut seen = 0;
        for (method, path) in scene.operations.values() {
            if scene.described(method, path)["requestBody"]["content"].get("application/json").is_none() {
                continue;
            }
            seen += 1;
            let send = |kind: &str, body: String| {
                let request = scene.ada.request(method.clone(), &scene.things.address(path));
                request.header("content-type", kind).body(body).answer()
            };
            let json = |body: &str| send("application/json", body.to_owned());
            json("{").await.problem(400, "bad_request");
            json("[]").await.problem(422, "validation");
            json(r#"{"no_such_field": 1}"#).await.problem(422, "validation");
            // A refresh token is read whatever its type is said to be.
            if scene.described(method, path)["responses"].get("415").is_some() {
                send("text/plain", "{}".into()).await.problem(415, "unsupported_media_type");
            }
            json(&format!(r#"{{"x": "{}"}}"#, "x".repeat(65 * 1024))).await.problem(413, "too_large");
            json(&format!(r#"{{"x": {}"#, "[".repeat(1000))).await.problem(400, "bad_request");
            let packed =
                scene.ada.request(method.clone(), &scene.things.address(path)).header("content-encoding", "br");
            let packed = packed.header("content-type", "application/json").body("{}").answer().await;
            packed.problem(415, "unsupported_media_type");
        }
        assert!(seen >= 15, "only {seen} operations take JSON");
    });
}

/// Parameters of paths with what names nothing in their place, first something that could have.
const MISSING: [(&str, &[&str]); 9] = [
    ("{id}", &["01890000-0000-7000-8000-000000000000", "not-an-id", "%00"]),
    ("{post_id}", &["01890000-0000-7000-8000-000000000000", "not-an-id", "%00"]),
    ("{song_id}", &["01890000-0000-7000-8000-000000000000", "not-an-id", "%00"]),
    ("{username}", &["nobody", "not%20a%20name", "%00"]),
    ("{slug}", &["AAAAAAAAAAAAAAAAAAAAAA", "not-a-slug", "%00"]),
    ("{name}", &["01890000-0000-7000-8000-000000000000.jpg", "not-a-file", "%00"]),
    ("{track}", &["1", "not-a-track", "%00"]),
    ("{key}", &["0123456789abcdef", "not-a-key", "%00"]),
    ("{keyword}", &["nothingatall"]),
];

/// What is not missed where it could have been there: operation, parameter, answer.
const NOT_MISSED: [(&str, &str, u16); 3] = [
    // A word that stands on no picture is a word nevertheless.
    ("find_keyword", "{keyword}", 200),
    // A song that is not in a list is out of it already: the second DELETE answers as the first, and nobody asks what songs there are.
    ("release_song", "{song_id}", 204),
    ("remove_song_from_playlist", "{song_id}", 204),
];

#[test]
fn every_thing_that_is_not_there_is_missed_alike() {
    story(async |app| {
        let scene = Scene::of(app).await;
        let songs = [json!(Uuid::now_v7())];
        let (mut asked, mut wrong): (BTreeMap<&str, u32>, Vec<String>) = (BTreeMap::new(), Vec::new());
        for (name, (method, path)) in &scene.operations {
            for parameter in path.split(['/', '.']).filter(|part| part.starts_with('{')) {
                let missing = MISSING.iter().find(|(known, _)| *known == parameter);
                let (parameter, values) = missing.unwrap_or_else(|| panic!("{name}: what is no {parameter}?"));
                let kept = NOT_MISSED.iter().find(|(other, known, _)| other == name && known == parameter);
                for (at, value) in values.iter().enumerate() {
                    let elsewhere = path.replace(parameter, value);
                    let answer = scene.things.request(&scene.ada, name, method, &elsewhere, &songs).answer().await;
                    match kept.filter(|_| at == 0) {
                        Some((_, _, status)) if answer.status == *status => {}
                        None if answer.status == 404 => drop(answer.problem(404, "not_found")),
                        _ => wrong.push(format!("{name} {elsewhere}: {} {}", answer.status, answer.text())),
                    }
                }
                *asked.entry(parameter).or_default() += 1;
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        let least = [("{id}", 25), ("{post_id}", 1), ("{song_id}", 7), ("{username}", 7), ("{slug}", 5), ("{name}", 2)];
        assert!(least.iter().all(|(parameter, least)| asked[parameter] >= *least), "{asked:?}");
    });
}

#[test]
fn every_cursor_that_was_never_given_is_refused() {
    story(async |app| {
        let scene = Scene::of(app).await;
        scene.ada.patch(paths::ME).json(&json!({"favorites_public": true})).answer().await.expect(200);
        let (mut cursors, mut limits) = (0, 0);
        for (_, path) in scene.with_method(&Method::GET) {
            let parameters = scene.described(&Method::GET, path)["parameters"].as_array().cloned().unwrap_or_default();
            let takes = |wanted: &str| parameters.iter().any(|parameter| parameter["name"] == wanted);
            let ask = |query: &str| {
                let address = scene.things.address(path);
                let sign = if address.contains('?') { '&' } else { '?' };
                scene.ada.get(&format!("{address}{sign}{query}")).answer()
            };
            if takes("cursor") {
                ask("cursor=bm9uc2Vuc2U").await.problem(400, "invalid_cursor");
                ask("cursor=").await.problem(400, "invalid_cursor");
                cursors += 1;
            }
            if takes("limit") {
                ask("limit=0").await.field_problem("limit", "invalid");
                ask("limit=51").await.field_problem("limit", "invalid");
                limits += 1;
            }
        }
        assert!(cursors >= 15 && limits >= 20, "{cursors} cursors, {limits} limits");
    });
}

#[test]
fn every_parameter_that_cannot_be_read_is_named() {
    story(async |app| {
        let scene = Scene::of(app).await;
        scene.ada.patch(paths::ME).json(&json!({"favorites_public": true})).answer().await.expect(200);
        let mut seen = BTreeSet::new();
        for (_, path) in scene.with_method(&Method::GET) {
            // A signature that cannot be read opens nothing, as a wrong one.
            if path.starts_with("/media/") {
                continue;
            }
            for parameter in scene.described(&Method::GET, path)["parameters"].as_array().into_iter().flatten() {
                let of_words = parameter["schema"]["type"] == "string" && parameter["schema"]["format"] != "uuid";
                if parameter["in"] != "query" || of_words {
                    continue;
                }
                let name = parameter["name"].as_str().unwrap();
                let address = scene.things.address(path);
                let address = address
                    .split_once('?')
                    .filter(|(_, query)| query.starts_with(name))
                    .map_or(&*address, |(path, _)| path);
                let sign = if address.contains('?') { '&' } else { '?' };
                let answer = scene.ada.get(&format!("{address}{sign}{name}=%C3%BC")).answer().await;
                answer.field_problem(name, "invalid");
                seen.insert(name.to_owned());
            }
        }
        let all = ["following", "format", "limit", "period", "preview", "since", "song", "sort", "type", "until"];
        assert_eq!(seen, all.map(str::to_owned).into());
    });
}

#[test]
fn every_operation_that_needs_the_database_says_when_it_is_away() {
    story(async |app| {
        let scene = Scene::of(app).await;
        let real = app.database().url();
        let wire = Wire::to(&real).await;
        let through = wire.url(&real);
        app.start_another(|config| config.data.database_url = Some(through.clone().into())).await;
        let ada = scene.ada.at(&app.base());
        ada.read(paths::ME).await;
        wire.cut();
        // What is asked without the database: what the program itself knows, what is drawn and rendered from the starter catalogue, and
        // sources that are off here, which have nothing.
        let itself = ["find_instance", "find_openapi", "health_live"];
        let catalogue = ["read_preview", "read_artwork"];
        let off = ["find_preview", "read_cover", "read_track"];
        let without = [itself.as_slice(), &catalogue, &off].concat();
        let asked: Vec<_> = scene.operations.iter().filter(|(name, _)| !without.contains(&name.as_str())).collect();
        assert_eq!(asked.len() + without.len(), scene.operations.len());
        assert!(asked.len() > 60, "only {} operations", asked.len());
        let answers = asked.iter().map(async |(name, (method, path))| {
            (name, scene.things.request(&ada, name, method, path, &[]).answer().await)
        });
        for (name, answer) in join_all(answers).await {
            assert_eq!(answer.status, 503, "{name}: {}", answer.text());
            answer.problem(503, "unavailable");
            assert_ne!(answer.header("retry-after"), "", "{name}");
        }
        wire.mend();
    });
}

#[test]
fn every_operation_is_put_off_when_its_address_calls_too_fast() {
    story_with(
        |config| config.server.trusted_proxies = vec!["127.0.0.1".parse().unwrap()],
        async |app| {
            let scene = Scene::of(app).await;
            app.start_another(|config| {
                config.quotas.requests_per_minute = 1;
                config.server.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
            })
            .await;
            let ada = scene.ada.at(&app.base());
            ada.get(paths::INSTANCE).header("x-forwarded-for", "192.0.2.1").answer().await.expect(200);
            let mut asked = 0;
            for (name, (method, path)) in &scene.operations {
                if !path.starts_with("/api/") {
                    continue;
                }
                asked += 1;
                let request =
                    scene.things.request(&ada, name, method, path, &[]).header("x-forwarded-for", "192.0.2.1");
                let answer = request.answer().await;
                assert_eq!(answer.status, 429, "{name}: {}", answer.text());
                answer.problem(429, "too_many_requests");
                assert_ne!(answer.header("retry-after"), "", "{name}");
                assert_eq!(answer.header("cache-control"), "private, no-cache", "{name}");
                assert!(answer.header("vary").contains("Authorization"), "{name}");
                let promised = &scene.described(method, path)["responses"]["429"]["headers"];
                assert!(promised.get("Retry-After").is_some(), "{name}");
            }
            assert!(asked > 60, "only {asked} operations");
        },
    );
}
