//! A client of the API, and answers that can be asked.

use imagime_shared::paths;
use reqwest::{
    Method, RequestBuilder, StatusCode,
    header::HeaderMap,
    multipart::{Form, Part},
};
use serde_json::{Value, json};

use super::sse::Events;

/// A good password for everybody.
pub const PASSWORD: &str = "correct horse battery";

/// Speaks to the API, with or without an account.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    /// The access token that is sent along.
    pub token: Option<String>,
    /// The refresh token of a native session.
    pub refresh_token: Option<String>,
}

impl Client {
    /// Nobody yet.
    pub fn new(http: reqwest::Client, base: &str) -> Self {
        Self { http, base: base.to_owned(), token: None, refresh_token: None }
    }

    /// Makes an account and stays logged in as a native client.
    pub async fn register(&self, name: &str) -> Self {
        let body = json!({
            "username": name, "email": format!("{name}@example.org"), "password": PASSWORD, "client": "native",
        });
        let opened = self.post(paths::REGISTER).json(&body).answer().await.expect(201).json();
        self.with_session(&opened)
    }

    /// Opens another session of the same account.
    pub async fn login(&self, name: &str, password: &str) -> Self {
        let body = json!({"login": name, "password": password, "client": "native"});
        let opened = self.anonymous().post(paths::LOGIN).json(&body).answer().await.expect(200).json();
        self.with_session(&opened)
    }

    /// The same server without an account.
    pub fn anonymous(&self) -> Self {
        Self::new(self.http.clone(), &self.base)
    }

    /// The same account at another server of the same instance.
    pub fn at(&self, base: &str) -> Self {
        Self { base: base.to_owned(), ..self.clone() }
    }

    /// The same with another access token.
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    fn with_session(&self, opened: &Value) -> Self {
        let text = |field: &str| opened[field].as_str().map(str::to_owned);
        Self { token: text("access_token"), refresh_token: text("refresh_token"), ..self.clone() }
    }

    /// A request to a path of this server.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// GET.
    pub fn get(&self, path: &str) -> RequestBuilder {
        self.request(Method::GET, path)
    }

    /// POST.
    pub fn post(&self, path: &str) -> RequestBuilder {
        self.request(Method::POST, path)
    }

    /// PUT.
    pub fn put(&self, path: &str) -> RequestBuilder {
        self.request(Method::PUT, path)
    }

    /// PATCH.
    pub fn patch(&self, path: &str) -> RequestBuilder {
        self.request(Method::PATCH, path)
    }

    /// DELETE.
    pub fn delete(&self, path: &str) -> RequestBuilder {
        self.request(Method::DELETE, path)
    }

    /// GET, which is to succeed.
    pub async fn read(&self, path: &str) -> Value {
        self.get(path).answer().await.expect(200).json()
    }

    /// Uploads a picture with text fields.
    pub async fn upload(&self, image: Vec<u8>, fields: &[(&'static str, &str)]) -> Answer {
        self.post(paths::POSTS).multipart(form(image, fields)).answer().await
    }

    /// Uploads a picture, which is to be taken; gives the post.
    pub async fn post_picture(&self, image: Vec<u8>, visibility: &str) -> Value {
        self.upload(image, &[("visibility", visibility)]).await.expect(201).json()["post"].take()
    }

    /// Uploads a picture and waits, by its events, until its songs are there.
    pub async fn ready_post(&self, image: Vec<u8>, visibility: &str) -> Value {
        let post = self.post_picture(image, visibility).await;
        self.wait_for(&post).await
    }

    /// Waits, by its events, until a post is finished; gives it as it is then.
    pub async fn wait_for(&self, post: &Value) -> Value {
        self.watch(post).await.until_done().await;
        self.read(&post_path(post)).await["post"].take()
    }

    /// Watches a post.
    pub async fn watch(&self, post: &Value) -> Events {
        let response = self.get(post["events_url"].as_str().unwrap()).send().await.unwrap();
        assert_eq!(response.status(), 200);
        Events::new(response)
    }

    /// Asks for a post's songs to be chosen anew.
    pub async fn rematch(&self, post: &Value, wish: &Value) -> Answer {
        self.post(&rematch_path(post)).json(wish).answer().await
    }

    /// Votes on a song of a post.
    pub async fn vote(&self, post: &Value, item: &Value, value: i32) -> Answer {
        self.put(&vote_path(post, item)).json(&json!({"value": value})).answer().await
    }

    /// All songs of a post, best first.
    pub async fn songs(&self, post: &Value) -> Vec<Value> {
        self.all_pages(&format!("{}/songs", post_path(post)), "songs", 50).await
    }

    /// All items of a list, page by page.
    pub async fn all_pages(&self, path: &str, list: &str, limit: u32) -> Vec<Value> {
        let (mut items, mut cursor) = (Vec::new(), String::new());
        loop {
            let sign = if path.contains('?') { '&' } else { '?' };
            let page = self.read(&format!("{path}{sign}limit={limit}{cursor}")).await;
            items.extend(page[list].as_array().unwrap().iter().cloned());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return items,
            }
        }
    }
}

/// A form with a picture and text fields.
pub fn form(image: Vec<u8>, fields: &[(&'static str, &str)]) -> Form {
    let part = Part::bytes(image).file_name("picture");
    fields.iter().fold(Form::new().part("image", part), |form, (name, text)| form.text(*name, (*text).to_owned()))
}

/// Path of a post.
pub fn post_path(post: &Value) -> String {
    paths::fill(paths::POST, &[post["id"].as_str().unwrap()])
}

/// Path of a song's favourite on a post.
pub fn favorite_path(post: &Value, item: &Value) -> String {
    paths::fill(paths::POST_SONG_FAVORITE, &[post["id"].as_str().unwrap(), item["song"]["id"].as_str().unwrap()])
}

/// Path under which a post's songs are chosen anew.
pub fn rematch_path(post: &Value) -> String {
    paths::fill(paths::POST_REMATCH, &[post["id"].as_str().unwrap()])
}

/// Path of the asker's vote on a song of a post.
pub fn vote_path(post: &Value, item: &Value) -> String {
    paths::fill(paths::POST_SONG_VOTE, &[post["id"].as_str().unwrap(), item["song"]["id"].as_str().unwrap()])
}

/// Sends a request and reads all of the answer.
pub trait Request {
    /// The answer; panics when none comes.
    async fn answer(self) -> Answer;
}

impl Request for RequestBuilder {
    async fn answer(self) -> Answer {
        let response = self.send().await.expect("an answer comes");
        Answer {
            status: response.status(),
            headers: response.headers().clone(),
            body: response.bytes().await.expect("the answer is whole").to_vec(),
        }
    }
}

/// An answer that was read to its end.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The same, when its status is this one.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header's text, empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The problem document, whole and with this status and code.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        assert_eq!(self.header("x-content-type-options"), "nosniff");
        let problem = self.json();
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["status"], status);
        assert_eq!(problem["type"], format!("urn:imagime:problem:{code}"));
        assert!(problem["title"].as_str().is_some_and(|text| !text.is_empty()), "{problem}");
        assert!(problem["detail"].as_str().is_some_and(|text| !text.is_empty()), "{problem}");
        let id = problem["request_id"].as_str().unwrap();
        assert!(uuid::Uuid::try_parse(id).is_ok(), "{problem}");
        assert_eq!(id, self.header("x-request-id"));
        problem
    }

    /// The problem document of a field that needs another look.
    #[track_caller]
    pub fn field_problem(&self, field: &str, code: &str) -> Value {
        let problem = self.problem(422, "validation");
        let errors = problem["errors"].as_array().unwrap();
        let found = errors.iter().any(|error| {
            error["field"] == field && error["code"] == code && error["message"].as_str().is_some_and(|m| !m.is_empty())
        });
        assert!(found, "{field} {code}: {problem}");
        problem
    }
}
