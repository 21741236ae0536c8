//! An instance full of posts, to see how it looks and how fast it is when there is much of everything.
//!
//! Photographs are really looked at and matched with the starter catalogue; each is then posted again and again, by people and
//! with words whose numbers are spread as they are in life: few very often, most hardly ever.

mod templates;

use std::{collections::HashMap, fs, path::Path, time::Instant};

use anyhow::{Context as _, ensure};
use diesel::{connection::SimpleConnection as _, prelude::*, sql_query, sql_types::Text};
use imagime_engine::analysis::{Analyser as _, LocalAnalyser};
use rand::RngExt as _;
use uuid::Uuid;

use crate::{neighbours, repositories::songs, schema, song_rows};

use templates::Template;

/// What to make.
#[derive(Debug)]
pub struct Wish<'a> {
    /// How many posts.
    pub posts: u32,
    /// Where photographs lie.
    pub pictures: &'a Path,
    /// An account that is to have much of everything.
    pub owner: Option<&'a str>,
    /// Where the server keeps its files.
    pub files: &'a Path,
}

/// Photographs that are looked at; a look takes a while.
const PHOTOGRAPHS: usize = 40;
/// How far features of the same photograph are moved apart, so that few posts are alike.
const SPREAD: f32 = 1.5;
/// Embeddings written in one transaction.
const BATCH: usize = 2000;

const SCRIPTS: [(&str, &str); 5] = [
    ("helpers", include_str!("helpers.sql")),
    ("people", include_str!("people.sql")),
    ("songs", include_str!("songs.sql")),
    ("posts, keywords, lists of songs", include_str!("posts.sql")),
    ("likes, comments, favourites, votes, playlists", include_str!("acts.sql")),
];

#[derive(QueryableByName)]
struct Stored {
    #[diesel(sql_type = Text)]
    storage_key: String,
    #[diesel(sql_type = diesel::sql_types::Integer)]
    template: i32,
    #[diesel(sql_type = diesel::sql_types::Integer)]
    width: i32,
}

#[derive(QueryableByName)]
struct Made {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    id: Uuid,
    #[diesel(sql_type = diesel::sql_types::Integer)]
    template: i32,
}

/// Fills the database and the folder of files; what was there stays.
pub fn fill(conn: &mut PgConnection, wish: &Wish<'_>) -> anyhow::Result<()> {
    if let Some(owner) = wish.owner {
        let known = schema::users::table.filter(schema::users::username.eq(owner)).select(schema::users::id);
        ensure!(known.first::<Uuid>(conn).optional()?.is_some(), "there is no account {owner}");
    }
    songs::upsert(conn, &song_rows::starter_songs()).context("the starter catalogue cannot be written")?;
    let analyser = LocalAnalyser::new().context("the image model does not load")?;
    let begun = Instant::now();
    let templates = templates::look(wish.pictures, PHOTOGRAPHS, |bytes| analyser.analyse(bytes))?;
    say(begun, &format!("looked at {} photographs", templates.len()));

    conn.batch_execute("set statement_timeout = 0; set lock_timeout = 0")?;
    set(conn, "imagime.seed_posts", &wish.posts.to_string())?;
    set(conn, "imagime.seed_user", wish.owner.unwrap_or_default())?;
    set(conn, "imagime.seed_tag", &format!("{:x}", chrono::Utc::now().timestamp()))?;
    set(conn, "imagime.seed_templates", &templates::json(&templates)?)?;
    for (what, script) in SCRIPTS {
        let begun = Instant::now();
        conn.batch_execute(script).with_context(|| format!("{what} cannot be made"))?;
        say(begun, what);
    }
    let begun = Instant::now();
    link_files(conn, wish.files, &templates)?;
    say(begun, "files");
    let begun = Instant::now();
    embed(conn, &templates)?;
    say(begun, "what pictures look like");
    let begun = Instant::now();
    conn.batch_execute("analyze")?;
    say(begun, "statistics");
    Ok(())
}

fn say(begun: Instant, what: &str) {
    println!("{:>7.1} s  {what}", begun.elapsed().as_secs_f64());
}

fn set(conn: &mut PgConnection, name: &str, value: &str) -> anyhow::Result<()> {
    sql_query("select set_config($1, $2, false)").bind::<Text, _>(name).bind::<Text, _>(value).execute(conn)?;
    Ok(())
}

/// Every post has files of its own, but those of one photograph share their bytes: hard links.
fn link_files(conn: &mut PgConnection, files: &Path, templates: &[Template]) -> anyhow::Result<()> {
    let mut originals: HashMap<(i32, i32), &[u8]> = HashMap::new();
    for template in templates {
        for variant in &template.picture.variants {
            originals.insert((template.n, i32::try_from(variant.width)?), &variant.jpeg);
        }
    }
    let rows: Vec<Stored> = sql_query(
        "select storage_key, template, media.width from media join seed_posts on seed_posts.id = media.post_id where media.width is not null",
    )
    .load(conn)?;
    let mut written: HashMap<(i32, i32), std::path::PathBuf> = HashMap::new();
    for row in rows {
        let place = files.join(&row.storage_key);
        fs::create_dir_all(place.parent().context("a file without a folder")?)?;
        let variant = (row.template, row.width);
        // File systems bound the links of a file; the next ones hang on a new copy then.
        if let Some(first) = written.get(&variant)
            && fs::hard_link(first, &place).is_ok()
        {
            continue;
        }
        let bytes = originals.get(&variant).context("a file without a picture")?;
        fs::write(&place, bytes).with_context(|| place.display().to_string())?;
        written.insert(variant, place);
    }
    Ok(())
}

fn embed(conn: &mut PgConnection, templates: &[Template]) -> anyhow::Result<()> {
    let posts: Vec<Made> = sql_query("select id, template from seed_posts").load(conn)?;
    let known: HashMap<i32, &Template> = templates.iter().map(|template| (template.n, template)).collect();
    let mut random = rand::rng();
    for batch in posts.chunks(BATCH) {
        conn.transaction(|conn| {
            for post in batch {
                let template = known.get(&post.template).context("a post without a template")?;
                let analysis = &template.analysis;
                let moved: Vec<f32> =
                    analysis.embedding.iter().map(|value| value + SPREAD * (random.random::<f32>() - 0.5)).collect();
                neighbours::keep(conn, post.id, &moved, &template.picture.palette, !analysis.abstained)
                    .map_err(anyhow::Error::from)?;
            }
            anyhow::Ok(())
        })?;
    }
    Ok(())
}
