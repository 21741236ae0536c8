//! Votes on whether a song fits a picture. The totals of `vote_totals` follow by a trigger.

use std::collections::HashMap;

use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Text},
};
use uuid::Uuid;

use crate::schema::{vote_keywords, vote_totals, votes};

/// Whose vote on which song of which post; there is one at most.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The voter.
    pub user_id: Uuid,
    /// The post.
    pub post_id: Uuid,
    /// The song.
    pub song_id: Uuid,
}

/// How a song stands on a post.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Votes for it less votes against it.
    pub score: i32,
    /// The viewer's own vote: 1, -1 or none.
    pub mine: Option<i8>,
}

/// How many people say that a song goes, or does not go, with a keyword.
#[derive(Debug, QueryableByName)]
pub struct Tallied {
    /// The song's source.
    #[diesel(sql_type = Text)]
    pub provider: String,
    /// The source's own id.
    #[diesel(sql_type = Text)]
    pub provider_track_id: String,
    /// The keyword, as votes are counted by it.
    #[diesel(sql_type = Text)]
    pub keyword: String,
    /// People for it.
    #[diesel(sql_type = BigInt)]
    pub up: i64,
    /// People against it.
    #[diesel(sql_type = BigInt)]
    pub down: i64,
}

/// What people say of tracks (`providers` and `track_ids`, pair by pair) beside keywords. A person who voted on many posts counts
/// once for each keyword and song, by the sign of all they said.
pub fn tallies(
    conn: &mut PgConnection,
    keywords: &[String],
    providers: &[&str],
    track_ids: &[&str],
) -> QueryResult<Vec<Tallied>> {
    diesel::sql_query(
        "select songs.provider, songs.provider_track_id, said.keyword, \
         count(*) filter (where said.total > 0) as up, count(*) filter (where said.total < 0) as down \
         from unnest($2, $3) as track (provider, id) \
         join songs on songs.provider = track.provider and songs.provider_track_id = track.id \
         join lateral (select keyword, sum(value) as total from vote_keywords \
             where keyword = any($1) and song_id = songs.id group by keyword, user_id) as said on true \
         group by songs.provider, songs.provider_track_id, said.keyword",
    )
    .bind::<Array<Text>, _>(keywords)
    .bind::<Array<Text>, _>(providers)
    .bind::<Array<Text>, _>(track_ids)
    .load(conn)
}

/// Takes a vote down, with the keywords that it speaks of; a former one is replaced.
pub fn upsert(conn: &mut PgConnection, key: Key, value: i16, keywords: &[String]) -> QueryResult<()> {
    let Key { user_id, post_id, song_id } = key;
    diesel::insert_into(votes::table)
        .values((
            votes::user_id.eq(user_id),
            votes::post_id.eq(post_id),
            votes::song_id.eq(song_id),
            votes::value.eq(value),
        ))
        .on_conflict((votes::user_id, votes::post_id, votes::song_id))
        .do_update()
        .set(votes::value.eq(value))
        .execute(conn)?;
    let of_vote = vote_keywords::user_id.eq(user_id).and(vote_keywords::post_id.eq(post_id));
    diesel::delete(vote_keywords::table.filter(of_vote.and(vote_keywords::song_id.eq(song_id)))).execute(conn)?;
    let rows: Vec<_> = keywords
        .iter()
        .map(|keyword| {
            (
                vote_keywords::keyword.eq(keyword),
                vote_keywords::song_id.eq(song_id),
                vote_keywords::user_id.eq(user_id),
                vote_keywords::post_id.eq(post_id),
                vote_keywords::value.eq(value),
            )
        })
        .collect();
    diesel::insert_into(vote_keywords::table).values(rows).execute(conn).map(drop)
}

/// Takes a vote back; true when there was one.
pub fn delete(conn: &mut PgConnection, key: Key) -> QueryResult<bool> {
    diesel::delete(votes::table.find((key.user_id, key.post_id, key.song_id))).execute(conn).map(|n| n == 1)
}

/// How songs stand on a post, with the viewer's own votes; songs that nobody voted on are left out.
pub fn standing(
    conn: &mut PgConnection,
    post_id: Uuid,
    viewer: Option<Uuid>,
    song_ids: &[Uuid],
) -> QueryResult<HashMap<Uuid, Standing>> {
    let own = votes::post_id
        .eq(vote_totals::post_id)
        .and(votes::song_id.eq(vote_totals::song_id))
        .and(votes::user_id.eq(viewer.unwrap_or(Uuid::nil())));
    let rows: Vec<(Uuid, i32, Option<i16>)> = vote_totals::table
        .left_join(votes::table.on(own))
        .filter(vote_totals::post_id.eq(post_id).and(vote_totals::song_id.eq_any(song_ids)))
        .select((vote_totals::song_id, vote_totals::score, votes::value.nullable()))
        .load(conn)?;
    let standing = |(song_id, score, mine): (Uuid, i32, Option<i16>)| {
        (song_id, Standing { score, mine: mine.and_then(|value| i8::try_from(value).ok()) })
    };
    Ok(rows.into_iter().map(standing).collect())
}
