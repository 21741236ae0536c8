//! `DELETE /me`.

use imagime_shared::paths;
use serde_json::json;

use crate::support::{
    Request,
    client::{PASSWORD, favorite_path, form, post_path},
    eventually, factory, story,
};

#[test]
fn an_account_goes_with_everything_that_is_its_own() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        ada.put(paths::AVATAR).multipart(form(factory::photo(9), &[])).answer().await.expect(200);
        let post = ada.ready_post(factory::photo(1), "public").await;
        ada.post_picture(factory::photo(2), "private").await;
        let song = ada.songs(&post).await[0].clone();
        for user in [&ada, &bob] {
            user.put(&favorite_path(&post, &song)).answer().await.expect(200);
        }
        let picture = post["image"]["url"].as_str().unwrap();
        ada.delete(paths::ME).json(&json!({"password": PASSWORD})).answer().await.expect(204);
        ada.get(paths::ME).answer().await.problem(401, "unauthorized");
        app.anonymous().get(picture).answer().await.problem(404, "not_found");
        app.anonymous().get(&post_path(&post)).answer().await.problem(404, "not_found");
        app.anonymous().get("/api/v1/users/ada").answer().await.problem(404, "not_found");
        for table in [
            "posts",
            "post_keywords",
            "post_songs",
            "jobs where post_id is not null",
            "sessions where user_id not in (select id from users)",
        ] {
            assert_eq!(app.count(table), 0, "{table}");
        }
        assert_eq!(app.count("users"), 1);
        let kept = bob.read(paths::FAVORITES).await;
        assert_eq!((&kept["favorites"][0]["post_id"], &kept["favorites"][0]["song"]), (&json!(null), &song["song"]));
        eventually("the bytes are gone", async || app.stored_pictures().is_empty()).await;
        eventually("the rows are gone", async || app.count("media where content_type like 'image/%'") == 0).await;
        app.user("ada").await;
    });
}

#[test]
fn the_password_must_be_right() {
    story(async |app| {
        let ada = app.user("ada").await;
        let wrong = ada.delete(paths::ME).json(&json!({"password": "not the password"})).answer().await;
        wrong.field_problem("password", "wrong");
        ada.delete(paths::ME).json(&json!({})).answer().await.field_problem("password", "required");
        ada.read(paths::ME).await;
    });
}
