//! The asker's own account.

use imagime_shared::{
    auth::{ChangePassword, DeleteAccount, Session, SessionList},
    paths,
    user::{Me, MeResponse, UpdateMe},
};
use uuid::Uuid;
use web_sys::File;

use super::{
    auth::form_data,
    client::{self, ApiError, Body},
};

/// Changes the fields that are set.
pub async fn update_me(change: &UpdateMe) -> Result<Me, ApiError> {
    client::patch::<MeResponse>(paths::ME, change).await.map(|answer| answer.user)
}

/// Takes a picture as the asker's face; the server cuts it square.
pub async fn set_avatar(image: &File) -> Result<Me, ApiError> {
    let body = Body::Form(form_data(&[], Some(image))?);
    client::put::<MeResponse>(paths::AVATAR, body).await.map(|answer| answer.user)
}

/// Takes the asker's face away.
pub async fn delete_avatar() -> Result<(), ApiError> {
    client::delete(paths::AVATAR, Body::Empty).await
}

/// Sets another password; every other session ends.
pub async fn change_password(change: &ChangePassword) -> Result<(), ApiError> {
    client::put::<serde_json::Value>(paths::PASSWORD, Body::json(change)?).await.map(drop)
}

/// Where the asker is logged in, newest first.
pub async fn list_sessions() -> Result<Vec<Session>, ApiError> {
    client::get::<SessionList>(paths::SESSIONS).await.map(|answer| answer.sessions)
}

/// Ends one session.
pub async fn end_session(id: Uuid) -> Result<(), ApiError> {
    client::delete(&paths::fill(paths::SESSION, &[&id.to_string()]), Body::Empty).await
}

/// Deletes the account and all that belongs to it.
pub async fn delete_me(password: String) -> Result<(), ApiError> {
    client::delete(paths::ME, Body::json(&DeleteAccount { password })?).await
}
