//! `GET /me/favorites`.

use imagime_shared::paths;
use serde_json::Value;

use crate::support::{Client, Request, client::favorite_path, factory, story};

/// Keeps the first songs of a new post, one after the other; gives them in that order.
async fn keep_some(client: &Client, count: usize) -> Vec<Value> {
    let post = client.ready_post(factory::photo(1), "public").await;
    let songs: Vec<_> = client.songs(&post).await.into_iter().take(count).collect();
    for item in &songs {
        client.put(&favorite_path(&post, item)).answer().await.expect(200);
    }
    songs.into_iter().map(|item| item["song"].clone()).collect()
}

fn songs(favorites: &[Value]) -> Vec<Value> {
    favorites.iter().map(|favorite| favorite["song"].clone()).collect()
}

#[test]
fn favourites_are_sorted_in_four_ways_and_paged_in_each() {
    story(async |app| {
        let ada = app.user("ada").await;
        let kept = keep_some(&ada, 7).await;
        let by = |field: &'static str| {
            let mut sorted = kept.clone();
            sorted.sort_by_key(|song| (song[field].as_str().unwrap().to_lowercase(), song["id"].to_string()));
            sorted
        };
        let newest: Vec<_> = kept.iter().rev().cloned().collect();
        for (sort, expected) in [("new", newest.clone()), ("old", kept.clone())] {
            for limit in [1, 2, 50] {
                let listed = ada.all_pages(&format!("{}?sort={sort}", paths::FAVORITES), "favorites", limit).await;
                assert_eq!(songs(&listed), expected, "{sort} by {limit}");
            }
        }
        for (sort, field) in [("title", "title"), ("artist", "artist")] {
            let path = format!("{}?sort={sort}", paths::FAVORITES);
            let whole = songs(&ada.all_pages(&path, "favorites", 50).await);
            assert_eq!(songs(&ada.all_pages(&path, "favorites", 2).await), whole, "{sort}");
            let letters = |list: &[Value]| {
                list.iter().map(|song| song[field].as_str().unwrap().to_lowercase().chars().next()).collect::<Vec<_>>()
            };
            assert_eq!(letters(&whole), letters(&by(field)), "{sort}");
        }
        assert_eq!(songs(&ada.all_pages(paths::FAVORITES, "favorites", 20).await), newest);
    });
}

#[test]
fn favourites_are_found_by_title_and_artist() {
    story(async |app| {
        let ada = app.user("ada").await;
        let kept = keep_some(&ada, 6).await;
        let find = async |text: &str| {
            let path = format!("{}?q={}", paths::FAVORITES, paths::encode(text));
            songs(ada.read(&path).await["favorites"].as_array().unwrap())
        };
        for song in &kept {
            for field in ["title", "artist"] {
                let text = song[field].as_str().unwrap();
                assert!(find(&text.to_uppercase()).await.contains(song), "{text}");
                assert!(find(&text[text.len() / 2..]).await.contains(song), "{text}");
            }
        }
        assert!(find("no such song anywhere").await.is_empty());
        assert_eq!(find(" ").await.len(), 6);
        for literal in ["%", "_", "\\"] {
            let expected = |song: &&Value| {
                song["title"].as_str().unwrap().contains(literal) || song["artist"].as_str().unwrap().contains(literal)
            };
            assert_eq!(find(literal).await.len(), kept.iter().filter(expected).count(), "{literal}");
        }
    });
}

#[test]
fn strange_queries_are_refused() {
    story(async |app| {
        let ada = app.user("ada").await;
        let long = "x".repeat(201);
        ada.get(&format!("{}?q={long}", paths::FAVORITES)).answer().await.field_problem("q", "too_long");
        ada.get(&format!("{}?q=%00", paths::FAVORITES)).answer().await.field_problem("q", "invalid");
        ada.get(&format!("{}?sort=loud", paths::FAVORITES)).answer().await.problem(422, "validation");
    });
}

#[test]
fn a_cursor_of_another_order_or_user_is_refused() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        keep_some(&ada, 3).await;
        let page = ada.read(&format!("{}?sort=title&limit=1", paths::FAVORITES)).await;
        let cursor = page["next_cursor"].as_str().unwrap();
        for sort in ["new", "old", "artist"] {
            let path = format!("{}?sort={sort}&cursor={cursor}", paths::FAVORITES);
            ada.get(&path).answer().await.problem(400, "invalid_cursor");
        }
        let path = format!("{}?sort=title&cursor={cursor}", paths::FAVORITES);
        bob.get(&path).answer().await.problem(400, "invalid_cursor");
        ada.read(&path).await;
    });
}

#[test]
fn favourites_are_found_by_what_is_said_of_their_picture() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let fields =
            [("visibility", "private"), ("description", "Éclairs at the old harbour"), ("alt_text", "A pier.")];
        let post = ada.upload(factory::photo(1), &fields).await.expect(201).json()["post"].take();
        let post = ada.wait_for(&post).await;
        let other = bob.ready_post(factory::photo(2), "public").await;
        let kept = ada.songs(&post).await[0].clone();
        let elsewhere = ada.songs(&other).await.into_iter().find(|item| item["song"] != kept["song"]).unwrap();
        ada.put(&favorite_path(&other, &elsewhere)).answer().await.expect(200);
        ada.put(&favorite_path(&post, &kept)).answer().await.expect(200);
        ada.rematch(&post, &serde_json::json!({"keywords": ["zeppelin"]})).await.expect(202);
        let post = ada.wait_for(&post).await;
        let find = async |client: &Client, path: &str, text: &str| {
            let path = format!("{path}?q={}", paths::encode(text));
            songs(client.read(&path).await["favorites"].as_array().unwrap())
        };
        for text in ["zeppelin", "ZEPP", "old harbour", "pier"] {
            assert_eq!(find(&ada, paths::FAVORITES, text).await, [kept["song"].clone()], "{text}");
            for limit in [1, 20] {
                let path = format!("{}?sort=title&q={}", paths::FAVORITES, paths::encode(text));
                assert_eq!(ada.all_pages(&path, "favorites", limit).await.len(), 1, "{text}");
            }
        }
        // Shown to others, they are not found by the words of a picture that is not the others' to see.
        ada.patch(paths::ME).json(&serde_json::json!({"favorites_public": true})).answer().await.expect(200);
        let public = "/api/v1/users/ada/favorites";
        for client in [&bob, &app.anonymous()] {
            for text in ["zeppelin", "old harbour", "pier"] {
                assert!(find(client, public, text).await.is_empty(), "{text}");
            }
        }
        let path = crate::support::client::post_path(&post);
        ada.patch(&path).json(&serde_json::json!({"visibility": "public"})).answer().await.expect(200);
        assert_eq!(find(&bob, public, "zeppelin").await, [kept["song"].clone()]);
        ada.delete(&path).answer().await.expect(204);
        assert!(find(&ada, paths::FAVORITES, "zeppelin").await.is_empty());
        assert_eq!(find(&ada, paths::FAVORITES, " ").await.len(), 2, "the song itself stays");
    });
}

#[test]
fn letters_that_grow_when_they_are_made_small_are_paged_like_all_others() {
    story(async |app| {
        let ada = app.user("ada").await;
        let kept = keep_some(&ada, 5).await;
        for (song, text) in kept.iter().zip(["ΕΛΛΑΣ", "İstanbul", "ΣΑΣ ΕΛΛΑΣ", "istanbul", "ẞtraße"]) {
            let id = song["id"].as_str().unwrap();
            app.sql(&format!("update songs set title = '{text}', artist = '{text}' where id = '{id}'"));
        }
        for sort in ["title", "artist"] {
            let path = format!("{}?sort={sort}", paths::FAVORITES);
            let whole = songs(&ada.all_pages(&path, "favorites", 50).await);
            assert_eq!(whole.len(), 5);
            let mut one_by_one = Vec::new();
            let mut cursor = String::new();
            for _ in 0..whole.len() {
                let page = ada.read(&format!("{path}&limit=1{cursor}")).await;
                one_by_one.push(page["favorites"][0]["song"].clone());
                cursor = page["next_cursor"].as_str().map(|next| format!("&cursor={next}")).unwrap_or_default();
            }
            assert_eq!((one_by_one, cursor), (whole, String::new()), "{sort}");
        }
    });
}
