//! `PUT` and `DELETE /users/{username}/follow`, followers, following, and the counts of a profile.

use futures_util::future::join_all;
use imagime_shared::paths;
use serde_json::{Value, json};

use super::{follow, unfollow};
use crate::support::{App, Client, Request, client::PASSWORD, story_with};

fn quiet(tell: impl AsyncFnOnce(&mut App)) {
    story_with(|config| config.data.workers = Some(0), tell);
}

async fn people<const N: usize>(app: &App, names: [&str; N]) -> Vec<Client> {
    join_all(names.map(|name| app.user(name))).await
}

fn followers(name: &str) -> String {
    paths::fill(paths::USER_FOLLOWERS, &[name])
}

fn following(name: &str) -> String {
    paths::fill(paths::USER_FOLLOWING, &[name])
}

/// Followers, followed people, and whether the client is among the former.
async fn profile(client: &Client, name: &str) -> (Value, Value, Value) {
    let user = client.read(&paths::fill(paths::USER, &[name])).await["user"].take();
    (user["follower_count"].clone(), user["following_count"].clone(), user["followed_by_me"].clone())
}

fn names(users: &[Value]) -> Vec<&str> {
    users.iter().map(|user| user["username"].as_str().unwrap()).collect()
}

#[test]
fn a_follow_counts_once_and_can_be_taken_back() {
    quiet(async |app| {
        let people = people(app, ["ada", "bob"]).await;
        let expected = json!({"username": "ada", "followed_by_me": true, "follower_count": 1});
        for name in ["ada", "ADA"] {
            assert_eq!(follow(&people[1], name).await.expect(200).json(), expected);
        }
        assert_eq!(profile(&people[1], "ada").await, (json!(1), json!(0), json!(true)));
        assert_eq!(profile(&people[0], "bob").await, (json!(0), json!(1), json!(false)));
        assert_eq!(profile(&app.anonymous(), "ada").await, (json!(1), json!(0), json!(false)));
        for _ in 0..2 {
            assert!(unfollow(&people[1], "ada").await.expect(204).body.is_empty());
        }
        assert_eq!(profile(&people[1], "ada").await, (json!(0), json!(0), json!(false)));
        assert_eq!(app.count("follows"), 0);
    });
}

#[test]
fn following_needs_an_account_and_somebody_else() {
    quiet(async |app| {
        let people = people(app, ["ada", "bob"]).await;
        follow(&app.anonymous(), "ada").await.problem(401, "unauthorized");
        unfollow(&app.anonymous(), "ada").await.problem(401, "unauthorized");
        follow(&people[0].with_token("nonsense"), "bob").await.problem(401, "unauthorized");
        for missing in ["nobody", "%00", "a b"] {
            follow(&people[0], missing).await.problem(404, "not_found");
            unfollow(&people[0], missing).await.problem(404, "not_found");
        }
        for own in ["ada", "Ada"] {
            follow(&people[0], own).await.field_problem("username", "invalid");
        }
        unfollow(&people[0], "ada").await.expect(204);
        assert_eq!(app.count("follows"), 0);
        for path in [followers("nobody"), following("nobody")] {
            people[0].get(&path).answer().await.problem(404, "not_found");
        }
    });
}

#[test]
fn followers_and_followed_people_are_listed_the_last_first_for_everybody() {
    quiet(async |app| {
        let people = people(app, ["ada", "bob", "cleo", "dan"]).await;
        for place in [2, 1, 3] {
            follow(&people[place], "ada").await.expect(200);
        }
        for name in ["dan", "bob"] {
            follow(&people[0], name).await.expect(200);
        }
        for limit in [1, 2, 50] {
            let listed = app.anonymous().all_pages(&followers("ada"), "users", limit).await;
            assert_eq!(names(&listed), ["dan", "bob", "cleo"]);
            let listed = people[3].all_pages(&following("ada"), "users", limit).await;
            assert_eq!(names(&listed), ["bob", "dan"]);
        }
        let listed = people[0].read(&followers("ada")).await["users"].take();
        let mine: Vec<_> = listed.as_array().unwrap().iter().map(|user| user["followed_by_me"].clone()).collect();
        assert_eq!(mine, [true, true, false]);
        assert_eq!(listed[0], people[0].read("/api/v1/users/dan").await["user"]);
        let cursor = people[0].read(&format!("{}?limit=1", followers("ada"))).await["next_cursor"].take();
        for other in [following("ada"), followers("bob")] {
            let path = format!("{other}?cursor={}", cursor.as_str().unwrap());
            people[0].get(&path).answer().await.problem(400, "invalid_cursor");
        }
    });
}

#[test]
fn people_who_follow_each_other_at_once_are_all_counted() {
    quiet(async |app| {
        let names = ["ada", "bob", "cleo", "dan"];
        let people = people(app, names).await;
        let each = people.iter().enumerate().flat_map(|(place, person)| {
            names
                .iter()
                .enumerate()
                .filter(move |(other, _)| *other != place)
                .map(move |(_, name)| follow(person, name))
        });
        assert!(join_all(each).await.iter().all(|answer| answer.status == 200));
        for name in names {
            assert_eq!(profile(&app.anonymous(), name).await, (json!(3), json!(3), json!(false)));
        }
    });
}

#[test]
fn follows_go_with_either_of_the_two() {
    quiet(async |app| {
        let people = people(app, ["ada", "bob", "cleo"]).await;
        follow(&people[0], "bob").await.expect(200);
        follow(&people[1], "ada").await.expect(200);
        follow(&people[2], "ada").await.expect(200);
        people[1].delete(paths::ME).json(&json!({"password": PASSWORD})).answer().await.expect(204);
        assert_eq!(profile(&people[2], "ada").await, (json!(1), json!(0), json!(true)));
        assert_eq!(names(people[0].read(&followers("ada")).await["users"].as_array().unwrap()), ["cleo"]);
        assert_eq!(app.count("follows"), 1);
    });
}
