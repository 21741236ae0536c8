//! The instance, and whether it is well.

use actix_web::{
    HttpResponse,
    web::{Data, Json},
};
use imagime_shared::{error::Problem, instance::InstanceResponse, paths};

use crate::{services::instance, state::AppState};

/// Name, version, limits and the state of the sources.
#[utoipa::path(get, path = paths::INSTANCE, tag = "instance", operation_id = "find_instance", security((), ("bearer" = [])),
    responses((status = 200, description = "The instance", body = InstanceResponse),
        (status = 503, description = "Not available for the moment", body = Problem, content_type = "application/problem+json")))]
pub async fn describe(state: Data<AppState>) -> Json<InstanceResponse> {
    Json(InstanceResponse { instance: instance::describe(&state) })
}

/// Whether the process lives; asks nobody else.
#[utoipa::path(get, path = paths::HEALTH_LIVE, tag = "instance", operation_id = "health_live",
    responses((status = 200, description = "It lives", content_type = "text/plain", body = String)))]
pub async fn live() -> HttpResponse {
    HttpResponse::Ok().insert_header(("cache-control", "no-store")).content_type("text/plain").body("live\n")
}

/// Whether the process can serve: not stopping, and the database answers.
#[utoipa::path(get, path = paths::HEALTH_READY, tag = "instance", operation_id = "health_ready",
    responses((status = 200, description = "It serves", content_type = "text/plain", body = String),
        (status = 503, description = "It does not serve now", content_type = "text/plain", body = String)))]
pub async fn ready(state: Data<AppState>) -> HttpResponse {
    let ready = !state.is_stopping() && instance::database_answers(&state).await;
    let (mut response, word) =
        if ready { (HttpResponse::Ok(), "ready\n") } else { (HttpResponse::ServiceUnavailable(), "not ready\n") };
    if !ready {
        response.insert_header(("retry-after", "2"));
    }
    response.insert_header(("cache-control", "no-store")).content_type("text/plain").body(word)
}
