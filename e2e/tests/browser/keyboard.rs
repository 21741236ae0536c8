//! Without a mouse.

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use imagime_e2e::{
    api::{PASSWORD, mail},
    browser::Browser,
    pictures::{COFFEE, picture},
    stage,
    wait::until,
};
use serde_json::json;

use crate::acts::hears_a_song;

#[tokio::test]
async fn everything_from_signing_up_to_listening_works_by_keyboard() -> Result<()> {
    stage::play("keyboard", |stage| async move {
        let browser = stage.browser().await?;
        browser.open("/").await?;
        browser.tab_to("link", "Sign up").await?;
        browser.key(Key::Enter).await?;
        browser.arrives_at("/signup").await?;
        browser.tab_to("textbox", "User name").await?;
        browser.type_keys("mira").await?;
        browser.tab_to("textbox", "Mail address").await?;
        browser.type_keys(&mail("mira")).await?;
        browser.tab_to("textbox", "Password").await?;
        browser.type_keys(PASSWORD).await?;
        browser.key(Key::Enter).await?;
        browser.find("button", "Your account").await?;

        // A new page is announced by its heading, and Tab begins there.
        browser.arrives_at("/new").await?;
        focus_is_on(&browser, "heading").await?;
        // The system's own window for choosing a file is out of reach; that one can get to it is not.
        browser.tab_to("button", "Choose pictures").await?;
        browser.choose_file(&picture(COFFEE)?).await?;
        browser.find("textbox", "What do you want to say?").await?;
        browser.tab_to("textbox", "What do you want to say?").await?;
        browser.type_keys("Typed.").await?;
        browser.tab_to("button", "Find its songs").await?;
        browser.key(Key::Enter).await?;
        browser.arrives_below("/p/").await?;
        browser.find("button", "Play *").await?;
        browser.until_script("the last song", "return !document.querySelector('main [aria-busy=true]')").await?;
        browser.tab_to("button", "Play *").await?;
        browser.key(Key::Enter).await?;
        hears_a_song(&browser).await?;

        player_keys(&browser).await
    })
    .await
}

async fn player_keys(browser: &Browser) -> Result<()> {
    // Away from anything that Space would press.
    browser.script("document.activeElement.blur()", vec![]).await?;
    browser.key(Key::Space).await?;
    audio(browser, "paused", true).await?;
    browser.key(Key::Space).await?;
    audio(browser, "paused", false).await?;
    browser.type_keys("m").await?;
    audio(browser, "muted", true).await?;
    browser.type_keys("m").await?;
    audio(browser, "muted", false).await?;

    browser.type_keys("?").await?;
    browser.find("dialog", "Keyboard").await?;
    browser.key(Key::Escape).await?;
    browser.loses("dialog", "Keyboard").await?;
    // From the page's heading on, as after every change of page.
    browser.script("document.querySelector('main h1').focus()", vec![]).await?;
    browser.tab_to("button", "Queue").await?;
    browser.key(Key::Enter).await?;
    browser.find("dialog", "Now playing").await?;
    browser.key(Key::Escape).await?;
    browser.loses("dialog", "Now playing").await?;
    // A closed dialog gives the focus back.
    browser.focuses("button", "Queue").await
}

async fn audio(browser: &Browser, property: &str, wanted: bool) -> Result<()> {
    until(&format!("the player to be {property}: {wanted}"), async || {
        let is = browser.script("return document.querySelector('audio')[arguments[0]]", vec![json!(property)]).await?;
        Ok((is == json!(wanted)).then_some(()))
    })
    .await
}

async fn focus_is_on(browser: &Browser, role: &str) -> Result<()> {
    until(&format!("the focus on a {role}"), async || {
        let focus = browser.focus().await?;
        ensure!(focus.role == role, "it is on {focus:?}");
        Ok(Some(()))
    })
    .await
}
