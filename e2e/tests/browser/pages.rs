//! Every page, in both themes, on a phone, a tablet and a desktop: nothing stands out, nothing is nameless, nothing complains.

use anyhow::{Context as _, Result, ensure};
use imagime_e2e::{
    api::Draft,
    browser::Browser,
    output,
    pictures::{ASTRONAUT, CAT, COFFEE, FLOWER, PALACE, picture},
    stage::{self, Stage},
};

use crate::acts::log_in;

const THEMES: [&str; 2] = ["light", "dark"];
const WIDTHS: [(u32, u32); 3] = [(320, 640), (768, 1024), (1440, 900)];
/// Longest piece of a page that is kept as a picture, in pixels.
const MOST: u32 = 4000;

/// Loaded, drawn and at rest.
const AT_REST: &str = "return document.fonts.status === 'loaded' && !document.querySelector('main [aria-busy=true], .skeleton')
    && [...document.images].every((image) => image.complete || image.loading === 'lazy' && image.getBoundingClientRect().top > innerHeight)
    && document.getAnimations().every((animation) => animation.playState !== 'running')";

#[tokio::test]
async fn every_page_for_visitors_holds_in_both_themes_at_every_width() -> Result<()> {
    stage::play("pages_visitor", |stage| async move {
        let post = furnish(&stage).await?;
        let browser = stage.browser().await?;
        let places = [
            ("landing", "/"),
            ("signup", "/signup"),
            ("login", "/login"),
            ("post-visitor", &post),
            ("profile-visitor", "/u/mira"),
        ];
        examine(&browser, &places).await
    })
    .await
}

#[tokio::test]
async fn every_page_for_users_holds_in_both_themes_at_every_width() -> Result<()> {
    stage::play("pages_user", |stage| async move {
        let post = furnish(&stage).await?;
        let browser = stage.browser().await?;
        log_in(&browser, "mira").await?;
        let places = [
            ("feed", "/"),
            ("new", "/new"),
            ("post", &post),
            ("favourites", "/favorites"),
            ("profile", "/u/mira"),
            ("settings", "/settings"),
        ];
        examine(&browser, &places).await
    })
    .await
}

#[tokio::test]
async fn empty_pages_invite_and_hold_as_well() -> Result<()> {
    stage::play("pages_empty", |stage| async move {
        stage.api().register("mira", None).await?;
        let browser = stage.browser().await?;
        examine(&browser, &[("landing-empty", "/")]).await?;
        log_in(&browser, "mira").await?;
        let places = [("feed-empty", "/"), ("favourites-empty", "/favorites"), ("profile-empty", "/u/mira")];
        examine(&browser, &places).await
    })
    .await
}

async fn examine(browser: &Browser, places: &[(&str, &str)]) -> Result<()> {
    let screens = output("screens")?;
    let mut faults = Vec::new();
    for (name, path) in places {
        browser.open(path).await?;
        for theme in THEMES {
            browser.prefer(theme).await?;
            for (width, height) in WIDTHS {
                browser.resize(width, height).await?;
                browser.until_script(&format!("{name} to be at rest"), AT_REST).await?;
                let here = format!("{name}-{theme}-{width}");
                browser.screenshot_page(&screens.join(format!("{here}.png")), MOST).await?;
                faults.extend(browser.faults().await?.into_iter().map(|fault| format!("{here}: {fault}")));
            }
        }
    }
    ensure!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    Ok(())
}

/// Pictures, people and kept songs to look at; the answer is the path of a post.
async fn furnish(stage: &Stage) -> Result<String> {
    let api = stage.api();
    let mira = api.register("mira", Some(&picture(ASTRONAUT)?)).await?;
    api.introduce(&mira, "Mira Olsen", "Mornings, coffee, mountains.").await?;
    let noor = api.register("noor", None).await?;
    for (person, file, alt_text) in [(&noor, CAT, "A cat"), (&mira, PALACE, "A palace"), (&noor, FLOWER, "")] {
        api.post(person, &picture(file)?, &Draft { alt_text, ..Draft::default() }).await?;
    }
    let words = "The first of the day, before anybody else is up.";
    let coffee = Draft { description: words, alt_text: "A cup of coffee", ..Draft::default() };
    let post = api.post(&mira, &picture(COFFEE)?, &coffee).await?;
    api.keep(&mira, &post, 4).await?;
    Ok(format!("/p/{}", post["id"].as_str().context("no id")?))
}
