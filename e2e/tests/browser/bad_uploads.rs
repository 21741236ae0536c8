//! Files that are no pictures, or not any more.

use std::path::Path;

use anyhow::{Result, ensure};
use imagime_e2e::{
    browser::Browser,
    pictures::{FLOWER, picture},
    stage,
};

use crate::acts::sign_up;

const WORDS: &str = "Two lines that I do not want to type again.";

#[tokio::test]
async fn a_refused_file_is_explained_and_nothing_that_was_typed_is_lost() -> Result<()> {
    stage::play("bad_uploads", |stage| async move {
        let folder = tempfile::tempdir()?;
        let browser = stage.browser().await?;
        sign_up(&browser, "mira", None).await?;
        browser.open("/new").await?;
        // Looks like a picture from outside; only the server can tell that the end is missing.
        let whole = std::fs::read(picture(FLOWER)?)?;
        let torn = folder.path().join("torn.jpg");
        std::fs::write(&torn, &whole[..whole.len() / 3])?;
        browser.choose_file(&torn).await?;
        browser.fill("What do you want to say?", WORDS).await?;

        // Refused by the page itself, before a byte is sent.
        let text = folder.path().join("notes.txt");
        std::fs::write(&text, "Milk, bread, eggs.")?;
        refuses(&browser, &text, "is not a JPEG, PNG, WebP or GIF picture").await?;
        let drawing = folder.path().join("drawing.svg");
        std::fs::write(&drawing, "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")?;
        refuses(&browser, &drawing, "is not a JPEG, PNG, WebP or GIF picture").await?;
        let heavy = folder.path().join("heavy.jpg");
        std::fs::write(&heavy, vec![0xff; 25 * 1024 * 1024])?;
        refuses(&browser, &heavy, "at most 24 MB can be sent").await?;

        // Refused by the server.
        browser.press("button", "Find its songs").await?;
        browser.reads("The picture is damaged or incomplete").await?;
        keeps_the_words(&browser).await?;
        ensure!(browser.path().await? == "/new", "a refused picture led elsewhere");

        // And a whole one goes through from there.
        browser.choose_file(&picture(FLOWER)?).await?;
        browser.press("button", "Remove torn.jpg").await?;
        browser.fill("What do you want to say?", WORDS).await?;
        browser.press("button", "Find its songs").await?;
        browser.arrives_below("/p/").await?;
        browser.reads(WORDS).await
    })
    .await
}

async fn refuses(browser: &Browser, file: &Path, why: &str) -> Result<()> {
    browser.choose_file(file).await?;
    browser.reads(why).await?;
    keeps_the_words(browser).await
}

async fn keeps_the_words(browser: &Browser) -> Result<()> {
    let words = browser.value("What do you want to say?").await?;
    ensure!(words == WORDS, "the description was lost: {words:?}");
    Ok(())
}
