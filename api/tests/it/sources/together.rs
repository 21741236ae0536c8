//! Pictures and songs with outside services in use: from the upload to the list, by HTTP.

use std::collections::HashSet;

use imagime_doubles::{Behaviour, Service};
use serde_json::Value;

use super::{codes_of, source, story_with_doubles};
use crate::support::{
    Request,
    client::post_path,
    doubles::{ALL, played_by},
    eventually, factory, story,
};

#[test]
fn songs_of_all_sources_stand_in_one_list_and_none_has_a_dead_button() {
    story_with_doubles(&ALL, async |app, doubles| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        assert_eq!(post["analysis"]["source"], "everypixel");
        assert_eq!(post["notices"].as_array().unwrap().len(), 0, "{}", post["notices"]);
        let songs = ada.songs(&post).await;
        let providers: HashSet<&str> = songs.iter().map(|item| item["song"]["provider"].as_str().unwrap()).collect();
        assert!(providers.is_superset(&HashSet::from(["spotify", "openverse", "starter"])), "{providers:?}");
        for item in &songs {
            let song = &item["song"];
            let (state, url) = (song["preview"]["state"].as_str().unwrap(), &song["preview"]["url"]);
            match state {
                "available" | "embed" => assert!(url.is_string(), "{song}"),
                "link_only" => assert!(song["external_url"].is_string() && url.is_null(), "{song}"),
                other => assert_eq!(other, "none"),
            }
            if song["provider"] == "spotify" {
                assert!(
                    url.is_null() || !url.as_str().unwrap().contains("/media/"),
                    "no other audio on Spotify's rows"
                );
                assert!(song["external_url"].as_str().unwrap().starts_with("https://open.spotify.com/"));
            }
        }
        assert!(!doubles.calls(Service::Deezer).is_empty());
    });
}

#[test]
fn what_stock_photographers_say_of_people_is_shown_nowhere() {
    story_with_doubles(&[Service::Everypixel], async |app, _| {
        let ada = app.user("ada").await;
        for seed in 1..6 {
            let post = ada.ready_post(factory::photo(seed), "public").await;
            let words: Vec<&str> =
                post["keywords"].as_array().unwrap().iter().map(|word| word["keyword"].as_str().unwrap()).collect();
            for banned in ["women", "one person", "adults only", "caucasian ethnicity", "horizontal", "close-up"] {
                assert!(!words.contains(&banned), "{words:?}");
            }
        }
    });
}

#[test]
fn the_same_picture_is_paid_for_once() {
    story_with_doubles(&[Service::Everypixel], async |app, doubles| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        // At the same time, then later, then after the server came anew.
        let (one, two) =
            tokio::join!(ada.ready_post(factory::photo(1), "public"), bob.ready_post(factory::photo(1), "unlisted"),);
        let three = ada.ready_post(factory::photo(1), "public").await;
        for post in [&one, &two, &three] {
            assert_eq!(post["analysis"]["source"], "everypixel");
        }
        app.start_another(played_by(doubles, &[Service::Everypixel])).await;
        app.user("carl").await.ready_post(factory::photo(1), "public").await;
        assert_eq!(doubles.calls(Service::Everypixel), ["POST /everypixel/keywords"]);
        bob.ready_post(factory::photo(2), "public").await;
        assert_eq!(doubles.calls(Service::Everypixel).len(), 2);
    });
}

#[test]
fn a_private_picture_stays_here() {
    story_with_doubles(&ALL, async |app, doubles| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "private").await;
        assert_eq!(post["analysis"]["source"], "local");
        assert!(doubles.calls(Service::Everypixel).is_empty());
        // Words for songs are asked for by their few queries, never by the picture.
        assert!(!doubles.calls(Service::Spotify).is_empty());
    });
}

#[test]
fn a_private_picture_goes_out_when_its_owner_lets_it() {
    story_with_doubles(&ALL, async |app, doubles| {
        let ada = app.user("ada").await;
        let fields = [("visibility", "private"), ("outside_analysis", "true")];
        let post = ada.upload(factory::photo(1), &fields).await.expect(201).json()["post"].take();
        assert_eq!(post["outside_analysis"], true);
        assert_eq!(ada.wait_for(&post).await["analysis"]["source"], "everypixel");
        assert_eq!(doubles.calls(Service::Everypixel).len(), 1);
    });
}

#[test]
fn the_owners_words_are_never_overruled_by_words_that_come_late() {
    story_with_doubles(&[Service::Everypixel], async |app, doubles| {
        doubles.behave(Service::Everypixel, Behaviour::LimitedFor(3));
        let ada = app.user("ada").await;
        let decided = ada.ready_post(factory::photo(1), "public").await;
        let other = ada.ready_post(factory::photo(2), "public").await;
        let wish = serde_json::json!({"keywords": [{"keyword": "lighthouse", "score": 1.0}]});
        ada.rematch(&decided, &wish).await.expect(202);
        doubles.behave(Service::Everypixel, Behaviour::Normal);
        eventually("the other picture has its words", async || {
            ada.read(&post_path(&other)).await["post"]["analysis"]["source"] == "everypixel"
        })
        .await;
        let decided = ada.wait_for(&decided).await;
        assert_eq!(decided["keywords"][0]["keyword"], "lighthouse");
        assert_eq!(decided["keywords"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn spotify_without_songs_for_the_words_says_so_and_others_choose() {
    story_with_doubles(&[Service::Spotify], async |app, doubles| {
        doubles.behave(Service::Spotify, Behaviour::Empty);
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        assert_eq!(codes_of(&post, "spotify"), ["no_matching_songs"]);
        assert!(ada.songs(&post).await.iter().all(|item| item["song"]["provider"] == "starter"));
    });
}

#[test]
fn a_deezer_preview_leads_to_where_it_is_today() {
    story_with_doubles(&[Service::Deezer], async |app, doubles| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let songs = ada.songs(&post).await;
        let song = songs.iter().map(|item| &item["song"]).find(|song| song["provider"] == "deezer").expect("a song");
        let path = song["preview"]["url"].as_str().unwrap();
        assert!(path.starts_with("/media/previews/deezer/"), "{song}");
        doubles.forget_calls();
        for _ in 0..2 {
            let sound = app.anonymous().get(path).answer().await.expect(200);
            assert_eq!(sound.header("content-type"), "audio/wav");
        }
        assert_eq!(doubles.calls(Service::Deezer).len(), 1, "the address is good for a while");
        app.anonymous().get("/media/previews/deezer/99999999").answer().await.problem(404, "not_found");
        assert_eq!(doubles.calls(Service::Deezer).len(), 1, "nobody asks Deezer through us for what is not ours");
    });
}

#[test]
fn the_instance_shows_each_source_and_when_it_is_back() {
    story_with_doubles(&ALL, async |app, doubles| {
        doubles.behave(Service::Openverse, Behaviour::LimitedFor(60));
        doubles.behave(Service::SpotifyAccounts, Behaviour::Unauthorized);
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        assert_eq!(codes_of(&post, "openverse"), ["source_unavailable"]);
        assert_eq!(codes_of(&post, "spotify"), ["source_unavailable"]);
        assert_eq!(source(&ada, "deezer").await["state"], "ready");
        assert_eq!(source(&ada, "everypixel").await["kind"], "keywords");
        let openverse = source(&ada, "openverse").await;
        assert_eq!(openverse["state"], "resting");
        assert!(openverse["rests_until"].is_string(), "{openverse}");
        let spotify = source(&ada, "spotify").await;
        assert_eq!((&spotify["state"], &spotify["rests_until"]), (&Value::from("off"), &Value::Null));
        assert_eq!(spotify["message"], "Spotify does not accept the client id and secret.");
    });
}

#[test]
fn sources_that_are_not_set_are_neither_shown_nor_allowed_in_the_page() {
    story(async |app| {
        let shown = app.anonymous().read("/api/v1/instance").await;
        let names: Vec<&str> =
            shown["instance"]["sources"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["local", "starter"]);
        let policy = app.anonymous().get("/").answer().await;
        let policy = policy.header("content-security-policy").to_owned();
        assert!(policy.contains("frame-src 'none'") && policy.contains("media-src 'self' blob:;"), "{policy}");
    });
    story_with_doubles(&[Service::Spotify, Service::Openverse], async |app, doubles| {
        let page = app.anonymous().get("/").answer().await;
        let policy = page.header("content-security-policy");
        assert!(policy.contains("frame-src https://open.spotify.com;"), "{policy}");
        let own = doubles.url(Service::Files).replace("/files", "");
        assert!(policy.contains(&own), "{policy}");
    });
}
