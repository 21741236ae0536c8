//! Who may do what: every operation of the OpenAPI document, for a visitor, a stranger and the owner.
//!
//! An operation without a rule fails, so a new one cannot be forgotten.

use imagime_shared::paths;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{App, Client, Request, client::PASSWORD, factory, form_of, story};

/// Whom an operation is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// Everybody, and it shows what everybody may see.
    Anybody,
    /// Whoever has an account; it touches nothing but what is the asker's own.
    Oneself,
    /// Whoever may see the thing, with or without an account.
    Sight,
    /// Whoever may see the thing and has an account.
    SightAndAccount,
    /// The owner of the thing, public or not.
    Owner,
}

use Rule::{Anybody, Oneself, Owner, Sight, SightAndAccount};

/// In this order they are called: what takes something away comes last.
const RULES: [(&str, Rule); 61] = [
    ("health_live", Anybody),
    ("health_ready", Anybody),
    ("find_instance", Anybody),
    ("find_user", Anybody),
    ("list_user_posts", Anybody),
    ("list_followers", Anybody),
    ("list_following", Anybody),
    ("list_posts", Anybody),
    ("find_me", Oneself),
    ("update_me", Oneself),
    ("update_avatar", Oneself),
    ("delete_avatar", Oneself),
    ("list_favorites", Oneself),
    ("list_likes", Oneself),
    ("list_sessions", Oneself),
    ("list_playlists", Oneself),
    ("create_playlist", Oneself),
    ("create_playlist_from_favorites", Oneself),
    ("create_post", Oneself),
    ("find_post", Sight),
    ("list_post_songs", Sight),
    ("list_similar_posts", Sight),
    ("watch_post", Sight),
    ("list_comments", Sight),
    ("find_comment", Sight),
    ("find_song", Sight),
    ("find_playlist", Sight),
    ("export_playlist", Sight),
    ("create_comment", SightAndAccount),
    ("like_post", SightAndAccount),
    ("unlike_post", SightAndAccount),
    ("vote_on_song", SightAndAccount),
    ("withdraw_vote", SightAndAccount),
    ("keep_song_from_post", SightAndAccount),
    ("keep_song", SightAndAccount),
    ("create_playlist_from_post", SightAndAccount),
    ("release_song_from_post", SightAndAccount),
    ("release_song", Oneself),
    ("update_comment", Owner),
    ("update_playlist", Owner),
    ("add_songs_to_playlist", Owner),
    ("reorder_playlist", Owner),
    ("remove_song_from_playlist", Owner),
    ("list_shares", Owner),
    ("create_share", Owner),
    ("update_post", Owner),
    ("rematch_post", Owner),
    ("delete_session", Owner),
    ("delete_comment", Owner),
    ("delete_playlist", Owner),
    ("delete_share", Owner),
    ("delete_post", Owner),
];
