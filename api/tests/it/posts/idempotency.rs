//! `Idempotency-Key` on `POST /posts`.

use std::collections::HashSet;

use diesel::connection::SimpleConnection as _;
use futures_util::future::{join, join_all};
use imagime_shared::paths;

use crate::support::{Answer, App, Client, Request, client::form, eventually, factory, story_with};

fn quiet(tell: impl AsyncFnOnce(&mut App)) {
    story_with(|config| config.data.workers = Some(0), tell);
}

async fn upload(client: &Client, key: &str, seed: u32, description: &'static str) -> Answer {
    let form = form(factory::photo(seed), &[("description", description)]);
    client.post(paths::POSTS).header("idempotency-key", key).multipart(form).answer().await
}

fn id(answer: &Answer) -> String {
    answer.json()["post"]["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_repeat_gives_the_same_post() {
    quiet(async |app| {
        let ada = app.user("ada").await;
        let first = upload(&ada, "key-1", 1, "x").await.expect(201);
        let again = upload(&ada, "key-1", 1, "x").await.expect(201);
        assert_eq!(id(&first), id(&again));
        assert_eq!(first.header("location"), again.header("location"));
        assert_eq!(app.count("posts"), 1);
        assert_ne!(id(&upload(&ada, "key-2", 1, "x").await.expect(201)), id(&first));
    });
}

#[test]
fn a_key_is_for_one_request_of_one_user() {
    quiet(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        upload(&ada, "key", 1, "x").await.expect(201);
        upload(&ada, "key", 1, "y").await.problem(422, "idempotency_mismatch");
        upload(&ada, "key", 2, "x").await.problem(422, "idempotency_mismatch");
        upload(&bob, "key", 2, "y").await.expect(201);
        assert_eq!(app.count("posts"), 2);
    });
}

#[test]
fn leave_to_be_looked_at_elsewhere_is_part_of_the_request() {
    quiet(async |app| {
        let ada = app.user("ada").await;
        let send = async |allowed: &str| {
            let form = form(factory::photo(1), &[("visibility", "private"), ("outside_analysis", allowed)]);
            ada.post(paths::POSTS).header("idempotency-key", "key").multipart(form).answer().await
        };
        send("false").await.expect(201);
        send("true").await.problem(422, "idempotency_mismatch");
        send("false").await.expect(201);
        send("").await.field_problem("outside_analysis", "invalid");
    });
}

#[test]
fn parallel_requests_with_one_key_make_one_post() {
    quiet(async |app| {
        let ada = app.user("ada").await;
        let answers = join_all((0..8).map(|_| upload(&ada, "key", 1, "x"))).await;
        let made: HashSet<_> = answers.iter().filter(|answer| answer.status == 201).map(id).collect();
        assert_eq!(made.len(), 1);
        for answer in answers.iter().filter(|answer| answer.status != 201) {
            answer.problem(409, "in_flight");
            assert_eq!(answer.header("retry-after"), "1");
        }
        assert_eq!(app.count("posts"), 1);
        assert_eq!(made.into_iter().next(), Some(id(&upload(&ada, "key", 1, "x").await.expect(201))));
    });
}

#[test]
fn a_key_of_a_refused_request_may_be_used_again() {
    quiet(async |app| {
        let ada = app.user("ada").await;
        let bad = form(b"not a picture".to_vec(), &[]);
        let answer = ada.post(paths::POSTS).header("idempotency-key", "key").multipart(bad).answer().await;
        answer.problem(415, "unsupported_media_type");
        upload(&ada, "key", 1, "x").await.expect(201);
    });
}

#[test]
fn a_claim_whose_holder_died_is_taken_over() {
    quiet(async |app| {
        let ada = app.user("ada").await;
        upload(&ada, "key", 1, "x").await.expect(201);
        app.sql("delete from posts; update idempotency_keys set resource_id = null");
        upload(&ada, "key", 1, "x").await.problem(409, "in_flight");
        app.sql("update idempotency_keys set created_at = created_at - interval '61 seconds'");
        upload(&ada, "key", 1, "x").await.expect(201);
        assert_eq!(app.count("posts"), 1);
    });
}

#[test]
fn a_key_is_forgotten_after_a_day() {
    quiet(async |app| {
        let ada = app.user("ada").await;
        let first = id(&upload(&ada, "key", 1, "x").await.expect(201));
        app.sql("update idempotency_keys set created_at = created_at - interval '23 hours 59 minutes'");
        app.sweep_records().await;
        assert_eq!(id(&upload(&ada, "key", 1, "x").await.expect(201)), first);
        app.sql("update idempotency_keys set created_at = created_at - interval '2 minutes'");
        app.sweep_records().await;
        assert_ne!(id(&upload(&ada, "key", 2, "y").await.expect(201)), first);
        assert_eq!(app.count("posts"), 2);
    });
}

#[test]
fn keys_that_are_none_are_refused() {
    quiet(async |app| {
        let ada = app.user("ada").await;
        for key in ["", " ", "two words", &"x".repeat(201)] {
            upload(&ada, key, 1, "x").await.problem(400, "bad_request");
        }
        upload(&ada, &"x".repeat(200), 1, "x").await.expect(201);
    });
}

#[test]
fn a_claim_that_was_taken_over_makes_nothing_any_more() {
    quiet(async |app| {
        let ada = app.user("ada").await;
        let mut other = app.database().connect();
        other.batch_execute("begin; lock table posts in exclusive mode").unwrap();
        let waiting = "pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        let take_over = async {
            eventually("the upload waits", async || app.count(waiting) == 1).await;
            app.sql("update idempotency_keys set created_at = now()");
            other.batch_execute("commit").unwrap();
        };
        let (answer, ()) = join(upload(&ada, "key", 1, "x"), take_over).await;
        answer.problem(409, "in_flight");
        assert_eq!((app.count("posts"), app.count("idempotency_keys where resource_id is null")), (0, 1));
    });
}
