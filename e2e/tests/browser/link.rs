//! A picture by its link, and what is said of where a picture goes.

use anyhow::{Result, ensure};
use imagime_doubles::Doubles;
use imagime_e2e::{
    elsewhere,
    pictures::{COFFEE, FLOWER, picture},
    stage,
};

use crate::acts::sign_up;

#[tokio::test]
async fn a_picture_comes_from_a_link_and_a_bad_one_can_be_mended() -> Result<()> {
    let host = elsewhere::offer(&picture(COFFEE)?)?;
    let settings = vec![("IMAGIME_IMAGE_HOSTS", host.clone())];
    stage::play_with("link", settings, |stage| async move {
        let mira = stage.browser().await?;
        sign_up(&mira, "mira", None).await?;
        mira.open("/new").await?;
        mira.press("button", "From a link").await?;
        mira.press("button", "Find its songs").await?;
        mira.reads("Give the link of a picture.").await?;

        mira.fill("What do you want to say?", "From far away.").await?;
        mira.fill("Link to the picture*", "ftp://example.org/x.jpg").await?;
        mira.press("button", "Find its songs").await?;
        mira.reads("Only links that begin with http:// or https:// can be followed.").await?;

        mira.fill("Link to the picture*", "http://127.0.0.1/x.jpg").await?;
        mira.press("button", "Find its songs").await?;
        mira.reads("That address is not on the public internet.").await?;
        ensure!(mira.value("Link to the picture*").await? == "http://127.0.0.1/x.jpg", "the link is gone");
        ensure!(mira.value("What do you want to say?").await? == "From far away.", "the words are gone");
        ensure!(mira.path().await? == "/new", "a refused picture leads away");

        mira.fill("Link to the picture*", &format!("http://{host}/coffee.png")).await?;
        mira.reads(&format!("from {host}")).await?;
        mira.press("button", "Find its songs").await?;
        mira.arrives_below("/p/").await?;
        mira.reads("From far away.").await?;
        mira.find("button", "Play *").await.map(drop)
    })
    .await
}

#[tokio::test]
async fn the_form_says_where_the_picture_goes() -> Result<()> {
    let doubles = Doubles::start(0).await?;
    stage::play_with("where_it_goes", doubles.settings(), |stage| async move {
        const GOES: &str = "Everypixel, an outside service, looks at a small copy of";
        const STAYS: &str = "This picture stays on this server.";
        const LET: &str = "Let Everypixel look at it too";
        let mira = stage.browser().await?;
        sign_up(&mira, "mira", None).await?;
        mira.open("/new").await?;
        mira.choose_file(&picture(FLOWER)?).await?;
        mira.reads(&format!("{GOES} public and unlisted pictures")).await?;
        ensure!(mira.all("switch", LET).await?.is_empty(), "a public picture needs no leave");
        mira.press("radio", "Private").await?;
        mira.reads(STAYS).await?;
        mira.press("switch", LET).await?;
        mira.reads(&format!("{GOES} this picture")).await?;
        mira.press("button", "Find its songs").await?;
        mira.arrives_below("/p/").await?;
        let allowed = "select count(*) as n from posts where visibility = 'private' and outside_analysis";
        ensure!(stage.database().number(allowed).await? == 1, "the leave did not arrive");

        // It can be taken back.
        mira.press("button", "Your picture").await?;
        mira.press("button", "Edit").await?;
        mira.press("switch", "Outside services may look at it").await?;
        mira.press("button", "Save").await?;
        mira.reads("Saved.").await?;
        ensure!(stage.database().number(allowed).await? == 0, "the leave was not taken back");
        Ok(())
    })
    .await
}
