//! Search. What is found is ordered by how much it is like what was asked; who may see it is part of every query.

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Bool, Nullable, Text, Uuid as SqlUuid},
};
use uuid::Uuid;

use crate::{
    models::{SongRow, UserRow},
    schema::{songs, users},
};

/// Names that are compared in full; a search that so many answer is too short to be answered well.
const CANDIDATES: u32 = 400;

#[derive(QueryableByName)]
struct Query {
    #[diesel(sql_type = Nullable<Text>)]
    query: Option<String>,
    #[diesel(sql_type = Nullable<Bool>)]
    is_rare: Option<bool>,
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// A word and in how many posts of the feed it stands.
#[derive(Debug, QueryableByName)]
pub struct CountedWord {
    /// The word, in lower case.
    #[diesel(sql_type = Text)]
    pub keyword: String,
    /// Posts.
    #[diesel(sql_type = diesel::sql_types::Integer)]
    pub post_count: i32,
}

/// What to look for in posts, and whether few have it; `None` for a text without a word.
pub fn query(conn: &mut PgConnection, asked: &str) -> QueryResult<Option<(String, bool)>> {
    let made: Query =
        sql_query("select query, is_rare from search.query_of($1)").bind::<Text, _>(asked).get_result(conn)?;
    Ok(made.query.map(|query| (query, made.is_rare.unwrap_or(true))))
}

/// The words of a text, without case, accents and anything else that parts them.
pub fn words(conn: &mut PgConnection, asked: &str) -> QueryResult<String> {
    #[derive(QueryableByName)]
    struct Words {
        #[diesel(sql_type = Text)]
        words: String,
    }
    let found: Words = sql_query("select search.words_of($1) as words").bind::<Text, _>(asked).get_result(conn)?;
    Ok(found.words)
}

/// Users by a part of their names, or one like it; `words` come from [`words`].
pub fn users(conn: &mut PgConnection, words: &str, rows: u32) -> QueryResult<Vec<UserRow>> {
    let found: Vec<Id> = sql_query(format!(
        "with found as materialized (select id, username, follower_count, search.folded(username || ' ' || display_name) as name \
             from users where search.folded(username || ' ' || display_name) like '%' || $1 || '%' \
                or $1 <% search.folded(username || ' ' || display_name) limit {CANDIDATES}) \
         select id from found \
         order by search.words_of(username) = $1 desc, name like $1 || '%' desc, word_similarity($1, name) desc, follower_count desc, id limit {rows}"
    ))
    .bind::<Text, _>(words)
    .load(conn)?;
    let ids: Vec<Uuid> = found.into_iter().map(|row| row.id).collect();
    let mut rows: Vec<UserRow> = users::table.filter(users::id.eq_any(&ids)).select(UserRow::as_select()).load(conn)?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    Ok(rows)
}

/// Songs by a part of their title and artist, or one like it: those that stand on a post of the feed or on the viewer's own.
pub fn songs(conn: &mut PgConnection, words: &str, viewer: Option<Uuid>, rows: u32) -> QueryResult<Vec<SongRow>> {
    let found: Vec<Id> = sql_query(format!(
        "with found as materialized (select id, search.folded(title || ' ' || artist) as name from songs \
             where search.folded(title || ' ' || artist) like '%' || $1 || '%' or $1 <% search.folded(title || ' ' || artist) \
             limit {CANDIDATES}) \
         select id from found where exists (select from post_songs join posts on posts.id = post_songs.post_id \
             where post_songs.song_id = found.id and post_songs.generation = posts.match_generation \
               and (posts.visibility = 'public' and posts.match_generation > 0 or posts.user_id = $2) offset 0) \
         order by name like $1 || '%' desc, word_similarity($1, name) desc, name, id limit {rows}"
    ))
    .bind::<Text, _>(words)
    .bind::<SqlUuid, _>(viewer.unwrap_or(Uuid::nil()))
    .load(conn)?;
    let ids: Vec<Uuid> = found.into_iter().map(|row| row.id).collect();
    let mut rows: Vec<SongRow> = songs::table.filter(songs::id.eq_any(&ids)).select(SongRow::as_select()).load(conn)?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    Ok(rows)
}

/// Words of pictures by a part of them, or one like it.
pub fn keywords(conn: &mut PgConnection, words: &str, rows: u32) -> QueryResult<Vec<CountedWord>> {
    sql_query(format!(
        "with found as materialized (select keyword, post_count, search.folded(keyword) as name from keyword_counts \
             where search.folded(keyword) like '%' || $1 || '%' or $1 <% search.folded(keyword) limit {CANDIDATES}) \
         select keyword, post_count from found where post_count > 0 \
         order by name = $1 desc, name like $1 || '%' desc, word_similarity($1, name) desc, post_count desc, keyword limit {rows}"
    ))
    .bind::<Text, _>(words)
    .load(conn)
}

/// Counts the words of the posts in the feed anew.
pub fn count_words(conn: &mut PgConnection) -> QueryResult<()> {
    sql_query("select search.count_words()").execute(conn).map(drop)
}
