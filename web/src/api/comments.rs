//! What people say about pictures.

use imagime_shared::{
    comment::{Comment, CommentBody, CommentList, CommentResponse, CommentSort},
    page::PageQuery,
    paths, query,
};
use uuid::Uuid;

use super::client::{self, ApiError, Body, paged};

/// A page of a post's comments.
pub async fn list_comments(post_id: Uuid, sort: CommentSort, page: PageQuery) -> Result<CommentList, ApiError> {
    client::get(&paged(&of_post(post_id), &page, &[(query::SORT, sort.as_str())])).await
}

/// Writes a comment; a repeat with the same key is still one comment.
pub async fn write_comment(post_id: Uuid, form: &CommentBody, key: &str) -> Result<Comment, ApiError> {
    client::post::<CommentResponse>(&of_post(post_id), Body::keyed(form, key)?).await.map(|answer| answer.comment)
}

/// Changes what a comment of the asker says.
pub async fn edit_comment(id: Uuid, form: &CommentBody) -> Result<Comment, ApiError> {
    client::patch::<CommentResponse>(&path(id), form).await.map(|answer| answer.comment)
}

/// Deletes a comment of the asker, or under the asker's picture.
pub async fn delete_comment(id: Uuid) -> Result<(), ApiError> {
    client::delete(&path(id), Body::Empty).await
}

fn of_post(post_id: Uuid) -> String {
    paths::fill(paths::POST_COMMENTS, &[&post_id.to_string()])
}

fn path(id: Uuid) -> String {
    paths::fill(paths::COMMENT, &[&id.to_string()])
}
