//! What a pasted link shows of a post before anybody opens it.

use chrono::Utc;
use diesel::PgConnection;
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    models::PostRow,
    repositories::{media, posts, shares, users},
    security::slug,
    state::AppState,
    views::{self, Eye},
};

/// A picture on a card is at least this wide in pixels, where there is one.
const WIDTH: i32 = 1200;
/// Characters of a description; messengers show about two lines.
const CHARS: usize = 300;

/// A post's card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// One line.
    pub title: String,
    /// A sentence or two.
    pub description: String,
    /// The picture; none when it is sensitive.
    pub image: Option<CardImage>,
}

/// The picture on a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardImage {
    /// Path on this server.
    pub path: String,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// What is in it.
    pub alt: String,
}

/// The card of a post that everybody may see.
pub async fn of_post(state: &AppState, id: Uuid) -> Result<Card> {
    let keys = state.keys.clone();
    state
        .db
        .run(move |conn| {
            let row = posts::find_visible(conn, id, None)?;
            card(conn, &Eye { viewer: None, keys: &keys, now: Utc::now() }, row)
        })
        .await
}

/// The card of the post behind a link. It is no visit: a messenger asks by itself.
pub async fn of_share(state: &AppState, slug: &str) -> Result<Card> {
    let id = slug::parse(slug).ok_or(Error::NotFound)?;
    let keys = state.keys.clone();
    state
        .db
        .run(move |conn| {
            let now = Utc::now();
            let row = shares::find_post(conn, id, now)?;
            card(conn, &Eye { viewer: None, keys: &keys, now }, row)
        })
        .await
}

fn card(conn: &mut PgConnection, eye: &Eye<'_>, post: PostRow) -> Result<Card> {
    let author = users::find(conn, post.user_id)?;
    let name = if author.display_name.is_empty() { author.username } else { author.display_name };
    let files = if post.sensitive { Vec::new() } else { media::of_posts(conn, &[post.id])? };
    let file = files.iter().find(|file| file.width.is_some_and(|width| width >= WIDTH)).or(files.last());
    let image = file.map(|file| CardImage {
        path: views::media_url(eye, file),
        width: file.width.unwrap_or_default().unsigned_abs(),
        height: file.height.unwrap_or_default().unsigned_abs(),
        alt: post.alt_text.clone(),
    });
    let words = [post.description, post.alt_text].into_iter().map(|text| one_line(&text)).find(|text| !text.is_empty());
    Ok(Card {
        title: format!("Picture by {name}"),
        description: words.unwrap_or_else(|| "Every picture has a soundtrack. Hear this one.".into()),
        image,
    })
}

/// Lines made one, and what is too long cut at a character.
fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(CHARS) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_story_is_cut_between_characters() {
        assert_eq!(one_line(" a\n b\t c "), "a b c");
        let cut = one_line(&"ü".repeat(400));
        assert_eq!((cut.chars().count(), cut.ends_with('…')), (301, true));
    }
}
