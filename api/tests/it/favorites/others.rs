//! A property of the whole API: whatever somebody keeps, everybody else reads the same, byte for byte.

use std::collections::BTreeMap;

use imagime_shared::paths;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{App, Client, Request, client::favorite_path, factory, story};

/// What ada does to her favourites; numbers choose among posts and songs.
#[derive(Clone, Debug)]
enum Act {
    KeepFromPost(usize, usize),
    KeepFromAnywhere(usize, usize),
    ReleaseFromPost(usize, usize),
    Release(usize, usize),
    CollectPrivately,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let (post, song) = (0..4usize, 0..12usize);
    let act = prop_oneof![
        4 => (post.clone(), song.clone()).prop_map(|(post, song)| Act::KeepFromPost(post, song)),
        2 => (post.clone(), song.clone()).prop_map(|(post, song)| Act::KeepFromAnywhere(post, song)),
        1 => (post.clone(), song.clone()).prop_map(|(post, song)| Act::ReleaseFromPost(post, song)),
        1 => (post, song).prop_map(|(post, song)| Act::Release(post, song)),
        1 => Just(Act::CollectPrivately),
    ];
    prop::collection::vec(act, 3..14)
}

/// Three people with something of everything.
struct World {
    ada: Client,
    bob: Client,
    /// What ada keeps songs from: public ones of cleo, bob and herself, and a private one of hers.
    posts: Vec<Value>,
    songs: Vec<Vec<Value>>,
    /// Values for the parameters in paths, by the beginning of the path.
    things: BTreeMap<&'static str, Vec<String>>,
}

async fn world(app: &App) -> World {
    let (ada, bob, cleo) = (app.user("ada").await, app.user("bob").await, app.user("cleo").await);
    let posts = vec![
        cleo.ready_post(factory::real("skimage/chelsea.png"), "public").await,
        bob.ready_post(factory::photo(1), "public").await,
        ada.ready_post(factory::photo(2), "public").await,
        ada.ready_post(factory::photo(3), "private").await,
    ];
    let mut songs = Vec::new();
    for post in &posts {
        songs.push(ada.songs(post).await);
    }
    // Bob has a taste of his own, so that something is recommended to him.
    bob.put(&favorite_path(&posts[0], &songs[0][0])).answer().await.expect(200);
    ada.vote(&posts[0], &songs[0][1], 1).await.expect(200);
    for (user, other) in [(&bob, "cleo"), (&ada, "bob"), (&cleo, "ada")] {
        user.put(&paths::fill(paths::USER_FOLLOW, &[other])).answer().await.expect(200);
        user.put(&paths::fill(paths::POST_LIKE, &[id(&posts[0])])).answer().await.expect(200);
    }
    let comment = ada.post(&paths::fill(paths::POST_COMMENTS, &[id(&posts[1])])).json(&json!({"body": "A comment."}));
    let comment = comment.answer().await.expect(201).json();
    let share = cleo.post(&paths::fill(paths::POST_SHARES, &[id(&posts[0])])).answer().await.expect(201).json();
    let mut playlists = Vec::new();
    for (owner, visibility) in [(&ada, "public"), (&bob, "private")] {
        let made = owner.post(&paths::fill(paths::PLAYLIST_FROM_POST, &[id(&posts[0])]));
        let made = made.json(&json!({"visibility": visibility})).answer().await.expect(201).json();
        playlists.push(id(&made["playlist"]).to_owned());
    }
    // What keeping could move is there before: rankings are made, words are counted.
    app.rank_posts().await;
    let things = BTreeMap::from([
        ("/api/v1/posts/", posts.iter().map(|post| id(post).to_owned()).collect()),
        ("/api/v1/songs/", songs[0].iter().take(3).map(|item| id(&item["song"]).to_owned()).collect()),
        ("/api/v1/users/", ["ada", "bob", "cleo"].map(str::to_owned).to_vec()),
        ("/api/v1/playlists/", playlists),
        ("/api/v1/comments/", vec![id(&comment["comment"]).to_owned()]),
        ("/api/v1/shared/", vec![share["share"]["slug"].as_str().unwrap().to_owned()]),
        ("/api/v1/keywords/", vec!["cat".to_owned(), "blue".to_owned()]),
    ]);
    World { ada, bob, posts, songs, things }
}

fn id(thing: &Value) -> &str {
    thing["id"].as_str().unwrap()
}

/// Ways to ask for lists, beside the one without a query.
fn queries(path: &str, world: &World) -> Vec<String> {
    let title = world.songs[0][0]["song"]["title"].as_str().unwrap();
    let song = id(&world.songs[0][0]["song"]);
    let texts: &[String] = &match path {
        paths::POSTS => vec![
            "sort=hot".into(),
            "sort=top&period=day".into(),
            "sort=top&limit=1".into(),
            format!("q={title}"),
            format!("song={song}"),
            "keyword=cat&preview=true".into(),
            "user=ada".into(),
            "following=true".into(),
        ],
        paths::POST_SONGS => vec!["limit=50".into(), "sort=votes&limit=50".into()],
        paths::SEARCH => vec![format!("q={title}"), "q=cat".into(), "q=ada".into(), "q=ct&limit=20".into()],
        paths::FAVORITES | paths::USER_FAVORITES => vec![format!("q={title}")],
        paths::PLAYLIST_EXPORT => vec!["format=xspf".into()],
        _ => Vec::new(),
    };
    texts.iter().map(|text| format!("?{}", text.replace(' ', "%20"))).collect()
}

/// Every documented GET for everything in the world: status, the names of all headers, the next page, and the body.
async fn everything(client: &Client, world: &World) -> Vec<(String, u16, Vec<String>, String)> {
    let document: Value = serde_json::from_str(&imagime_api::routes::document()).unwrap();
    let mut seen = Vec::new();
    for (template, item) in document["paths"].as_object().unwrap() {
        // A stream has no end, a session says when it was last used, an archive when it was made; files are the same for all.
        let apart = [paths::POST_EVENTS, paths::SESSIONS, paths::EXPORT].contains(&template.as_str());
        if item.get("get").is_none() || apart || template.starts_with("/media/") {
            continue;
        }
        let filled = match world.things.iter().find(|(beginning, _)| template.starts_with(*beginning)) {
            Some((_, values)) => values.iter().map(|value| paths::fill(template, &[value])).collect(),
            None => vec![template.clone()],
        };
        let mut queries = queries(template, world);
        queries.insert(0, String::new());
        for path in filled.iter().flat_map(|path| queries.iter().map(move |query| format!("{path}{query}"))) {
            assert!(!path.contains('{'), "nothing is known to fill {path} with");
            let answer = client.get(&path).answer().await;
            let mut headers: Vec<_> = answer.headers.keys().map(ToString::to_string).collect();
            headers.sort();
            headers.push(answer.header("link").to_owned());
            seen.push((path, answer.status.as_u16(), headers, without_time(&answer.text())));
        }
    }
    seen
}

/// Cuts out what any two requests differ in: tickets, signatures of one's own private media, and request ids.
fn without_time(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    let marks = ["?ticket=", "?exp=", "\"request_id\":\""];
    while let Some((before, after)) = marks.iter().filter_map(|mark| rest.split_once(mark)).min_by_key(|(b, _)| b.len())
    {
        out.push_str(before);
        rest = after.trim_start_matches(|c| c != '"');
    }
    out + rest
}

async fn play(world: &World, act: &Act) {
    let World { ada, posts, songs, .. } = world;
    let song = |post: usize, song: usize| &songs[post][song % songs[post].len()];
    let lone = |post, number| paths::fill(paths::FAVORITE, &[id(&song(post, number)["song"])]);
    match *act {
        Act::KeepFromPost(post, number) => {
            ada.put(&favorite_path(&posts[post], song(post, number))).answer().await.expect(200);
        }
        Act::KeepFromAnywhere(post, number) => drop(ada.put(&lone(post, number)).answer().await.expect(200)),
        Act::ReleaseFromPost(post, number) => {
            ada.delete(&favorite_path(&posts[post], song(post, number))).answer().await.expect(204);
        }
        Act::Release(post, number) => drop(ada.delete(&lone(post, number)).answer().await.expect(204)),
        Act::CollectPrivately => {
            let made = ada.post(paths::PLAYLIST_FROM_FAVORITES).answer().await;
            assert!([201, 409, 422].contains(&made.status.as_u16()), "{}", made.text());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_one_keeps_everybody_else_reads_the_same(acts in acts()) {
        story(async |app| {
            let world = world(app).await;
            let others = [world.bob.clone(), app.anonymous()];
            let mut before = Vec::new();
            for other in &others {
                before.push(everything(other, &world).await);
            }
            assert!(before[0].iter().filter(|(_, status, ..)| *status == 200).count() > 50, "bob sees much");
            for act in &acts {
                play(&world, act).await;
            }
            app.rank_posts().await;
            for (other, before) in others.iter().zip(&before) {
                let after = everything(other, &world).await;
                assert_eq!(before.len(), after.len());
                for (then, now) in before.iter().zip(&after) {
                    assert_eq!(then, now, "after {acts:?}");
                }
            }
            // Whereas what is meant for everybody is seen.
            world.ada.put(&paths::fill(paths::POST_LIKE, &[id(&world.posts[1])])).answer().await.expect(200);
            assert_ne!(before[0], everything(&world.bob, &world).await);
        });
    }
}
