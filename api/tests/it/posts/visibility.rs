//! Who sees what: everybody, the owner alone, or who has the address.

use imagime_shared::paths;
use serde_json::Value;

use crate::support::{Client, Request, client::post_path, factory, story};

/// Whether this client may see all of this post.
async fn assert_sees(client: &Client, post: &Value, sees: bool) {
    let path = post_path(post);
    for path in [path.clone(), format!("{path}/songs"), format!("{path}/events")] {
        let answer = client.get(&path).answer().await;
        if sees {
            answer.expect(200);
        } else {
            answer.problem(404, "not_found");
        }
    }
}

async fn lists(client: &Client, path: &str, post: &Value) -> bool {
    client.all_pages(path, "posts", 50).await.iter().any(|listed| listed["id"] == post["id"])
}

#[test]
fn each_visibility_is_for_its_own() {
    story(async |app| {
        let (ada, bob, nobody) = (app.user("ada").await, app.user("bob").await, app.anonymous());
        for (seed, visibility) in ["public", "unlisted", "private"].into_iter().enumerate() {
            let post = ada.ready_post(factory::photo(seed as u32), visibility).await;
            let open = visibility != "private";
            assert_sees(&ada, &post, true).await;
            assert_sees(&bob, &post, open).await;
            assert_sees(&nobody, &post, open).await;
            for (client, own) in [(&ada, true), (&bob, false), (&nobody, false)] {
                assert_eq!(lists(client, paths::POSTS, &post).await, visibility == "public", "{visibility}");
                assert_eq!(lists(client, "/api/v1/users/ada/posts", &post).await, own || visibility == "public");
            }
        }
    });
}

#[test]
fn a_private_picture_opens_by_its_signed_address_only() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "private").await;
        let url = post["image"]["url"].as_str().unwrap();
        let (path, query) = url.split_once('?').unwrap();
        let file = app.anonymous().get(url).answer().await.expect(200);
        assert_eq!(file.header("cache-control"), "private, no-store");
        let (exp, sig) = query.strip_prefix("exp=").unwrap().split_once("&sig=").unwrap();
        let exp: i64 = exp.parse().unwrap();
        let left = exp - chrono::Utc::now().timestamp();
        assert!(exp % 300 == 0 && (600..=900).contains(&left), "{left}");
        let other = ada.post_picture(factory::photo(2), "private").await;
        let foreign = other["image"]["url"].as_str().unwrap().split_once('?').unwrap().1.to_owned();
        for bad in [
            String::new(),
            format!("exp={exp}"),
            format!("sig={sig}"),
            format!("exp={}&sig={sig}", exp + 300),
            format!("exp={}&sig={sig}", exp - 900),
            format!("exp={exp}&sig={}", sig.to_lowercase()),
            format!("exp={exp}&sig="),
            format!("exp={}&sig={sig}", i64::MAX),
            format!("exp=x&sig={sig}"),
            foreign,
        ] {
            ada.get(&format!("{path}?{bad}")).answer().await.problem(404, "not_found");
        }
    });
}

#[test]
fn an_expired_signature_opens_nothing() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.post_picture(factory::photo(1), "private").await;
        let url = post["image"]["url"].as_str().unwrap();
        let id = url.trim_start_matches("/media/").split('.').next().unwrap().parse().unwrap();
        let past = chrono::Utc::now() - chrono::Duration::minutes(16);
        let old = imagime_api::security::signature::sign_media(&app.keys(), id, past);
        ada.get(&format!("/media/{id}.jpg?{old}")).answer().await.problem(404, "not_found");
    });
}

#[test]
fn public_addresses_cannot_be_guessed_from_what_is_known() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let ids = app.lines("select id::text as line from media where post_id is not null");
        assert!(!ids.is_empty());
        for id in ids.iter().map(String::as_str).chain([post["id"].as_str().unwrap()]) {
            ada.get(&format!("/media/{id}.jpg")).answer().await.problem(404, "not_found");
        }
        let name = post["image"]["url"].as_str().unwrap().trim_start_matches("/media/").split('.').next().unwrap();
        assert_eq!(name.len(), 22, "128 random bits");
    });
}
