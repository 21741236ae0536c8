//! Lists of the posts that stand in the feed: by word, by song, by person, by time, in the order of time or of a ranking.
//!
//! Each query walks one index, that of the filter that tells most, and looks at the other filters post by post: `offset 0` keeps
//! PostgreSQL from turning that round, so that a page costs the same at any depth.

use diesel::{
    pg::Pg,
    prelude::*,
    query_builder::BoxedSqlQuery,
    sql_types::{BigInt, Bool, Integer, Nullable, Text, Uuid as SqlUuid},
};
use uuid::Uuid;

/// Posts whose ids stand in one row of a ranking.
pub const CHUNK: usize = 100;

/// Which posts are wanted; all conditions hold together.
#[derive(Clone, Debug, Default)]
pub struct PostFilter {
    /// A word of the picture, without regard to case.
    pub keyword: Option<String>,
    /// A song of the newest list.
    pub song: Option<Uuid>,
    /// The author.
    pub user: Option<Uuid>,
    /// Authors whom this user follows.
    pub followed_by: Option<Uuid>,
    /// Ids from here on; they begin with their time.
    pub from: Option<Uuid>,
    /// Ids before this one.
    pub before: Option<Uuid>,
    /// Something of it can be heard by the asker, who has an account or has none.
    pub playable: Option<HasAccount>,
    /// What is written of it.
    pub text: Option<TextQuery>,
}

/// Words that are searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextQuery {
    /// As somebody wrote them.
    pub asked: String,
    /// What that means now, as [`super::search::query`] gave it.
    pub query: String,
    /// Few posts have them.
    pub is_rare: bool,
    /// Whose private posts are searched as well.
    pub own: Option<Uuid>,
}

/// Whether the asker has an account: the operator's own music is played to accounts only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HasAccount(pub bool);

/// In which order, and behind which place.
#[derive(Clone, Copy, Debug)]
pub enum Order<'a> {
    /// Newest first, older than this post.
    Newest(Option<Uuid>),
    /// As a ranking has them, behind this many places of it.
    Ranked {
        /// Name of the ranking.
        list: &'a str,
        /// Which one of that name.
        epoch: i64,
        /// Places to leave out.
        after: i32,
    },
}

/// A post of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, QueryableByName)]
pub struct Listed {
    /// The post.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// Its place in the ranking, from 1; 0 without one.
    #[diesel(sql_type = Integer)]
    pub place: i32,
}

/// The next posts of a list, at most `rows`.
pub fn page(conn: &mut PgConnection, filter: &PostFilter, order: Order<'_>, rows: u32) -> QueryResult<Vec<Listed>> {
    let (older_than, list, epoch, after) = match order {
        Order::Newest(before) => (before, None, None, None),
        Order::Ranked { list, epoch, after } => (None, Some(list), Some(epoch), Some(after)),
    };
    let before = [filter.before, older_than].into_iter().flatten().min();
    query(filter, order, rows)
        .bind::<Nullable<Text>, _>(filter.keyword.as_deref())
        .bind::<Nullable<SqlUuid>, _>(filter.song)
        .bind::<Nullable<SqlUuid>, _>(filter.user)
        .bind::<Nullable<SqlUuid>, _>(filter.followed_by)
        .bind::<SqlUuid, _>(filter.from.unwrap_or(Uuid::nil()))
        .bind::<SqlUuid, _>(before.unwrap_or(Uuid::max()))
        .bind::<Nullable<Text>, _>(list)
        .bind::<Nullable<BigInt>, _>(epoch)
        .bind::<Nullable<Integer>, _>(after)
        .bind::<Bool, _>(filter.playable.is_some_and(|asker| asker.0))
        .bind::<Nullable<Text>, _>(filter.text.as_ref().map(|text| text.query.as_str()))
        .bind::<Nullable<SqlUuid>, _>(filter.text.as_ref().and_then(|text| text.own))
        .load(conn)
}

/// One index decides the order; what it does not tell is asked of each post.
fn query<'q>(
    filter: &PostFilter,
    order: Order<'_>,
    rows: u32,
) -> BoxedSqlQuery<'q, Pg, diesel::query_builder::SqlQuery> {
    let post = format!("(select id from posts where {} offset 0) as post", conditions(filter, order));
    let text = if matches!(order, Order::Ranked { .. }) {
        format!(
            "select post.id, (ranked.first_place + listed.number)::integer as place from ranked_posts as ranked \
             cross join lateral unnest(ranked.post_ids) with ordinality as listed (post_id, number) \
             cross join lateral {post} where ranked.list = $7 and ranked.epoch = $8 \
             and ranked.first_place > $9 - {CHUNK} and ranked.first_place + listed.number > $9 \
             order by ranked.first_place, listed.number limit {rows}"
        )
    } else if filter.song.is_some() {
        format!(
            "select post.id, 0 as place from post_songs as listed cross join lateral {post} \
             where listed.song_id = $2 and listed.post_id >= $5 and listed.post_id < $6 \
             order by listed.post_id desc limit {rows}"
        )
    } else if filter.keyword.is_some() {
        format!(
            "select post.id, 0 as place from post_keywords as listed cross join lateral {post} \
             where lower(listed.keyword) = lower($1) and listed.post_id >= $5 and listed.post_id < $6 \
             order by listed.post_id desc limit {rows}"
        )
    } else if filter.user.is_none() && filter.followed_by.is_some() {
        // Of each of them no more are looked at than the page has rows, however much they posted.
        format!(
            "select post.id, 0 as place from follows cross join lateral (select id from posts \
                 where user_id = follows.followed_id and {} order by id desc limit {rows}) as post \
             where follows.follower_id = $4 order by post.id desc limit {rows}",
            conditions(&PostFilter { followed_by: None, ..filter.clone() }, order)
        )
    } else if is_found_first(filter, order) {
        // All that have the words, and then the newest of them: reading until a page is full would read nearly everything. Where
        // the estimate was wrong that takes longer, but the newest come first all the same.
        format!(
            "with listed as materialized (select post_id from search.post_documents where document @@ $11::tsquery) \
             select post.id, 0 as place from (select post_id from listed where post_id >= $5 and post_id < $6 order by post_id desc offset 0) \
             as listed cross join lateral {post} order by listed.post_id desc limit {rows}"
        )
    } else {
        format!("select id, 0 as place from posts where {} order by id desc limit {rows}", conditions(filter, order))
    };
    diesel::sql_query(text).into_boxed::<Pg>()
}

/// Whether all posts with the words are looked up before anything else: when the words are rare and no other filter has an index.
fn is_found_first(filter: &PostFilter, order: Order<'_>) -> bool {
    let others = matches!(order, Order::Ranked { .. })
        || filter.song.is_some()
        || filter.keyword.is_some()
        || filter.user.is_some()
        || filter.followed_by.is_some();
    !others && filter.text.as_ref().is_some_and(|text| text.is_rare)
}

/// What has to hold for a row of `posts`.
fn conditions(filter: &PostFilter, order: Order<'_>) -> String {
    let ranked = matches!(order, Order::Ranked { .. });
    let own = !ranked && filter.text.as_ref().is_some_and(|text| text.own.is_some());
    let mut all = vec!["id >= $5 and id < $6"];
    all.push(if own {
        "(visibility = 'public' and match_generation > 0 or user_id = $12)"
    } else {
        "visibility = 'public' and match_generation > 0"
    });
    let walks_found = is_found_first(filter, order);
    if walks_found {
        all.push("id = listed.post_id");
    } else if filter.text.is_some() {
        all.push(
            "exists (select from search.post_documents where post_id = posts.id and document @@ $11::tsquery offset 0)",
        );
    }
    if ranked {
        all.push("id = listed.post_id");
    } else if filter.song.is_some() {
        all.push("id = listed.post_id and match_generation = listed.generation");
    } else if filter.keyword.is_some() {
        // A post whose list of words says one of them twice is there once.
        all.push(
            "id = listed.post_id and not exists (select from post_keywords as earlier where earlier.post_id = posts.id \
             and earlier.position < listed.position and lower(earlier.keyword) = lower($1) offset 0)",
        );
    }
    if filter.song.is_some() && ranked {
        all.push(
            "exists (select from post_songs where post_id = posts.id and song_id = $2 \
             and generation = posts.match_generation offset 0)",
        );
    }
    if filter.keyword.is_some() && (ranked || filter.song.is_some()) {
        all.push("exists (select from post_keywords where lower(keyword) = lower($1) and post_id = posts.id offset 0)");
    }
    if filter.user.is_some() {
        all.push("user_id = $3");
    }
    if filter.followed_by.is_some() {
        all.push("exists (select from follows where follower_id = $4 and followed_id = posts.user_id offset 0)");
    }
    if filter.playable.is_some() {
        all.push(
            "exists (select from post_songs join songs on songs.id = post_songs.song_id \
             where post_songs.post_id = posts.id and post_songs.generation = posts.match_generation \
             and songs.preview_state in ('available', 'embed') and (songs.provider <> 'folder' or $10) offset 0)",
        );
    }
    all.join(" and ")
}
