//! Which page of a list is asked for.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use imagime_shared::{
    page::{DEFAULT_LIMIT, DEFAULT_PLAYLIST_LIMIT, DEFAULT_SEARCH_LIMIT, DEFAULT_SONG_LIMIT, MAX_LIMIT, PageQuery},
    query,
};

use crate::{
    cursor,
    error::{Error, Result},
};

/// Cursor and number of rows, 20 when nobody asks.
#[derive(Clone, Debug)]
pub struct Paging {
    /// Cursor and limit as they were sent.
    pub query: PageQuery,
    /// Rows, 1 to 50.
    pub rows: u32,
}

/// The same with 5 rows when nobody asks.
#[derive(Clone, Debug)]
pub struct SongPaging(pub Paging);

/// The same with 50 rows when nobody asks.
#[derive(Clone, Debug)]
pub struct PlaylistPaging(pub Paging);

/// The same for a list of one page: no cursor belongs to it.
#[derive(Clone, Debug)]
pub struct SinglePage {
    /// Rows, 1 to 50.
    pub rows: u32,
}

/// How many rows of each type a search is to have, 5 when nobody asks.
#[derive(Clone, Copy, Debug)]
pub struct SearchRows(pub u32);

impl FromRequest for Paging {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request, DEFAULT_LIMIT))
    }
}

impl FromRequest for SongPaging {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request, DEFAULT_SONG_LIMIT).map(Self))
    }
}

impl FromRequest for PlaylistPaging {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request, DEFAULT_PLAYLIST_LIMIT).map(Self))
    }
}

impl FromRequest for SinglePage {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request, DEFAULT_LIMIT).and_then(|paging| match paging.query.cursor {
            Some(_) => Err(Error::InvalidCursor),
            None => Ok(Self { rows: paging.rows }),
        }))
    }
}

impl FromRequest for SearchRows {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(limited(request, DEFAULT_SEARCH_LIMIT).map(|paging| Self(paging.rows)))
    }
}

/// The query of a list in pages.
fn read(request: &HttpRequest, default: u32) -> Result<Paging> {
    let paging = limited(request, default)?;
    // Before anything is looked for: a list that turns out to be empty reads no cursor.
    if paging.query.cursor.as_deref().is_some_and(|cursor| !cursor::is_one(cursor)) {
        return Err(Error::InvalidCursor);
    }
    Ok(paging)
}

/// The query of any list.
fn limited(request: &HttpRequest, default: u32) -> Result<Paging> {
    let query = web::Query::<PageQuery>::from_query(request.query_string());
    let refused = || Error::field(query::LIMIT, "invalid", "limit is a number from 1 to 50.");
    let query = query.map_err(|_cause| refused())?.into_inner();
    let rows = query.limit.unwrap_or(default);
    if !(1..=MAX_LIMIT).contains(&rows) {
        return Err(refused());
    }
    Ok(Paging { query, rows })
}
