//! `POST /posts/{id}/rematch`: who may, with what, and what comes of it.

use imagime_shared::paths;
use serde_json::{Value, json};

use crate::support::{
    App, Client, Request,
    client::{favorite_path, post_path, rematch_path},
    factory, story, story_with,
};

fn words(post: &Value) -> Vec<&str> {
    post["keywords"].as_array().unwrap().iter().map(|word| word["keyword"].as_str().unwrap()).collect()
}

/// A post that stays as it is: the server that made it ready is gone, and the one that answers does no work.
async fn resting(app: &mut App, name: &str) -> (Client, Value) {
    let ada = app.user("ada").await;
    let post = ada.ready_post(factory::real(name), "public").await;
    app.abort().await;
    app.start_another(|config| config.data.workers = Some(0)).await;
    (app.anonymous().with_token(&ada.token.unwrap()), post)
}

#[test]
fn the_owners_words_and_mood_choose_the_songs() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::real("skimage/coffee.png"), "public").await;
        let before = ada.songs(&post).await;
        let wish =
            json!({"keywords": [{"keyword": "Ship", "score": 0.6}, "sea"], "mood": {"valence": 0.3, "arousal": 0.7}});
        let started = ada.rematch(&post, &wish).await.expect(202).json()["post"].take();
        assert_eq!((&started["id"], words(&started)), (&post["id"], vec!["sea", "Ship"]));
        let after = ada.wait_for(&started).await;
        assert_eq!((&after["status"], &after["failure"]), (&json!("ready"), &Value::Null));
        let mood = &after["mood"];
        assert!((mood["valence"].as_f64().unwrap() - 0.3).abs() < 1e-6, "{mood}");
        assert!((mood["arousal"].as_f64().unwrap() - 0.7).abs() < 1e-6, "{mood}");
        let said: Vec<String> = imagime_engine::analysis::mood_words(0.3, 0.7);
        assert_eq!(mood["words"], json!(said));
        let songs = ada.songs(&post).await;
        assert_ne!(songs, before);
        let first: Vec<_> = songs[0]["why"].as_array().unwrap().iter().map(|why| &why["keyword"]).collect();
        assert!(first.contains(&&json!("sea")) || first.contains(&&json!("Ship")), "{first:?}");
        assert_eq!((&after["song_count"], &after["top_song"]), (&json!(songs.len()), &songs[0]["song"]));
        assert_eq!(after["updated_at"], post["updated_at"], "the picture's texts did not change");
    });
}

#[test]
fn without_words_the_mood_chooses_and_without_a_mood_the_posts_own_stays() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::real("skimage/coffee.png"), "public").await;
        ada.rematch(&post, &json!({"keywords": []})).await.expect(202);
        let after = ada.wait_for(&post).await;
        assert_eq!((&after["mood"], words(&after).len()), (&post["mood"], 0));
        assert_eq!(after["notices"][0]["code"], "no_keywords");
        let songs = ada.songs(&post).await;
        assert!(songs.len() >= 10 && songs.iter().all(|item| item["mood_match"] == true));
        ada.rematch(&post, &json!({"keywords": [], "mood": {"valence": -0.6, "arousal": 0.7}})).await.expect(202);
        ada.wait_for(&post).await;
        assert_ne!(ada.songs(&post).await[0]["song"], songs[0]["song"]);
    });
}

#[test]
fn a_keyword_that_was_left_as_it_is_keeps_its_kind() {
    story(async |app| {
        let (ada, post) = resting(app, "skimage/coffee.png").await;
        let kinds =
            || app.lines("select concat_ws(' ', keyword, kind) as line from post_keywords order by position, keyword");
        let before = kinds();
        assert!(before.iter().all(|line| !line.ends_with(" user")), "{before:?}");
        let kept = post["keywords"].clone();
        ada.rematch(&post, &json!({"keywords": kept})).await.expect(202);
        assert_eq!(kinds(), before);
        let mut changed = kept.as_array().unwrap().clone();
        changed[0]["score"] = json!(0.123);
        changed[0]["keyword"] = json!(changed[0]["keyword"].as_str().unwrap().to_uppercase());
        changed.push(json!("Lighthouse"));
        ada.rematch(&post, &json!({"keywords": changed})).await.expect(202);
        let after = kinds();
        let word = post["keywords"][0]["keyword"].as_str().unwrap();
        assert_eq!((after[0].as_str(), after.len()), ("Lighthouse user", before.len() + 1));
        assert!(after.contains(&format!("{word} user")), "{after:?}");
        assert_eq!(after.iter().filter(|line| line.ends_with(" user")).count(), 2);
    });
}

#[test]
fn words_that_differ_in_case_only_are_one_with_the_highest_score() {
    story(async |app| {
        let (ada, post) = resting(app, "skimage/coffee.png").await;
        let wish =
            json!({"keywords": [{"keyword": "Sea", "score": 0.2}, {"keyword": " sea ", "score": 0.8}, "SEA  side"]});
        let started = ada.rematch(&post, &wish).await.expect(202).json()["post"].take();
        assert_eq!(started["status"], "matching");
        assert_eq!(words(&started), ["SEA side", "Sea"]);
        assert!((started["keywords"][1]["score"].as_f64().unwrap() - 0.8).abs() < 1e-6);
    });
}

#[test]
fn favourites_and_votes_stay() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::real("skimage/coffee.png"), "public").await;
        let item = ada.songs(&post).await[0].clone();
        ada.put(&favorite_path(&post, &item)).answer().await.expect(200);
        ada.vote(&post, &item, -1).await.expect(200);
        ada.rematch(&post, &json!({"keywords": ["storm"]})).await.expect(202);
        ada.wait_for(&post).await;
        let kept = ada.read(paths::FAVORITES).await["favorites"][0].clone();
        assert_eq!((&kept["song"], &kept["post_id"]), (&item["song"], &post["id"]));
        let songs = ada.songs(&post).await;
        let again =
            songs.iter().find(|other| other["song"]["id"] == item["song"]["id"]).expect("it stands there still");
        assert_eq!(
            (&again["my_vote"], &again["vote_score"], &again["is_favorite"]),
            (&json!(-1), &json!(-1), &json!(true))
        );
    });
}

#[test]
fn only_its_owner_decides() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.ready_post(factory::photo(1), "public").await;
        let wish = json!({"keywords": ["sea"]});
        app.anonymous().rematch(&post, &wish).await.problem(401, "unauthorized");
        ada.with_token("nonsense").rematch(&post, &wish).await.problem(401, "unauthorized");
        bob.rematch(&post, &wish).await.problem(404, "not_found");
        let missing = json!({"id": uuid::Uuid::now_v7().to_string()});
        ada.rematch(&missing, &wish).await.problem(404, "not_found");
        ada.rematch(&json!({"id": "nonsense"}), &wish).await.problem(404, "not_found");
        ada.get(&rematch_path(&post)).answer().await.problem(405, "method_not_allowed");
        assert_eq!(ada.read(&post_path(&post)).await["post"]["keywords"], post["keywords"]);
        assert_eq!(app.count("posts where wanted_generation > 1"), 0);
    });
}

#[test]
fn what_cannot_be_understood_is_refused_in_whole() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let word = |text: &str| json!({"keywords": ["good", text]});
        let many: Vec<String> = (0..21).map(|n| format!("word {n}")).collect();
        let scored = |score: Value| json!({"keywords": [{"keyword": "sea", "score": score}]});
        let mood =
            |valence: f64, arousal: f64| json!({"keywords": [], "mood": {"valence": valence, "arousal": arousal}});
        let table = [
            (word(""), "keywords", "too_short"),
            (word("   "), "keywords", "too_short"),
            (word(&"x".repeat(81)), "keywords", "too_long"),
            (word("a\nb"), "keywords", "invalid"),
            (word("a\u{0}b"), "keywords", "invalid"),
            (word("\u{7f}"), "keywords", "invalid"),
            (json!({"keywords": many}), "keywords", "too_many"),
            (scored(json!(1.01)), "keywords", "out_of_range"),
            (scored(json!(-0.01)), "keywords", "out_of_range"),
            (scored(json!(1e300)), "keywords", "out_of_range"),
            (scored(json!("high")), "body", "invalid"),
            (scored(Value::Null), "body", "invalid"),
            (json!({"keywords": [3]}), "body", "invalid"),
            (json!({"keywords": "sea"}), "body", "invalid"),
            (json!({}), "keywords", "required"),
            (json!({"keywords": [], "moods": {}}), "moods", "unknown"),
            (mood(1.5, 0.0), "mood.valence", "out_of_range"),
            (mood(0.0, -1.5), "mood.arousal", "out_of_range"),
            (json!({"keywords": [], "mood": {"valence": 0.1}}), "arousal", "required"),
        ];
        for (wish, field, code) in &table {
            let problem = ada.rematch(&post, wish).await.field_problem(field, code);
            assert!(!problem.to_string().contains("KeywordWish"), "{problem}");
        }
        let text =
            |body: &'static str| ada.post(&rematch_path(&post)).header("content-type", "application/json").body(body);
        text("{").answer().await.problem(400, "bad_request");
        ada.post(&rematch_path(&post)).body("{}").answer().await.problem(415, "unsupported_media_type");
        let long = json!({"keywords": ["x".repeat(70_000)]});
        ada.rematch(&post, &long).await.problem(413, "too_large");
        assert_eq!(ada.read(&post_path(&post)).await["post"], post_without_ticket(&ada, &post).await);
        assert_eq!(app.count("posts where wanted_generation > 1"), 0);
    });
}

/// The post as it was, with the addresses that change by themselves as they are now.
async fn post_without_ticket(client: &Client, post: &Value) -> Value {
    let now = client.read(&post_path(post)).await["post"].take();
    let mut post = post.clone();
    for field in ["events_url", "image"] {
        post[field] = now[field].clone();
    }
    post["author"] = now["author"].clone();
    post
}

#[test]
fn a_picture_that_is_not_understood_has_to_wait_and_one_that_cannot_be_says_so() {
    story_with(
        |config| config.data.workers = Some(0),
        async |app| {
            let ada = app.user("ada").await;
            let post = ada.post_picture(factory::photo(1), "public").await;
            let wish = json!({"keywords": ["sea"]});
            for status in ["pending", "analyzing"] {
                app.sql(&format!("update posts set status = '{status}'"));
                let problem = ada.rematch(&post, &wish).await.problem(409, "not_ready");
                assert!(problem["detail"].as_str().unwrap().contains("looked at"), "{problem}");
            }
            app.sql("update posts set status = 'failed', failure_code = 'undecodable', failure_message = 'No.'");
            let problem = ada.rematch(&post, &wish).await.problem(409, "not_ready");
            assert!(problem["detail"].as_str().unwrap().contains("could not be processed"), "{problem}");
            assert_eq!(app.count("jobs where kind = 'match_post'") + app.count("post_keywords"), 0);
        },
    );
}

#[test]
fn a_repeat_under_the_same_key_decides_once() {
    story(async |app| {
        let (ada, post) = resting(app, "skimage/coffee.png").await;
        let send = async |wish: Value| {
            ada.post(&rematch_path(&post)).header("idempotency-key", "key").json(&wish).answer().await
        };
        let first = send(json!({"keywords": ["sea", "ship"]})).await.expect(202).json();
        let again = send(json!({"keywords": ["sea", "ship"]})).await.expect(202).json();
        assert_eq!(first["post"]["keywords"], again["post"]["keywords"]);
        assert_eq!(app.count("posts where wanted_generation = 2"), 1);
        send(json!({"keywords": ["sea"]})).await.problem(422, "idempotency_mismatch");
        ada.rematch(&post, &json!({"keywords": ["sea"]})).await.expect(202);
        assert_eq!(app.count("posts where wanted_generation = 3"), 1);
    });
}

#[test]
fn a_key_of_a_refused_decision_may_be_used_again() {
    story_with(
        |config| config.data.workers = Some(0),
        async |app| {
            let ada = app.user("ada").await;
            let post = ada.post_picture(factory::photo(1), "public").await;
            let wish = json!({"keywords": ["sea"]});
            let send =
                async || ada.post(&rematch_path(&post)).header("idempotency-key", "key").json(&wish).answer().await;
            send().await.problem(409, "not_ready");
            app.sql("update posts set status = 'matching', analyzed_at = now(), valence = 0, arousal = 0");
            send().await.expect(202);
        },
    );
}

#[test]
fn a_posts_own_mood_is_a_mood() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let wish = json!({"keywords": post["keywords"], "mood": post["mood"]});
        let started = ada.rematch(&post, &wish).await.expect(202).json()["post"].take();
        assert_eq!((&started["mood"], &started["keywords"]), (&post["mood"], &post["keywords"]));
        let other =
            json!({"keywords": ["sea"], "mood": {"valence": 0.3, "arousal": 0.7, "words": ["of another mood"]}});
        let started = ada.rematch(&post, &other).await.expect(202).json()["post"].take();
        assert_eq!(started["mood"]["words"], json!(imagime_engine::analysis::mood_words(0.3, 0.7)));
        let strange = json!({"keywords": ["sea"], "mood": {"valence": 0.3, "arousal": 0.7, "colour": "red"}});
        ada.rematch(&post, &strange).await.problem(422, "validation");
    });
}
