//! Lists themselves: made, listed, described, let go.

use imagime_shared::paths;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{add, ids_in, list_path, playlist, song_ids};
use crate::support::{Request, client::favorite_path, factory, story};

#[test]
fn a_playlist_is_private_and_empty_until_its_owner_says_more() {
    story(async |app| {
        let ada = app.user("ada").await;
        let made = ada.post(paths::PLAYLISTS).json(&json!({"title": "  Late trains "})).answer().await.expect(201);
        let list = made.json()["playlist"].take();
        assert_eq!(made.header("location"), list_path(&list));
        assert_eq!((&list["title"], &list["visibility"]), (&json!("Late trains"), &json!("private")));
        assert_eq!((&list["song_count"], &list["songs"]), (&json!(0), &json!([])));
        assert_eq!((&list["owner"]["username"], &list["cover_url"]), (&json!("ada"), &Value::Null));
        let change = json!({"title": "Night trains", "description": "Windows,\nand rain.", "visibility": "public"});
        let changed = ada.patch(&list_path(&list)).json(&change).answer().await.expect(200).json();
        for field in ["title", "description", "visibility"] {
            assert_eq!(changed["playlist"][field], change[field]);
        }
        assert_eq!(app.anonymous().read(&list_path(&list)).await["playlist"]["title"], "Night trains");
        assert_eq!(
            ada.patch(&list_path(&list)).json(&json!({})).answer().await.expect(200).json()["playlist"]["title"],
            "Night trains"
        );
    });
}

#[test]
fn words_that_do_not_fit_are_refused() {
    story(async |app| {
        let ada = app.user("ada").await;
        let list = playlist(&ada, "A", "private").await;
        for (field, value, code) in [
            ("title", json!(""), "required"),
            ("title", json!(" "), "required"),
            ("title", json!("x".repeat(101)), "too_long"),
            ("title", json!("a\nb"), "invalid"),
            ("description", json!("x".repeat(2001)), "too_long"),
            ("description", json!("\u{7}"), "invalid"),
        ] {
            let mut form = json!({"title": "A"});
            form[field] = value.clone();
            ada.post(paths::PLAYLISTS).json(&form).answer().await.field_problem(field, code);
            ada.post(paths::PLAYLIST_FROM_FAVORITES).json(&form).answer().await.field_problem(field, code);
            ada.patch(&list_path(&list)).json(&json!({field: value})).answer().await.field_problem(field, code);
        }
        ada.post(paths::PLAYLISTS).json(&json!({})).answer().await.field_problem("title", "required");
        ada.post(paths::PLAYLISTS)
            .json(&json!({"title": "A", "visibility": "loud"}))
            .answer()
            .await
            .problem(422, "validation");
        assert_eq!(app.count("playlists"), 1);
    });
}

#[test]
fn naughty_strings_come_back_as_they_were() {
    story(async |app| {
        let ada = app.user("ada").await;
        for text in ["<script>alert(1)</script>", "'; drop table playlists; --", "ﷺ 𝕯 \u{202e}abc", "👩‍👩‍👧 ȧ̷̗"]
        {
            let list = playlist(&ada, text, "private").await;
            assert_eq!(ada.read(&list_path(&list)).await["playlist"]["title"], text);
        }
    });
}

#[test]
fn ones_own_lists_come_changed_last_first_page_by_page() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let mut lists = Vec::new();
        for title in ["one", "two", "three", "four", "five"] {
            lists.push(playlist(&ada, title, "public").await);
        }
        playlist(&bob, "his", "public").await;
        ada.patch(&list_path(&lists[0])).json(&json!({"description": "x"})).answer().await.expect(200);
        let titles = async |limit| {
            let all = ada.all_pages(paths::PLAYLISTS, "playlists", limit).await;
            all.iter().map(|list| list["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        for limit in [1, 2, 50] {
            assert_eq!(titles(limit).await, ["one", "five", "four", "three", "two"], "{limit}");
        }
        let page = ada.get(&format!("{}?limit=2", paths::PLAYLISTS)).answer().await.expect(200);
        let next = page.json()["next_cursor"].as_str().unwrap().to_owned();
        assert!(page.header("link").contains(&next));
        assert!(page.json()["playlists"][0].get("songs").is_none(), "a list of lists has no songs in it");
        bob.get(&format!("{}?cursor={next}", paths::PLAYLISTS)).answer().await.problem(400, "invalid_cursor");
        for limit in ["0", "51", "x"] {
            ada.get(&format!("{}?limit={limit}", paths::PLAYLISTS)).answer().await.field_problem("limit", "invalid");
            ada.get(&format!("{}?limit={limit}", list_path(&lists[0])))
                .answer()
                .await
                .field_problem("limit", "invalid");
        }
        ada.get(&format!("{}?cursor={next}", list_path(&lists[0]))).answer().await.problem(400, "invalid_cursor");
    });
}

#[test]
fn deleting_twice_answers_as_once_and_leaves_nothing() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let list = playlist(&ada, "A", "public").await;
        add(&ada, &list, &song_ids(&ada, &post).await[..5], Some(&post)).await.expect(200);
        ada.delete(&list_path(&list)).answer().await.expect(204);
        ada.delete(&list_path(&list)).answer().await.expect(204);
        ada.get(&list_path(&list)).answer().await.problem(404, "not_found");
        assert_eq!((app.count("playlists"), app.count("playlist_songs")), (0, 0));
        ada.delete(&paths::fill(paths::PLAYLIST, &[&Uuid::now_v7().to_string()]))
            .answer()
            .await
            .problem(404, "not_found");
    });
}

#[test]
fn a_list_is_made_of_all_that_is_kept_newest_first() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.ready_post(factory::photo(1), "public").await;
        let songs = ada.songs(&post).await;
        for item in songs.iter().take(4) {
            bob.put(&favorite_path(&post, item)).answer().await.expect(200);
        }
        let made = bob.post(paths::PLAYLIST_FROM_FAVORITES).answer().await.expect(201).json();
        let expected: Vec<_> = songs.iter().take(4).rev().map(|item| item["song"]["id"].clone()).collect();
        assert_eq!(ids_in(&made), expected);
        let list = &made["playlist"];
        assert_eq!(
            (&list["title"], &list["visibility"], &list["song_count"]),
            (&json!("Favourites"), &json!("private"), &json!(4))
        );
        assert_eq!((&list["songs"][0]["post_id"], &list["songs"][0]["is_favorite"]), (&post["id"], &json!(true)));
        assert!(list["cover_url"].as_str().unwrap().starts_with("/media/"));
        let form = json!({"title": "Mine", "visibility": "unlisted"});
        let named = bob.post(paths::PLAYLIST_FROM_FAVORITES).json(&form).answer().await.expect(201).json();
        assert_eq!(
            (&named["playlist"]["title"], &named["playlist"]["visibility"]),
            (&form["title"], &form["visibility"])
        );
        assert_eq!(
            ids_in(&ada.post(paths::PLAYLIST_FROM_FAVORITES).json(&json!({})).answer().await.expect(201).json()).len(),
            0
        );
    });
}

#[test]
fn a_list_is_made_of_a_posts_songs_best_first() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.ready_post(factory::photo(1), "public").await;
        let path = paths::fill(paths::PLAYLIST_FROM_POST, &[post["id"].as_str().unwrap()]);
        let made = bob.post(&path).answer().await.expect(201).json();
        let all = song_ids(&bob, &post).await;
        assert_eq!(made["playlist"]["song_count"], all.len());
        assert_eq!(ids_in(&made), all.into_iter().take(50).collect::<Vec<_>>());
        assert_eq!(made["playlist"]["title"], "Picture by ada");
        assert!(made["playlist"]["songs"].as_array().unwrap().iter().all(|item| item["post_id"] == post["id"]));
        let hidden = ada.ready_post(factory::photo(2), "private").await;
        let path = paths::fill(paths::PLAYLIST_FROM_POST, &[hidden["id"].as_str().unwrap()]);
        bob.post(&path).answer().await.problem(404, "not_found");
        ada.post(&path).answer().await.expect(201);
        app.sql("update posts set match_generation = 0, song_count = 0");
        ada.post(&path).answer().await.problem(409, "not_ready");
    });
}

#[test]
fn a_repeat_with_the_same_key_makes_nothing_more() {
    story(async |app| {
        let ada = app.user("ada").await;
        let form = json!({"title": "Once"});
        for path in [paths::PLAYLISTS, paths::PLAYLIST_FROM_FAVORITES] {
            let send = async |form: &Value| ada.post(path).header("idempotency-key", "k").json(form).answer().await;
            let first = send(&form).await.expect(201).json();
            assert_eq!(send(&form).await.expect(201).json(), first);
            send(&json!({"title": "Twice"})).await.problem(422, "idempotency_mismatch");
        }
        assert_eq!(app.count("playlists"), 2);
    });
}
