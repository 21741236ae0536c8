//! Lists of posts: the feed and whatever part of it is asked for.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use diesel::PgConnection;
use imagime_shared::{
    keyword::{KeywordCount, KeywordPage},
    page::PageQuery,
    post::{Period, Post, PostSort},
    query,
    search::SEARCH_CHARS,
    song::SongResponse,
};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::posts::Page;
use crate::{
    cursor,
    error::{Error, Result},
    models::PostRow,
    rankings,
    repositories::{
        keywords,
        post_lists::{self, HasAccount, Listed, Order, PostFilter, TextQuery},
        posts,
        rankings::{self as rankings_repository, Ranking},
        search, songs, users,
    },
    state::AppState,
    views::{self, Eye},
};

/// Newest posts of a word that tell which songs go with it.
const SPEAKING: u32 = 200;
/// Songs of a word.
const BEST: u32 = 12;

/// Which posts are asked for; all that is named has to hold.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// What is written of it, of its songs or its author.
    pub q: Option<String>,
    /// A word of the picture.
    pub keyword: Option<String>,
    /// A song that stands on it.
    pub song: Option<Uuid>,
    /// Name of the author.
    pub user: Option<String>,
    /// Not before this time or day.
    pub since: Option<String>,
    /// Before this time, or not after this day.
    pub until: Option<String>,
    /// Only with a song that can be heard.
    pub preview: bool,
    /// Only of those whom the asker follows.
    pub following: bool,
    /// In which order.
    pub sort: PostSort,
    /// How old posts may be to be among the top ones.
    pub period: Period,
}

/// A page of the posts in the feed that are as they are wanted.
pub async fn list(
    state: &AppState,
    viewer: Option<Uuid>,
    wanted: Wanted,
    page: PageQuery,
    rows: u32,
) -> Result<Page<Post>> {
    if wanted.following && viewer.is_none() {
        return Err(Error::Unauthorized("following somebody needs an account"));
    }
    if wanted.q.as_ref().is_some_and(|words| words.chars().count() > SEARCH_CHARS) {
        return Err(Error::field(query::Q, "too_long", "Search for at most 200 characters."));
    }
    let times = (from(query::SINCE, wanted.since.as_deref())?, before(query::UNTIL, wanted.until.as_deref())?);
    let keys = state.keys.clone();
    state
        .db
        .run(move |conn| {
            let eye = Eye { viewer, keys: &keys, now: Utc::now() };
            let ranking = ranking(wanted.sort, wanted.period);
            let Some(filter) = filter(conn, viewer, wanted, times)? else {
                return Ok(Page { items: Vec::new(), next_cursor: None });
            };
            match ranking {
                None => newest(conn, &eye, &filter, page.cursor.as_deref(), rows),
                Some(ranking) => ranked(conn, &eye, &filter, ranking, page.cursor.as_deref(), rows),
            }
        })
        .await
}

/// A page of the posts in the feed on which a song stands.
pub async fn of_song(
    state: &AppState,
    viewer: Option<Uuid>,
    song: Uuid,
    page: PageQuery,
    rows: u32,
) -> Result<Page<Post>> {
    let keys = state.keys.clone();
    state
        .db
        .run(move |conn| {
            let eye = Eye { viewer, keys: &keys, now: Utc::now() };
            let filter = PostFilter { song: Some(songs::find(conn, song)?.id), ..PostFilter::default() };
            newest(conn, &eye, &filter, page.cursor.as_deref(), rows)
        })
        .await
}

/// A page of a word's posts in the feed; the first one with the songs that fit them best.
pub async fn of_keyword(
    state: &AppState,
    viewer: Option<Uuid>,
    keyword: String,
    page: PageQuery,
    rows: u32,
) -> Result<KeywordPage> {
    let keys = state.keys.clone();
    state
        .db
        .run(move |conn| {
            let eye = Eye { viewer, keys: &keys, now: Utc::now() };
            let counted = keywords::count(conn, keyword.trim())?;
            let filter = PostFilter { keyword: Some(counted.keyword.clone()), ..PostFilter::default() };
            let songs = if page.cursor.is_none() { best_songs(conn, &eye, &filter)? } else { Vec::new() };
            let Page { items, next_cursor } = newest(conn, &eye, &filter, page.cursor.as_deref(), rows)?;
            let keyword = KeywordCount { keyword: counted.keyword, post_count: counted.post_count.unsigned_abs() };
            Ok(KeywordPage { keyword, posts: items, songs, next_cursor })
        })
        .await
}

/// However many posts there are, the newest of them speak.
fn best_songs(conn: &mut PgConnection, eye: &Eye<'_>, filter: &PostFilter) -> Result<Vec<SongResponse>> {
    let listed = post_lists::page(conn, filter, Order::Newest(None), SPEAKING)?;
    let posts: Vec<Uuid> = listed.iter().map(|listed| listed.id).collect();
    let ids = keywords::best_songs(conn, &posts, BEST)?;
    let mut rows = songs::find_many(conn, &ids)?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    views::lone_songs(conn, eye, rows)
}

fn newest(
    conn: &mut PgConnection,
    eye: &Eye<'_>,
    filter: &PostFilter,
    cursor: Option<&str>,
    rows: u32,
) -> Result<Page<Post>> {
    let list = list_name(filter, "new");
    let before = cursor.map(|cursor| cursor::decode::<Uuid>(&list, cursor)).transpose()?;
    let mut listed = post_lists::page(conn, filter, Order::Newest(before), rows + 1)?;
    let last = cut(&mut listed, rows);
    let next_cursor = last.map(|last| cursor::encode(&list, &last.id)).transpose()?;
    Ok(Page { items: show(conn, eye, &listed)?, next_cursor })
}

/// Reads on in the ranking that the first page came from, whatever has happened since.
fn ranked(
    conn: &mut PgConnection,
    eye: &Eye<'_>,
    filter: &PostFilter,
    ranking: Ranking,
    cursor: Option<&str>,
    rows: u32,
) -> Result<Page<Post>> {
    let name = list_name(filter, ranking.name());
    let (epoch, after) = match cursor {
        Some(cursor) => cursor::decode::<(i64, i32)>(&name, cursor)?,
        None => (rankings::current(conn, ranking)?, 0),
    };
    if cursor.is_some() && !rankings_repository::is_there(conn, ranking, epoch)? {
        return Err(Error::CursorExpired);
    }
    let order = Order::Ranked { list: ranking.name(), epoch, after };
    let mut listed = post_lists::page(conn, filter, order, rows + 1)?;
    let last = cut(&mut listed, rows);
    let next_cursor = last.map(|last| cursor::encode(&name, &(epoch, last.place))).transpose()?;
    Ok(Page { items: show(conn, eye, &listed)?, next_cursor })
}

fn ranking(sort: PostSort, period: Period) -> Option<Ranking> {
    match (sort, period) {
        (PostSort::New, _) => None,
        (PostSort::Hot, _) => Some(Ranking::Hot),
        (PostSort::Top, Period::Day) => Some(Ranking::Top(Some(Duration::days(1)))),
        (PostSort::Top, Period::Week) => Some(Ranking::Top(Some(Duration::days(7)))),
        (PostSort::Top, Period::Month) => Some(Ranking::Top(Some(Duration::days(30)))),
        (PostSort::Top, Period::All) => Some(Ranking::Top(None)),
    }
}

/// The posts of a page, in its order.
fn show(conn: &mut PgConnection, eye: &Eye<'_>, listed: &[Listed]) -> Result<Vec<Post>> {
    let ids: Vec<Uuid> = listed.iter().map(|listed| listed.id).collect();
    let mut found: Vec<PostRow> = posts::find_visible_many(conn, &ids, eye.viewer.unwrap_or(Uuid::nil()))?;
    found.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    views::posts(conn, eye, found)
}

/// Cuts the row that was read too many; it only tells that there is more. Gives the last row of a page that has a next one.
fn cut(listed: &mut Vec<Listed>, rows: u32) -> Option<Listed> {
    let more = listed.len() > rows as usize;
    listed.truncate(rows as usize);
    listed.last().copied().filter(|_| more)
}

/// What is wanted, in ids; `None` when nothing can be like that.
fn filter(
    conn: &mut PgConnection,
    viewer: Option<Uuid>,
    wanted: Wanted,
    (from, before): (Option<Uuid>, Option<Uuid>),
) -> Result<Option<PostFilter>> {
    // PostgreSQL knows no NUL, so neither a word nor a name has one.
    if [&wanted.keyword, &wanted.user].into_iter().flatten().any(|text| text.contains('\0')) {
        return Ok(None);
    }
    let user = match wanted.user {
        Some(name) => match users::find_by_username(conn, &name) {
            Ok(user) => Some(user.id),
            Err(diesel::NotFound) => return Ok(None),
            Err(error) => return Err(error.into()),
        },
        None => None,
    };
    let text = match wanted.q {
        Some(asked) => match search::query(conn, &asked)? {
            Some((query, is_rare)) => Some(TextQuery { asked, query, is_rare, own: viewer }),
            None => return Ok(None),
        },
        None => None,
    };
    Ok(Some(PostFilter {
        text,
        keyword: wanted.keyword.map(|word| word.trim().to_owned()),
        song: wanted.song,
        user,
        followed_by: viewer.filter(|_| wanted.following),
        from,
        before,
        playable: wanted.preview.then_some(HasAccount(viewer.is_some())),
    }))
}

/// A cursor belongs to one filter and one order, so both are its list's name. What words mean moves with everything that is posted,
/// so they stand there as they were asked for; how the posts are looked up changes no order.
fn list_name(filter: &PostFilter, order: &str) -> String {
    let text = filter.text.as_ref().map(|text| (&text.asked, text.own));
    let digest = Sha256::digest(format!("{:?}{text:?}", PostFilter { text: None, ..filter.clone() }));
    digest.iter().take(9).fold(format!("posts/{order}/"), |name, byte| format!("{name}{byte:02x}"))
}

/// The first id of a time, or of a day.
fn from(field: &str, text: Option<&str>) -> Result<Option<Uuid>> {
    bound(field, text, Some)
}

/// The first id of a time, or of the day after a day.
fn before(field: &str, text: Option<&str>) -> Result<Option<Uuid>> {
    bound(field, text, |day| day.succ_opt())
}

fn bound(field: &str, text: Option<&str>, edge: impl Fn(NaiveDate) -> Option<NaiveDate>) -> Result<Option<Uuid>> {
    let Some(text) = text else { return Ok(None) };
    let time = DateTime::parse_from_rfc3339(text).map(|time| time.with_timezone(&Utc)).ok();
    let day = || text.parse::<NaiveDate>().ok().and_then(&edge)?.and_hms_opt(0, 0, 0).map(|start| start.and_utc());
    match time.or_else(day) {
        Some(time) => Ok(Some(rankings::first_id(time))),
        None => Err(Error::field(field, "invalid", "Write a day (2026-01-31) or a time (2026-01-31T09:30:00Z).")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_lie_between_the_bounds_of_their_day() {
        let id = Uuid::now_v7();
        let today = Utc::now().date_naive();
        let (from, until) = (from("since", Some(&today.to_string())), before("until", Some(&today.to_string())));
        assert!(from.ok().flatten().is_some_and(|from| from <= id));
        assert!(until.ok().flatten().is_some_and(|until| id < until));
        let tomorrow = today.succ_opt().map(|day| format!("{day}T00:00:00Z"));
        assert!(super::from("since", tomorrow.as_deref()).ok().flatten().is_some_and(|from| from > id));
        assert!(super::from("since", Some("yesterday")).is_err() && super::from("since", Some("")).is_err());
    }
}
