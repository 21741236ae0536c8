//! People.

use std::collections::{HashMap, HashSet};

use diesel::PgConnection;
use imagime_shared::{
    auth::Session,
    user::{Author, Me, Profile},
};
use uuid::Uuid;

use super::{Eye, media_url, timestamp};
use crate::{
    error::{Error, Result},
    models::{MediaRow, SessionRow, UserRow},
    repositories::{follows, media, users},
};

/// The authors with these ids.
pub fn authors(conn: &mut PgConnection, eye: &Eye<'_>, ids: &[Uuid]) -> Result<HashMap<Uuid, Author>> {
    let avatars = media::avatars_of(conn, ids)?;
    let rows = users::find_many(conn, ids)?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let author = Author {
                id: row.id,
                display_name: shown_name(&row),
                avatar_url: avatar_url(eye, &avatars, row.id, Size::Small),
                username: row.username,
            };
            (row.id, author)
        })
        .collect())
}

/// A user as they see themselves.
pub fn me(conn: &mut PgConnection, eye: &Eye<'_>, row: UserRow) -> Result<Me> {
    let avatars = media::avatars_of(conn, &[row.id])?;
    Ok(Me {
        id: row.id,
        display_name: shown_name(&row),
        username: row.username,
        email: row.email,
        bio: row.bio,
        avatar_url: avatar_url(eye, &avatars, row.id, Size::Large),
        favorites_public: row.favorites_public,
        created_at: timestamp(row.created_at),
    })
}

/// A user as others see them.
pub fn profile(conn: &mut PgConnection, eye: &Eye<'_>, row: UserRow) -> Result<Profile> {
    profiles(conn, eye, vec![row])?.pop().ok_or(Error::NotFound)
}

/// Users as others see them, in the given order; two queries for any number.
pub fn profiles(conn: &mut PgConnection, eye: &Eye<'_>, rows: Vec<UserRow>) -> Result<Vec<Profile>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let avatars = media::avatars_of(conn, &ids)?;
    let followed: HashSet<Uuid> = match eye.viewer {
        Some(viewer) => follows::followed_among(conn, viewer, &ids)?.into_iter().collect(),
        None => HashSet::new(),
    };
    let shown = rows.into_iter().map(|row| Profile {
        id: row.id,
        display_name: shown_name(&row),
        username: row.username,
        bio: row.bio,
        avatar_url: avatar_url(eye, &avatars, row.id, Size::Large),
        favorites_public: row.favorites_public,
        follower_count: row.follower_count.unsigned_abs(),
        following_count: row.following_count.unsigned_abs(),
        post_count: row.post_count.unsigned_abs(),
        followed_by_me: followed.contains(&row.id),
        created_at: timestamp(row.created_at),
    });
    Ok(shown.collect())
}

/// A session; `current` is the one that asks.
pub fn session(row: SessionRow, current: Uuid) -> Session {
    Session {
        current: row.id == current,
        id: row.id,
        created_at: timestamp(row.created_at),
        last_used_at: timestamp(row.last_used_at),
        user_agent: row.user_agent,
    }
}

enum Size {
    Small,
    Large,
}

/// Rows come narrowest first.
fn avatar_url(eye: &Eye<'_>, rows: &[MediaRow], user_id: Uuid, size: Size) -> Option<String> {
    let mut theirs = rows.iter().filter(|row| row.avatar_of == Some(user_id));
    let row = match size {
        Size::Small => theirs.next(),
        Size::Large => theirs.next_back(),
    };
    row.map(|row| media_url(eye, row))
}

fn shown_name(row: &UserRow) -> String {
    if row.display_name.is_empty() { row.username.clone() } else { row.display_name.clone() }
}
