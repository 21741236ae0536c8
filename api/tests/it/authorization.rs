//! Who may do what: every operation of the OpenAPI document, for a visitor, a stranger, a revoked token, a token that may only read, and
//! the owner.
//!
//! An operation without a rule fails, so a new one cannot be forgotten.

use std::collections::BTreeSet;

use imagime_shared::paths;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    Request,
    client::post_path,
    story,
    things::{Things, make_token, operations},
};

/// Whom an operation is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// Everybody; it shows what everybody may see.
    Anybody,
    /// Whoever knows the secret in its body or address; `accounts`, `folder` and `sources` test those.
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
    ("find_preview", Secret),
    ("read_cover", Secret),
    ("read_track", Secret),
    ("read_file", Anybody),
    ("read_preview", Anybody),
    ("read_artwork", Anybody),
    ("find_openapi", Anybody),
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
    ("list_tokens", Oneself),
    ("create_token", Oneself),
    ("export_me", Oneself),
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
    ("delete_token", Owner),
    // From here on the private song stands elsewhere too.
    ("create_post", Oneself),
    ("update_password", Oneself),
    ("delete_me", Oneself),
];

/// The security schemes by which an operation may be called with a token.
fn ways(document: &Value, method: &Method, path: &str) -> BTreeSet<String> {
    let security = &document["paths"][path][method.as_str().to_lowercase()]["security"];
    let ways = security.as_array().into_iter().flatten().filter_map(Value::as_object);
    ways.flat_map(|way| way.keys().cloned()).collect()
}

#[test]
fn every_operation_has_a_rule() {
    let document: Value = serde_json::from_str(&imagime_api::routes::document()).unwrap();
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
        let reader = ada.with_token(make_token(&ada, &["read"]).await["token"].as_str().unwrap());
        let ended = make_token(&ada, &["read", "write"]).await;
        let revoked = ada.with_token(ended["token"].as_str().unwrap());
        revoked.read(paths::ME).await;
        let path = paths::fill(paths::TOKEN, &[ended["id"].as_str().unwrap()]);
        ada.delete(&path).answer().await.expect(204);
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
                // What the document says of tokens is what the server does with them.
                let ways = ways(&document, method, path);
                let knows_tokens = !ways.is_empty();
                let may_read_only = match () {
                    () if !knows_tokens => expected[0],
                    () if !ways.contains("bearer") || *method != Method::GET => 403,
                    () => expected[2],
                };
                for (who, client, expected) in [
                    ("a visitor", &nobody, expected[0]),
                    ("a stranger", &bob, expected[1]),
                    ("a revoked token", &revoked, if knows_tokens { 401 } else { expected[0] }),
                    ("a token that may only read", &reader, may_read_only),
                    ("the owner", &ada, expected[2]),
                ] {
                    let answer = things.request(client, operation, method, path, &songs).answer().await;
                    let status = answer.status.as_u16();
                    // Any success will do.
                    let status = if (200..300).contains(&status) { 200 } else { status };
                    let kind = if is_public { "public" } else { "private" };
                    assert_eq!(status, expected, "{operation} of something {kind} by {who}: {}", answer.text());
                    if status == 403 {
                        answer.problem(403, "insufficient_scope");
                        assert!(answer.header("www-authenticate").contains("insufficient_scope"), "{operation}");
                    }
                }
            }
        }
        nobody.get(&post_path(&json!({"id": public.post}))).answer().await.expect(404);
    });
}
