//! Posts by rank, as they stood at a time. A ranking that was replaced stays for those who read on in it.

use chrono::{DateTime, Duration, Utc};
use diesel::{
    dsl::exists,
    prelude::*,
    sql_types::{BigInt, Uuid as SqlUuid},
};
use uuid::Uuid;

use super::post_lists::CHUNK;
use crate::schema::{ranked_posts, rankings};

/// Most posts of a ranking.
const MOST: usize = 10_000;
/// Posts among which the hot ones are found, from the newest on.
const RECENT: usize = 20_000;
/// Key of the lock under which rankings are made, one process at a time.
const LOCK: i64 = 0x494d_5241;

/// What posts are ranked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ranking {
    /// What people say and like, against age.
    Hot,
    /// Likes, of posts not older than this; of all posts without it.
    Top(Option<Duration>),
}

impl Ranking {
    /// All there are.
    pub const ALL: [Self; 5] = [
        Self::Hot,
        Self::Top(Some(Duration::days(1))),
        Self::Top(Some(Duration::days(7))),
        Self::Top(Some(Duration::days(30))),
        Self::Top(None),
    ];

    /// Its name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hot => "hot",
            Self::Top(None) => "top_all",
            Self::Top(Some(age)) if age <= Duration::days(1) => "top_day",
            Self::Top(Some(age)) if age <= Duration::days(7) => "top_week",
            Self::Top(Some(_)) => "top_month",
        }
    }
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// A number that moves on when a ranking may have changed.
pub fn changes(conn: &mut PgConnection) -> QueryResult<i64> {
    let number: Number = diesel::sql_query("select last_value as number from rank_changes").get_result(conn)?;
    Ok(number.number)
}

/// The one of this name that holds.
pub fn current(conn: &mut PgConnection, ranking: Ranking) -> QueryResult<Option<i64>> {
    rankings::table
        .filter(rankings::list.eq(ranking.name()).and(rankings::replaced_at.is_null()))
        .select(rankings::epoch)
        .first(conn)
        .optional()
}

/// True as long as this one can be read on in.
pub fn is_there(conn: &mut PgConnection, ranking: Ranking, epoch: i64) -> QueryResult<bool> {
    diesel::select(exists(rankings::table.find((ranking.name(), epoch)))).get_result(conn)
}

/// Makes a ranking anew and, when it is another than before, puts it in the place of the former one. Needs a transaction.
/// `since` is the smallest id that the age of a top list allows.
pub fn renew(conn: &mut PgConnection, ranking: Ranking, since: Uuid, now: DateTime<Utc>) -> QueryResult<()> {
    diesel::sql_query("select pg_advisory_xact_lock($1)").bind::<BigInt, _>(LOCK).execute(conn)?;
    let name = ranking.name();
    let found = ranked(conn, ranking, since)?;
    let former = current(conn, ranking)?;
    if let Some(epoch) = former {
        if posts_of(conn, name, epoch)? == found {
            return Ok(());
        }
        let held = rankings::table.find((name, epoch));
        diesel::update(held).set(rankings::replaced_at.eq(now)).execute(conn)?;
    }
    // Never a number that a cursor may still know.
    let epoch = now.timestamp_micros().max(former.map_or(0, |epoch| epoch + 1));
    diesel::insert_into(rankings::table)
        .values((rankings::list.eq(name), rankings::epoch.eq(epoch), rankings::made_at.eq(now)))
        .execute(conn)?;
    let rows: Vec<_> = found
        .chunks(CHUNK)
        .enumerate()
        .map(|(at, ids)| {
            (
                ranked_posts::list.eq(name),
                ranked_posts::epoch.eq(epoch),
                ranked_posts::first_place.eq((at * CHUNK) as i32),
                ranked_posts::post_ids.eq(ids),
            )
        })
        .collect();
    diesel::insert_into(ranked_posts::table).values(rows).execute(conn).map(drop)
}

/// Forgets rankings that were replaced before a time.
pub fn forget_before(conn: &mut PgConnection, time: DateTime<Utc>) -> QueryResult<()> {
    diesel::delete(rankings::table.filter(rankings::replaced_at.lt(time))).execute(conn).map(drop)
}

/// Ten times as much said and liked weighs as much as a day. Age counts by when a post was made, so the order of two posts changes
/// only when people say or like something, and an instance at rest has nothing to write.
fn ranked(conn: &mut PgConnection, ranking: Ranking, since: Uuid) -> QueryResult<Vec<Uuid>> {
    const SHOWN: &str = "visibility = 'public' and match_generation > 0";
    let text = match ranking {
        Ranking::Hot => format!(
            "select id from (select id, like_count + comment_count / 2.0 as points, created_at from posts \
                 where {SHOWN} and id >= $1 order by id desc limit {RECENT}) as recent \
             order by extract(epoch from created_at) + 86400 * log(1 + points) desc, id desc limit {MOST}"
        ),
        Ranking::Top(_) => {
            format!("select id from posts where {SHOWN} and id >= $1 order by like_count desc, id desc limit {MOST}")
        }
    };
    let found: Vec<Found> = diesel::sql_query(text).bind::<SqlUuid, _>(since).load(conn)?;
    Ok(found.into_iter().map(|found| found.id).collect())
}

fn posts_of(conn: &mut PgConnection, list: &str, epoch: i64) -> QueryResult<Vec<Uuid>> {
    let rows: Vec<Vec<Uuid>> = ranked_posts::table
        .filter(ranked_posts::list.eq(list).and(ranked_posts::epoch.eq(epoch)))
        .order(ranked_posts::first_place)
        .select(ranked_posts::post_ids)
        .load(conn)?;
    Ok(rows.concat())
}
