//! The access token: in memory only, renewed by the HttpOnly cookie, one renewal at a time over all tabs.
//!
//! A page has one thread and one user, so the token lives beside the client and not in a signal: nothing that is drawn depends on it.

use std::{cell::RefCell, rc::Rc};

use gloo_net::http::Method;
use imagime_shared::{auth::AuthResponse, error::ErrorCode, paths};
use js_sys::{Date, Function, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::client::{ApiError, Body, once, read};

/// A token that ends sooner than this many milliseconds is renewed before it is used.
const MARGIN: f64 = 30_000.0;
/// Name of the lock that all tabs share.
const LOCK: &str = "imagime-session";
/// Where the browser notes whose session there may be: an id and no secret. Visitors without it are not asked for a cookie.
const HINT: &str = "imagime-session";

struct Token {
    text: String,
    /// Milliseconds since 1970, by this machine's clock.
    ends_at: f64,
}

thread_local! {
    static TOKEN: RefCell<Option<Token>> = const { RefCell::new(None) };
    static ON_END: RefCell<Option<Rc<dyn Fn()>>> = const { RefCell::new(None) };
}

/// Sets what happens when the session turns out to have ended.
pub fn on_session_end(act: impl Fn() + 'static) {
    ON_END.set(Some(Rc::new(act)));
}

/// The user whose session this browser may have.
pub(super) fn hint() -> Option<String> {
    storage().and_then(|storage| storage.get_item(HINT).ok().flatten())
}

/// True when a storage event is about the session.
pub(super) fn is_hint(key: &str) -> bool {
    key == HINT
}

/// Keeps the token of a session that was opened or renewed.
pub(super) fn keep(opened: &AuthResponse) {
    let ends_at = Date::now() + f64::from(opened.expires_in) * 1000.0;
    TOKEN.with_borrow_mut(|token| *token = Some(Token { text: opened.access_token.clone(), ends_at }));
    let id = opened.user.id.to_string();
    // Writing what stands there already would tell the other tabs nothing, so it is left.
    if let Some(storage) = storage().filter(|_| hint().as_deref() != Some(&id)) {
        storage.set_item(HINT, &id).ok();
    }
}

/// Forgets the token; the hint too, so that other tabs see it.
pub(super) fn forget(everywhere: bool) {
    TOKEN.with_borrow_mut(|token| *token = None);
    if let Some(storage) = storage().filter(|_| everywhere) {
        storage.remove_item(HINT).ok();
    }
}

/// The token to send, renewed when it is about to end; none for visitors.
pub(super) async fn bearer() -> Result<Option<String>, ApiError> {
    let known =
        TOKEN.with_borrow(|token| token.as_ref().map(|token| (token.text.clone(), token.ends_at - Date::now())));
    match known {
        None => Ok(None),
        Some((text, left)) if left > MARGIN => Ok(Some(text)),
        Some((stale, _)) => renew(Some(&stale)).await.map(Some),
    }
}

/// A fresh token. Several requests that fail together, in all tabs, share the line: whoever finds a newer token takes that.
pub(super) async fn renew(stale: Option<&str>) -> Result<String, ApiError> {
    let stale = stale.map(ToOwned::to_owned);
    let renewed = in_turn(async move {
        let newer = TOKEN.with_borrow(|token| token.as_ref().map(|token| token.text.clone()));
        match newer.filter(|newer| stale.is_some() && Some(newer) != stale.as_ref()) {
            Some(newer) => Ok(newer),
            None => refresh().await.map(|opened| opened.access_token),
        }
    })
    .await;
    if renewed.as_ref().is_err_and(|error| error.code() == Some(ErrorCode::Unauthorized)) {
        end();
    }
    renewed
}

/// Opens the session of the browser's cookie again, in turn with other tabs.
pub(super) async fn restore() -> Result<AuthResponse, ApiError> {
    let restored = in_turn(refresh()).await;
    if restored.as_ref().is_err_and(|error| error.code() == Some(ErrorCode::Unauthorized)) {
        forget(true);
    }
    restored
}

async fn refresh() -> Result<AuthResponse, ApiError> {
    let opened: AuthResponse = read(once(Method::POST, paths::REFRESH, Body::Empty, None).await?).await?;
    keep(&opened);
    Ok(opened)
}

fn end() {
    let had = TOKEN.with_borrow(Option::is_some);
    forget(true);
    let act = ON_END.with_borrow(Clone::clone);
    if let Some(act) = act.filter(|_| had) {
        act();
    }
}

/// Runs a future while no other tab runs one (Web Locks). Browsers without locks run it at once: the server takes a repeat kindly.
async fn in_turn<T: 'static>(work: impl Future<Output = Result<T, ApiError>> + 'static) -> Result<T, ApiError> {
    let Some((locks, request)) = lock_manager() else { return work.await };
    let result = Rc::new(RefCell::new(None));
    let slot = result.clone();
    let body = Closure::once_into_js(move |_lock: JsValue| -> Promise {
        future_to_promise(async move {
            let done = work.await;
            *slot.borrow_mut() = Some(done);
            Ok(JsValue::UNDEFINED)
        })
    });
    let promise =
        request.call2(&locks, &LOCK.into(), &body).ok().and_then(|promise| promise.dyn_into::<Promise>().ok());
    if let Some(promise) = promise {
        // The lock refuses only when the page is being left.
        JsFuture::from(promise).await.ok();
    }
    let done = result.borrow_mut().take();
    done.unwrap_or_else(|| Err(ApiError::unreachable()))
}

fn lock_manager() -> Option<(JsValue, Function)> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok().filter(JsValue::is_object)?;
    let request = Reflect::get(&locks, &"request".into()).ok()?.dyn_into::<Function>().ok()?;
    Some((locks, request))
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
