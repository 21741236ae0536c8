//! Posts: every read says who asks, so that nobody sees what is not theirs to see.

use std::collections::HashMap;

use chrono::Utc;
use diesel::{
    dsl::{Eq, auto_type, exists, not},
    pg::Pg,
    prelude::*,
    sql_types::Bool,
};
use imagime_shared::post::PostStatus;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    db::LimitLiteral as _,
    models::{KeywordRow, NewPost, PostChanges, PostRow},
    schema::{jobs, post_keywords, posts},
};

/// A post that the viewer may see.
pub fn find_visible(conn: &mut PgConnection, id: Uuid, viewer: Option<Uuid>) -> QueryResult<PostRow> {
    posts::table.find(id).filter(visible_to(viewer.unwrap_or(Uuid::nil()))).select(PostRow::as_select()).first(conn)
}

/// Those of the given posts that the viewer may see.
pub fn find_visible_many(conn: &mut PgConnection, ids: &[Uuid], viewer: Uuid) -> QueryResult<Vec<PostRow>> {
    posts::table.filter(posts::id.eq_any(ids)).filter(visible_to(viewer)).select(PostRow::as_select()).load(conn)
}

/// Those of the given posts that a list of `keeper`'s may name to the viewer.
pub fn find_named_many(conn: &mut PgConnection, ids: &[Uuid], viewer: Uuid, keeper: Uuid) -> QueryResult<Vec<PostRow>> {
    let given = posts::table.filter(posts::id.eq_any(ids)).filter(named_to(viewer, keeper));
    given.select(PostRow::as_select()).load(conn)
}

/// A post of this owner.
pub fn find_owned(conn: &mut PgConnection, id: Uuid, owner: Uuid) -> QueryResult<PostRow> {
    posts::table.find(id).filter(posts::user_id.eq(owner)).select(PostRow::as_select()).first(conn)
}

/// A post of this owner, held against changes until the transaction ends.
pub fn lock_owned(conn: &mut PgConnection, id: Uuid, owner: Uuid) -> QueryResult<PostRow> {
    let post = posts::table.find(id).filter(posts::user_id.eq(owner));
    post.select(PostRow::as_select()).for_no_key_update().first(conn)
}

/// A post without regard to who asks, held against changes until the transaction ends.
pub fn lock(conn: &mut PgConnection, id: Uuid) -> QueryResult<Option<PostRow>> {
    posts::table.find(id).select(PostRow::as_select()).for_no_key_update().first(conn).optional()
}

/// A post without regard to who asks; for work behind the scenes.
pub fn find(conn: &mut PgConnection, id: Uuid) -> QueryResult<Option<PostRow>> {
    posts::table.find(id).select(PostRow::as_select()).first(conn).optional()
}

/// A user's posts, newest first, older than `before`: all of them for their owner, the public ones with a list of songs for others.
pub fn of_user(
    conn: &mut PgConnection,
    user_id: Uuid,
    viewer: Option<Uuid>,
    before: Option<Uuid>,
    rows: u32,
) -> QueryResult<Vec<PostRow>> {
    let theirs = posts::table
        .filter(posts::user_id.eq(user_id))
        .filter(posts::id.lt(before.unwrap_or(Uuid::max())))
        .order(posts::id.desc())
        .select(PostRow::as_select());
    if viewer == Some(user_id) {
        return theirs.limit_literal(rows).load(conn);
    }
    theirs.filter(posts::visibility.eq("public").and(posts::match_generation.gt(0))).limit_literal(rows).load(conn)
}

/// What decides whether a post is shown among those like another.
#[derive(Debug)]
pub struct Candidate {
    /// The owner.
    pub user_id: Uuid,
    /// HMAC of the picture's bytes.
    pub image_key: Vec<u8>,
    /// Stands in the feed, or is the viewer's own and would if it were public.
    pub shown: bool,
}

/// Those of the given posts that there are, whoever may see them.
pub fn candidates(
    conn: &mut PgConnection,
    ids: &[Uuid],
    viewer: Option<Uuid>,
) -> QueryResult<HashMap<Uuid, Candidate>> {
    let own = posts::user_id.eq(viewer.unwrap_or(Uuid::nil()));
    let shown = posts::match_generation.gt(0).and(posts::visibility.eq("public").or(own));
    let rows = posts::table
        .filter(posts::id.eq_any(ids))
        .select((posts::id, posts::user_id, posts::image_key, shown))
        .load::<(Uuid, Uuid, Vec<u8>, bool)>(conn)?;
    let named = |(id, user_id, image_key, shown)| (id, Candidate { user_id, image_key, shown });
    Ok(rows.into_iter().map(named).collect())
}

/// The list of songs that a post has and the one that it is to have.
pub fn generations(conn: &mut PgConnection, id: Uuid) -> QueryResult<(i32, i32)> {
    posts::table.find(id).select((posts::match_generation, posts::wanted_generation)).first(conn)
}

/// Inserts a post.
pub fn insert(conn: &mut PgConnection, post: &NewPost) -> QueryResult<PostRow> {
    diesel::insert_into(posts::table).values(post).returning(PostRow::as_returning()).get_result(conn)
}

/// Changes a post of this owner.
pub fn update(conn: &mut PgConnection, id: Uuid, owner: Uuid, changes: &PostChanges) -> QueryResult<PostRow> {
    diesel::update(posts::table.find(id).filter(posts::user_id.eq(owner)))
        .set(changes)
        .returning(PostRow::as_returning())
        .get_result(conn)
}

/// Deletes a post of this owner; true when there was one.
pub fn delete(conn: &mut PgConnection, id: Uuid, owner: Uuid) -> QueryResult<bool> {
    diesel::delete(posts::table.find(id).filter(posts::user_id.eq(owner))).execute(conn).map(|n| n == 1)
}

/// Moves a post that is not finished to the next step.
pub fn set_status(conn: &mut PgConnection, id: Uuid, status: PostStatus) -> QueryResult<()> {
    diesel::update(posts::table.find(id)).set(posts::status.eq(status.as_str())).execute(conn).map(drop)
}

/// Ends the work on a post whose picture cannot be processed.
pub fn fail(conn: &mut PgConnection, id: Uuid, code: &str, message: &str) -> QueryResult<()> {
    diesel::update(posts::table.find(id))
        .set((
            posts::status.eq(PostStatus::Failed.as_str()),
            posts::failure_code.eq(code),
            posts::failure_message.eq(message),
        ))
        .execute(conn)
        .map(drop)
}

/// What an analysis changes in a post.
#[derive(Debug, AsChangeset)]
#[diesel(table_name = posts)]
pub struct Understood<'a> {
    /// -1 to 1.
    pub valence: f32,
    /// -1 to 1.
    pub arousal: f32,
    /// Words for the mood.
    pub mood_words: &'a [String],
    /// Who looked at it.
    pub analysis_source: &'a str,
    /// Only colour and light could be named.
    pub abstained: bool,
    /// When.
    pub analyzed_at: chrono::DateTime<Utc>,
    /// `matching`, or `ready` when it was before.
    pub status: &'static str,
    /// Outside analysers whose answer may still come.
    pub waiting_for: &'a [String],
    /// One more than before when there is a list already.
    pub wanted_generation: i32,
}

/// Writes down what was understood of a picture.
pub fn set_understood(
    conn: &mut PgConnection,
    id: Uuid,
    understood: &Understood<'_>,
    keywords: &[KeywordRow],
) -> QueryResult<()> {
    diesel::update(posts::table.find(id)).set(understood).execute(conn)?;
    replace_keywords(conn, id, keywords)
}

/// What its owner decides about a post's songs.
#[derive(Debug, AsChangeset)]
#[diesel(table_name = posts)]
pub struct Decided<'a> {
    /// -1 to 1.
    pub valence: Option<f32>,
    /// -1 to 1.
    pub arousal: Option<f32>,
    /// Words for the mood.
    pub mood_words: Option<&'a [String]>,
    /// `matching`.
    pub status: &'static str,
    /// One more than before.
    pub wanted_generation: i32,
    /// Nobody: the owner's word stands above any analyser's.
    pub waiting_for: &'a [String],
}

/// Writes down by what a post's songs are to be chosen from now on.
pub fn set_decided(
    conn: &mut PgConnection,
    id: Uuid,
    decided: &Decided<'_>,
    keywords: &[KeywordRow],
) -> QueryResult<PostRow> {
    replace_keywords(conn, id, keywords)?;
    diesel::update(posts::table.find(id)).set(decided).returning(PostRow::as_returning()).get_result(conn)
}

fn replace_keywords(conn: &mut PgConnection, id: Uuid, keywords: &[KeywordRow]) -> QueryResult<()> {
    diesel::delete(post_keywords::table.filter(post_keywords::post_id.eq(id))).execute(conn)?;
    diesel::insert_into(post_keywords::table).values(keywords).execute(conn).map(drop)
}

/// A list of songs that was made.
#[derive(Debug)]
pub struct Made<'a> {
    /// Which list it is.
    pub generation: i32,
    /// Songs in it.
    pub song_count: i32,
    /// Array of notices.
    pub notices: &'a Value,
    /// Outside sources whose answer may still come.
    pub waiting_for: &'a [String],
}

/// Ends the work on a post: this list of songs is there, and is the one to show.
pub fn set_ready(conn: &mut PgConnection, id: Uuid, made: &Made<'_>) -> QueryResult<()> {
    diesel::update(posts::table.find(id))
        .set((
            posts::status.eq(PostStatus::Ready.as_str()),
            posts::wanted_generation.eq(made.generation),
            posts::match_generation.eq(made.generation),
            posts::song_count.eq(made.song_count),
            posts::notices.eq(made.notices),
            posts::waiting_for.eq(made.waiting_for),
        ))
        .execute(conn)
        .map(drop)
}

/// Finished posts that wait for a source and on which nobody works, newest first, at most so many.
pub fn waiting(conn: &mut PgConnection, source: &str, most: u32) -> QueryResult<Vec<Uuid>> {
    let worked_on = exists(jobs::table.filter(jobs::post_id.eq(posts::id.nullable()).and(jobs::dead.eq(false))));
    posts::table
        .filter(posts::waiting_for.ne(Vec::<String>::new()).and(posts::waiting_for.contains(vec![source])))
        .filter(posts::status.eq(PostStatus::Ready.as_str()).and(not(worked_on)))
        .order(posts::id.desc())
        .select(posts::id)
        .limit_literal(most)
        .load(conn)
}

/// The words of posts, strongest first.
pub fn keywords_of(conn: &mut PgConnection, post_ids: &[Uuid]) -> QueryResult<Vec<KeywordRow>> {
    post_keywords::table
        .filter(post_keywords::post_id.eq_any(post_ids))
        .order((post_keywords::post_id, post_keywords::position))
        .select(KeywordRow::as_select())
        .load(conn)
}

/// Public and unlisted posts, and one's own; the nil id is nobody's.
#[auto_type(no_type_alias)]
pub(super) fn visible_to(viewer: Uuid) -> _ {
    let own: Eq<posts::user_id, Uuid> = posts::user_id.eq(viewer);
    posts::visibility.ne("private").or(own)
}

/// What a list of `keeper`'s may name to the viewer: all that the keeper may see to the keeper, public posts and one's own to others.
/// An unlisted address is not passed on.
pub(super) fn named_to(viewer: Uuid, keeper: Uuid) -> Box<dyn BoxableExpression<posts::table, Pg, SqlType = Bool>> {
    if viewer == keeper {
        return Box::new(visible_to(viewer));
    }
    Box::new(posts::visibility.eq("public").or(posts::user_id.eq(viewer)))
}
