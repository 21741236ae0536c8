//! `DELETE /posts/{id}`.

use serde_json::json;

use crate::support::{Request, client::post_path, eventually, factory, story};

#[test]
fn a_deleted_post_is_gone_at_once_and_its_bytes_soon() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let kept = ada.post_picture(factory::photo(2), "public").await;
        let path = post_path(&post);
        assert!(ada.delete(&path).answer().await.expect(204).body.is_empty());
        for gone in [
            path.clone(),
            format!("{path}/songs"),
            format!("{path}/events"),
            post["image"]["url"].as_str().unwrap().into(),
        ] {
            ada.get(&gone).answer().await.problem(404, "not_found");
        }
        ada.patch(&path).json(&json!({})).answer().await.problem(404, "not_found");
        let left = kept["image"]["variants"].as_array().unwrap().len();
        eventually("only the other post's bytes are left", async || app.stored_pictures().len() == left).await;
        let other = app.anonymous().get(kept["image"]["url"].as_str().unwrap()).answer().await.expect(200);
        assert!(other.body.len() > 1000);
    });
}

#[test]
fn deleting_again_answers_as_the_first_time() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.post_picture(factory::photo(1), "public").await;
        ada.delete(&post_path(&post)).answer().await.expect(204);
        ada.delete(&post_path(&post)).answer().await.expect(204);
        bob.delete(&post_path(&post)).answer().await.problem(404, "not_found");
        let never = json!({"id": uuid::Uuid::now_v7()});
        ada.delete(&post_path(&never)).answer().await.problem(404, "not_found");
    });
}

#[test]
fn a_post_that_is_deleted_while_it_is_worked_on_leaves_nothing() {
    story(async |app| {
        let ada = app.user("ada").await;
        let posts =
            futures_util::future::join_all((0..4).map(|seed| ada.post_picture(factory::photo(seed), "public"))).await;
        for post in &posts {
            ada.delete(&post_path(post)).answer().await.expect(204);
        }
        eventually("the bytes are gone", async || app.stored_pictures().is_empty()).await;
        eventually("the jobs are gone", async || app.count("jobs") == 0).await;
        assert_eq!(app.count("posts"), 0);
        assert_eq!(app.count("media where content_type like 'image/%'"), 0);
    });
}

#[test]
fn a_file_that_cannot_be_removed_does_not_keep_the_others() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        // A folder is no file: it stands first and stays.
        app.sql(
            "insert into media (id, storage_key, content_type, byte_size, content_hash, doomed_at) \
             values ('00000000-0000-7000-8000-000000000000', 'pictures', 'x/y', 1, decode(repeat('00', 32), 'hex'), now())",
        );
        ada.delete(&post_path(&post)).answer().await.expect(204);
        eventually("the bytes are gone", async || app.stored_pictures().is_empty()).await;
        eventually("the rows are gone", async || app.count("media where content_type like 'image/%'") == 0).await;
        assert_eq!(app.count("media where content_type = 'x/y'"), 1);
    });
}
