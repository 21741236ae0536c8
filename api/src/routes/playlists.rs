//! Playlists.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue},
    web::{Data, Json, Path},
};
use imagime_shared::{
    error::Problem,
    paths,
    playlist::{
        AddSongs, AddedSongs, CollectPlaylist, CreatePlaylist, ExportFormat, PlaylistList, PlaylistResponse,
        ReorderSongs, UpdatePlaylist,
    },
};
use serde::Deserialize;
use uuid::Uuid;

use super::posts::paged;
use crate::{
    error::Result,
    etag::IfMatch,
    extract::{AuthUser, Body, IdempotencyKey, MaybeAuthUser, OptionalBody, Paging, PlaylistPaging, PublicBase, Query},
    services::{playlist_export, playlist_songs, playlists},
    state::AppState,
};

/// The asker's own playlists, changed last first.
#[utoipa::path(get, path = paths::PLAYLISTS, tag = "playlists", operation_id = "list_playlists", security(("bearer" = [])),
    params(super::openapi::PageParams),
    responses((status = 200, description = "A page of playlists", body = PlaylistList, headers(("Link" = String, description = "The next page"))),
        (status = 400, description = "The cursor does not belong here", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "limit is not 1 to 50", body = Problem, content_type = "application/problem+json")))]
pub async fn list(state: Data<AppState>, request: HttpRequest, user: AuthUser, paging: Paging) -> Result<HttpResponse> {
    let page = playlists::list(&state, user.id(), paging.query, paging.rows).await?;
    let next = page.next_cursor.clone();
    Ok(paged(
        &request,
        paging.rows,
        next.as_deref(),
        PlaylistList { playlists: page.items, next_cursor: page.next_cursor },
    ))
}

/// Make an empty playlist.
#[utoipa::path(post, path = paths::PLAYLISTS, tag = "playlists", operation_id = "create_playlist", security(("bearer" = [])),
    params(super::openapi::IdempotencyParams),
    request_body = CreatePlaylist,
    responses((status = 201, description = "The playlist", body = PlaylistResponse, headers(("Location" = String, description = "Path of the playlist"))),
        (status = 404, description = "What this key made is gone", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "As many playlists as one may have are there (`quota_reached`), or the same request is being worked on (`in_flight`)", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Some fields need another look, or the key was used for another request", body = Problem, content_type = "application/problem+json")))]
pub async fn create(
    state: Data<AppState>,
    user: AuthUser,
    key: IdempotencyKey,
    form: Body<CreatePlaylist>,
) -> Result<HttpResponse> {
    Ok(created(playlists::create(&state, user.id(), form.0, key.0).await?))
}

/// Make a playlist of all that the asker keeps, newest first, up to 1,000 songs.
#[utoipa::path(post, path = paths::PLAYLIST_FROM_FAVORITES, tag = "playlists", operation_id = "create_playlist_from_favorites", security(("bearer" = [])),
    params(super::openapi::IdempotencyParams),
    request_body(content = Option<CollectPlaylist>, description = "May be left out"),
    responses((status = 201, description = "The playlist", body = PlaylistResponse, headers(("Location" = String, description = "Path of the playlist"))),
        (status = 404, description = "What this key made is gone", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "As many playlists as one may have are there (`quota_reached`), or the same request is being worked on (`in_flight`)", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Some fields need another look, or the key was used for another request", body = Problem, content_type = "application/problem+json")))]
pub async fn create_from_favorites(
    state: Data<AppState>,
    user: AuthUser,
    key: IdempotencyKey,
    form: OptionalBody<CollectPlaylist>,
) -> Result<HttpResponse> {
    Ok(created(playlists::create_from_favorites(&state, user.id(), form.0, key.0).await?))
}

/// Make a playlist of a post's songs, best first.
#[utoipa::path(post, path = paths::PLAYLIST_FROM_POST, tag = "playlists", operation_id = "create_playlist_from_post", security(("bearer" = [])),
    params(("post_id" = Uuid, Path, description = "The post"),
        super::openapi::IdempotencyParams),
    request_body(content = Option<CollectPlaylist>, description = "May be left out"),
    responses((status = 201, description = "The playlist", body = PlaylistResponse, headers(("Location" = String, description = "Path of the playlist"))),
        (status = 404, description = "No such post, or not yours to see", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The post has no songs yet (`not_ready`), as many playlists as one may have are there (`quota_reached`), or the same request is being worked on (`in_flight`)", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Some fields need another look, or the key was used for another request", body = Problem, content_type = "application/problem+json")))]
pub async fn create_from_post(
    state: Data<AppState>,
    user: AuthUser,
    post_id: Path<Uuid>,
    key: IdempotencyKey,
    form: OptionalBody<CollectPlaylist>,
) -> Result<HttpResponse> {
    Ok(created(playlists::create_from_post(&state, user.id(), post_id.into_inner(), form.0, key.0).await?))
}

/// A playlist with its songs, in order; `next_cursor` leads to further ones.
#[utoipa::path(get, path = paths::PLAYLIST, tag = "playlists", operation_id = "find_playlist", security((), ("bearer" = [])),
    params(("id" = Uuid, Path, description = "The playlist"), super::openapi::PlaylistPageParams),
    responses((status = 200, description = "The playlist", body = PlaylistResponse, headers(("Link" = String, description = "The next page"))),
        (status = 400, description = "The cursor does not belong here", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such playlist, or not yours to see", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The songs were put in another order", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "limit is not 1 to 50", body = Problem, content_type = "application/problem+json")))]
pub async fn find(
    state: Data<AppState>,
    request: HttpRequest,
    user: MaybeAuthUser,
    id: Path<Uuid>,
    paging: PlaylistPaging,
) -> Result<HttpResponse> {
    let PlaylistPaging(paging) = paging;
    let found = playlists::find(&state, id.into_inner(), user.id(), paging.query).await?;
    let next = found.next_cursor.clone();
    Ok(paged(&request, paging.rows, next.as_deref(), found))
}

/// Change the fields that are sent.
#[utoipa::path(patch, path = paths::PLAYLIST, tag = "playlists", operation_id = "update_playlist", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The playlist")), request_body = UpdatePlaylist,
    responses((status = 200, description = "The playlist as changed", body = PlaylistResponse),
        (status = 404, description = "No such playlist of yours", body = Problem, content_type = "application/problem+json")))]
pub async fn update(
    state: Data<AppState>,
    user: AuthUser,
    id: Path<Uuid>,
    condition: IfMatch,
    form: Body<UpdatePlaylist>,
) -> Result<Json<PlaylistResponse>> {
    Ok(Json(playlists::update(&state, id.into_inner(), user.id(), form.0, condition).await?))
}

/// Delete a playlist; its songs stay where else they are.
#[utoipa::path(delete, path = paths::PLAYLIST, tag = "playlists", operation_id = "delete_playlist", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The playlist")),
    responses((status = 204, description = "The playlist is gone"),
        (status = 404, description = "No such playlist of yours", body = Problem, content_type = "application/problem+json")))]
pub async fn delete(state: Data<AppState>, user: AuthUser, id: Path<Uuid>) -> Result<HttpResponse> {
    playlists::delete(&state, id.into_inner(), user.id()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Put songs at a playlist's end: those that stand on the named post, or on any public post or post of one's own, or that are
/// kept. Those that are in it already are named and stay where they are.
#[utoipa::path(post, path = paths::PLAYLIST_SONGS, tag = "playlists", operation_id = "add_songs_to_playlist", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The playlist"),
        super::openapi::IdempotencyParams),
    request_body = AddSongs,
    responses((status = 200, description = "The playlist, what was added, and what had been there", body = AddedSongs),
        (status = 404, description = "No such playlist of yours, or a song that is not in sight or not on that post", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "All of them are there already (`already_there`), or the same request is being worked on (`in_flight`)", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "None, more than 100, one twice, or more than 1,000 together; or the key was used for another request", body = Problem, content_type = "application/problem+json")))]
pub async fn add_songs(
    state: Data<AppState>,
    user: AuthUser,
    id: Path<Uuid>,
    key: IdempotencyKey,
    form: Body<AddSongs>,
) -> Result<Json<AddedSongs>> {
    Ok(Json(playlist_songs::add(&state, id.into_inner(), user.id(), form.0, key.0).await?))
}

/// Put a playlist's songs in another order.
#[utoipa::path(put, path = paths::PLAYLIST_SONGS, tag = "playlists", operation_id = "reorder_playlist", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The playlist")), request_body = ReorderSongs,
    responses((status = 200, description = "The playlist in its new order", body = PlaylistResponse),
        (status = 404, description = "No such playlist of yours", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The list holds other songs than were named (`list_changed`)", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A song is named twice", body = Problem, content_type = "application/problem+json")))]
pub async fn reorder(
    state: Data<AppState>,
    user: AuthUser,
    id: Path<Uuid>,
    form: Body<ReorderSongs>,
) -> Result<Json<PlaylistResponse>> {
    Ok(Json(playlist_songs::reorder(&state, id.into_inner(), user.id(), form.0).await?))
}

/// Take a song out of a playlist.
#[utoipa::path(delete, path = paths::PLAYLIST_SONG, tag = "playlists", operation_id = "remove_song_from_playlist", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The playlist"), ("song_id" = Uuid, Path, description = "The song")),
    responses((status = 204, description = "The song is not in it"),
        (status = 404, description = "No such playlist of yours", body = Problem, content_type = "application/problem+json")))]
pub async fn remove_song(state: Data<AppState>, user: AuthUser, ids: Path<(Uuid, Uuid)>) -> Result<HttpResponse> {
    let (id, song_id) = ids.into_inner();
    playlist_songs::remove(&state, id, user.id(), song_id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What file is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// JSPF when left out.
    format: Option<ExportFormat>,
}

/// A playlist as a file that other players read.
#[utoipa::path(get, path = paths::PLAYLIST_EXPORT, tag = "playlists", operation_id = "export_playlist", security((), ("bearer" = [])),
    params(("id" = Uuid, Path, description = "The playlist"), ExportQuery),
    responses((status = 200, description = "The whole playlist", content((super::openapi::JspfFile = "application/jspf+json"), (String = "application/xspf+xml")),
            headers(("Content-Disposition" = String, description = "attachment, with a name"))),
        (status = 404, description = "No such playlist, or not yours to see", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "format is not jspf or xspf", body = Problem, content_type = "application/problem+json")))]
pub async fn export(
    state: Data<AppState>,
    user: MaybeAuthUser,
    id: Path<Uuid>,
    query: Query<ExportQuery>,
    base: PublicBase,
) -> Result<HttpResponse> {
    let format = query.format.unwrap_or_default();
    let file = playlist_export::export(&state, id.into_inner(), user.id(), format, base.0).await?;
    let content_type = match format {
        ExportFormat::Jspf => "application/jspf+json",
        ExportFormat::Xspf => "application/xspf+xml",
    };
    Ok(HttpResponse::Ok()
        .insert_header(attachment(&file.title, format.as_str()))
        .content_type(content_type)
        .body(file.text))
}

fn created(made: PlaylistResponse) -> HttpResponse {
    let location = paths::fill(paths::PLAYLIST, &[&made.playlist.playlist.id.to_string()]);
    HttpResponse::Created().insert_header(("location", location)).json(made)
}

/// A file's name in plain letters for all, and as it is for those that know RFC 8187.
fn attachment(title: &str, ending: &str) -> ContentDisposition {
    let plain: String =
        title.chars().map(|c| if c.is_ascii_alphanumeric() || "-_ ".contains(c) { c } else { '_' }).collect();
    let whole = format!("{}.{ending}", title.replace(['/', '\\'], "_"));
    ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![
            DispositionParam::Filename(format!("{plain}.{ending}")),
            DispositionParam::FilenameExt(ExtendedValue {
                charset: Charset::Ext("UTF-8".into()),
                language_tag: None,
                value: whole.into_bytes(),
            }),
        ],
    }
}
