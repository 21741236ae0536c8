//! Putting songs together.

use anyhow::{Context as _, Result, ensure};
use fantoccini::key::Key;
use imagime_e2e::{
    api::{Api, Draft, Person},
    browser::Browser,
    pictures::{COFFEE, picture},
    stage,
    wait::until,
};

use crate::acts::{log_in, songs};

#[tokio::test]
async fn songs_are_put_together_ordered_by_key_and_button_taken_out_and_put_back() -> Result<()> {
    stage::play("playlists", |stage| async move {
        let api = stage.api();
        let mira = api.register("mira", None).await?;
        let post = api.post(&mira, &picture(COFFEE)?, &Draft::default()).await?;
        let path = format!("/p/{}", post["id"].as_str().context("no id")?);

        let browser = stage.browser().await?;
        log_in(&browser, "mira").await?;
        browser.open(&path).await?;
        browser.find("button", "Play *").await?;
        let found = songs(&browser).await?;
        let [first, second, third] = found.get(..3).context("too few songs")? else { unreachable!("three") };
        add(&browser, first).await?;
        browser.fill("Or to a new one", "Slow mornings").await?;
        browser.press("button", "Make it and add").await?;
        browser.reads("1 song is in “Slow mornings” now.").await?;
        for song in [second, third] {
            add(&browser, song).await?;
            browser.press("button", "Slow mornings*").await?;
            browser.reads("1 song is in “Slow mornings” now.").await?;
            browser.press("button", "Dismiss").await?;
        }
        add(&browser, third).await?;
        browser.press("button", "Slow mornings*").await?;
        browser.reads("All of it is in that playlist already.").await?;
        // The server's refusal stands in the console, as it should.
        browser.console().await?;

        browser.press("link", "Playlists").await?;
        browser.arrives_at("/playlists").await?;
        browser.press("link", "Slow mornings*").await?;
        let id = browser.arrives_below("/playlists/").await?.replace("/playlists/", "");
        stands(&browser, &[first, second, third]).await?;
        browser.press("button", &format!("Move {third} up")).await?;
        stands(&browser, &[first, third, second]).await?;
        browser.reads(&format!("{third} is number 2 of 3 now.")).await?;
        // The focus went along with the song, so its keys work on.
        browser.focuses("button", &format!("Move {third} up")).await?;
        browser.client().active_element().await?.send_keys(&format!("{}{}", Key::Alt, Key::Up)).await?;
        stands(&browser, &[third, first, second]).await?;
        settled(&api, &mira, &id, &[third, first, second]).await?;

        browser.press("button", &format!("Take {first} out")).await?;
        stands(&browser, &[third, second]).await?;
        browser.press("button", "Undo").await?;
        stands(&browser, &[third, first, second]).await?;
        settled(&api, &mira, &id, &[third, first, second]).await?;

        drag(&browser, 2, 0).await?;
        stands(&browser, &[second, third, first]).await?;
        settled(&api, &mira, &id, &[second, third, first]).await?;

        leave_in_haste(&browser, &[(second, "down"), (first, "up"), (third, "down")]).await?;
        settled(&api, &mira, &id, &[first, third, second]).await?;
        stands(&browser, &[first, third, second]).await?;

        browser.press("button", "Play all").await?;
        browser.find("button", &format!("Pause {first}*")).await?;
        let faults = browser.faults().await?;
        ensure!(faults.is_empty(), "{faults:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_list_is_made_of_favourites_described_made_public_and_seen_by_a_visitor() -> Result<()> {
    stage::play("playlist_public", |stage| async move {
        let api = stage.api();
        let mira = api.register("mira", None).await?;
        let post = api.post(&mira, &picture(COFFEE)?, &Draft::default()).await?;
        api.keep(&mira, &post, 3).await?;

        let browser = stage.browser().await?;
        log_in(&browser, "mira").await?;
        browser.open("/favorites").await?;
        browser.find("button", "Play *").await?;
        let kept = songs(&browser).await?;
        browser.press("button", "Select").await?;
        for song in &kept[..2] {
            browser.press("checkbox", &format!("Select {song}")).await?;
        }
        browser.press("button", "Add 2 songs to a playlist").await?;
        browser.fill("Or to a new one", "Two").await?;
        browser.press("button", "Make it and add").await?;
        browser.reads("2 songs are in “Two” now.").await?;

        browser.press("button", "Make a playlist").await?;
        let path = browser.arrives_below("/playlists/").await?;
        stands(&browser, &kept.iter().collect::<Vec<_>>()).await?;
        let visitor = stage.browser().await?;
        visitor.open(&path).await?;
        visitor.find("heading", "This playlist is not here").await?;
        browser.press("button", "This playlist").await?;
        browser.press("button", "Edit").await?;
        browser.fill("Name", "For everybody").await?;
        browser.press("radio", "Public").await?;
        browser.press("button", "Save").await?;
        browser.find("heading", "For everybody").await?;
        visitor.reload().await?;
        visitor.find("heading", "For everybody").await?;
        stands(&visitor, &kept.iter().collect::<Vec<_>>()).await?;
        ensure!(visitor.all("button", "Move *").await?.is_empty(), "a visitor may order");

        browser.press("button", "This playlist").await?;
        browser.press("button", "Delete").await?;
        browser.press("button", "Delete the playlist").await?;
        browser.arrives_at("/playlists").await?;
        visitor.reload().await?;
        visitor.find("heading", "This playlist is not here").await.map(drop)
    })
    .await
}

async fn add(browser: &Browser, song: &str) -> Result<()> {
    browser.press("button", &format!("More about {song}")).await?;
    browser.press("button", "Add to a playlist").await
}

/// Drags the song at one place to another: the events that a mouse makes, which a driver cannot.
async fn drag(browser: &Browser, from: usize, to: usize) -> Result<()> {
    const DRAG: &str = "const rows = [...document.querySelectorAll('li.song')], data = new DataTransfer();
        const event = (name) => new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: data });
        const grip = rows[arguments[0]].querySelector('[draggable=true]');
        grip.dispatchEvent(event('dragstart'));
        rows[arguments[1]].dispatchEvent(event('dragover'));
        grip.dispatchEvent(event('dragend'));";
    browser.script(DRAG, vec![from.into(), to.into()]).await.map(drop)
}

/// Moves songs and loads the page anew before the first order can have been answered, or sent.
async fn leave_in_haste(browser: &Browser, moves: &[(&String, &str)]) -> Result<()> {
    const HASTE: &str = "window.isLeft = true;
        (async () => {
            for (const name of arguments[0]) {
                document.querySelector(`button[aria-label=\"${CSS.escape(name)}\"]`).click();
                await new Promise((then) => queueMicrotask(() => queueMicrotask(then)));
            }
            location.reload();
        })();";
    let names: Vec<String> = moves.iter().map(|(song, way)| format!("Move {song} {way}")).collect();
    browser.script(HASTE, vec![names.into()]).await?;
    browser.until_script("the page to be loaded anew", "return window.isLeft !== true").await
}

/// Waits until these songs stand on the page, in this order.
async fn stands(browser: &Browser, wanted: &[&String]) -> Result<()> {
    until(&format!("{wanted:?} to stand there"), async || {
        Ok((songs(browser).await?.iter().collect::<Vec<_>>() == wanted).then_some(()))
    })
    .await
}

/// Waits until the server has this order too.
async fn settled(api: &Api, person: &Person, id: &str, wanted: &[&String]) -> Result<()> {
    until(&format!("{wanted:?} to be kept"), async || {
        Ok((api.playlist(person, id).await?.iter().collect::<Vec<_>>() == wanted).then_some(()))
    })
    .await
}
