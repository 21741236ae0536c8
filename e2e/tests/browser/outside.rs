//! Songs of outside services: each is heard as its source allows, and a source that rests is told of.

use anyhow::{Context as _, Result, ensure};
use imagime_doubles::{Behaviour, Doubles, Service};
use imagime_e2e::{
    api::{Api, Draft, Person},
    browser::Browser,
    pictures::{COFFEE, picture},
    stage::{self, Stage},
};
use serde_json::json;

use crate::acts::{hears_a_song, log_in, sign_up};

/// Where Spotify's own player is.
const EMBED: &str = "https://open.spotify.com/embed/track/11dFghVXANMlKmJXsNCbNl";
/// Addresses of all frames in the page.
const FRAMES: &str = "return [...document.querySelectorAll('iframe')].map((frame) => frame.src).join(' ')";

/// A post whose first three songs play at Spotify, lead to Deezer and are silent; the fourth plays here.
async fn furnish(stage: &Stage, api: &Api, mira: &Person) -> Result<String> {
    let post = api.post(mira, &picture(COFFEE)?, &Draft { alt_text: "A cup of coffee", ..Draft::default() }).await?;
    let id = post["id"].as_str().context("no id")?.to_owned();
    // Whatever stands before the first song of our own goes.
    let own = format!(
        "(select position from post_songs join songs on songs.id = song_id
            where post_id = '{id}' and provider = 'starter' and position > 2 order by position limit 1)"
    );
    let before = format!("delete from post_songs where post_id = '{id}' and position > 2 and position < {own}");
    let fourth = format!("update post_songs set position = 3 where post_id = '{id}' and position = {own}");
    let song = |position: u32, columns: &str| {
        format!(
            "update songs set provider_track_id = 'e2e-{position}', artwork_url = null, artwork_generated = false, {columns}
                where id = (select song_id from post_songs where post_id = '{id}' and position = {position})"
        )
    };
    let statements = [
        before,
        fourth,
        song(0, &format!("provider = 'spotify', title = 'Red Balloon', artist = 'Ann Other', preview_state = 'embed',
            preview_url = '{EMBED}', external_url = 'https://open.spotify.com/track/11dFghVXANMlKmJXsNCbNl', attribution = 'Listen on Spotify'")),
        song(1, "provider = 'deezer', title = 'Far Away', artist = 'Bo Berg', preview_state = 'link_only', preview_url = null,
            external_url = 'https://www.deezer.com/track/1', attribution = 'Listen on Deezer'"),
        song(2, "provider = 'openverse', title = 'Calm River', artist = 'Cy Case', preview_state = 'none', preview_url = null,
            external_url = 'https://openverse.org/audio/1', attribution = '“Calm River” by Cy Case, CC BY 4.0'"),
    ];
    stage.database().execute(&statements.join(";\n")).await?;
    Ok(id)
}

async fn frames(browser: &Browser) -> Result<String> {
    Ok(browser.script(FRAMES, vec![]).await?.as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn a_song_is_heard_as_its_source_allows() -> Result<()> {
    stage::play("outside_songs", |stage| async move {
        const OPEN: &str = "Open Spotify’s player for Red Balloon";
        const CLOSE: &str = "Close Spotify’s player for Red Balloon";
        let api = stage.api();
        let mira = api.register("mira", None).await?;
        let id = furnish(&stage, &api, &mira).await?;
        let browser = stage.browser().await?;
        browser.open(&format!("/p/{id}")).await?;
        browser.find("button", OPEN).await?;
        ensure!(frames(&browser).await?.is_empty(), "Spotify's player is loaded before anybody asks for it");

        // Ours plays the first song that can be heard here, and stops for Spotify's.
        browser.press("button", "Play all").await?;
        hears_a_song(&browser).await?;
        let at_hand = "return document.querySelector('audio').src.startsWith(location.origin)";
        ensure!(browser.script(at_hand, vec![]).await? == true, "our player plays what is not ours to play");
        browser.press("button", OPEN).await?;
        browser.find("region", "Spotify’s player").await?;
        ensure!(frames(&browser).await? == EMBED, "the frame shows something else");
        browser.until_script("our player to pause", "return document.querySelector('audio').paused").await?;
        browser.loses("region", "Player").await?;

        // Closed it is gone; so it is when another song plays.
        let its = browser.find("region", "Spotify’s player").await?;
        browser.press_in(&its, "button", CLOSE).await?;
        browser.loses("region", "Spotify’s player").await?;
        ensure!(frames(&browser).await?.is_empty(), "the closed player is still loaded");
        browser
            .until_script("the focus to be back", "return document.activeElement.getAttribute('aria-label') === 'Open Spotify’s player for Red Balloon'")
            .await?;
        browser.press("button", OPEN).await?;
        browser.find("region", "Spotify’s player").await?;
        browser.press("button", "Play *").await?;
        browser.loses("region", "Spotify’s player").await?;
        hears_a_song(&browser).await?;

        // Keys of the keyboard close it too.
        browser.press("button", OPEN).await?;
        browser.find("region", "Spotify’s player").await?;
        browser.client().active_element().await?.send_keys("\u{e00c}").await?;
        browser.loses("region", "Spotify’s player").await?;

        // The others lead to their source, or say that they are silent.
        let link = browser.find("link", "Listen to Far Away at Deezer").await?;
        ensure!(link.attr("href").await?.as_deref() == Some("https://www.deezer.com/track/1"), "it leads elsewhere");
        ensure!(link.attr("target").await?.as_deref() == Some("_blank"), "it leads away from the page");
        ensure!(link.attr("rel").await?.unwrap_or_default().contains("noopener"), "the other page may reach back");
        browser.reads("No preview").await?;
        ensure!(browser.all("button", "*Calm River by*").await?.is_empty(), "a silent song has a button to play it");

        // Names and terms stand beside them, and pictures that are missing are drawn and say so.
        for (name, url) in [
            ("Spotify: Red Balloon", "https://open.spotify.com/track/11dFghVXANMlKmJXsNCbNl"),
            ("Deezer: Far Away", "https://www.deezer.com/track/1"),
            ("Openverse: Calm River", "https://openverse.org/audio/1"),
        ] {
            let link = browser.find("link", name).await?;
            ensure!(link.attr("href").await?.as_deref() == Some(url), "{name} leads elsewhere");
        }
        browser.reads("“Calm River” by Cy Case, CC BY 4.0").await?;
        let drawn = "return document.querySelectorAll('main li svg[role=img][aria-label=\"Artwork drawn by Imagime\"]').length === 3";
        browser.until_script("three drawn pictures", drawn).await
    })
    .await
}

#[tokio::test]
async fn favourites_and_the_landing_page_play_outside_songs_too() -> Result<()> {
    stage::play("outside_places", |stage| async move {
        const OPEN: &str = "Open Spotify’s player for Red Balloon";
        let api = stage.api();
        let mira = api.register("mira", None).await?;
        let id = furnish(&stage, &api, &mira).await?;
        api.ranked(&api.look(&mira, &id).await?).await?;
        let visitor = stage.browser().await?;
        visitor.open("/").await?;
        visitor.press("button", OPEN).await?;
        visitor.find("region", "Spotify’s player").await?;
        ensure!(frames(&visitor).await? == EMBED, "the frame shows something else");

        let post = api.look(&mira, &id).await?;
        api.keep(&mira, &post, 4).await?;
        let browser = stage.browser().await?;
        log_in(&browser, "mira").await?;
        browser.open("/favorites").await?;
        browser.find("link", "Listen to Far Away at Deezer").await?;
        browser.reads("No preview").await?;
        ensure!(frames(&browser).await?.is_empty(), "Spotify's player is loaded before anybody asks for it");
        browser.press("button", OPEN).await?;
        browser.find("region", "Spotify’s player").await?;

        // It stays on the way to another page, as ours does.
        browser.press("link", "from a picture by mira").await?;
        browser.arrives_at(&format!("/p/{id}")).await?;
        ensure!(frames(&browser).await? == EMBED, "the player was left behind");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_source_that_rests_is_told_of_with_its_end() -> Result<()> {
    let doubles = Doubles::start(0).await?;
    doubles.behave(Service::Spotify, Behaviour::LimitedFor(3600));
    stage::play_with("resting", doubles.settings(), |stage| async move {
        let mira = stage.browser().await?;
        sign_up(&mira, "mira", None).await?;
        mira.open("/new").await?;
        mira.choose_file(&picture(COFFEE)?).await?;
        mira.press("button", "Find its songs").await?;
        mira.arrives_below("/p/").await?;
        mira.reads("Spotify rests until").await?;
        let clock = "return /Spotify rests until \\d{1,2}:\\d{2}( [AP]M)?\\./i.test(document.body.innerText.replace(/\\s+/g, ' '))";
        mira.until_script("the time of day", clock).await?;
        mira.open("/settings").await?;
        mira.find("heading", "Words and songs").await?;
        mira.reads("rests until").await?;
        let ready = "return [...document.querySelectorAll('.sources__row')].some((row) => row.textContent.includes(arguments[0]) && row.textContent.includes('answers'))";
        ensure!(mira.script(ready, vec![json!("Openverse")]).await? == true, "a source that answers is not shown so");
        Ok(())
    })
    .await
}
