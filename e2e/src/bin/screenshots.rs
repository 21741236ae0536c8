//! `cargo run -p imagime-e2e --bin screenshots`: the pictures of the README, taken of the running product.
//!
//! Needs what the browser's tests need: the variables that `cargo xtask test` sets, a built page, a throw-away PostgreSQL.

use anyhow::{Context as _, Result, ensure};
use imagime_e2e::{
    api::{Api, Draft, PASSWORD, Person},
    browser::Browser,
    pictures::picture,
    root, stage,
    wait::until,
};
use serde_json::{Value, json};

/// Name, name to show, words, profile picture.
const PEOPLE: [(&str, &str, &str, &str); 3] = [
    ("mira", "Mira Olsen", "Mornings, coffee, mountains.", "skimage/astronaut.png"),
    ("noor", "Noor Haddad", "Film, mostly.", "skimage/chelsea.png"),
    ("tomas", "Tomás Vidal", "I walk, and look up.", "wallpapers/Kite/contents/images/2560x1600.jpg"),
];

/// Author, file, words, description for those who do not see it; the oldest first.
const POSTS: [(usize, &str, &str, &str); 12] = [
    (0, "wallpapers/BytheWater/contents/images/2560x1600.jpg", "Salt on the boards.", "A wooden jetty beside a lake"),
    (
        1,
        "wallpapers/OneStandsOut/contents/images/2560x1600.jpg",
        "There is always one.",
        "One orange star of moss among green ones",
    ),
    (
        2,
        "wallpapers/ColorfulCups/contents/images/2560x1600.jpg",
        "Two hundred guests, one sink.",
        "Rows of blue, pink and red cups",
    ),
    (1, "sklearn/china.jpg", "The garden at noon.", "A palace with a red and gold roof"),
    (
        0,
        "wallpapers/FallenLeaf/contents/images/2560x1600.jpg",
        "October, close up.",
        "A maple leaf among other fallen leaves",
    ),
    (2, "wallpapers/Kite/contents/images/2560x1600.jpg", "It took three tries.", "A small kite in a wide blue sky"),
    (0, "skimage/coffee.png", "The first of the day, before anybody else is up.", "A cup of coffee on a wooden table"),
    (
        1,
        "wallpapers/summer_1am/contents/images/2560x1600.jpg",
        "One in the morning, and light.",
        "A calm lake under a violet sky",
    ),
    (2, "wallpapers/Path/contents/images/2560x1600.jpg", "Nobody but us.", "A narrow path through a dark green forest"),
    (1, "skimage/chelsea.png", "Chelsea, not amused.", "A tabby cat looks into the camera"),
    (2, "wallpapers/ColdRipple/contents/images/2560x1600.jpg", "Closed for the season.", "An empty jetty in the fog"),
    (
        0,
        "wallpapers/EveningGlow/contents/images/2560x1600.jpg",
        "We stayed until the last of it was gone.",
        "Rowing boats on a lake shore at sunset",
    ),
];

const DESKTOP: (u32, u32) = (1440, 900);
const PHONE: (u32, u32) = (390, 844);

/// Every picture in the window has come, and nothing moves any more.
const DRAWN: &str =
    "return document.fonts.status === 'loaded' && !document.querySelector('main [aria-busy=true], .skeleton')
    && [...document.images].every((image) => image.complete || image.getBoundingClientRect().top > innerHeight)";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    stage::play("screenshots", |stage| async move {
        let posts = furnish(&stage.api()).await?;
        let browser = stage.browser().await?;
        log_in(&browser).await?;
        browser.devtools("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await?;

        show(&browser, "/", "light", DESKTOP).await?;
        keep(&browser, "feed-light").await?;

        let evening = posts.last().context("no post")?;
        show(&browser, &address(evening)?, "dark", DESKTOP).await?;
        listen(&browser).await?;
        keep(&browser, "post-dark").await?;

        show(&browser, &address(&posts[6])?, "light", PHONE).await?;
        listen(&browser).await?;
        keep(&browser, "phone").await
    })
    .await
}

async fn furnish(api: &Api) -> Result<Vec<Value>> {
    let mut people: Vec<Person> = Vec::new();
    for (name, display_name, bio, face) in PEOPLE {
        let person = api.register(name, Some(&picture(face)?)).await?;
        api.introduce(&person, display_name, bio).await?;
        people.push(person);
    }
    let mut posts = Vec::new();
    for (author, file, description, alt_text) in POSTS {
        let draft = Draft { description, alt_text, ..Draft::default() };
        let post = api.post(&people[author], &picture(file)?, &draft).await?;
        api.keep(&people[0], &post, 1).await?;
        posts.push(post);
    }
    Ok(posts)
}

async fn log_in(browser: &Browser) -> Result<()> {
    browser.open("/login").await?;
    browser.fill("User name or mail address", PEOPLE[0].0).await?;
    browser.fill("Password", PASSWORD).await?;
    browser.press("button", "Log in").await?;
    browser.find("button", "Your account").await.map(drop)
}

async fn show(browser: &Browser, path: &str, theme: &str, (width, height): (u32, u32)) -> Result<()> {
    browser.prefer(theme).await?;
    browser.resize(width, height).await?;
    browser.open(path).await?;
    browser.find("button", "Play *").await?;
    browser.until_script("the page to be drawn", DRAWN).await
}

/// Plays the first song and goes to the middle of it, where the bar shows something.
async fn listen(browser: &Browser) -> Result<()> {
    browser.press("button", "Play *").await?;
    until("the song to play", async || {
        let far = browser.script("const audio = document.querySelector('audio'); if (audio.duration > 0 && audio.currentTime < 9) audio.currentTime = 9; return audio.currentTime", vec![]).await?;
        Ok(far.as_f64().is_some_and(|far| far > 9.2).then_some(()))
    })
    .await?;
    // The wave is drawn from the song's bytes, which are fetched anew.
    browser.script("scrollTo(0, 0)", vec![]).await?;
    browser.until_script("the toasts to be gone", "return !document.querySelector('.toast')").await?;
    browser.until_script("the page to be drawn", DRAWN).await
}

async fn keep(browser: &Browser, name: &str) -> Result<()> {
    let folder = root().join("docs/screenshots");
    std::fs::create_dir_all(&folder)?;
    let size = browser.script("return [innerWidth, document.scrollingElement.scrollWidth]", vec![]).await?;
    ensure!(size[1].as_u64() <= size[0].as_u64(), "the page is wider than the window: {size}");
    browser.script("document.activeElement?.blur()", vec![json!(null)]).await?;
    browser.screenshot(&folder.join(format!("{name}.png"))).await
}

fn address(post: &Value) -> Result<String> {
    Ok(format!("/p/{}", post["id"].as_str().context("a post without an id")?))
}
