//! The instance, and whether it is well.

use std::time::Duration;

use actix_web::{
    HttpResponse,
    web::{Data, Json},
};
use imagime_shared::{instance::InstanceResponse, paths};

use crate::{
    error::{Error, Result},
    services::instance,
    state::AppState,
};

/// How soon to ask again whether it serves.
const AGAIN: Duration = Duration::from_secs(2);

/// Name, version, limits and the state of the sources.
#[utoipa::path(get, path = paths::INSTANCE, tag = "instance", operation_id = "find_instance", security((), ("bearer" = [])),
    responses((status = 200, description = "The instance", body = InstanceResponse)))]
pub async fn describe(state: Data<AppState>) -> Json<InstanceResponse> {
    Json(InstanceResponse { instance: instance::describe(&state) })
}

/// Whether the process lives; asks nobody else.
#[utoipa::path(get, path = paths::HEALTH_LIVE, tag = "instance", operation_id = "health_live",
    responses((status = 200, description = "It lives", content_type = "text/plain", body = String)))]
pub async fn live() -> HttpResponse {
    plain("live\n")
}

/// Whether the process can serve: not stopping, and the database answers.
#[utoipa::path(get, path = paths::HEALTH_READY, tag = "instance", operation_id = "health_ready",
    responses((status = 200, description = "It serves", content_type = "text/plain", body = String)))]
pub async fn ready(state: Data<AppState>) -> Result<HttpResponse> {
    if state.is_stopping() || !instance::database_answers(&state).await {
        return Err(Error::Unavailable("not ready".into(), AGAIN));
    }
    Ok(plain("ready\n"))
}

fn plain(word: &'static str) -> HttpResponse {
    HttpResponse::Ok().insert_header(("cache-control", "no-store")).content_type("text/plain").body(word)
}
