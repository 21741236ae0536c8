//! Opening and ending sessions.

use gloo_net::http::Method;
use imagime_shared::{
    auth::{AuthResponse, ClientKind, Login, Register},
    field, paths,
    user::Me,
};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{File, FormData, StorageEvent};

use super::{
    client::{ApiError, Body, once, read},
    token,
};

/// Makes an account, with a profile picture if one was chosen, and opens its first session.
pub async fn register(form: &Register, image: Option<&File>) -> Result<Me, ApiError> {
    let body = match image {
        None => Body::json(form)?,
        Some(image) => {
            let fields =
                [(field::USERNAME, &form.username), (field::EMAIL, &form.email), (field::PASSWORD, &form.password)];
            Body::Form(form_data(&fields.map(|(name, value)| (name, value.as_str())), Some(image))?)
        }
    };
    open(paths::REGISTER, body).await
}

/// Opens a session.
pub async fn login(login: String, password: String) -> Result<Me, ApiError> {
    open(paths::LOGIN, Body::json(&Login { login, password, client: ClientKind::Browser })?).await
}

/// Opens the session of the browser's cookie again; `Ok(None)` when there is none.
pub async fn restore() -> Result<Option<Me>, ApiError> {
    if token::hint().is_none() {
        return Ok(None);
    }
    token::restore().await.map(|opened| Some(opened.user))
}

/// Ends the session, here and in all tabs.
pub async fn logout() -> Result<(), ApiError> {
    once(Method::POST, paths::LOGOUT, Body::Empty, token::bearer().await.ok().flatten().as_deref()).await?;
    token::forget(true);
    Ok(())
}

/// Forgets the session without asking the server: it ended already.
pub fn forget() {
    token::forget(true);
}

/// Forgets the token of this tab alone.
pub fn forget_here() {
    token::forget(false);
}

/// Calls back with the id of the user, or none, when another tab logs in or out. Lives as long as the page.
pub fn on_other_tab(act: impl Fn(Option<String>) + 'static) {
    let closure = Closure::<dyn Fn(StorageEvent)>::new(move |event: StorageEvent| {
        // Without a key all storage was cleared.
        if event.key().is_none_or(|key| token::is_hint(&key)) {
            act(event.new_value());
        }
    });
    window().add_event_listener_with_callback("storage", closure.into_js_value().unchecked_ref()).ok();
}

async fn open(path: &str, body: Body) -> Result<Me, ApiError> {
    let opened: AuthResponse = read(once(Method::POST, path, body, None).await?).await?;
    token::keep(&opened);
    Ok(opened.user)
}

/// A form of texts and a picture, if there is one.
pub(super) fn form_data(texts: &[(&str, &str)], image: Option<&File>) -> Result<FormData, ApiError> {
    let form = FormData::new().map_err(|_fault| ApiError::unreadable())?;
    for (name, value) in texts {
        form.append_with_str(name, value).map_err(|_fault| ApiError::unreadable())?;
    }
    if let Some(image) = image {
        form.append_with_blob(field::IMAGE, image).map_err(|_fault| ApiError::unreadable())?;
    }
    Ok(form)
}
