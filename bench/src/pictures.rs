//! From upload to songs: how long until the answer, the keywords, the first song, the end.

use std::{path::PathBuf, time::Instant};

use anyhow::{Context as _, ensure};
use futures_util::StreamExt as _;
use imagime_shared::{
    auth::{AuthResponse, ClientKind, Register},
    paths,
    post::PostResponse,
};
use reqwest::{Client, multipart};

/// Posts pictures and prints how long each step took.
pub async fn measure(client: &Client, url: &str, pictures: &[PathBuf]) -> anyhow::Result<()> {
    let token = register(client, url).await?;
    println!("{:>8} {:>9} {:>11} {:>7} {:>6}  picture", "201 ms", "keywords", "first song", "done", "songs");
    for picture in pictures {
        let times = upload(client, url, &token, picture).await.with_context(|| picture.display().to_string())?;
        let show = |time: Option<u128>| time.map_or("-".to_owned(), |ms| ms.to_string());
        println!(
            "{:>8} {:>9} {:>11} {:>7} {:>6}  {}",
            times.answer,
            show(times.keywords),
            show(times.first_song),
            show(times.done),
            times.songs,
            picture.display()
        );
    }
    Ok(())
}

/// Milliseconds since the first byte was sent.
#[derive(Debug, Default)]
struct Times {
    answer: u128,
    keywords: Option<u128>,
    first_song: Option<u128>,
    done: Option<u128>,
    songs: usize,
}

async fn register(client: &Client, url: &str) -> anyhow::Result<String> {
    let name = format!("bench-{}", &uuid::Uuid::now_v7().simple().to_string()[8..24]);
    let form = Register {
        email: format!("{name}@example.org"),
        username: name,
        password: "a measuring stick for pictures".into(),
        client: ClientKind::Native,
    };
    let response = client.post(format!("{url}{}", paths::REGISTER)).json(&form).send().await?;
    let opened: AuthResponse = response.error_for_status()?.json().await?;
    Ok(opened.access_token)
}

async fn upload(client: &Client, url: &str, token: &str, picture: &PathBuf) -> anyhow::Result<Times> {
    let bytes = std::fs::read(picture)?;
    let form = multipart::Form::new().part("image", multipart::Part::bytes(bytes).file_name("picture"));
    let started = Instant::now();
    let response = client.post(format!("{url}{}", paths::POSTS)).bearer_auth(token).multipart(form).send().await?;
    let mut times = Times { answer: started.elapsed().as_millis(), ..Times::default() };
    let made: PostResponse = response.error_for_status()?.json().await?;
    let events = made.post.events_url.ok_or_else(|| anyhow::anyhow!("the post tells nothing"))?;
    let stream = client.get(format!("{url}{events}")).send().await?.error_for_status()?;
    let mut chunks = stream.bytes_stream();
    while let Some(chunk) = chunks.next().await {
        let text = String::from_utf8_lossy(&chunk?).into_owned();
        let now = || Some(started.elapsed().as_millis());
        times.songs += text.matches("event: song").count();
        if text.contains("event: keywords") {
            times.keywords = now();
        }
        if text.contains("event: song") && times.first_song.is_none() {
            times.first_song = now();
        }
        if text.contains("event: done") {
            times.done = now();
        }
    }
    ensure!(times.done.is_some(), "the stream ended before the post was done");
    Ok(times)
}
