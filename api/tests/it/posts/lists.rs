//! `GET /posts` with filters, and the counts that go with them.

use imagime_shared::paths;
use serde_json::{Value, json};

use crate::{
    follows::follow,
    support::{App, Client, Request, client::post_path, factory, story, story_with},
};

/// A word that no analyser says.
const WORD: &str = "insert into post_keywords (post_id, position, keyword, score, kind) select id, 90, 'Zeppelin', 0.5, 'user' from posts";

async fn ids(client: &Client, query: &str) -> Vec<Value> {
    let path = format!("{}?{query}", paths::POSTS);
    let all = client.all_pages(&path, "posts", 50).await;
    let one_by_one = client.all_pages(&path, "posts", 1).await;
    assert_eq!(one_by_one.len(), all.len(), "{query}");
    let ids = |posts: &[Value]| posts.iter().map(|post| post["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&one_by_one), ids(&all), "{query}");
    ids(&all)
}

/// Two public posts of Ada's, one of Bob's, and what is not shown of either.
async fn posted(ada: &Client, bob: &Client) -> [Value; 3] {
    let first = ada.ready_post(factory::photo(1), "public").await;
    let second = ada.ready_post(factory::photo(2), "public").await;
    ada.ready_post(factory::photo(3), "unlisted").await;
    ada.ready_post(factory::photo(4), "private").await;
    [first, second, bob.ready_post(factory::photo(5), "public").await]
}

fn count(app: &App, word: &str) -> String {
    let lines = app.lines(&format!("select post_count::text as line from keyword_counts where keyword = '{word}'"));
    lines.first().cloned().unwrap_or_default()
}

async fn post_count(client: &Client, name: &str) -> Value {
    client.read(&format!("/api/v1/users/{name}")).await["user"]["post_count"].take()
}

#[test]
fn each_filter_finds_what_it_names_among_the_posts_of_the_feed() {
    story(async |app| {
        let (ada, bob, nobody) = (app.user("ada").await, app.user("bob").await, app.anonymous());
        let [first, second, third] = posted(&ada, &bob).await;
        let [a, b, c] = [&first, &second, &third].map(|post| post["id"].clone());
        app.sql(WORD);
        for client in [&nobody, &ada, &bob] {
            assert_eq!(ids(client, "").await, [c.clone(), b.clone(), a.clone()]);
            assert_eq!(ids(client, "keyword=zeppelin").await, [c.clone(), b.clone(), a.clone()]);
            assert_eq!(ids(client, "keyword=%20ZEPPELIN").await.len(), 3);
            assert_eq!(ids(client, "user=ADA").await, [b.clone(), a.clone()]);
            assert_eq!(ids(client, "user=ada&keyword=zeppelin").await, [b.clone(), a.clone()]);
            assert!(ids(client, "keyword=zeppelin&user=somebody").await.is_empty());
            assert!(ids(client, "keyword=zepp").await.is_empty());
            assert!(ids(client, &format!("song={}", uuid::Uuid::now_v7())).await.is_empty());
        }
        app.sql(&format!("delete from post_keywords where position = 90 and post_id = '{}'", b.as_str().unwrap()));
        assert_eq!(ids(&nobody, "keyword=zeppelin").await, [c.clone(), a.clone()]);
        assert_eq!(ids(&nobody, "keyword=zeppelin&user=bob").await, [c]);
    });
}

#[test]
fn songs_times_and_previews_filter_too() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let posts = posted(&ada, &bob).await;
        let [a, b, c] = [&posts[0], &posts[1], &posts[2]].map(|post| post["id"].clone());
        app.sql(WORD);
        let item = ada.songs(&posts[0]).await[0].clone();
        let song = item["song"]["id"].as_str().unwrap();
        let mut with_it = Vec::new();
        for post in posts.iter().rev() {
            if ada.songs(post).await.iter().any(|item| item["song"]["id"] == song) {
                with_it.push(post["id"].clone());
            }
        }
        assert_eq!(ids(&bob, &format!("song={song}")).await, with_it);
        assert_eq!(ids(&bob, &format!("song={song}&keyword=zeppelin")).await, with_it);
        app.sql(&format!("update post_songs set generation = 99 where post_id = '{}'", a.as_str().unwrap()));
        assert!(!ids(&bob, &format!("song={song}")).await.contains(&a), "it stood on a former list");
        assert_eq!(ids(&bob, "preview=true").await, [c.clone(), b.clone()]);
        assert_eq!(ids(&bob, "preview=false").await.len(), 3);
        let (at, today) = (posts[1]["created_at"].as_str().unwrap(), chrono::Utc::now().date_naive());
        assert_eq!(ids(&bob, &format!("since={at}")).await, [c.clone(), b]);
        assert_eq!(ids(&bob, &format!("until={at}")).await, [a]);
        assert_eq!(ids(&bob, &format!("since={today}&until={today}")).await.len(), 3);
        assert!(ids(&bob, "until=2020-02-29").await.is_empty());
        app.sql("update songs set preview_state = 'none'");
        assert!(ids(&bob, "preview=true").await.is_empty());
        app.sql("update songs set preview_state = 'available', provider = 'folder' where provider = 'starter'");
        assert_eq!(ids(&bob, "preview=true&keyword=zeppelin").await.len(), 2);
        assert!(ids(&app.anonymous(), "preview=true").await.is_empty(), "own music is for accounts");
        follow(&bob, "ada").await.expect(200);
        assert_eq!(ids(&bob, "following=true&keyword=zeppelin").await.len(), 2);
        assert_eq!(ids(&bob, "following=true&user=ada").await.len(), 2);
        assert!(ids(&bob, "following=true&user=bob").await.is_empty());
        assert!(ids(&ada, "following=true").await.is_empty());
    });
}

#[test]
fn a_cursor_belongs_to_its_filters_and_bad_ones_are_refused() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        posted(&ada, &bob).await;
        let first = ada.read("/api/v1/posts?limit=1&user=ada").await;
        let cursor = first["next_cursor"].as_str().unwrap();
        for other in ["", "user=bob", "user=ada&keyword=sea", "user=ada&preview=true"] {
            let answer = ada.get(&format!("/api/v1/posts?{other}&cursor={cursor}")).answer().await;
            answer.problem(400, "invalid_cursor");
        }
        ada.get(&format!("/api/v1/posts?user=ADA&cursor={cursor}")).answer().await.expect(200);
        // Also where there is nothing to read it for.
        ada.get("/api/v1/posts?user=nobody&cursor=").answer().await.problem(400, "invalid_cursor");
        ada.get("/api/v1/posts?since=yesterday").answer().await.field_problem("since", "invalid");
        ada.get("/api/v1/posts?until=2026-02-30").answer().await.field_problem("until", "invalid");
        for query in ["song=x", "preview=perhaps"] {
            ada.get(&format!("/api/v1/posts?{query}")).answer().await.problem(422, "validation");
        }
        app.anonymous().get("/api/v1/posts?following=true&user=ada").answer().await.problem(401, "unauthorized");
    });
}

#[test]
fn counts_follow_what_is_shown() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let other = ada.ready_post(factory::photo(2), "private").await;
        let nobody = app.anonymous();
        app.sql(WORD);
        assert_eq!((count(app, "zeppelin").as_str(), post_count(&nobody, "ada").await), ("1", json!(1)));
        let set = async |post: &Value, visibility: &str| {
            ada.patch(&post_path(post)).json(&json!({"visibility": visibility})).answer().await.expect(200);
        };
        set(&other, "public").await;
        assert_eq!((count(app, "zeppelin").as_str(), post_count(&nobody, "ada").await), ("2", json!(2)));
        for hidden in ["private", "unlisted"] {
            set(&post, hidden).await;
            assert_eq!((count(app, "zeppelin").as_str(), post_count(&nobody, "ada").await), ("1", json!(1)));
            assert_eq!(post_count(&ada, "ada").await, 1, "as others see it");
        }
        set(&post, "public").await;
        ada.rematch(&post, &json!({"keywords": ["sea", "Airship", "AIRSHIP"]})).await.expect(202);
        ada.wait_for(&post).await;
        assert_eq!((count(app, "zeppelin").as_str(), count(app, "airship").as_str()), ("1", "1"));
        ada.delete(&post_path(&other)).answer().await.expect(204);
        assert_eq!((count(app, "zeppelin").as_str(), post_count(&nobody, "ada").await), ("", json!(1)));
        assert_counted(app);
        let password = json!({"password": crate::support::client::PASSWORD});
        ada.delete(paths::ME).json(&password).answer().await.expect(204);
        assert_eq!(app.count("keyword_counts"), 0);
    });
}

#[test]
fn what_is_not_finished_is_counted_nowhere() {
    story_with(
        |config| config.data.workers = Some(0),
        async |app| {
            let ada = app.user("ada").await;
            ada.post_picture(factory::photo(1), "public").await;
            app.sql(WORD);
            assert_eq!((app.count("keyword_counts"), post_count(&ada, "ada").await), (0, json!(0)));
            assert!(ids(&ada, "keyword=zeppelin").await.is_empty() && ids(&ada, "user=ada").await.is_empty());
        },
    );
}

/// The counts are those that counting gives.
fn assert_counted(app: &App) {
    let counted = "select lower(keyword) || count(distinct post_id) as line from post_keywords join posts on posts.id = post_id \
                   where visibility = 'public' and match_generation > 0 group by lower(keyword) order by 1";
    let kept = "select keyword || post_count as line from keyword_counts order by 1";
    assert_eq!(app.lines(kept), app.lines(counted));
}

#[test]
fn a_cursor_outlives_what_others_post_with_like_words() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let mut said = Vec::new();
        for (seed, words) in [(1, "At the harbour"), (2, "Harbour lights")] {
            let post = ada.upload(factory::photo(seed), &[("visibility", "public"), ("description", words)]).await;
            said.push(ada.wait_for(&post.expect(201).json()["post"]).await["id"].clone());
        }
        app.rank_posts().await;
        let mut cursors = Vec::new();
        for order in ["sort=new", "sort=top", "sort=hot"] {
            let path = format!("{}?q=harb&limit=1&{order}", paths::POSTS);
            let first = app.anonymous().read(&path).await;
            cursors.push((path, first["posts"][0]["id"].clone(), first["next_cursor"].clone()));
        }
        let fields = [("visibility", "public"), ("description", "Harbinger of harbours")];
        let other = bob.upload(factory::photo(3), &fields).await.expect(201).json()["post"].take();
        bob.wait_for(&other).await;
        for (path, first, cursor) in cursors {
            let next = app.anonymous().read(&format!("{path}&cursor={}", cursor.as_str().unwrap())).await;
            let both = [first, next["posts"][0]["id"].clone()];
            assert!(said.iter().all(|id| both.contains(id)), "{path}: {both:?}");
        }
    });
}
