//! Somebody without an account, who came by a link.

use anyhow::{Context as _, Result, ensure};
use imagime_e2e::{
    api::Draft,
    pictures::{CAT, COFFEE, picture},
    stage,
};

use crate::acts::{hears_a_song, is_same_document, mark_document};

#[tokio::test]
async fn a_visitor_hears_public_pictures_on_the_landing_page_and_on_their_own() -> Result<()> {
    stage::play("visitor", |stage| async move {
        let api = stage.api();
        let mira = api.register("mira", None).await?;
        let cat = Draft { description: "Chelsea, asleep.", alt_text: "A cat", ..Draft::default() };
        api.post(&mira, &picture(CAT)?, &cat).await?;
        let coffee = Draft { description: "The first of the day.", alt_text: "A cup of coffee", ..Draft::default() };
        let post = api.post(&mira, &picture(COFFEE)?, &coffee).await?;
        api.ranked(&post).await?;
        let path = format!("/p/{}", post["id"].as_str().context("no id")?);

        let browser = stage.browser().await?;
        browser.open("/").await?;
        browser.find("heading", "Every picture has a soundtrack.").await?;
        browser.press("button", "Play *").await?;
        hears_a_song(&browser).await?;

        mark_document(&browser).await?;
        browser.press("link", "A cup of coffee. Picture by mira").await?;
        browser.arrives_at(&path).await?;
        is_same_document(&browser).await?;
        browser.reads("The first of the day.").await?;
        // The player goes on across pages.
        let before = hears_a_song(&browser).await?;
        ensure!(before > 0.0, "the song began anew");
        browser.find("region", "Player").await?;

        // What somebody without an account cannot do leads to a sentence and a way on, never to nothing.
        browser.press("button", "Keep *").await?;
        browser.reads("Log in to keep songs.").await?;
        Ok(())
    })
    .await
}
