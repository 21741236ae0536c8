//! Links that open a post without an account: made and taken back by its owner.

use chrono::{DateTime, Utc};
use imagime_shared::{
    field,
    page::PageQuery,
    pages, paths,
    post::Post,
    share::{CreateShare, Share},
    song::PostSong,
};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::posts::Page;
use crate::{
    cursor,
    error::{Error, Result},
    idempotency::{self, Claim, Claimed},
    models::ShareRow,
    repositories::{posts, shares, tombstones},
    security::slug,
    state::AppState,
    views::{self, Eye},
};

/// Makes a link to the owner's post. `base` is the server's address.
pub async fn create(
    state: &AppState,
    post_id: Uuid,
    owner: Uuid,
    form: CreateShare,
    key: Option<String>,
    base: &str,
) -> Result<Share> {
    let route = paths::fill(paths::POST_SHARES, &[&post_id.to_string()]);
    let fingerprint = Sha256::digest(form.expires_at.as_deref().unwrap_or_default()).into();
    let row = match idempotency::claim(state, owner, &route, key, fingerprint).await? {
        Claimed::Made(made, _) => state.db.run(move |conn| Ok(shares::find_owned(conn, made, owner)?)).await?,
        Claimed::Ours(claim) => {
            let made = insert(state, post_id, owner, form, claim.clone()).await;
            claim.settle(state, made).await?
        }
    };
    Ok(share(state, row, base))
}

/// A page of the links of the owner's post that have not ended, newest first.
pub async fn list(
    state: &AppState,
    post_id: Uuid,
    owner: Uuid,
    page: PageQuery,
    rows: u32,
    base: &str,
) -> Result<Page<Share>> {
    let list = format!("posts/{post_id}/shares");
    let (found, next_cursor) = state
        .db
        .run(move |conn| {
            posts::find_owned(conn, post_id, owner)?;
            let after = page.cursor.map(|cursor| cursor::decode(&list, &cursor)).transpose()?;
            let found = shares::of_post(conn, post_id, Utc::now(), after, rows + 1)?;
            cursor::cut(&list, found, rows, |row| (row.created_at, row.id))
        })
        .await?;
    Ok(Page { items: found.into_iter().map(|row| share(state, row, base)).collect(), next_cursor })
}

/// Takes a link back; a repeat answers alike, somebody else's as one that never was.
pub async fn delete(state: &AppState, slug: &str, owner: Uuid) -> Result<()> {
    let id = parse_slug(slug)?;
    state
        .db
        .transaction(move |conn| {
            if !shares::delete(conn, id, owner)? {
                return Ok(tombstones::find(conn, owner, id)?);
            }
            Ok(tombstones::insert(conn, owner, id)?)
        })
        .await
}

/// The post behind a link; `counts` when that is a visit.
pub async fn find_post(state: &AppState, slug: &str, viewer: Option<Uuid>, counts: bool) -> Result<Post> {
    let id = parse_slug(slug)?;
    let keys = state.keys.clone();
    let post = state
        .db
        .run(move |conn| {
            let now = Utc::now();
            let row = shares::find_post(conn, id, now)?;
            views::post(conn, &Eye { viewer, keys: &keys, now }, row)
        })
        .await?;
    if counts {
        state.visits.note(id, &state.db);
    }
    Ok(post)
}

/// A page of the songs of the post behind a link, best first.
pub async fn list_songs(
    state: &AppState,
    slug: &str,
    viewer: Option<Uuid>,
    page: PageQuery,
    rows: u32,
) -> Result<Page<PostSong>> {
    let id = parse_slug(slug)?;
    let keys = state.keys.clone();
    state
        .db
        .run(move |conn| {
            let now = Utc::now();
            let post = shares::find_post(conn, id, now)?;
            let eye = Eye { viewer, keys: &keys, now };
            let (items, next_cursor) = views::songs_of_post(conn, &eye, post.id, page.cursor.as_deref(), rows)?;
            Ok(Page { items, next_cursor })
        })
        .await
}

async fn insert(state: &AppState, post_id: Uuid, owner: Uuid, form: CreateShare, claim: Claim) -> Result<ShareRow> {
    let now = Utc::now();
    let expires_at = form.expires_at.as_deref().map(|text| end(text, now)).transpose()?;
    let most = state.config.quotas.shares_per_post;
    state
        .db
        .transaction(move |conn| {
            posts::lock_owned(conn, post_id, owner)?;
            let ended = shares::delete_ended(conn, post_id, owner, claim.route(), now)?;
            let ended: Vec<_> = ended.into_iter().map(|id| (owner, id)).collect();
            tombstones::insert_all(conn, &ended)?;
            if shares::of_post(conn, post_id, now, None, most)?.len() >= most as usize {
                let words = format!("A picture has at most {most} links at a time. Take one back first.");
                return Err(Error::QuotaReached(words));
            }
            let row = shares::insert(conn, slug::random(), post_id, expires_at)?;
            claim.complete(conn, row.id)?;
            Ok(row)
        })
        .await
}

fn parse_slug(slug: &str) -> Result<Uuid> {
    slug::parse(slug).ok_or(Error::NotFound)
}

fn share(state: &AppState, row: ShareRow, base: &str) -> Share {
    let slug = slug::write(row.id);
    Share {
        url: format!("{base}{}", pages::shared(&slug)),
        slug,
        expires_at: row.expires_at.map(views::timestamp),
        visit_count: (row.visit_count + state.visits.pending(row.id)).unsigned_abs(),
        created_at: views::timestamp(row.created_at),
    }
}

fn end(text: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>> {
    let invalid = || Error::field(field::EXPIRES_AT, "invalid", "Give a time like 2027-01-31T09:30:00Z.");
    let time = DateTime::parse_from_rfc3339(text).map_err(|_unreadable| invalid())?.with_timezone(&Utc);
    // PostgreSQL's times go on for longer than chrono's text; nobody means the year 9999.
    if time > now + chrono::Duration::days(3660) {
        return Err(Error::field(field::EXPIRES_AT, "out_of_range", "A link ends within ten years, or never."));
    }
    if time <= now {
        return Err(Error::field(field::EXPIRES_AT, "out_of_range", "Choose a time in the future."));
    }
    Ok(time)
}
