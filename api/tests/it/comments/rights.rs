//! Who may read, write, change and delete comments.

use imagime_shared::paths;
use serde_json::{Value, json};

use super::{comment_path, comments_path, say, write};
use crate::support::{App, Client, Request, client::PASSWORD, client::post_path, factory, story_with};

fn quiet(tell: impl AsyncFnOnce(&mut App)) {
    story_with(|config| config.data.workers = Some(0), tell);
}

async fn edit(client: &Client, comment: &Value) -> crate::support::Answer {
    client.patch(&comment_path(comment)).json(&json!({"body": "Other words."})).answer().await
}

#[test]
fn whoever_sees_the_post_sees_its_comments_and_nobody_else() {
    quiet(async |app| {
        let (ada, bob, nobody) = (app.user("ada").await, app.user("bob").await, app.anonymous());
        for visibility in ["public", "unlisted", "private"] {
            let post = ada.post_picture(factory::photo(1), visibility).await;
            let comment = say(&ada, &post, "Mine.").await;
            ada.read(&comments_path(&post)).await;
            for other in [&bob, &nobody] {
                let answers = [
                    other.get(&comments_path(&post)).answer().await,
                    other.get(&comment_path(&comment)).answer().await,
                ];
                for answer in answers {
                    if visibility == "private" {
                        answer.problem(404, "not_found");
                    } else {
                        answer.expect(200);
                    }
                }
            }
        }
    });
}

#[test]
fn writing_needs_an_account_and_a_post_in_sight() {
    quiet(async |app| {
        let (ada, bob, nobody) = (app.user("ada").await, app.user("bob").await, app.anonymous());
        let open = ada.post_picture(factory::photo(1), "unlisted").await;
        let closed = ada.post_picture(factory::photo(2), "private").await;
        write(&nobody, &open, "Hello.").await.problem(401, "unauthorized");
        write(&nobody, &closed, "Hello.").await.problem(401, "unauthorized");
        write(&bob, &closed, "Hello.").await.problem(404, "not_found");
        write(&bob, &json!({"id": uuid::Uuid::now_v7()}), "Hello.").await.problem(404, "not_found");
        write(&bob, &json!({"id": "nonsense"}), "Hello.").await.problem(404, "not_found");
        write(&ada.with_token("nonsense"), &open, "Hello.").await.problem(401, "unauthorized");
        write(&bob, &open, "Hello.").await.expect(201);
        write(&ada, &closed, "Hello.").await.expect(201);
        assert_eq!(app.count("comments"), 2);
    });
}

#[test]
fn only_the_author_edits_and_the_comment_says_so() {
    quiet(async |app| {
        let (ada, bob, cleo) = (app.user("ada").await, app.user("bob").await, app.user("cleo").await);
        let post = ada.post_picture(factory::photo(1), "public").await;
        let comment = say(&bob, &post, "First words.").await;
        edit(&app.anonymous(), &comment).await.problem(401, "unauthorized");
        for other in [&ada, &cleo] {
            edit(other, &comment).await.problem(404, "not_found");
        }
        let edited = edit(&bob, &comment).await.expect(200).json()["comment"].take();
        assert_eq!((&edited["id"], &edited["body"]), (&comment["id"], &json!("Other words.")));
        assert!(edited["edited_at"].as_str().unwrap() >= edited["created_at"].as_str().unwrap());
        assert_eq!(edit(&bob, &comment).await.expect(200).json()["comment"], edited, "the same words change nothing");
        assert_eq!(ada.read(&comments_path(&post)).await["comments"][0], edited);
    });
}

#[test]
fn the_author_and_the_owner_of_the_post_delete_and_nobody_else() {
    quiet(async |app| {
        let (ada, bob, cleo) = (app.user("ada").await, app.user("bob").await, app.user("cleo").await);
        let post = ada.post_picture(factory::photo(1), "public").await;
        let comments = [say(&bob, &post, "One.").await, say(&bob, &post, "Two.").await];
        for comment in &comments {
            app.anonymous().delete(&comment_path(comment)).answer().await.problem(401, "unauthorized");
            cleo.delete(&comment_path(comment)).answer().await.problem(404, "not_found");
        }
        for (client, comment) in [(&bob, &comments[0]), (&ada, &comments[1])] {
            for _ in 0..2 {
                assert!(client.delete(&comment_path(comment)).answer().await.expect(204).body.is_empty());
            }
            cleo.delete(&comment_path(comment)).answer().await.problem(404, "not_found");
            client.get(&comment_path(comment)).answer().await.problem(404, "not_found");
            edit(client, comment).await.problem(404, "not_found");
        }
        // It is gone for its author too, whoever deleted it; what its author took back was never the owner's.
        bob.delete(&comment_path(&comments[1])).answer().await.expect(204);
        ada.delete(&comment_path(&comments[0])).answer().await.problem(404, "not_found");
        assert_eq!(app.count("comments"), 0);
        let missing = json!({"id": uuid::Uuid::now_v7()});
        bob.delete(&comment_path(&missing)).answer().await.problem(404, "not_found");
    });
}

#[test]
fn a_post_that_goes_private_takes_its_comments_out_of_sight() {
    quiet(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.post_picture(factory::photo(1), "public").await;
        let comment = say(&bob, &post, "Seen.").await;
        ada.patch(&post_path(&post)).json(&json!({"visibility": "private"})).answer().await.expect(200);
        bob.get(&comments_path(&post)).answer().await.problem(404, "not_found");
        bob.get(&comment_path(&comment)).answer().await.problem(404, "not_found");
        edit(&bob, &comment).await.problem(404, "not_found");
        assert_eq!(ada.read(&comments_path(&post)).await["comments"][0]["id"], comment["id"]);
        // One's own words can be taken back wherever they are.
        bob.delete(&comment_path(&comment)).answer().await.expect(204);
        assert_eq!(ada.read(&post_path(&post)).await["post"]["comment_count"], 0);
    });
}

#[test]
fn comments_go_with_their_author_and_with_their_post() {
    quiet(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.post_picture(factory::photo(1), "public").await;
        say(&ada, &post, "One.").await;
        say(&bob, &post, "Two.").await;
        bob.delete(paths::ME).json(&json!({"password": PASSWORD})).answer().await.expect(204);
        assert_eq!(app.count("comments"), 1);
        assert_eq!(ada.read(&post_path(&post)).await["post"]["comment_count"], 1);
        ada.delete(&post_path(&post)).answer().await.expect(204);
        assert_eq!(app.count("comments"), 0);
    });
}
