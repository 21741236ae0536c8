//! Playlists.

mod export;
mod lists;
mod rights;
mod songs;

use imagime_shared::paths;
use serde_json::{Value, json};

use crate::support::{Answer, App, Client, Request};

/// Makes a playlist.
async fn playlist(client: &Client, title: &str, visibility: &str) -> Value {
    let form = json!({"title": title, "visibility": visibility});
    client.post(paths::PLAYLISTS).json(&form).answer().await.expect(201).json()["playlist"].take()
}

fn list_path(list: &Value) -> String {
    paths::fill(paths::PLAYLIST, &[list["id"].as_str().unwrap()])
}

fn songs_path(list: &Value) -> String {
    paths::fill(paths::PLAYLIST_SONGS, &[list["id"].as_str().unwrap()])
}

fn song_path(list: &Value, song: &Value) -> String {
    paths::fill(paths::PLAYLIST_SONG, &[list["id"].as_str().unwrap(), song.as_str().unwrap()])
}

fn export_path(list: &Value, format: &str) -> String {
    format!("{}?format={format}", paths::fill(paths::PLAYLIST_EXPORT, &[list["id"].as_str().unwrap()]))
}

/// Ids of a post's songs, best first.
async fn song_ids(client: &Client, post: &Value) -> Vec<Value> {
    client.songs(post).await.into_iter().map(|item| item["song"]["id"].clone()).collect()
}

async fn add(client: &Client, list: &Value, songs: &[Value], post: Option<&Value>) -> Answer {
    let form = match post {
        Some(post) => json!({"song_ids": songs, "post_id": post["id"]}),
        None => json!({"song_ids": songs}),
    };
    client.post(&songs_path(list)).json(&form).answer().await
}

/// Ids of a list's songs as an answer has them.
fn ids_in(answer: &Value) -> Vec<Value> {
    answer["playlist"]["songs"].as_array().unwrap().iter().map(|item| item["song"]["id"].clone()).collect()
}

/// Ids of all songs of a list, page by page.
async fn all_ids(client: &Client, list: &Value, limit: u32) -> Vec<Value> {
    let (mut ids, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = client.read(&format!("{}?limit={limit}{cursor}", list_path(list))).await;
        assert!(ids_in(&page).len() <= limit as usize);
        ids.extend(ids_in(&page));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return ids,
        }
    }
}

/// Puts this many songs that nobody has seen yet into the catalogue; gives their ids in order.
fn more_songs(app: &App, count: u32) -> Vec<Value> {
    app.sql(&format!(
        "insert into songs (id, provider, provider_track_id, title, artist) \
         select gen_random_uuid(), 'test', 'track ' || n, 'Song ' || n, 'Nobody' from generate_series(1, {count}) as n"
    ));
    let ids = app.lines("select id::text as line from songs where provider = 'test' order by provider_track_id");
    ids.into_iter().map(Value::String).collect()
}

/// Lets songs stand on a post, so that those who see it may take them.
fn put_on(app: &App, post: &Value) {
    app.sql(&format!(
        "insert into post_songs (post_id, song_id, generation, position, score, why) \
         select {id}, songs.id, posts.match_generation, 1000 + row_number() over (), 0, '[]' from songs, posts \
         where provider = 'test' and posts.id = {id}",
        id = format_args!("'{}'", post["id"].as_str().unwrap())
    ));
}
