//! The face of a person.

use leptos::prelude::*;

/// How large a face is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarSize {
    /// On a card.
    Small,
    /// Beside a name.
    #[default]
    Medium,
    /// On a profile.
    Large,
}

impl AvatarSize {
    fn class(self) -> &'static str {
        match self {
            Self::Small => "avatar avatar--small",
            Self::Medium => "avatar",
            Self::Large => "avatar avatar--large",
        }
    }
}

/// A person's picture, or their initial on a colour of their own. Decoration: the name stands beside it.
#[component]
pub fn Avatar(
    /// The picture, if there is one.
    url: Option<String>,
    /// Name to show.
    #[prop(into)]
    name: String,
    /// How large.
    #[prop(optional)]
    size: AvatarSize,
) -> impl IntoView {
    let hue = name.bytes().fold(17_u32, |hue, byte| hue.wrapping_mul(31).wrapping_add(u32::from(byte))) % 360;
    let initial = name.chars().find(|c| c.is_alphanumeric()).map(|c| c.to_uppercase().to_string());
    let face = match url {
        Some(url) => view! { <img class="avatar__image" src=url alt="" loading="lazy" decoding="async" /> }.into_any(),
        None => view! { <span class="avatar__initial">{initial}</span> }.into_any(),
    };
    view! {
        <span class=size.class() style:--avatar-h=hue.to_string() aria-hidden="true">
            {face}
        </span>
    }
}
