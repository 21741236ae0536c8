//! Work that must not be lost, and a database that goes away.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use imagime_api::queue;
use imagime_shared::paths;
use serde_json::{Value, json};

use crate::support::{App, Client, Request, client::post_path, eventually, factory, proxy::Wire, story, story_with};

#[test]
fn an_acknowledged_post_is_finished_after_the_next_start() {
    story_with(
        |config| config.data.workers = Some(0),
        async |app| {
            let ada = app.user("ada").await;
            let post = ada.post_picture(factory::photo(1), "public").await;
            app.abort().await;
            app.start_another(|_| {}).await;
            let ada = app.anonymous().with_token(&ada.token.unwrap());
            let post = ada.wait_for(&post).await;
            assert_eq!(post["status"], "ready");
            assert!(ada.songs(&post).await.len() >= 10);
            assert_eq!(app.count("jobs"), 0);
        },
    );
}

#[test]
fn kills_in_the_middle_of_the_work_lose_and_double_nothing() {
    story(async |app| {
        let ada = app.user("ada").await;
        let token = ada.token.clone().unwrap();
        let mut posts = Vec::new();
        for seed in 0..6 {
            let ada = app.anonymous().with_token(&token);
            posts.push(ada.post_picture(factory::photo(seed), "public").await);
            if seed % 2 == 1 {
                app.abort().await;
                // A dead worker's lease ends by itself; here it ends now.
                app.sql("update jobs set run_at = now()");
                app.start_another(|_| {}).await;
            }
        }
        app.sql("update jobs set run_at = now()");
        let ada = app.anonymous().with_token(&token);
        for post in &posts {
            assert_eq!(ada.wait_for(post).await["status"], "ready");
        }
        assert_eq!(app.count("posts"), 6);
        assert_eq!(app.count("posts where match_generation <> 1"), 0);
    });
}

#[test]
fn a_job_whose_worker_lives_stays_with_it_and_a_dead_ones_comes_up_again() {
    story_with(
        |config| config.data.workers = Some(0),
        async |app| {
            app.user("ada").await.post_picture(factory::photo(1), "public").await;
            let conn = &mut app.database().connect();
            let job = queue::claim(conn).unwrap().unwrap();
            let lease_ends = |app: &App| app.sql("update jobs set run_at = now() - interval '1 second'");
            lease_ends(app);
            queue::extend(conn, &job).unwrap();
            assert!(queue::claim(conn).unwrap().is_none());
            lease_ends(app);
            let second = queue::claim(conn).unwrap().unwrap();
            assert_eq!((second.id, second.attempts), (job.id, 2));
            // Whoever lost a job can neither keep nor end it.
            queue::extend(conn, &job).unwrap();
            assert!(!queue::complete(conn, &job).unwrap());
            assert!(queue::complete(conn, &second).unwrap());
        },
    );
}

#[test]
fn a_job_that_always_fails_is_laid_aside_and_its_post_says_so() {
    story_with(
        |config| config.data.workers = Some(0),
        async |app| {
            let ada = app.user("ada").await;
            let post = ada.post_picture(factory::photo(1), "public").await;
            app.remove_files("pictures");
            app.sql("update jobs set attempts = 4");
            app.start_another(|_| {}).await;
            let ada = app.anonymous().with_token(&ada.token.unwrap());
            let events = ada.watch(&post).await.until_done().await;
            assert_eq!(events.last().unwrap().data["status"], "failed");
            let failed = ada.read(&post_path(&post)).await["post"].take();
            assert_eq!(
                (&failed["status"], &failed["failure"]["code"]),
                (&json!("failed"), &json!("processing_failed"))
            );
            assert!(failed["failure"]["message"].as_str().is_some_and(|text| !text.is_empty()));
            assert_eq!(app.count("jobs where dead and last_error is not null"), 1);
            assert!(app.anonymous().read(paths::POSTS).await["posts"].as_array().unwrap().is_empty());
        },
    );
}

#[test]
fn a_job_that_fails_once_is_tried_again() {
    story_with(
        |config| config.data.workers = Some(0),
        async |app| {
            let ada = app.user("ada").await;
            let post = ada.post_picture(factory::photo(1), "public").await;
            let bring_back = app.hide_files("pictures");
            app.start_another(|_| {}).await;
            eventually("the first attempt failed", async || app.count("jobs where last_error is not null") == 1).await;
            bring_back();
            app.sql("update jobs set run_at = now()");
            assert_eq!(app.anonymous().with_token(&ada.token.unwrap()).wait_for(&post).await["status"], "ready");
        },
    );
}

#[test]
fn a_server_that_stops_in_order_hands_its_work_on() {
    story(async |app| {
        let ada = app.user("ada").await;
        let posts = join_all((0..4).map(|seed| ada.post_picture(factory::photo(seed), "public"))).await;
        app.restart().await;
        assert_eq!(app.count("jobs where attempts > 1"), 0);
        let ada = app.anonymous().with_token(&ada.token.unwrap());
        for post in &posts {
            assert_eq!(ada.wait_for(post).await["status"], "ready");
        }
    });
}

/// Starts the application anew with a wire to its database that can be cut, and a user who is known to it.
async fn through_a_wire(app: &mut App) -> (Wire, Client) {
    let real = app.database().url();
    let wire = Wire::to(&real).await;
    let url = wire.url(&real);
    app.start_another(|config| config.data.database_url = Some(url.into())).await;
    let ada = app.user("ada").await;
    ada.read(paths::ME).await;
    (wire, ada)
}

#[test]
fn while_the_database_is_away_answers_are_quick_and_it_recovers_by_itself() {
    story(async |app| {
        let (wire, ada) = through_a_wire(app).await;
        wire.cut();
        for path in [paths::ME, paths::POSTS, "/api/v1/users/ada"] {
            let started = Instant::now();
            let answer = ada.get(path).answer().await;
            assert!(started.elapsed() < Duration::from_secs(3), "{path}: {:?}", started.elapsed());
            answer.problem(503, "unavailable");
            assert!(answer.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds > 0));
        }
        let started = Instant::now();
        let answers = join_all((0..100).map(|_| ada.get(paths::ME).answer())).await;
        assert!(started.elapsed() < Duration::from_secs(3), "a hundred at once: {:?}", started.elapsed());
        for answer in answers {
            answer.problem(503, "unavailable");
        }
        ada.get(paths::HEALTH_LIVE).answer().await.expect(200);
        ada.get(paths::HEALTH_READY).answer().await.expect(503);
        wire.mend();
        eventually("the database is back", async || ada.get(paths::HEALTH_READY).answer().await.status == 200).await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        assert_eq!(post["status"], "ready");
    });
}

#[test]
fn a_database_that_says_nothing_is_not_waited_for() {
    story(async |app| {
        let (wire, ada) = through_a_wire(app).await;
        wire.hold();
        let started = Instant::now();
        let answers = join_all((0..20).map(|_| ada.get(paths::ME).answer())).await;
        assert!(started.elapsed() < Duration::from_secs(12), "{:?}", started.elapsed());
        for answer in answers {
            answer.problem(503, "unavailable");
            assert_ne!(answer.header("retry-after"), "");
        }
        wire.mend();
        eventually("the database is back", async || ada.get(paths::ME).answer().await.status == 200).await;
    });
}

#[test]
fn a_database_that_drops_its_connections_is_not_noticed_for_long() {
    story(async |app| {
        let ada = app.user("ada").await;
        ada.read(paths::ME).await;
        let name = app.database().name().to_owned();
        app.sql(&format!(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}' and pid <> pg_backend_pid()"
        ));
        let mut seen = Vec::new();
        for _ in 0..6 {
            seen.push(ada.get(paths::ME).answer().await.status.as_u16());
        }
        assert!(seen.iter().all(|status| [200, 503].contains(status)), "{seen:?}");
        assert_eq!(seen[2..], [200; 4], "one request finds out, the others are served");
    });
}

#[test]
fn a_stream_outlives_a_database_that_is_away_for_a_moment() {
    story_with(
        |config| config.data.workers = Some(0),
        async |app| {
            let wire = Wire::to(&app.database().url()).await;
            let url = wire.url(&app.database().url());
            app.start_another(|config| config.data.database_url = Some(url.into())).await;
            let ada = app.user("ada").await;
            let post = ada.post_picture(factory::photo(1), "public").await;
            let mut stream = ada.watch(&post).await;
            let first: Value = stream.next().await.unwrap().data;
            assert!(first["status"].is_string());
            wire.cut();
            ada.get(paths::ME).answer().await.problem(503, "unavailable");
            wire.mend();
            app.sql("update jobs set run_at = now()");
            assert_eq!(stream.until_done().await.last().unwrap().data["status"], "ready");
        },
    );
}

#[test]
fn nothing_is_left_of_an_upload_that_came_to_nothing() {
    story(async |app| {
        let ada = app.user("ada").await;
        app.sql("alter table jobs rename to jobs_elsewhere");
        ada.upload(factory::photo(1), &[]).await.problem(500, "internal");
        assert_eq!(app.count("posts"), 0);
        assert_eq!(app.count("media where doomed_at is null"), 0);
        app.sql("alter table jobs_elsewhere rename to jobs");
        let post = ada.ready_post(factory::photo(2), "public").await;
        ada.delete(&post_path(&post)).answer().await.expect(204);
        eventually("all bytes are gone", async || app.stored_pictures().is_empty()).await;
    });
}
