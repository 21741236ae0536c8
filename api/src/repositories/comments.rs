//! Comments. `posts.comment_count` follows by a trigger.

use chrono::Utc;
use diesel::prelude::*;
use imagime_shared::comment::CommentSort;
use uuid::Uuid;

use super::posts::visible_to;
use crate::{
    db::LimitLiteral as _,
    models::{CommentRow, NewComment},
    schema::{comments, posts},
};

/// A page of a post's comments, behind the one with the id `after`. Whether the post may be seen is for the caller to ask.
pub fn list(
    conn: &mut PgConnection,
    post_id: Uuid,
    sort: CommentSort,
    after: Option<Uuid>,
    rows: u32,
) -> QueryResult<Vec<CommentRow>> {
    let list = comments::table.filter(comments::post_id.eq(post_id)).select(CommentRow::as_select());
    match sort {
        CommentSort::Newest => {
            let older = list.filter(comments::id.lt(after.unwrap_or(Uuid::max())));
            older.order(comments::id.desc()).limit_literal(rows).load(conn)
        }
        CommentSort::Oldest => {
            let newer = list.filter(comments::id.gt(after.unwrap_or(Uuid::nil())));
            newer.order(comments::id.asc()).limit_literal(rows).load(conn)
        }
    }
}

/// A comment on a post that the viewer may see.
pub fn find_visible(conn: &mut PgConnection, id: Uuid, viewer: Option<Uuid>) -> QueryResult<CommentRow> {
    comments::table
        .inner_join(posts::table)
        .filter(comments::id.eq(id))
        .filter(visible_to(viewer.unwrap_or(Uuid::nil())))
        .select(CommentRow::as_select())
        .first(conn)
}

/// A comment, held against changes until the transaction ends.
pub fn lock(conn: &mut PgConnection, id: Uuid) -> QueryResult<CommentRow> {
    comments::table.find(id).select(CommentRow::as_select()).for_no_key_update().first(conn)
}

/// A comment's author and the owner of the post that it is about.
pub fn parties(conn: &mut PgConnection, id: Uuid) -> QueryResult<Option<(Uuid, Uuid)>> {
    comments::table
        .inner_join(posts::table)
        .filter(comments::id.eq(id))
        .select((comments::user_id, posts::user_id))
        .first(conn)
        .optional()
}

/// Inserts a comment.
pub fn insert(conn: &mut PgConnection, comment: &NewComment) -> QueryResult<CommentRow> {
    diesel::insert_into(comments::table).values(comment).returning(CommentRow::as_returning()).get_result(conn)
}

/// Changes what a comment says and notes when.
pub fn set_body(conn: &mut PgConnection, id: Uuid, body: &str) -> QueryResult<CommentRow> {
    diesel::update(comments::table.find(id))
        .set((comments::body.eq(body), comments::edited_at.eq(Utc::now())))
        .returning(CommentRow::as_returning())
        .get_result(conn)
}

/// Deletes a comment.
pub fn delete(conn: &mut PgConnection, id: Uuid) -> QueryResult<()> {
    diesel::delete(comments::table.find(id)).execute(conn).map(drop)
}
