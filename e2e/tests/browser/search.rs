//! Search as somebody types.

use anyhow::{Result, ensure};
use imagime_e2e::{
    api::Draft,
    pictures::{COFFEE, FLOWER, picture},
    stage,
};

use crate::acts::is_same_document;

#[tokio::test]
async fn what_is_typed_is_found_with_its_errors_filtered_and_there_again_on_the_way_back() -> Result<()> {
    stage::play("search", |stage| async move {
        let api = stage.api();
        let mira = api.register("mira", None).await?;
        let noor = api.register("noor", None).await?;
        let draft = |words: &'static str| Draft { description: words, alt_text: words, ..Draft::default() };
        api.post(&mira, &picture(COFFEE)?, &draft("Breakfast at the harbour")).await?;
        api.post(&noor, &picture(FLOWER)?, &draft("A garden behind the harbour")).await?;
        let browser = stage.browser().await?;
        browser.open("/").await?;
        browser.press("link", "Search").await?;
        browser.arrives_at("/search").await?;
        browser.find("heading", "What are you looking for?").await?;
        crate::acts::mark_document(&browser).await?;

        browser.fill("Pictures, songs, people, words", "harbuor").await?;
        browser
            .until_script("both pictures", "return document.querySelectorAll('main .post-card').length === 2")
            .await?;
        let asked = browser.script("return location.search", vec![]).await?;
        ensure!(asked == "?q=harbuor", "the address does not say what was typed: {asked}");

        browser.script("document.querySelector('summary').click()", vec![]).await?;
        browser.fill("By the user", "noor").await?;
        browser.until_script("one picture", "return document.querySelectorAll('main .post-card').length === 1").await?;
        browser.reload().await?;
        browser
            .until_script("one picture still", "return document.querySelectorAll('main .post-card').length === 1")
            .await?;

        // Somebody's name finds them; a picture and Back lead to the same search.
        browser.open("/search?q=mira").await?;
        browser.find("heading", "People").await?;
        crate::acts::mark_document(&browser).await?;
        browser.press("link", "mira*").await?;
        browser.arrives_at("/u/mira").await?;
        browser.back().await?;
        browser.find("heading", "People").await?;
        is_same_document(&browser).await?;

        browser.fill("Pictures, songs, people, words", "xyzzyplugh").await?;
        browser.find("heading", "No picture found").await.map(drop)
    })
    .await
}
