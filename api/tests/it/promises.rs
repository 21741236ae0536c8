//! What the OpenAPI document promises of every operation, asked of every operation.

use imagime_shared::paths;
use reqwest::Method;
use serde_json::json;

use crate::support::{
    Answer, Request,
    client::{PASSWORD, form},
    factory, story, story_with,
    things::Scene,
};

/// What the pages of other origins may send and read, where they have leave.
const CORS_TAKES: &str =
    "authorization, content-type, idempotency-key, if-match, if-none-match, if-range, last-event-id, range";
const CORS_SHOWS: &str = "accept-ranges, allow, content-disposition, content-range, etag, link, location, ratelimit, ratelimit-policy, \
     retry-after, www-authenticate, x-request-id";

#[test]
fn every_path_knows_its_methods_and_its_origins() {
    let friend = "https://friend.example";
    story_with(
        |config| config.server.cors_origins = vec![friend.into()],
        async |app| {
            let scene = Scene::of(app).await;
            for (path, item) in scene.document["paths"].as_object().unwrap() {
                let address = scene.things.address(path);
                let mut known: Vec<String> = item.as_object().unwrap().keys().map(|name| name.to_uppercase()).collect();
                let first = known[0].clone();
                if item.get("get").is_some() {
                    known.push("HEAD".into());
                }
                known.push("OPTIONS".into());
                known.sort();
                let allowed = |text: &str| {
                    let mut names: Vec<String> = text.split(", ").map(str::to_owned).collect();
                    names.sort();
                    names
                };
                let options = app.anonymous().request(Method::OPTIONS, &address).answer().await.expect(204);
                assert_eq!(allowed(options.header("allow")), known, "{path}");
                for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"] {
                    if known.iter().any(|name| name == method) {
                        continue;
                    }
                    let method = Method::from_bytes(method.as_bytes()).unwrap();
                    let answer = scene.ada.request(method.clone(), &address).answer().await;
                    answer.problem(405, "method_not_allowed");
                    assert_eq!(allowed(answer.header("allow")), known, "{method} {path}");
                }
                if path.starts_with("/health/") {
                    continue;
                }
                for (origin, leave) in [(friend, friend), ("https://foe.example", "")] {
                    let asked = app.anonymous().request(Method::OPTIONS, &address).header("origin", origin);
                    let asked = asked.header("access-control-request-method", &first);
                    let asked = asked.header("access-control-request-headers", CORS_TAKES).answer().await;
                    assert_eq!(asked.header("access-control-allow-origin"), leave, "{path}");
                    assert_eq!(asked.header("access-control-allow-credentials"), "", "{path}");
                    assert!(uuid::Uuid::try_parse(asked.header("x-request-id")).is_ok(), "{path}");
                    if leave.is_empty() {
                        asked.problem(400, "bad_request");
                        continue;
                    }
                    let told = app.anonymous().request(Method::HEAD, &address).header("origin", origin).answer().await;
                    assert_eq!(told.header("access-control-allow-origin"), leave, "{path}");
                    let shown = told.header("access-control-expose-headers");
                    for name in CORS_SHOWS.split(", ") {
                        assert!(shown.contains(name), "{path}: {name} is not shown to other origins");
                    }
                }
            }
        },
    );
}

#[test]
fn every_answer_has_an_id_and_says_what_is_left() {
    story(async |app| {
        let scene = Scene::of(app).await;
        for (name, (method, path)) in &scene.operations {
            let request = app.anonymous().request(method.clone(), &scene.things.address(path));
            let answer = request.answer().await;
            assert!(uuid::Uuid::try_parse(answer.header("x-request-id")).is_ok(), "{name}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{name}");
            if path.starts_with("/api/") {
                assert!(answer.header("ratelimit-policy").starts_with("\"requests\";q=3000;w=60"), "{name}");
                assert!(answer.header("ratelimit").starts_with("\"requests\";r="), "{name}");
            }
            let vary = |value: &reqwest::header::HeaderValue| value.to_str().unwrap().contains("Authorization");
            if path.starts_with("/api/") {
                assert!(answer.headers.get_all("vary").iter().any(vary), "{name}");
                assert!(!answer.header("cache-control").is_empty(), "{name}");
            }
            if answer.status.is_client_error() {
                assert_eq!(answer.header("content-type"), "application/problem+json", "{name}");
            }
        }
    });
}

#[test]
fn every_read_answers_head_and_is_not_sent_twice() {
    story(async |app| {
        let scene = Scene::of(app).await;
        app.rank_posts().await;
        scene.ada.patch(paths::ME).json(&json!({"favorites_public": true})).answer().await.expect(200);
        for (name, path) in scene.with_method(&Method::GET) {
            let address = scene.things.address(path);
            let get = scene.ada.get(&address).answer().await.expect(200);
            let head = scene.ada.request(Method::HEAD, &address).answer().await.expect(200);
            assert!(head.body.is_empty(), "{name}");
            assert_eq!(head.header("content-type"), get.header("content-type"), "{name}");
            let described = scene.described(&Method::GET, path);
            let promised = described["responses"]["200"]["headers"].get("ETag").is_some();
            let is_tagged = get.header("content-type").contains("json");
            assert_eq!(promised, is_tagged || path.starts_with("/media/"), "{name}");
            if !promised {
                continue;
            }
            if is_tagged {
                assert_eq!(get.header("cache-control"), "private, no-cache", "{name}");
                assert!(
                    get.headers.get_all("vary").iter().any(|value| value.to_str().unwrap().contains("Authorization")),
                    "{name}"
                );
            }
            let again = scene.ada.get(&address).header("if-none-match", get.header("etag")).answer().await;
            assert!(again.status == 304 && again.body.is_empty(), "{name}: {}", again.status);
            assert!(described["responses"].get("304").is_some(), "{name}");
        }
    });
}

#[test]
fn every_list_comes_in_pages() {
    story(async |app| {
        let scene = Scene::of(app).await;
        app.rank_posts().await;
        scene.ada.patch(paths::ME).json(&json!({"favorites_public": true})).answer().await.expect(200);
        // Two of what there was one of.
        for (name, path) in scene.with_method(&Method::POST) {
            if ["create_token", "create_share", "create_comment", "create_playlist"].contains(&name) {
                scene.things.request(&scene.ada, name, &Method::POST, path, &[]).answer().await.expect(201);
            }
        }
        let (mut lists, mut long) = (0, Vec::new());
        for (name, path) in scene.with_method(&Method::GET) {
            let address = scene.things.address(path);
            let sign = if address.contains('?') { '&' } else { '?' };
            let parameters = scene.described(&Method::GET, path)["parameters"].as_array();
            let takes = |wanted| parameters.into_iter().flatten().any(|parameter| parameter["name"] == wanted);
            if !takes("limit") {
                let whole = scene.ada.get(&address).answer().await;
                let is_list =
                    whole.header("content-type") == "application/json" && whole.json().get("next_cursor").is_some();
                assert!(!is_list, "{name} is a list without pages");
                continue;
            }
            lists += 1;
            for limit in ["0", "51", "-1", "x", ""] {
                let answer = scene.ada.get(&format!("{address}{sign}limit={limit}")).answer().await;
                answer.field_problem("limit", "invalid");
            }
            if !takes("cursor") {
                continue;
            }
            let first = scene.ada.get(&format!("{address}{sign}limit=1")).answer().await.expect(200);
            let body = first.json();
            let rows = |body: &serde_json::Value| {
                body.as_object().unwrap().values().find_map(|value| value.as_array().cloned())
            };
            let Some(next) = body["next_cursor"].as_str() else {
                assert_eq!(first.header("link"), "", "{name}");
                continue;
            };
            assert!(first.header("link").contains(next), "{name}");
            let second = scene.ada.read(&format!("{address}{sign}limit=1&cursor={next}")).await;
            if let (Some(one), Some(two)) = (rows(&body), rows(&second)) {
                assert_eq!((one.len(), two.len()), (1, 1), "{name}");
                assert_ne!(one, two, "{name}");
            }
            long.push(name);
        }
        assert!(lists >= 20, "{lists}");
        for name in
            ["list_tokens", "list_sessions", "list_shares", "list_comments", "list_playlists", "list_post_songs"]
        {
            assert!(long.contains(&name), "{name} has one page only: {long:?}");
        }
    });
}

#[test]
fn every_file_is_read_in_parts() {
    story(async |app| {
        let scene = Scene::of(app).await;
        let mut seen = Vec::new();
        for (name, path) in scene.with_method(&Method::GET) {
            if !scene.takes_header(&Method::GET, path, "Range") {
                continue;
            }
            let address = scene.things.address(path);
            let all = app.anonymous().get(&address).answer().await.expect(200);
            let part = app.anonymous().get(&address).header("range", "bytes=2-5").answer().await.expect(206);
            assert_eq!(part.body, all.body[2..6], "{name}");
            assert_eq!(part.header("content-range"), format!("bytes 2-5/{}", all.body.len()), "{name}");
            let beyond = app.anonymous().get(&address).header("range", "bytes=99999999-").answer().await;
            assert_eq!(beyond.status, 416, "{name}");
            let known = app.anonymous().get(&address).header("if-none-match", "*").answer().await.expect(304);
            assert!(known.body.is_empty(), "{name}");
            seen.push(name);
        }
        assert_eq!(seen, ["read_artwork", "read_file", "read_preview"]);
    });
}

#[test]
fn every_patch_can_be_conditional() {
    story(async |app| {
        let scene = Scene::of(app).await;
        let mut seen = 0;
        for (name, path) in scene.with_method(&Method::PATCH) {
            let address = scene.things.address(path);
            let patch =
                |tag: &str| scene.things.request(&scene.ada, name, &Method::PATCH, path, &[]).header("if-match", tag);
            let read = scene.ada.get(&address).answer().await.expect(200);
            patch("\"x\"").answer().await.problem(412, "precondition_failed");
            patch(&format!("W/{}", read.header("etag"))).answer().await.problem(412, "precondition_failed");
            let changed = patch(read.header("etag")).answer().await.expect(200);
            let now = scene.ada.get(&address).answer().await.expect(200);
            assert_eq!(
                changed.header("etag"),
                now.header("etag"),
                "{name}: the answer's tag serves for the next change"
            );
            patch("*").answer().await.expect(200);
            assert!(scene.takes_header(&Method::PATCH, path, "If-Match"), "{name}");
            seen += 1;
        }
        assert_eq!(seen, 4);
    });
}

#[test]
fn of_two_changes_at_once_one_is_told_of_the_other() {
    story(async |app| {
        let ada = app.user("ada").await;
        let tag = ada.get(paths::ME).answer().await.header("etag").to_owned();
        let change =
            |bio: &'static str| ada.patch(paths::ME).header("if-match", &tag).json(&json!({"bio": bio})).answer();
        let (one, other) = futures_util::join!(change("one"), change("other"));
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
    });
}

#[test]
fn every_creating_post_may_be_repeated() {
    story(async |app| {
        let scene = Scene::of(app).await;
        let mut repeated = 0;
        for (name, path) in scene.with_method(&Method::POST) {
            let exempt = path.contains("/auth/") || path == paths::TOKENS;
            assert_eq!(scene.takes_header(&Method::POST, path, "Idempotency-Key"), !exempt, "{name}");
            if exempt {
                continue;
            }
            if name == "add_songs_to_playlist" {
                let path = paths::fill(paths::PLAYLIST_SONG, &[&scene.things.playlist, &scene.things.song]);
                scene.ada.delete(&path).answer().await.expect(204);
            }
            let key = format!("key-of-{name}");
            let ask =
                || scene.things.request(&scene.ada, name, &Method::POST, path, &[]).header("idempotency-key", &key);
            let (one, other) = futures_util::join!(ask().answer(), ask().answer());
            let made = [&one, &other].into_iter().find(|answer| answer.status.is_success());
            let made = made.unwrap_or_else(|| panic!("{name}: {}", one.text()));
            // Where a resource is and what it is called, by whatever name its answer has it.
            let named = |answer: &Answer| {
                let body = answer.json();
                let resource = body.as_object().unwrap().values().find(|value| value.is_object()).unwrap().clone();
                let id = [&resource["id"], &resource["slug"]].into_iter().find_map(|id| id.as_str().map(str::to_owned));
                let id = id.unwrap_or_else(|| panic!("{name} names nothing: {body}"));
                (answer.status, answer.header("location").to_owned(), id)
            };
            let in_flight = |answer: &Answer| {
                answer.problem(409, "in_flight");
                assert_ne!(answer.header("retry-after"), "", "{name}");
            };
            for answer in [&one, &other] {
                // Which of the two came first is nobody's choice; the second may find the first at work, or what it made.
                if answer.status.is_success() {
                    assert_eq!(named(answer), named(made), "{name}");
                } else {
                    in_flight(answer);
                }
            }
            assert_eq!(named(&ask().answer().await), named(made), "{name}");
            let address = scene.things.address(path);
            let another = scene.ada.post(&address).header("idempotency-key", &key);
            let another = match name {
                "create_post" => another.multipart(form(factory::photo(5), &[])),
                "create_comment" => another.json(&json!({"body": "Another."})),
                "rematch_post" => another.json(&json!({"keywords": ["mountain"]})),
                "add_songs_to_playlist" => another.json(&json!({"song_ids": [uuid::Uuid::now_v7()]})),
                "create_share" => another.json(&json!({"expires_at": chrono::Utc::now() + chrono::Duration::days(1)})),
                _ => another.json(&json!({"title": "Another"})),
            };
            another.answer().await.problem(422, "idempotency_mismatch");
            scene.ada.post(&address).header("idempotency-key", "ü").answer().await.problem(400, "bad_request");
            // As if who came first were still at it.
            app.sql(&format!("update idempotency_keys set resource_id = null, created_at = now() where key = '{key}'"));
            in_flight(&ask().answer().await);
            repeated += 1;
        }
        assert!(repeated >= 8, "only {repeated} operations");
    });
}

#[test]
fn a_token_that_is_none_is_refused_wherever_tokens_count() {
    story(async |app| {
        let scene = Scene::of(app).await;
        for (name, (method, path)) in &scene.operations {
            let described = scene.described(method, path);
            if !scene.takes_tokens(method, path) {
                continue;
            }
            assert!(described["responses"].get("401").is_some(), "{name}");
            for token in ["x.y.z", "img_0123456789012345678901234567890123456789010"] {
                let stranger = app.anonymous().with_token(token);
                let answer = scene.things.request(&stranger, name, method, path, &[]).answer().await;
                answer.problem(401, "unauthorized");
                assert_eq!(answer.header("www-authenticate"), "Bearer", "{name}");
                // Nothing else that is wrong comes first.
                let bad = path.replace("{id}", "not-an-id") + "?limit=0&cursor=none";
                let request = stranger.request(method.clone(), &bad).header("idempotency-key", "two words");
                request.answer().await.problem(401, "unauthorized");
            }
        }
        let nowhere = app.anonymous().with_token("x.y.z").get("/api/v1/nothing").answer().await;
        nowhere.problem(401, "unauthorized");
        scene.ada.login("ada", PASSWORD).await;
    });
}

#[test]
fn who_calls_too_fast_is_put_off() {
    story_with(
        |config| {
            config.quotas.requests_per_minute = 3;
            config.server.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
        },
        async |app| {
            let from = |address: &'static str| app.anonymous().get(paths::INSTANCE).header("x-forwarded-for", address);
            for left in ["r=2", "r=1", "r=0"] {
                let answer = from("192.0.2.1").answer().await.expect(200);
                assert!(answer.header("ratelimit").contains(left), "{}", answer.header("ratelimit"));
            }
            let refused = from("192.0.2.1").answer().await;
            refused.problem(429, "too_many_requests");
            assert!((1..=20).contains(&refused.header("retry-after").parse::<u32>().unwrap()));
            assert!(refused.header("ratelimit").contains("r=0"));
            from("192.0.2.2").answer().await.expect(200);
            for _ in 0..5 {
                app.anonymous().get(paths::INSTANCE).answer().await.expect(200);
            }
            let limits = from("192.0.2.3").answer().await.json()["instance"]["limits"].take();
            assert_eq!((&limits["requests_per_minute"], &limits["tokens"]), (&json!(3), &json!(50)));
        },
    );
}

#[test]
fn there_is_an_end_to_what_a_user_may_have() {
    story_with(
        |config| (config.quotas.posts_per_day, config.quotas.playlists) = (2, 1),
        async |app| {
            let (ada, bob) = (app.user("ada").await, app.user("bob").await);
            for seed in [1, 2] {
                ada.upload(factory::photo(seed), &[]).await.expect(201);
            }
            let refused = ada.upload(factory::photo(3), &[]).await;
            refused.problem(429, "too_many_requests");
            bob.upload(factory::photo(3), &[]).await.expect(201);
            let list = json!({"title": "One"});
            ada.post(paths::PLAYLISTS).json(&list).answer().await.expect(201);
            ada.post(paths::PLAYLISTS).json(&list).answer().await.problem(409, "quota_reached");
            bob.post(paths::PLAYLISTS).json(&list).answer().await.expect(201);
        },
    );
}
