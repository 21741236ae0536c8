//! Every column of the database is in the archive of `GET /me/export`, or there is a reason why it is not: a new one fails until
//! somebody decides.

use std::collections::BTreeSet;

use serde_json::Value;

/// Where a table's columns stand in the archive: table, file, and each column, with `=` its field where that has another name.
const KEPT: &[(&str, &str, &str)] = &[
    ("users", "account.json", "id username email display_name bio favorites_public created_at updated_at"),
    ("sessions", "sessions.json", "id kind=client user_agent created_at last_used_at"),
    ("personal_tokens", "tokens.json", "id name can_read=read can_write=write created_at expires_at last_used_at"),
    ("favorited_songs", "favorites.json", "song_id=provider_track_id post_id created_at"),
    ("playlists", "playlists.json", "id title description visibility created_at updated_at"),
    ("playlist_songs", "playlists.json", "song_id=songs.provider_track_id post_id=songs.post_id"),
    ("comments", "comments.json", "id post_id body created_at edited_at"),
    ("likes", "likes.json", "post_id created_at"),
    ("votes", "votes.json", "post_id song_id=provider_track_id value created_at"),
    ("follows", "following.json", "followed_id=username created_at"),
    ("follows", "followers.json", "follower_id=username"),
    ("posts", "post.json", "id description alt_text visibility sensitive outside_analysis width height status"),
    ("posts", "post.json", "failure_code=failure failure_message notices analysis_source=analyzed_by analyzed_at"),
    ("posts", "post.json", "abstained palette valence=mood.valence arousal=mood.arousal mood_words=mood.words"),
    ("posts", "post.json", "comment_count like_count created_at updated_at"),
    ("post_keywords", "post.json", "keyword=keywords.keyword score=keywords.score kind=keywords.from"),
    ("post_songs", "post.json", "song_id=songs.provider_track_id score=songs.score why=songs.why"),
    ("post_songs", "post.json", "mood_match=songs.mood_match"),
    ("vote_totals", "post.json", "score=songs.vote_score"),
    ("shares", "post.json", "id=shares.slug created_at=shares.created_at expires_at=shares.expires_at"),
    ("shares", "post.json", "visit_count=shares.visit_count"),
    ("songs", "favorites.json", "provider provider_track_id title artist external_url=url"),
];

/// What is not in the archive: table, columns, why.
const LEFT_OUT: &[(&str, &str, &str)] = &[
    ("users", "password_hash", "opens the account"),
    ("users", "follower_count following_count post_count", "counts what is in the archive"),
    ("sessions", "user_id", "the archive's own user"),
    ("refresh_tokens", "token_hash session_id created_at expires_at used_at", "opens a session"),
    ("personal_tokens", "token_hash", "opens the account"),
    ("personal_tokens", "user_id", "the archive's own user"),
    ("favorited_songs", "user_id", "the archive's own user"),
    ("playlists", "user_id", "the archive's own user"),
    ("playlists", "order_number", "counts orders, the last of which is in the archive"),
    ("playlists", "song_count", "counts what is in the archive"),
    ("playlist_songs", "playlist_id position", "told by where the song stands"),
    ("comments", "user_id", "the archive's own user"),
    ("likes", "user_id", "the archive's own user"),
    ("votes", "user_id", "the archive's own user"),
    (
        "vote_keywords",
        "keyword song_id user_id post_id value",
        "a vote again, beside words of a picture that may be another's",
    ),
    ("vote_totals", "post_id song_id", "told by where the song stands"),
    ("posts", "user_id", "the archive's own user"),
    ("posts", "image_key thumbhash", "made of the picture, which is in the archive"),
    (
        "posts",
        "match_generation wanted_generation waiting_for",
        "how far the work on the post is; its status and notices tell",
    ),
    ("posts", "song_count", "counts what is in the archive"),
    ("post_keywords", "post_id position", "told by where the word stands"),
    ("post_songs", "post_id generation position", "told by where the song stands"),
    ("shares", "post_id", "told by where the link stands"),
    ("songs", "id", "a song is named by its provider"),
    (
        "songs",
        "isrc album year artwork_url artwork_generated preview_state preview_url",
        "of the song, not of the user",
    ),
    ("songs", "attribution duration_ms explicit created_at refreshed_at", "of the song, not of the user"),
    ("analyses", "image_key source result created_at", "raw results; what is used of them stands in the post"),
    ("embeddings", "post_id version vector written_in", "numbers made of the picture, which is in the archive"),
    ("media", "id storage_key token content_type byte_size width height", "the files themselves are in the archive"),
    ("media", "content_hash post_id avatar_of song_id created_at doomed_at", "the files themselves are in the archive"),
    (
        "idempotency_keys",
        "user_id route key fingerprint resource_id created_at answer",
        "made by programs, kept for a day",
    ),
    ("tombstones", "user_id resource_id deleted_at", "ids alone, of what is gone"),
    ("login_attempts", "id subject attempted_at", "a keyed digest names nobody"),
    ("jobs", "id kind post_id attempts run_at dead last_error created_at", "work of the server"),
    ("keyword_counts", "keyword post_count", "of all posts together"),
    ("rankings", "list epoch made_at replaced_at", "of all posts together"),
    ("ranked_posts", "list epoch first_place post_ids", "of all posts together"),
    ("folder_tracks", "track song_id path modified_us byte_size content_type present", "the operator's music"),
    ("folder_tracks", "title artist album genres isrc duration_ms art_key art_path art_broken", "the operator's music"),
];

/// `table.column` of all tables, as the code has them.
fn columns() -> BTreeSet<String> {
    let (mut found, mut table) = (BTreeSet::new(), "");
    for line in include_str!("../../../src/schema.rs").lines().map(str::trim) {
        if let Some((name, _)) = line.split_once(" (").filter(|_| line.ends_with('{')) {
            table = name;
        } else if let Some((column, _)) = line.split_once(" -> ").filter(|_| line.ends_with(',')) {
            found.insert(format!("{table}.{column}"));
        }
    }
    found
}

#[test]
fn every_column_is_in_the_archive_or_has_a_reason_not_to_be() {
    let mut decided = Vec::new();
    for (table, _, fields) in KEPT {
        let names = fields.split(' ').map(|field| field.split_once('=').map_or(field, |(column, _)| column));
        decided.extend(names.map(|column| format!("{table}.{column}")));
    }
    for (table, columns, reason) in LEFT_OUT {
        assert!(!reason.is_empty());
        decided.extend(columns.split(' ').map(|column| format!("{table}.{column}")));
    }
    let all: BTreeSet<String> = decided.iter().cloned().collect();
    assert_eq!(all.len(), decided.len(), "a column is decided twice");
    let columns = columns();
    assert!(columns.len() > 150, "{}", columns.len());
    assert_eq!(columns, all);
}

/// Each file of the archive has every field that is to be there; `rows_of` gives a file's rows.
pub fn assert_fields(mut rows_of: impl FnMut(&str) -> Vec<Value>) {
    for (_, file, fields) in KEPT {
        let rows = rows_of(file);
        for field in fields.split(' ').map(|field| field.split_once('=').map_or(field, |(_, field)| field)) {
            let found = field.split('.').try_fold(&rows[0], |value, name| {
                // Of a list its first.
                value.get(0).unwrap_or(value).get(name)
            });
            assert!(found.is_some(), "{file} has no {field}: {}", rows[0]);
        }
    }
}
