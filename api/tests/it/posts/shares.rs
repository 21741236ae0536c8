//! Links that open a post without an account.

use chrono::{Duration, SecondsFormat, Utc};
use imagime_shared::paths;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    Client, Request,
    client::{PASSWORD, favorite_path, post_path},
    eventually, factory, story, story_with,
};

fn shares_path(post: &Value) -> String {
    paths::fill(paths::POST_SHARES, &[post["id"].as_str().unwrap()])
}

fn shared_path(share: &Value) -> String {
    paths::fill(paths::SHARED, &[share["slug"].as_str().unwrap()])
}

fn songs_path(share: &Value) -> String {
    paths::fill(paths::SHARED_SONGS, &[share["slug"].as_str().unwrap()])
}

fn share_path(share: &Value) -> String {
    paths::fill(paths::SHARE, &[share["slug"].as_str().unwrap()])
}

async fn share(owner: &Client, post: &Value) -> Value {
    owner.post(&shares_path(post)).answer().await.expect(201).json()["share"].take()
}

fn time(from_now: Duration) -> String {
    (Utc::now() + from_now).to_rfc3339_opts(SecondsFormat::Millis, true)
}

#[test]
fn a_link_opens_a_private_post_with_its_picture_and_its_songs() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.ready_post(factory::photo(1), "private").await;
        let made = ada.post(&shares_path(&post)).json(&json!({})).answer().await.expect(201);
        let share = made.json()["share"].take();
        assert_eq!(made.header("location"), shared_path(&share));
        let slug = share["slug"].as_str().unwrap();
        assert_eq!(share["url"], format!("{}/s/{slug}", app.base()));
        assert_eq!((slug.len(), &share["expires_at"], &share["visit_count"]), (22, &Value::Null, &json!(0)));
        for client in [&app.anonymous(), &bob] {
            let shown = client.read(&shared_path(&share)).await["post"].take();
            for field in ["description", "author", "keywords", "mood", "palette", "song_count", "created_at"] {
                assert_eq!(shown[field], post[field], "{field}");
            }
            let url = shown["image"]["url"].as_str().unwrap();
            assert!(url.contains("sig="), "{url}");
            let picture = client.get(url).answer().await.expect(200);
            assert_eq!(picture.header("content-type"), "image/jpeg");
            let songs = client.all_pages(&songs_path(&share), "songs", 7).await;
            assert_eq!(songs.len(), post["song_count"].as_u64().unwrap() as usize);
            client.get(&post_path(&post)).answer().await.problem(404, "not_found");
            client.get(&format!("{}/songs", post_path(&post))).answer().await.problem(404, "not_found");
        }
        assert_eq!(
            app.anonymous().get(&songs_path(&share)).answer().await.json()["songs"].as_array().unwrap().len(),
            5
        );
    });
}

#[test]
fn what_is_the_owners_alone_is_not_shared() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "private").await;
        let item = ada.songs(&post).await[0].clone();
        let share = share(&ada, &post).await;
        let nobody = app.anonymous();
        let before = nobody.get(&songs_path(&share)).answer().await.expect(200).text();
        ada.put(&favorite_path(&post, &item)).answer().await.expect(200);
        assert_eq!(nobody.get(&songs_path(&share)).answer().await.expect(200).text(), before);
        let shown = nobody.get(&shared_path(&share)).answer().await.expect(200).text();
        assert!(!shown.contains("ada@example.org") && !shown.contains("visit_count"), "{shown}");
        assert_eq!(
            nobody.read(&shared_path(&share)).await["post"]["events_url"],
            Value::Null,
            "nothing there for them"
        );
        let own = ada.read(&shared_path(&share)).await["post"]["events_url"].as_str().unwrap().to_owned();
        nobody.get(&own).answer().await.expect(200);
        ada.patch(&post_path(&post)).json(&json!({"visibility": "unlisted"})).answer().await.expect(200);
        let open = nobody.read(&shared_path(&share)).await["post"]["events_url"].as_str().unwrap().to_owned();
        nobody.get(&open).answer().await.expect(200);
    });
}

#[test]
fn a_link_that_was_taken_back_or_ended_is_as_one_that_never_was() {
    story(async |app| {
        let (ada, nobody) = (app.user("ada").await, app.anonymous());
        let post = ada.ready_post(factory::photo(1), "unlisted").await;
        let never = nobody.get(&paths::fill(paths::SHARED, &["AAAAAAAAAAAAAAAAAAAABw"])).answer().await;
        let same_as_never = async |share: &Value| {
            for path in [shared_path(share), songs_path(share)] {
                let mut problem = nobody.get(&path).answer().await.problem(404, "not_found");
                problem["request_id"] = never.problem(404, "not_found")["request_id"].clone();
                assert_eq!(problem, never.json());
            }
        };
        let revoked = share(&ada, &post).await;
        ada.delete(&share_path(&revoked)).answer().await.expect(204);
        ada.delete(&share_path(&revoked)).answer().await.expect(204);
        same_as_never(&revoked).await;
        let form = json!({"expires_at": time(Duration::hours(1))});
        let ended = ada.post(&shares_path(&post)).json(&form).answer().await.expect(201).json()["share"].take();
        assert_eq!(ended["expires_at"], form["expires_at"]);
        nobody.read(&shared_path(&ended)).await;
        app.sql("update shares set expires_at = now() - interval '1 second'");
        same_as_never(&ended).await;
        assert_eq!(ada.read(&shares_path(&post)).await, json!({"shares": [], "next_cursor": null}));
        share(&ada, &post).await;
        assert_eq!(app.count("shares"), 1, "what has ended makes room");
        ada.delete(&share_path(&ended)).answer().await.expect(204);
        for bad in ["x", "AAAAAAAAAAAAAAAAAAAABx", "%00", &Uuid::now_v7().to_string()] {
            nobody.get(&format!("/api/v1/shared/{bad}")).answer().await.problem(404, "not_found");
            ada.delete(&format!("/api/v1/shares/{bad}")).answer().await.problem(404, "not_found");
        }
    });
}

#[test]
fn an_end_lies_in_the_next_ten_years() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "private").await;
        for (end, code) in [
            ("tomorrow".to_owned(), "invalid"),
            (String::new(), "invalid"),
            (time(Duration::seconds(-1)), "out_of_range"),
            (time(Duration::days(4000)), "out_of_range"),
        ] {
            let form = json!({"expires_at": end});
            ada.post(&shares_path(&post)).json(&form).answer().await.field_problem("expires_at", code);
        }
        ada.post(&shares_path(&post)).json(&json!({"slug": "mine"})).answer().await.problem(422, "validation");
        for _ in 0..50 {
            share(&ada, &post).await;
        }
        ada.post(&shares_path(&post)).answer().await.problem(409, "quota_reached");
    });
}

#[test]
fn links_are_made_listed_and_taken_back_by_the_owner_alone() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        for visibility in ["public", "unlisted", "private"] {
            let post = ada.ready_post(factory::photo(1), visibility).await;
            let share = share(&ada, &post).await;
            for (method, path) in [
                (Method::GET, shares_path(&post)),
                (Method::POST, shares_path(&post)),
                (Method::DELETE, share_path(&share)),
            ] {
                let nobody = app.anonymous().request(method.clone(), &path).answer().await;
                nobody.problem(401, "unauthorized");
                bob.request(method.clone(), &path).answer().await.problem(404, "not_found");
            }
            assert_eq!(ada.read(&shares_path(&post)).await["shares"], json!([share]));
            app.anonymous().with_token("x.y.z").get(&shared_path(&share)).answer().await.problem(401, "unauthorized");
        }
        ada.get(&shares_path(&json!({"id": Uuid::now_v7()}))).answer().await.problem(404, "not_found");
    });
}

#[test]
fn visits_are_counted_and_outlive_a_restart() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "private").await;
        let share = share(&ada, &post).await;
        for _ in 0..3 {
            app.anonymous().read(&shared_path(&share)).await;
        }
        app.anonymous().get(&songs_path(&share)).answer().await.expect(200);
        app.anonymous().request(Method::HEAD, &shared_path(&share)).answer().await.expect(200);
        let count = async |client: &Client| {
            client.read(&shares_path(&post)).await["shares"][0]["visit_count"].as_u64().unwrap()
        };
        assert!(count(&ada).await >= 3);
        eventually("the visits are written down", async || app.count("shares where visit_count = 3") == 1).await;
        eventually("they are counted once", async || count(&ada).await == 3).await;
        app.anonymous().read(&shared_path(&share)).await;
        app.restart().await;
        assert_eq!(app.count("shares where visit_count = 4"), 1, "stopping writes down what is noted");
    });
}

#[test]
fn a_repeat_with_the_same_key_makes_no_second_link() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "private").await;
        let send =
            async |form: Value| ada.post(&shares_path(&post)).header("idempotency-key", "k").json(&form).answer().await;
        let first = send(json!({})).await.expect(201).json();
        assert_eq!(send(json!({})).await.expect(201).json(), first);
        send(json!({"expires_at": time(Duration::hours(1))})).await.problem(422, "idempotency_mismatch");
        assert_eq!(app.count("shares"), 1);
    });
}

#[test]
fn a_repeat_after_the_end_answers_as_the_first_time() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "private").await;
        let form = json!({"expires_at": time(Duration::seconds(2))});
        let send =
            async |key: &str| ada.post(&shares_path(&post)).header("idempotency-key", key).json(&form).answer().await;
        let first = send("k").await.expect(201).json();
        let has_ended = async || ada.read(&shares_path(&post)).await["shares"] == json!([]);
        eventually("it has ended", has_ended).await;
        share(&ada, &post).await;
        assert_eq!(send("k").await.expect(201).json(), first);
        for _ in 0..2 {
            send("another").await.field_problem("expires_at", "out_of_range");
        }
        app.sql("delete from idempotency_keys");
        share(&ada, &post).await;
        assert_eq!(app.count("shares"), 2, "nothing remembers the one that ended");
    });
}

#[test]
fn with_a_post_or_its_owner_go_the_links() {
    story(async |app| {
        let ada = app.user("ada").await;
        let mut links = Vec::new();
        for seed in [1, 2] {
            let post = ada.ready_post(factory::photo(seed), "private").await;
            links.push((share(&ada, &post).await, post));
        }
        ada.delete(&post_path(&links[0].1)).answer().await.expect(204);
        app.anonymous().get(&shared_path(&links[0].0)).answer().await.problem(404, "not_found");
        ada.delete(paths::ME).json(&json!({"password": PASSWORD})).answer().await.expect(204);
        app.anonymous().get(&shared_path(&links[1].0)).answer().await.problem(404, "not_found");
        assert_eq!(app.count("shares"), 0);
    });
}

/// The content of a tag in a page's head; `None` when there is no such tag. Two of one name are one too many.
fn tag(html: &str, name: &str) -> Option<String> {
    let mut found = html
        .split("<meta ")
        .skip(1)
        .filter(|tag| tag.starts_with(&format!("property=\"{name}\"")) || tag.starts_with(&format!("name=\"{name}\"")));
    let content = found.next()?.split("content=\"").nth(1)?.split('"').next()?.to_owned();
    assert!(found.next().is_none(), "{name} twice in {html}");
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    Some(plain.iter().fold(content, |text, (from, to)| text.replace(from, to)))
}

#[test]
fn a_pasted_link_shows_picture_and_title() {
    story_with(
        |config| config.server.public_url = Some("https://imagime.example".into()),
        async |app| {
            let (ada, nobody) = (app.user("ada").await, app.anonymous());
            for (seed, visibility) in [(1, "public"), (2, "unlisted"), (3, "private")] {
                let fields = [("visibility", visibility), ("description", "First\n cup"), ("alt_text", "A cup")];
                let post = ada.upload(factory::photo(seed), &fields).await.expect(201).json()["post"].take();
                let share = share(&ada, &post).await;
                let own = format!("/p/{}", post["id"].as_str().unwrap());
                let linked = format!("/s/{}", share["slug"].as_str().unwrap());
                assert_eq!(share["url"], format!("https://imagime.example{linked}"));
                for path in [own.clone(), linked] {
                    let answer = nobody.get(&path).answer().await.expect(200);
                    let html = answer.text();
                    assert_eq!(answer.header("x-robots-tag") == "noindex", path.starts_with("/s/"), "{path}");
                    assert!(html.contains("<script>go()</script><main>"), "{html}");
                    if visibility == "private" && path == own {
                        assert_eq!(
                            (tag(&html, "og:title").as_deref(), tag(&html, "og:image")),
                            (Some("Imagime"), None)
                        );
                        continue;
                    }
                    for (name, wanted) in [
                        ("og:type", "article"),
                        ("og:title", "Picture by ada"),
                        ("og:description", "First cup"),
                        ("twitter:card", "summary_large_image"),
                        ("og:image:alt", "A cup"),
                    ] {
                        assert_eq!(tag(&html, name).as_deref(), Some(wanted), "{name} {path}");
                    }
                    assert_eq!(tag(&html, "og:url"), Some(format!("https://imagime.example{path}")));
                    let image = tag(&html, "og:image").unwrap();
                    assert_eq!(tag(&html, "twitter:image").as_ref(), Some(&image));
                    let image = image.strip_prefix("https://imagime.example").unwrap();
                    assert_eq!(nobody.get(image).answer().await.expect(200).header("content-type"), "image/jpeg");
                    let again = nobody.get(&path).header("if-none-match", answer.header("etag"));
                    again.answer().await.expect(304);
                }
            }
            let policy = |answer: &crate::support::Answer| answer.header("content-security-policy").to_owned();
            let post = ada.post_picture(factory::photo(4), "public").await;
            let carded = nobody.get(&format!("/p/{}", post["id"].as_str().unwrap())).answer().await;
            assert_eq!(policy(&carded), policy(&nobody.get("/").answer().await));
        },
    );
}

#[test]
fn words_stay_words_in_a_card_and_a_sensitive_picture_is_not_in_it() {
    story(async |app| {
        let (ada, nobody) = (app.user("ada").await, app.anonymous());
        for naughty in [
            "\"><script>alert(1)</script>",
            "</title></head><body onload='x'>",
            "a\" content=\"b",
            "&lt;b&gt; & 'q'",
            "👩‍👩‍👧 \u{202e}ﷺ",
        ] {
            let post =
                ada.upload(factory::photo(1), &[("description", naughty), ("alt_text", naughty)]).await.expect(201);
            let html = nobody
                .get(&format!("/p/{}", post.json()["post"]["id"].as_str().unwrap()))
                .answer()
                .await
                .expect(200)
                .text();
            let head = html.split("<script>go()").next().unwrap();
            for name in ["og:description", "twitter:description", "og:image:alt"] {
                let content = head.split(&format!("=\"{name}\" content=\"")).nth(1).unwrap().split('"').next().unwrap();
                assert!(!content.contains(['<', '>']), "{content}");
                let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
                assert_eq!(plain.iter().fold(content.to_owned(), |text, (from, to)| text.replace(from, to)), naughty);
            }
            assert!(!head.contains("<script>") && html.matches("</title>").count() == 1, "{html}");
        }
        let fields = [("sensitive", "true"), ("description", &*"word ".repeat(200))];
        let post = ada.upload(factory::photo(1), &fields).await.expect(201).json()["post"].take();
        let html = nobody.get(&format!("/p/{}", post["id"].as_str().unwrap())).answer().await.expect(200).text();
        assert_eq!((tag(&html, "og:image"), tag(&html, "twitter:card").as_deref()), (None, Some("summary")));
        assert!(tag(&html, "og:description").unwrap().chars().count() <= 301);
        let gone = nobody.get(&format!("/p/{}", Uuid::now_v7())).answer().await.expect(200).text();
        assert_eq!(tag(&gone, "og:title").as_deref(), Some("Imagime"));
    });
}
