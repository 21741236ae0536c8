//! Every page, in both themes, on a phone, a tablet and a desktop: nothing stands out, nothing is nameless, nothing complains.

use anyhow::{Context as _, Result, ensure};
use imagime_e2e::{
    api::Draft,
    browser::Browser,
    output,
    pictures::{ASTRONAUT, CAT, COFFEE, FLOWER, PALACE, picture},
    stage::{self, Stage},
    wait::until,
};

use serde_json::{Value, json};

use crate::acts::log_in;

/// A theme, and a window's width and height.
type Look = (&'static str, u32, u32);

const ALL: [Look; 6] = [
    ("light", 320, 640),
    ("light", 768, 1024),
    ("light", 1440, 900),
    ("dark", 320, 640),
    ("dark", 768, 1024),
    ("dark", 1440, 900),
];
/// For what has its colours and its layout from pages that were looked at in every way.
const SOME: [Look; 2] = [("light", 320, 640), ("dark", 1440, 900)];
/// Longest piece of a page that is kept as a picture, in pixels.
const MOST: u32 = 4000;

/// What keeps the page from being loaded, drawn and at rest.
const UNREST: &str = "const unrest = [];
    if (document.fonts.status !== 'loaded') unrest.push('fonts');
    for (const element of document.querySelectorAll('main [aria-busy=true], .skeleton')) unrest.push(element.outerHTML.slice(0, 80));
    for (const image of document.images) {
        // A lazy picture that is not shown, or not yet, need not be there.
        const unseen = image.getClientRects().length === 0 || image.getBoundingClientRect().top > innerHeight;
        const later = image.loading === 'lazy' && unseen;
        if (!image.complete && !later) unrest.push(image.src);
    }
    for (const animation of document.getAnimations()) {
        if (animation.timeline === document.timeline && animation.playState === 'running') unrest.push(animation.animationName ?? animation.transitionProperty);
    }
    return unrest.join(', ');";

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
            ("followers-visitor", "/u/mira?tab=followers"),
        ];
        examine(&browser, &places).await
    })
    .await
}

#[tokio::test]
async fn playlists_and_what_links_open_hold_for_owners_and_visitors() -> Result<()> {
    stage::play("pages_lists", |stage| async move {
        let api = stage.api();
        let mira = api.register("mira", None).await?;
        let draft = Draft { description: "Milk first.", visibility: Some("private"), ..Draft::default() };
        let post = api.post(&mira, &picture(COFFEE)?, &draft).await?;
        let list = format!("/playlists/{}", api.collect(&mira, &post, "Slow mornings").await?);
        let shared = api.share(&mira, &post).await?;
        let visitor = stage.browser().await?;
        examine(&visitor, &[("playlist-visitor", &list), ("shared", &shared)]).await?;
        let owner = stage.browser().await?;
        log_in(&owner, "mira").await?;
        examine(&owner, &[("playlists", "/playlists"), ("playlist", &list)]).await
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
            ("feed-following", "/?tab=following"),
            ("discover", "/discover"),
            ("search", "/search?q=coffee&preview=true"),
            ("new", "/new"),
            ("post", &post),
            ("favourites", "/favorites"),
            ("liked", "/favorites?tab=liked"),
            ("profile", "/u/mira"),
            ("following", "/u/mira?tab=following"),
            ("settings", "/settings"),
        ];
        examine(&browser, &places).await
    })
    .await
}

#[tokio::test]
async fn walls_by_rank_words_and_songs_hold_as_well() -> Result<()> {
    stage::play("pages_ranks", |stage| async move {
        let post = furnish(&stage).await?;
        let api = stage.api();
        let id = post.strip_prefix("/p/").context("no post")?;
        let (_, found) = api.get(&format!("/api/v1/posts/{id}")).await?;
        let (_, songs) = api.get(&format!("/api/v1/posts/{id}/songs")).await?;
        let (found, songs): (Value, Value) = (serde_json::from_str(&found)?, serde_json::from_str(&songs)?);
        let word = format!("/k/{}", found["post"]["keywords"][0]["keyword"].as_str().context("no word")?);
        let song = format!("/songs/{}", songs["songs"][0]["song"]["id"].as_str().context("no song")?);
        let browser = stage.browser().await?;
        log_in(&browser, "mira").await?;
        let votes = format!("{post}?songs=votes");
        let places = [
            ("feed-top", "/?sort=top&period=week"),
            ("word", &word),
            ("song", &song),
            ("post-votes", &votes),
            ("word-empty", "/k/zeppelin"),
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
        let places = [
            ("feed-empty", "/"),
            ("following-empty", "/?tab=following"),
            ("discover-empty", "/discover"),
            ("favourites-empty", "/favorites"),
            ("playlists-empty", "/playlists"),
            ("liked-empty", "/favorites?tab=liked"),
            ("profile-empty", "/u/mira"),
            ("followers-empty", "/u/mira?tab=followers"),
        ];
        examine(&browser, &places).await
    })
    .await
}

#[tokio::test]
async fn pages_hold_while_something_goes_on_as_well() -> Result<()> {
    stage::play("pages_states", |stage| async move {
        let post = furnish(&stage).await?;
        let browser = stage.browser().await?;
        log_in(&browser, "mira").await?;
        let mut faults = Vec::new();

        browser.open("/new").await?;
        browser.choose_file(&picture(FLOWER)?).await?;
        browser.find("textbox", "What do you want to say?").await?;
        faults.extend(look(&browser, "new-chosen", &SOME).await?);

        browser.open(&post).await?;
        browser.press("button", "Play *").await?;
        browser.find("region", "Player").await?;
        faults.extend(look(&browser, "post-playing", &SOME).await?);
        for (name, menu, entry, dialog) in [
            ("post-editing", "Your picture", "Edit", "Edit the picture's words"),
            ("post-deleting", "Your picture", "Delete", "Delete this picture?"),
            ("comment-deleting", "What to do with the comment by Mira Olsen", "Delete", "Delete this comment?"),
            ("keyboard-help", "Your account", "Keyboard", "Keyboard"),
        ] {
            browser.press("button", menu).await?;
            browser.press("button", entry).await?;
            browser.find("dialog", dialog).await?;
            faults.extend(look(&browser, name, &SOME).await?);
            browser.press("button", "Close").await?;
            browser.loses("dialog", dialog).await?;
        }
        browser.press("button", "What to do with the comment by Mira Olsen").await?;
        browser.press("button", "Edit").await?;
        browser.find("textbox", "Your comment").await?;
        faults.extend(look(&browser, "comment-changing", &SOME).await?);
        browser.press("button", "Queue").await?;
        browser.find("dialog", "Now playing").await?;
        faults.extend(look(&browser, "player-sheet", &SOME).await?);

        browser.open("/no/such/place").await?;
        let lost = look(&browser, "lost", &SOME).await?;
        // That the address is unknown is the one thing that the console may say.
        faults.extend(lost.into_iter().filter(|fault| !fault.contains("/no/such/place") || !fault.contains("404")));
        ensure!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_audit_finds_what_is_wrong() -> Result<()> {
    // Each of these would slip through to people; the audit is worth something only if none slips through it.
    const WRONGS: [(&str, &str); 10] = [
        ("px wide in a window", "<div class='wide'>wide</div>"),
        ("reaches from", "<p class='far'>far</p>"),
        ("h1", "<h1>Another one</h1>"),
        ("follows h", "<h5>Deep down</h5>"),
        ("has no alt", "<img src='/assets/icons/icon-32.png'>"),
        ("stands more than once", "<i id='main'></i>"),
        ("tabindex", "<p tabindex='3'>Me first</p>"),
        ("within another control", "<a href='/'><button>Both</button></a>"),
        ("a button has no name", "<button></button>"),
        ("which is not there", "<p aria-describedby='nobody'>Lost</p>"),
    ];
    stage::play("pages_audit", |stage| async move {
        let browser = stage.browser().await?;
        browser.open("/").await?;
        at_rest(&browser, "the landing page").await?;
        let before = browser.faults().await?;
        ensure!(before.is_empty(), "the page has faults of its own: {before:?}");
        for (fault, html) in WRONGS {
            const ADD: &str = "const template = document.createElement('div'); template.id = 'wrong';
                template.innerHTML = arguments[0]; document.querySelector('main').append(template);
                const wide = template.querySelector('.wide'); if (wide) { wide.style.width = '4000px'; document.body.append(template); }
                const far = template.querySelector('.far'); if (far) { far.style.position = 'relative'; far.style.left = '2000px'; }";
            browser.script(ADD, vec![json!(html)]).await?;
            let found = browser.faults().await?;
            ensure!(found.iter().any(|one| one.contains(fault)), "{html} was not found: {found:?}");
            browser.script("document.getElementById('wrong').remove()", vec![]).await?;
        }
        browser.script("document.querySelector('main p').style.color = '#999'; console.error('broken')", vec![]).await?;
        let found = browser.faults().await?;
        for fault in ["has a contrast of", "broken"] {
            ensure!(found.iter().any(|one| one.contains(fault)), "“{fault}” was not found: {found:?}");
        }
        Ok(())
    })
    .await
}

async fn examine(browser: &Browser, places: &[(&str, &str)]) -> Result<()> {
    let mut faults = Vec::new();
    for (name, path) in places {
        browser.open(path).await?;
        faults.extend(look(browser, name, &ALL).await?);
    }
    ensure!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    Ok(())
}

/// Faults of the page as it stands, in some looks; what it looks like is kept in `target/e2e/screens`.
async fn look(browser: &Browser, name: &str, looks: &[Look]) -> Result<Vec<String>> {
    let screens = output("screens")?;
    let mut faults = Vec::new();
    for (theme, width, height) in looks {
        browser.prefer(theme).await?;
        browser.resize(*width, *height).await?;
        at_rest(browser, name).await?;
        let here = format!("{name}-{theme}-{width}");
        browser.screenshot_page(&screens.join(format!("{here}.png")), MOST).await?;
        faults.extend(browser.faults().await?.into_iter().map(|fault| format!("{here}: {fault}")));
    }
    Ok(faults)
}

async fn at_rest(browser: &Browser, name: &str) -> Result<()> {
    until(&format!("{name} to be at rest"), async || {
        let unrest = browser.script(UNREST, vec![]).await?;
        ensure!(unrest == "", "{unrest}");
        Ok(Some(()))
    })
    .await
}

/// Pictures, people and kept songs to look at; the answer is the path of a post.
async fn furnish(stage: &Stage) -> Result<String> {
    let api = stage.api();
    let mira = api.register("mira", Some(&picture(ASTRONAUT)?)).await?;
    api.introduce(&mira, "Mira Olsen", "Mornings, coffee, mountains.").await?;
    let noor = api.register("noor", None).await?;
    for (person, file, alt_text) in [(&noor, CAT, "A cat"), (&mira, PALACE, "A palace"), (&noor, FLOWER, "")] {
        let sensitive = file == PALACE;
        let post = api.post(person, &picture(file)?, &Draft { alt_text, sensitive, ..Draft::default() }).await?;
        api.like(&mira, &post).await?;
    }
    api.follow(&mira, "noor").await?;
    api.follow(&noor, "mira").await?;
    let words = "The first of the day, before anybody else is up.";
    let coffee = Draft { description: words, alt_text: "A cup of coffee", ..Draft::default() };
    let post = api.post(&mira, &picture(COFFEE)?, &coffee).await?;
    api.keep(&mira, &post, 4).await?;
    api.like(&noor, &post).await?;
    api.comment(&noor, &post, "I can smell it from here. Which of the songs do you play first?").await?;
    api.comment(&mira, &post, "The slow one.\n\nThen the other slow one.").await?;
    Ok(format!("/p/{}", post["id"].as_str().context("no id")?))
}
