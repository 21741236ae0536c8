//! A link that opens a private picture for somebody without an account.

use anyhow::{Context as _, Result, ensure};
use imagime_e2e::{
    api::Draft,
    pictures::{COFFEE, picture},
    stage,
};
use serde_json::json;

use crate::acts::{hears_a_song, log_in};

#[tokio::test]
async fn a_private_picture_is_shared_heard_by_a_visitor_and_taken_back() -> Result<()> {
    stage::play("shares", |stage| async move {
        let api = stage.api();
        let mira = api.register("mira", None).await?;
        let draft = Draft { visibility: Some("private"), description: "Just for you & me", ..Draft::default() };
        let post = api.post(&mira, &picture(COFFEE)?, &draft).await?;
        let path = format!("/p/{}", post["id"].as_str().context("no id")?);

        let owner = stage.browser().await?;
        log_in(&owner, "mira").await?;
        owner.open(&path).await?;
        owner.press("button", "Share").await?;
        owner.reads("There is no link yet.").await?;
        owner.press("radio", "1 week").await?;
        owner.press("button", "Make a link").await?;
        owner.reads("not opened yet").await?;
        let link = owner.script("return document.querySelector('.links__url').textContent", vec![]).await?;
        let link = link.as_str().context("no link")?.to_owned();
        let slug = link.split("/s/").nth(1).with_context(|| link.clone())?.to_owned();

        let (_, html) = api.get(&format!("/s/{slug}")).await?;
        ensure!(html.contains("content=\"Just for you &amp; me\""), "the pasted link has no card: {html}");
        let visitor = stage.browser().await?;
        visitor.open(&format!("/s/{slug}")).await?;
        visitor.reads("Just for you & me").await?;
        visitor
            .until_script(
                "the picture to be seen",
                "return document.querySelector('.post__picture img')?.naturalWidth > 0",
            )
            .await?;
        ensure!(visitor.all("button", "Keep *").await?.is_empty(), "a visitor of a link may keep songs");
        visitor.press("button", "Play all").await?;
        hears_a_song(&visitor).await?;
        let faults = visitor.faults().await?;
        ensure!(faults.is_empty(), "{faults:?}");

        owner.reload().await?;
        owner.press("button", "Share").await?;
        owner.reads("opened once").await?;
        let faults = owner.faults().await?;
        ensure!(faults.is_empty(), "{faults:?}");
        owner.press("button", &format!("Take back {link}")).await?;
        owner.reads("There is no link yet.").await?;
        visitor.open(&path).await?;
        visitor.find("heading", "This picture is not here").await?;
        visitor.open(&format!("/s/{slug}")).await?;
        visitor.find("heading", "This link opens nothing").await?;
        let said = visitor.script("return document.title", vec![]).await?;
        ensure!(said != json!("Imagime"), "the page has no title of its own");
        Ok(())
    })
    .await
}
