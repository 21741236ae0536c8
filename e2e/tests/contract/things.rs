//! What the generated requests find there, written down for them as dictionaries.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context as _, Result};
use imagime_e2e::{
    api::{Api, Draft, Person},
    pictures::{COFFEE, picture},
};
use imagime_shared::paths;
use serde_json::Value;

/// Has each of them post a picture, comment on it, keep songs, make a playlist and a link; their ids go into files of `folder`.
pub async fn make(api: &Api, people: [&Person; 2], folder: &Path) -> Result<()> {
    let mut things: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut note = |sort, thing: &str| things.entry(sort).or_default().push(format!("\"{thing}\"\n"));
    for person in people {
        let post =
            api.post(person, &picture(COFFEE)?, &Draft { alt_text: "A cup of coffee", ..Draft::default() }).await?;
        let id = post["id"].as_str().context("a post without an id")?;
        note("posts", id);
        note("files", last_segment(&post["image"]["url"])?);
        note("comments", &api.comment(person, &post, "The light in this one!").await?);
        note("playlists", &api.collect(person, &post, "For the morning").await?);
        note("shares", last_segment(&Value::from(api.share(person, &post).await?))?);
        api.keep(person, &post, 2).await?;
        let (_, songs) = api.get(&paths::fill(paths::POST_SONGS, &[id])).await?;
        for item in serde_json::from_str::<Value>(&songs)?["songs"].as_array().context("no songs")? {
            note("songs", item["song"]["id"].as_str().context("a song without an id")?);
            note("pieces", item["song"]["provider_track_id"].as_str().context("a song without a piece")?);
        }
    }
    for (sort, lines) in things {
        std::fs::write(folder.join(format!("{sort}.txt")), lines.concat())?;
    }
    Ok(())
}

fn last_segment(address: &Value) -> Result<&str> {
    address.as_str().and_then(|address| address.rsplit('/').next()).context("no address")
}
