//! People follow people.

use anyhow::{Context as _, Result, ensure};
use imagime_e2e::{
    api::Draft,
    pictures::{CAT, COFFEE, picture},
    stage,
    wait::until,
};
use serde_json::Value;

use crate::acts::{is_pressed, is_same_document, log_in, mark_document};

#[tokio::test]
async fn whom_one_follows_stands_at_home_and_on_both_profiles() -> Result<()> {
    stage::play("follows", |stage| async move {
        let api = stage.api();
        let mira = api.register("mira", None).await?;
        let otto = api.register("otto", None).await?;
        api.register("noor", None).await?;
        let draft = |alt_text| Draft { alt_text, ..Draft::default() };
        let coffee = api.post(&mira, &picture(COFFEE)?, &draft("A cup of coffee")).await?;
        api.post(&otto, &picture(CAT)?, &draft("A cat")).await?;

        let noor = stage.browser().await?;
        noor.open("/u/mira").await?;
        noor.press("button", "Follow mira").await?;
        noor.reads("Log in to follow people.").await?;
        log_in(&noor, "noor").await?;
        noor.press("link", "Following").await?;
        noor.reads("Quiet here so far").await?;
        let query = noor.script("return location.search", vec![]).await?;
        ensure!(query == "?tab=following", "the address does not know the tab: {query}");

        noor.open("/u/mira").await?;
        noor.find("link", "0 followers").await?;
        mark_document(&noor).await?;
        noor.press("button", "Follow mira").await?;
        is_pressed(&noor, "Follow mira", true).await?;
        // Shown at once, it has to have arrived before its list is asked for.
        until("the follower to count", async || {
            let (_, body) = api.get("/api/v1/users/mira").await?;
            Ok((serde_json::from_str::<Value>(&body)?["user"]["follower_count"] == 1).then_some(()))
        })
        .await?;
        noor.press("link", "1 follower").await?;
        noor.press("link", "noor @noor").await?;
        noor.arrives_at("/u/noor").await?;
        ensure!(noor.all("button", "Follow noor").await?.is_empty(), "one may follow oneself");
        noor.press("link", "1 following").await?;
        noor.find("link", "mira @mira").await?;
        is_pressed(&noor, "Follow mira", true).await?;

        noor.press("link", "Home").await?;
        noor.find("link", "A cat. Picture by otto").await?;
        noor.press("link", "Following").await?;
        noor.loses("link", "A cat. Picture by otto").await?;
        noor.find("link", "A cup of coffee. Picture by mira").await?;
        noor.back().await?;
        noor.find("link", "A cat. Picture by otto").await?;
        is_same_document(&noor).await?;
        noor.open("/?tab=following").await?;
        noor.press("link", "A cup of coffee. Picture by mira").await?;
        noor.arrives_at(&format!("/p/{}", coffee["id"].as_str().context("no id")?)).await?;

        noor.open("/u/mira").await?;
        noor.press("button", "Follow mira").await?;
        is_pressed(&noor, "Follow mira", false).await?;
        noor.find("link", "0 followers").await?;
        noor.reload().await?;
        is_pressed(&noor, "Follow mira", false).await?;
        noor.press("link", "0 followers").await?;
        noor.reads("No followers yet").await
    })
    .await
}

#[tokio::test]
async fn kept_songs_stand_on_the_profile_only_when_their_owner_says_so() -> Result<()> {
    stage::play("follows_favourites", |stage| async move {
        let api = stage.api();
        let mira = api.register("mira", None).await?;
        let post = api.post(&mira, &picture(COFFEE)?, &Draft::default()).await?;
        api.keep(&mira, &post, 2).await?;
        let visitor = stage.browser().await?;
        visitor.open("/u/mira?tab=favourites").await?;
        visitor.find("link", "Picture by mira").await?;
        ensure!(visitor.all("link", "Favourites").await?.is_empty(), "what somebody keeps is shown");

        let owner = stage.browser().await?;
        log_in(&owner, "mira").await?;
        owner.open("/settings").await?;
        owner.press("switch", "Others may see the songs I keep").await?;
        owner.reads("Saved.").await?;
        visitor.reload().await?;
        visitor.find("link", "from a picture by mira").await.map(drop)
    })
    .await
}
