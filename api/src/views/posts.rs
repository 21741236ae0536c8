//! Posts.

use std::collections::{HashMap, HashSet};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use diesel::PgConnection;
use imagime_shared::{
    paths,
    post::{AnalysisInfo, Failure, ImageVariant, Keyword, Mood, Notice, Post, PostImage, PostStatus, Visibility},
    song::Song,
    user::Author,
};
use uuid::Uuid;

use super::{Eye, authors, media_url, song, timestamp};
use crate::{
    error::{Error, Result},
    models::{KeywordRow, MediaRow, PostRow},
    repositories::{likes, media, posts as repository, songs},
    security::signature,
};

/// One post.
pub fn post(conn: &mut PgConnection, eye: &Eye<'_>, row: PostRow) -> Result<Post> {
    posts(conn, eye, vec![row])?.pop().ok_or(Error::NotFound)
}

/// Posts in the given order; six queries for any number.
pub fn posts(conn: &mut PgConnection, eye: &Eye<'_>, rows: Vec<PostRow>) -> Result<Vec<Post>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let user_ids: Vec<Uuid> = rows.iter().map(|row| row.user_id).collect();
    let authors = authors(conn, eye, &user_ids)?;
    let mut files = group(media::of_posts(conn, &ids)?, |row: &MediaRow| row.post_id.unwrap_or_default());
    let mut keywords = group(repository::keywords_of(conn, &ids)?, |row: &KeywordRow| row.post_id);
    let mut top: HashMap<Uuid, Song> =
        songs::top_of_posts(conn, &ids)?.into_iter().map(|(id, row)| (id, song(eye, row))).collect();
    let liked: HashSet<Uuid> = match eye.viewer {
        Some(viewer) => likes::liked_among(conn, viewer, &ids)?.into_iter().collect(),
        None => HashSet::new(),
    };
    rows.into_iter()
        .map(|row| {
            let id = row.id;
            let author = authors.get(&row.user_id).cloned().ok_or(Error::NotFound)?;
            let files = files.remove(&id).unwrap_or_default();
            let keywords = keywords.remove(&id).unwrap_or_default();
            let post = assemble(eye, row, author, &files, keywords, top.remove(&id))?;
            Ok(Post { liked: liked.contains(&id), ..post })
        })
        .collect()
}

/// The notices of a post.
pub fn notices(row: &PostRow) -> Result<Vec<Notice>> {
    serde_json::from_value(row.notices.clone()).map_err(|error| Error::Internal(error.into()))
}

fn assemble(
    eye: &Eye<'_>,
    row: PostRow,
    author: Author,
    files: &[MediaRow],
    keywords: Vec<KeywordRow>,
    top_song: Option<Song>,
) -> Result<Post> {
    let notices = notices(&row)?;
    let ticket = signature::sign_ticket(eye.keys, row.id, eye.viewer, eye.now);
    let events = paths::fill(paths::POST_EVENTS, &[&row.id.to_string()]);
    // A link shows a post, and not what becomes of it.
    let is_by_link = row.visibility == Visibility::Private.as_str() && eye.viewer != Some(row.user_id);
    let events_url = (!is_by_link).then(|| format!("{events}?ticket={ticket}"));
    let mood = row.valence.zip(row.arousal).map(|(valence, arousal)| Mood { valence, arousal, words: row.mood_words });
    let analysis = row.analysis_source.zip(row.analyzed_at).map(|(source, at)| AnalysisInfo {
        source,
        abstained: row.abstained,
        analyzed_at: timestamp(at),
    });
    Ok(Post {
        id: row.id,
        author,
        image: image(eye, files, row.width, row.height, &row.thumbhash),
        description: row.description,
        alt_text: row.alt_text,
        visibility: Visibility::parse(&row.visibility).unwrap_or(Visibility::Private),
        sensitive: row.sensitive,
        outside_analysis: row.outside_analysis,
        status: PostStatus::parse(&row.status).unwrap_or(PostStatus::Pending),
        keywords: keywords.into_iter().map(|row| Keyword { keyword: row.keyword, score: row.score }).collect(),
        mood,
        palette: row.palette,
        events_url,
        song_count: row.song_count.unsigned_abs(),
        comment_count: row.comment_count.unsigned_abs(),
        like_count: row.like_count.unsigned_abs(),
        liked: false,
        top_song,
        created_at: timestamp(row.created_at),
        updated_at: timestamp(row.updated_at),
        analysis,
        notices,
        failure: row.failure_code.zip(row.failure_message).map(|(code, message)| Failure { code, message }),
    })
}

fn image(eye: &Eye<'_>, files: &[MediaRow], width: i32, height: i32, thumbhash: &[u8]) -> PostImage {
    let variants: Vec<ImageVariant> = files
        .iter()
        .map(|file| ImageVariant {
            url: media_url(eye, file),
            width: file.width.unwrap_or_default().unsigned_abs(),
            height: file.height.unwrap_or_default().unsigned_abs(),
        })
        .collect();
    PostImage {
        url: variants.last().map(|variant| variant.url.clone()).unwrap_or_default(),
        width: width.unsigned_abs(),
        height: height.unsigned_abs(),
        thumbhash: STANDARD.encode(thumbhash),
        variants,
    }
}

fn group<T>(rows: Vec<T>, key: impl Fn(&T) -> Uuid) -> HashMap<Uuid, Vec<T>> {
    let mut groups: HashMap<Uuid, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}
