//! Accounts and sessions.

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration},
    web::{Bytes, Data},
};
use imagime_shared::{
    auth::{AuthResponse, ClientKind, Login, RefreshRequest, Register},
    error::Problem,
    header::BEARER,
    paths,
};

use crate::{
    error::{Error, Result},
    extract::{Body, ClientCaller, RegisterForm, refresh_request, same_site},
    security::{access, refresh::RefreshToken},
    services::auth::{self, Opened},
    state::AppState,
};

/// Name of the cookie with a browser's refresh token, where the public address is plain HTTP.
pub(super) const REFRESH_COOKIE: &str = "imagime_refresh";
/// The same for HTTPS: browsers take it from this very host only.
pub(super) const SECURE_REFRESH_COOKIE: &str = "__Host-imagime_refresh";

/// Make an account and open its first session.
#[utoipa::path(post, path = paths::REGISTER, tag = "auth", operation_id = "register",
    request_body(content((Register = "application/json"), (super::openapi::RegisterMultipart = "multipart/form-data"))),
    responses((status = 201, description = "The account with its first session; browsers get the refresh cookie", body = AuthResponse,
            headers(("Location" = String, description = "Path of the new account's profile"), ("Set-Cookie" = String, description = "The refresh token of a browser, out of reach of scripts"))),
        (status = 409, description = "Name or address is taken", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "More bytes than a body may have", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Some fields, the picture among them, need another look", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many accounts from this address", body = Problem, content_type = "application/problem+json")))]
pub async fn register(state: Data<AppState>, caller: ClientCaller, form: RegisterForm) -> Result<HttpResponse> {
    let opened = auth::register(&state, form.fields, form.image, caller.0).await?;
    let location = paths::fill(paths::USER, &[&opened.user.username]);
    Ok(respond(&state, HttpResponse::Created().insert_header(("location", location)), opened))
}

/// Open a session.
#[utoipa::path(post, path = paths::LOGIN, tag = "auth", operation_id = "login", request_body = Login,
    responses((status = 200, description = "The session; browsers get the refresh cookie", body = AuthResponse,
            headers(("Set-Cookie" = String, description = "The refresh token of a browser, out of reach of scripts"))),
        (status = 401, description = "Name or password is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The body has another shape", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts", body = Problem, content_type = "application/problem+json")))]
pub async fn login(state: Data<AppState>, caller: ClientCaller, form: Body<Login>) -> Result<HttpResponse> {
    let opened = auth::login(&state, form.0, caller.0).await?;
    Ok(respond(&state, &mut HttpResponse::Ok(), opened))
}

/// Renew a session: the cookie of a browser, or the token of a native client, for its successor.
#[utoipa::path(post, path = paths::REFRESH, tag = "auth", operation_id = "refresh", request_body = Option<RefreshRequest>,
    security((), ("refresh_cookie" = []), ("secure_refresh_cookie" = [])),
    responses((status = 200, description = "The renewed session", body = AuthResponse,
            headers(("Set-Cookie" = String, description = "The next refresh token of a browser"))),
        (status = 401, description = "The refresh token is not valid any more", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The cookie came with another site's request", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The body has another shape", body = Problem, content_type = "application/problem+json")))]
pub async fn refresh(state: Data<AppState>, request: HttpRequest, body: Bytes) -> Result<HttpResponse> {
    let missing = Error::Unauthorized("no refresh token came along");
    let token = presented(&state, &request, &body)?.ok_or(missing)?;
    let opened = auth::refresh(&state, token).await?;
    Ok(respond(&state, &mut HttpResponse::Ok(), opened))
}

/// End a session.
#[utoipa::path(post, path = paths::LOGOUT, tag = "auth", operation_id = "logout", request_body = Option<RefreshRequest>,
    security((), ("refresh_cookie" = []), ("secure_refresh_cookie" = [])),
    responses((status = 204, description = "The session is over, or was already", headers(("Set-Cookie" = String, description = "Takes the cookie away"))),
        (status = 403, description = "The cookie came with another site's request", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The body has another shape", body = Problem, content_type = "application/problem+json")))]
pub async fn logout(state: Data<AppState>, request: HttpRequest, body: Bytes) -> Result<HttpResponse> {
    if let Some(token) = presented(&state, &request, &body)? {
        auth::logout(&state, token).await?;
    }
    let mut gone = cookie(&state, String::new());
    gone.make_removal();
    Ok(HttpResponse::NoContent().cookie(gone).finish())
}

fn presented(state: &AppState, request: &HttpRequest, body: &[u8]) -> Result<Option<RefreshToken>> {
    if let Some(text) = refresh_request(body)?.refresh_token {
        return Ok(RefreshToken::parse(&text));
    }
    let Some(cookie) = request.cookie(cookie_name(state)) else { return Ok(None) };
    same_site(request)?;
    Ok(RefreshToken::parse(cookie.value()))
}

fn respond(state: &AppState, response: &mut actix_web::HttpResponseBuilder, opened: Opened) -> HttpResponse {
    let native = opened.kind == ClientKind::Native;
    if !native {
        response.cookie(cookie(state, opened.refresh_token.expose().to_owned()));
    }
    response.insert_header(("cache-control", "no-store")).json(AuthResponse {
        user: opened.user,
        access_token: opened.access_token,
        token_type: BEARER.into(),
        expires_in: access::LIFETIME,
        refresh_token: native.then(|| opened.refresh_token.expose().to_owned()),
    })
}

/// Host-only, out of reach of scripts and of other sites.
fn cookie(state: &AppState, value: String) -> Cookie<'static> {
    Cookie::build(cookie_name(state), value)
        .path("/")
        .http_only(true)
        .secure(state.config.server.is_https())
        .same_site(SameSite::Strict)
        .max_age(Duration::days(i64::from(state.config.accounts.session_days)))
        .finish()
}

fn cookie_name(state: &AppState) -> &'static str {
    if state.config.server.is_https() { SECURE_REFRESH_COOKIE } else { REFRESH_COOKIE }
}
