//! Words of pictures, over the posts that stand in the feed. The counts follow by triggers.

use diesel::{
    prelude::*,
    sql_types::{Array, Integer, Text, Uuid as SqlUuid},
};
use uuid::Uuid;

/// Places of a post's list whose songs speak for a word.
const PLACES: i32 = 10;

/// A word as it is counted, and in how many posts it stands.
#[derive(Clone, Debug, QueryableByName)]
pub struct Counted {
    /// The word, in lower case.
    #[diesel(sql_type = Text)]
    pub keyword: String,
    /// Posts.
    #[diesel(sql_type = Integer)]
    pub post_count: i32,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// How often a word is said, without regard to case; 0 for one that nobody says.
pub fn count(conn: &mut PgConnection, keyword: &str) -> QueryResult<Counted> {
    diesel::sql_query(
        "select asked.keyword, coalesce(keyword_counts.post_count, 0) as post_count from (select lower($1) as keyword) as asked \
         left join keyword_counts on keyword_counts.keyword = asked.keyword",
    )
    .bind::<Text, _>(keyword)
    .get_result(conn)
}

/// Ids of the songs that fit these posts best, best first: what each scores on each of them, and the votes that it has there.
pub fn best_songs(conn: &mut PgConnection, post_ids: &[Uuid], most: u32) -> QueryResult<Vec<Uuid>> {
    let found: Vec<Found> = diesel::sql_query(format!(
        "select listed.song_id as id from unnest($1) as post (id) join posts on posts.id = post.id \
         join post_songs as listed on listed.post_id = posts.id and listed.generation = posts.match_generation \
             and listed.position < {PLACES} \
         left join vote_totals as voted on voted.post_id = listed.post_id and voted.song_id = listed.song_id \
         group by listed.song_id order by sum(listed.score + coalesce(voted.score, 0)) desc, listed.song_id limit {most}"
    ))
    .bind::<Array<SqlUuid>, _>(post_ids)
    .load(conn)?;
    Ok(found.into_iter().map(|found| found.id).collect())
}
