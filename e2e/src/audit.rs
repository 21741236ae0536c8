//! What holds on every page, in every theme and at every width.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::browser::Browser;

const AUDIT: &str = include_str!("audit.js");

/// Roles that somebody presses, fills in or looks at, and that are therefore called something.
const NAMED: [&str; 11] =
    ["button", "link", "textbox", "switch", "radio", "slider", "image", "heading", "dialog", "checkbox", "combobox"];

impl Browser {
    /// Faults of the page as it stands: layout, structure, names, contrast, console. Each is a sentence.
    pub async fn faults(&self) -> Result<Vec<String>> {
        let found = self.script(AUDIT, vec![]).await?;
        let found = found.as_array().context("audit.js answers with a list")?.iter();
        let mut faults: Vec<String> = found.filter_map(Value::as_str).map(str::to_owned).collect();
        faults.extend(self.nameless().await?);
        faults.extend(self.console().await?.into_iter().map(|line| format!("the console says: {line}")));
        Ok(faults)
    }

    /// Elements that assistive technology could only call "button" or "link".
    async fn nameless(&self) -> Result<Vec<String>> {
        let tree = self.devtools("Accessibility.getFullAXTree", json!({})).await?;
        let nodes = tree["nodes"].as_array().context("no accessibility tree")?;
        let nameless = nodes.iter().filter(|node| {
            let role = node["role"]["value"].as_str().unwrap_or_default();
            let name = node["name"]["value"].as_str().unwrap_or_default();
            node["ignored"] != true && NAMED.contains(&role) && name.trim().is_empty()
        });
        let mut faults = Vec::new();
        for node in nameless {
            let role = node["role"]["value"].as_str().unwrap_or_default();
            let html = self.html_of(&node["backendDOMNodeId"]).await.unwrap_or_default();
            faults.push(format!("a {role} has no name: {html}"));
        }
        Ok(faults)
    }

    async fn html_of(&self, node: &Value) -> Result<String> {
        let answer = self.devtools("DOM.getOuterHTML", json!({ "backendNodeId": node })).await?;
        Ok(answer["outerHTML"].as_str().unwrap_or_default().chars().take(160).collect())
    }
}
