//! Songs that users keep. Only their owner ever hears of them, unless they made them public.

use std::collections::{HashMap, HashSet};

use chrono::Utc;
use diesel::PgConnection;
use imagime_shared::{
    favorite::{Favorite, FavoriteSort, FavoriteState},
    page::PageQuery,
    post::Post,
    query, validation,
};
use uuid::Uuid;

use super::posts::Page;
use crate::{
    cursor::{self, Place},
    error::{Error, Result},
    repositories::{
        favorites::{self, After, Kept},
        posts, songs, tombstones, users,
    },
    state::AppState,
    views::{self, Eye},
};

/// Which favourites are asked for.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Text in title or artist, or in what is said of the picture.
    pub query: Option<String>,
    /// Order.
    pub sort: FavoriteSort,
}

/// Keeps a song from a post. A song that is kept already keeps the post it came from first, if there is one.
pub async fn keep_from_post(state: &AppState, user_id: Uuid, post_id: Uuid, song_id: Uuid) -> Result<FavoriteState> {
    state
        .db
        .transaction(move |conn| {
            require_on_post(conn, user_id, post_id, song_id)?;
            favorites::insert(conn, user_id, song_id, Some(post_id))?;
            current(conn, user_id, song_id)
        })
        .await
}

/// Lets a song go, asked from a post: one that stands there, or is kept although it left the list. A repeat answers alike.
pub async fn release_from_post(state: &AppState, user_id: Uuid, post_id: Uuid, song_id: Uuid) -> Result<()> {
    state
        .db
        .transaction(move |conn| {
            posts::find_visible(conn, post_id, Some(user_id))?;
            let mark = tombstones::mark("favorite", post_id, song_id);
            if favorites::delete(conn, user_id, song_id)? {
                return Ok(tombstones::insert(conn, user_id, mark)?);
            }
            if songs::stands_on(conn, post_id, song_id)? { Ok(()) } else { Ok(tombstones::find(conn, user_id, mark)?) }
        })
        .await
}

/// Keeps a song that stands somewhere the user may see.
pub async fn keep(state: &AppState, user_id: Uuid, song_id: Uuid) -> Result<FavoriteState> {
    state
        .db
        .transaction(move |conn| {
            if !favorites::is_kept(conn, user_id, song_id)? {
                if !songs::stands_in_sight(conn, song_id, user_id)? {
                    return Err(Error::NotFound);
                }
                favorites::insert(conn, user_id, song_id, None)?;
            }
            current(conn, user_id, song_id)
        })
        .await
}

/// Lets a song go; one that is not kept is fine.
pub async fn release(state: &AppState, user_id: Uuid, song_id: Uuid) -> Result<()> {
    state.db.run(move |conn| Ok(favorites::delete(conn, user_id, song_id).map(drop)?)).await
}

/// A page of the user's own favourites.
pub async fn list(
    state: &AppState,
    user_id: Uuid,
    filter: Filter,
    page: PageQuery,
    rows: u32,
) -> Result<Page<Favorite>> {
    let keys = state.keys.clone();
    let filter = checked(filter)?;
    state
        .db
        .run(move |conn| {
            let eye = Eye { viewer: Some(user_id), keys: &keys, now: Utc::now() };
            list_with(conn, &eye, user_id, &filter, page, rows)
        })
        .await
}

/// A page of somebody's favourites, when they made them public; the posts are public ones and the viewer's own.
pub async fn list_public(
    state: &AppState,
    username: String,
    viewer: Option<Uuid>,
    filter: Filter,
    page: PageQuery,
    rows: u32,
) -> Result<Page<Favorite>> {
    let keys = state.keys.clone();
    let filter = checked(filter)?;
    state
        .db
        .run(move |conn| {
            let owner = users::find_by_username(conn, &username)?;
            if !owner.favorites_public {
                return Err(Error::NotFound);
            }
            let eye = Eye { viewer, keys: &keys, now: Utc::now() };
            list_with(conn, &eye, owner.id, &filter, page, rows)
        })
        .await
}

fn list_with(
    conn: &mut PgConnection,
    eye: &Eye<'_>,
    owner: Uuid,
    filter: &Filter,
    page: PageQuery,
    rows: u32,
) -> Result<Page<Favorite>> {
    let list = format!("favorites/{owner}/{:?}", filter.sort);
    let after = page.cursor.map(|cursor| cursor::decode::<After>(&list, &cursor)).transpose()?;
    let by_time = matches!(filter.sort, FavoriteSort::New | FavoriteSort::Old);
    let fits = after.as_ref().is_none_or(|after| matches!(after, After::Time(..)) == by_time);
    if !fits {
        return Err(Error::InvalidCursor);
    }
    let viewer = eye.viewer.unwrap_or(Uuid::nil());
    let query = filter.query.as_deref();
    let found = favorites::list(conn, owner, viewer, query, filter.sort, after.as_ref(), rows + 1)?;
    let (found, next_cursor) = cursor::cut(&list, found, rows, |kept| place(filter.sort, kept))?;
    let post_ids: Vec<Uuid> = found.iter().filter_map(|(row, ..)| row.post_id).collect();
    let visible = posts::find_named_many(conn, &post_ids, viewer, owner)?;
    let posts: HashMap<Uuid, Post> =
        views::posts(conn, eye, visible)?.into_iter().map(|post| (post.id, post)).collect();
    let ids: Vec<Uuid> = found.iter().map(|(row, ..)| row.song_id).collect();
    let kept: HashSet<Uuid> = favorites::kept_among(conn, viewer, &ids)?.into_iter().collect();
    let items = found
        .into_iter()
        .map(|(row, song, _)| {
            let post = row.post_id.and_then(|id| posts.get(&id).cloned());
            Favorite {
                song: views::song(eye, song),
                post_id: post.as_ref().map(|post| post.id),
                post,
                created_at: views::timestamp(row.created_at),
                is_favorite: kept.contains(&row.song_id),
            }
        })
        .collect();
    Ok(Page { items, next_cursor })
}

impl Place for After {
    fn is_sound(&self) -> bool {
        match self {
            Self::Time(at, _) => at.is_sound(),
            Self::Text(text, _) => text.is_sound(),
        }
    }
}

fn place(sort: FavoriteSort, (row, _, (title, artist)): &Kept) -> After {
    match sort {
        FavoriteSort::New | FavoriteSort::Old => After::Time(row.created_at, row.song_id),
        FavoriteSort::Title => After::Text(title.clone(), row.song_id),
        FavoriteSort::Artist => After::Text(artist.clone(), row.song_id),
    }
}

fn checked(filter: Filter) -> Result<Filter> {
    let query = filter.query.filter(|text| !text.trim().is_empty());
    let query = query.map(|text| validation::line(query::Q, &text, validation::QUERY_CHARS)).transpose();
    Ok(Filter { query: query.map_err(|error| Error::Validation(vec![error]))?, ..filter })
}

fn require_on_post(conn: &mut PgConnection, user_id: Uuid, post_id: Uuid, song_id: Uuid) -> Result<()> {
    posts::find_visible(conn, post_id, Some(user_id))?;
    if songs::stands_on(conn, post_id, song_id)? { Ok(()) } else { Err(Error::NotFound) }
}

fn current(conn: &mut PgConnection, user_id: Uuid, song_id: Uuid) -> Result<FavoriteState> {
    let row = favorites::find(conn, user_id, song_id)?;
    let origin: Vec<Uuid> = row.as_ref().and_then(|row| row.post_id).into_iter().collect();
    let visible = posts::find_visible_many(conn, &origin, user_id)?;
    Ok(FavoriteState { song_id, post_id: visible.first().map(|post| post.id), is_favorite: row.is_some() })
}
