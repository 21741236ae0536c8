//! Songs that users keep. Every read is by their owner.

use chrono::{DateTime, Utc};
use diesel::{dsl::exists, prelude::*, query_dsl, sql_types::Text, upsert::excluded};
use imagime_shared::favorite::FavoriteSort;
use uuid::Uuid;

use super::{posts::named_to, users::lower};
use crate::{
    db::LimitLiteral as _,
    models::{FavoriteRow, SongRow},
    schema::{favorited_songs as kept, post_keywords, posts, songs},
};

/// Keeps a song; a song that is kept already keeps its first post, or gets one when it has none.
pub fn insert(conn: &mut PgConnection, user_id: Uuid, song_id: Uuid, post_id: Option<Uuid>) -> QueryResult<()> {
    let fresh = diesel::insert_into(kept::table)
        .values((kept::user_id.eq(user_id), kept::song_id.eq(song_id), kept::post_id.eq(post_id)))
        .on_conflict((kept::user_id, kept::song_id))
        .do_update()
        .set(kept::post_id.eq(excluded(kept::post_id)));
    query_dsl::methods::FilterDsl::filter(fresh, kept::post_id.is_null()).execute(conn).map(drop)
}

/// Lets a song go; true when it was kept.
pub fn delete(conn: &mut PgConnection, user_id: Uuid, song_id: Uuid) -> QueryResult<bool> {
    diesel::delete(kept::table.find((user_id, song_id))).execute(conn).map(|n| n == 1)
}

/// A user's favourite.
pub fn find(conn: &mut PgConnection, user_id: Uuid, song_id: Uuid) -> QueryResult<Option<FavoriteRow>> {
    kept::table.find((user_id, song_id)).select(FavoriteRow::as_select()).first(conn).optional()
}

/// True when the user keeps the song.
pub fn is_kept(conn: &mut PgConnection, user_id: Uuid, song_id: Uuid) -> QueryResult<bool> {
    diesel::select(exists(kept::table.find((user_id, song_id)))).get_result(conn)
}

/// Those of the given songs that the user keeps.
pub fn kept_among(conn: &mut PgConnection, user_id: Uuid, song_ids: &[Uuid]) -> QueryResult<Vec<Uuid>> {
    kept::table.filter(kept::user_id.eq(user_id).and(kept::song_id.eq_any(song_ids))).select(kept::song_id).load(conn)
}

/// The songs that the user kept last, newest first, each with the post it came from first.
pub fn newest(conn: &mut PgConnection, user_id: Uuid, rows: u32) -> QueryResult<Vec<(Uuid, Option<Uuid>)>> {
    kept::table
        .filter(kept::user_id.eq(user_id))
        .order((kept::created_at.desc(), kept::song_id.desc()))
        .select((kept::song_id, kept::post_id))
        .limit_literal(rows)
        .load(conn)
}

/// Where a page of favourites begins: behind the row with this key and song.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum After {
    /// In an order by time.
    Time(DateTime<Utc>, Uuid),
    /// In an order by a text, in lower case.
    Text(String, Uuid),
}

/// A favourite with its song, and the texts by which it may be sorted: title and artist, as the database makes them small.
pub type Kept = (FavoriteRow, SongRow, (String, String));

/// A page of a user's favourites; with `query` those whose title or artist holds it, or whose picture is said to show it as far as
/// the viewer is told of that picture.
pub fn list(
    conn: &mut PgConnection,
    user_id: Uuid,
    viewer: Uuid,
    query: Option<&str>,
    sort: FavoriteSort,
    after: Option<&After>,
    rows: u32,
) -> QueryResult<Vec<Kept>> {
    let mut list = kept::table
        .inner_join(songs::table)
        .filter(kept::user_id.eq(user_id))
        .select((FavoriteRow::as_select(), SongRow::as_select(), (lower(songs::title), lower(songs::artist))))
        .into_boxed();
    if let Some(text) = query {
        let pattern = format!("%{}%", escape_like(text));
        let pictured = posts_like(conn, user_id, viewer, &pattern)?;
        let by_picture = kept::post_id.eq_any(pictured).assume_not_null();
        list = list.filter(songs::title.ilike(pattern.clone()).or(songs::artist.ilike(pattern)).or(by_picture));
    }
    list = match (sort, after) {
        (FavoriteSort::New, Some(After::Time(at, id))) => {
            list.filter(kept::created_at.le(*at).and(kept::created_at.lt(*at).or(kept::song_id.lt(*id))))
        }
        (FavoriteSort::Old, Some(After::Time(at, id))) => {
            list.filter(kept::created_at.ge(*at).and(kept::created_at.gt(*at).or(kept::song_id.gt(*id))))
        }
        (FavoriteSort::Title, Some(After::Text(text, id))) => {
            let key = text.clone().into_sql::<Text>();
            list.filter(lower(songs::title).gt(key.clone()).or(lower(songs::title).eq(key).and(kept::song_id.gt(*id))))
        }
        (FavoriteSort::Artist, Some(After::Text(text, id))) => {
            let key = text.clone().into_sql::<Text>();
            list.filter(
                lower(songs::artist).gt(key.clone()).or(lower(songs::artist).eq(key).and(kept::song_id.gt(*id))),
            )
        }
        _ => list,
    };
    list = match sort {
        FavoriteSort::New => list.order((kept::created_at.desc(), kept::song_id.desc())),
        FavoriteSort::Old => list.order((kept::created_at, kept::song_id)),
        FavoriteSort::Title => list.order((lower(songs::title), kept::song_id)),
        FavoriteSort::Artist => list.order((lower(songs::artist), kept::song_id)),
    };
    list.limit_literal(rows).load(conn)
}

/// The posts that somebody kept songs from whose words are like `pattern`, of those that the viewer is told of.
fn posts_like(conn: &mut PgConnection, user_id: Uuid, viewer: Uuid, pattern: &str) -> QueryResult<Vec<Uuid>> {
    let origins = kept::table.filter(kept::user_id.eq(user_id)).select(kept::post_id.assume_not_null());
    let origins: Vec<Uuid> = origins.filter(kept::post_id.is_not_null()).distinct().load(conn)?;
    let is_said =
        post_keywords::table.filter(post_keywords::post_id.eq(posts::id).and(post_keywords::keyword.ilike(pattern)));
    posts::table
        .filter(posts::id.eq_any(&origins))
        .filter(named_to(viewer, user_id))
        .filter(posts::description.ilike(pattern).or(posts::alt_text.ilike(pattern)).or(exists(is_said)))
        .select(posts::id)
        .load(conn)
}

/// Makes a text a literal part of a LIKE pattern.
fn escape_like(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
