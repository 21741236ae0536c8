//! The keyboard, and where the focus is.

use anyhow::{Context as _, Result, bail, ensure};
use fantoccini::{
    actions::{InputSource as _, KeyAction, KeyActions},
    key::Key,
};
use serde_json::Value;

use crate::{browser::Browser, wait::until};

/// No page has more places for the focus than this.
const MOST: usize = 160;

/// What has the focus.
#[derive(Clone, Debug, PartialEq)]
pub struct Focus {
    /// Computed role, as assistive technology hears it.
    pub role: String,
    /// Computed name.
    pub name: String,
    /// Whether it can be seen that it has the focus.
    pub visible: bool,
}

impl Browser {
    /// Presses and releases a key.
    pub async fn key(&self, key: Key) -> Result<()> {
        self.stroke(key.into()).await
    }

    /// Types a text, key by key, into whatever has the focus.
    pub async fn type_keys(&self, text: &str) -> Result<()> {
        for character in text.chars() {
            self.stroke(character).await?;
        }
        Ok(())
    }

    /// Presses Tab until something of this role and name has the focus; everything on the way has to show its focus.
    pub async fn tab_to(&self, role: &str, name: &str) -> Result<()> {
        let mut way = Vec::new();
        for _ in 0..MOST {
            self.key(Key::Tab).await?;
            let focus = self.focus().await?;
            if !focus.visible {
                bail!("the focus cannot be seen on the {} “{}”", focus.role, focus.name);
            }
            let open = name.strip_suffix('*');
            if focus.role == role && open.map_or(focus.name == name, |start| focus.name.starts_with(start)) {
                return Ok(());
            }
            way.push(format!("{} “{}”", focus.role, focus.name));
        }
        bail!("Tab never reaches a {role} named “{name}”; it went over {}", way.join(", "))
    }

    /// What has the focus now.
    pub async fn focus(&self) -> Result<Focus> {
        // Whatever shows the focus is gone without it; a hidden input shows it beside itself.
        const VISIBLE: &str = "const element = document.activeElement;
            if (element === document.body) return true;
            const near = [element, element.nextElementSibling, element.parentElement, element.closest('label')].filter(Boolean);
            // A transition under way would show what was, not what is.
            const settle = () => near.flatMap((node) => node.getAnimations()).forEach((animation) => animation.transitionProperty && animation.finish());
            const look = () => settle() ?? near.flatMap((node) => [null, '::after'].map((part) => {
                const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, transform } = getComputedStyle(node, part);
                return [outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, transform].join();
            })).join();
            const focused = look();
            element.blur();
            const plain = look();
            element.focus({ preventScroll: true });
            return focused !== plain;";
        let element = self.client().active_element().await?;
        let role = self.computed(&element, "computedrole").await?;
        let name = self.computed(&element, "computedlabel").await?;
        let visible = self.script(VISIBLE, vec![]).await? == Value::Bool(true);
        Ok(Focus { role, name, visible })
    }

    /// Waits until something of this role and name has the focus: a page gives it once it has drawn what was changed.
    pub async fn focuses(&self, role: &str, name: &str) -> Result<()> {
        until(&format!("the focus on the {role} “{name}”"), async || {
            let focus = self.focus().await?;
            ensure!(focus.role == role && focus.name == name, "it is on the {} “{}”", focus.role, focus.name);
            Ok(Some(()))
        })
        .await
    }

    async fn stroke(&self, key: char) -> Result<()> {
        let stroke =
            KeyActions::new("keys".into()).then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key });
        self.client().perform_actions(stroke).await.with_context(|| format!("the key {key:?}"))
    }
}
