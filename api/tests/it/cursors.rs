//! Cursors that somebody wrote themselves: whatever is in them, they are refused, and the server is not at fault.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use imagime_shared::paths;
use serde_json::{Value, json};

use crate::support::{
    App, Client, Request,
    client::{favorite_path, post_path},
    factory, story,
};

fn read(cursor: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(cursor).unwrap()).unwrap()
}

fn write(cursor: &Value) -> String {
    URL_SAFE_NO_PAD.encode(cursor.to_string())
}

/// Lists with at least two things each.
async fn lists(app: &App, ada: &Client) -> Vec<String> {
    let post = ada.ready_post(factory::photo(1), "public").await;
    let other = ada.ready_post(factory::photo(2), "public").await;
    for item in &ada.songs(&post).await[..2] {
        ada.put(&favorite_path(&post, item)).answer().await.expect(200);
    }
    let mut list = Value::Null;
    for post in [&post, &other] {
        let id = post["id"].as_str().unwrap();
        ada.put(&paths::fill(paths::POST_LIKE, &[id])).answer().await.expect(200);
        list =
            ada.post(&paths::fill(paths::PLAYLIST_FROM_POST, &[id])).json(&json!({})).answer().await.expect(201).json();
        for _ in 0..2 {
            ada.post(&format!("{}/shares", post_path(post))).answer().await.expect(201);
        }
    }
    for name in ["bob", "cleo"] {
        let friend = app.user(name).await;
        friend.put(&paths::fill(paths::USER_FOLLOW, &["ada"])).answer().await.expect(200);
        ada.put(&paths::fill(paths::USER_FOLLOW, &[name])).answer().await.expect(200);
    }
    app.rank_posts().await;
    let post = post_path(&post);
    [
        "/api/v1/posts?sort=top",
        "/api/v1/posts?sort=hot",
        "/api/v1/posts?sort=new",
        "/api/v1/me/likes?",
        "/api/v1/me/favorites?sort=new",
        "/api/v1/me/favorites?sort=old",
        "/api/v1/me/favorites?sort=title",
        "/api/v1/me/favorites?sort=artist",
        "/api/v1/playlists?",
        "/api/v1/users/ada/followers?",
        "/api/v1/users/ada/following?",
        "/api/v1/users/ada/posts?",
        &format!("{post}/songs?sort=fit"),
        &format!("{post}/songs?sort=votes"),
        &format!("{post}/shares?"),
        &format!("/api/v1/playlists/{}?", list["playlist"]["id"].as_str().unwrap()),
    ]
    .map(str::to_owned)
    .to_vec()
}

/// All ways to put one of these in the place of one of a cursor's values.
fn edited(place: &Value) -> Vec<Value> {
    let strange: Vec<Value> = match place {
        Value::Number(_) => [i64::MIN, i64::from(i32::MIN), -1].map(Value::from).to_vec(),
        // A time, an id, a text or a set of places, as which each has to hold.
        Value::String(_) => ["-5000-01-01T00:00:00Z", "-262143-01-01T00:00:00Z", "+262142-12-31T23:59:59Z", "a\0b"]
            .map(Value::from)
            .to_vec(),
        _ => Vec::new(),
    };
    let children: Vec<(Value, Vec<Value>)> = match place {
        Value::Array(values) => values.iter().enumerate().map(|(at, value)| (json!(at), edited(value))).collect(),
        Value::Object(values) => values.iter().map(|(name, value)| (json!(name), edited(value))).collect(),
        _ => Vec::new(),
    };
    let put = |at: &Value, value: Value| {
        let mut whole = place.clone();
        match at.as_str() {
            Some(name) => whole[name] = value,
            None => whole[at.as_u64().unwrap() as usize] = value,
        }
        whole
    };
    let inner = children.into_iter().flat_map(|(at, values)| values.into_iter().map(move |value| (at.clone(), value)));
    strange.into_iter().chain(inner.map(|(at, value)| put(&at, value))).collect()
}

#[test]
fn an_edited_cursor_is_refused_whatever_the_list() {
    story(async |app| {
        let ada = app.user("ada").await;
        let mut tried = 0;
        for list in lists(app, &ada).await {
            let sign = if list.ends_with('?') { "" } else { "&" };
            let page = ada.read(&format!("{list}{sign}limit=1")).await;
            let cursor = read(page["next_cursor"].as_str().unwrap_or_else(|| panic!("{list} has one page")));
            ada.read(&format!("{list}{sign}limit=1&cursor={}", write(&cursor))).await;
            let by_text = list.contains("sort=title") || list.contains("sort=artist");
            for place in edited(&cursor[1]) {
                // The title of a song may look like anything, only not like that.
                if by_text && !place.to_string().contains("\\u0000") {
                    continue;
                }
                let path = format!("{list}{sign}cursor={}", write(&json!([cursor[0], place])));
                let answer = ada.get(&path).answer().await;
                assert_eq!(answer.status, 400, "{list} {place}: {}", answer.text());
                answer.problem(400, "invalid_cursor");
                tried += 1;
            }
        }
        assert!(tried > 80, "{tried}");
    });
}
