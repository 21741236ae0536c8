//! Every class of error of a multipart form, asked of every operation that takes one.

use reqwest::{
    RequestBuilder,
    multipart::{Form, Part},
};

use crate::support::{Request, client::form, eventually, factory, story, things::Scene};

/// A text field that an operation with a form knows, if it knows one.
fn text_field(operation: &str) -> Option<&'static str> {
    match operation {
        "create_post" => Some("description"),
        "register" => Some("username"),
        "update_avatar" => None,
        other => panic!("which fields has the form of {other}?"),
    }
}

/// More bytes than its picture may have.
fn too_many_bytes(operation: &str) -> Vec<u8> {
    let most = if operation == "create_post" { 24 } else { 8 };
    vec![0xFF; most * 1024 * 1024 + 1]
}

/// Asks something of every operation with a form, from which nothing may come.
fn story_of_forms(check: impl AsyncFn(&str, &dyn Fn() -> RequestBuilder)) {
    story(async |app| {
        let scene = Scene::of(app).await;
        let made = || (app.count("users"), app.count("posts"), app.count("media"));
        let before = made();
        let mut seen = 0;
        for (name, (method, path)) in &scene.operations {
            if scene.described(method, path)["requestBody"]["content"].get("multipart/form-data").is_none() {
                continue;
            }
            seen += 1;
            check(name, &|| scene.ada.request(method.clone(), path)).await;
        }
        assert_eq!(seen, 3, "operations with a form");
        assert_eq!(made(), before, "something came of a form that was refused");
        eventually("no refused upload is on disk", async || app.incoming().is_empty()).await;
    });
}

#[test]
fn every_form_that_cannot_be_read_is_refused() {
    story_of_forms(async |_, request| {
        let send = |kind: &str, body: &'static str| request().header("content-type", kind).body(body).answer();
        for (kind, body) in [
            ("multipart/form-data; boundary=x", "--x\r\nnonsense"),
            ("multipart/form-data; boundary=x", "no boundary anywhere"),
            ("multipart/form-data; boundary=x", ""),
            ("multipart/form-data", "--x--\r\n"),
        ] {
            send(kind, body).await.problem(400, "bad_request");
        }
        for kind in ["text/plain", "application/x-www-form-urlencoded", "image/jpeg"] {
            send(kind, "image=x").await.problem(415, "unsupported_media_type");
        }
    });
}

#[test]
fn every_form_knows_its_fields_and_takes_each_once() {
    story_of_forms(async |name, request| {
        let photo = || factory::photo(1);
        let send = |form: Form| request().multipart(form).answer();
        send(form(photo(), &[("no_such_field", "x")])).await.field_problem("no_such_field", "unknown");
        send(form(photo(), &[("", "x")])).await.problem(422, "validation");
        let twice = form(photo(), &[]).part("image", Part::bytes(photo()).file_name("again"));
        send(twice).await.field_problem("image", "too_many");
        let Some(text) = text_field(name) else { return };
        send(form(photo(), &[(text, "once"), (text, "twice")])).await.field_problem(text, "too_many");
        send(form(photo(), &[(text, &"x".repeat(17 * 1024))])).await.field_problem(text, "too_long");
    });
}

#[test]
fn every_form_ends_where_its_picture_is_too_large() {
    story_of_forms(async |name, request| {
        let answer = request().multipart(form(too_many_bytes(name), &[])).answer().await;
        // Of the form of an account the picture is one field.
        match name {
            "register" => answer.field_problem("image", "too_large"),
            _ => answer.problem(413, "too_large"),
        };
    });
}

#[test]
fn every_form_without_what_it_needs_says_so() {
    story_of_forms(async |name, request| {
        // An account is made without a picture too, but not without a name.
        let needed = if name == "register" { "username" } else { "image" };
        // As a browser sends a file input that was left empty.
        let left_empty = Form::new().part("image", Part::bytes(Vec::new()));
        request().multipart(left_empty).answer().await.field_problem(needed, "required");
        let Some(text) = text_field(name).filter(|text| *text != needed) else { return };
        request().multipart(Form::new().text(text, "x")).answer().await.field_problem(needed, "required");
    });
}
