//! Songs and pictures for oneself, with reasons; a home that mixes them.

use anyhow::{Context as _, Result, ensure};
use imagime_e2e::{
    api::Draft,
    pictures::{CAT, COFFEE, FLOWER, picture},
    stage,
};

use crate::acts::log_in;

#[tokio::test]
async fn what_is_kept_becomes_the_reason_for_what_is_found() -> Result<()> {
    stage::play("discover", |stage| async move {
        let api = stage.api();
        let (mira, otto) = (api.register("mira", None).await?, api.register("otto", None).await?);
        let noor = api.register("noor", None).await?;
        let draft = |alt_text| Draft { alt_text, ..Draft::default() };
        let coffee = api.post(&mira, &picture(COFFEE)?, &draft("A cup of coffee")).await?;
        api.post(&mira, &picture(CAT)?, &draft("A cat")).await?;
        api.post(&otto, &picture(FLOWER)?, &draft("A flower")).await?;

        let browser = stage.browser().await?;
        browser.open("/discover").await?;
        browser.reads("Log in to see what may please you.").await?;
        log_in(&browser, "noor").await?;
        browser.press("link", "Discover").await?;
        browser.arrives_at("/discover").await?;
        browser.reads("Until then: the best of everybody’s.").await?;
        let pictures = browser.find("region", "Pictures for you").await?;
        browser.find_in(&pictures, "link", "A cup of coffee. Picture by mira").await?;

        let kept = api.titles(coffee["id"].as_str().context("no id")?).await?.into_iter().next().context("no song")?;
        api.keep(&noor, &coffee, 1).await?;
        browser.reload().await?;
        browser.reads(&format!("Because you kept {kept}")).await?;
        ensure!(!browser.shows("Until then: the best of everybody’s.").await?, "a newcomer no more");
        let songs = browser.find("region", "Songs for you").await?;
        let names = songs.text().await?;
        ensure!(!names.lines().any(|line| line == kept), "what is kept is recommended: {names}");
        browser.find("region", "Songs like *").await?;
        browser.loses("link", "A cup of coffee. Picture by mira").await?;
        browser.find("link", "A cat. Picture by mira").await.map(drop)
    })
    .await
}

#[tokio::test]
async fn home_says_why_each_picture_hangs_there_and_hangs_it_once() -> Result<()> {
    stage::play("home_mix", |stage| async move {
        let api = stage.api();
        let (mira, otto) = (api.register("mira", None).await?, api.register("otto", None).await?);
        let noor = api.register("noor", None).await?;
        let draft = |alt_text| Draft { alt_text, ..Draft::default() };
        api.post(&mira, &picture(COFFEE)?, &draft("A cup of coffee")).await?;
        api.post(&otto, &picture(FLOWER)?, &draft("A flower")).await?;
        api.post(&noor, &picture(CAT)?, &draft("A cat")).await?;
        api.follow(&noor, "mira").await?;
        let browser = stage.browser().await?;
        log_in(&browser, "noor").await?;
        browser.reads("You follow mira").await?;
        browser.reads("Among the new and the liked").await?;
        browser.reads("You have seen every picture there is.").await?;
        let cards = browser.script("return document.querySelectorAll('main article').length", vec![]).await?;
        ensure!(cards == 3, "there are three pictures, and {cards} hang there");
        Ok(())
    })
    .await
}
