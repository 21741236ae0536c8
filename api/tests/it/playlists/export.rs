//! Lists as files.

use serde_json::{Value, json};

use super::{add, export_path, list_path, playlist, song_ids};
use crate::support::{Request, client::post_path, factory, story, story_with};

const NAUGHTY: &str = "Rain & \"<Snow>\" ]]> ü/\u{202e}";

#[test]
fn jspf_holds_picture_and_keywords() {
    story_with(
        |config| config.server.public_url = Some("https://imagime.example/".into()),
        async |app| {
            let ada = app.user("ada").await;
            let post = ada.ready_post(factory::real("skimage/coffee.png"), "public").await;
            let ids = song_ids(&ada, &post).await;
            let list = playlist(&ada, NAUGHTY, "public").await;
            add(&ada, &list, &ids[..3], Some(&post)).await.expect(200);
            let answer = app.anonymous().get(&export_path(&list, "jspf")).answer().await.expect(200);
            assert_eq!(answer.header("content-type"), "application/jspf+json");
            let sheet = answer.json()["playlist"].take();
            assert_eq!((&sheet["title"], &sheet["creator"]), (&json!(NAUGHTY), &json!("ada")));
            assert_eq!(sheet["info"], format!("https://imagime.example/playlists/{}", list["id"].as_str().unwrap()));
            let track = &sheet["track"][1];
            assert_eq!(track["title"], ada.songs(&post).await[1]["song"]["title"]);
            assert!(track["location"][0].as_str().unwrap().starts_with("https://imagime.example/media/previews/"));
            let picture = &track["extension"]["urn:imagime:picture"][0];
            let words: Vec<_> =
                post["keywords"].as_array().unwrap().iter().map(|word| word["keyword"].clone()).collect();
            assert!(!words.is_empty());
            assert_eq!(picture["keywords"], json!(words));
            assert_eq!(picture["image"], format!("https://imagime.example{}", post["image"]["url"].as_str().unwrap()));
            assert_eq!(picture["page"], format!("https://imagime.example/p/{}", post["id"].as_str().unwrap()));
        },
    );
}

#[test]
fn xspf_is_escaped_and_the_file_has_a_name() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = ada.ready_post(factory::photo(1), "public").await;
        let list = playlist(&ada, NAUGHTY, "private").await;
        ada.patch(&list_path(&list)).json(&json!({"description": "</annotation>\n<x/>"})).answer().await.expect(200);
        add(&ada, &list, &song_ids(&ada, &post).await[..2], Some(&post)).await.expect(200);
        let answer = ada.get(&export_path(&list, "xspf")).answer().await.expect(200);
        assert_eq!(answer.header("content-type"), "application/xspf+xml");
        let name = answer.header("content-disposition");
        assert!(
            name.starts_with("attachment; filename=\"Rain _ __Snow__ ___ ___.xspf\"; filename*=UTF-8''Rain%20"),
            "{name}"
        );
        let text = answer.text();
        assert!(text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"), "{text}");
        for part in
            ["<title>Rain &amp; &quot;&lt;Snow&gt;&quot; ]]&gt; ü/\u{202e}</title>", "&lt;/annotation&gt;\n&lt;x/&gt;"]
        {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert_eq!(text.matches("<track>").count(), 2);
        assert_eq!(elements_left_open(&text), 0);
        assert!(
            text.contains(&format!("http://127.0.0.1:{}/media/", app.base().rsplit(':').next().unwrap())),
            "{text}"
        );
    });
}

/// Walks the elements of a document that has no comments: each end has its beginning; gives how many have no end.
fn elements_left_open(text: &str) -> usize {
    let mut open = Vec::new();
    for tag in text.split('<').skip(1).filter(|tag| !tag.starts_with('?')) {
        let (inside, _) = tag.split_once('>').unwrap();
        match inside.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None => open.push(inside.split(' ').next().unwrap()),
        }
    }
    open.len()
}

#[test]
fn a_file_holds_no_address_that_ends_and_nothing_that_its_reader_may_not_see() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let post = ada.ready_post(factory::real("skimage/coffee.png"), "private").await;
        let list = playlist(&ada, "A", "public").await;
        add(&ada, &list, &song_ids(&ada, &post).await[..2], Some(&post)).await.expect(200);
        let own = ada.get(&export_path(&list, "jspf")).answer().await.expect(200);
        assert!(!own.text().contains("sig="), "{}", own.text());
        let picture = own.json()["playlist"]["track"][0]["extension"]["urn:imagime:picture"][0].take();
        assert_eq!(picture["image"], Value::Null);
        assert!(!picture["keywords"].as_array().unwrap().is_empty());
        let others = bob.get(&export_path(&list, "jspf")).answer().await.expect(200).text();
        assert!(!others.contains(post["id"].as_str().unwrap()) && !others.contains("keywords"), "{others}");
        ada.patch(&post_path(&post)).json(&json!({"visibility": "public"})).answer().await.expect(200);
        assert!(bob.get(&export_path(&list, "jspf")).answer().await.expect(200).text().contains("keywords"));
        bob.get(&export_path(&list, "pdf")).answer().await.problem(422, "validation");
    });
}
