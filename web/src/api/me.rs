//! The asker's own account.

use gloo_net::http::Method;
use imagime_shared::{
    auth::{ChangePassword, DeleteAccount, Session, SessionList},
    paths,
    user::{Me, MeResponse, UpdateMe},
};
use uuid::Uuid;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

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
    client::put::<MeResponse>(paths::PASSWORD, Body::json(change)?).await.map(drop)
}

/// Where the asker is logged in, newest first.
pub async fn list_sessions() -> Result<Vec<Session>, ApiError> {
    client::get_all(paths::SESSIONS, |answer: SessionList| (answer.sessions, answer.next_cursor)).await
}

/// Ends one session.
pub async fn end_session(id: Uuid) -> Result<(), ApiError> {
    client::delete(&paths::fill(paths::SESSION, &[&id.to_string()]), Body::Empty).await
}

/// Deletes the account and all that belongs to it.
pub async fn delete_me(password: String) -> Result<(), ApiError> {
    client::delete(paths::ME, Body::json(&DeleteAccount { password })?).await
}

/// Everything of the asker as one archive.
pub async fn export_me() -> Result<Blob, ApiError> {
    let answer = client::send(Method::GET, paths::EXPORT, Body::Empty).await?;
    let blob = web_sys::Response::from(answer).blob().map_err(|_used_up| ApiError::unreadable())?;
    // An archive that breaks off is none.
    JsFuture::from(blob).await.map(JsCast::unchecked_into).map_err(|_cut_off| ApiError::unreachable())
}
