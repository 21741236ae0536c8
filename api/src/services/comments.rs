//! What people say about a picture: whoever sees a post reads and writes; the author edits; the author and the post's owner delete.

use chrono::Utc;
use imagime_shared::{
    comment::{Comment, CommentBody, CommentResponse, CommentSort},
    field,
    page::PageQuery,
    paths, validation,
};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::posts::Page;
use crate::{
    cursor,
    error::{Error, Result},
    etag::IfMatch,
    idempotency::{self, Claim, Claimed},
    models::NewComment,
    repositories::{comments, posts, tombstones},
    state::AppState,
    throttle::{self, Rule},
    views::{self, Eye},
};

/// A page of the comments on a post that the viewer may see.
pub async fn list(
    state: &AppState,
    post_id: Uuid,
    viewer: Option<Uuid>,
    sort: CommentSort,
    page: PageQuery,
    rows: u32,
) -> Result<Page<Comment>> {
    let keys = state.keys.clone();
    state
        .db
        .run(move |conn| {
            posts::find_visible(conn, post_id, viewer)?;
            let list = format!("posts/{post_id}/comments/{}", sort.as_str());
            let after = page.cursor.map(|cursor| cursor::decode::<Uuid>(&list, &cursor)).transpose()?;
            let found = comments::list(conn, post_id, sort, after, rows + 1)?;
            let (found, next_cursor) = cursor::cut(&list, found, rows, |row| row.id)?;
            let eye = Eye { viewer, keys: &keys, now: Utc::now() };
            Ok(Page { items: views::comments(conn, &eye, found)?, next_cursor })
        })
        .await
}

/// A comment on a post that the viewer may see.
pub async fn find(state: &AppState, id: Uuid, viewer: Option<Uuid>) -> Result<Comment> {
    let keys = state.keys.clone();
    state
        .db
        .run(move |conn| {
            let row = comments::find_visible(conn, id, viewer)?;
            views::comment(conn, &Eye { viewer, keys: &keys, now: Utc::now() }, row)
        })
        .await
}

/// Writes a comment on a post that the user may see. With a key, a repeat gives the same comment.
pub async fn create(
    state: &AppState,
    user_id: Uuid,
    post_id: Uuid,
    form: CommentBody,
    key: Option<String>,
) -> Result<Comment> {
    let body = parse(&form)?;
    let route = paths::fill(paths::POST_COMMENTS, &[&post_id.to_string()]);
    match idempotency::claim(state, user_id, &route, key, Sha256::digest(&body).into()).await? {
        Claimed::Made(made, _) => find(state, made, Some(user_id)).await,
        Claimed::Ours(claim) => {
            let comment = NewComment { id: Uuid::now_v7(), post_id, user_id, body };
            let made = make(state, comment, claim.clone()).await;
            claim.settle(state, made).await
        }
    }
}

/// Changes what the author's own comment says; the same words again change nothing.
pub async fn update(
    state: &AppState,
    id: Uuid,
    user_id: Uuid,
    form: CommentBody,
    condition: IfMatch,
) -> Result<Comment> {
    let body = parse(&form)?;
    let keys = state.keys.clone();
    state
        .db
        .transaction(move |conn| {
            let mut row = comments::find_visible(conn, id, Some(user_id))?;
            if row.user_id != user_id {
                return Err(Error::NotFound);
            }
            let eye = Eye { viewer: Some(user_id), keys: &keys, now: Utc::now() };
            condition.check(|now| {
                row = comments::lock(conn, id)?;
                Ok(CommentResponse { comment: views::comment(conn, &Eye { now, ..eye }, row.clone())? })
            })?;
            if row.body != body {
                row = comments::set_body(conn, id, &body)?;
            }
            views::comment(conn, &eye, row)
        })
        .await
}

/// Deletes a comment of the user or under a post of the user; a repeat answers alike, somebody else's as one that never was.
/// Own words may be taken back even when their post went out of sight.
pub async fn delete(state: &AppState, id: Uuid, user_id: Uuid) -> Result<()> {
    state
        .db
        .transaction(move |conn| {
            let parties = comments::parties(conn, id)?;
            let Some((author, _)) = parties.filter(|(author, owner)| [author, owner].contains(&&user_id)) else {
                return Ok(tombstones::find(conn, user_id, id)?);
            };
            comments::delete(conn, id)?;
            // Its author may hear of that by deleting it.
            Ok(tombstones::insert_all(conn, &[(user_id, id), (author, id)])?)
        })
        .await
}

async fn make(state: &AppState, comment: NewComment, claim: Claim) -> Result<Comment> {
    let rule = Rule::comments(&state.keys, comment.user_id, state.config.quotas.comments_per_five_minutes);
    let counted = throttle::count(&state.db, vec![rule]).await?;
    let keys = state.keys.clone();
    let made = state
        .db
        .transaction(move |conn| {
            let viewer = Some(comment.user_id);
            posts::find_visible(conn, comment.post_id, viewer)?;
            let row = comments::insert(conn, &comment)?;
            claim.complete(conn, row.id)?;
            views::comment(conn, &Eye { viewer, keys: &keys, now: Utc::now() }, row)
        })
        .await;
    counted.settle(&state.db, made).await
}

fn parse(form: &CommentBody) -> Result<String> {
    validation::comment(field::BODY, &form.body).map_err(|error| Error::Validation(vec![error]))
}
