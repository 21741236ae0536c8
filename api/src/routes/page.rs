//! The built page: read once at the start, served from memory with the encodings that were made when it was built.

use std::{collections::HashMap, path::Path as FsPath};

use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    http::{Method, StatusCode, header},
    web::{Bytes, Data},
};
use anyhow::Context as _;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use imagime_shared::{field, pages, validation};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::page_card::Template;
use crate::{
    config::ServerConfig,
    error::{Error, Result},
    etag,
    extract::public_base,
    origins::Origins,
    security::slug,
    services::link_cards::{self, Card},
    state::AppState,
};

const NO_INDEX: header::HeaderValue = header::HeaderValue::from_static("noindex");

/// The page's files, and its policy.
pub struct Page {
    files: HashMap<String, Asset>,
    /// The page's document, ready for a card.
    template: Option<Template>,
    policy: String,
    hsts: bool,
}

struct Asset {
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
    content_type: String,
    etag: String,
    immutable: bool,
}

impl Page {
    /// Reads the folder of the built page; without one the API still serves, and the page says how to build it.
    pub fn load(config: &ServerConfig, origins: &Origins) -> anyhow::Result<Self> {
        let mut files = HashMap::new();
        if config.page_dir.is_dir() {
            read_folder(&config.page_dir, "", &mut files)?;
        }
        if !files.contains_key("index.html") {
            tracing::warn!(folder = %config.page_dir.display(), "the page is not built; only the API is served");
        }
        let html = files.get("index.html").map(|asset| String::from_utf8_lossy(&asset.plain).into_owned());
        let html = html.unwrap_or_default();
        let policy = policy(&html, origins);
        // Cards go between the inline blocks, never into them: the policy's hashes stay true.
        Ok(Self { template: Template::new(&html), policy, files, hsts: config.is_https() })
    }
}

/// A file of the page, or the page itself: 200 where it has a route, 404 where it has none. A post that everybody may see, or that is
/// shared, has its own card in it.
pub async fn serve(page: Data<Page>, state: Data<AppState>, request: HttpRequest) -> Result<HttpResponse> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Error::MethodNotAllowed("GET, HEAD".into()));
    }
    let path = request.path().trim_start_matches('/');
    if let Some(asset) = page.files.get(path).filter(|_| path != "index.html") {
        return Ok(send(&page, &request, asset, StatusCode::OK));
    }
    let address = pages::find(request.path());
    let file_like = path.starts_with("assets/")
        || path.rsplit('/').next().is_some_and(|name| name.contains('.'))
            && !matches!(address, Some((pages::USER | pages::KEYWORD, _)));
    if file_like {
        return Ok(HttpResponse::NotFound()
            .insert_header(("x-content-type-options", "nosniff"))
            .content_type("text/plain")
            .body("There is no such file.\n"));
    }
    if let Some((template, card)) = page.template.as_ref().zip(card(&state, address).await) {
        let html = template.render(&card, &public_base(&request), request.path());
        let mut response = send(&page, &request, &document(html), StatusCode::OK);
        if matches!(address, Some((pages::SHARED, _))) {
            // Whoever has the link may look; a search engine that came upon it is not meant.
            response.headers_mut().insert(header::HeaderName::from_static("x-robots-tag"), NO_INDEX);
        }
        return Ok(response);
    }
    let status = if is_route(address) { StatusCode::OK } else { StatusCode::NOT_FOUND };
    match page.files.get("index.html") {
        Some(index) => Ok(send(&page, &request, index, status)),
        None => Ok(HttpResponse::NotFound()
            .content_type("text/plain")
            .body("The page is not built here. `cargo xtask run` builds it.\n")),
    }
}

/// An address of the page, and what stands in the path for its parameter.
type Address<'a> = (&'static str, &'a str);

/// True for an address of the page behind which there may be something.
fn is_route(address: Option<Address<'_>>) -> bool {
    match address {
        Some((pages::POST | pages::PLAYLIST | pages::SONG, id)) => Uuid::try_parse(id).is_ok(),
        Some((pages::SHARED, slug)) => slug::parse(slug).is_some(),
        Some((pages::USER, name)) => validation::username(field::USERNAME, name).is_ok(),
        Some(_) => true,
        None => false,
    }
}

/// The card for one of the page's addresses. Without one, also when the database is away, the page is still the page.
async fn card(state: &AppState, address: Option<Address<'_>>) -> Option<Card> {
    let found = match address? {
        (pages::POST, id) => link_cards::of_post(state, Uuid::try_parse(id).ok()?).await,
        (pages::SHARED, slug) => link_cards::of_share(state, slug).await,
        _ => return None,
    };
    match found {
        Ok(card) => Some(card),
        Err(Error::NotFound) => None,
        Err(error) => {
            tracing::warn!(%error, "a page goes out without its card");
            None
        }
    }
}

/// A document that was made just now.
fn document(html: String) -> Asset {
    let etag = etag::of(html.as_bytes());
    let content_type = "text/html; charset=utf-8".to_owned();
    Asset { plain: html.into(), brotli: None, gzip: None, content_type, etag, immutable: false }
}

fn send(page: &Page, request: &HttpRequest, asset: &Asset, status: StatusCode) -> HttpResponse {
    let mut response = HttpResponse::build(status);
    let caching = if asset.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    response
        .insert_header((header::CACHE_CONTROL, caching))
        .insert_header((header::ETAG, asset.etag.clone()))
        .insert_header((header::VARY, "Accept-Encoding"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
    if asset.content_type.starts_with("text/html") {
        document_headers(page, &mut response);
    }
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if status == StatusCode::OK && etag::is_known(text(header::IF_NONE_MATCH), &asset.etag) {
        return response.status(StatusCode::NOT_MODIFIED).finish();
    }
    let takes =
        |name: &str| text(header::ACCEPT_ENCODING).split(',').any(|one| one.trim().split(';').next() == Some(name));
    let (body, encoding) = match (&asset.brotli, &asset.gzip) {
        (Some(bytes), _) if takes("br") => (bytes, Some("br")),
        (_, Some(bytes)) if takes("gzip") => (bytes, Some("gzip")),
        _ => (&asset.plain, None),
    };
    if let Some(encoding) = encoding {
        response.insert_header((header::CONTENT_ENCODING, encoding));
    }
    response.content_type(asset.content_type.as_str()).body(body.clone())
}

fn document_headers(page: &Page, response: &mut HttpResponseBuilder) {
    response
        .insert_header((header::CONTENT_SECURITY_POLICY, page.policy.clone()))
        .insert_header((header::REFERRER_POLICY, "strict-origin-when-cross-origin"))
        .insert_header(("permissions-policy", "camera=(self), geolocation=(), microphone=(), payment=()"))
        .insert_header(("cross-origin-opener-policy", "same-origin"));
    if page.hsts {
        response.insert_header((header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"));
    }
}

/// Nothing but our own files, the inline blocks of this very page by their hashes, and what the sources in use show and play.
fn policy(html: &str, origins: &Origins) -> String {
    let hashes = |tag: &str| {
        inline_blocks(html, tag)
            .into_iter()
            .fold(String::new(), |all, block| format!("{all} 'sha256-{}'", STANDARD.encode(Sha256::digest(block))))
    };
    let listed = |hosts: &[String]| hosts.iter().fold(String::new(), |all, host| format!("{all} {host}"));
    let frames = if origins.players.is_empty() { " 'none'".to_owned() } else { listed(&origins.players) };
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{}; style-src 'self'{}; img-src 'self' data: blob:{}; \
         media-src 'self' blob:{}; frame-src{frames}; connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; \
         form-action 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
        hashes("script"),
        hashes("style"),
        listed(&origins.pictures),
        listed(&origins.sounds),
    )
}

/// The contents of `<tag …>…</tag>` without a `src`.
fn inline_blocks<'a>(html: &'a str, tag: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
    let mut blocks = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find(&open) {
        let Some((attributes, after)) = rest[start..].split_once('>') else { break };
        let Some(end) = after.find(&close) else { break };
        if !attributes.contains(" src=") {
            blocks.push(&after[..end]);
        }
        rest = &after[end..];
    }
    blocks
}

fn read_folder(folder: &FsPath, prefix: &str, files: &mut HashMap<String, Asset>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry.with_context(|| folder.display().to_string())?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        // Trunk builds into a folder of its own inside, then moves.
        if name.starts_with('.') {
            continue;
        }
        let key = format!("{prefix}{name}");
        if path.is_dir() {
            read_folder(&path, &format!("{key}/"), files)?;
        } else if !is_encoding(name) {
            files.insert(key, read_asset(&path, name)?);
        }
    }
    Ok(())
}

fn read_asset(path: &FsPath, name: &str) -> anyhow::Result<Asset> {
    let read = |path: &FsPath| std::fs::read(path).with_context(|| path.display().to_string());
    let sibling = |ending: &str| {
        let path = path.with_file_name(format!("{name}.{ending}"));
        if path.is_file() { read(&path).map(|bytes| Some(Bytes::from(bytes))) } else { Ok(None) }
    };
    let plain = read(path)?;
    let etag = etag::of(&plain);
    let guessed = actix_files::file_extension_to_mime(path.extension().and_then(|e| e.to_str()).unwrap_or_default());
    let content_type = match name.rsplit('.').next() {
        Some("webmanifest") => "application/manifest+json".into(),
        Some("js") => "text/javascript; charset=utf-8".into(),
        Some("woff2") => "font/woff2".into(),
        _ if guessed.type_() == "text" => format!("{guessed}; charset=utf-8"),
        _ => guessed.to_string(),
    };
    Ok(Asset {
        plain: plain.into(),
        brotli: sibling("br")?,
        gzip: sibling("gz")?,
        content_type,
        etag,
        immutable: has_hash(name),
    })
}

fn is_encoding(name: &str) -> bool {
    FsPath::new(name).extension().is_some_and(|ending| ending == "br" || ending == "gz")
}

/// True for names like `imagime-web-1a2b3c4d5e6f7a8b_bg.wasm`: a new content has a new name.
fn has_hash(name: &str) -> bool {
    name.split(['-', '_', '.']).any(|part| part.len() >= 12 && part.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_blocks_are_found_and_linked_ones_are_not() {
        let html =
            r#"<script>a()</script><script type="module" src="/x.js"></script><script type="module">b()</script>"#;
        assert_eq!(inline_blocks(html, "script"), ["a()", "b()"]);
    }

    #[test]
    fn hashed_names_are_immutable() {
        assert!(has_hash("imagime-web-1a2b3c4d5e6f7a8b_bg.wasm"));
        assert!(!has_hash("index.html"));
        assert!(!has_hash("manifest.webmanifest"));
    }

    #[test]
    fn the_pages_addresses_are_known() {
        for good in [
            "/",
            "/login",
            "/p/0190a0b0-0000-7000-8000-000000000000",
            "/playlists/0190a0b0-0000-7000-8000-000000000000",
            "/u/mira.k",
        ] {
            assert!(is_route(pages::find(good)), "{good}");
        }
        for bad in ["/nothing", "/p/x", "/playlists/x", "/s/x", "/login/x", "/u/a%20b"] {
            assert!(!is_route(pages::find(bad)), "{bad}");
        }
    }
}
