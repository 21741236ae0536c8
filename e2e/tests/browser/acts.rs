//! What people do again and again.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use imagime_e2e::{
    api::{PASSWORD, mail},
    browser::Browser,
    wait::until,
};
use serde_json::json;

/// Signs up through the form and arrives logged in.
pub async fn sign_up(browser: &Browser, name: &str, image: Option<&Path>) -> Result<()> {
    browser.open("/signup").await?;
    browser.fill("User name", name).await?;
    browser.fill("Mail address", &mail(name)).await?;
    browser.fill("Password", PASSWORD).await?;
    if let Some(image) = image {
        browser.choose_file(image).await?;
    }
    browser.press("button", "Sign up").await?;
    browser.find("button", "Your account").await.map(drop)
}

/// Logs in through the form.
pub async fn log_in(browser: &Browser, name: &str) -> Result<()> {
    browser.open("/login").await?;
    browser.fill("User name or mail address", name).await?;
    browser.fill("Password", PASSWORD).await?;
    browser.press("button", "Log in").await?;
    browser.find("button", "Your account").await.map(drop)
}

/// Logs out through the account menu.
pub async fn log_out(browser: &Browser) -> Result<()> {
    browser.press("button", "Your account").await?;
    browser.press("button", "Log out").await?;
    browser.loses("button", "Your account").await
}

/// Waits until the player sounds and gets on; the answer is the second that was reached.
pub async fn hears_a_song(browser: &Browser) -> Result<f64> {
    const AUDIO: &str = "const audio = document.querySelector('audio');
        return { at: audio.currentTime, sounds: !audio.paused && !audio.ended, error: audio.error?.message ?? null };";
    let mut first = None;
    until("the song to get on", async || {
        let audio = browser.script(AUDIO, vec![]).await?;
        ensure!(audio["error"].is_null(), "the browser cannot play it: {}", audio["error"]);
        ensure!(audio["sounds"] == true, "it does not sound");
        let at = audio["at"].as_f64().context("no position")?;
        let first = *first.get_or_insert(at);
        Ok((at > first + 0.3).then_some(at))
    })
    .await
}

/// Waits until a button is pressed in, or is not.
pub async fn is_pressed(browser: &Browser, name: &str, wanted: bool) -> Result<()> {
    until(&format!("“{name}” to be {}", if wanted { "on" } else { "off" }), async || {
        let button = browser.find("button", name).await?;
        Ok((button.attr("aria-pressed").await?.as_deref() == Some(if wanted { "true" } else { "false" })).then_some(()))
    })
    .await
}

/// Names of the songs on the page, in order.
pub async fn songs(browser: &Browser) -> Result<Vec<String>> {
    names(
        browser,
        "return [...document.querySelectorAll('main li .song__title')].map((title) => title.firstChild.textContent);",
    )
    .await
}

/// Addresses of the songs on the page, in order: two of one name are two songs.
pub async fn song_addresses(browser: &Browser) -> Result<Vec<String>> {
    names(
        browser,
        "return [...document.querySelectorAll('main li .song__name')].map((link) => link.getAttribute('href'));",
    )
    .await
}

/// Those of them that our own player plays, as their buttons say; others play at their source only.
pub async fn playable(browser: &Browser) -> Result<Vec<String>> {
    const BUTTONS: &str = "return [...document.querySelectorAll('main li button[aria-label^=\"Play \"], main li button[aria-label^=\"Pause \"]')]
        .map((button) => button.getAttribute('aria-label').replace(/^(Play|Pause) /, '').replace(/ by .*$/, ''));";
    names(browser, BUTTONS).await
}

async fn names(browser: &Browser, script: &str) -> Result<Vec<String>> {
    let names = browser.script(script, vec![]).await?;
    let names = names.as_array().context("no list")?.iter();
    Ok(names.filter_map(|name| name.as_str().map(str::to_owned)).collect())
}

/// Marks the document, so that [`is_same_document`] knows it again.
pub async fn mark_document(browser: &Browser) -> Result<()> {
    browser.script("window.wasHereBefore = true", vec![]).await.map(drop)
}

/// Fails when the page was loaded anew since it was marked.
pub async fn is_same_document(browser: &Browser) -> Result<()> {
    let marked = browser.script("return window.wasHereBefore === true", vec![]).await?;
    ensure!(marked == json!(true), "the page was loaded anew");
    Ok(())
}

/// Takes the line to the server away, or gives it back.
pub async fn connect(browser: &Browser, on: bool) -> Result<()> {
    browser.devtools("Network.enable", json!({})).await?;
    let line = json!({ "offline": !on, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    browser.devtools("Network.emulateNetworkConditions", line).await.map(drop)
}
