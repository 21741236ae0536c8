//! Pictures that look like a post's.

use std::collections::HashSet;

use chrono::Utc;
use diesel::PgConnection;
use imagime_engine::similarity::{Fingerprint, VERSION};
use imagime_shared::post::Post;
use uuid::Uuid;

use crate::{
    error::Result,
    models::PostRow,
    neighbours::{self, Neighbours},
    repositories::{embeddings, posts},
    state::AppState,
    views::{self, Eye},
};

/// Neighbours of whom is asked first whether the viewer may see them; then more and more at once.
const FIRST: usize = 100;
/// Posts whose vectors are made up for in one transaction.
const BATCH: u32 = 200;

/// The pictures most like a post's among those that stand in the viewer's feed or are the viewer's own.
pub async fn list(state: &AppState, id: Uuid, viewer: Option<Uuid>, rows: u32) -> Result<Vec<Post>> {
    let keys = state.keys.clone();
    let neighbours = state.neighbours.clone();
    state
        .db
        .run(move |conn| {
            let post = posts::find_visible(conn, id, viewer)?;
            let vector = embeddings::find(conn, id, VERSION)?;
            let Some(print) = vector.and_then(|bytes| Fingerprint::from_bytes(&bytes)) else { return Ok(Vec::new()) };
            neighbours.refresh(conn)?;
            let found = choose(conn, &neighbours, &post, &print, viewer, rows as usize)?;
            views::posts(conn, &Eye { viewer, keys: &keys, now: Utc::now() }, found)
        })
        .await
}

/// Makes up for vectors of pictures that were looked at before vectors were kept, and reads all of them into memory.
pub async fn prepare(state: &AppState) -> Result<()> {
    state.db.run(|conn| Ok(embeddings::settle(conn)?)).await?;
    let mut after = Some(Uuid::nil());
    while let Some(last) = after.filter(|_| !state.is_stopping()) {
        after = state.db.transaction(move |conn| make_up(conn, last)).await?;
    }
    let neighbours = state.neighbours.clone();
    state.db.run(move |conn| neighbours.refresh(conn)).await
}

/// Goes through all that is alike, best first, until enough was found that the viewer may see.
fn choose(
    conn: &mut PgConnection,
    neighbours: &Neighbours,
    post: &PostRow,
    print: &Fingerprint,
    viewer: Option<Uuid>,
    rows: usize,
) -> Result<Vec<PostRow>> {
    let near = neighbours.near(print);
    let mut rest = near.as_slice();
    let mut taken: Vec<Uuid> = Vec::new();
    // An author's same picture is shown once, and not beside itself.
    let mut pictures = HashSet::from([(post.user_id, post.image_key.clone())]);
    let mut most = FIRST;
    while taken.len() < rows && !rest.is_empty() {
        let (ids, later) = rest.split_at(most.min(rest.len()));
        let mut candidates = posts::candidates(conn, ids, viewer)?;
        let gone = ids.iter().filter(|id| !candidates.contains_key(id)).copied();
        neighbours.forget(gone);
        for id in ids {
            let Some(candidate) = candidates.remove(id).filter(|candidate| candidate.shown) else { continue };
            if taken.len() < rows && pictures.insert((candidate.user_id, candidate.image_key)) {
                taken.push(*id);
            }
        }
        (rest, most) = (later, most * 4);
    }
    let mut found = posts::find_visible_many(conn, &taken, viewer.unwrap_or(Uuid::nil()))?;
    found.sort_by_key(|row| taken.iter().position(|id| *id == row.id));
    Ok(found)
}

/// Gives some posts their vectors; the last post looked at, or `None` when there are no more.
fn make_up(conn: &mut PgConnection, after: Uuid) -> Result<Option<Uuid>> {
    let unkept = embeddings::missing(conn, VERSION, after, BATCH)?;
    let last = unkept.last().map(|post| post.post_id);
    for post in unkept {
        // Features that cannot be read leave the colours.
        let features: Vec<f32> = serde_json::from_value(post.features).unwrap_or_default();
        neighbours::keep(conn, post.post_id, &features, &post.palette, !post.abstained)?;
    }
    Ok(last)
}
