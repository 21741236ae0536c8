//! Pictures that people like: whoever sees a post may, and everybody who sees it sees how many do.

use chrono::{DateTime, Utc};
use imagime_shared::{like::LikeState, page::PageQuery, post::Post};
use uuid::Uuid;

use super::posts::Page;
use crate::{
    cursor,
    error::Result,
    repositories::{likes, posts},
    state::AppState,
    views::{self, Eye},
};

/// Likes a post that the user may see.
pub async fn like(state: &AppState, user_id: Uuid, post_id: Uuid) -> Result<LikeState> {
    state
        .db
        .transaction(move |conn| {
            posts::find_visible(conn, post_id, Some(user_id))?;
            likes::insert(conn, user_id, post_id)?;
            let now = posts::find_visible(conn, post_id, Some(user_id))?;
            Ok(LikeState { post_id, liked: true, like_count: now.like_count.unsigned_abs() })
        })
        .await
}

/// Likes a post no more; one that was not liked is fine.
pub async fn unlike(state: &AppState, user_id: Uuid, post_id: Uuid) -> Result<()> {
    state
        .db
        .transaction(move |conn| {
            posts::find_visible(conn, post_id, Some(user_id))?;
            Ok(likes::delete(conn, user_id, post_id)?)
        })
        .await
}

/// A page of the posts that the user likes and may still see, liked last first.
pub async fn list(state: &AppState, user_id: Uuid, page: PageQuery, rows: u32) -> Result<Page<Post>> {
    let keys = state.keys.clone();
    state
        .db
        .run(move |conn| {
            let list = format!("likes/{user_id}");
            let after =
                page.cursor.map(|cursor| cursor::decode::<(DateTime<Utc>, Uuid)>(&list, &cursor)).transpose()?;
            let found = likes::list(conn, user_id, after, rows + 1)?;
            let (found, next_cursor) = cursor::cut(&list, found, rows, |(at, post)| (*at, post.id))?;
            let eye = Eye { viewer: Some(user_id), keys: &keys, now: Utc::now() };
            let rows = found.into_iter().map(|(_, post)| post).collect();
            Ok(Page { items: views::posts(conn, &eye, rows)?, next_cursor })
        })
        .await
}
