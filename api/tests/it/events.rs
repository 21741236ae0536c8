//! `GET /posts/{id}/events`.

use chrono::{Duration, Utc};
use imagime_api::security::signature;
use serde_json::{Value, json};

use crate::support::{
    Request,
    client::post_path,
    factory,
    sse::{Event, Events},
    story, story_with,
};

fn names(events: &[Event]) -> Vec<&str> {
    events.iter().map(|event| event.name.as_str()).collect()
}

fn statuses(events: &[Event]) -> Vec<&str> {
    events.iter().filter(|event| event.name == "status").map(|event| event.data["status"].as_str().unwrap()).collect()
}

#[test]
fn a_watcher_hears_the_whole_way_even_when_another_process_works() {
    story_with(
        |config| config.data.workers = Some(0),
        async |app| {
            let ada = app.user("ada").await;
            let post = ada.post_picture(factory::real("skimage/coffee.png"), "public").await;
            let mut stream = ada.watch(&post).await;
            let first = stream.next().await.unwrap();
            assert_eq!((first.name.as_str(), &first.data), ("status", &json!({"status": "pending"})));
            app.start_another(|_| {}).await;
            let events = stream.until_done().await;
            let names = names(&events);
            let heard: Vec<_> = names.iter().filter(|name| **name != "status").copied().collect();
            assert_eq!(heard[..2], ["keywords", "song"]);
            assert_eq!(*statuses(&events).last().unwrap(), "ready");
            let songs: Vec<_> = events.iter().filter(|event| event.name == "song").collect();
            assert_eq!(songs.len(), 10);
            let shown = ada.songs(&post).await;
            for (position, song) in songs.iter().enumerate() {
                assert_eq!((&song.data["position"], &song.data["item"]), (&json!(position), &shown[position]));
            }
            let ids: Vec<_> = events.iter().filter(|event| event.name != "status").map(|event| &event.id).collect();
            assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{ids:?}");
            assert_eq!(events.last().unwrap().data["song_count"], shown.len());
        },
    );
}

#[test]
fn who_comes_late_hears_the_state_and_everything_once() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let events = ada.watch(&post).await.until_done().await;
        let names = names(&events);
        assert_eq!((names[0], names[1], names[2], names.len()), ("status", "keywords", "song", 13));
        assert_eq!(statuses(&events), ["ready"]);
    });
}

#[test]
fn who_comes_back_hears_only_what_is_new() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let all = ada.watch(&post).await.until_done().await;
        let fourth = all.iter().find(|event| event.data["position"] == 3).unwrap();
        let request = ada.get(post["events_url"].as_str().unwrap()).header("last-event-id", &fourth.id);
        let rest = Events::new(request.send().await.unwrap()).until_done().await;
        let positions: Vec<_> = rest.iter().filter_map(|event| event.data["position"].as_u64()).collect();
        assert_eq!(positions, [4, 5, 6, 7, 8, 9]);
        assert!(!names(&rest).contains(&"keywords"));
        let done = &all.last().unwrap().id;
        let over =
            ada.get(post["events_url"].as_str().unwrap()).header("last-event-id", done).answer().await.expect(204);
        assert!(over.body.is_empty());
        let odd = ada.get(post["events_url"].as_str().unwrap()).header("last-event-id", "nonsense");
        assert_eq!(Events::new(odd.send().await.unwrap()).until_done().await.len(), all.len());
    });
}

#[test]
fn a_ticket_opens_one_post_for_one_viewer_and_a_while() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.ready_post(factory::photo(1), "private").await;
        let other = ada.ready_post(factory::photo(2), "private").await;
        let url = post["events_url"].as_str().unwrap();
        app.anonymous().get(url).answer().await.expect(200);
        let (path, ticket) = url.split_once("?ticket=").unwrap();
        let foreign = other["events_url"].as_str().unwrap().split_once("?ticket=").unwrap().1;
        let id = post["id"].as_str().unwrap().parse().unwrap();
        let past = Utc::now() - Duration::minutes(16);
        let expired = signature::sign_ticket(
            &app.keys(),
            id,
            Some(ada.read("/api/v1/me").await["user"]["id"].as_str().unwrap().parse().unwrap()),
            past,
        );
        for bad in [foreign, &expired, &ticket[..ticket.len() - 2], &ticket.replace('.', ".0"), "", "x", "1.2.3"] {
            app.anonymous().get(&format!("{path}?ticket={bad}")).answer().await.problem(401, "unauthorized");
        }
        for stranger in [&bob, &app.anonymous()] {
            stranger.get(path).answer().await.problem(404, "not_found");
            let own = signature::sign_ticket(&app.keys(), id, None, Utc::now());
            stranger.get(&format!("{path}?ticket={own}")).answer().await.problem(404, "not_found");
        }
        ada.get(path).answer().await.expect(200);
    });
}

#[test]
fn a_stream_says_what_it_is_and_head_does_not_hang() {
    story_with(
        |config| config.data.workers = Some(0),
        async |app| {
            let ada = app.user("ada").await;
            let post = ada.post_picture(factory::photo(1), "public").await;
            let response = ada.get(&format!("{}/events", post_path(&post))).send().await.unwrap();
            assert_eq!(response.headers()["cache-control"], "no-store");
            assert_eq!(response.headers()["content-type"], "text/event-stream");
            assert_eq!(response.headers()["x-content-type-options"], "nosniff");
            drop(response);
            let head = ada.request(reqwest::Method::HEAD, &format!("{}/events", post_path(&post)));
            let head = tokio::time::timeout(std::time::Duration::from_secs(5), head.answer()).await.unwrap();
            head.expect(200);
        },
    );
}

#[test]
fn a_stream_with_nothing_to_tell_shows_that_it_holds() {
    story_with(
        |config| config.data.workers = Some(0),
        async |app| {
            let ada = app.user("ada").await;
            let post = ada.post_picture(factory::photo(1), "public").await;
            let mut answer = ada.get(&format!("{}/events", post_path(&post))).send().await.unwrap();
            let wait = std::time::Duration::from_secs(20);
            let heard = tokio::time::timeout(wait, async {
                let mut heard = String::new();
                while !heard.contains("\n:") {
                    heard += std::str::from_utf8(&answer.chunk().await.unwrap().unwrap()).unwrap();
                }
                heard
            });
            assert!(heard.await.expect("nothing came for 20 s").starts_with("id: "));
        },
    );
}

#[test]
fn a_stream_ends_when_its_post_is_deleted() {
    story_with(
        |config| config.data.workers = Some(0),
        async |app| {
            let ada = app.user("ada").await;
            let post = ada.post_picture(factory::photo(1), "public").await;
            let mut stream = ada.watch(&post).await;
            assert_eq!(stream.next().await.unwrap().data["status"], "pending");
            ada.delete(&post_path(&post)).answer().await.expect(204);
            assert!(stream.next().await.is_none());
        },
    );
}

#[test]
fn many_watchers_hold_no_database_connections() {
    story_with(
        |config| config.data.workers = Some(0),
        async |app| {
            let ada = app.user("ada").await;
            let post = ada.post_picture(factory::photo(1), "public").await;
            let mut watchers = Vec::new();
            for _ in 0..20 {
                let mut stream = ada.watch(&post).await;
                stream.next().await.unwrap();
                watchers.push(stream);
            }
            let me: Value = ada.read("/api/v1/me").await;
            assert_eq!(me["user"]["username"], "ada");
            assert_eq!(
                app.count("pg_stat_activity where datname = current_database() and state = 'idle in transaction'"),
                0
            );
        },
    );
}
