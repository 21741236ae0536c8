//! What a user chose, and what might be recommended: a fixed number of queries over bounded sets.
//!
//! Of favourites, the user's own alone are read.

use chrono::{DateTime, Utc};
use diesel::{
    prelude::*,
    sql_types::{Array, Bool, Bytea, Float4, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

use crate::{
    db::LimitLiteral as _,
    models::SongRow,
    schema::{embeddings, post_keywords, posts, songs},
};

/// Newest posts with a word that are looked at, whoever may see them.
const PER_WORD: u32 = 120;
/// Songs of a post that may be recommended: the best so many.
const PER_POST: u32 = 6;
/// Newest lists of songs in which a song is looked for, and songs beside it.
const LISTS: u32 = 200;

/// Something that the user chose: a kept song, a liked post, or a song that they voted for.
#[derive(Debug, QueryableByName)]
pub struct Signal {
    /// The song, unless it is a like.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub song_id: Option<Uuid>,
    /// True when the song is kept.
    #[diesel(sql_type = Bool)]
    pub kept: bool,
    /// Title of the song, empty without one.
    #[diesel(sql_type = Text)]
    pub title: String,
    /// Artist of the song, empty without one.
    #[diesel(sql_type = Text)]
    pub artist: String,
    /// The post, when the user may see it.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub post_id: Option<Uuid>,
    /// How the post feels: -1 to 1.
    #[diesel(sql_type = Nullable<Float4>)]
    pub valence: Option<f32>,
    /// How the post feels: -1 to 1.
    #[diesel(sql_type = Nullable<Float4>)]
    pub arousal: Option<f32>,
}

/// The last things that a user chose, newest first; at most 200.
pub fn signals(conn: &mut PgConnection, user_id: Uuid) -> QueryResult<Vec<Signal>> {
    diesel::sql_query(
        "select chosen.song_id, chosen.kept, coalesce(songs.title, '') as title, coalesce(songs.artist, '') as artist, \
                posts.id as post_id, posts.valence, posts.arousal \
         from ((select song_id, post_id, true as kept, created_at from favorited_songs where user_id = $1 \
                order by created_at desc, song_id desc limit 100) \
             union all (select null, post_id, false, created_at from likes where user_id = $1 \
                order by created_at desc, post_id desc limit 60) \
             union all (select song_id, post_id, false, created_at from votes where user_id = $1 and value = 1 \
                order by created_at desc, post_id desc, song_id desc limit 40)) as chosen \
         left join songs on songs.id = chosen.song_id \
         left join posts on posts.id = chosen.post_id and (posts.visibility <> 'private' or posts.user_id = $1) \
         order by chosen.created_at desc, chosen.post_id desc, chosen.song_id desc",
    )
    .bind::<SqlUuid, _>(user_id)
    .load(conn)
}

/// Words of posts in lower case, with their weights, strongest first.
pub fn words(conn: &mut PgConnection, post_ids: &[Uuid]) -> QueryResult<Vec<(Uuid, String, f32)>> {
    let rows: Vec<(Uuid, String, f32)> = post_keywords::table
        .filter(post_keywords::post_id.eq_any(post_ids))
        .order((post_keywords::post_id, post_keywords::position))
        .select((post_keywords::post_id, post_keywords::keyword, post_keywords::score))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, word, score)| (id, word.to_lowercase(), score)).collect())
}

/// Vectors of the pictures of posts.
pub fn vectors(conn: &mut PgConnection, post_ids: &[Uuid], version: i32) -> QueryResult<Vec<(Uuid, Vec<u8>)>> {
    embeddings::table
        .filter(embeddings::post_id.eq_any(post_ids).and(embeddings::version.eq(version)))
        .select((embeddings::post_id, embeddings::vector))
        .load(conn)
}

/// The newest posts with any of these words in lower case, whoever may see them.
pub fn posts_with(conn: &mut PgConnection, words: &[String]) -> QueryResult<Vec<Uuid>> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = SqlUuid)]
        post_id: Uuid,
    }
    let found: Vec<Found> = diesel::sql_query(format!(
        "select distinct found.post_id from unnest($1) as word cross join lateral (select post_id from post_keywords \
             where lower(keyword) = word order by lower(keyword), post_id desc limit {PER_WORD}) as found"
    ))
    .bind::<Array<Text>, _>(words)
    .load(conn)?;
    Ok(found.into_iter().map(|found| found.post_id).collect())
}

/// Ids of the newest posts in the feed.
pub fn newest(conn: &mut PgConnection, rows: u32) -> QueryResult<Vec<Uuid>> {
    posts::table
        .filter(posts::visibility.eq("public").and(posts::match_generation.gt(0)))
        .order(posts::id.desc())
        .select(posts::id)
        .limit_literal(rows)
        .load(conn)
}

/// A post of the feed that may be recommended, or whose songs may.
#[derive(Clone, Debug, QueryableByName)]
pub struct Shown {
    /// The post.
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    /// The owner.
    #[diesel(sql_type = SqlUuid)]
    pub user_id: Uuid,
    /// HMAC of the picture's bytes.
    #[diesel(sql_type = Bytea)]
    pub image_key: Vec<u8>,
    /// -1 to 1.
    #[diesel(sql_type = Nullable<Float4>)]
    pub valence: Option<f32>,
    /// -1 to 1.
    #[diesel(sql_type = Nullable<Float4>)]
    pub arousal: Option<f32>,
    /// Likes of it.
    #[diesel(sql_type = Integer)]
    pub like_count: i32,
    /// When it was posted.
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
    /// The user's own, liked by them, or one from which they keep a song.
    #[diesel(sql_type = Bool)]
    pub known: bool,
}

/// Those of the given posts that stand in the feed.
pub fn shown(conn: &mut PgConnection, user_id: Uuid, ids: &[Uuid]) -> QueryResult<Vec<Shown>> {
    diesel::sql_query(
        "select id, user_id, image_key, valence, arousal, like_count, created_at, (user_id = $1 \
             or id in (select post_id from likes where user_id = $1 and post_id = any($2)) \
             or id in (select post_id from favorited_songs where user_id = $1 and post_id = any($2))) as known \
         from posts where id = any($2) and visibility = 'public' and match_generation > 0 order by id desc",
    )
    .bind::<SqlUuid, _>(user_id)
    .bind::<Array<SqlUuid>, _>(ids)
    .load(conn)
}

/// A song on a post.
#[derive(Clone, Debug, QueryableByName)]
pub struct Place {
    /// The post.
    #[diesel(sql_type = SqlUuid)]
    pub post_id: Uuid,
    /// The song.
    #[diesel(sql_type = SqlUuid)]
    pub song_id: Uuid,
    /// The song's artist.
    #[diesel(sql_type = Text)]
    pub artist: String,
    /// How well it fits there, 0 to 1.
    #[diesel(sql_type = Float4)]
    pub score: f32,
    /// Votes for it there less votes against it.
    #[diesel(sql_type = Integer)]
    pub votes: i32,
}

/// The best songs of posts, but for those that the user keeps or voted against anywhere.
pub fn songs_on(conn: &mut PgConnection, user_id: Uuid, post_ids: &[Uuid]) -> QueryResult<Vec<Place>> {
    diesel::sql_query(format!(
        "select place.post_id, place.song_id, songs.artist, place.score, coalesce(vote_totals.score, 0) as votes \
         from post_songs as place join posts on posts.id = place.post_id and posts.match_generation = place.generation \
         join songs on songs.id = place.song_id \
         left join vote_totals on vote_totals.post_id = place.post_id and vote_totals.song_id = place.song_id \
         where place.post_id = any($2) and place.position < {PER_POST} \
           and not exists (select from favorited_songs as kept where kept.user_id = $1 and kept.song_id = place.song_id) \
           and not exists (select from votes where votes.user_id = $1 and votes.song_id = place.song_id and votes.value = -1) \
         order by place.post_id, place.position"
    ))
    .bind::<SqlUuid, _>(user_id)
    .bind::<Array<SqlUuid>, _>(post_ids)
    .load(conn)
}

/// A song beside another one on a post of the feed.
#[derive(Debug, QueryableByName)]
pub struct Beside {
    /// The post.
    #[diesel(sql_type = SqlUuid)]
    pub post_id: Uuid,
    /// The other song.
    #[diesel(sql_type = SqlUuid)]
    pub song_id: Uuid,
    /// Its artist.
    #[diesel(sql_type = Text)]
    pub artist: String,
    /// How well the two fit there: the product, 0 to 1.
    #[diesel(sql_type = Float4)]
    pub score: f32,
    /// A word that speaks for both of them there.
    #[diesel(sql_type = Nullable<Text>)]
    pub keyword: Option<String>,
    /// True when that word is one of the mood.
    #[diesel(sql_type = Bool)]
    pub mood: bool,
}

/// The songs that stand beside a song on the newest of its posts that stand in the feed.
pub fn beside(conn: &mut PgConnection, song_id: Uuid) -> QueryResult<Vec<Beside>> {
    diesel::sql_query(format!(
        "select other.post_id, other.song_id, songs.artist, own.score * other.score as score, \
                common.keyword, coalesce(common.kind = 'mood', false) as mood \
         from (select * from post_songs where song_id = $1 order by song_id, post_id desc limit {LISTS}) as own \
         join posts on posts.id = own.post_id and posts.match_generation = own.generation and posts.visibility = 'public' \
         join post_songs as other on other.post_id = own.post_id and other.generation = own.generation \
             and other.position < {PER_POST} and other.song_id <> own.song_id \
         join songs on songs.id = other.song_id \
         left join lateral (select its.value ->> 'keyword' as keyword, its.value ->> 'kind' as kind \
             from jsonb_array_elements(other.why) with ordinality as its, jsonb_array_elements(own.why) as mine \
             where its.value ->> 'keyword' = mine.value ->> 'keyword' order by its.ordinality limit 1) as common on true \
         order by other.post_id, other.position"
    ))
    .bind::<SqlUuid, _>(song_id)
    .load(conn)
}

/// Songs with these ids, in no order.
pub fn songs_of(conn: &mut PgConnection, ids: &[Uuid]) -> QueryResult<Vec<SongRow>> {
    songs::table.filter(songs::id.eq_any(ids)).select(SongRow::as_select()).load(conn)
}
