//! What holds for every answer.

use imagime_shared::paths;
use reqwest::{Method, header::HeaderName};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    Answer, App, Request,
    client::{Client, favorite_path, form, post_path},
    factory, story, story_with,
    things::{Things, operations},
};

#[test]
fn unknown_paths_below_api_are_problems() {
    story(async |app| {
        let ada = app.user("ada").await;
        for path in ["/api", "/api/", "/api/v1", "/api/v1/nothing", "/api/v1/posts/", "/api/v2/posts", "/api/v1/me/x"] {
            for method in [Method::GET, Method::POST, Method::DELETE] {
                let answer = ada.request(method.clone(), path).answer().await;
                assert_eq!(answer.header("content-type"), "application/problem+json", "{method} {path}");
                answer.problem(404, "not_found");
            }
        }
    });
}

/// All of a refusal but what is of that one request: status, headers, body.
fn refusal(answer: &Answer) -> (u16, Vec<(String, String)>, Value) {
    // Whether the connection stays open hangs on how much of the body was there already.
    let own = ["date", "x-request-id", "ratelimit", "connection"];
    let headers = answer.headers.iter().filter(|(name, _)| !own.contains(&name.as_str()));
    let mut headers: Vec<(String, String)> =
        headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    headers.sort();
    let mut body = answer.problem(404, "not_found");
    body.as_object_mut().unwrap().remove("request_id");
    (answer.status.as_u16(), headers, body)
}

#[test]
fn foreign_missing_and_misspelt_ids_answer_alike() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let things = Things::of(&ada, "ada", "private", 1).await;
        let operations = operations(&bob.read(paths::OPENAPI).await);
        let mut asked = 0;
        for (name, (method, path)) in &operations {
            // A song is nobody's, and a shared link is for whoever has it.
            let owned = ["{id}", "{post_id}"].iter().any(|id| path.contains(id)) && !path.contains("/songs/{id}");
            if !owned && name != "delete_share" {
                continue;
            }
            let ask = async |path: &str| {
                refusal(&things.request(&bob, name, method, path, &[json!(Uuid::now_v7())]).answer().await)
            };
            let foreign = ask(path).await;
            for id in [&Uuid::now_v7().to_string(), "1", "not-an-id", "%00", "00000000-0000-0000-0000-000000000000"] {
                let elsewhere =
                    ["{id}", "{post_id}", "{slug}"].iter().fold(path.clone(), |path, of| path.replace(of, id));
                assert_eq!(ask(&elsewhere).await, foreign, "{name} {elsewhere}");
            }
            asked += 1;
        }
        assert!(asked >= 30, "only {asked} operations");
        bob.get("/api/v1/songs/nothing").answer().await.problem(404, "not_found");
        ada.read(&post_path(&json!({"id": things.post}))).await;
    });
}

#[test]
fn bodies_that_cannot_be_read_say_why() {
    story(async |app| {
        let ada = app.user("ada").await;
        let raw =
            |kind: &'static str, body: &str| ada.patch(paths::ME).header("content-type", kind).body(body.to_owned());
        raw("application/json", "{").answer().await.problem(400, "bad_request");
        raw("application/json", "").answer().await.problem(400, "bad_request");
        raw("application/json", "\u{1}").answer().await.problem(400, "bad_request");
        raw("application/json", r#"{"bio": "\ud800"}"#).answer().await.problem(400, "bad_request");
        raw("text/plain", "{}").answer().await.problem(415, "unsupported_media_type");
        raw("application/x-www-form-urlencoded", "bio=x").answer().await.problem(415, "unsupported_media_type");
        raw("application/json", "[]").answer().await.problem(422, "validation");
        raw("application/json", "7").answer().await.problem(422, "validation");
        raw("application/json", r#"{"bio": 7}"#).answer().await.problem(422, "validation");
        raw("application/json", &format!(r#"{{"bio": "{}"}}"#, "x".repeat(65 * 1024)))
            .answer()
            .await
            .problem(413, "too_large");
        raw("application/json", &format!(r#"{{"bio": {}"#, "[".repeat(10_000)))
            .answer()
            .await
            .problem(400, "bad_request");
        let json = ada.post(paths::POSTS).json(&json!({"image": "x"})).answer().await;
        json.problem(415, "unsupported_media_type");
        let broken =
            ada.post(paths::POSTS).header("content-type", "multipart/form-data; boundary=x").body("--x\r\nnonsense");
        broken.answer().await.problem(400, "bad_request");
        let unbounded = ada.post(paths::POSTS).header("content-type", "multipart/form-data").body("x");
        let status = unbounded.answer().await.status.as_u16();
        assert!((400..=422).contains(&status), "{status}");
    });
}

#[test]
fn a_large_upload_without_an_account_hears_why_it_is_refused() {
    story(async |app| {
        for request in [app.anonymous(), app.anonymous().with_token("x.y.z")] {
            let request = request.post(paths::POSTS).multipart(form(vec![0xFF; 12 * 1024 * 1024], &[]));
            request.answer().await.problem(401, "unauthorized");
        }
    });
}

#[test]
fn lists_refuse_limits_and_cursors_that_are_none() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let songs = format!("{}/songs", post_path(&post));
        for path in [paths::POSTS, paths::FAVORITES, "/api/v1/users/ada/posts", &songs] {
            for limit in ["0", "51", "-1", "x", "", "5.5", "99999999999"] {
                ada.get(&format!("{path}?limit={limit}")).answer().await.field_problem("limit", "invalid");
            }
            for cursor in ["", "x", "%00", "bm9uc2Vuc2U", "W10"] {
                ada.get(&format!("{path}?cursor={cursor}")).answer().await.problem(400, "invalid_cursor");
            }
        }
        ada.get(&format!("{songs}?limit=50")).answer().await.expect(200);
    });
}

#[test]
fn a_cursor_of_another_list_is_refused() {
    story(async |app| {
        let ada = app.user("ada").await;
        let mut posts = Vec::new();
        for seed in [1, 2] {
            posts.push(ada.ready_post(factory::photo(seed), "public").await);
        }
        let song_lists: Vec<_> = posts.iter().map(|post| format!("{}/songs", post_path(post))).collect();
        let lists = [paths::POSTS, "/api/v1/users/ada/posts", &song_lists[0], &song_lists[1]];
        for from in lists {
            let page = ada.read(&format!("{from}?limit=1")).await;
            let cursor = page["next_cursor"].as_str().unwrap();
            for to in lists {
                let answer = ada.get(&format!("{to}?limit=1&cursor={cursor}")).answer().await;
                if from == to {
                    answer.expect(200)
                } else {
                    answer.problem(400, "invalid_cursor");
                    answer
                };
            }
        }
    });
}

#[test]
fn a_link_header_repeats_the_next_page() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let first = ada.get(&format!("{}/songs?limit=4", post_path(&post))).answer().await.expect(200);
        let link = first.header("link");
        let target = link.strip_prefix('<').and_then(|rest| rest.strip_suffix(">; rel=\"next\"")).unwrap();
        let cursor = first.json()["next_cursor"].as_str().unwrap().to_owned();
        assert!(target.contains(&format!("cursor={cursor}")) && target.contains("limit=4"), "{link}");
        let second = ada.read(target).await;
        assert_eq!(second["songs"].as_array().unwrap().len(), 4);
        assert_ne!(second["songs"][0], first.json()["songs"][0]);
        let mut page = ada.get(&format!("{}/songs?limit=50", post_path(&post))).answer().await;
        while let Some(next) = page.json()["next_cursor"].as_str() {
            assert!(page.header("link").contains(next));
            page = ada.get(&format!("{}/songs?limit=50&cursor={next}", post_path(&post))).answer().await;
        }
        assert_eq!((page.header("link"), &page.json()["next_cursor"]), ("", &Value::Null));
    });
}

#[test]
fn nothing_is_sent_twice_when_nothing_changed() {
    story(async |app| {
        let ada = app.user("ada").await;
        ada.ready_post(factory::photo(1), "public").await;
        for path in [paths::ME, "/api/v1/users/ada", paths::INSTANCE, paths::OPENAPI, paths::SESSIONS, paths::FAVORITES]
        {
            let first = ada.get(path).answer().await.expect(200);
            let tag = first.header("etag");
            assert!(tag.starts_with('"') && tag.ends_with('"'), "{path}: {tag}");
            assert_eq!(first.header("cache-control"), "private, no-cache", "{path}");
            assert!(
                first.headers.get_all("vary").iter().any(|value| value.to_str().unwrap().contains("Authorization"))
            );
            for known in [tag.to_owned(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".into()] {
                let again = ada.get(path).header("if-none-match", &known).answer().await.expect(304);
                assert!(again.body.is_empty(), "{path}");
                assert_eq!(again.header("etag"), tag);
            }
            ada.get(path).header("if-none-match", "\"x\"").answer().await.expect(200);
        }
        let before = ada.get(paths::ME).answer().await;
        ada.patch(paths::ME).json(&json!({"bio": "new"})).answer().await.expect(200);
        ada.get(paths::ME).header("if-none-match", before.header("etag")).answer().await.expect(200);
    });
}

#[test]
fn head_answers_as_get_without_a_body() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let picture = post["image"]["url"].as_str().unwrap();
        let songs = format!("{}/songs", post_path(&post));
        for path in [
            paths::ME,
            paths::INSTANCE,
            paths::HEALTH_LIVE,
            paths::OPENAPI,
            "/api/v1/nothing",
            &songs,
            picture,
            "/",
            "/login",
        ] {
            let (get, head) = (ada.get(path).answer().await, ada.request(Method::HEAD, path).answer().await);
            assert_eq!(head.status, get.status, "{path}");
            assert!(head.body.is_empty(), "{path}");
            let differs =
                |name: &HeaderName| ["date", "ratelimit", "x-request-id", "transfer-encoding"].contains(&name.as_str());
            for name in get.headers.keys().filter(|name| !differs(name)) {
                assert_eq!(head.headers.get(name), get.headers.get(name), "{path} {name}");
            }
        }
    });
}

#[test]
fn answers_are_compressed_on_request() {
    story(async |app| {
        let plain = app.anonymous().get(paths::OPENAPI).answer().await;
        let small = app.anonymous().get(paths::OPENAPI).header("accept-encoding", "gzip").answer().await;
        assert_eq!(small.header("content-encoding"), "gzip");
        let varies: Vec<_> = small.headers.get_all("vary").iter().map(|value| value.to_str().unwrap()).collect();
        let varies = varies.join(", ").to_lowercase();
        assert!(varies.contains("accept-encoding") && varies.contains("authorization"), "{varies}");
        assert!(small.body.len() * 4 < plain.body.len());
        let refused = app.anonymous().get(paths::ME).header("accept-encoding", "gzip").answer().await;
        refused.problem(401, "unauthorized");
        assert_eq!(refused.header("content-encoding"), "", "the problem came in the place of a compressed body");
        let none =
            app.anonymous().get(paths::OPENAPI).header("accept-encoding", "nothing, identity;q=0").answer().await;
        none.problem(400, "bad_request");
    });
}

#[test]
fn other_origins_get_no_leave_unless_they_are_listed() {
    let listed = "https://friend.example";
    let preflight = async |app: &App, origin: &str| -> Answer {
        let request = app.anonymous().request(Method::OPTIONS, paths::POSTS).header("origin", origin);
        let request = request.header("access-control-request-method", "POST");
        request.header("access-control-request-headers", "authorization").answer().await
    };
    story_with(
        |config| config.server.cors_origins = vec![listed.into()],
        async |app| {
            assert_eq!(preflight(app, listed).await.expect(200).header("access-control-allow-origin"), listed);
            let asked = app.anonymous().get(paths::POSTS).header("origin", listed).answer().await.expect(200);
            assert_eq!(asked.header("access-control-allow-origin"), listed);
            assert_eq!(asked.header("access-control-allow-credentials"), "");
            let refused = preflight(app, "https://evil.example").await;
            assert_eq!(refused.header("access-control-allow-origin"), "");
            refused.problem(400, "bad_request");
            let read = app.anonymous().get(paths::POSTS).header("origin", "https://evil.example").answer().await;
            assert_eq!(read.header("access-control-allow-origin"), "");
        },
    );
}

#[test]
fn errors_tell_nothing_of_the_inside() {
    story(async |app| {
        let ada = app.user("ada").await;
        app.sql("alter table posts rename to posts_elsewhere");
        let answer = ada.get(paths::POSTS).answer().await;
        answer.problem(500, "internal");
        for word in ["posts_elsewhere", "relation", "select", "diesel", "SELECT"] {
            assert!(!answer.text().contains(word), "{}", answer.text());
        }
    });
}

#[test]
fn everything_of_somebody_else_needs_an_account() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let song = ada.songs(&post).await[0].clone();
        let nobody: Client = app.anonymous();
        let favorite = favorite_path(&post, &song);
        let post_path = post_path(&post);
        for (method, path) in [
            (Method::GET, paths::ME),
            (Method::PATCH, paths::ME),
            (Method::DELETE, paths::ME),
            (Method::PUT, paths::AVATAR),
            (Method::DELETE, paths::AVATAR),
            (Method::PUT, paths::PASSWORD),
            (Method::GET, paths::SESSIONS),
            (Method::GET, paths::FAVORITES),
            (Method::POST, paths::POSTS),
            (Method::PATCH, &post_path),
            (Method::DELETE, &post_path),
            (Method::PUT, &favorite),
            (Method::DELETE, &favorite),
        ] {
            let answer = nobody.request(method.clone(), path).json(&json!({})).answer().await;
            assert_eq!(answer.status, 401, "{method} {path}: {}", answer.text());
            assert_eq!(answer.header("www-authenticate"), "Bearer");
        }
    });
}

#[test]
fn the_instance_says_what_it_is() {
    story(async |app| {
        let instance = app.anonymous().read(paths::INSTANCE).await["instance"].take();
        assert_eq!(instance["name"], "Imagime");
        assert_eq!(instance["limits"]["image_bytes"], 24 * 1024 * 1024);
        let sources: Vec<_> =
            instance["sources"].as_array().unwrap().iter().map(|source| source["name"].clone()).collect();
        assert_eq!(sources, ["local", "starter"]);
        for path in [paths::HEALTH_LIVE, paths::HEALTH_READY] {
            let answer = app.anonymous().get(path).answer().await.expect(200);
            assert_eq!(answer.header("cache-control"), "no-store");
        }
    });
}
