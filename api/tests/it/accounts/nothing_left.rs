//! What is left of somebody who leaves, or of a post that is deleted: no row that names them, no count that was theirs, no
//! link that leads nowhere.

use std::collections::BTreeMap;

use imagime_api::repositories::analyses;
use imagime_shared::paths;
use serde_json::{Value, json};

use crate::support::{
    App, Client, Request,
    client::{PASSWORD, favorite_path, form, post_path},
    eventually, factory, story,
    things::make_token,
};

/// All tables of the database, by their full names.
fn tables(app: &App) -> Vec<String> {
    let tables = app.lines(
        "select format('%I.%I', table_schema, table_name) as line from information_schema.tables
            where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1",
    );
    assert!(tables.len() > 25, "{tables:?}");
    tables
}

/// Every row of every table that names one of these, as `table: row`.
fn rows_with(app: &App, names: &[String]) -> Vec<String> {
    let pattern = names.join("|");
    let found = |table: &String| {
        // What makes a repeated DELETE or creation harmless: ids alone, kept for whoever asked as long as they are here.
        let is_theirs = match table.as_str() {
            "public.tombstones" | "public.idempotency_keys" => "user_id in (select id from users)",
            _ => "false",
        };
        let rows = format!("{table} as t where t::text ~ '{pattern}' and not ({is_theirs})");
        app.lines(&format!("select '{table}: ' || t::text as line from {rows}"))
    };
    tables(app).iter().flat_map(found).collect()
}

/// How many rows each table has, but for those that keep some for a reason.
fn counts(app: &App) -> BTreeMap<String, i64> {
    const KEEP: [&str; 2] = [
        // Under a keyed digest, which names nobody, for a day: or who leaves could begin again with all attempts.
        "public.login_attempts",
        // A sum that has become 0 again.
        "public.vote_totals",
    ];
    tables(app)
        .into_iter()
        .filter(|table| !KEEP.contains(&table.as_str()))
        .map(|table| (table.clone(), app.count(&table)))
        .collect()
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
        let left = rows_with(app, &names);
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
        let left = rows_with(app, &names);
        assert!(left.is_empty(), "{left:#?}");

        let post = bob.read(&post_path(&theirs.post)).await["post"].take();
        assert_eq!((&post["like_count"], &post["comment_count"]), (&json!(1), &json!(1)), "bob's own");
        let user = bob.read("/api/v1/users/bob").await["user"].take();
        assert_eq!((&user["follower_count"], &user["following_count"]), (&json!(0), &json!(0)));
        let songs = bob.songs(&theirs.post).await;
        assert!(songs.iter().all(|item| item["vote_score"].as_i64().unwrap() <= 1), "her votes went with her");
    });
}

/// Everything that somebody can do alone and with a post of somebody else's.
async fn do_everything(app: &App, ada: &Client, theirs: &Value) {
    leave_traces(app, ada, ada).await;
    ada.put(paths::AVATAR).multipart(form(factory::photo(3), &[])).answer().await.expect(200);
    ada.ready_post(factory::photo(4), "private").await;
    ada.upload(factory::photo(5), &[("description", "Still at work")]).await.expect(201);
    let item = &ada.songs(theirs).await[1];
    ada.put(&favorite_path(theirs, item)).answer().await.expect(200);
    ada.vote(theirs, item, -1).await.expect(200);
    ada.put(&paths::fill(paths::POST_LIKE, &[&id(theirs)])).answer().await.expect(200);
    let comments = paths::fill(paths::POST_COMMENTS, &[&id(theirs)]);
    for body in ["One", "Two"] {
        let said = ada.post(&comments).json(&json!({"body": body})).answer().await.expect(201).json();
        if body == "Two" {
            let path = paths::fill(paths::COMMENT, &[&id(&said["comment"])]);
            ada.delete(&path).answer().await.expect(204);
        }
    }
    ada.post(&paths::fill(paths::PLAYLIST_FROM_POST, &[&id(theirs)])).json(&json!({})).answer().await.expect(201);
    ada.put(&paths::fill(paths::USER_FOLLOW, &["bob"])).answer().await.expect(200);
    make_token(ada, &["read"]).await;
    ada.login("ada", PASSWORD).await;
    ada.post(paths::REFRESH).json(&json!({"refresh_token": ada.refresh_token})).answer().await.expect(200);
    let wrong = json!({"login": "ada", "password": "not the password"});
    app.anonymous().post(paths::LOGIN).json(&wrong).answer().await.expect(401);
    ada.get(paths::EXPORT).answer().await.expect(200);
    ada.patch(paths::ME).json(&json!({"username": "ada2"})).answer().await.expect(200);
}

#[test]
fn no_table_has_a_row_more_when_somebody_left() {
    story(async |app| {
        let bob = app.user("bob").await;
        let theirs = leave_traces(app, &bob, &bob).await.post;
        an_hour_later(app).await;
        eventually("nothing is to be done", async || app.count("jobs") == 0).await;
        let before = counts(app);
        let ada = app.user("ada").await;
        do_everything(app, &ada, &theirs).await;
        bob.put(&paths::fill(paths::USER_FOLLOW, &["ada2"])).answer().await.expect(200);
        let more = counts(app).into_iter().filter(|(table, rows)| *rows > before[table]).count();
        assert!(more >= 20, "she did not do much: {more}");
        ada.delete(paths::ME).json(&json!({"password": PASSWORD})).answer().await.expect(204);
        eventually("nothing is to be done", async || app.count("jobs") == 0).await;
        an_hour_later(app).await;
        assert_eq!(counts(app), before);
    });
}

#[test]
fn what_was_seen_in_a_picture_goes_with_its_last_post() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let one = ada.ready_post(factory::photo(1), "private").await;
        let two = bob.ready_post(factory::photo(1), "private").await;
        assert_eq!(app.count("analyses"), 1, "one picture");
        ada.delete(&post_path(&one)).answer().await.expect(204);
        assert_eq!(app.count("analyses"), 1, "bob's is still there");
        let key = app.lines("select encode(image_key, 'hex') as line from analyses")[0].clone();
        bob.delete(&post_path(&two)).answer().await.expect(204);
        assert_eq!(app.count("analyses"), 0);

        // Somebody else's answer that comes late.
        let key: Vec<u8> = (0..32).map(|at| u8::from_str_radix(&key[2 * at..2 * at + 2], 16).unwrap()).collect();
        analyses::insert(&mut app.database().connect(), &key, "everypixel", &json!([])).unwrap();
        assert_eq!(app.count("analyses"), 0);

        let three = ada.ready_post(factory::photo(2), "private").await;
        let key = app.lines("select encode(image_key, 'hex') as line from posts")[0].clone();
        let late = format!(
            "insert into analyses (image_key, source, result) values (decode('{key}', 'hex'), 'everypixel', '[]')"
        );
        app.sql(&late);
        app.sql("insert into analyses (image_key, source, result) select sha256('x'), source, result from analyses");
        app.sweep_records().await;
        assert_eq!(app.count("analyses"), 2, "what belongs to a post stays, and nothing else");
        ada.delete(&post_path(&three)).answer().await.expect(204);
        assert_eq!(app.count("analyses"), 0);
    });
}
