//! Pictures that people like.

use anyhow::{Context as _, Result, ensure};
use imagime_e2e::{
    api::Draft,
    pictures::{CAT, COFFEE, picture},
    stage,
};

use crate::acts::{is_pressed, log_in};

#[tokio::test]
async fn a_liked_picture_is_counted_for_everybody_and_found_again() -> Result<()> {
    stage::play("likes", |stage| async move {
        let api = stage.api();
        let mira = api.register("mira", None).await?;
        api.register("noor", None).await?;
        let draft = |alt_text| Draft { alt_text, ..Draft::default() };
        let coffee = api.post(&mira, &picture(COFFEE)?, &draft("A cup of coffee")).await?;
        api.post(&mira, &picture(CAT)?, &draft("A cat")).await?;
        let path = format!("/p/{}", coffee["id"].as_str().context("no id")?);

        let noor = stage.browser().await?;
        noor.open(&path).await?;
        noor.press("button", "Like the picture by mira").await?;
        noor.reads("Log in to like pictures.").await?;

        log_in(&noor, "noor").await?;
        noor.open("/favorites?tab=liked").await?;
        noor.reads("No picture liked yet").await?;
        noor.open(&path).await?;
        noor.press("button", "Like the picture by mira").await?;
        is_pressed(&noor, "Like the picture by mira, 1 like", true).await?;
        noor.reload().await?;
        is_pressed(&noor, "Like the picture by mira, 1 like", true).await?;
        let visitor = stage.browser().await?;
        visitor.open(&path).await?;
        is_pressed(&visitor, "Like the picture by mira, 1 like", false).await?;

        // From the favourites it is one press away, and there only what is liked.
        noor.press("link", "Favourites").await?;
        noor.press("link", "Liked pictures").await?;
        noor.find("link", "A cup of coffee. Picture by mira").await?;
        ensure!(noor.all("link", "A cat. Picture by mira").await?.is_empty(), "a picture that is not liked is listed");
        noor.press("button", "Like the picture by mira, 1 like").await?;
        is_pressed(&noor, "Like the picture by mira", false).await?;
        noor.reload().await?;
        noor.reads("No picture liked yet").await?;
        visitor.reload().await?;
        is_pressed(&visitor, "Like the picture by mira", false).await
    })
    .await
}
