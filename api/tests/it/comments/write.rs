//! `POST /posts/{id}/comments`.

use futures_util::future::join_all;
use imagime_shared::paths;
use serde_json::{Value, json};

use super::{comment_path, comments_path, say, write};
use crate::support::{Answer, App, Client, Request, factory, story_with};

fn quiet(tell: impl AsyncFnOnce(&mut App)) {
    story_with(|config| config.data.workers = Some(0), tell);
}

async fn keyed(client: &Client, post: &Value, key: &str, body: &str) -> Answer {
    let request = client.post(&comments_path(post)).header("idempotency-key", key);
    request.json(&json!({"body": body})).answer().await
}

#[test]
fn a_new_comment_answers_where_it_is() {
    quiet(async |app| {
        let ada = app.user("ada").await;
        let post = ada.post_picture(factory::photo(1), "public").await;
        let answer = write(&ada, &post, "Hello.").await.expect(201);
        let comment = answer.json();
        assert_eq!(answer.header("location"), comment_path(&comment["comment"]));
        assert_eq!(app.anonymous().read(answer.header("location")).await, comment);
    });
}

#[test]
fn a_comment_is_text_of_one_to_two_thousand_characters() {
    quiet(async |app| {
        let ada = app.user("ada").await;
        let post = ada.post_picture(factory::photo(1), "public").await;
        for body in ["", " ", "\n\t \r\n"] {
            write(&ada, &post, body).await.field_problem("body", "required");
        }
        write(&ada, &post, &"ä".repeat(2001)).await.field_problem("body", "too_long");
        // What was sent counts, not what is kept of it.
        write(&ada, &post, &format!("{}\r\n", "ä".repeat(1999))).await.field_problem("body", "too_long");
        for body in ["a\0b", "\u{1b}[31mred", "bell\u{7}", "a\u{85}b"] {
            write(&ada, &post, body).await.field_problem("body", "invalid");
        }
        let lone = ada.post(&comments_path(&post)).header("content-type", "application/json");
        lone.body("{\"body\": \"\\ud800\"}").answer().await.problem(400, "bad_request");
        let post_json = |body: Value| ada.post(&comments_path(&post)).json(&body).answer();
        post_json(json!({})).await.field_problem("body", "required");
        post_json(json!({"body": 1})).await.problem(422, "validation");
        post_json(json!({"body": "x", "author": "bob"})).await.field_problem("author", "unknown");
        ada.post(&comments_path(&post)).body("hello").answer().await.problem(415, "unsupported_media_type");
        assert_eq!(app.count("comments"), 0);
        let comment = say(&ada, &post, "fine").await;
        let change = |body: Value| ada.patch(&comment_path(&comment)).json(&body).answer();
        change(json!({"body": " "})).await.field_problem("body", "required");
        change(json!({"body": "a\0b"})).await.field_problem("body", "invalid");
        change(json!({})).await.field_problem("body", "required");
        assert_eq!(ada.read(&comment_path(&comment)).await["comment"], comment);
    });
}

#[test]
fn naughty_strings_come_back_as_they_were_sent() {
    quiet(async |app| {
        let ada = app.user("ada").await;
        let post = ada.post_picture(factory::photo(1), "public").await;
        let (longest, tall) = ("ä".repeat(2000), "Z̵̧͎̲̾ạ̶͑l̷̪̈́g̵̹͘o̶͖̎");
        let naughty = [
            "<script>alert(1)</script>",
            "'; drop table comments; --",
            "{{7*7}} ${7*7} %s %n",
            "two\nlines and a\ttab",
            "\u{202e}backwards",
            "👩‍👩‍👧‍👦 🏳️‍🌈",
            "null",
            "اختبار النص",
            tall,
            &longest,
        ];
        for body in naughty {
            assert_eq!(say(&ada, &post, body).await["body"], body);
        }
        let listed = ada.read(&format!("{}?sort=oldest", comments_path(&post))).await;
        let bodies: Vec<_> = listed["comments"].as_array().unwrap().iter().map(|c| c["body"].clone()).collect();
        assert_eq!(bodies, naughty);
        assert_eq!(say(&ada, &post, " \r\n one\r\ntwo \n").await["body"], "one\ntwo");
    });
}

#[test]
fn a_repeat_with_the_same_key_gives_the_same_comment() {
    quiet(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.post_picture(factory::photo(1), "public").await;
        let other = ada.post_picture(factory::photo(2), "public").await;
        let first = keyed(&ada, &post, "key", "Hello.").await.expect(201);
        let again = keyed(&ada, &post, "key", "Hello.").await.expect(201);
        assert_eq!((first.json(), first.header("location")), (again.json(), again.header("location")));
        keyed(&ada, &post, "key", "Bye.").await.problem(422, "idempotency_mismatch");
        keyed(&ada, &other, "key", "Hello.").await.expect(201);
        keyed(&bob, &post, "key", "Hello.").await.expect(201);
        keyed(&ada, &post, "two words", "Hello.").await.problem(400, "bad_request");
        assert_eq!(app.count("comments"), 3);
        let answers = join_all((0..6).map(|_| keyed(&ada, &post, "storm", "Again and again."))).await;
        assert!(answers.iter().all(|answer| [201, 409].contains(&answer.status.as_u16())));
        assert_eq!(app.count("comments where body = 'Again and again.'"), 1);
        keyed(&ada, &json!({"id": uuid::Uuid::now_v7()}), "lost", "Hello.").await.problem(404, "not_found");
    });
}

#[test]
fn a_flood_of_comments_is_slowed_down_for_its_author_alone() {
    quiet(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.post_picture(factory::photo(1), "public").await;
        let answers = join_all((0..70).map(|_| write(&ada, &post, "And one more."))).await;
        let taken = answers.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(taken, 60);
        for answer in answers.iter().filter(|answer| answer.status != 201) {
            answer.problem(429, "too_many_requests");
            let wait: u64 = answer.header("retry-after").parse().unwrap();
            assert!((1..=300).contains(&wait), "{wait}");
        }
        assert_eq!(app.count("comments"), 60);
        assert_eq!(ada.read(paths::POSTS).await["next_cursor"], Value::Null, "reading goes on");
        write(&bob, &post, "Calm down.").await.expect(201);
    });
}

#[test]
fn what_the_server_could_not_do_is_not_counted() {
    let tell = async |app: &mut App| {
        let ada = app.user("ada").await;
        let post = ada.post_picture(factory::photo(1), "public").await;
        app.sql("alter table comments rename to away");
        for _ in 0..2 {
            write(&ada, &post, "Lost.").await.problem(500, "internal");
        }
        app.sql("alter table away rename to comments");
        write(&ada, &post, "There.").await.expect(201);
        write(&ada, &post, "And more.").await.problem(429, "too_many_requests");
    };
    story_with(
        |config| {
            config.data.workers = Some(0);
            config.quotas.comments_per_five_minutes = 1;
        },
        tell,
    );
}
