//! The owner decides by which words and which mood the songs are chosen.

use anyhow::{Context as _, Result, ensure};
use fantoccini::key::Key;
use imagime_e2e::{
    api::{Api, Draft, Person},
    browser::Browser,
    pictures::{COFFEE, picture},
    server::outside_services_are_played,
    stage,
    wait::until,
};
use serde_json::Value;

use crate::acts::{connect, is_pressed, is_same_document, log_in, mark_document, songs};

#[tokio::test]
async fn a_word_taken_off_changes_the_songs_at_once_and_comes_back_with_undo() -> Result<()> {
    stage::play("decide_words", |stage| async move {
        let api = stage.api();
        let (mira, post) = coffee(&api).await?;
        let (id, words) = (id_of(&post)?, words_of(&post));
        let browser = stage.browser().await?;
        log_in(&browser, "mira").await?;
        browser.open(&format!("/p/{id}")).await?;
        browser.find("button", "Play *").await?;
        let before = songs(&browser).await?;
        let kept = format!("Keep {}", before[0]);
        let vote = format!("{} fits", before[0]);
        browser.press("button", &kept).await?;
        browser.press("button", &vote).await?;
        is_pressed(&browser, &vote, true).await?;
        mark_document(&browser).await?;

        browser.press("button", &format!("Remove {}", words[0])).await?;
        changed(&browser, &before).await?;
        let now = settled(&api, &mira, id, |post| !words_of(post).contains(&words[0])).await?;
        ensure!(words_of(&now).len() == words.len() - 1, "another word went too: {now}");
        is_first_page(&browser, &api, id).await?;
        browser.focuses("button", &format!("Remove {}", words[1])).await?;

        browser.press("button", "Undo").await?;
        settled(&api, &mira, id, |post| words_of(post) == words).await?;
        // Our own catalogue answers as before; an outside source may say more by now and leave others less room.
        if !outside_services_are_played() {
            until("the songs to be back", async || Ok((songs(&browser).await? == before).then_some(()))).await?;
            is_pressed(&browser, &kept, true).await?;
            is_pressed(&browser, &vote, true).await?;
        }
        is_same_document(&browser).await?;

        // A word stays struck through, and one press brings it back.
        browser.press("button", &format!("Remove {}", words[1])).await?;
        browser.press("button", &format!("Bring back {}", words[1])).await?;
        browser.find("button", &format!("Remove {}", words[1])).await?;
        settled(&api, &mira, id, |post| words_of(post).contains(&words[1])).await.map(drop)
    })
    .await
}

#[tokio::test]
async fn a_word_is_added_once_and_weighed_with_the_keyboard() -> Result<()> {
    stage::play("decide_weight", |stage| async move {
        let api = stage.api();
        let (mira, post) = coffee(&api).await?;
        let id = id_of(&post)?;
        let browser = stage.browser().await?;
        log_in(&browser, "mira").await?;
        browser.open(&format!("/p/{id}")).await?;

        browser.fill("Add a word", "winter").await?;
        browser.key(Key::Enter).await?;
        browser.find("button", "winter, counts 100 %").await?;
        settled(&api, &mira, id, |post| weight_of(post, "winter") == Some(1.0)).await?;
        // The field has the focus still: another word may follow, but not the same.
        browser.type_keys("Winter").await?;
        browser.key(Key::Enter).await?;
        browser.reads("“Winter” is there already.").await?;

        browser.press("button", "winter, counts 100 %").await?;
        browser.find("slider", "How much “winter” counts").await?;
        browser.key(Key::Left).await?;
        browser.key(Key::Left).await?;
        browser.find("button", "winter, counts 90 %").await?;
        settled(&api, &mira, id, |post| weight_of(post, "winter").is_some_and(|weight| (weight - 0.9).abs() < 0.001))
            .await?;
        browser.key(Key::Escape).await?;
        browser.loses("slider", "How much “winter” counts").await?;
        browser.focuses("button", "winter, counts 90 %").await
    })
    .await
}

#[tokio::test]
async fn the_mood_is_moved_with_the_keyboard_and_goes_back() -> Result<()> {
    stage::play("decide_mood", |stage| async move {
        let api = stage.api();
        let (mira, post) = coffee(&api).await?;
        let (id, (valence, arousal)) = (id_of(&post)?, mood_of(&post));
        let browser = stage.browser().await?;
        log_in(&browser, "mira").await?;
        browser.open(&format!("/p/{id}")).await?;
        browser.find("button", "Play *").await?;
        let before = songs(&browser).await?;

        browser.tab_to("slider", "How it feels*").await?;
        browser.key(Key::Home).await?;
        browser.key(Key::PageUp).await?;
        browser.key(Key::Up).await?;
        browser
            .until_script(
                "the point to be told in words",
                "return document.activeElement.getAttribute('aria-valuetext').startsWith('dark and ')",
            )
            .await?;
        changed(&browser, &before).await?;
        let near = |a: f64, b: f64| (a - b).abs() < 0.011;
        let moved = |post: &Value| near(mood_of(post).0, -1.0) && near(mood_of(post).1, (arousal + 0.6).min(1.0));
        settled(&api, &mira, id, moved).await?;
        let focus = browser.focus().await?;
        ensure!(focus.role == "slider", "the focus went to the {} “{}”", focus.role, focus.name);

        browser.press("button", "Back to what Imagime saw").await?;
        if !outside_services_are_played() {
            until("the songs to be back", async || Ok((songs(&browser).await? == before).then_some(()))).await?;
        }
        settled(&api, &mira, id, |post| near(mood_of(post).0, valence) && near(mood_of(post).1, arousal))
            .await
            .map(drop)
    })
    .await
}

#[tokio::test]
async fn what_was_changed_without_a_connection_is_kept_and_sent_again() -> Result<()> {
    stage::play("decide_offline", |stage| async move {
        let api = stage.api();
        let (mira, post) = coffee(&api).await?;
        let (id, words) = (id_of(&post)?, words_of(&post));
        let browser = stage.browser().await?;
        log_in(&browser, "mira").await?;
        browser.open(&format!("/p/{id}")).await?;
        browser.find("button", "Play *").await?;
        let before = songs(&browser).await?;

        connect(&browser, false).await?;
        browser.press("button", &format!("Remove {}", words[0])).await?;
        browser.reads("Your changes are still here, but the songs were not chosen anew.").await?;
        browser.loses("button", &format!("Remove {}", words[0])).await?;
        ensure!(songs(&browser).await? == before, "the songs went without others in their place");

        connect(&browser, true).await?;
        browser.press("button", "Try again").await?;
        settled(&api, &mira, id, |post| !words_of(post).contains(&words[0])).await?;
        changed(&browser, &before).await?;
        ensure!(!browser.shows("Your changes are still here").await?, "the trouble is over, its words are not");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_list_that_was_made_anew_begins_again_in_its_place() -> Result<()> {
    stage::play("decide_expired", |stage| async move {
        let api = stage.api();
        let (mira, post) = coffee(&api).await?;
        let id = id_of(&post)?;
        let browser = stage.browser().await?;
        browser.open(&format!("/p/{id}")).await?;
        browser.find("button", "Load more songs").await?;
        let before = songs(&browser).await?;
        ensure!(browser.all("button", "Remove *").await?.is_empty(), "a visitor may take words off");
        mark_document(&browser).await?;

        api.rematch(&mira, id, &["storm", "night"]).await?;
        browser.press("button", "Load more songs").await?;
        browser.reads("The list was made anew meanwhile.").await?;
        changed(&browser, &before).await?;
        is_first_page(&browser, &api, id).await?;
        // What it is chosen by now is shown too; the focus stays, and the next page follows.
        browser.reads("storm").await?;
        browser.focuses("button", "Load more songs").await?;
        is_same_document(&browser).await?;
        let first = songs(&browser).await?.len();
        browser.press("button", "Load more songs").await?;
        until("more songs", async || Ok((songs(&browser).await?.len() > first).then_some(()))).await
    })
    .await
}

async fn coffee(api: &Api) -> Result<(Person, Value)> {
    let mira = api.register("mira", None).await?;
    let post = api.post(&mira, &picture(COFFEE)?, &Draft { alt_text: "A cup of coffee", ..Draft::default() }).await?;
    ensure!(words_of(&post).len() > 1, "too few words to choose from: {post}");
    Ok((mira, post))
}

/// The songs on the page once they are others than before.
async fn changed(browser: &Browser, before: &[String]) -> Result<Vec<String>> {
    until("other songs", async || {
        let now = songs(browser).await?;
        Ok((!now.is_empty() && now != before).then_some(now))
    })
    .await
}

/// Waits until the page shows the first songs that there are: with sources in use a list gets better by itself.
async fn is_first_page(browser: &Browser, api: &Api, id: &str) -> Result<()> {
    until("the first page", async || Ok((songs(browser).await? == api.titles(id).await?).then_some(()))).await
}

/// The post once the server knows what was decided and has chosen its songs.
async fn settled(api: &Api, person: &Person, id: &str, is_decided: impl Fn(&Value) -> bool) -> Result<Value> {
    until("the server to know", async || {
        let post = api.look(person, id).await?;
        ensure!(post["status"] == "ready" && is_decided(&post), "it is {} with {:?}", post["status"], words_of(&post));
        Ok(Some(post))
    })
    .await
}

fn id_of(post: &Value) -> Result<&str> {
    post["id"].as_str().context("a post without an id")
}

fn words_of(post: &Value) -> Vec<String> {
    let words = post["keywords"].as_array().map(Vec::as_slice).unwrap_or_default();
    words.iter().filter_map(|word| word["keyword"].as_str().map(str::to_owned)).collect()
}

fn weight_of(post: &Value, word: &str) -> Option<f64> {
    post["keywords"].as_array()?.iter().find(|known| known["keyword"] == word)?["score"].as_f64()
}

fn mood_of(post: &Value) -> (f64, f64) {
    (post["mood"]["valence"].as_f64().unwrap_or(f64::NAN), post["mood"]["arousal"].as_f64().unwrap_or(f64::NAN))
}
