//! Settings: what programs may do in one's name, and everything to take along.

use anyhow::{Context as _, Result, ensure};
use imagime_e2e::{
    api::{Draft, Person},
    pictures::{COFFEE, picture},
    stage,
    wait::until,
};
use serde_json::json;

use crate::acts::{log_in, sign_up};

/// The token that is shown once.
const SHOWN: &str = "return document.querySelector('.settings__token')?.textContent ?? ''";

#[tokio::test]
async fn a_program_gets_a_token_and_loses_it_again() -> Result<()> {
    stage::play("settings_tokens", |stage| async move {
        let browser = stage.browser().await?;
        sign_up(&browser, "mira", None).await?;
        browser.open("/settings").await?;
        browser.reads("No program has a token.").await?;
        browser.press("button", "Make a token").await?;
        browser.reads("Give the token a name.").await?;
        browser.fill("What is it for?", "My phone").await?;
        browser.press("radio", "Read and change").await?;
        browser.press("button", "Make a token").await?;
        browser.reads("Copy your token now.").await?;
        let token = browser.script(SHOWN, vec![]).await?.as_str().context("no token is shown")?.to_owned();
        ensure!(token.starts_with("img_"), "“{token}” is no token");

        let program = Person { name: "mira".into(), token };
        stage.api().introduce(&program, "Mira", "Written by a program.").await?;
        browser.reload().await?;
        browser.find("button", "Delete the token My phone").await?;
        browser.reads("reads and changes · last used").await?;
        browser.reads("· made").await?;
        ensure!(browser.script(SHOWN, vec![]).await? == json!(""), "the token is shown a second time");

        browser.press("button", "Delete the token My phone").await?;
        browser.reads("No program has a token.").await?;
        let refused = stage.api().introduce(&program, "Mira", "Written after the end.").await;
        ensure!(refused.is_err_and(|error| error.to_string().contains("401")), "the token still opens the account");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_token_ends_on_the_day_that_was_chosen() -> Result<()> {
    // What people type into a field for a day depends on their language.
    const CHOOSE: &str = "const day = document.querySelector('input[type=date]');
        day.value = arguments[0];
        day.dispatchEvent(new Event('input', { bubbles: true }));
        return day.labels[0].textContent";
    stage::play("settings_token_day", |stage| async move {
        let browser = stage.browser().await?;
        sign_up(&browser, "mira", None).await?;
        browser.open("/settings").await?;
        browser.fill("What is it for?", "My phone").await?;
        browser.press("radio", "Until a day").await?;
        browser.press("button", "Make a token").await?;
        browser.reads("Choose the day on which it ends.").await?;
        let label = browser.script(CHOOSE, vec![json!("2020-02-29")]).await?;
        ensure!(label == json!("Its last day"), "the field for the day is called {label}");
        browser.press("button", "Make a token").await?;
        browser.reads("That day is over already.").await?;
        browser.script(CHOOSE, vec![json!("2222-02-22")]).await?;
        browser.press("button", "Make a token").await?;
        browser.reads("Copy your token now.").await?;
        browser.reads("· ends in 1").await
    })
    .await
}

#[tokio::test]
async fn everything_is_taken_along() -> Result<()> {
    // The archive as the page hands it out.
    const CATCH: &str = "const make = URL.createObjectURL;
        URL.createObjectURL = blob => {
            if (blob.size > 1000) blob.slice(0, 4).text().then(text => { window.archive = [text, blob.size]; });
            return make.call(URL, blob);
        };";
    stage::play("settings_export", |stage| async move {
        let mira = stage.api().register("mira", None).await?;
        stage.api().post(&mira, &picture(COFFEE)?, &Draft::default()).await?;
        let browser = stage.browser().await?;
        log_in(&browser, "mira").await?;
        browser.open("/settings").await?;
        browser.script(CATCH, vec![]).await?;
        browser.press("button", "Download everything").await?;
        until("the archive", async || {
            let caught = browser.script("return window.archive ?? null", vec![]).await?;
            Ok((caught[0] == json!("PK\u{3}\u{4}") && caught[1].as_u64() > Some(10_000)).then_some(()))
        })
        .await?;
        browser.reads("Your archive is saved.").await
    })
    .await
}
