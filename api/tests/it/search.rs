//! Search over posts, songs, people and words.

use std::slice::from_ref;

use imagime_shared::paths;
use serde_json::{Value, json};

use crate::support::{App, Client, Request, client::post_path, eventually, factory, story};

/// Percent-encodes all but letters and digits.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

async fn search(client: &Client, words: &str, kind: &str) -> Vec<Value> {
    let mut found = client.read(&format!("{}?q={}&type={kind}&limit=20", paths::SEARCH, encoded(words))).await;
    assert_eq!(found.as_object().unwrap().len(), 1, "{found}");
    found[kind].take().as_array().unwrap().clone()
}

/// Ids of the posts that a search finds, in both of its places.
async fn posts(client: &Client, words: &str) -> Vec<Value> {
    let ids = |found: &[Value]| found.iter().map(|post| post["id"].clone()).collect::<Vec<_>>();
    let path = format!("{}?q={}", paths::POSTS, encoded(words));
    let all = ids(&client.all_pages(&path, "posts", 1).await);
    assert_eq!(ids(&search(client, words, "posts").await), all, "{words}");
    all
}

/// A post with a description.
async fn post(client: &Client, seed: u32, visibility: &str, description: &str) -> Value {
    let fields = [("visibility", visibility), ("description", description)];
    let post = client.upload(factory::photo(seed), &fields).await.expect(201).json()["post"].take();
    client.wait_for(&post).await["id"].take()
}

/// Gives a post another word, as its owner would.
async fn say(app: &App, client: &Client, id: &Value, words: &[&str]) {
    let path = paths::fill(paths::POST_REMATCH, &[id.as_str().unwrap()]);
    let started = client.post(&path).json(&json!({"keywords": words})).answer().await.expect(202).json()["post"].take();
    client.wait_for(&started).await;
    assert_eq!(app.count(&format!("posts where id = '{}' and status = 'ready'", id.as_str().unwrap())), 1);
}

#[test]
fn posts_are_found_by_all_that_is_said_of_them() {
    story(async |app| {
        let (ada, nobody) = (app.user("ada").await, app.anonymous());
        let harbour = post(&ada, 1, "public", "Éclairs at the old harbour — before the rain.").await;
        let other = post(&ada, 2, "public", "").await;
        say(app, &ada, &other, &["zeppelin", "night train"]).await;
        for client in [&ada, &nobody] {
            for words in [
                "harbour",
                "HARBOUR",
                "harb",
                "old harbour",
                "harbour old",
                "eclairs",
                "éclair",
                "harbuor",
                "habour rain",
            ] {
                assert_eq!(posts(client, words).await, from_ref(&harbour), "{words}");
            }
            for words in ["zeppelin", "zepelin", "train night", "night zep"] {
                assert_eq!(posts(client, words).await, from_ref(&other), "{words}");
            }
            assert_eq!(posts(client, "ada").await, [other.clone(), harbour.clone()]);
            for words in ["harbour zeppelin", "xyzzyplugh"] {
                assert!(posts(client, words).await.is_empty(), "{words}");
            }
        }
        let song =
            ada.read(&format!("{}/{}/songs", paths::POSTS, other.as_str().unwrap())).await["songs"][0]["song"].take();
        assert!(posts(&nobody, song["title"].as_str().unwrap()).await.contains(&other));
        ada.patch(paths::ME).json(&json!({"display_name": "Ottoline Quill"})).answer().await.expect(200);
        let both = [other.clone(), harbour.clone()];
        let written = async || {
            eventually("the new name is written", async || app.count("search.renamed_authors") == 0).await;
        };
        written().await;
        assert_eq!(posts(&nobody, "ottoline").await, both);
        assert_eq!(posts(&nobody, "quill ada").await, both);
        ada.patch(paths::ME).json(&json!({"display_name": "Ada"})).answer().await.expect(200);
        written().await;
        assert!(posts(&nobody, "ottoline").await.is_empty());
        ada.patch(&post_path(&json!({"id": harbour})))
            .json(&json!({"description": "A lighthouse."}))
            .answer()
            .await
            .expect(200);
        assert!(posts(&nobody, "harbour").await.is_empty());
        assert_eq!(posts(&nobody, "lighthouse").await, [harbour]);
    });
}

#[test]
fn nobody_finds_what_is_not_theirs_to_see() {
    story(async |app| {
        let (ada, bob, nobody) = (app.user("ada").await, app.user("bob").await, app.anonymous());
        let private = post(&ada, 1, "private", "Quixotic hideaway").await;
        let unlisted = post(&ada, 2, "unlisted", "Quixotic shed").await;
        say(app, &ada, &private, &["pangolin"]).await;
        assert_eq!(posts(&ada, "quixotic").await, [unlisted.clone(), private.clone()]);
        assert_eq!(posts(&ada, "pangolin").await, from_ref(&private));
        for client in [&bob, &nobody] {
            for words in ["quixotic", "quixo", "quixotik", "hideaway", "pangolin"] {
                assert!(posts(client, words).await.is_empty(), "{words}");
                assert!(search(client, words, "keywords").await.is_empty(), "{words}");
            }
        }
        // A song that stands on a private post only is its owner's to find.
        let own = ada.read(&format!("{}/{}/songs", paths::POSTS, private.as_str().unwrap())).await;
        let song = own["songs"][0]["song"].clone();
        app.sql(&format!(
            "delete from post_songs where song_id = '{0}' and post_id <> '{1}'",
            song["id"].as_str().unwrap(),
            private.as_str().unwrap()
        ));
        let title = song["title"].as_str().unwrap();
        assert!(search(&ada, title, "songs").await.iter().any(|found| found["song"]["id"] == song["id"]));
        assert!(search(&bob, title, "songs").await.iter().all(|found| found["song"]["id"] != song["id"]));

        ada.patch(&post_path(&json!({"id": private})))
            .json(&json!({"visibility": "public"}))
            .answer()
            .await
            .expect(200);
        assert_eq!(posts(&bob, "hideaway").await, from_ref(&private));
        assert_eq!(search(&bob, "pangolin", "keywords").await, [json!({"keyword": "pangolin", "post_count": 1})]);
        assert!(search(&bob, title, "songs").await.iter().any(|found| found["song"]["id"] == song["id"]));
        ada.delete(&post_path(&json!({"id": private}))).answer().await.expect(204);
        assert!(posts(&ada, "hideaway").await.is_empty());
        assert!(search(&bob, "pangolin", "keywords").await.is_empty());
    });
}

#[test]
fn songs_people_and_words_are_found_by_a_part_or_something_like_it() {
    story(async |app| {
        let (ada, bob) = (app.user("ada.lovelace").await, app.user("bob").await);
        ada.patch(paths::ME).json(&json!({"display_name": "Zoë Lovelace"})).answer().await.expect(200);
        let id = post(&ada, 1, "public", "").await;
        say(app, &ada, &id, &["zeppelin", "zeppelin field", "harbour"]).await;
        let names = |found: &[Value]| found.iter().map(|user| user["username"].clone()).collect::<Vec<_>>();
        for words in ["lovelace", "zoe", "ada.love", "lovelase"] {
            assert_eq!(names(&search(&bob, words, "users").await), [json!("ada.lovelace")], "{words}");
        }
        let counted = |keyword: &str| json!({"keyword": keyword, "post_count": 1});
        assert_eq!(search(&bob, "zeppelin", "keywords").await, [counted("zeppelin"), counted("zeppelin field")]);
        assert_eq!(search(&bob, "harbor", "keywords").await, [counted("harbour")]);
        let song =
            bob.read(&format!("{}/{}/songs", paths::POSTS, id.as_str().unwrap())).await["songs"][0]["song"].take();
        let title = song["title"].as_str().unwrap();
        assert_eq!(search(&bob, title, "songs").await[0]["song"]["id"], song["id"]);
        let all = bob.read(&format!("{}?q=zeppelin", paths::SEARCH)).await;
        for kind in ["posts", "songs", "users", "keywords"] {
            assert!(all[kind].is_array(), "{all}");
        }
    });
}

#[test]
fn no_text_is_too_odd_to_be_searched_for() {
    story(async |app| {
        let ada = app.user("ada").await;
        post(&ada, 1, "public", "100 % wool, it's \"fine\" & dandy").await;
        for words in ["%", "_", "'", "\"", "\\", "& | ! :* ()", "🎺🐳", " ", "%%%", "\0", "' or 1=1 --"] {
            for kind in ["posts", "songs", "users", "keywords"] {
                let found = search(&ada, words, kind).await;
                assert!(words.contains("or") || found.is_empty(), "{words}: {found:?}");
            }
        }
        for words in ["it's", "100%", "wool & fine", "\"dandy\" | (wool)", "fine:*", "!dandy"] {
            assert_eq!(posts(&ada, words).await.len(), 1, "{words}");
        }
        for filter in ["keyword=%00", "user=ada%00", "q=wool%00fine"] {
            let found = ada.read(&format!("{}?{filter}", paths::POSTS)).await;
            assert_eq!(found["posts"].as_array().unwrap().len(), usize::from(filter.starts_with('q')), "{filter}");
        }
        let long = "a".repeat(201);
        for path in [paths::SEARCH, paths::POSTS] {
            ada.get(&format!("{path}?q={long}")).answer().await.field_problem("q", "too_long");
            ada.get(&format!("{path}?q={}", "wool%20".repeat(28))).answer().await.expect(200);
        }
        ada.get(&format!("{}?q=a&type=cats", paths::SEARCH)).answer().await.field_problem("type", "invalid");
        ada.get(&format!("{}?q=a&limit=51", paths::SEARCH)).answer().await.field_problem("limit", "invalid");
        ada.get(paths::SEARCH).answer().await.expect(422);
    });
}

#[test]
fn a_search_goes_with_the_other_filters_whether_its_words_are_rare_or_not() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let first = post(&ada, 1, "public", "A ferry at noon").await;
        let second = post(&bob, 2, "public", "A ferry at night").await;
        let third = post(&ada, 3, "public", "A ferry at dawn").await;
        for frequent in [false, true] {
            if frequent {
                // So that the statistics say that the word stands everywhere.
                app.sql("update search.words set post_count = 100000");
                app.sql("update pg_class set reltuples = 100000 where oid = 'search.post_documents'::regclass");
            }
            assert_eq!(posts(&bob, "ferry").await, [third.clone(), second.clone(), first.clone()]);
            let ids = async |query: &str| {
                let found = bob.all_pages(&format!("{}?q=ferry&{query}", paths::POSTS), "posts", 1).await;
                found.into_iter().map(|post| post["id"].clone()).collect::<Vec<_>>()
            };
            assert_eq!(ids("user=ada").await, [third.clone(), first.clone()]);
            eventually("the ranking knows all of them", async || ids("sort=top").await.len() == 3).await;
            assert_eq!(ids("preview=true").await.len(), 3);
            assert_eq!(ids("since=2000-01-01").await.len(), 3);
            assert!(ids("until=2000-01-01").await.is_empty());
        }
        let page = bob.read(&format!("{}?q=ferry&limit=1", paths::POSTS)).await;
        let cursor = page["next_cursor"].as_str().unwrap();
        bob.get(&format!("{}?q=noon&limit=1&cursor={cursor}", paths::POSTS)).answer().await.expect(400);
    });
}

/// Rows like one that is there, before it in the table, all of them named alike.
fn crowd(app: &App, table: &str, like: &str, fields: &str) {
    app.sql(&format!(
        "insert into {table} select (jsonb_populate_record({table}, jsonb_build_object('id', gen_random_uuid(), {fields}))).* \
         from {table}, generate_series(1, 700) as n where {table}.id = '{like}'"
    ));
}

#[test]
fn what_many_are_called_hides_nobody_who_is_called_just_that() {
    story(async |app| {
        let (ada, nobody) = (app.user("ada").await, app.anonymous());
        let id = ada.read(paths::ME).await["user"]["id"].as_str().unwrap().to_owned();
        crowd(
            app,
            "users",
            &id,
            "'username', 'quaggas' || n, 'email', n || '@example.com', 'display_name', 'A quagga of many'",
        );
        app.user("quagga").await;
        let found = search(&nobody, "quagga", "users").await;
        assert_eq!((found.len(), &found[0]["username"]), (20, &json!("quagga")));

        let post = post(&ada, 1, "public", "").await;
        say(app, &ada, &post, &["quagga", "zebra crossing"]).await;
        app.sql("insert into keyword_counts select 'quagga' || n || ' in a herd', 9 from generate_series(1, 700) as n");
        app.sql("update keyword_counts set post_count = 2 where keyword = 'quagga'");
        let words = search(&nobody, "quagga", "keywords").await;
        assert_eq!(words[0], json!({"keyword": "quagga", "post_count": 2}));
    });
}

#[test]
fn songs_that_stand_nowhere_hide_none_that_do() {
    story(async |app| {
        let (ada, nobody) = (app.user("ada").await, app.anonymous());
        let post = post(&ada, 1, "public", "").await;
        let post = post.as_str().unwrap();
        let song = nobody.read(&format!("{}/{post}/songs", paths::POSTS)).await["songs"][0]["song"]["id"].take();
        let song = song.as_str().unwrap();
        crowd(app, "songs", song, "'provider_track_id', 'crowd' || n, 'title', 'Quagga parade ' || n");
        crowd(app, "songs", song, "'provider_track_id', 'other' || n, 'title', 'The quagga, part ' || n");
        app.sql(&format!(
            "insert into songs select (jsonb_populate_record(songs, jsonb_build_object('id', gen_random_uuid(), \
             'provider_track_id', 'the one', 'title', 'Where quaggas graze'))).* from songs where id = '{song}'; \
             update post_songs set song_id = (select id from songs where provider_track_id = 'the one') \
             where post_id = '{post}' and song_id = '{song}'"
        ));
        for words in ["quagga", "quag", "quaga"] {
            let found = search(&nobody, words, "songs").await;
            assert_eq!(found[0]["song"]["title"], "Where quaggas graze", "{words}");
            let hidden =
                |song: &Value| ["parade", "part "].iter().any(|word| song["song"]["title"].to_string().contains(word));
            assert!(!found.iter().any(hidden), "{found:?}");
        }
    });
}

#[test]
fn a_word_that_unfolds_to_a_very_long_one_is_simply_not_found() {
    story(async |app| {
        let ada = app.user("ada").await;
        post(&ada, 1, "public", "kcal").await;
        // One sign of a hundred is four letters without its form.
        for asked in ["\u{3389}".repeat(100), "kcal".repeat(50)] {
            assert_eq!(posts(&ada, &asked).await, [] as [Value; 0]);
        }
        assert_eq!(posts(&ada, "kcall").await.len(), 1, "shorter words are compared");
    });
}
