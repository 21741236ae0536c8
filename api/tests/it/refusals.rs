//! Every class of error, asked of every operation that can meet it: always one shape, always the same words.

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
            // What may be left out is read whatever its type is said to be.
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

#[test]
fn every_thing_that_is_not_there_is_missed_alike() {
    story(async |app| {
        let scene = Scene::of(app).await;
        let songs = [json!(Uuid::now_v7())];
        for (name, (method, path)) in &scene.operations {
            if !path.contains("{id}") && !path.contains("{post_id}") {
                continue;
            }
            for id in [Uuid::now_v7().to_string(), "not-an-id".to_owned(), "%00".to_owned()] {
                let elsewhere = path.replace("{id}", &id).replace("{post_id}", &id);
                let answer = scene.things.request(&scene.ada, name, method, &elsewhere, &songs).answer().await;
                answer.problem(404, "not_found");
            }
        }
    });
}

#[test]
fn every_cursor_that_was_never_given_is_refused() {
    story(async |app| {
        let scene = Scene::of(app).await;
        scene.ada.patch(paths::ME).json(&json!({"favorites_public": true})).answer().await.expect(200);
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
            }
            if takes("limit") {
                ask("limit=0").await.field_problem("limit", "invalid");
                ask("limit=51").await.field_problem("limit", "invalid");
            }
        }
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
        let without = ["find_instance", "find_openapi", "health_live"];
        let asked: Vec<_> = scene
            .operations
            .iter()
            .filter(|(name, _)| !without.contains(&name.as_str()))
            // Nothing is asked of the database before somebody names themselves, or for what cannot be anything.
            .filter(|(name, _)| {
                !["register", "login", "refresh", "logout", "create_post", "update_avatar"].contains(&name.as_str())
            })
            .filter(|(_, (_, path))| !path.starts_with("/media/"))
            .collect();
        assert!(asked.len() > 50, "only {} operations", asked.len());
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
            for (name, (method, path)) in &scene.operations {
                if !path.starts_with("/api/") {
                    continue;
                }
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
        },
    );
}
