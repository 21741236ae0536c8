//! Songs of a list: put in, put in order, taken out.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    add, all_ids, export_path, ids_in, list_path, more_songs, playlist, put_on, song_ids, song_path, songs_path,
};
use crate::support::{Client, Request, client::post_path, factory, story};

async fn reorder(client: &Client, list: &Value, ids: &[Value]) -> crate::support::Answer {
    client.put(&songs_path(list)).json(&json!({"song_ids": ids})).answer().await
}

#[test]
fn songs_stand_in_the_order_they_were_added_and_those_there_already_are_named() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let ids = song_ids(&ada, &post).await;
        let list = playlist(&ada, "A", "private").await;
        let first = add(&ada, &list, &ids[..3], Some(&post)).await.expect(200).json();
        assert_eq!((&first["added"], &first["already_there"]), (&json!(ids[..3]), &json!([])));
        let second = add(&ada, &list, &ids[1..5], None).await.expect(200).json();
        assert_eq!((&second["added"], &second["already_there"]), (&json!(ids[3..5]), &json!(ids[1..3])));
        assert_eq!(ids_in(&second), ids[..5]);
        assert_eq!(second["playlist"]["song_count"], 5);
        assert_eq!(
            (&second["playlist"]["songs"][0]["post_id"], &second["playlist"]["songs"][4]["post_id"]),
            (&post["id"], &Value::Null)
        );
        add(&ada, &list, &ids[..5], None).await.problem(409, "already_there");
        assert_eq!(ada.read(&list_path(&list)).await["playlist"], second["playlist"]);
    });
}

#[test]
fn only_songs_in_sight_can_be_added() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let private = ada.ready_post(factory::photo(1), "private").await;
        let ids = song_ids(&ada, &private).await;
        let list = playlist(&bob, "A", "private").await;
        add(&bob, &list, &ids[..1], None).await.problem(404, "not_found");
        add(&bob, &list, &ids[..1], Some(&private)).await.problem(404, "not_found");
        add(&bob, &list, &[json!(Uuid::now_v7())], None).await.problem(404, "not_found");
        ada.patch(&post_path(&private)).json(&json!({"visibility": "unlisted"})).answer().await.expect(200);
        add(&bob, &list, &ids[..1], None).await.problem(404, "not_found");
        add(&bob, &list, &ids[..1], Some(&private)).await.expect(200);
        let strange = more_songs(app, 1);
        add(&bob, &list, &strange, Some(&private)).await.problem(404, "not_found");
        add(&bob, &list, &[ids[1].clone(), strange[0].clone()], Some(&private)).await.problem(404, "not_found");
        let keep = format!("{}/songs/{}/favorite", post_path(&private), ids[2].as_str().unwrap());
        bob.put(&keep).answer().await.expect(200);
        let kept = add(&bob, &list, &ids[2..3], None).await.expect(200).json();
        assert_eq!(kept["playlist"]["songs"][1]["post_id"], Value::Null, "what it was kept from is nobody's business");
        assert_eq!(app.count("playlist_songs"), 2);
    });
}

#[test]
fn a_list_and_a_call_have_their_limits() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let ids = more_songs(app, 1001);
        put_on(app, &post);
        let list = playlist(&ada, "Long", "public").await;
        add(&ada, &list, &[], None).await.field_problem("song_ids", "required");
        add(&ada, &list, &ids[..101], None).await.field_problem("song_ids", "too_many");
        add(&ada, &list, &[ids[0].clone(), ids[0].clone()], None).await.field_problem("song_ids", "duplicate");
        for hundred in ids[..1000].chunks(100) {
            add(&ada, &list, hundred, None).await.expect(200);
        }
        add(&ada, &list, &ids[1000..], None).await.field_problem("song_ids", "too_many");
        let listed = all_ids(&app.anonymous(), &list, 50).await;
        assert_eq!(listed, ids[..1000]);
        let backwards: Vec<Value> = listed.into_iter().rev().collect();
        let turned = reorder(&ada, &list, &backwards).await.expect(200).json();
        assert_eq!(
            (ids_in(&turned), turned["playlist"]["song_count"].as_u64()),
            (backwards[..50].to_vec(), Some(1000))
        );
        assert_eq!(all_ids(&ada, &list, 33).await, backwards);
    });
}

#[test]
fn an_order_names_all_songs_once() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let ids = song_ids(&ada, &post).await;
        let list = playlist(&ada, "A", "private").await;
        add(&ada, &list, &ids[..4], None).await.expect(200);
        let wanted = [&ids[3], &ids[0], &ids[2], &ids[1]].map(Clone::clone);
        assert_eq!(ids_in(&reorder(&ada, &list, &wanted).await.expect(200).json()), wanted);
        assert_eq!(ids_in(&reorder(&ada, &list, &wanted).await.expect(200).json()), wanted, "twice is as once");
        reorder(&ada, &list, &ids[..3]).await.problem(409, "list_changed");
        reorder(&ada, &list, &ids[..5]).await.problem(409, "list_changed");
        reorder(&ada, &list, &ids[1..5]).await.problem(409, "list_changed");
        reorder(&ada, &list, &[&ids[..3], &ids[..1]].concat()).await.field_problem("song_ids", "duplicate");
        assert_eq!(ids_in(&ada.read(&list_path(&list)).await), wanted);
        add(&ada, &list, &ids[4..5], None).await.expect(200);
        assert_eq!(ids_in(&ada.read(&list_path(&list)).await)[4], ids[4], "new songs come last");
    });
}

#[test]
fn taking_a_song_out_twice_answers_as_once() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let ids = song_ids(&ada, &post).await;
        let list = playlist(&ada, "A", "private").await;
        add(&ada, &list, &ids[..3], None).await.expect(200);
        ada.delete(&song_path(&list, &ids[1])).answer().await.expect(204);
        ada.delete(&song_path(&list, &ids[1])).answer().await.expect(204);
        let left = ada.read(&list_path(&list)).await;
        assert_eq!(ids_in(&left), [ids[0].clone(), ids[2].clone()]);
        assert_eq!(left["playlist"]["song_count"], 2);
        reorder(&ada, &list, &[ids[2].clone(), ids[0].clone()]).await.expect(200);
        add(&ada, &list, &ids[1..2], None).await.expect(200);
        assert_eq!(all_ids(&ada, &list, 1).await, [ids[2].clone(), ids[0].clone(), ids[1].clone()]);
    });
}

#[test]
fn requests_at_the_same_time_lose_no_song_and_count_right() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let ids = song_ids(&ada, &post).await;
        let list = playlist(&ada, "A", "private").await;
        let adding = ids.iter().take(8).map(|id| add(&ada, &list, std::slice::from_ref(id), None));
        for answer in futures_util::future::join_all(adding).await {
            answer.expect(200);
        }
        let shown = ada.read(&list_path(&list)).await;
        assert_eq!((ids_in(&shown).len(), &shown["playlist"]["song_count"]), (8, &json!(8)));
    });
}

#[test]
fn a_repeat_with_the_same_key_adds_nothing_more() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let ids = song_ids(&ada, &post).await;
        let list = playlist(&ada, "A", "private").await;
        let send = async |ids: &[Value]| {
            let request = ada.post(&songs_path(&list)).header("idempotency-key", "k");
            request.json(&json!({"song_ids": ids})).answer().await
        };
        let first = send(&ids[..2]).await.expect(200).json();
        assert_eq!(send(&ids[..2]).await.expect(200).json(), first);
        send(&ids[..3]).await.problem(422, "idempotency_mismatch");
        assert_eq!(app.count("playlist_songs"), 2);
    });
}

#[test]
fn a_repeat_says_what_the_first_request_brought_whatever_has_happened_since() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let ids = song_ids(&ada, &post).await;
        let list = playlist(&ada, "A", "private").await;
        add(&ada, &list, &ids[..1], None).await.expect(200);
        let send = async || {
            let request = ada.post(&songs_path(&list)).header("idempotency-key", "k");
            request.json(&json!({"song_ids": ids[..3]})).answer().await.expect(200).json()
        };
        let first = send().await;
        assert_eq!((&first["added"], &first["already_there"]), (&json!(ids[1..3]), &json!(ids[..1])));
        assert_eq!(send().await, first);
        ada.delete(&song_path(&list, &ids[2])).answer().await.expect(204);
        let again = send().await;
        assert_eq!((&again["added"], &again["already_there"]), (&first["added"], &first["already_there"]));
        assert_eq!(ids_in(&again), ids[..2], "the list is shown as it is");
    });
}

#[test]
fn what_somebody_keeps_changes_nothing_that_others_read_of_their_list() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let ids = song_ids(&ada, &post).await;
        let list = playlist(&ada, "A", "public").await;
        let read = async || {
            app.sql("update playlists set updated_at = created_at");
            let mut texts = Vec::new();
            for path in [list_path(&list), export_path(&list, "jspf"), export_path(&list, "xspf")] {
                texts.push(app.anonymous().get(&path).answer().await.expect(200).text());
            }
            texts
        };
        add(&ada, &list, &ids[..1], None).await.expect(200);
        let before = read().await;
        ada.delete(&song_path(&list, &ids[0])).answer().await.expect(204);
        let keep = format!("{}/songs/{}/favorite", post_path(&post), ids[0].as_str().unwrap());
        ada.put(&keep).answer().await.expect(200);
        add(&ada, &list, &ids[..1], None).await.expect(200);
        assert_eq!(read().await, before);
    });
}

#[test]
fn a_cursor_into_an_order_that_was_changed_has_expired() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let ids = song_ids(&ada, &post).await;
        let list = playlist(&ada, "A", "public").await;
        add(&ada, &list, &ids[..4], None).await.expect(200);
        let first = ada.read(&format!("{}?limit=1", list_path(&list))).await;
        let next = format!("{}?limit=1&cursor={}", list_path(&list), first["next_cursor"].as_str().unwrap());
        add(&ada, &list, &ids[4..5], None).await.expect(200);
        ada.delete(&song_path(&list, &ids[2])).answer().await.expect(204);
        assert_eq!(ids_in(&ada.read(&next).await), ids[1..2], "what comes and goes moves nothing else");
        let wanted = [&ids[1], &ids[0], &ids[4], &ids[3]].map(Clone::clone);
        reorder(&ada, &list, &wanted).await.expect(200);
        ada.get(&next).answer().await.problem(410, "cursor_expired");
        assert_eq!(all_ids(&ada, &list, 1).await, wanted);
    });
}

#[test]
fn songs_outlive_their_posts_and_lead_back_only_while_they_may() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let hidden = ada.ready_post(factory::photo(1), "public").await;
        let deleted = ada.ready_post(factory::photo(1), "public").await;
        let ids = song_ids(&ada, &hidden).await;
        let list = playlist(&bob, "A", "public").await;
        add(&bob, &list, &ids[..1], Some(&hidden)).await.expect(200);
        add(&bob, &list, &ids[1..2], Some(&deleted)).await.expect(200);
        let origins = async |client: &Client| {
            let list = client.read(&list_path(&list)).await["playlist"].take();
            let songs: Vec<_> = list["songs"].as_array().unwrap().iter().map(|item| item["post_id"].clone()).collect();
            (songs, !list["cover_url"].is_null())
        };
        let nobody = app.anonymous();
        assert_eq!(origins(&nobody).await, (vec![hidden["id"].clone(), deleted["id"].clone()], true));
        ada.patch(&post_path(&hidden)).json(&json!({"visibility": "unlisted"})).answer().await.expect(200);
        ada.delete(&post_path(&deleted)).answer().await.expect(204);
        assert_eq!(origins(&bob).await, (vec![hidden["id"].clone(), Value::Null], true));
        assert_eq!(
            origins(&nobody).await,
            (vec![Value::Null, Value::Null], false),
            "an unlisted address is not passed on"
        );
        ada.patch(&post_path(&hidden)).json(&json!({"visibility": "private"})).answer().await.expect(200);
        assert_eq!(origins(&bob).await, (vec![Value::Null, Value::Null], false));
        assert_eq!(origins(&ada).await, (vec![hidden["id"].clone(), Value::Null], true));
    });
}

#[test]
fn a_sensitive_picture_is_no_cover() {
    story(async |app| {
        let ada = app.user("ada").await;
        let posts =
            [ada.ready_post(factory::photo(1), "public").await, ada.ready_post(factory::photo(2), "public").await];
        let list = playlist(&ada, "A", "public").await;
        add(&ada, &list, &song_ids(&ada, &posts[0]).await[..1], Some(&posts[0])).await.expect(200);
        let cover = async || ada.read(&list_path(&list)).await["playlist"]["cover_url"].take();
        let own = |post: &Value, url: &Value| {
            post["image"]["variants"].as_array().unwrap().iter().any(|one| one["url"] == *url)
        };
        assert!(own(&posts[0], &cover().await));
        ada.patch(&post_path(&posts[0])).json(&json!({"sensitive": true})).answer().await.expect(200);
        assert_eq!(cover().await, Value::Null);
        let others = song_ids(&ada, &posts[1]).await;
        let there = ids_in(&ada.read(&list_path(&list)).await);
        let other = others.iter().find(|id| !there.contains(id)).unwrap().clone();
        add(&ada, &list, &[other], Some(&posts[1])).await.expect(200);
        assert!(own(&posts[1], &cover().await));
    });
}
