//! Who follows whom. It is public, like the profiles themselves.

use chrono::{DateTime, Utc};
use imagime_shared::{
    field,
    page::PageQuery,
    user::{FollowState, Profile},
};
use uuid::Uuid;

use super::posts::Page;
use crate::{
    cursor,
    error::{Error, Result},
    models::UserRow,
    repositories::{follows, users},
    state::AppState,
    views::{self, Eye},
};

/// Which side of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Those who follow them.
    Followers,
    /// Those whom they follow.
    Following,
}

/// Follows somebody else.
pub async fn follow(state: &AppState, user_id: Uuid, username: String) -> Result<FollowState> {
    state
        .db
        .transaction(move |conn| {
            let other = users::find_by_username(conn, &username)?;
            if other.id == user_id {
                return Err(Error::field(field::USERNAME, "invalid", "Nobody can follow themself."));
            }
            follows::insert(conn, user_id, other.id)?;
            let now = users::find(conn, other.id)?;
            let follower_count = now.follower_count.unsigned_abs();
            Ok(FollowState { username: now.username, followed_by_me: true, follower_count })
        })
        .await
}

/// Follows somebody no more; somebody who was not followed is fine.
pub async fn unfollow(state: &AppState, user_id: Uuid, username: String) -> Result<()> {
    state
        .db
        .transaction(move |conn| {
            let other = users::find_by_username(conn, &username)?;
            Ok(follows::delete(conn, user_id, other.id)?)
        })
        .await
}

/// A page of the people on one side of a user, the last to come first.
pub async fn list(
    state: &AppState,
    username: String,
    side: Side,
    viewer: Option<Uuid>,
    page: PageQuery,
    rows: u32,
) -> Result<Page<Profile>> {
    let keys = state.keys.clone();
    state
        .db
        .run(move |conn| {
            let user = users::find_by_username(conn, &username)?;
            let list = format!("users/{}/{side:?}", user.id);
            let after = page.cursor.map(|cursor| cursor::decode::<follows::After>(&list, &cursor)).transpose()?;
            let found: Vec<(DateTime<Utc>, UserRow)> = match side {
                Side::Followers => follows::followers(conn, user.id, after, rows + 1)?,
                Side::Following => follows::following(conn, user.id, after, rows + 1)?,
            };
            let (found, next_cursor) = cursor::cut(&list, found, rows, |(at, user)| (*at, user.id))?;
            let eye = Eye { viewer, keys: &keys, now: Utc::now() };
            let rows = found.into_iter().map(|(_, user)| user).collect();
            Ok(Page { items: views::profiles(conn, &eye, rows)?, next_cursor })
        })
        .await
}
