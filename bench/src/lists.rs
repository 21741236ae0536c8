//! Each list of the API: its last full page against its first.

use std::fmt::Write as _;

use anyhow::{Context as _, ensure};
use imagime_shared::paths;
use serde_json::Value;

use crate::samples::Asker;

/// Rows of a page, and of a page of a post's songs, of which there are some dozens.
const ROWS: usize = 20;
const SONGS: usize = 5;
/// Requests of each page that are timed.
const ROUNDS: usize = 101;
/// Rows of a page on the way to the far end.
const STRIDE: usize = 50;
/// What the contract allows the far end to cost, in first pages.
const LIMIT: f64 = 1.5;

/// Walks every list to its end and prints how long first and last pages take.
pub async fn measure(asker: &Asker, owner: &str) -> anyhow::Result<()> {
    println!("{:<58} {:>7} {:>9} {:>9} {:>6}", "list", "rows", "first ms", "last ms", "ratio");
    let mut slow = Vec::new();
    for (path, rows_of) in lists(asker, owner).await? {
        let of_post = path.starts_with(paths::POSTS) && rows_of == "songs";
        let (page, stride) = if of_post { (SONGS, SONGS) } else { (ROWS, STRIDE) };
        let (rows, last) = walk(asker, &path, rows_of, page, stride).await?;
        let first = with(&path, &format!("limit={page}"));
        let last = with(&path, &format!("limit={page}&cursor={last}"));
        asker.medians(&[first.clone(), last.clone()], 5).await?;
        let medians = asker.medians(&[first, last], ROUNDS).await?;
        let [first, last] = medians.as_slice() else { continue };
        let ratio = last / first;
        println!("{path:<58} {rows:>7} {first:>9.2} {last:>9.2} {ratio:>6.2}");
        if ratio > LIMIT {
            slow.push(path);
        }
    }
    ensure!(slow.is_empty(), "slower than {LIMIT} first pages at the far end: {}", slow.join(", "));
    Ok(())
}

/// The lists, with the field that holds their rows.
async fn lists(asker: &Asker, owner: &str) -> anyhow::Result<Vec<(String, &'static str)>> {
    let own = asker.get(&format!("{}?limit=1", paths::fill(paths::USER_POSTS, &[owner]))).await?;
    let post = id(&own["posts"][0])?;
    let keyword = own["posts"][0]["keywords"][0]["keyword"].as_str().context("a post without a word")?.to_owned();
    let songs = asker.get(&paths::fill(paths::POST_SONGS, &[post])).await?;
    let song = id(&songs["songs"][0]["song"])?;
    let shelf = with(&format!("{}?limit=50", paths::PLAYLISTS), "");
    let shelf = asker.get(shelf.trim_end_matches('&')).await?;
    let shelf = shelf["playlists"].as_array().context("no playlists")?;
    let shelf = shelf.iter().max_by_key(|list| list["song_count"].as_u64()).context("no playlist")?;
    let of = |path: &str, part: &str| paths::fill(path, &[part]);
    let posts = |query: &str| (format!("{}{query}", paths::POSTS), "posts");
    Ok(vec![
        posts(""),
        posts("?sort=hot"),
        posts("?sort=top&period=all"),
        posts("?following=true"),
        posts(&format!("?keyword={}", encoded(&keyword))),
        posts(&format!("?song={song}")),
        posts(&format!("?user={owner}")),
        posts("?preview=true"),
        (of(paths::USER_POSTS, owner), "posts"),
        (of(paths::SONG_POSTS, song), "posts"),
        (of(paths::KEYWORD, &encoded(&keyword)), "posts"),
        (of(paths::POST_COMMENTS, post), "comments"),
        (of(paths::POST_SONGS, post), "songs"),
        (of(paths::USER_FOLLOWERS, owner), "users"),
        (of(paths::USER_FOLLOWING, owner), "users"),
        (paths::FAVORITES.to_owned(), "favorites"),
        (paths::LIKES.to_owned(), "posts"),
        (paths::PLAYLISTS.to_owned(), "playlists"),
        (of(paths::PLAYLIST, id(shelf)?), "songs"),
    ])
}

/// Walks a list to its end: how many rows it has, and the cursor of its last full page.
async fn walk(
    asker: &Asker,
    path: &str,
    rows_of: &str,
    page_rows: usize,
    stride: usize,
) -> anyhow::Result<(usize, String)> {
    let (mut rows, mut cursor, mut last) = (0, None::<String>, String::new());
    loop {
        let page = match &cursor {
            Some(cursor) => with(path, &format!("limit={stride}&cursor={cursor}")),
            None => with(path, &format!("limit={stride}")),
        };
        let page = asker.get(&page).await?;
        // A playlist's songs stand in the playlist.
        let inside = page.get(rows_of).or_else(|| page["playlist"].get(rows_of));
        let found = inside.and_then(Value::as_array).with_context(|| format!("{path} has no {rows_of}"))?.len();
        rows += found;
        match (page["next_cursor"].as_str(), cursor.take()) {
            (Some(next), before) => {
                // The page behind this cursor is full, for all that is known; if it is not, the one before it is.
                last = before.unwrap_or_default();
                cursor = Some(next.to_owned());
            }
            (None, Some(before)) => {
                let full = if found >= page_rows { before } else { last };
                ensure!(!full.is_empty(), "{path} is too short to have a far end: {rows} rows");
                return Ok((rows, full));
            }
            (None, None) => anyhow::bail!("{path} is too short to have a far end: {rows} rows"),
        }
    }
}

fn id(value: &Value) -> anyhow::Result<&str> {
    value["id"].as_str().with_context(|| format!("nothing with an id: {value}"))
}

fn with(path: &str, query: &str) -> String {
    let mark = if path.contains('?') { '&' } else { '?' };
    format!("{path}{mark}{query}")
}

/// Percent-encodes all but letters and digits.
pub fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut all, byte| {
        if byte.is_ascii_alphanumeric() {
            all.push(char::from(byte));
        } else {
            let _ = write!(all, "%{byte:02X}");
        }
        all
    })
}
