//! The whole way: sign up, upload, watch, listen, keep, come back.

use anyhow::{Context as _, Result, ensure};
use imagime_e2e::{
    browser::Browser,
    pictures::{ASTRONAUT, COFFEE, picture},
    stage,
    wait::until,
};
use serde_json::Value;

use crate::acts::{
    hears_a_song, is_pressed, is_same_document, log_in, log_out, mark_document, playable, sign_up, song_addresses,
    songs,
};

/// Keeps every state of the page's text, however short it stands.
const WATCH: &str = "window.seen = [];
    const note = () => { const text = document.querySelector('main').innerText.replace(/\\s+/g, ' '); if (text !== window.seen.at(-1)) window.seen.push(text); };
    new MutationObserver(note).observe(document.body, { childList: true, subtree: true, characterData: true });";

#[tokio::test]
async fn a_picture_becomes_songs_and_a_kept_song_outlives_its_picture() -> Result<()> {
    stage::play("whole_flow", |stage| async move {
        let browser = stage.browser().await?;
        signs_up_with_a_profile_picture(&browser).await?;
        let post = uploads_a_photograph(&browser).await?;
        listens_across_pages(&browser, &post).await?;
        loads_more(&browser, &post).await?;
        let kept = keeps_a_song(&browser, &post).await?;
        finds_it_again(&browser, &post, &kept).await?;

        log_out(&browser).await?;
        sign_up(&browser, "noor", None).await?;
        browser.open(&post).await?;
        is_pressed(&browser, &format!("Keep {kept}"), false).await?;
        browser.open("/favorites").await?;
        browser.reads("Nothing kept yet").await?;
        log_out(&browser).await?;

        log_in(&browser, "mira").await?;
        deletes_the_post(&browser, &post).await?;
        browser.open("/favorites").await?;
        has_songs(&browser, &[&kept]).await?;
        browser.reads("Its picture is gone; the song stays.").await?;
        ensure!(browser.all("link", "from a picture by*").await?.is_empty(), "a link leads to a picture that is gone");
        browser.open(&post).await?;
        browser.find("heading", "This picture is not here").await.map(drop)
    })
    .await
}

async fn signs_up_with_a_profile_picture(browser: &Browser) -> Result<()> {
    sign_up(browser, "mira", Some(&picture(ASTRONAUT)?)).await?;
    browser
        .until_script("the profile picture", "const face = document.querySelector('header button[aria-label=\"Your account\"] img'); return !!face && face.complete && face.naturalWidth > 0")
        .await
}

/// Uploads the cup of coffee and watches; the answer is the post's path.
async fn uploads_a_photograph(browser: &Browser) -> Result<String> {
    browser.press("link", "New picture").await?;
    browser.arrives_at("/new").await?;
    mark_document(browser).await?;
    browser.choose_file(&picture(COFFEE)?).await?;
    browser.until_script("a preview before anything is sent", "return [...document.querySelectorAll('main img')].some((image) => image.src.startsWith('blob:') && image.complete && image.naturalWidth > 0)").await?;
    browser.fill("What do you want to say?", "The first of the day.").await?;
    browser.script(WATCH, vec![]).await?;
    browser.press("button", "Find its songs").await?;

    // Keywords and songs stand there by themselves.
    let path = browser.arrives_below("/p/").await?;
    browser.reads("warm colours").await?;
    until("the first songs", async || Ok((songs(browser).await?.len() >= 3).then_some(()))).await?;
    browser.reads("The first of the day.").await?;
    is_same_document(browser).await?;

    // The steps were walked in sight, in their order, and the last song is the end of them.
    browser.until_script("the work to be done", "return !!window.seen.at(-1)?.includes('songs that fit')").await?;
    let seen = browser.script("return window.seen", vec![]).await?;
    let seen: Vec<&str> = seen.as_array().context("no list")?.iter().filter_map(Value::as_str).collect();
    let place = |words: &str| {
        let place = seen.iter().position(|text| text.contains(words));
        place.with_context(|| format!("“{words}” was never seen: {seen:#?}"))
    };
    // How long each step stands depends on the machine; the order does not.
    let first = songs(browser).await?.into_iter().next().context("no song")?;
    let way = [place("warm colours")?, place(&first)?];
    ensure!(way.is_sorted(), "the steps were walked in another order: {seen:#?}");
    Ok(path)
}

async fn listens_across_pages(browser: &Browser, post: &str) -> Result<()> {
    let first = playable(browser).await?.into_iter().next().context("no song")?;
    mark_document(browser).await?;
    browser.press("button", &format!("Play {first} by *")).await?;
    hears_a_song(browser).await?;
    let player = browser.find("region", "Player").await?;
    ensure!(player.text().await?.contains(&first), "the player does not name the song");

    browser.press("link", "Home").await?;
    browser.arrives_at("/").await?;
    hears_a_song(browser).await?;
    let player = browser.find("region", "Player").await?;
    ensure!(player.text().await?.contains(&first), "the player forgot the song on another page");
    browser.back().await?;
    browser.arrives_at(post).await?;
    is_same_document(browser).await
}

async fn loads_more(browser: &Browser, post: &str) -> Result<()> {
    browser.open(post).await?;
    let button = browser.find("button", "Load more songs").await?;
    let before = songs(browser).await?;
    mark_document(browser).await?;
    browser.press_element(&button).await?;
    let after = until("more songs", async || {
        let now = songs(browser).await?;
        Ok((now.len() > before.len()).then_some(now))
    })
    .await?;
    ensure!(after.starts_with(&before), "the songs that stood there moved: {before:?} became {after:?}");
    let addresses = song_addresses(browser).await?;
    let unique: std::collections::HashSet<_> = addresses.iter().collect();
    ensure!(unique.len() == after.len(), "a song stands there twice: {after:?} {addresses:?}");
    browser.focuses("button", "Load more songs").await?;
    is_same_document(browser).await
}

async fn keeps_a_song(browser: &Browser, post: &str) -> Result<String> {
    browser.open(post).await?;
    let song = until("a song", async || Ok(songs(browser).await?.into_iter().next())).await?;
    let heart = format!("Keep {song}");
    is_pressed(browser, &heart, false).await?;
    browser.press("button", &heart).await?;
    is_pressed(browser, &heart, true).await?;
    // It was more than a colour.
    browser.reload().await?;
    is_pressed(browser, &heart, true).await?;
    Ok(song)
}

async fn finds_it_again(browser: &Browser, post: &str, song: &str) -> Result<()> {
    browser.press("link", "Favourites").await?;
    browser.arrives_at("/favorites").await?;
    has_songs(browser, &[song]).await?;
    browser.press("link", "from a picture by mira").await?;
    browser.arrives_at(post).await
}

async fn has_songs(browser: &Browser, wanted: &[&str]) -> Result<()> {
    until(&format!("a list of {wanted:?}"), async || {
        let found = songs(browser).await?;
        ensure!(found == wanted, "the songs are {found:?}");
        Ok(Some(()))
    })
    .await
}

async fn deletes_the_post(browser: &Browser, post: &str) -> Result<()> {
    browser.open(post).await?;
    browser.press("button", "Your picture").await?;
    browser.press("button", "Delete").await?;
    let question = browser.find("dialog", "Delete this picture?").await?;
    browser.press_in(&question, "button", "Delete the picture").await?;
    browser.reads("The picture is deleted.").await?;
    until("another page", async || Ok((browser.path().await? != post).then_some(()))).await
}
