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

/// Names that are compared in full, of each way to be like what was asked.
const CANDIDATES: u32 = 200;
/// How a user is called, as the index has it.
const USER: &str = "search.folded(username || ' ' || display_name)";
/// How a song is called, as the index has it.
const SONG: &str = "search.folded(title || ' ' || artist)";
/// How a word is called, as the index has it.
const KEYWORD: &str = "search.folded(keyword)";

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
    let made: Query = sql_query("select query, is_rare from search.query_of($1)")
        .bind::<Text, _>(storable(asked))
        .get_result(conn)?;
    Ok(made.query.map(|query| (query, made.is_rare.unwrap_or(true))))
}

/// The words of a text, without case, accents and anything else that parts them.
pub fn words(conn: &mut PgConnection, asked: &str) -> QueryResult<String> {
    #[derive(QueryableByName)]
    struct Words {
        #[diesel(sql_type = Text)]
        words: String,
    }
    let found: Words =
        sql_query("select search.words_of($1) as words").bind::<Text, _>(storable(asked)).get_result(conn)?;
    Ok(found.words)
}

/// PostgreSQL knows no NUL; it parts words as any other character that is no letter does.
fn storable(asked: &str) -> String {
    asked.replace('\0', " ")
}

/// Users by a part of their names, or one like it; `words` come from [`words`].
pub fn users(conn: &mut PgConnection, words: &str, rows: u32) -> QueryResult<Vec<UserRow>> {
    let found: Vec<Id> = sql_query(format!(
        "with found as materialized ({}) select id from found join users using (id) cross join lateral (select {USER} as name) as called \
         order by search.words_of(username) = $1 desc, name like $1 || '%' desc, word_similarity($1, name) desc, follower_count desc, id limit {rows}",
        called_like("users", "id", USER, "true")
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
    // Asked of each candidate before they are cut: songs that are not the viewer's to see must not crowd out those that are.
    let is_visible = "exists (select from post_songs join posts on posts.id = post_songs.post_id \
         where post_songs.song_id = songs.id and post_songs.generation = posts.match_generation \
           and (posts.visibility = 'public' and posts.match_generation > 0 or posts.user_id = $2) offset 0)";
    let found: Vec<Id> = sql_query(format!(
        "with found as materialized ({}) select id from found join songs using (id) cross join lateral (select {SONG} as name) as called \
         order by name like $1 || '%' desc, word_similarity($1, name) desc, name, id limit {rows}",
        called_like("songs", "id", SONG, is_visible)
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
        "with found as materialized ({}) \
         select keyword, post_count from found join keyword_counts using (keyword) cross join lateral (select {KEYWORD} as name) as called \
         order by name = $1 desc, name like $1 || '%' desc, word_similarity($1, name) desc, post_count desc, keyword limit {rows}",
        called_like("keyword_counts", "keyword", KEYWORD, "post_count > 0")
    ))
    .bind::<Text, _>(words)
    .load(conn)
}

/// Rows that are called like `$1`. A short text stands in more names than can be compared: those that begin with it as a word are
/// taken first, then those that begin with it, then those with it anywhere or with something like it.
fn called_like(table: &str, key: &str, name: &str, condition: &str) -> String {
    let ways = [
        format!("({name} like $1 or {name} like $1 || ' %')"),
        format!("{name} like $1 || '%'"),
        format!("({name} like '%' || $1 || '%' or $1 <% {name})"),
    ];
    ways.map(|way| format!("(select {key} from {table} where {way} and {condition} limit {CANDIDATES})"))
        .join(" union ")
}

/// Counts the words of the posts in the feed anew.
pub fn count_words(conn: &mut PgConnection) -> QueryResult<()> {
    sql_query("select search.count_words()").execute(conn).map(drop)
}

/// Writes the next `rows` documents of an author who has another name since; false when no author is left to be written of.
pub fn rewrite_documents(conn: &mut PgConnection, rows: u32) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Rewritten {
        #[diesel(sql_type = Bool)]
        goes_on: bool,
    }
    let rewritten: Rewritten =
        sql_query(format!("select search.rewrite_documents({rows}) as goes_on")).get_result(conn)?;
    Ok(rewritten.goes_on)
}
