//! The wall's order, songs by votes, a word's pictures and a song's.

use anyhow::{Context as _, Result, ensure};
use imagime_e2e::{
    api::Draft,
    browser::Browser,
    pictures::{CAT, COFFEE, picture},
    stage,
    wait::until,
};
use serde_json::{Value, json};

use crate::acts::{is_same_document, log_in, mark_document, song_addresses, songs};

#[tokio::test]
async fn the_wall_is_ordered_by_its_address() -> Result<()> {
    stage::play("lists_order", |stage| async move {
        let api = stage.api();
        let (mira, noor) = (api.register("mira", None).await?, api.register("noor", None).await?);
        let draft = |alt_text| Draft { alt_text, ..Draft::default() };
        let coffee = api.post(&mira, &picture(COFFEE)?, &draft("A cup of coffee")).await?;
        api.post(&mira, &picture(CAT)?, &draft("A cat")).await?;
        for person in [&mira, &noor] {
            api.like(person, &coffee).await?;
        }
        for sort in ["sort=top&period=day", "sort=hot"] {
            until(&format!("the likes to count for {sort}"), async || {
                let (_, body) = api.get(&format!("/api/v1/posts?{sort}")).await?;
                let first = serde_json::from_str::<Value>(&body)?["posts"][0]["id"].clone();
                Ok((first == coffee["id"]).then_some(()))
            })
            .await?;
        }

        let browser = stage.browser().await?;
        log_in(&browser, "noor").await?;
        browser.open("/?tab=everybody").await?;
        shows(&browser, &["A cat", "A cup of coffee"]).await?;
        mark_document(&browser).await?;
        browser.press("link", "Hot").await?;
        shows(&browser, &["A cup of coffee", "A cat"]).await?;
        asks(&browser, "?sort=hot").await?;
        ensure!(browser.all("navigation", "From").await?.is_empty(), "hot has no period");
        browser.press("link", "Top").await?;
        asks(&browser, "?sort=top").await?;
        browser.press("link", "Today").await?;
        asks(&browser, "?sort=top&period=day").await?;
        shows(&browser, &["A cup of coffee", "A cat"]).await?;
        browser.press("link", "Following").await?;
        asks(&browser, "?tab=following&sort=top&period=day").await?;
        browser.reads("Nothing in this time").await?;
        browser.press("link", "See all time").await?;
        asks(&browser, "?tab=following&sort=top").await?;
        browser.reads("Quiet here so far").await?;
        browser.back().await?;
        browser.back().await?;
        shows(&browser, &["A cup of coffee", "A cat"]).await?;
        is_same_document(&browser).await?;
        browser.reload().await?;
        asks(&browser, "?sort=top&period=day").await?;
        shows(&browser, &["A cup of coffee", "A cat"]).await?;
        browser.press("link", "New").await?;
        asks(&browser, "?tab=everybody").await?;
        shows(&browser, &["A cat", "A cup of coffee"]).await
    })
    .await
}

#[tokio::test]
async fn a_word_leads_to_its_pictures_and_songs_and_a_song_to_its_pictures() -> Result<()> {
    stage::play("lists_words", |stage| async move {
        let api = stage.api();
        let mira = api.register("mira", None).await?;
        let draft = Draft { alt_text: "A cup of coffee", ..Draft::default() };
        let post = api.post(&mira, &picture(COFFEE)?, &draft).await?;
        let word = post["keywords"][0]["keyword"].as_str().context("no word")?;
        let browser = stage.browser().await?;
        browser.open(&format!("/p/{}", post["id"].as_str().context("no id")?)).await?;
        mark_document(&browser).await?;
        browser.press("link", word).await?;
        browser.arrives_below("/k/").await?;
        browser.find("heading", word).await?;
        browser.reads("1 picture").await?;
        let pictures = browser.find("region", "Pictures").await?;
        browser.find_in(&pictures, "link", "A cup of coffee. Picture by mira").await?;
        let song = songs(&browser).await?.swap_remove(0);
        let fitting = browser.find("region", "Songs that fit").await?;
        browser.press_in(&fitting, "link", &song).await?;
        browser.arrives_below("/songs/").await?;
        browser.find("heading", &song).await?;
        let pictures = browser.find("region", "Its pictures").await?;
        browser.find_in(&pictures, "link", "A cup of coffee. Picture by mira").await?;
        is_same_document(&browser).await?;
        browser.press("button", "Play").await?;
        crate::acts::hears_a_song(&browser).await?;

        browser.open("/k/zeppelin").await?;
        browser.reads("No picture says this yet").await?;
        browser.open("/songs/0197a0b0-0000-7000-8000-000000000000").await?;
        browser.reads("This song is not here").await?;

        // Words in their owner's hands stay keys; the way to their pictures is one press behind.
        log_in(&browser, "mira").await?;
        browser.open(&format!("/p/{}", post["id"].as_str().context("no id")?)).await?;
        browser.press("button", &format!("{word}, counts*")).await?;
        browser.press("link", &format!("Pictures with “{word}”")).await?;
        browser.arrives_below("/k/").await.map(drop)
    })
    .await
}

#[tokio::test]
async fn songs_by_votes_come_first_when_they_are_asked_for() -> Result<()> {
    stage::play("lists_votes", |stage| async move {
        let api = stage.api();
        let mira = api.register("mira", None).await?;
        let post = api.post(&mira, &picture(COFFEE)?, &Draft::default()).await?;
        let browser = stage.browser().await?;
        log_in(&browser, "mira").await?;
        let id = post["id"].as_str().context("no id")?;
        browser.open(&format!("/p/{id}")).await?;
        browser.find("button", "Play *").await?;
        let fit = songs(&browser).await?;
        let third = fit.get(2).context("few songs")?.clone();
        browser.press("button", &format!("{third} fits")).await?;
        crate::acts::is_pressed(&browser, &format!("{third} fits"), true).await?;
        // Shown at once, it has to have arrived before anybody can ask for what it leads to.
        until("the vote to count", async || {
            let (_, body) = api.get(&format!("/api/v1/posts/{id}/songs?sort=votes")).await?;
            Ok((serde_json::from_str::<Value>(&body)?["songs"][0]["vote_score"] == 1).then_some(()))
        })
        .await?;
        browser.press("radio", "By votes").await?;
        asks(&browser, "?songs=votes").await?;
        begins_with(&browser, &third).await?;
        browser.reload().await?;
        begins_with(&browser, &third).await?;
        browser.press("button", "Load more songs").await?;
        until("more songs, each once", async || {
            let all = song_addresses(&browser).await?;
            let mut distinct = all.clone();
            distinct.sort();
            distinct.dedup();
            Ok((all.len() > fit.len() && distinct.len() == all.len()).then_some(()))
        })
        .await?;
        browser.press("radio", "That fit").await?;
        asks(&browser, "").await?;
        // An outside source that was late may have brought a better one by now.
        until("the best to come first again", async || {
            let (shown, known) = (songs(&browser).await?, api.titles(id).await?);
            Ok((!shown.is_empty() && shown.first() == known.first()).then_some(()))
        })
        .await
    })
    .await
}

async fn begins_with(browser: &Browser, song: &str) -> Result<()> {
    until(&format!("{song} to come first"), async || {
        Ok(songs(browser).await?.first().is_some_and(|first| first == song).then_some(()))
    })
    .await
}

/// Waits until the wall shows pictures with these words, in order.
async fn shows(browser: &Browser, words: &[&str]) -> Result<()> {
    const CARDS: &str = "return [...document.querySelectorAll('main .post-card__link')].map((link) => link.getAttribute('aria-label').split('.')[0]);";
    until(&format!("the wall to show {words:?}"), async || {
        Ok((browser.script(CARDS, vec![]).await? == json!(words)).then_some(()))
    })
    .await
}

/// Waits until the address asks for this.
async fn asks(browser: &Browser, query: &str) -> Result<()> {
    until(&format!("the address to ask “{query}”"), async || {
        Ok((browser.script("return location.search", vec![]).await? == query).then_some(()))
    })
    .await
}
