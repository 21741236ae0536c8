//! What is left of somebody who leaves, or of a post that is deleted: no row that names them, no count that was theirs, no
//! link that leads nowhere.

use imagime_shared::paths;
use serde_json::{Value, json};

use crate::support::{
    App, Client, Request,
    client::{PASSWORD, favorite_path, form, post_path},
    factory, story,
};

/// Every row of every table that names one of these, as `table: row`.
fn rows_with(app: &App, names: &[String]) -> Vec<String> {
    let tables = app.lines(
        "select format('%I.%I', table_schema, table_name) as line from information_schema.tables
            where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')",
    );
    assert!(tables.len() > 25, "{tables:?}");
    let pattern = names.join("|");
    let found = |table: &String| {
        app.lines(&format!("select '{table}: ' || t::text as line from {table} as t where t::text ~ '{pattern}'"))
    };
    tables.iter().flat_map(found).collect()
}

/// The same but for what makes a repeated DELETE or creation harmless: ids alone, kept for whoever asked as long as they are here.
fn left_over(app: &App, names: &[String]) -> Vec<String> {
    const ALLOWED: [&str; 2] = ["public.tombstones:", "public.idempotency_keys:"];
    rows_with(app, names).into_iter().filter(|row| !ALLOWED.iter().any(|table| row.starts_with(table))).collect()
}

/// What goes on by itself sooner or later, now: rankings are made anew and the replaced ones end, words are counted.
async fn an_hour_later(app: &App) {
    app.rank_posts().await;
    app.sql("update rankings set replaced_at = replaced_at - interval '2 hours' where replaced_at is not null");
    app.rank_posts().await;
    app.sql("select search.count_words()");
}

fn id(thing: &Value) -> String {
    thing["id"].as_str().unwrap().to_owned()
}

/// A post of `ada` on which and from which both did everything that can be done; gives the post and all that it led to.
struct Traces {
    post: Value,
    slug: String,
    /// A playlist of bob's with songs from the post.
    playlist: String,
    comments: Vec<String>,
}

async fn leave_traces(app: &App, ada: &Client, bob: &Client) -> Traces {
    let key = |name: &str| format!("key-{name}");
    let image = form(factory::photo(1), &[("description", "Zanzibar"), ("visibility", "public")]);
    let made = ada.post(paths::POSTS).header("idempotency-key", key("post")).multipart(image);
    let post = made.answer().await.expect(201).json()["post"].take();
    let post = ada.wait_for(&post).await;
    let item = ada.songs(&post).await[0].clone();
    let mut comments = Vec::new();
    for user in [ada, bob] {
        user.put(&favorite_path(&post, &item)).answer().await.expect(200);
        user.put(&paths::fill(paths::POST_LIKE, &[&id(&post)])).answer().await.expect(200);
        user.vote(&post, &item, 1).await.expect(200);
        let comment = user.post(&paths::fill(paths::POST_COMMENTS, &[&id(&post)])).json(&json!({"body": "Oh!"}));
        let comment = comment.header("idempotency-key", key("comment")).answer().await.expect(201).json();
        comments.push(id(&comment["comment"]));
    }
    let share = ada.post(&paths::fill(paths::POST_SHARES, &[&id(&post)])).answer().await.expect(201).json();
    let slug = share["share"]["slug"].as_str().unwrap().to_owned();
    let playlist = bob.post(&paths::fill(paths::PLAYLIST_FROM_POST, &[&id(&post)]));
    let playlist = id(&playlist.json(&json!({"visibility": "public"})).answer().await.expect(201).json()["playlist"]);
    ada.rematch(&post, &json!({"keywords": ["zanzibar"]})).await.expect(202);
    let post = ada.wait_for(&post).await;
    app.rank_posts().await;
    Traces { post, slug, playlist, comments }
}

/// Everything that led to the post leads nowhere or is gone, for whoever asks.
async fn no_link_is_dead(app: &App, bob: &Client, traces: &Traces) {
    let Traces { post, slug, playlist, comments } = traces;
    let gone = id(post);
    let mut paths_gone: Vec<String> =
        ["", "/songs", "/similar", "/comments", "/events"].map(|rest| format!("{}{rest}", post_path(post))).to_vec();
    paths_gone.extend(comments.iter().map(|comment| paths::fill(paths::COMMENT, &[comment])));
    paths_gone.extend([paths::SHARED, paths::SHARED_SONGS].map(|path| paths::fill(path, &[slug])));
    paths_gone.push(post["image"]["url"].as_str().unwrap().to_owned());
    for path in paths_gone {
        for client in [bob, &app.anonymous()] {
            client.get(&path).answer().await.problem(404, "not_found");
        }
    }
    for path in [
        paths::POSTS.to_owned(),
        format!("{}?sort=hot", paths::POSTS),
        format!("{}?sort=top", paths::POSTS),
        format!("{}?q=zanzibar", paths::POSTS),
        format!("{}?keyword=zanzibar", paths::POSTS),
        format!("{}?q=zanzibar", paths::SEARCH),
        paths::LIKES.to_owned(),
        paths::FAVORITES.to_owned(),
        paths::RECOMMENDED_SONGS.to_owned(),
        paths::RECOMMENDED_POSTS.to_owned(),
        paths::fill(paths::PLAYLIST, &[playlist]),
        format!("{}?format=jspf", paths::fill(paths::PLAYLIST_EXPORT, &[playlist])),
        paths::fill(paths::KEYWORD, &["zanzibar"]),
    ] {
        let text = bob.get(&path).answer().await.expect(200).text();
        assert!(!text.contains(&gone), "{path}: {text}");
    }
    let list = bob.read(&paths::fill(paths::PLAYLIST, &[playlist])).await;
    let songs = list["playlist"]["songs"].as_array().unwrap();
    assert!(!songs.is_empty() && songs.iter().all(|row| row["post_id"].is_null()), "the songs stay");
    assert_eq!(list["playlist"]["cover_url"], Value::Null);
    let kept = bob.read(paths::FAVORITES).await;
    assert_eq!((&kept["favorites"][0]["post_id"], &kept["favorites"][0]["post"]), (&Value::Null, &Value::Null));
}

#[test]
fn nothing_names_a_post_that_was_deleted() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let traces = leave_traces(app, &ada, &bob).await;
        ada.delete(&post_path(&traces.post)).answer().await.expect(204);
        no_link_is_dead(app, &bob, &traces).await;
        assert_eq!(bob.read(&paths::fill(paths::KEYWORD, &["zanzibar"])).await["keyword"]["post_count"], 0);
        an_hour_later(app).await;
        let mut names = vec![id(&traces.post), traces.slug.clone(), "zanzibar".to_owned()];
        names.extend(traces.comments.clone());
        let left = left_over(app, &names);
        assert!(left.is_empty(), "{left:#?}");
        assert_eq!(bob.read("/api/v1/users/ada").await["user"]["post_count"], 0);
    });
}

#[test]
fn nothing_names_somebody_who_left() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let ada_id = id(&ada.read(paths::ME).await["user"]);
        let (mine, theirs) = (leave_traces(app, &ada, &bob).await, leave_traces(app, &bob, &ada).await);
        ada.put(&paths::fill(paths::USER_FOLLOW, &["bob"])).answer().await.expect(200);
        bob.put(&paths::fill(paths::USER_FOLLOW, &["ada"])).answer().await.expect(200);
        ada.patch(paths::ME).json(&json!({"display_name": "Adalwolfa"})).answer().await.expect(200);
        // A failed login is remembered, under a keyed digest.
        let wrong = json!({"login": "ada", "password": "not the password"});
        app.anonymous().post(paths::LOGIN).json(&wrong).answer().await.expect(401);
        app.sql("select search.count_words()");
        assert!(rows_with(app, std::slice::from_ref(&ada_id)).len() > 10);

        ada.delete(paths::ME).json(&json!({"password": PASSWORD})).answer().await.expect(204);
        no_link_is_dead(app, &bob, &mine).await;
        let playlist = paths::fill(paths::PLAYLIST, &[&theirs.playlist]);
        bob.get(&playlist).answer().await.problem(404, "not_found");
        for path in ["", "/posts", "/followers", "/following", "/favorites"] {
            bob.get(&format!("/api/v1/users/ada{path}")).answer().await.problem(404, "not_found");
        }
        an_hour_later(app).await;
        let mut names = vec![ada_id, id(&mine.post), mine.slug, theirs.playlist];
        names.extend(["ada@example.org", "adalwolfa", "Adalwolfa"].map(str::to_owned));
        names.extend(mine.comments);
        names.push(theirs.comments[1].clone());
        let left = left_over(app, &names);
        assert!(left.is_empty(), "{left:#?}");

        let post = bob.read(&post_path(&theirs.post)).await["post"].take();
        assert_eq!((&post["like_count"], &post["comment_count"]), (&json!(1), &json!(1)), "bob's own");
        let user = bob.read("/api/v1/users/bob").await["user"].take();
        assert_eq!((&user["follower_count"], &user["following_count"]), (&json!(0), &json!(0)));
        let songs = bob.songs(&theirs.post).await;
        assert!(songs.iter().all(|item| item["vote_score"].as_i64().unwrap() <= 1), "her votes went with her");
    });
}
