//! The server's API, for what stands there before a test's story begins.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use imagime_shared::paths;
use reqwest::{
    Client,
    multipart::{Form, Part},
};
use serde_json::{Value, json};

use crate::wait::until;

/// The password of everybody in these stories.
pub const PASSWORD: &str = "violet-harbour-2931";

/// A client of the API.
#[derive(Clone, Debug)]
pub struct Api {
    origin: String,
    http: Client,
}

/// Somebody with an account.
#[derive(Clone, Debug)]
pub struct Person {
    /// User name.
    pub name: String,
    /// The access token.
    pub token: String,
}

/// A picture to post.
#[derive(Clone, Debug, Default)]
pub struct Draft<'a> {
    /// What the author says.
    pub description: &'a str,
    /// `public`, `unlisted` or `private`; public when left out.
    pub visibility: Option<&'a str>,
    /// Description for people who do not see the picture.
    pub alt_text: &'a str,
    /// Blurred until asked for.
    pub sensitive: bool,
}

impl Api {
    /// A client of the server at an origin.
    pub fn new(origin: &str) -> Self {
        Self { origin: origin.to_owned(), http: Client::new() }
    }

    /// Makes an account, with a profile picture if one is given.
    pub async fn register(&self, name: &str, image: Option<&Path>) -> Result<Person> {
        let fields = [("username", name.to_owned()), ("email", mail(name)), ("password", PASSWORD.to_owned())];
        let mut form = fields.into_iter().fold(Form::new(), |form, (field, value)| form.text(field, value));
        if let Some(image) = image {
            form = form.part("image", part(image).await?);
        }
        let answer = self.http.post(self.url(paths::REGISTER)).multipart(form).send().await?;
        let body = accept(answer).await?;
        let token = body["access_token"].as_str().context("no access token")?.to_owned();
        Ok(Person { name: name.to_owned(), token })
    }

    /// Changes what others see of somebody.
    pub async fn introduce(&self, person: &Person, display_name: &str, bio: &str) -> Result<()> {
        let change = json!({ "display_name": display_name, "bio": bio });
        let request = self.http.patch(self.url(paths::ME)).bearer_auth(&person.token).json(&change);
        accept(request.send().await?).await.map(drop)
    }

    /// Posts a picture and waits until its songs stand beside it; the answer is the finished post.
    pub async fn post(&self, person: &Person, image: &Path, draft: &Draft<'_>) -> Result<Value> {
        let id = self.submit(person, image, draft).await?;
        self.finished(person, &id).await
    }

    /// Posts a picture; the id of the post stands in the acknowledgement.
    pub async fn submit(&self, person: &Person, image: &Path, draft: &Draft<'_>) -> Result<String> {
        let form = Form::new()
            .part("image", part(image).await?)
            .text("description", draft.description.to_owned())
            .text("alt_text", draft.alt_text.to_owned())
            .text("sensitive", draft.sensitive.to_string())
            .text("visibility", draft.visibility.unwrap_or("public").to_owned());
        let request = self.http.post(self.url(paths::POSTS)).bearer_auth(&person.token).multipart(form);
        let created = accept(request.send().await?).await?;
        Ok(created["post"]["id"].as_str().context("a post without an id")?.to_owned())
    }

    /// A post once its songs stand beside it.
    pub async fn finished(&self, person: &Person, id: &str) -> Result<Value> {
        let url = self.url(&paths::fill(paths::POST, &[id]));
        until("a post to be ready", async || {
            let answer = accept(self.http.get(&url).bearer_auth(&person.token).send().await?).await?;
            Ok((answer["post"]["status"] == "ready").then(|| answer["post"].clone()))
        })
        .await
    }

    /// Waits until a public post is in the ranking that visitors are shown first.
    pub async fn ranked(&self, post: &Value) -> Result<()> {
        let url = self.url(&format!("{}?sort=hot&limit=50", paths::POSTS));
        until("a post to be ranked", async || {
            let page = accept(self.http.get(&url).send().await?).await?;
            let posts = page["posts"].as_array().context("no posts")?;
            Ok(posts.iter().any(|listed| listed["id"] == post["id"]).then_some(()))
        })
        .await
    }

    /// A post as somebody sees it at this moment.
    pub async fn look(&self, person: &Person, id: &str) -> Result<Value> {
        let request = self.http.get(self.url(&paths::fill(paths::POST, &[id]))).bearer_auth(&person.token);
        Ok(accept(request.send().await?).await?["post"].take())
    }

    /// Has the songs of a post chosen anew, by these keywords, and waits until they are there.
    pub async fn rematch(&self, owner: &Person, id: &str, keywords: &[&str]) -> Result<Value> {
        let request = self.http.post(self.url(&paths::fill(paths::POST_REMATCH, &[id]))).bearer_auth(&owner.token);
        accept(request.json(&json!({ "keywords": keywords })).send().await?).await?;
        self.finished(owner, id).await
    }

    /// Titles of the first songs of a public post.
    pub async fn titles(&self, id: &str) -> Result<Vec<String>> {
        let songs = accept(self.http.get(self.url(&paths::fill(paths::POST_SONGS, &[id]))).send().await?).await?;
        let songs = songs["songs"].as_array().context("no songs")?.iter();
        Ok(songs.filter_map(|item| item["song"]["title"].as_str().map(str::to_owned)).collect())
    }

    /// Makes a public playlist of a post's songs; gives its id.
    pub async fn collect(&self, person: &Person, post: &Value, title: &str) -> Result<String> {
        let id = post["id"].as_str().context("a post without an id")?;
        let request = self.http.post(self.url(&paths::fill(paths::PLAYLIST_FROM_POST, &[id])));
        let form = json!({ "title": title, "visibility": "public" });
        let made = accept(request.bearer_auth(&person.token).json(&form).send().await?).await?;
        made["playlist"]["id"].as_str().map(str::to_owned).context("a playlist without an id")
    }

    /// Makes a link that opens a post; gives its path.
    pub async fn share(&self, owner: &Person, post: &Value) -> Result<String> {
        let id = post["id"].as_str().context("a post without an id")?;
        let request = self.http.post(self.url(&paths::fill(paths::POST_SHARES, &[id])));
        let made = accept(request.bearer_auth(&owner.token).send().await?).await?;
        Ok(format!("/s/{}", made["share"]["slug"].as_str().context("a link without a slug")?))
    }

    /// Titles of a playlist's first songs, as somebody sees it.
    pub async fn playlist(&self, person: &Person, id: &str) -> Result<Vec<String>> {
        let request = self.http.get(self.url(&paths::fill(paths::PLAYLIST, &[id]))).bearer_auth(&person.token);
        let list = accept(request.send().await?).await?["playlist"].take();
        let songs = list["songs"].as_array().context("no songs")?.iter();
        Ok(songs.filter_map(|item| item["song"]["title"].as_str().map(str::to_owned)).collect())
    }

    /// Keeps the first songs of a post.
    pub async fn keep(&self, person: &Person, post: &Value, count: usize) -> Result<()> {
        let id = post["id"].as_str().context("a post without an id")?;
        let url = self.url(&paths::fill(paths::POST_SONGS, &[id]));
        let songs = accept(self.http.get(url).bearer_auth(&person.token).send().await?).await?;
        for item in songs["songs"].as_array().context("no songs")?.iter().take(count) {
            let song = item["song"]["id"].as_str().context("a song without an id")?;
            let url = self.url(&paths::fill(paths::POST_SONG_FAVORITE, &[id, song]));
            accept(self.http.put(url).bearer_auth(&person.token).send().await?).await?;
        }
        Ok(())
    }

    /// Writes a comment on a post; gives its id.
    pub async fn comment(&self, person: &Person, post: &Value, body: &str) -> Result<String> {
        let id = post["id"].as_str().context("a post without an id")?;
        let request = self.http.post(self.url(&paths::fill(paths::POST_COMMENTS, &[id]))).bearer_auth(&person.token);
        let made = accept(request.json(&json!({ "body": body })).send().await?).await?;
        made["comment"]["id"].as_str().map(str::to_owned).context("a comment without an id")
    }

    /// Likes a post.
    pub async fn like(&self, person: &Person, post: &Value) -> Result<()> {
        let id = post["id"].as_str().context("a post without an id")?;
        let request = self.http.put(self.url(&paths::fill(paths::POST_LIKE, &[id]))).bearer_auth(&person.token);
        accept(request.send().await?).await.map(drop)
    }

    /// Follows somebody.
    pub async fn follow(&self, person: &Person, name: &str) -> Result<()> {
        let request = self.http.put(self.url(&paths::fill(paths::USER_FOLLOW, &[name]))).bearer_auth(&person.token);
        accept(request.send().await?).await.map(drop)
    }

    /// Status and body of a request without an account.
    pub async fn get(&self, path: &str) -> Result<(u16, String)> {
        let answer = self.http.get(self.url(path)).send().await?;
        Ok((answer.status().as_u16(), answer.text().await?))
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

/// The mail address of somebody in these stories.
pub fn mail(name: &str) -> String {
    format!("{name}@imagime.example")
}

async fn part(file: &Path) -> Result<Part> {
    let bytes = tokio::fs::read(file).await.with_context(|| file.display().to_string())?;
    Ok(Part::bytes(bytes).file_name("picture"))
}

async fn accept(answer: reqwest::Response) -> Result<Value> {
    let (status, url) = (answer.status(), answer.url().clone());
    let text = answer.text().await?;
    ensure!(status.is_success(), "{url} answered {status}: {text}");
    serde_json::from_str(&text).with_context(|| format!("{url} did not answer with JSON"))
}
