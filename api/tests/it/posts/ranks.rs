//! `GET /posts?sort=` and `GET /posts/{id}/songs?sort=votes`.

use std::collections::HashSet;

use chrono::{Duration, Utc};
use imagime_shared::paths;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{App, Client, Request, client::post_path, eventually, factory, story};

/// A public post like another, but of this age and with this many likes.
fn copy(app: &App, post: &Value, age: Duration, likes: u32) -> Value {
    let at = Utc::now() - age;
    let id = Uuid::from_u128(u128::try_from(at.timestamp_millis()).unwrap() << 80 | u128::from(rand::random::<u64>()));
    app.sql(&format!(
        "insert into posts (id, user_id, visibility, status, image_key, width, height, thumbhash, match_generation, wanted_generation, \
         like_count, created_at) select '{id}', user_id, 'public', 'ready', image_key, width, height, thumbhash, 1, 1, {likes}, '{at}' \
         from posts where id = '{}'",
        post["id"].as_str().unwrap()
    ));
    json!(id)
}

async fn ids(client: &Client, query: &str) -> Vec<Value> {
    let posts = client.all_pages(&format!("{}?{query}", paths::POSTS), "posts", 3).await;
    posts.iter().map(|post| post["id"].clone()).collect()
}

async fn like(client: &Client, id: &Value) {
    client.put(&paths::fill(paths::POST_LIKE, &[id.as_str().unwrap()])).answer().await.expect(200);
}

#[test]
fn top_counts_likes_in_a_period_and_hot_weighs_them_against_age() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        assert!(ids(&bob, "sort=top").await.is_empty() && ids(&bob, "sort=hot").await.is_empty());
        let post = ada.ready_post(factory::photo(1), "public").await;
        for (seed, visibility) in [(2, "private"), (3, "unlisted")] {
            let hidden = ada.ready_post(factory::photo(seed), visibility).await;
            like(&ada, &hidden["id"]).await;
        }
        let new = post["id"].clone();
        let old = copy(app, &post, Duration::days(40), 9);
        let days = copy(app, &post, Duration::days(3), 5);
        let hour = copy(app, &post, Duration::hours(1), 1);
        app.rank_posts().await;
        assert_eq!(ids(&bob, "sort=top").await, [old.clone(), days.clone(), hour.clone(), new.clone()]);
        assert_eq!(ids(&bob, "sort=top&period=month").await, [days.clone(), hour.clone(), new.clone()]);
        assert_eq!(ids(&bob, "sort=top&period=week").await, [days.clone(), hour.clone(), new.clone()]);
        assert_eq!(ids(&bob, "sort=top&period=day").await, [hour.clone(), new.clone()]);
        assert_eq!(ids(&bob, "sort=hot").await, [hour.clone(), new.clone(), days.clone(), old.clone()]);
        assert_eq!(ids(&bob, "sort=new").await, ids(&bob, "").await);
        // A favourite is its owner's alone; a word and a like are everybody's.
        let song = ada.songs(&post).await[0].clone();
        bob.put(&crate::support::client::favorite_path(&post, &song)).answer().await.expect(200);
        app.rank_posts().await;
        assert_eq!(ids(&bob, "sort=hot").await, [hour.clone(), new.clone(), days.clone(), old.clone()]);
        like(&bob, &new).await;
        eventually("a like is heard by itself", async || {
            ids(&bob, "sort=top&period=day").await == [new.clone(), hour.clone()]
                && ids(&bob, "sort=hot").await == [new.clone(), hour.clone(), days.clone(), old.clone()]
        })
        .await;
        let refused = bob.get("/api/v1/posts?sort=best").answer().await;
        refused.problem(422, "validation");
        bob.get("/api/v1/posts?sort=top&period=hour").answer().await.problem(422, "validation");
    });
}

#[test]
fn pages_of_a_ranking_hold_still_while_people_like_and_end_in_time() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.ready_post(factory::photo(1), "public").await;
        let mut made: Vec<Value> =
            (1..=7i32).map(|hours| copy(app, &post, Duration::hours(hours.into()), hours.unsigned_abs())).collect();
        made.reverse();
        made.push(post["id"].clone());
        app.rank_posts().await;
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        let mut first_cursor = None;
        loop {
            let page = bob.read(&format!("/api/v1/posts?sort=top&limit=2{cursor}")).await;
            let posts = page["posts"].as_array().unwrap();
            seen.extend(posts.iter().map(|post| post["id"].clone()));
            let Some(next) = page["next_cursor"].as_str() else { break };
            assert_eq!(posts.len(), 2, "what went out of sight leaves no gap");
            cursor = format!("&cursor={next}");
            first_cursor.get_or_insert(cursor.clone());
            if seen.len() == 2 {
                // The last one becomes the first, one that is still to come goes, and a new one comes.
                app.sql(&format!("update posts set like_count = 99 where id = '{}'", made[7].as_str().unwrap()));
                app.sql(&format!("update posts set visibility = 'private' where id = '{}'", made[3].as_str().unwrap()));
                copy(app, &post, Duration::minutes(1), 50);
                app.rank_posts().await;
            }
        }
        let gone = made.remove(3);
        assert_eq!(seen, made);
        let now = ids(&bob, "sort=top").await;
        assert!(now[0] == made[6] && now.len() == 8 && !now.contains(&gone));
        let first = first_cursor.unwrap();
        bob.get(&format!("/api/v1/posts?sort=top&period=day{first}")).answer().await.problem(400, "invalid_cursor");
        bob.get(&format!("/api/v1/posts?sort=hot{first}")).answer().await.problem(400, "invalid_cursor");
        app.sql("update rankings set replaced_at = now() - interval '59 minutes' where replaced_at is not null");
        app.rank_posts().await;
        bob.get(&format!("/api/v1/posts?sort=top{first}")).answer().await.expect(200);
        app.sql("update rankings set replaced_at = now() - interval '61 minutes' where replaced_at is not null");
        app.rank_posts().await;
        bob.get(&format!("/api/v1/posts?sort=top{first}")).answer().await.problem(410, "cursor_expired");
        let epochs = app.count("rankings");
        app.rank_posts().await;
        assert_eq!(app.count("rankings"), epochs, "nothing changed, nothing is written");
    });
}

#[test]
fn a_ranking_longer_than_one_row_is_read_in_order_and_with_filters() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.ready_post(factory::photo(1), "public").await;
        let others = bob.ready_post(factory::photo(2), "public").await;
        let expected: Vec<Value> = (1..=250)
            .map(|at| copy(app, if at % 50 == 0 { &others } else { &post }, Duration::hours(at), 300 - at as u32))
            .collect();
        app.sql("insert into post_keywords (post_id, position, keyword, score, kind) select id, 90, 'Zeppelin', 0.5, 'user' from posts");
        app.rank_posts().await;
        let all = ids(&bob, "sort=top&keyword=zeppelin").await;
        assert_eq!(all[..250], expected);
        assert_eq!(all.len(), 252);
        let theirs: Vec<Value> = expected.iter().skip(49).step_by(50).cloned().chain([others["id"].clone()]).collect();
        assert_eq!(ids(&ada, "sort=top&user=bob").await, theirs);
        crate::follows::follow(&ada, "bob").await.expect(200);
        assert_eq!(ids(&ada, "sort=top&following=true").await, theirs);
        assert_eq!(ids(&ada, "sort=top&following=true&keyword=nothing").await, Vec::<Value>::new());
        let song = ada.songs(&others).await[0]["song"]["id"].as_str().unwrap().to_owned();
        assert!(ids(&ada, &format!("sort=top&user=bob&song={song}")).await == [others["id"].clone()]);
        assert_eq!(ids(&ada, "sort=hot&user=bob&preview=true").await, [others["id"].clone()]);
        let from = Utc::now() - Duration::minutes(130);
        assert_eq!(ids(&ada, &format!("sort=top&since={}", from.format("%FT%TZ"))).await[..2], expected[..2]);
    });
}

#[test]
fn songs_by_votes_come_each_once_however_people_vote_in_between() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.ready_post(factory::photo(1), "public").await;
        let fit = ada.songs(&post).await;
        assert!(fit.len() > 6);
        ada.vote(&post, &fit[4], 1).await.expect(200);
        bob.vote(&post, &fit[4], 1).await.expect(200);
        bob.vote(&post, &fit[5], 1).await.expect(200);
        bob.vote(&post, &fit[0], -1).await.expect(200);
        let path = format!("{}/songs", post_path(&post));
        let id = |item: &Value| item["song"]["id"].as_str().unwrap().to_owned();
        let first = bob.read(&format!("{path}?sort=votes&limit=3")).await;
        let shown: Vec<String> = first["songs"].as_array().unwrap().iter().map(id).collect();
        assert_eq!(shown, [id(&fit[4]), id(&fit[5]), id(&fit[1])]);
        let cursor = first["next_cursor"].as_str().unwrap();
        // One that was shown falls, one that is to come rises.
        bob.vote(&post, &fit[4], -1).await.expect(200);
        ada.vote(&post, fit.last().unwrap(), 1).await.expect(200);
        let second = bob.read(&format!("{path}?sort=votes&limit=2&cursor={cursor}")).await;
        assert_eq!(id(&second["songs"][0]), id(fit.last().unwrap()));
        let mut all = shown;
        let mut page = second;
        loop {
            all.extend(page["songs"].as_array().unwrap().iter().map(id));
            let Some(next) = page["next_cursor"].as_str() else { break };
            page = bob.read(&format!("{path}?sort=votes&limit=50&cursor={next}")).await;
        }
        assert_eq!(all.len(), fit.len());
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), fit.len());
        assert_eq!(all.last(), Some(&id(&fit[0])), "voted down");
        assert_eq!(bob.songs(&post).await.iter().map(id).collect::<Vec<_>>(), fit.iter().map(id).collect::<Vec<_>>());
        bob.get(&format!("{path}?cursor={cursor}")).answer().await.problem(400, "invalid_cursor");
        ada.rematch(&post, &json!({"keywords": ["sea"]})).await.expect(202);
        ada.wait_for(&post).await;
        bob.get(&format!("{path}?sort=votes&cursor={cursor}")).answer().await.problem(410, "cursor_expired");
    });
}

#[test]
fn a_song_and_a_word_know_their_pictures() {
    story(async |app| {
        let (ada, nobody) = (app.user("ada").await, app.anonymous());
        let first = ada.ready_post(factory::photo(1), "public").await;
        let same = ada.ready_post(factory::photo(1), "public").await;
        ada.ready_post(factory::photo(1), "private").await;
        let best = ada.songs(&first).await[0]["song"].clone();
        let path = format!("/api/v1/songs/{}/posts", best["id"].as_str().unwrap());
        let listed = nobody.all_pages(&path, "posts", 1).await;
        assert_eq!(listed.iter().map(|post| &post["id"]).collect::<Vec<_>>(), [&same["id"], &first["id"]]);
        nobody.get(&format!("/api/v1/songs/{}/posts", Uuid::now_v7())).answer().await.problem(404, "not_found");

        app.sql("insert into post_keywords (post_id, position, keyword, score, kind) select id, 90, 'Night Train', 0.5, 'user' from posts");
        let page = nobody.read("/api/v1/keywords/NIGHT%20train?limit=1").await;
        assert_eq!(page["keyword"], json!({"keyword": "night train", "post_count": 2}));
        assert_eq!((&page["posts"][0]["id"], page["posts"].as_array().unwrap().len()), (&same["id"], 1));
        let songs = page["songs"].as_array().unwrap();
        assert!(songs.len() > 5 && songs[0]["song"]["id"] == best["id"], "{songs:?}");
        let next = page["next_cursor"].as_str().unwrap();
        let second = nobody.read(&format!("/api/v1/keywords/night%20train?limit=1&cursor={next}")).await;
        assert_eq!((&second["posts"][0]["id"], &second["songs"]), (&first["id"], &json!([])));
        assert_eq!(second["next_cursor"], Value::Null);
        // Who keeps it sees so, and nobody else.
        ada.put(&crate::support::client::favorite_path(&first, &json!({"song": best}))).answer().await.expect(200);
        let alone = format!("/api/v1/songs/{}", best["id"].as_str().unwrap());
        for (client, kept) in [(&ada, true), (&nobody, false)] {
            assert_eq!(client.read("/api/v1/keywords/night%20train").await["songs"][0]["is_favorite"], kept);
            assert_eq!(client.read(&alone).await["is_favorite"], kept);
        }
        // Votes count: two people say that the best does not fit.
        for name in ["bob", "cleo"] {
            let voter = app.user(name).await;
            voter.vote(&first, &json!({"song": best}), -1).await.expect(200);
        }
        assert_ne!(nobody.read("/api/v1/keywords/night%20train").await["songs"][0]["song"]["id"], best["id"]);
        let unknown = nobody.read("/api/v1/keywords/zeppelin").await;
        let empty =
            json!({"keyword": {"keyword": "zeppelin", "post_count": 0}, "posts": [], "songs": [], "next_cursor": null});
        assert_eq!(unknown, empty);
        nobody.get(&format!("/api/v1/keywords/zeppelin?cursor={next}")).answer().await.problem(400, "invalid_cursor");
    });
}
