//! Addresses that lead somewhere, and those that do not.

use anyhow::{Result, ensure};
use imagime_e2e::stage;

#[tokio::test]
async fn an_unknown_address_is_answered_with_404_and_a_kind_page() -> Result<()> {
    stage::play("addresses", |stage| async move {
        let (status, body) = stage.api().get("/no/such/place").await?;
        ensure!(status == 404 && body.contains("<title>Imagime</title>"), "an unknown address answered {status}");
        let (status, body) = stage.api().get("/assets/no-such-file.js").await?;
        ensure!(status == 404 && !body.contains("<html"), "a missing asset answered {status}: {body}");

        let browser = stage.browser().await?;
        browser.open("/no/such/place").await?;
        browser.find("heading", "Nothing hangs here").await?;
        browser.press("link", "To the pictures").await?;
        browser.arrives_at("/").await?;
        browser.find("heading", "Every picture has a soundtrack.").await?;
        Ok(())
    })
    .await
}
