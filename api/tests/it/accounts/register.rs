//! `POST /auth/register`.

use imagime_shared::paths;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::support::{Answer, App, Request, client::PASSWORD, factory, story};

/// The passwords that everybody tries first.
const COMMONEST: [&str; 50] = [
    "password",
    "12345678",
    "123456789",
    "1234567890",
    "qwertyuiop",
    "password1",
    "password123",
    "iloveyou",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "superman",
    "trustno1",
    "starwars",
    "whatever",
    "jennifer",
    "michelle",
    "computer",
    "corvette",
    "11111111",
    "00000000",
    "88888888",
    "87654321",
    "987654321",
    "qwerty123",
    "1q2w3e4r",
    "1qaz2wsx",
    "q1w2e3r4",
    "abcd1234",
    "abc12345",
    "asdfghjkl",
    "zxcvbnm1",
    "letmein1",
    "welcome1",
    "passw0rd",
    "p@ssw0rd",
    "admin123",
    "dragon123",
    "monkey123",
    "mustang1",
    "liverpool",
    "chocolate",
    "butterfly",
    "samantha",
    "victoria",
    "alexander",
    "12341234",
    "aaaaaaaa",
    "Password1",
];

fn form_of(name: &str, password: &str) -> Value {
    json!({"username": name, "email": format!("{name}@example.org"), "password": password})
}

async fn register(app: &App, body: Value) -> Answer {
    app.anonymous().post(paths::REGISTER).json(&body).answer().await
}

fn fields(name: &str) -> Form {
    Form::new()
        .text("username", name.to_owned())
        .text("email", format!("{name}@example.org"))
        .text("password", PASSWORD)
}

#[test]
fn an_account_is_made_and_opens_a_session() {
    story(async |app| {
        let answer = register(app, form_of("ada", PASSWORD)).await.expect(201);
        assert_eq!(answer.header("location"), "/api/v1/users/ada");
        let body = answer.json();
        assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!(900)));
        assert_eq!(body["user"]["username"], "ada");
        assert_eq!(body["user"]["display_name"], "ada");
        assert_eq!(body["user"]["email"], "ada@example.org");
        assert_eq!(body["user"]["avatar_url"], Value::Null);
        let ada = app.anonymous().with_token(body["access_token"].as_str().unwrap());
        assert_eq!(ada.read(paths::ME).await["user"], body["user"]);
    });
}

#[test]
fn an_account_may_come_with_a_picture() {
    story(async |app| {
        let form = fields("ada").part("image", Part::bytes(factory::photo(1)).file_name("me.jpg"));
        let answer = app.anonymous().post(paths::REGISTER).multipart(form).answer().await.expect(201);
        let url = answer.json()["user"]["avatar_url"].as_str().unwrap().to_owned();
        let picture = app.anonymous().get(&url).answer().await.expect(200);
        assert_eq!(picture.header("content-type"), "image/jpeg");
        let picture = image::load_from_memory(&picture.body).unwrap();
        assert_eq!(picture.width(), picture.height());
    });
}

#[test]
fn a_form_with_an_empty_file_input_makes_an_account_without_a_picture() {
    story(async |app| {
        let form = fields("ada").part("image", Part::bytes(Vec::new()).file_name(""));
        let answer = app.anonymous().post(paths::REGISTER).multipart(form).answer().await.expect(201);
        assert_eq!(answer.json()["user"]["avatar_url"], Value::Null);
    });
}

#[test]
fn a_bad_picture_makes_no_account() {
    story(async |app| {
        let whole = factory::photo(1);
        let bad = [
            (b"not a picture".to_vec(), 422, "validation"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), 422, "validation"),
            (whole[..whole.len() / 4].to_vec(), 422, "validation"),
            (factory::png_of_size(20_000, 20_000), 422, "validation"),
            (vec![0xFF; 9 * 1024 * 1024], 422, "validation"),
        ];
        for (bytes, status, code) in bad {
            let form = fields("ada").part("image", Part::bytes(bytes).file_name("me.jpg"));
            let problem = app.anonymous().post(paths::REGISTER).multipart(form).answer().await.problem(status, code);
            assert_eq!(problem["errors"][0]["field"], "image");
        }
        assert_eq!(app.count("users"), 0);
        assert_eq!(app.count("media where doomed_at is null"), 0);
        register(app, form_of("ada", PASSWORD)).await.expect(201);
    });
}

#[test]
fn taken_names_and_addresses_are_refused_without_regard_to_case() {
    story(async |app| {
        register(app, form_of("ada", PASSWORD)).await.expect(201);
        let same_name = json!({"username": "ADA", "email": "other@example.org", "password": PASSWORD});
        let problem = register(app, same_name).await.problem(409, "already_taken");
        assert_eq!(problem["errors"][0]["field"], "username");
        assert_eq!(problem["errors"][0]["code"], "taken");
        let same_mail = json!({"username": "other", "email": "Ada@Example.ORG", "password": PASSWORD});
        let problem = register(app, same_mail).await.problem(409, "already_taken");
        assert_eq!(problem["errors"][0]["field"], "email");
        assert_eq!(app.count("users"), 1);
    });
}

#[test]
fn of_parallel_registrations_of_one_name_one_succeeds() {
    story(async |app| {
        let tries = (0..6).map(|n| {
            let body = json!({"username": "ada", "email": format!("{n}@example.org"), "password": PASSWORD});
            register(app, body)
        });
        let answers = futures_util::future::join_all(tries).await;
        let made = answers.iter().filter(|answer| answer.status == 201).count();
        let refused = answers.iter().filter(|answer| answer.status == 409).count();
        assert_eq!((made, refused), (1, 5));
    });
}

#[test]
fn every_field_that_needs_another_look_is_named_at_once() {
    story(async |app| {
        let answer = register(app, json!({"username": "a", "email": "nowhere", "password": "short"})).await;
        answer.field_problem("username", "too_short");
        answer.field_problem("email", "invalid");
        answer.field_problem("password", "too_short");
        for (field, bad, code) in [
            ("username", "a".repeat(31), "too_long"),
            ("username", "a b".into(), "invalid"),
            ("username", "a\u{0}b".into(), "invalid"),
            ("email", String::new(), "required"),
            ("email", format!("{}@example.org", "a".repeat(300)), "too_long"),
            ("password", "with a \0 inside".into(), "invalid"),
            ("password", "x y!7".repeat(60), "too_long"),
            ("password", "ada@example.org".into(), "too_common"),
        ] {
            let mut body = form_of("ada", PASSWORD);
            body[field] = bad.into();
            register(app, body).await.field_problem(field, code);
        }
        assert_eq!(app.count("users"), 0);
    });
}

#[test]
fn missing_and_unknown_fields_are_named() {
    story(async |app| {
        register(app, json!({"username": "ada", "email": "a@example.org"})).await.field_problem("password", "required");
        let mut body = form_of("ada", PASSWORD);
        body["is_admin"] = true.into();
        register(app, body).await.field_problem("is_admin", "unknown");
    });
}

#[test]
fn the_commonest_passwords_are_refused() {
    story(async |app| {
        for common in COMMONEST {
            register(app, form_of("ada", common)).await.field_problem("password", "too_common");
        }
    });
}

#[test]
fn a_password_of_a_megabyte_is_refused() {
    story(async |app| {
        let answer = register(app, form_of("ada", &"x7 !".repeat(256 * 1024))).await;
        answer.problem(413, "too_large");
        let login = json!({"login": "ada", "password": "x".repeat(1024 * 1024)});
        app.anonymous().post(paths::LOGIN).json(&login).answer().await.problem(413, "too_large");
    });
}

#[test]
fn too_many_accounts_from_one_address_are_slowed_down() {
    crate::support::story_with(
        |config| config.accounts.registrations_per_hour = 3,
        async |app| {
            for name in ["one", "two", "three"] {
                register(app, form_of(name, PASSWORD)).await.expect(201);
            }
            let answer = register(app, form_of("four", PASSWORD)).await;
            answer.problem(429, "too_many_requests");
            assert!(answer.header("retry-after").parse::<u64>().is_ok_and(|seconds| (1..=3600).contains(&seconds)));
        },
    );
}
