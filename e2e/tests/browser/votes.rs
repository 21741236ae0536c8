//! Does the song fit? And why is it there?

use anyhow::{Context as _, Result, ensure};
use imagime_e2e::{
    api::Draft,
    browser::Browser,
    pictures::{COFFEE, picture},
    stage,
    wait::until,
};
use serde_json::json;

use crate::acts::{is_pressed, songs};

#[tokio::test]
async fn a_vote_stays_is_seen_by_others_and_can_be_turned_or_taken_back() -> Result<()> {
    stage::play("votes", |stage| async move {
        let api = stage.api();
        let mira = api.register("mira", None).await?;
        api.register("noor", None).await?;
        let post = api.post(&mira, &picture(COFFEE)?, &Draft::default()).await?;
        let path = format!("/p/{}", post["id"].as_str().context("no id")?);

        let noor = stage.browser().await?;
        noor.open(&path).await?;
        noor.find("button", "Play *").await?;
        let song = songs(&noor).await?.swap_remove(0);
        let (fits, wrong) = (format!("{song} fits"), format!("{song} has the wrong vibe"));
        noor.press("button", &fits).await?;
        noor.reads("Log in to say whether a song fits.").await?;
        let said = noor.find("region", "Messages").await?;
        noor.press_in(&said, "link", "Log in").await?;
        noor.arrives_at("/login").await?;
        noor.fill("User name or mail address", "noor").await?;
        noor.fill("Password", imagime_e2e::api::PASSWORD).await?;
        noor.press("button", "Log in").await?;
        noor.arrives_at(&path).await?;

        noor.press("button", &fits).await?;
        is_pressed(&noor, &fits, true).await?;
        has_score(&noor, &song, "1").await?;
        noor.reload().await?;
        is_pressed(&noor, &fits, true).await?;

        let visitor = stage.browser().await?;
        visitor.open(&path).await?;
        has_score(&visitor, &song, "1").await?;
        is_pressed(&visitor, &fits, false).await?;

        noor.press("button", &wrong).await?;
        is_pressed(&noor, &fits, false).await?;
        is_pressed(&noor, &wrong, true).await?;
        has_score(&noor, &song, "−1").await?;
        noor.press("button", &wrong).await?;
        is_pressed(&noor, &wrong, false).await?;
        has_score(&noor, &song, "").await?;
        noor.reload().await?;
        is_pressed(&noor, &wrong, false).await?;
        has_score(&noor, &song, "").await
    })
    .await
}

#[tokio::test]
async fn a_song_says_why_it_is_there() -> Result<()> {
    stage::play("why", |stage| async move {
        let api = stage.api();
        let mira = api.register("mira", None).await?;
        let post = api.post(&mira, &picture(COFFEE)?, &Draft::default()).await?;
        let browser = stage.browser().await?;
        browser.open(&format!("/p/{}", post["id"].as_str().context("no id")?)).await?;
        browser.find("button", "Play *").await?;
        let song = songs(&browser).await?.swap_remove(0);
        ensure!(!browser.shows("Found by ").await?, "all is told before anybody asks");
        browser.press("button", &format!("Why {song}:*")).await?;
        browser.reads("Found by ").await?;
        ensure!(browser.path().await?.starts_with("/p/"), "asking why led elsewhere");
        ensure!(browser.all("region", "Player").await?.is_empty(), "asking why played the song");
        Ok(())
    })
    .await
}

/// Waits until a song has this score; empty where nobody said anything, or as many one thing as the other.
async fn has_score(browser: &Browser, song: &str, score: &str) -> Result<()> {
    const SCORE: &str = "const group = [...document.querySelectorAll('[role=group]')].find((group) => group.getAttribute('aria-label') === arguments[0]);
        return group ? group.textContent.replace('Votes:', '').trim() : null;";
    until(&format!("{song} to have the score “{score}”"), async || {
        let found = browser.script(SCORE, vec![json!(format!("Does {song} fit?"))]).await?;
        Ok((found == score).then_some(()))
    })
    .await
}
