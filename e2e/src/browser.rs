//! Eyes and hands in Chromium: everything is found as a person finds it, by role and name, and waited for.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use fantoccini::{Client, Locator, elements::Element, wd::WebDriverCompatibleCommand};
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::wait::until;

const FIND: &str = include_str!("find.js");

/// A window on a desktop.
pub const DESKTOP: (u32, u32) = (1440, 900);

/// A browser with its own profile, at one origin.
#[derive(Clone)]
pub struct Browser {
    client: Client,
    origin: String,
}

impl Browser {
    pub(crate) async fn new(client: Client, origin: &str) -> Result<Self> {
        let browser = Self { client, origin: origin.to_owned() };
        let (width, height) = DESKTOP;
        browser.resize(width, height).await?;
        Ok(browser)
    }

    /// Opens a path by its address, as a link from elsewhere does.
    pub async fn open(&self, path: &str) -> Result<()> {
        self.client.goto(&format!("{}{path}", self.origin)).await.with_context(|| format!("cannot open {path}"))?;
        self.until_script("the page to start", "return !document.querySelector('#app[aria-busy]')").await
    }

    /// Loads the page anew.
    pub async fn reload(&self) -> Result<()> {
        self.client.refresh().await?;
        self.until_script("the page to start", "return !document.querySelector('#app[aria-busy]')").await
    }

    /// Goes back in the history.
    pub async fn back(&self) -> Result<()> {
        Ok(self.client.back().await?)
    }

    /// Path of the address, without the origin.
    pub async fn path(&self) -> Result<String> {
        Ok(self.client.current_url().await?.path().to_owned())
    }

    /// Waits until the address has this path.
    pub async fn arrives_at(&self, path: &str) -> Result<()> {
        until(&format!("the address {path}"), async || {
            let here = self.path().await?;
            ensure!(here == path, "the browser is at {here}");
            Ok(Some(()))
        })
        .await
    }

    /// Waits until the address has a path that begins like this; the answer is the whole path.
    pub async fn arrives_below(&self, start: &str) -> Result<String> {
        until(&format!("an address below {start}"), async || {
            let here = self.path().await?;
            ensure!(here.starts_with(start), "the browser is at {here}");
            Ok(Some(here))
        })
        .await
    }

    /// Waits for a visible element of a role and a name; a trailing `*` leaves the rest of the name open.
    pub async fn find(&self, role: &str, name: &str) -> Result<Element> {
        until(&format!("a {role} named “{name}”"), async || Ok(self.all(role, name).await?.into_iter().next())).await
    }

    /// Waits for an element within another one.
    pub async fn find_in(&self, within: &Element, role: &str, name: &str) -> Result<Element> {
        until(&format!("a {role} named “{name}” there"), async || {
            Ok(self.elements(vec![json!(role), json!(name), json!(within)]).await?.into_iter().next())
        })
        .await
    }

    /// The visible elements of a role and a name at this moment.
    pub async fn all(&self, role: &str, name: &str) -> Result<Vec<Element>> {
        self.elements(vec![json!(role), json!(name)]).await
    }

    /// Waits until no visible element has this role and name.
    pub async fn loses(&self, role: &str, name: &str) -> Result<()> {
        until(&format!("no {role} named “{name}”"), async || {
            Ok(self.all(role, name).await?.is_empty().then_some(()))
        })
        .await
    }

    /// Presses the first element of a role and a name, as soon as nothing is in the way.
    pub async fn press(&self, role: &str, name: &str) -> Result<()> {
        until(&format!("a {role} named “{name}” to press"), async || {
            let Some(element) = self.all(role, name).await?.into_iter().next() else { return Ok(None) };
            self.press_element(&element).await.map(Some)
        })
        .await
    }

    /// Presses an element within another one.
    pub async fn press_in(&self, within: &Element, role: &str, name: &str) -> Result<()> {
        let element = self.find_in(within, role, name).await?;
        self.press_element(&element).await
    }

    /// Presses an element in the middle of the window, away from bars at its edges.
    pub async fn press_element(&self, element: &Element) -> Result<()> {
        // What is pressed of a radio button or a switch is its label.
        const AIM: &str = "const [element] = arguments;
            const target = ['radio', 'checkbox'].includes(element.type) ? element.labels[0] : element;
            target.scrollIntoView({ block: 'center', behavior: 'instant' });
            return target;";
        let target = self.script(AIM, vec![json!(element)]).await?;
        self.element(&target)?.click().await?;
        Ok(())
    }

    /// Types into an empty field.
    pub async fn fill(&self, label: &str, text: &str) -> Result<()> {
        until(&format!("a field named “{label}”"), async || {
            let Some(field) = self.all("textbox", label).await?.into_iter().next() else { return Ok(None) };
            field.clear().await?;
            field.send_keys(text).await?;
            Ok(Some(()))
        })
        .await
    }

    /// What stands in a field.
    pub async fn value(&self, label: &str) -> Result<String> {
        let field = self.find("textbox", label).await?;
        Ok(field.prop("value").await?.unwrap_or_default())
    }

    /// Chooses a file in the page's file field; nobody sees that field itself, its label or drop zone is the face of it.
    pub async fn choose_file(&self, file: &Path) -> Result<()> {
        let path = file.to_str().context("a path that is no text")?;
        until("a place for a file", async || {
            let inputs = self.client.find_all(Locator::Css("input[type=file]")).await?;
            let Some(input) = inputs.into_iter().next() else { return Ok(None) };
            input.send_keys(path).await?;
            Ok(Some(()))
        })
        .await
    }

    /// Waits until these words stand visibly on the page.
    pub async fn reads(&self, words: &str) -> Result<()> {
        until(&format!("the words “{words}”"), async || Ok(self.shows(words).await?.then_some(()))).await
    }

    /// Whether these words stand visibly on the page at this moment.
    pub async fn shows(&self, words: &str) -> Result<bool> {
        let text = self.script("return document.body.innerText.replace(/\\s+/g, ' ')", vec![]).await?;
        Ok(text.as_str().is_some_and(|text| text.to_lowercase().contains(&words.to_lowercase())))
    }

    /// Runs a function body in the page.
    pub async fn script(&self, body: &str, arguments: Vec<Value>) -> Result<Value> {
        self.client.execute(body, arguments).await.context("a script failed")
    }

    /// Waits until a function body answers with something true.
    pub async fn until_script(&self, what: &str, body: &str) -> Result<()> {
        until(what, async || Ok((self.script(body, vec![]).await? == Value::Bool(true)).then_some(()))).await
    }

    /// Sets the window's inner size; below 480 px wide it is a phone.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        let phone = width < 480;
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await?;
        self.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": phone })).await.map(drop)
    }

    /// Prefers `light` or `dark`, as the system would say; motion is reduced so that pictures of the page hold still.
    pub async fn prefer(&self, theme: &str) -> Result<()> {
        let features = json!([
            { "name": "prefers-color-scheme", "value": theme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await.map(drop)
    }

    /// A command of Chromium's own.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Result<Value> {
        let body = json!({ "cmd": command, "params": parameters });
        self.vendor("goog/cdp/execute", Some(body)).await.with_context(|| command.to_owned())
    }

    /// Warnings and errors of the console since it was asked last, broken policies and failed requests among them.
    pub async fn console(&self) -> Result<Vec<String>> {
        let entries = self.vendor("se/log", Some(json!({ "type": "browser" }))).await?;
        let entries = entries.as_array().context("a log that is no list")?;
        let serious = entries.iter().filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING");
        Ok(serious.map(|entry| entry["message"].as_str().unwrap_or_default().to_owned()).collect())
    }

    /// Writes what the window shows into a PNG.
    pub async fn screenshot(&self, file: &Path) -> Result<()> {
        self.capture(file, json!({ "format": "png" })).await
    }

    /// Writes the page in its whole length into a PNG, `most` pixels of it.
    pub async fn screenshot_page(&self, file: &Path, most: u32) -> Result<()> {
        let size = self.script("return [innerWidth, document.scrollingElement.scrollHeight]", vec![]).await?;
        let height = size[1].as_u64().unwrap_or_default().min(u64::from(most));
        let clip = json!({ "x": 0, "y": 0, "width": size[0], "height": height, "scale": 1 });
        self.capture(file, json!({ "format": "png", "captureBeyondViewport": true, "clip": clip })).await
    }

    /// The driver's own face, for what is only for one test.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Role or name of an element as assistive technology hears it: `computedrole` or `computedlabel`.
    pub(crate) async fn computed(&self, element: &Element, what: &str) -> Result<String> {
        let answer = self.vendor(&format!("element/{}/{what}", &*element.element_id()), None).await?;
        Ok(answer.as_str().unwrap_or_default().trim().to_owned())
    }

    pub(crate) async fn close(self) -> Result<()> {
        self.client.close().await.context("the browser does not close")
    }

    async fn capture(&self, file: &Path, parameters: Value) -> Result<()> {
        let answer = self.devtools("Page.captureScreenshot", parameters).await?;
        let png = STANDARD.decode(answer["data"].as_str().context("a screenshot without data")?)?;
        tokio::fs::write(file, png).await.with_context(|| file.display().to_string())
    }

    async fn vendor(&self, path: &str, body: Option<Value>) -> Result<Value> {
        Ok(self.client.issue_cmd(Command { path: path.to_owned(), body }).await?)
    }

    async fn elements(&self, arguments: Vec<Value>) -> Result<Vec<Element>> {
        let found = self.script(FIND, arguments).await?;
        found.as_array().context("find.js answers with a list")?.iter().map(|one| self.element(one)).collect()
    }

    fn element(&self, reference: &Value) -> Result<Element> {
        let id = reference.as_object().and_then(|fields| fields.values().next()).and_then(Value::as_str);
        let id = id.context("not an element")?.to_owned();
        Ok(Element::from_element_id(self.client.clone(), id.into()))
    }
}

/// A command that the client does not know: asked for by GET without a body, by POST with one.
#[derive(Debug)]
struct Command {
    path: String,
    body: Option<Value>,
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        match &self.body {
            Some(body) => (Method::POST, Some(body.to_string())),
            None => (Method::GET, None),
        }
    }
}
