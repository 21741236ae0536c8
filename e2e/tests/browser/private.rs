//! A picture that is nobody else's business.

use anyhow::{Result, ensure};
use imagime_e2e::{
    pictures::{FLOWER, picture},
    stage,
};
use imagime_shared::paths;

use crate::acts::sign_up;

#[tokio::test]
async fn a_private_picture_is_there_for_its_owner_and_for_nobody_else() -> Result<()> {
    stage::play("private", |stage| async move {
        let owner = stage.browser().await?;
        sign_up(&owner, "mira", None).await?;
        owner.open("/new").await?;
        owner.choose_file(&picture(FLOWER)?).await?;
        owner.fill("What do you want to say?", "For my eyes only.").await?;
        owner.press("radio", "Private").await?;
        owner.press("button", "Find its songs").await?;
        let path = owner.arrives_below("/p/").await?;
        owner.reads("For my eyes only.").await?;
        owner.reads("only you").await?;
        owner.until_script("the picture to be shown", "return [...document.querySelectorAll('main img')].some((image) => image.complete && image.naturalWidth > 300)").await?;

        let id = path.trim_start_matches("/p/");
        let (status, _) = stage.api().get(&paths::fill(paths::POST, &[id])).await?;
        ensure!(status == 404, "somebody else's private picture answered {status}");
        let stranger = stage.browser().await?;
        stranger.open(&path).await?;
        stranger.find("heading", "This picture is not here").await?;
        ensure!(!stranger.shows("For my eyes only.").await?, "a stranger reads a private description");
        stranger.open("/").await?;
        stranger.find("heading", "Every picture has a soundtrack.").await?;
        ensure!(stranger.all("link", "*Picture by mira").await?.is_empty(), "a private picture stands on the landing page");
        Ok(())
    })
    .await
}
