//! Who may do what: every operation of the OpenAPI document, for a visitor, a stranger and the owner.
//!
//! An operation without a rule fails, so a new one cannot be forgotten.

use std::collections::{BTreeMap, BTreeSet};

use imagime_shared::paths;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    Client, Request,
    client::{PASSWORD, form, post_path},
    factory, story,
};

/// Whom an operation is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// Everybody; it shows what everybody may see.
    Anybody,
    /// Whoever knows the secret in its body; `accounts` tests those.
    Secret,
    /// Whoever has an account; it touches nothing but what is the asker's own.
    Oneself,
    /// Whoever has an account and is somebody else.
    Another,
    /// Whoever may see the thing, with or without an account.
    Sight,
    /// Whoever may see the thing and has an account.
    SightAndAccount,
    /// The owner of the thing alone, public or not.
    Owner,
}

use Rule::{Another, Anybody, Oneself, Owner, Secret, Sight, SightAndAccount};

/// They are called in this order: what takes something away comes last.
const RULES: &[(&str, Rule)] = &[
    ("register", Secret),
    ("login", Secret),
    ("refresh", Secret),
    ("logout", Secret),
    ("health_live", Anybody),
    ("health_ready", Anybody),
    ("find_instance", Anybody),
    ("find_user", Anybody),
    ("list_user_posts", Anybody),
    ("list_followers", Anybody),
    ("list_following", Anybody),
    ("list_posts", Anybody),
    ("search", Anybody),
    ("find_keyword", Anybody),
    ("find_shared_post", Anybody),
    ("list_shared_songs", Anybody),
    ("find_song", Anybody),
    ("list_song_posts", Anybody),
    ("list_similar_songs", Anybody),
    ("find_me", Oneself),
    ("update_me", Oneself),
    ("update_avatar", Oneself),
    ("delete_avatar", Oneself),
    ("list_favorites", Oneself),
    ("list_likes", Oneself),
    ("list_recommended_songs", Oneself),
    ("list_recommended_posts", Oneself),
    ("list_sessions", Oneself),
    ("list_playlists", Oneself),
    ("create_playlist", Oneself),
    ("follow_user", Another),
    ("unfollow_user", Oneself),
    ("find_post", Sight),
    ("list_post_songs", Sight),
    ("list_similar_posts", Sight),
    ("watch_post", Sight),
    ("list_comments", Sight),
    ("find_comment", Sight),
    ("find_playlist", Sight),
    ("export_playlist", Sight),
    ("list_user_favorites", Sight),
    ("create_comment", SightAndAccount),
    ("like_post", SightAndAccount),
    ("unlike_post", SightAndAccount),
    ("vote_on_song", SightAndAccount),
    ("withdraw_vote", SightAndAccount),
    ("keep_song_from_post", SightAndAccount),
    ("keep_song", SightAndAccount),
    ("create_playlist_from_favorites", Oneself),
    ("create_playlist_from_post", SightAndAccount),
    ("release_song_from_post", SightAndAccount),
    ("release_song", Oneself),
    ("update_comment", Owner),
    ("update_playlist", Owner),
    ("remove_song_from_playlist", Owner),
    ("add_songs_to_playlist", Owner),
    ("reorder_playlist", Owner),
    ("list_shares", Owner),
    ("create_share", Owner),
    ("update_post", Owner),
    ("rematch_post", Owner),
    ("delete_comment", Owner),
    ("delete_playlist", Owner),
    ("delete_share", Owner),
    ("delete_post", Owner),
    ("delete_session", Owner),
    // From here on the private song stands elsewhere too.
    ("create_post", Oneself),
    ("update_password", Oneself),
    ("delete_me", Oneself),
];

/// Method and path of every documented operation.
fn operations(document: &Value) -> BTreeMap<String, (Method, String)> {
    let mut found = BTreeMap::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if let Some(id) = operation["operationId"].as_str() {
                let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
                found.insert(id.to_owned(), (method, path.clone()));
            }
        }
    }
    found
}

/// Things of one owner, all public or all private.
struct Things {
    post: String,
    comment: String,
    playlist: String,
    slug: String,
    song: String,
    session: String,
}

impl Things {
    async fn of(owner: &Client, name: &str, visibility: &str, photo: u32) -> Self {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let post = owner.ready_post(factory::photo(photo), visibility).await;
        let id = text(&post["id"]);
        let at = |path: &str| paths::fill(path, &[&id]);
        let comment = owner.post(&at(paths::POST_COMMENTS)).json(&json!({"body": "Mine."})).answer().await.expect(201);
        let list = json!({"title": "Mine", "visibility": visibility});
        let playlist = owner.post(paths::PLAYLISTS).json(&list).answer().await.expect(201).json()["playlist"].take();
        let share = owner.post(&at(paths::POST_SHARES)).answer().await.expect(201);
        let songs: Vec<Value> = owner.songs(&post).await.iter().map(|item| item["song"]["id"].clone()).collect();
        let song = songs[0].clone();
        let listed = json!({"song_ids": songs[..3]});
        let path = paths::fill(paths::PLAYLIST_SONGS, &[playlist["id"].as_str().unwrap()]);
        owner.post(&path).json(&listed).answer().await.expect(200);
        let other = owner.login(name, PASSWORD).await;
        let sessions = other.read(paths::SESSIONS).await["sessions"].take();
        let current = sessions.as_array().unwrap().iter().find(|session| session["current"] == true).unwrap();
        Self {
            comment: text(&comment.json()["comment"]["id"]),
            playlist: text(&playlist["id"]),
            slug: text(&share.json()["share"]["slug"]),
            song: text(&song),
            session: text(&current["id"]),
            post: id,
        }
    }

    /// The address of an operation on these things.
    fn address(&self, path: &str) -> String {
        let id = match path.split('/').nth(3) {
            Some("comments") => &self.comment,
            Some("playlists") => &self.playlist,
            Some("songs") => &self.song,
            Some("me") => &self.session,
            _ => &self.post,
        };
        let path = path.replace("{id}", id).replace("{post_id}", &self.post).replace("{song_id}", &self.song);
        let path = path.replace("{slug}", &self.slug).replace("{username}", "ada").replace("{keyword}", "sea");
        if path == paths::SEARCH { format!("{path}?q=sea") } else { path }
    }

    /// Asks as somebody; gives the status.
    async fn ask(&self, client: &Client, operation: &str, method: &Method, path: &str, songs: &[Value]) -> u16 {
        let request = client.request(method.clone(), &self.address(path));
        let body = match operation {
            "update_me" | "update_post" => json!({}),
            "update_playlist" => json!({"title": "Still mine"}),
            "update_password" => json!({"current_password": PASSWORD, "new_password": "another horse battery"}),
            "delete_me" => json!({"password": "another horse battery"}),
            "create_comment" | "update_comment" => json!({"body": "Said."}),
            "create_playlist" => json!({"title": "A list"}),
            "vote_on_song" => json!({"value": 1}),
            "rematch_post" => json!({"keywords": ["sea"]}),
            "add_songs_to_playlist" => json!({"song_ids": [self.song]}),
            "reorder_playlist" => json!({"song_ids": songs}),
            _ => Value::Null,
        };
        let request = match (operation, body) {
            ("create_post" | "update_avatar", _) => request.multipart(form(factory::photo(9), &[])),
            (_, Value::Null) => request,
            (_, body) => request.json(&body),
        };
        request.answer().await.status.as_u16()
    }
}

#[test]
fn every_operation_has_a_rule() {
    let document = serde_json::to_value(imagime_api::routes::document()).unwrap();
    let documented: BTreeSet<String> = operations(&document).into_keys().collect();
    let ruled: BTreeSet<String> = RULES.iter().map(|(operation, _)| (*operation).to_owned()).collect();
    assert_eq!(ruled.len(), RULES.len(), "an operation stands there twice");
    assert_eq!(documented, ruled, "operations and rules");
}

#[test]
fn everybody_may_do_what_the_rules_say_and_nothing_else() {
    story(async |app| {
        let (ada, bob, nobody) = (app.user("ada").await, app.user("bob").await, app.anonymous());
        let document = nobody.read(paths::OPENAPI).await;
        let operations = operations(&document);
        let public = Things::of(&ada, "ada", "public", 1).await;
        let private = Things::of(&ada, "ada", "private", 2).await;
        // This song stands on the private post alone.
        app.sql(&format!("delete from post_songs where post_id = '{}' and song_id = '{}'", public.post, private.song));
        assert_ne!(public.song, private.song, "both pictures have the same first song");
        let favorites_public = async |yes: bool| {
            ada.patch(paths::ME).json(&json!({"favorites_public": yes})).answer().await.expect(200);
        };
        for (operation, rule) in RULES {
            let (method, path) = &operations[*operation];
            for (things, is_public) in [(&public, true), (&private, false)] {
                if !is_public && ["update_password", "delete_me"].contains(operation) {
                    // Once is enough, and all that there is.
                    continue;
                }
                if *operation == "list_user_favorites" {
                    favorites_public(is_public).await;
                }
                let list =
                    ada.get(&format!("{}?limit=50", paths::fill(paths::PLAYLIST, &[&things.playlist]))).answer().await;
                let songs: Vec<Value> = list.json()["playlist"]["songs"]
                    .as_array()
                    .map(|songs| songs.iter().map(|item| item["song"]["id"].clone()).collect())
                    .unwrap_or_default();
                let expected = match rule {
                    Secret => continue,
                    Anybody => [200, 200, 200],
                    Oneself => [401, 200, 200],
                    Another => [401, 200, 422],
                    Sight if is_public => [200, 200, 200],
                    Sight if *operation == "list_user_favorites" => [404, 404, 404],
                    Sight => [404, 404, 200],
                    SightAndAccount if is_public => [401, 200, 200],
                    SightAndAccount | Owner => [401, 404, 200],
                };
                for (who, client, expected) in [
                    ("a visitor", &nobody, expected[0]),
                    ("a stranger", &bob, expected[1]),
                    ("the owner", &ada, expected[2]),
                ] {
                    let status = things.ask(client, operation, method, path, &songs).await;
                    // Any success will do.
                    let status = if (200..300).contains(&status) { 200 } else { status };
                    let kind = if is_public { "public" } else { "private" };
                    assert_eq!(status, expected, "{operation} of something {kind} by {who}");
                }
            }
        }
        nobody.get(&post_path(&json!({"id": public.post}))).answer().await.expect(404);
    });
}
