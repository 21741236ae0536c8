//! What happens between a decision of the owner and its songs: the former list, cursors, jobs, events.

use futures_util::future::join_all;
use imagime_shared::paths;
use serde_json::{Value, json};

use crate::support::{
    App, Client, Request,
    client::post_path,
    factory,
    sse::{Event, Events},
    story,
};

/// A ready post of Ada's, and a server that does no work.
async fn resting(app: &mut App) -> (Client, Value) {
    let ada = app.user("ada").await;
    let post = ada.ready_post(factory::real("skimage/coffee.png"), "public").await;
    app.abort().await;
    app.start_another(|config| config.data.workers = Some(0)).await;
    (app.anonymous().with_token(&ada.token.unwrap()), post)
}

fn named<'a>(events: &'a [Event], name: &str) -> Vec<&'a Event> {
    events.iter().filter(|event| event.name == name).collect()
}

/// True when the word is a reason for some of the songs, and no other word of the tests is.
fn speak_of(songs: &[Value], word: &str) -> bool {
    let mut reasons = songs.iter().flat_map(|item| item["why"].as_array().unwrap());
    reasons.clone().any(|why| why["keyword"] == word)
        && !reasons.any(|why| why["kind"] != "mood" && why["keyword"] != word)
}

#[test]
fn the_former_list_stands_until_the_new_one_is_there_and_its_cursors_expire_then() {
    story(async |app| {
        let (ada, post) = resting(app).await;
        let path = format!("{}/songs", post_path(&post));
        let before = ada.songs(&post).await;
        let cursor = ada.read(&path).await["next_cursor"].as_str().unwrap().to_owned();
        ada.rematch(&post, &json!({"keywords": ["sea"]})).await.expect(202);
        assert_eq!(ada.read(&post_path(&post)).await["post"]["status"], "matching");
        assert_eq!(ada.songs(&post).await, before);
        ada.get(&format!("{path}?cursor={cursor}")).answer().await.expect(200);
        for list in [paths::POSTS.to_owned(), paths::fill(paths::USER_POSTS, &["ada"])] {
            let feed = app.anonymous().read(&list).await;
            assert_eq!(feed["posts"][0]["id"], post["id"], "it does not leave {list} meanwhile");
        }
        app.start_another(|_| {}).await;
        let ada = app.anonymous().with_token(ada.token.as_deref().unwrap());
        ada.wait_for(&post).await;
        assert_ne!(ada.songs(&post).await, before);
        ada.get(&format!("{path}?cursor={cursor}")).answer().await.problem(410, "cursor_expired");
        assert_eq!(ada.all_pages(&path, "songs", 4).await, ada.songs(&post).await);
    });
}

#[test]
fn decisions_in_quick_succession_make_one_job_and_the_last_one_counts() {
    story(async |app| {
        let (ada, post) = resting(app).await;
        for word in ["sea", "storm", "forest", "snow"] {
            ada.rematch(&post, &json!({"keywords": [word]})).await.expect(202);
        }
        assert_eq!(app.count("jobs where kind = 'match_post'"), 1);
        app.start_another(|_| {}).await;
        let ada = app.anonymous().with_token(ada.token.as_deref().unwrap());
        let after = ada.wait_for(&post).await;
        assert_eq!(after["keywords"], json!([{"keyword": "snow", "score": 1.0}]));
        assert!(speak_of(&ada.songs(&post).await, "snow"));
        assert_eq!(app.count("posts where match_generation = 5 and wanted_generation = 5"), 1);
        assert_eq!(app.count("jobs"), 0);
    });
}

#[test]
fn ten_decisions_at_once_end_in_one_of_them_whole() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::real("skimage/coffee.png"), "public").await;
        let words = ["sea", "storm", "forest", "snow", "cat", "bird", "river", "night", "dance", "garden"];
        let wishes: Vec<Value> = words.iter().map(|word| json!({"keywords": [word]})).collect();
        let answers = join_all(wishes.iter().map(|wish| ada.rematch(&post, wish))).await;
        assert!(answers.iter().all(|answer| answer.status == 202));
        let after = ada.wait_for(&post).await;
        let chosen = after["keywords"][0]["keyword"].as_str().unwrap();
        assert!(words.contains(&chosen) && after["keywords"].as_array().unwrap().len() == 1);
        assert!(speak_of(&ada.songs(&post).await, chosen), "the list is that of the words that stand there: {chosen}");
        assert_eq!(app.count("posts where match_generation = 11 and wanted_generation = 11"), 1);
        assert_eq!(app.count("jobs"), 0);
    });
}

#[test]
fn a_decision_while_songs_are_chosen_sends_that_work_back() {
    story(async |app| {
        let (ada, post) = resting(app).await;
        ada.rematch(&post, &json!({"keywords": ["sea"]})).await.expect(202);
        // The worker has read the words when the next decision comes: its insert waits for our lock.
        let mut held = app.database().connect();
        let lock = diesel::sql_query("select id from posts for update");
        diesel::RunQueryDsl::execute(diesel::sql_query("begin"), &mut held).unwrap();
        diesel::RunQueryDsl::execute(lock, &mut held).unwrap();
        app.start_another(|_| {}).await;
        let waits = "pg_locks where not granted";
        crate::support::eventually("the worker waits", async || app.count(waits) > 0).await;
        let decide =
            "update posts set wanted_generation = wanted_generation + 1; update post_keywords set keyword = 'storm'";
        diesel::connection::SimpleConnection::batch_execute(&mut held, decide).unwrap();
        diesel::RunQueryDsl::execute(diesel::sql_query("commit"), &mut held).unwrap();
        let ada = app.anonymous().with_token(ada.token.as_deref().unwrap());
        ada.wait_for(&post).await;
        assert!(speak_of(&ada.songs(&post).await, "storm"));
        assert_eq!(app.count("posts where match_generation = 3 and status = 'ready'"), 1);
        assert_eq!(app.count("jobs"), 0);
    });
}

#[test]
fn who_watches_hears_each_decision_and_then_the_new_songs() {
    story(async |app| {
        let (ada, post) = resting(app).await;
        let heard = ada.watch(&post).await.until_done().await;
        let last = heard.last().unwrap().id.clone();
        let started = ada.rematch(&post, &json!({"keywords": ["sea"]})).await.expect(202).json()["post"].take();
        // One who comes anew, and one who comes back knowing all of the former list.
        let mut fresh = ada.watch(&started).await;
        let request = ada.get(started["events_url"].as_str().unwrap()).header("last-event-id", &last);
        let mut back = Events::new(request.send().await.unwrap());
        for stream in [&mut fresh, &mut back] {
            assert_eq!(stream.next().await.unwrap().data, json!({"status": "matching"}));
            let keywords = stream.next().await.unwrap();
            assert_eq!((keywords.name.as_str(), &keywords.data["keywords"][0]["keyword"]), ("keywords", &json!("sea")));
        }
        ada.rematch(&post, &json!({"keywords": ["storm"]})).await.expect(202);
        assert_eq!(fresh.next().await.unwrap().data["keywords"][0]["keyword"], "storm");
        app.start_another(|_| {}).await;
        let shown = app.anonymous().with_token(ada.token.as_deref().unwrap());
        for stream in [fresh, back] {
            let events = stream.until_done().await;
            assert_eq!(named(&events, "status").last().unwrap().data["status"], "ready");
            let songs = shown.songs(&post).await;
            let told: Vec<_> = named(&events, "song").iter().map(|event| event.data["item"].clone()).collect();
            assert_eq!(told, songs[..10]);
            assert_ne!(events.last().unwrap().id, last);
        }
    });
}

#[test]
fn who_comes_back_after_the_new_songs_came_hears_them_all() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::real("skimage/coffee.png"), "public").await;
        let heard = ada.watch(&post).await.until_done().await;
        let former = [&heard[2].id, &heard[6].id, &heard.last().unwrap().id];
        ada.rematch(&post, &json!({"keywords": ["sea"]})).await.expect(202);
        ada.wait_for(&post).await;
        for id in former {
            let request = ada.get(post["events_url"].as_str().unwrap()).header("last-event-id", id);
            let events = Events::new(request.send().await.unwrap()).until_done().await;
            assert_eq!((named(&events, "keywords").len(), named(&events, "song").len()), (1, 10), "{id}");
        }
    });
}

#[test]
fn when_songs_cannot_be_chosen_the_former_ones_stay_with_a_notice() {
    story(async |app| {
        let (ada, post) = resting(app).await;
        let before = ada.songs(&post).await;
        ada.rematch(&post, &json!({"keywords": ["sea"]})).await.expect(202);
        app.sql(
            "create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
             create trigger refused before insert on post_songs for each row execute function refuse();
             update jobs set attempts = 4",
        );
        app.start_another(|_| {}).await;
        let ada = app.anonymous().with_token(ada.token.as_deref().unwrap());
        let after = ada.wait_for(&post).await;
        assert_eq!((&after["status"], &after["failure"]), (&json!("ready"), &Value::Null));
        assert_eq!(after["notices"][0]["code"], "source_unavailable");
        assert_eq!(ada.songs(&post).await, before);
        app.sql("drop trigger refused on post_songs");
        ada.rematch(&post, &json!({"keywords": ["sea"]})).await.expect(202);
        assert_eq!(ada.wait_for(&post).await["notices"], json!([]));
        assert_ne!(ada.songs(&post).await, before);
    });
}
