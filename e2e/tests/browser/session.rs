//! Being logged in: across reloads, across tabs, past the end of a token.

use anyhow::{Result, ensure};
use imagime_e2e::{browser::Browser, stage, wait::until};
use imagime_shared::paths;
use serde_json::json;

use crate::acts::{log_out, sign_up};

/// Everything that scripts can read and keep.
const STORED: &str =
    "return JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie])";

#[tokio::test]
async fn a_session_outlives_a_reload_and_no_script_can_read_it() -> Result<()> {
    stage::play("session_reload", |stage| async move {
        let browser = stage.browser().await?;
        sign_up(&browser, "mira", None).await?;
        browser.reload().await?;
        browser.find("button", "Your account").await?;
        browser.open("/favorites").await?;
        browser.find("heading", "Favourites").await?;

        let stored = browser.script(STORED, vec![]).await?;
        let stored = stored.as_str().unwrap_or_default();
        // Access tokens are JWTs, which begin like this.
        ensure!(!stored.contains("eyJ"), "an access token is stored where scripts read: {stored}");
        let cookie = browser.client().get_named_cookie("imagime_refresh").await?;
        ensure!(
            cookie.http_only() == Some(true) && cookie.same_site().is_some_and(|site| site.is_strict()),
            "{cookie}"
        );
        ensure!(!stored.contains(cookie.value()), "the refresh token is stored where scripts read: {stored}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn logging_out_in_one_tab_logs_out_all_of_them() -> Result<()> {
    stage::play("session_tabs", |stage| async move {
        let browser = stage.browser().await?;
        sign_up(&browser, "mira", None).await?;
        let first = browser.client().window().await?;
        let second = browser.client().new_window(true).await?;
        browser.client().switch_to_window(second.handle).await?;
        browser.open("/").await?;
        browser.find("button", "Your account").await?;
        log_out(&browser).await?;
        browser.client().switch_to_window(first).await?;
        browser.loses("button", "Your account").await?;
        browser.find("link", "Log in").await.map(drop)
    })
    .await
}

#[tokio::test]
async fn an_expired_token_is_renewed_without_a_word() -> Result<()> {
    // The server calls the first token of this page invalid, as it does after 15 minutes; then the page is on its own.
    const EXPIRE: &str = "const original = window.fetch; window.refused = 0; window.renewed = 0;
        window.fetch = async (input, init) => {
            const request = new Request(input, init);
            const token = request.headers.get('authorization');
            if (request.url.endsWith('/auth/refresh')) window.renewed += 1;
            window.stale ??= token;
            // Two tokens of one second are the same; what comes after the renewal counts as new.
            if (token && token === window.stale && !window.renewed) request.headers.set('authorization', 'Bearer ' + token.slice(0, -4) + 'AAAA');
            const response = await original(request);
            if (response.status === 401) window.refused += 1;
            return response;
        };";
    stage::play("session_expiry", |stage| async move {
        let browser = stage.browser().await?;
        sign_up(&browser, "mira", None).await?;
        browser.script(EXPIRE, vec![]).await?;
        browser.press("link", "Favourites").await?;
        browser.arrives_at("/favorites").await?;
        until("the token to be renewed", async || {
            let counts = browser.script("return [window.refused > 0, window.renewed]", vec![]).await?;
            Ok((counts == json!([true, 1])).then_some(()))
        })
        .await?;
        browser.find("heading", "Favourites").await?;
        browser.find("button", "Your account").await?;
        ensure!(browser.all("alert", "That did not work*").await?.is_empty(), "the page complains of an expired token");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn two_tabs_renew_their_session_at_the_same_moment_and_both_stay() -> Result<()> {
    // Both tabs press the same link at one time, and what it asks for goes out with tokens that the server calls invalid; what else is
    // under way goes on. A renewal is held back until both were refused, so that each finds the other at it.
    const TOGETHER: &str = "const original = window.fetch, line = new BroadcastChannel('tabs');
        const press = () => document.querySelector('a[href=\"/favorites\"]').click();
        let release;
        const both = new Promise(resolve => { release = resolve; });
        line.onmessage = ({ data }) => data === 'press' ? press() : release();
        window.renewals = [];
        window.together = () => { line.postMessage('press'); press(); };
        window.fetch = async (input, init) => {
            const request = new Request(input, init);
            const renews = request.url.endsWith('/auth/refresh');
            if (renews) await both;
            const begun = Date.now();
            const token = request.headers.get('authorization');
            const pressed = request.url.includes('/me/favorites') && !window.renewals.length;
            if (token && pressed) request.headers.set('authorization', 'Bearer ' + token.slice(0, -4) + 'AAAA');
            else if (token) window.fresh = token;
            const response = await original(request);
            if (response.status === 401) { window.refused = true; line.postMessage('refused'); }
            if (renews) window.renewals.push([begun, Date.now()]);
            return response;
        };";
    const SESSIONS: &str = "return fetch(arguments[0], { headers: { authorization: window.fresh } })
        .then(answer => answer.json()).then(answer => answer.sessions.map(session => session.current))";
    stage::play("session_race", |stage| async move {
        let browser = stage.browser().await?;
        sign_up(&browser, "mira", None).await?;
        let first = browser.client().window().await?;
        browser.script(TOGETHER, vec![]).await?;
        let second = browser.client().new_window(true).await?.handle;
        browser.client().switch_to_window(second).await?;
        browser.open("/").await?;
        browser.find("button", "Your account").await?;
        browser.script(TOGETHER, vec![]).await?;
        browser.script("window.together()", vec![]).await?;

        let one = stays_logged_in(&browser).await?;
        browser.client().switch_to_window(first).await?;
        let other = stays_logged_in(&browser).await?;
        ensure!(one.1 <= other.0 || other.1 <= one.0, "both tabs renewed at once: {one:?} and {other:?}");

        let sessions = browser.script(SESSIONS, vec![json!(paths::SESSIONS)]).await?;
        ensure!(sessions == json!([true]), "one person in one browser has other sessions than their own: {sessions}");
        // A family that was ended would open nothing any more.
        browser.reload().await?;
        browser.find("button", "Your account").await.map(drop)
    })
    .await
}

/// Waits until a tab was refused, renewed its session once and shows what was asked for; from when to when it renewed.
async fn stays_logged_in(browser: &Browser) -> Result<(u64, u64)> {
    let renewal = until("the tab to renew its session", async || {
        let told = browser.script("return [window.refused ?? false, ...window.renewals]", vec![]).await?;
        let times = |renewal: &serde_json::Value| Some((renewal[0].as_u64()?, renewal[1].as_u64()?));
        Ok(match told.as_array().map(Vec::as_slice) {
            Some([refused, renewal]) if refused == true => times(renewal),
            _ => None,
        })
    })
    .await?;
    browser.find("heading", "Favourites").await?;
    browser.find("button", "Your account").await?;
    ensure!(browser.all("alert", "That did not work*").await?.is_empty(), "the page complains of an expired token");
    Ok(renewal)
}
