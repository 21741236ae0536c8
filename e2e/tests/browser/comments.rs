//! People say something about a picture.

use anyhow::{Context as _, Result, ensure};
use imagime_e2e::{
    api::{Draft, PASSWORD},
    browser::Browser,
    pictures::{COFFEE, picture},
    stage,
    wait::until,
};

use crate::acts::{connect, is_same_document, log_in, mark_document};

#[tokio::test]
async fn a_comment_is_written_changed_and_deleted_and_counted_all_the_while() -> Result<()> {
    stage::play("comments", |stage| async move {
        let api = stage.api();
        let mira = api.register("mira", None).await?;
        api.register("noor", None).await?;
        let post = api.post(&mira, &picture(COFFEE)?, &Draft::default()).await?;
        let path = format!("/p/{}", post["id"].as_str().context("no id")?);

        // A visitor is led to log in, and back.
        let noor = stage.browser().await?;
        noor.open(&path).await?;
        noor.reads("Nobody has said anything yet.").await?;
        noor.press("link", "Log in to comment").await?;
        noor.arrives_at("/login").await?;
        noor.fill("User name or mail address", "noor").await?;
        noor.fill("Password", PASSWORD).await?;
        noor.press("button", "Log in").await?;
        noor.arrives_at(&path).await?;

        noor.find("textbox", "Write a comment").await?;
        mark_document(&noor).await?;
        noor.press("button", "Send").await?;
        noor.reads("Write something first.").await?;
        noor.fill("Write a comment", "I can smell it <b>from here</b>.").await?;
        noor.press("button", "Send").await?;
        noor.reads("1 comment").await?;
        says(&noor, &["I can smell it <b>from here</b>."]).await?;
        ensure!(noor.value("Write a comment").await?.is_empty(), "what was sent still stands in the field");
        noor.reads("Your comment stands below.").await?;

        noor.press("button", "What to do with the comment by noor").await?;
        noor.press("button", "Edit").await?;
        ensure!(noor.value("Your comment").await?.contains("from here"), "the comment is not in the field");
        noor.focuses("textbox", "Your comment").await?;
        noor.fill("Your comment", "I can smell it.").await?;
        noor.press("button", "Save").await?;
        says(&noor, &["I can smell it."]).await?;
        noor.reads("edited").await?;
        is_same_document(&noor).await?;
        noor.reload().await?;
        says(&noor, &["I can smell it."]).await?;

        // The picture's owner may take it away, but not change it.
        let owner = stage.browser().await?;
        log_in(&owner, "mira").await?;
        owner.open(&path).await?;
        says(&owner, &["I can smell it."]).await?;
        owner.press("button", "What to do with the comment by noor").await?;
        owner.find("button", "Delete").await?;
        ensure!(owner.all("button", "Edit").await?.is_empty(), "the owner may change what others said");
        owner.press("button", "Delete").await?;
        let asked = owner.find("dialog", "Delete this comment?").await?;
        owner.press_in(&asked, "button", "Delete the comment").await?;
        owner.reads("Nobody has said anything yet.").await?;
        owner.focuses("heading", "Comments").await?;
        noor.reload().await?;
        noor.reads("Nobody has said anything yet.").await
    })
    .await
}

#[tokio::test]
async fn comments_come_page_by_page_in_the_order_of_the_address() -> Result<()> {
    stage::play("comments_order", |stage| async move {
        let api = stage.api();
        let mira = api.register("mira", None).await?;
        let post = api.post(&mira, &picture(COFFEE)?, &Draft::default()).await?;
        for number in 1..=23 {
            api.comment(&mira, &post, &format!("Number {number}")).await?;
        }
        let browser = stage.browser().await?;
        log_in(&browser, "mira").await?;
        browser.open(&format!("/p/{}", post["id"].as_str().context("no id")?)).await?;
        let newest: Vec<_> = (1..=23).rev().map(|number| format!("Number {number}")).collect();
        let newest: Vec<_> = newest.iter().map(String::as_str).collect();
        says(&browser, &newest[..20]).await?;
        mark_document(&browser).await?;
        browser.press("button", "Load more comments").await?;
        says(&browser, &newest).await?;
        browser.reads("These are all the comments.").await?;

        browser.press("radio", "Oldest").await?;
        let oldest: Vec<_> = newest.iter().rev().copied().collect();
        says(&browser, &oldest[..20]).await?;
        let query = browser.script("return location.search", vec![]).await?;
        ensure!(query == "?comments=oldest", "the address does not know the order: {query}");
        is_same_document(&browser).await?;
        browser.reload().await?;
        says(&browser, &oldest[..20]).await?;

        // What is written now stands where its author sees it.
        browser.fill("Write a comment", "Number 24").await?;
        browser.press("button", "Send").await?;
        let after: Vec<_> = std::iter::once("Number 24").chain(newest.iter().copied()).take(20).collect();
        says(&browser, &after).await?;
        browser.reads("24 comments").await
    })
    .await
}

#[tokio::test]
async fn what_was_typed_stays_when_it_cannot_be_sent() -> Result<()> {
    stage::play("comments_failure", |stage| async move {
        let api = stage.api();
        let mira = api.register("mira", None).await?;
        let post = api.post(&mira, &picture(COFFEE)?, &Draft::default()).await?;
        let browser = stage.browser().await?;
        log_in(&browser, "mira").await?;
        browser.open(&format!("/p/{}", post["id"].as_str().context("no id")?)).await?;
        browser.fill("Write a comment", "Still here?").await?;
        connect(&browser, false).await?;
        browser.press("button", "Send").await?;
        browser.reads("Imagime cannot be reached.").await?;
        ensure!(browser.value("Write a comment").await? == "Still here?", "the words are lost");
        connect(&browser, true).await?;
        browser.press("button", "Send").await?;
        says(&browser, &["Still here?"]).await?;
        let seen = api.look(&mira, post["id"].as_str().context("no id")?).await?;
        ensure!(seen["comment_count"] == 1, "sent twice: {seen}");
        Ok(())
    })
    .await
}

/// Waits until these comments stand there, in this order.
async fn says(browser: &Browser, wanted: &[&str]) -> Result<()> {
    const SAID: &str = "return [...document.querySelectorAll('section[aria-labelledby=comments-title] li p:last-child')].map((p) => p.textContent);";
    until(&format!("the comments {wanted:?}"), async || {
        let found = browser.script(SAID, vec![]).await?;
        ensure!(found == serde_json::json!(wanted), "the comments are {found}");
        Ok(Some(()))
    })
    .await
}
