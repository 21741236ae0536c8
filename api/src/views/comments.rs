//! Comments.

use diesel::PgConnection;
use imagime_shared::comment::Comment;
use uuid::Uuid;

use super::{Eye, authors, timestamp};
use crate::{
    error::{Error, Result},
    models::CommentRow,
};

/// One comment.
pub fn comment(conn: &mut PgConnection, eye: &Eye<'_>, row: CommentRow) -> Result<Comment> {
    comments(conn, eye, vec![row])?.pop().ok_or(Error::NotFound)
}

/// Comments in the given order; two queries for any number.
pub fn comments(conn: &mut PgConnection, eye: &Eye<'_>, rows: Vec<CommentRow>) -> Result<Vec<Comment>> {
    let user_ids: Vec<Uuid> = rows.iter().map(|row| row.user_id).collect();
    let authors = authors(conn, eye, &user_ids)?;
    // An author who left between the queries took their comments along.
    let shown = rows.into_iter().filter_map(|row| {
        Some(Comment {
            author: authors.get(&row.user_id).cloned()?,
            id: row.id,
            post_id: row.post_id,
            body: row.body,
            created_at: timestamp(row.created_at),
            edited_at: row.edited_at.map(timestamp),
        })
    });
    Ok(shown.collect())
}
