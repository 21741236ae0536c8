//! Pictures that are alike.

use anyhow::{Context as _, Result, ensure};
use imagime_e2e::{
    api::Draft,
    pictures::{COFFEE, FLOWER, picture},
    stage,
};

use crate::acts::{is_same_document, mark_document};

#[tokio::test]
async fn pictures_like_this_stand_below_and_lead_there() -> Result<()> {
    stage::play("similar", |stage| async move {
        let api = stage.api();
        let (mira, otto) = (api.register("mira", None).await?, api.register("otto", None).await?);
        let draft = |alt_text| Draft { alt_text, ..Draft::default() };
        let one = api.post(&mira, &picture(COFFEE)?, &draft("A cup of coffee")).await?;
        let other = api.post(&otto, &picture(COFFEE)?, &draft("Another cup")).await?;
        let (one, other) = (one["id"].as_str().context("no id")?, other["id"].as_str().context("no id")?);

        let browser = stage.browser().await?;
        browser.open(&format!("/p/{one}")).await?;
        let below = browser.find("region", "Pictures like this").await?;
        mark_document(&browser).await?;
        browser.press_in(&below, "link", "Another cup. Picture by otto").await?;
        browser.arrives_at(&format!("/p/{other}")).await?;
        let below = browser.find("region", "Pictures like this").await?;
        browser.find_in(&below, "link", "A cup of coffee. Picture by mira").await?;
        is_same_document(&browser).await
    })
    .await
}

#[tokio::test]
async fn a_picture_like_no_other_has_no_such_part() -> Result<()> {
    stage::play("similar_none", |stage| async move {
        let api = stage.api();
        let mira = api.register("mira", None).await?;
        let post = api.post(&mira, &picture(FLOWER)?, &Draft::default()).await?;
        let browser = stage.browser().await?;
        browser.open(&format!("/p/{}", post["id"].as_str().context("no id")?)).await?;
        browser.find("button", "Play *").await?;
        browser.loses("region", "Pictures like this").await?;
        ensure!(!browser.shows("That did not work").await?, "the empty answer is shown as a failure");
        Ok(())
    })
    .await
}
