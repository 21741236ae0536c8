//! Sending a picture. `fetch` does not tell how far a body has come, so this is XMLHttpRequest.

use imagime_shared::{
    field, header, paths,
    post::{Post, PostResponse, Visibility},
};
use js_sys::Promise;
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

use super::{
    auth::form_data,
    client::{ApiError, is_away, is_unauthorized, problem},
    token,
};

/// A picture to post.
#[derive(Clone, Debug)]
pub struct NewPost {
    /// The picture.
    pub image: Given,
    /// Words of the author.
    pub description: String,
    /// Description for those who do not see it.
    pub alt_text: String,
    /// Who may see it.
    pub visibility: Visibility,
    /// Blurred until asked for.
    pub sensitive: bool,
    /// Outside analysers may look at it although it is private.
    pub outside_analysis: bool,
    /// The same for every try of the same picture, so that it is posted once.
    pub idempotency_key: String,
}

/// How a picture is given.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// Its bytes.
    File(File),
    /// Where the server finds it.
    Link(String),
}

/// One sending, which can be cancelled.
#[derive(Clone)]
pub struct Upload {
    request: XmlHttpRequest,
}

/// How a sending ended, when it did not succeed.
#[derive(Clone, Debug, PartialEq)]
pub enum UploadError {
    /// Somebody cancelled it.
    Cancelled,
    /// The server refused it, or was not there.
    Failed(ApiError),
}

/// A key that no other sending has.
pub fn idempotency_key() -> String {
    let mut bytes = [0_u8; 16];
    // `randomUUID` exists only in secure contexts; random bytes exist everywhere.
    match window().crypto().map(|crypto| crypto.get_random_values_with_u8_array(&mut bytes)) {
        Ok(Ok(_)) => format!("{:032x}", u128::from_be_bytes(bytes)),
        _ => format!("{}-{}", js_sys::Date::now(), js_sys::Math::random()),
    }
}

impl Upload {
    /// A sending that has not begun.
    pub fn new() -> Option<Self> {
        Some(Self { request: XmlHttpRequest::new().ok()? })
    }

    /// Gives it up.
    pub fn cancel(&self) {
        self.request.abort().ok();
    }

    /// Sends, telling the share of bytes that have left, 0 to 1.
    pub async fn send(&self, new: &NewPost, progress: impl Fn(f64) + Clone + 'static) -> Result<Post, UploadError> {
        let bearer = token::bearer().await.map_err(UploadError::Failed)?;
        let first = self.once(new, bearer.as_deref(), progress.clone()).await;
        let refused = match &first {
            Err(UploadError::Failed(error)) => is_unauthorized::<()>(&Err(error.clone())),
            _ => false,
        };
        let Some(stale) = bearer.filter(|_| refused) else { return first };
        let fresh = token::renew(Some(&stale)).await.map_err(UploadError::Failed)?;
        self.once(new, Some(&fresh), progress).await
    }

    async fn once(
        &self,
        new: &NewPost,
        bearer: Option<&str>,
        progress: impl Fn(f64) + 'static,
    ) -> Result<Post, UploadError> {
        let flag = |on: bool| if on { "true" } else { "false" };
        let texts = [
            (field::DESCRIPTION, new.description.as_str()),
            (field::ALT_TEXT, new.alt_text.as_str()),
            (field::VISIBILITY, new.visibility.as_str()),
            (field::SENSITIVE, flag(new.sensitive)),
            (field::OUTSIDE_ANALYSIS, flag(new.outside_analysis)),
        ];
        let form = match &new.image {
            Given::File(file) => form_data(&texts, Some(file)),
            Given::Link(link) => form_data(&[texts.as_slice(), &[(field::IMAGE_URL, link)]].concat(), None),
        };
        let form = form.map_err(UploadError::Failed)?;
        let request = &self.request;
        let begun = || -> Result<(), JsValue> {
            request.open_with_async("POST", paths::POSTS, true)?;
            request.set_request_header(header::ACCEPT, header::JSON)?;
            request.set_request_header(header::IDEMPOTENCY_KEY, &new.idempotency_key)?;
            if let Some(bearer) = bearer {
                request.set_request_header(header::AUTHORIZATION, &header::bearer(bearer))?;
            }
            Ok(())
        };
        begun().map_err(|_fault| UploadError::Failed(ApiError::unreadable()))?;
        let told = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
            if event.length_computable() && event.total() > 0.0 {
                progress(event.loaded() / event.total());
            }
        });
        if let Ok(upload) = request.upload() {
            upload.set_onprogress(Some(told.as_ref().unchecked_ref()));
        }
        // Settled in every case: what it came to stands in the request.
        let ended = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
        let aborted = std::rc::Rc::new(std::cell::Cell::new(false));
        let flag = aborted.clone();
        let on_abort = Closure::<dyn Fn()>::new(move || flag.set(true));
        request.set_onabort(Some(on_abort.as_ref().unchecked_ref()));
        request.send_with_opt_form_data(Some(&form)).map_err(|_fault| UploadError::Failed(ApiError::unreachable()))?;
        JsFuture::from(ended).await.ok();
        if let Ok(upload) = request.upload() {
            upload.set_onprogress(None);
        }
        request.set_onabort(None);
        request.set_onloadend(None);
        if aborted.get() { Err(UploadError::Cancelled) } else { self.outcome().map_err(UploadError::Failed) }
    }

    fn outcome(&self) -> Result<Post, ApiError> {
        let status = self.request.status().unwrap_or(0);
        let text = self.request.response_text().ok().flatten().unwrap_or_default();
        match status {
            _ if is_away(status) && !text.starts_with('{') => Err(ApiError::unreachable()),
            200..=299 => serde_json::from_str::<PostResponse>(&text)
                .map(|answer| answer.post)
                .map_err(|_foreign| ApiError::unreadable()),
            _ => Err(problem(&text)),
        }
    }
}
