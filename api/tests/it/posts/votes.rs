//! `PUT` and `DELETE /posts/{id}/songs/{song_id}/vote`.

use futures_util::future::join_all;
use imagime_shared::paths;
use serde_json::{Value, json};

use crate::support::{
    App, Client, Request,
    client::{post_path, vote_path},
    factory, story,
};

async fn people<const N: usize>(app: &App, names: [&str; N]) -> Vec<Client> {
    join_all(names.map(|name| app.user(name))).await
}

#[test]
fn one_vote_a_person_which_they_may_change_and_take_back() {
    story(async |app| {
        let people = people(app, ["ada", "bob", "cleo"]).await;
        let post = people[0].ready_post(factory::photo(1), "public").await;
        let item = people[0].songs(&post).await[2].clone();
        let state = people[1].vote(&post, &item, 1).await.expect(200).json();
        assert_eq!(state, json!({"song_id": item["song"]["id"], "post_id": post["id"], "vote_score": 1, "my_vote": 1}));
        assert_eq!(people[1].vote(&post, &item, 1).await.expect(200).json(), state);
        people[0].vote(&post, &item, 1).await.expect(200);
        assert_eq!(people[2].vote(&post, &item, -1).await.expect(200).json()["vote_score"], 1);
        assert_eq!(people[1].vote(&post, &item, -1).await.expect(200).json()["vote_score"], -1);
        let seen = |client: Client| {
            let post = post.clone();
            async move {
                let item = client.songs(&post).await[2].clone();
                (item["vote_score"].clone(), item["my_vote"].clone())
            }
        };
        assert_eq!(seen(people[0].clone()).await, (json!(-1), json!(1)));
        assert_eq!(seen(app.anonymous()).await, (json!(-1), Value::Null));
        for _ in 0..2 {
            let answer = people[1].delete(&vote_path(&post, &item)).answer().await.expect(204);
            assert!(answer.body.is_empty());
        }
        assert_eq!(seen(people[1].clone()).await, (json!(0), Value::Null));
        assert_eq!(app.count("votes"), 2);
    });
}

#[test]
fn votes_belong_to_one_post_and_are_told_in_events() {
    story(async |app| {
        let ada = app.user("ada").await;
        let one = ada.ready_post(factory::photo(1), "public").await;
        let twin = ada.ready_post(factory::photo(1), "public").await;
        let item = ada.songs(&one).await[0].clone();
        ada.vote(&one, &item, 1).await.expect(200);
        assert_eq!(ada.songs(&twin).await[0]["vote_score"], 0);
        let events = ada.watch(&one).await.until_done().await;
        let told = events.iter().find(|event| event.name == "song").unwrap();
        assert_eq!((&told.data["item"]["vote_score"], &told.data["item"]["my_vote"]), (&json!(1), &json!(1)));
    });
}

#[test]
fn who_may_not_see_the_post_or_has_no_account_cannot_vote() {
    story(async |app| {
        let people = people(app, ["ada", "bob"]).await;
        let post = people[0].ready_post(factory::photo(1), "private").await;
        let item = people[0].songs(&post).await[0].clone();
        let path = vote_path(&post, &item);
        people[1].vote(&post, &item, 1).await.problem(404, "not_found");
        people[1].delete(&path).answer().await.problem(404, "not_found");
        app.anonymous().vote(&post, &item, 1).await.problem(401, "unauthorized");
        app.anonymous().delete(&path).answer().await.problem(401, "unauthorized");
        people[0].vote(&post, &item, 1).await.expect(200);
        people[0].patch(&post_path(&post)).json(&json!({"visibility": "unlisted"})).answer().await.expect(200);
        people[1].vote(&post, &item, 1).await.expect(200);
        assert_eq!(app.count("votes"), 2);
    });
}

#[test]
fn a_song_that_is_not_on_the_post_is_not_there() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let off = app.lines("select id::text as line from songs where id not in (select song_id from post_songs)");
        let strange = off.into_iter().chain([uuid::Uuid::now_v7().to_string(), "nonsense".to_owned()]);
        for id in strange {
            let item = json!({"song": {"id": id}});
            ada.vote(&post, &item, 1).await.problem(404, "not_found");
            ada.delete(&vote_path(&post, &item)).answer().await.problem(404, "not_found");
        }
        assert_eq!(app.count("votes"), 0);
    });
}

#[test]
fn a_vote_is_one_or_minus_one() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let item = ada.songs(&post).await[0].clone();
        for value in [0, 2, -2, 127] {
            ada.vote(&post, &item, value).await.field_problem("value", "invalid");
        }
        let put = |body: Value| ada.put(&vote_path(&post, &item)).json(&body).answer();
        put(json!({"value": 300})).await.field_problem("body", "invalid");
        put(json!({"value": "1"})).await.field_problem("body", "invalid");
        put(json!({"value": 0.5})).await.field_problem("body", "invalid");
        put(json!({})).await.field_problem("value", "required");
        put(json!({"value": 1, "weight": 9})).await.field_problem("weight", "unknown");
        put(json!([1])).await.problem(422, "validation");
        assert_eq!(app.count("votes"), 0);
    });
}

#[test]
fn votes_go_with_their_voter_and_with_their_post() {
    story(async |app| {
        let people = people(app, ["ada", "bob", "cleo"]).await;
        let post = people[0].ready_post(factory::real("skimage/coffee.png"), "public").await;
        let item = people[0].songs(&post).await[0].clone();
        for voter in &people {
            voter.vote(&post, &item, 1).await.expect(200);
        }
        assert!(app.count("vote_keywords") >= 3);
        let leave = json!({"password": crate::support::client::PASSWORD});
        people[2].delete(paths::ME).json(&leave).answer().await.expect(204);
        assert_eq!(people[0].songs(&post).await[0]["vote_score"], 2);
        assert_eq!(app.count("votes"), 2);
        people[0].delete(&post_path(&post)).answer().await.expect(204);
        assert_eq!(app.count("votes") + app.count("vote_totals") + app.count("vote_keywords"), 0);
    });
}

#[test]
fn votes_at_once_are_all_counted() {
    story(async |app| {
        let people = people(app, ["ada", "bob", "cleo", "dan", "eve", "finn"]).await;
        let post = people[0].ready_post(factory::photo(1), "public").await;
        let item = people[0].songs(&post).await[0].clone();
        let votes = people.iter().flat_map(|voter| [1, -1, 1].map(|value| voter.vote(&post, &item, value)));
        assert!(join_all(votes).await.iter().all(|answer| answer.status == 200));
        let settled = join_all(people.iter().map(|voter| voter.vote(&post, &item, 1))).await;
        assert!(settled.iter().all(|answer| answer.status == 200));
        assert_eq!(people[0].songs(&post).await[0]["vote_score"], 6);
        assert_eq!(app.count("votes"), 6);
        let twice = "vote_keywords k join votes v using (user_id, post_id, song_id) where k.value <> v.value";
        assert_eq!(app.count(twice), 0);
    });
}

/// The score of one song on a post after its songs were chosen anew by the same words.
async fn score_after_rematch(owner: &Client, post: &Value, song: &Value) -> f64 {
    owner.rematch(post, &json!({"keywords": ["coffee"]})).await.expect(202);
    owner.wait_for(post).await;
    let songs = owner.songs(post).await;
    songs.iter().find(|item| item["song"]["id"] == song["song"]["id"]).expect("votes take no song away")["score"]
        .as_f64()
        .unwrap()
}

#[test]
fn what_many_say_counts_at_the_next_choice_and_what_one_says_hardly() {
    story(async |app| {
        let people = people(app, ["ada", "bob", "cleo", "dan", "eve", "finn", "gus"]).await;
        let (ada, others) = people.split_first().unwrap();
        let post = ada.ready_post(factory::real("skimage/coffee.png"), "public").await;
        let twin = ada.ready_post(factory::real("skimage/coffee.png"), "public").await;
        ada.rematch(&post, &json!({"keywords": ["coffee"]})).await.expect(202);
        ada.wait_for(&post).await;
        let item = ada.songs(&post).await[0].clone();
        let first = item["score"].as_f64().unwrap();
        ada.vote(&post, &item, -1).await.expect(200);
        let listed = ada.songs(&post).await[0].clone();
        assert_eq!(
            (&listed["score"], &listed["song"]),
            (&item["score"], &item["song"]),
            "nothing moves under the reader"
        );
        let after_one = score_after_rematch(ada, &post, &item).await;
        assert!(after_one < first && first - after_one < 0.02, "{first} {after_one}");
        for other in others {
            other.vote(&post, &item, -1).await.expect(200);
        }
        // On any picture with that keyword.
        for picture in [&post, &twin] {
            let after_all = score_after_rematch(ada, picture, &item).await;
            assert!(after_all < after_one - 0.02 && first - after_all <= 0.1, "{first} {after_one} {after_all}");
        }
    });
}

#[test]
fn one_person_counts_once_however_often_they_vote() {
    story(async |app| {
        let people = people(app, ["ada", "bob"]).await;
        let mut posts = Vec::new();
        for _ in 0..4 {
            let post = people[0].ready_post(factory::real("skimage/coffee.png"), "public").await;
            people[0].rematch(&post, &json!({"keywords": ["coffee"]})).await.expect(202);
            posts.push(people[0].wait_for(&post).await);
        }
        let item = people[0].songs(&posts[0]).await[0].clone();
        people[1].vote(&posts[0], &item, 1).await.expect(200);
        let once = score_after_rematch(&people[0], &posts[3], &item).await;
        for post in &posts[1..3] {
            people[1].vote(post, &item, 1).await.expect(200);
        }
        assert_eq!(score_after_rematch(&people[0], &posts[3], &item).await.to_bits(), once.to_bits());
        // Who says this here and that there says nothing.
        people[1].vote(&posts[1], &item, -1).await.expect(200);
        people[1].delete(&vote_path(&posts[2], &item)).answer().await.expect(204);
        let undecided = score_after_rematch(&people[0], &posts[3], &item).await;
        assert!(undecided < once);
        assert_eq!(undecided.to_bits(), item["score"].as_f64().unwrap().to_bits());
    });
}

#[test]
fn a_vote_speaks_of_the_words_that_stood_there_when_it_was_given() {
    story(async |app| {
        let people = people(app, ["ada", "bob"]).await;
        let post = people[0].ready_post(factory::real("skimage/coffee.png"), "public").await;
        people[0].rematch(&post, &json!({"keywords": ["Coffees", "café"]})).await.expect(202);
        people[0].wait_for(&post).await;
        let item = people[0].songs(&post).await[0].clone();
        people[1].vote(&post, &item, 1).await.expect(200);
        let words = || app.lines("select keyword as line from vote_keywords order by keyword");
        let before = words();
        assert!(before.contains(&"coffee".to_owned()), "{before:?}");
        people[0].rematch(&post, &json!({"keywords": ["war"]})).await.expect(202);
        people[0].wait_for(&post).await;
        assert_eq!(words(), before);
    });
}

#[test]
fn a_vote_on_a_song_that_left_the_list_can_be_taken_back() {
    story(async |app| {
        let people = people(app, ["ada", "bob"]).await;
        let post = people[0].ready_post(factory::photo(1), "public").await;
        let item = people[0].songs(&post).await[0].clone();
        people[1].vote(&post, &item, 1).await.expect(200);
        app.sql("delete from post_songs");
        people[0].delete(&vote_path(&post, &item)).answer().await.problem(404, "not_found");
        for _ in 0..2 {
            people[1].delete(&vote_path(&post, &item)).answer().await.expect(204);
        }
        assert_eq!((app.count("votes"), app.count("vote_totals where score = 0")), (0, 1));
        people[1].vote(&post, &item, 1).await.problem(404, "not_found");
    });
}
