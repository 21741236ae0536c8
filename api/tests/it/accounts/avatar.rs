//! `/me/avatar`.

use imagime_shared::paths;
use reqwest::multipart::{Form, Part};
use serde_json::Value;

use crate::support::{Answer, Client, Request, client::form, eventually, factory, story};

async fn set(client: &Client, image: Vec<u8>) -> Answer {
    client.put(paths::AVATAR).multipart(form(image, &[])).answer().await
}

fn url(answer: &Answer) -> String {
    answer.json()["user"]["avatar_url"].as_str().unwrap().to_owned()
}

#[test]
fn a_new_picture_replaces_the_old_one_and_its_bytes() {
    story(async |app| {
        let ada = app.user("ada").await;
        let first = url(&set(&ada, factory::photo(1)).await.expect(200));
        let files = app.stored_pictures().len();
        let second = url(&set(&ada, factory::photo(2)).await.expect(200));
        assert_ne!(first, second);
        app.anonymous().get(&first).answer().await.problem(404, "not_found");
        app.anonymous().get(&second).answer().await.expect(200);
        eventually("the old picture's bytes are gone", async || app.stored_pictures().len() == files).await;
        assert_eq!(app.anonymous().read("/api/v1/users/ada").await["user"]["avatar_url"], second.as_str());
    });
}

#[test]
fn a_picture_can_be_taken_away_and_again() {
    story(async |app| {
        let ada = app.user("ada").await;
        let address = url(&set(&ada, factory::photo(1)).await.expect(200));
        ada.delete(paths::AVATAR).answer().await.expect(204);
        ada.delete(paths::AVATAR).answer().await.expect(204);
        assert_eq!(ada.read(paths::ME).await["user"]["avatar_url"], Value::Null);
        app.anonymous().get(&address).answer().await.problem(404, "not_found");
        eventually("the bytes are gone", async || app.stored_pictures().is_empty()).await;
    });
}

#[test]
fn a_bad_picture_leaves_the_old_one() {
    story(async |app| {
        let ada = app.user("ada").await;
        let address = url(&set(&ada, factory::photo(1)).await.expect(200));
        set(&ada, b"not a picture".to_vec()).await.problem(415, "unsupported_media_type");
        set(&ada, Vec::new()).await.field_problem("image", "empty");
        let missing =
            ada.put(paths::AVATAR).multipart(Form::new().part("image", Part::bytes(Vec::new()))).answer().await;
        missing.field_problem("image", "required");
        let other = ada.put(paths::AVATAR).multipart(form(factory::photo(2), &[("description", "x")])).answer().await;
        other.field_problem("description", "unknown");
        assert_eq!(ada.read(paths::ME).await["user"]["avatar_url"], address.as_str());
    });
}
