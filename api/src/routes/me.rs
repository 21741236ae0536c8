//! The asker's own account.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method,
        header::{self, ContentEncoding},
    },
    web::{Data, Json, Path},
};
use futures_util::TryStreamExt as _;
use imagime_shared::{
    auth::{ChangePassword, DeleteAccount, SessionList},
    error::Problem,
    paths,
    user::{MeResponse, UpdateMe},
};
use uuid::Uuid;

use super::posts::paged;
use crate::{
    error::{Error, Result},
    etag::IfMatch,
    extract::{AuthUser, Body, ImageForm, Paging, SessionUser},
    services::{account, auth, export, posts::Page},
    state::AppState,
};

/// The asker.
#[utoipa::path(get, path = paths::ME, tag = "me", operation_id = "find_me", security(("bearer" = [])),
    responses((status = 200, description = "The asker", body = MeResponse)))]
pub async fn find(state: Data<AppState>, user: AuthUser) -> Result<Json<MeResponse>> {
    Ok(Json(MeResponse { user: account::find(&state, user.id()).await? }))
}

/// Change the fields that are sent.
#[utoipa::path(patch, path = paths::ME, tag = "me", operation_id = "update_me", security(("bearer" = [])), request_body = UpdateMe,
    responses((status = 200, description = "The asker as changed", body = MeResponse),
        (status = 409, description = "Name or address is taken", body = Problem, content_type = "application/problem+json")))]
pub async fn update(
    state: Data<AppState>,
    user: AuthUser,
    condition: IfMatch,
    form: Body<UpdateMe>,
) -> Result<Json<MeResponse>> {
    Ok(Json(MeResponse { user: account::update(&state, user.id(), form.0, condition).await? }))
}

/// Delete the account with everything that is the asker's.
#[utoipa::path(delete, path = paths::ME, tag = "me", operation_id = "delete_me", security(("session" = [])), request_body = DeleteAccount,
    responses((status = 204, description = "The account is gone"),
        (status = 422, description = "The password is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts", body = Problem, content_type = "application/problem+json")))]
pub async fn delete(state: Data<AppState>, user: SessionUser, form: Body<DeleteAccount>) -> Result<HttpResponse> {
    account::delete(&state, user.id(), form.0.password).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Set the profile picture.
#[utoipa::path(put, path = paths::AVATAR, tag = "me", operation_id = "update_avatar", security(("bearer" = [])),
    request_body(content = super::openapi::ImageMultipart, content_type = "multipart/form-data"),
    responses((status = 200, description = "The asker with the new picture", body = MeResponse),
        (status = 413, description = "The picture is too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The picture's type is not understood", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The picture is missing or damaged", body = Problem, content_type = "application/problem+json")))]
pub async fn update_avatar(state: Data<AppState>, user: AuthUser, form: ImageForm) -> Result<Json<MeResponse>> {
    Ok(Json(MeResponse { user: account::set_avatar(&state, user.id(), &form.0).await? }))
}

/// Take the profile picture away.
#[utoipa::path(delete, path = paths::AVATAR, tag = "me", operation_id = "delete_avatar", security(("bearer" = [])),
    responses((status = 204, description = "There is no profile picture now")))]
pub async fn delete_avatar(state: Data<AppState>, user: AuthUser) -> Result<HttpResponse> {
    account::delete_avatar(&state, user.id()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Set another password; every other session ends.
#[utoipa::path(put, path = paths::PASSWORD, tag = "me", operation_id = "update_password", security(("session" = [])), request_body = ChangePassword,
    responses((status = 200, description = "The password is changed", body = MeResponse),
        (status = 422, description = "The old password is wrong or the new one will not do", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts", body = Problem, content_type = "application/problem+json")))]
pub async fn update_password(
    state: Data<AppState>,
    user: SessionUser,
    form: Body<ChangePassword>,
) -> Result<Json<MeResponse>> {
    Ok(Json(MeResponse { user: account::change_password(&state, user.0, form.0).await? }))
}

/// Where the account is logged in.
#[utoipa::path(get, path = paths::SESSIONS, tag = "me", operation_id = "list_sessions", security(("session" = [])),
    params(super::openapi::PageParams),
    responses((status = 200, description = "A page of sessions, newest first", body = SessionList, headers(("Link" = String, description = "The next page"))),
        (status = 400, description = "The cursor does not belong here", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "limit is not 1 to 50", body = Problem, content_type = "application/problem+json")))]
pub async fn list_sessions(
    state: Data<AppState>,
    request: HttpRequest,
    user: SessionUser,
    paging: Paging,
) -> Result<HttpResponse> {
    let Page { items: sessions, next_cursor } = auth::list_sessions(&state, user.0, paging.query, paging.rows).await?;
    Ok(paged(&request, paging.rows, next_cursor.clone().as_deref(), SessionList { sessions, next_cursor }))
}

/// End a session.
#[utoipa::path(delete, path = paths::SESSION, tag = "me", operation_id = "delete_session", security(("session" = [])),
    params(("id" = Uuid, Path, description = "The session")),
    responses((status = 204, description = "The session is over, or was already"),
        (status = 404, description = "Not an id", body = Problem, content_type = "application/problem+json")))]
pub async fn delete_session(state: Data<AppState>, user: SessionUser, id: Path<Uuid>) -> Result<HttpResponse> {
    auth::end_session(&state, user.id(), id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Everything of the asker as one zip archive: JSON and the pictures as they are kept. It is put together while it is sent, so its
/// length is not known before; one that breaks off is not whole.
#[utoipa::path(get, path = paths::EXPORT, tag = "me", operation_id = "export_me", security(("session" = [])),
    responses((status = 200, description = "The archive", body = Vec<u8>, content_type = "application/zip",
        headers(("Content-Disposition" = String, description = "A name to save it under")))))]
pub async fn export(state: Data<AppState>, user: SessionUser, request: HttpRequest) -> Result<HttpResponse> {
    let mut response = HttpResponse::Ok();
    response
        .content_type("application/zip")
        .insert_header((header::CONTENT_DISPOSITION, "attachment"))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        // Pictures do not get smaller.
        .insert_header(ContentEncoding::Identity);
    // Whoever asks for the headers only is not to pay for an archive.
    if request.method() == Method::HEAD {
        return Ok(response.finish());
    }
    let archive = export::export(&state, user.id()).await?;
    let name = format!("attachment; filename=\"{}\"", archive.name);
    Ok(response.insert_header((header::CONTENT_DISPOSITION, name)).streaming(archive.bytes.map_err(Error::Internal)))
}
