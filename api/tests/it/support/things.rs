//! One owner's things of each sort, and the requests that the documented operations make on them.

use std::collections::BTreeMap;

use imagime_shared::paths;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::{
    App, Client, Request,
    client::{PASSWORD, form},
    factory,
};

/// Method and path of every operation of the OpenAPI document, by its name.
pub fn operations(document: &Value) -> BTreeMap<String, (Method, String)> {
    let mut found = BTreeMap::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if let Some(id) = operation["operationId"].as_str() {
                let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
                found.insert(id.to_owned(), (method, path.clone()));
            }
        }
    }
    found
}

/// Makes a personal access token; gives it as the server does.
pub async fn make_token(client: &Client, scopes: &[&str]) -> Value {
    let body = json!({"name": "a program", "scopes": scopes});
    client.post(paths::TOKENS).json(&body).answer().await.expect(201).json()["token"].take()
}

/// Things of one owner, all public or all private.
pub struct Things {
    pub post: String,
    pub comment: String,
    pub playlist: String,
    pub slug: String,
    pub song: String,
    pub session: String,
    pub token: String,
    /// Name of the picture's file, with its query.
    pub file: String,
}

impl Things {
    /// Makes them.
    pub async fn of(owner: &Client, name: &str, visibility: &str, photo: u32) -> Self {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let post = owner.ready_post(factory::photo(photo), visibility).await;
        let id = text(&post["id"]);
        let at = |path: &str| paths::fill(path, &[&id]);
        let comment = owner.post(&at(paths::POST_COMMENTS)).json(&json!({"body": "Mine."})).answer().await.expect(201);
        let list = json!({"title": "Mine", "visibility": visibility});
        let playlist = owner.post(paths::PLAYLISTS).json(&list).answer().await.expect(201).json()["playlist"].take();
        let share = owner.post(&at(paths::POST_SHARES)).answer().await.expect(201);
        let songs: Vec<Value> = owner.songs(&post).await.iter().map(|item| item["song"]["id"].clone()).collect();
        let song = songs[0].clone();
        let listed = json!({"song_ids": songs[..3]});
        let path = paths::fill(paths::PLAYLIST_SONGS, &[playlist["id"].as_str().unwrap()]);
        owner.post(&path).json(&listed).answer().await.expect(200);
        let other = owner.login(name, PASSWORD).await;
        let sessions = other.read(paths::SESSIONS).await["sessions"].take();
        let current = sessions.as_array().unwrap().iter().find(|session| session["current"] == true).unwrap();
        let token = make_token(owner, &["read"]).await;
        Self {
            comment: text(&comment.json()["comment"]["id"]),
            playlist: text(&playlist["id"]),
            slug: text(&share.json()["share"]["slug"]),
            song: text(&song),
            session: text(&current["id"]),
            token: text(&token["id"]),
            file: text(&post["image"]["url"]).replace("/media/", ""),
            post: id,
        }
    }

    /// The address of an operation on these things.
    pub fn address(&self, path: &str) -> String {
        let id = match path {
            paths::TOKEN => &self.token,
            paths::SESSION => &self.session,
            path if path.starts_with("/api/v1/comments/") => &self.comment,
            path if path.starts_with("/api/v1/playlists/") => &self.playlist,
            path if path.starts_with("/api/v1/songs/") => &self.song,
            _ => &self.post,
        };
        let path = path.replace("{id}", id).replace("{post_id}", &self.post).replace("{song_id}", &self.song);
        let path = path.replace("/media/{name}", &format!("/media/{}", self.file));
        let path = path.replace("starter/{slug}", "starter/amazing-grace").replace("{slug}", &self.slug);
        let path = path.replace("{username}", "ada").replace("{keyword}", "sea");
        match path.as_str() {
            paths::SEARCH => format!("{path}?q=sea"),
            path if path.ends_with("/export") && path.contains("playlists") => format!("{path}?format=jspf"),
            _ => path,
        }
    }

    /// An operation on these things with a body that will do, as somebody. `songs` are those of the playlist.
    pub fn request(
        &self,
        client: &Client,
        operation: &str,
        method: &Method,
        path: &str,
        songs: &[Value],
    ) -> RequestBuilder {
        let request = client.request(method.clone(), &self.address(path));
        let body = match operation {
            "register" => json!({"username": "cleo", "email": "cleo@example.org", "password": PASSWORD}),
            "login" => json!({"login": "ada", "password": PASSWORD}),
            "refresh" | "logout" => json!({"refresh_token": client.refresh_token}),
            "update_me" | "update_post" => json!({}),
            "update_playlist" => json!({"title": "Still mine"}),
            "update_password" => json!({"current_password": PASSWORD, "new_password": "another horse battery"}),
            "delete_me" => json!({"password": "another horse battery"}),
            "create_comment" | "update_comment" => json!({"body": "Said."}),
            "create_playlist" => json!({"title": "A list"}),
            "create_token" => json!({"name": "Another program", "scopes": ["read", "write"]}),
            "vote_on_song" => json!({"value": 1}),
            "rematch_post" => json!({"keywords": ["sea"]}),
            "add_songs_to_playlist" => json!({"song_ids": [self.song]}),
            "reorder_playlist" => json!({"song_ids": songs}),
            _ => Value::Null,
        };
        match (operation, body) {
            ("create_post" | "update_avatar", _) => request.multipart(form(factory::photo(9), &[])),
            (_, Value::Null) => request,
            (_, body) => request.json(&body),
        }
    }
}

/// A user with one thing of each sort, and what the document knows.
pub struct Scene {
    pub ada: Client,
    pub things: Things,
    pub operations: BTreeMap<String, (Method, String)>,
    pub document: Value,
}

impl Scene {
    /// Makes all of it.
    pub async fn of(app: &App) -> Self {
        let ada = app.user("ada").await;
        let things = Things::of(&ada, "ada", "public", 1).await;
        let document = ada.read(paths::OPENAPI).await;
        Self { operations: operations(&document), ada, things, document }
    }

    /// Operations with this method, those of sources that are off here and streams left out.
    pub fn with_method(&self, method: &Method) -> impl Iterator<Item = (&str, &str)> {
        let off = ["find_preview", "read_cover", "read_track", "watch_post", "export_me"];
        let these =
            self.operations.iter().filter(move |(name, (other, _))| other == method && !off.contains(&name.as_str()));
        these.map(|(name, (_, path))| (name.as_str(), path.as_str()))
    }

    /// What the document says of an operation.
    pub fn described(&self, method: &Method, path: &str) -> &Value {
        &self.document["paths"][path][method.as_str().to_lowercase()]
    }

    /// Whether an `Authorization` header counts for an operation.
    pub fn takes_tokens(&self, method: &Method, path: &str) -> bool {
        let ways = self.described(method, path)["security"].as_array();
        ways.into_iter().flatten().any(|way| !way["bearer"].is_null() || !way["session"].is_null())
    }

    /// Whether an operation has a parameter of this name among its headers.
    pub fn takes_header(&self, method: &Method, path: &str, header: &str) -> bool {
        let parameters = self.described(method, path)["parameters"].as_array();
        parameters.into_iter().flatten().any(|parameter| parameter["name"] == header && parameter["in"] == "header")
    }
}
