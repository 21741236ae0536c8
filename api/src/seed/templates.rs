//! Photographs, looked at and matched as a post's picture is.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, ensure};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use imagime_engine::{
    analysis::{Analysis, AnalysisError},
    catalogue,
    imaging::{self, Picture},
    matching::{self, Match, Request, Weights},
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::match_rows;

/// Songs of a list that come from the starter catalogue.
const SONGS: usize = 12;
/// Variants wider than this are left out, to spare the disk.
const WIDEST: u32 = 960;
/// Least width that is looked at, in pixels.
const LOOK_WIDTH: u32 = 640;

/// What a post is made of.
pub struct Template {
    /// Its number, from 1.
    pub n: i32,
    /// The picture in all its sizes.
    pub picture: Picture,
    /// What is in it.
    pub analysis: Analysis,
    songs: Vec<Match>,
}

/// Looks at the photographs below a folder, at most so many; files that are none are passed over.
pub fn look(
    folder: &Path,
    most: usize,
    analyse: impl Fn(&[u8]) -> Result<Analysis, AnalysisError>,
) -> anyhow::Result<Vec<Template>> {
    let mut templates = Vec::new();
    let files = photographs(folder)?;
    // Evenly over the folder: neighbours are often much alike.
    for file in files.iter().step_by((files.len() / most).max(1)) {
        if templates.len() == most {
            break;
        }
        let bytes = fs::read(file).with_context(|| file.display().to_string())?;
        let Ok(header) = imaging::probe(&bytes) else { continue };
        let Ok(mut picture) = imaging::process(&bytes, &header) else { continue };
        let Some(shown) = picture.variants.iter().find(|variant| variant.width >= LOOK_WIDTH) else { continue };
        let Ok(analysis) = analyse(&shown.jpeg) else { continue };
        picture.variants.retain(|variant| variant.width <= WIDEST);
        let request =
            Request { keywords: analysis.keywords.clone(), mood: analysis.mood.clone(), seed: templates.len() as u64 };
        let found = catalogue::search(&matching::queries(&request));
        let mut songs = matching::rank(&request, found, &Weights::default());
        songs.truncate(SONGS);
        templates.push(Template { n: i32::try_from(templates.len() + 1)?, picture, analysis, songs });
    }
    ensure!(!templates.is_empty(), "there is no photograph of at least {LOOK_WIDTH} pixels in {}", folder.display());
    Ok(templates)
}

/// The templates as the scripts read them.
pub fn json(templates: &[Template]) -> anyhow::Result<String> {
    let all: Vec<Value> = templates.iter().map(one).collect();
    serde_json::to_string(&all).context("templates cannot be written down")
}

fn one(template: &Template) -> Value {
    let Template { n, picture, analysis, songs } = template;
    let keywords: Vec<Value> = match_rows::keyword_rows(uuid::Uuid::nil(), &analysis.keywords)
        .into_iter()
        .map(|row| json!({ "keyword": row.keyword, "score": row.score, "kind": row.kind }))
        .collect();
    let songs: Vec<Value> = songs
        .iter()
        .map(|song| {
            json!({
                "track": song.candidate.provider_track_id, "score": song.score.clamp(0.0, 1.0),
                "mood_match": song.mood_match, "why": song.why,
            })
        })
        .collect();
    let variants: Vec<Value> = picture
        .variants
        .iter()
        .map(|variant| {
            let hash = STANDARD.encode(Sha256::digest(&variant.jpeg));
            json!({ "width": variant.width, "height": variant.height, "bytes": variant.jpeg.len(), "hash": hash })
        })
        .collect();
    json!({
        "n": n, "width": picture.width, "height": picture.height, "thumbhash": STANDARD.encode(&picture.thumbhash),
        "palette": picture.palette, "valence": analysis.mood.valence, "arousal": analysis.mood.arousal,
        "mood_words": analysis.mood.words, "abstained": analysis.abstained,
        "keywords": keywords, "songs": songs, "variants": variants,
    })
}

/// Files below a folder, in the order of their names.
fn photographs(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            let kind = path.extension().and_then(|kind| kind.to_str()).map(str::to_ascii_lowercase);
            if path.is_dir() {
                open.push(path);
            } else if matches!(kind.as_deref(), Some("jpg" | "jpeg" | "png" | "webp")) {
                found.push(path);
            }
        }
    }
    found.sort_unstable();
    Ok(found)
}
