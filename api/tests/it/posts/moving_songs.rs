//! A list of songs that is made anew while somebody reads it.

use serde_json::{Value, json};

use crate::support::{
    App, Request,
    client::post_path,
    factory, meanwhile,
    sse::{Event, Events},
    story,
};

/// Holds up whoever reads songs, and no one else.
const HOLD: &str = "lock table songs in access exclusive mode";
/// What a re-match comes to for whoever reads.
const ANEW: &str = "update posts set match_generation = match_generation + 1, wanted_generation = wanted_generation + 1; \
                    update post_songs set generation = generation + 1";

fn paths(post: &Value) -> [String; 2] {
    ["fit", "votes"].map(|sort| format!("{}/songs?sort={sort}", post_path(post)))
}

#[test]
fn a_list_made_anew_while_it_is_read_is_shown_as_it_is_then() {
    story(async |app: &mut App| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let share = ada.post(&format!("{}/shares", post_path(&post))).answer().await.expect(201).json();
        let shared = format!("/api/v1/shared/{}/songs", share["share"]["slug"].as_str().unwrap());
        for path in paths(&post).into_iter().chain([shared]) {
            let before = ada.read(&path).await;
            let page = meanwhile(app, HOLD, ANEW, ada.get(&path).answer()).await.expect(200).json();
            assert_eq!(page["songs"], before["songs"], "{path}");
            let sign = if path.contains('?') { '&' } else { '?' };
            let next = format!("{path}{sign}cursor={}", page["next_cursor"].as_str().unwrap());
            assert_eq!(ada.read(&next).await["songs"].as_array().unwrap().len(), 5, "{path}");
        }
    });
}

#[test]
fn a_cursor_expires_also_while_it_is_read_on_from() {
    story(async |app: &mut App| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let shorter = format!("{ANEW}; delete from post_songs where position > 2");
        let [by_fit, by_votes] = paths(&post);
        for (path, then) in [(&by_fit, ANEW), (&by_votes, ANEW), (&by_fit, &shorter)] {
            let page = ada.read(&format!("{path}&limit=3")).await;
            let next = format!("{path}&cursor={}", page["next_cursor"].as_str().unwrap());
            meanwhile(app, HOLD, then, ada.get(&next).answer()).await.problem(410, "cursor_expired");
        }
    });
}

#[test]
fn a_watcher_hears_of_one_list_only() {
    story(async |app: &mut App| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let heard = async {
            let stream = Events::new(ada.get(post["events_url"].as_str().unwrap()).send().await.unwrap());
            stream.until_done().await
        };
        let events = meanwhile(app, HOLD, ANEW, heard).await;
        let songs: Vec<_> = events.iter().filter(|event| event.name == "song").collect();
        assert_eq!(songs.len(), 10, "{events:?}");
        let again = ada.watch(&post).await.until_done().await;
        let ids = |events: &[Event]| json!(events.iter().map(|event| &event.id).collect::<Vec<_>>());
        assert_eq!(ids(&events), ids(&again));
    });
}
