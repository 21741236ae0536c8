//! Who asks. A present but invalid token is refused everywhere, also where none is needed.

use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    security::access::Access,
    services::auth,
    state::AppState,
};

/// The user whose valid token came along; without one the answer is 401.
#[derive(Clone, Copy, Debug)]
pub struct AuthUser(pub Access);

impl AuthUser {
    /// The user.
    pub fn id(self) -> Uuid {
        self.0.user_id
    }
}

/// The user whose valid token came along, or nobody when there was none.
#[derive(Clone, Copy, Debug)]
pub struct MaybeAuthUser(pub Option<Access>);

impl MaybeAuthUser {
    /// The user, if any.
    pub fn id(self) -> Option<Uuid> {
        self.0.map(|access| access.user_id)
    }
}

impl FromRequest for AuthUser {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let asker = asker(request);
        Box::pin(async move { asker.await?.map(Self).ok_or(Error::Unauthorized("this needs an account")) })
    }
}

impl FromRequest for MaybeAuthUser {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let asker = asker(request);
        Box::pin(async move { asker.await.map(Self) })
    }
}

fn asker(request: &HttpRequest) -> impl Future<Output = Result<Option<Access>>> + use<> {
    let token = bearer(request);
    let state = request.app_data::<web::Data<AppState>>().cloned();
    async move {
        let Some(token) = token? else { return Ok(None) };
        let state = state.ok_or_else(|| Error::Internal(anyhow::anyhow!("the state is not set up")))?;
        let access = auth::authenticate(&state, &token).await?;
        access.map(Some).ok_or(Error::Unauthorized("the token is not valid"))
    }
}

fn bearer(request: &HttpRequest) -> Result<Option<String>> {
    let mut values = request.headers().get_all(header::AUTHORIZATION);
    let Some(value) = values.next() else { return Ok(None) };
    let malformed = Error::Unauthorized("the Authorization header is not a Bearer token");
    if values.next().is_some() {
        return Err(malformed);
    }
    let token = value
        .to_str()
        .ok()
        .and_then(|text| text.split_once(' '))
        .filter(|(scheme, token)| scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty());
    token.map(|(_, token)| Some(token.trim().to_owned())).ok_or(malformed)
}
