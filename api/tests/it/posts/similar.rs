//! `GET /posts/{id}/similar`.

use imagime_shared::paths;
use serde_json::{Value, json};

use crate::support::{Client, Request, client::post_path, factory, story};

const LAKE: &str = "wallpapers/DarkestHour/contents/images/2560x1600.jpg";
const SHORE: &str = "wallpapers/summer_1am/contents/images/2560x1600.jpg";
const EVENING: &str = "wallpapers/EveningGlow/contents/images/2560x1600.jpg";
const TEXTURE: &str = "skimage/gravel.png";

fn path(post: &Value) -> String {
    paths::fill(paths::POST_SIMILAR, &[post["id"].as_str().unwrap()])
}

/// Ids of the posts like this one, as this client sees them.
async fn like(client: &Client, post: &Value) -> Vec<String> {
    let list = client.read(&path(post)).await;
    assert_eq!(list["next_cursor"], Value::Null);
    list["posts"].as_array().unwrap().iter().map(|post| post["id"].as_str().unwrap().to_owned()).collect()
}

fn ids(posts: &[&Value]) -> Vec<String> {
    posts.iter().map(|post| post["id"].as_str().unwrap().to_owned()).collect()
}

async fn set_visibility(client: &Client, post: &Value, visibility: &str) {
    client.patch(&post_path(post)).json(&json!({"visibility": visibility})).answer().await.expect(200);
}

/// A cut-out of a picture: another file that shows nearly the same.
fn cut_out(name: &str) -> Vec<u8> {
    let whole = image::load_from_memory(&factory::real(name)).unwrap();
    let (width, height) = (whole.width(), whole.height());
    let cut = whole.crop_imm(width / 20, height / 20, width * 9 / 10, height * 9 / 10).into_rgb8();
    factory::encoded(&cut.into(), image::ImageFormat::Jpeg)
}

#[test]
fn what_shows_the_same_comes_first_and_what_shows_another_thing_not_at_all() {
    story(async |app| {
        let ada = app.user("ada").await;
        let post = async |bytes: Vec<u8>| ada.ready_post(bytes, "public").await;
        let texture = post(factory::real(TEXTURE)).await;
        let (lake, shore) = (post(factory::real(LAKE)).await, post(factory::real(SHORE)).await);
        let evening = post(factory::real(EVENING)).await;
        let (cat, same_cat) =
            (post(factory::real("skimage/chelsea.png")).await, post(cut_out("skimage/chelsea.png")).await);
        let grass = post(factory::real("skimage/grass.png")).await;
        assert_eq!(like(&ada, &lake).await, ids(&[&shore, &evening]));
        assert_eq!(like(&ada, &cat).await, ids(&[&same_cat]));
        assert_eq!(like(&ada, &same_cat).await, ids(&[&cat]));
        assert_eq!(like(&ada, &texture).await, ids(&[&grass]));
    });
}

#[test]
fn a_picture_without_its_like_has_an_empty_list() {
    story(async |app| {
        let ada = app.user("ada").await;
        let coffee = ada.ready_post(factory::real("skimage/coffee.png"), "public").await;
        ada.ready_post(factory::real(TEXTURE), "public").await;
        assert_eq!(ada.read(&path(&coffee)).await, json!({"posts": [], "next_cursor": null}));
    });
}

#[test]
fn each_sees_the_public_ones_and_their_own() {
    story(async |app| {
        let (ada, bob, nobody) = (app.user("ada").await, app.user("bob").await, app.anonymous());
        let lake = bob.ready_post(factory::real(LAKE), "public").await;
        let shore = ada.ready_post(factory::real(SHORE), "public").await;
        let evening = ada.ready_post(factory::real(EVENING), "public").await;
        assert_eq!(like(&nobody, &lake).await, ids(&[&shore, &evening]));
        for hidden in ["private", "unlisted"] {
            set_visibility(&ada, &shore, hidden).await;
            for client in [&nobody, &bob] {
                assert_eq!(like(client, &lake).await, ids(&[&evening]), "{hidden}");
            }
            assert_eq!(like(&ada, &lake).await, ids(&[&shore, &evening]), "{hidden}");
        }
        set_visibility(&ada, &shore, "public").await;
        assert_eq!(like(&bob, &lake).await, ids(&[&shore, &evening]));
        ada.delete(&post_path(&shore)).answer().await.expect(204);
        assert_eq!(like(&ada, &lake).await, ids(&[&evening]));
        assert_eq!(like(&nobody, &lake).await, ids(&[&evening]));
    });
}

#[test]
fn the_asked_for_post_must_be_visible() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let secret = ada.ready_post(factory::real(LAKE), "private").await;
        let shore = ada.ready_post(factory::real(SHORE), "public").await;
        for client in [&bob, &app.anonymous()] {
            client.get(&path(&secret)).answer().await.problem(404, "not_found");
        }
        assert_eq!(like(&ada, &secret).await, ids(&[&shore]));
        let missing = json!({"id": uuid::Uuid::now_v7()});
        ada.get(&path(&missing)).answer().await.problem(404, "not_found");
    });
}

#[test]
fn the_best_visible_ones_are_found_behind_many_that_are_not() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let lake = bob.ready_post(factory::real(LAKE), "public").await;
        let shore = ada.ready_post(factory::real(SHORE), "public").await;
        let evening = ada.ready_post(factory::real(EVENING), "public").await;
        // Three hundred others of hers, as like as can be and private.
        let id = lake["id"].as_str().unwrap();
        app.sql(&format!(
            "insert into posts (id, user_id, visibility, status, match_generation, image_key, width, height, thumbhash) \
               select gen_random_uuid(), (select user_id from posts where id = '{}'), 'private', 'ready', 1, \
                      sha256(number::text::bytea), 1, 1, '' from generate_series(1, 300) as number; \
             insert into embeddings (post_id, version, vector) \
               select posts.id, lake.version, lake.vector from posts, embeddings as lake \
               where lake.post_id = '{id}' and posts.width = 1",
            shore["id"].as_str().unwrap(),
        ));
        assert_eq!(like(&bob, &lake).await, ids(&[&shore, &evening]));
    });
}

#[test]
fn an_authors_same_picture_is_no_find_but_another_authors_is() {
    story(async |app| {
        let (ada, bob) = (app.user("ada").await, app.user("bob").await);
        let cat = ada.ready_post(factory::real("skimage/chelsea.png"), "public").await;
        ada.ready_post(factory::real("skimage/chelsea.png"), "public").await;
        ada.ready_post(factory::real("skimage/chelsea.png"), "private").await;
        assert_eq!(like(&ada, &cat).await, Vec::<String>::new());
        bob.ready_post(factory::real("skimage/chelsea.png"), "public").await;
        bob.ready_post(factory::real("skimage/chelsea.png"), "public").await;
        assert_eq!(like(&ada, &cat).await.len(), 1, "one of the two");
    });
}

#[test]
fn the_limit_is_kept_and_held_to_its_bounds() {
    story(async |app| {
        let ada = app.user("ada").await;
        let lake = ada.ready_post(factory::real(LAKE), "public").await;
        let shore = ada.ready_post(factory::real(SHORE), "public").await;
        ada.ready_post(factory::real(EVENING), "public").await;
        let path = path(&lake);
        let one = ada.read(&format!("{path}?limit=1")).await;
        assert_eq!(one["posts"].as_array().unwrap().len(), 1);
        assert_eq!(one["posts"][0]["id"], shore["id"]);
        assert!(one["posts"][0]["top_song"].is_object() && one["posts"][0]["image"]["variants"].is_array());
        for limit in ["0", "51", "-1", "many"] {
            ada.get(&format!("{path}?limit={limit}")).answer().await.problem(422, "validation");
        }
        ada.get(&format!("{path}?cursor=x")).answer().await.problem(400, "invalid_cursor");
    });
}

#[test]
fn a_server_knows_what_another_one_took_in() {
    story(async |app| {
        let ada = app.user("ada").await;
        let lake = ada.ready_post(factory::real(LAKE), "public").await;
        assert_eq!(like(&ada, &lake).await, Vec::<String>::new());
        // The next server takes the picture in and the first works on it: neither of them does both.
        app.start_another(|config| config.data.workers = Some(0)).await;
        let (bob, other) = (app.user("bob").await, app.anonymous());
        let shore = bob.ready_post(factory::real(SHORE), "public").await;
        for client in [&ada, &other] {
            assert_eq!(like(client, &lake).await, ids(&[&shore]));
        }
        bob.delete(&post_path(&shore)).answer().await.expect(204);
        for client in [&ada, &other] {
            assert_eq!(like(client, &lake).await, Vec::<String>::new());
        }
    });
}

#[test]
fn pictures_of_before_become_comparable_at_the_next_start() {
    story(async |app| {
        let ada = app.user("ada").await;
        let lake = ada.ready_post(factory::real(LAKE), "public").await;
        let shore = ada.ready_post(factory::real(SHORE), "public").await;
        let vectors = "select encode(vector, 'hex') as line from embeddings order by post_id";
        let made = app.lines(vectors);
        // One was never kept, the other is of an older sort and from a cluster with other numbers.
        app.sql(&format!(
            "delete from embeddings where post_id = '{}'; \
             update embeddings set version = 1000, vector = '\\x00', written_in = 4611686018427387904",
            lake["id"].as_str().unwrap()
        ));
        assert_eq!(like(&ada, &lake).await, Vec::<String>::new());
        app.restart().await;
        let ada = app.anonymous().with_token(&ada.token.unwrap());
        crate::support::eventually("both are comparable", async || app.lines(vectors) == made).await;
        assert_eq!(like(&ada, &lake).await, ids(&[&shore]));
        assert_eq!(app.count("embeddings where written_in >= 4611686018427387904"), 0);
    });
}
