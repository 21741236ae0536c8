//! `/metrics`, on a port of its own that only operators reach.

use actix_web::{HttpResponse, web, web::Data};

use crate::{error::Result, services::metrics, state::AppState};

/// The one path of that port.
pub fn configure(app: &mut web::ServiceConfig, state: &AppState) {
    app.app_data(Data::new(state.clone())).route("/metrics", web::get().to(show));
}

async fn show(state: Data<AppState>) -> Result<HttpResponse> {
    Ok(HttpResponse::Ok().insert_header(("content-type", metrics::CONTENT_TYPE)).body(metrics::render(&state)?))
}
