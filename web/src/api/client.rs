//! One client for all calls: paths and types of the contract, the access token, one renewal and one more try after a 401.

use gloo_net::http::{Method, Request, RequestBuilder, Response};
use imagime_shared::{
    error::{ErrorCode, PROBLEM_JSON, Problem},
    header,
    page::{MAX_LIMIT, PageQuery},
    paths, query,
};
use serde::{Serialize, de::DeserializeOwned};
use web_sys::{AbortController, FormData, RequestInit};

use super::token;
use crate::text::account;

/// Bytes that are sent to their end whether the page is left or not: two such bodies may be on their way.
const PARTING: usize = 30_000;

/// Why a request failed.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiError {
    /// What the server said.
    pub problem: Option<Box<Problem>>,
    /// True when there was no answer.
    pub network: bool,
}

impl ApiError {
    /// There was no answer.
    pub(super) fn unreachable() -> Self {
        Self { problem: None, network: true }
    }

    /// There was an answer, but not one of ours: a proxy's, or of another version.
    pub(super) fn unreadable() -> Self {
        Self { problem: None, network: false }
    }

    /// A sentence for people.
    pub fn sentence(&self) -> String {
        match &self.problem {
            Some(problem) => problem.detail.clone(),
            None if self.network => account::UNREACHABLE.to_owned(),
            None => account::UNREADABLE.to_owned(),
        }
    }

    /// What the server says about one field of the form.
    pub fn field(&self, name: &str) -> Option<String> {
        let errors = &self.problem.as_ref()?.errors;
        errors.iter().find(|error| error.field == name).map(|error| error.message.clone())
    }

    /// What went wrong, for programs.
    pub fn code(&self) -> Option<ErrorCode> {
        self.problem.as_ref().map(|problem| problem.code)
    }

    /// True when there is no such thing, or it is not the asker's to see.
    pub fn is_not_found(&self) -> bool {
        self.code() == Some(ErrorCode::NotFound)
    }
}

/// What a request carries.
#[derive(Clone)]
pub(super) enum Body {
    /// Nothing.
    Empty,
    /// JSON, already written.
    Json(String),
    /// JSON, already written, with the key that makes a repeat harmless.
    Keyed(String, String),
    /// JSON, already written, sent to its end even when the page is left meanwhile.
    Parting(String),
    /// A form with files.
    Form(FormData),
}

impl Body {
    /// Writes a value as JSON.
    pub(super) fn json(value: &impl Serialize) -> Result<Self, ApiError> {
        // Types of the contract always serialise; a broken one would be a fault of this page.
        serde_json::to_string(value).map(Self::Json).map_err(|_fault| ApiError::unreadable())
    }

    /// The same, sent to its end even when the page is left meanwhile. Browsers keep 64 KiB of that at a time.
    pub(super) fn parting(value: &impl Serialize) -> Result<Self, ApiError> {
        let text = serde_json::to_string(value).map_err(|_fault| ApiError::unreadable())?;
        Ok(if text.len() < PARTING { Self::Parting(text) } else { Self::Json(text) })
    }

    /// The same as JSON, carried out once however often it is sent with this key.
    pub(super) fn keyed(value: &impl Serialize, key: &str) -> Result<Self, ApiError> {
        let text = serde_json::to_string(value).map_err(|_fault| ApiError::unreadable())?;
        Ok(Self::Keyed(text, key.to_owned()))
    }
}

/// `GET` of a resource. Given up when nobody waits for it any more.
pub(super) async fn get<T: DeserializeOwned>(path: &str) -> Result<T, ApiError> {
    read(send(Method::GET, path, Body::Empty).await?).await
}

/// `PUT`, answered with the new state.
pub(super) async fn put<T: DeserializeOwned>(path: &str, body: Body) -> Result<T, ApiError> {
    read(send(Method::PUT, path, body).await?).await
}

/// `POST`, answered with what it led to.
pub(super) async fn post<T: DeserializeOwned>(path: &str, body: Body) -> Result<T, ApiError> {
    read(send(Method::POST, path, body).await?).await
}

/// `PATCH`, answered with the new state.
pub(super) async fn patch<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, ApiError> {
    read(send(Method::PATCH, path, Body::json(body)?).await?).await
}

/// `DELETE`, answered without a body.
pub(super) async fn delete(path: &str, body: Body) -> Result<(), ApiError> {
    send(Method::DELETE, path, body).await.map(drop)
}

/// A path with the page that is asked for, and further parameters.
pub(super) fn paged(path: &str, page: &PageQuery, further: &[(&str, &str)]) -> String {
    let limit = page.limit.map(|limit| limit.to_string());
    let own = [(query::LIMIT, limit.as_deref()), (query::CURSOR, page.cursor.as_deref())];
    let own = own.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let mut url = path.to_owned();
    for (i, (name, value)) in own.chain(further.iter().copied().filter(|(_, value)| !value.is_empty())).enumerate() {
        url.push(if i == 0 { '?' } else { '&' });
        url.push_str(name);
        url.push('=');
        url.push_str(&paths::encode(value));
    }
    url
}

/// All rows of a list that is short enough to be shown at once. `part` takes an answer apart into its rows and `next_cursor`.
pub(super) async fn get_all<L, T>(path: &str, part: fn(L) -> (Vec<T>, Option<String>)) -> Result<Vec<T>, ApiError>
where
    L: DeserializeOwned,
{
    let (mut all, mut page) = (Vec::new(), PageQuery { cursor: None, limit: Some(MAX_LIMIT) });
    loop {
        let (rows, next) = part(get(&paged(path, &page, &[])).await?);
        all.extend(rows);
        if next.is_none() {
            return Ok(all);
        }
        page.cursor = next;
    }
}

/// Sends with the access token; after a 401 the session is renewed once and the request sent once more.
pub(super) async fn send(method: Method, path: &str, body: Body) -> Result<Response, ApiError> {
    let bearer = token::bearer().await?;
    let first = once(method.clone(), path, body.clone(), bearer.as_deref()).await;
    let Some(stale) = bearer.filter(|_| is_unauthorized(&first)) else { return first };
    let fresh = token::renew(Some(&stale)).await?;
    once(method, path, body, Some(&fresh)).await
}

/// Sends once, with this token or none.
pub(super) async fn once(method: Method, path: &str, body: Body, bearer: Option<&str>) -> Result<Response, ApiError> {
    // What is only read need not be read to the end; what changes something is carried through.
    let abort = if method == Method::GET { AbortController::new().ok() } else { None };
    let signal = abort.as_ref().map(AbortController::signal);
    let guard = AbortOnDrop(abort);
    let mut request = RequestBuilder::new(path).method(method).header(header::ACCEPT, header::JSON);
    if let Some(bearer) = bearer {
        request = request.header(header::AUTHORIZATION, &header::bearer(bearer));
    }
    let request = with_body(request.abort_signal(signal.as_ref()), body)?;
    let answer = request.send().await.map_err(|_offline| ApiError::unreachable())?;
    guard.keep();
    if answer.ok() { Ok(answer) } else { Err(refusal(answer).await) }
}

fn with_body(request: RequestBuilder, body: Body) -> Result<Request, ApiError> {
    let built = match body {
        Body::Empty => request.build(),
        Body::Json(text) => request.header(header::CONTENT_TYPE, header::JSON).body(text),
        Body::Parting(text) => request.header(header::CONTENT_TYPE, header::JSON).body(text).map(outliving),
        Body::Keyed(text, key) => {
            request.header(header::CONTENT_TYPE, header::JSON).header(header::IDEMPOTENCY_KEY, &key).body(text)
        }
        // The browser writes the content type, since it chooses the boundary.
        Body::Form(form) => request.body(form),
    };
    built.map_err(|_fault| ApiError::unreadable())
}

/// The same request, which ends when it is answered and not when its page does.
fn outliving(request: Request) -> Request {
    let request = web_sys::Request::from(request);
    let options = RequestInit::new();
    js_sys::Reflect::set(&options, &"keepalive".into(), &true.into()).ok();
    web_sys::Request::new_with_request_and_init(&request, &options).unwrap_or(request).into()
}

/// The answer's body.
pub(super) async fn read<T: DeserializeOwned>(answer: Response) -> Result<T, ApiError> {
    let text = answer.text().await.map_err(|_cut_off| ApiError::unreachable())?;
    serde_json::from_str(&text).map_err(|_foreign| ApiError::unreadable())
}

async fn refusal(answer: Response) -> ApiError {
    let is_ours = answer.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with(PROBLEM_JSON));
    if !is_ours {
        return if is_away(answer.status()) { ApiError::unreachable() } else { ApiError::unreadable() };
    }
    match answer.text().await {
        Ok(text) => problem(&text),
        Err(_cut_off) => ApiError::unreachable(),
    }
}

/// True where the server itself did not answer: no status at all, or the 502 to 504 that the development proxy and every other one
/// give for a server that is away.
pub(super) fn is_away(status: u16) -> bool {
    matches!(status, 0 | 502..=504)
}

/// Reads a problem document.
pub(super) fn problem(text: &str) -> ApiError {
    let problem = serde_json::from_str(text).ok();
    ApiError { problem, network: false }
}

/// True when the token was not taken, as opposed to a wrong password.
pub(super) fn is_unauthorized<T>(answer: &Result<T, ApiError>) -> bool {
    answer.as_ref().is_err_and(|error| error.code() == Some(ErrorCode::Unauthorized))
}

/// Gives a request up when its future is dropped, unless it was answered.
struct AbortOnDrop(Option<AbortController>);

impl AbortOnDrop {
    fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(abort) = &self.0 {
            abort.abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_asked_for_with_what_is_known_of_it() {
        let page = PageQuery { cursor: Some("a b".into()), limit: Some(5) };
        assert_eq!(paged("/x", &page, &[("q", "é&"), ("sort", "")]), "/x?limit=5&cursor=a%20b&q=%C3%A9%26");
        assert_eq!(paged("/x", &PageQuery::default(), &[]), "/x");
        assert_eq!(paged("/x", &PageQuery::default(), &[("q", "a")]), "/x?q=a");
    }

    #[test]
    fn a_problem_speaks_for_its_fields() {
        let error = problem(
            r#"{"type":"urn:imagime:problem:already_taken","title":"Already taken","status":409,"detail":"Taken.",
            "code":"already_taken","request_id":"r","errors":[{"field":"email","code":"taken","message":"Known already."}]}"#,
        );
        assert_eq!(error.field("email").as_deref(), Some("Known already."));
        assert_eq!(error.field("username"), None);
        assert_eq!(error.sentence(), "Taken.");
        assert_eq!(error.code(), Some(ErrorCode::AlreadyTaken));
    }

    #[test]
    fn foreign_and_missing_answers_have_sentences_of_their_own() {
        assert_eq!(problem("<html>").sentence(), account::UNREADABLE);
        assert_eq!(ApiError::unreachable().sentence(), account::UNREACHABLE);
    }
}
