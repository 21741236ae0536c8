//! What the request says of its sender.

use std::{
    future::{Ready, ready},
    net::{IpAddr, Ipv4Addr},
    sync::Once,
};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header::{self, HeaderMap},
    web,
};
use imagime_shared::header::IDEMPOTENCY_KEY;
use url::Url;

use crate::{
    config::Network,
    error::{Error, Result},
    etag::IfMatch,
    services::auth::Caller,
    state::AppState,
};

const FORWARDED_FOR: &str = "x-forwarded-for";
/// A proxy that nobody told us about is worth one line in the log, not one a request.
static STRANGER: Once = Once::new();

/// Address and user agent; X-Forwarded-For counts only when it comes from a configured proxy.
#[derive(Clone, Debug)]
pub struct ClientCaller(pub Caller);

impl FromRequest for ClientCaller {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let user_agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        ready(Ok(Self(Caller { address: client_address(request), user_agent: user_agent.map(str::to_owned) })))
    }
}

/// The value of Idempotency-Key, if one was sent: 1 to 200 visible characters.
#[derive(Clone, Debug)]
pub struct IdempotencyKey(pub Option<String>);

impl FromRequest for IdempotencyKey {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(value) = request.headers().get(IDEMPOTENCY_KEY) else { return ready(Ok(Self(None))) };
        let key = value
            .to_str()
            .ok()
            .filter(|key| (1..=200).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic()));
        ready(match key {
            Some(key) => Ok(Self(Some(key.to_owned()))),
            None => Err(Error::BadRequest("Idempotency-Key has 1 to 200 visible ASCII characters.".into())),
        })
    }
}

impl FromRequest for IfMatch {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let values: Vec<_> = request.headers().get_all(header::IF_MATCH).map(|value| value.to_str().ok()).collect();
        // One that cannot be read matches nothing.
        let value = values.iter().map(|value| value.unwrap_or_default()).collect::<Vec<_>>().join(",");
        ready(Ok(Self((!values.is_empty()).then_some(value))))
    }
}

/// The address under which people reach the server, without a slash at its end: the configured one, else the one asked for.
#[derive(Clone, Debug)]
pub struct PublicBase(pub String);

impl FromRequest for PublicBase {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(public_base(request))))
    }
}

/// See [`PublicBase`].
pub fn public_base(request: &HttpRequest) -> String {
    let configured = request.app_data::<web::Data<AppState>>().and_then(|state| state.config.server.public_url.clone());
    if let Some(url) = configured {
        return url.trim_end_matches('/').to_owned();
    }
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    // A host that is none, or brings a path along, is not repeated.
    let asked = Url::parse(&format!("http://{host}")).ok().filter(|url| url.has_host() && url.path() == "/");
    asked.map_or_else(String::new, |url| url.origin().ascii_serialization())
}

/// Refuses a route that reads or gives a browser's cookie when another site's page calls it.
pub fn same_site(request: &HttpRequest) -> Result<()> {
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    if text("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none") {
        return Err(Error::CrossSite);
    }
    let (Some(origin), Some(host)) = (text("origin"), text("host")) else { return Ok(()) };
    let allowed = request.app_data::<web::Data<AppState>>().is_some_and(|state| {
        state.config.server.public_url.as_deref().is_some_and(|url| url.trim_end_matches('/') == origin)
    });
    let own = origin.split_once("://").is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host));
    if own || allowed { Ok(()) } else { Err(Error::CrossSite) }
}

/// The address that a request comes from; X-Forwarded-For counts only when it comes from a configured proxy.
pub fn client_address(request: &HttpRequest) -> IpAddr {
    let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| address.ip());
    let state = request.app_data::<web::Data<AppState>>();
    let proxies = state.map_or(&[][..], |state| &state.config.server.trusted_proxies);
    if request.headers().contains_key(FORWARDED_FOR) && !is_trusted(peer, proxies) {
        STRANGER.call_once(|| {
            tracing::warn!(
                peer.address = %peer,
                "X-Forwarded-For came from an address that IMAGIME_TRUSTED_PROXIES does not name: if it is your proxy, all its clients count as one"
            );
        });
    }
    forwarded_for(peer, request.headers(), proxies)
}

fn is_trusted(address: IpAddr, proxies: &[Network]) -> bool {
    proxies.iter().any(|network| network.contains(address))
}

/// Walks X-Forwarded-For from the right for as long as the hop before it is trusted.
fn forwarded_for(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> IpAddr {
    let mut address = peer.to_canonical();
    let hops = headers.get_all(FORWARDED_FOR).filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(",");
    for hop in hops.rsplit(',') {
        if !is_trusted(address, proxies) {
            break;
        }
        match hop.trim().parse::<IpAddr>() {
            Ok(next) => address = next.to_canonical(),
            Err(_) => break,
        }
    }
    address
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use actix_web::test::TestRequest;

    use super::*;

    fn seen(forwarded: &str, proxies: &[&str]) -> String {
        let request = TestRequest::default().insert_header(("x-forwarded-for", forwarded)).to_http_request();
        let proxies: Vec<Network> = proxies.iter().map(|text| text.parse().unwrap()).collect();
        forwarded_for("10.0.0.1".parse().unwrap(), request.headers(), &proxies).to_string()
    }

    #[test]
    fn forwarded_addresses_count_only_behind_trusted_proxies() {
        assert_eq!(seen("192.0.2.7", &[]), "10.0.0.1");
        assert_eq!(seen("192.0.2.7", &["10.0.0.1"]), "192.0.2.7");
        assert_eq!(seen("1.1.1.1, 192.0.2.7", &["10.0.0.1"]), "192.0.2.7");
        assert_eq!(seen("192.0.2.7, 10.0.0.2", &["10.0.0.1", "10.0.0.2"]), "192.0.2.7");
        assert_eq!(seen("nonsense", &["10.0.0.1"]), "10.0.0.1");
        assert_eq!(seen("192.0.2.7, 10.9.9.9", &["10.0.0.0/8"]), "192.0.2.7");
        assert_eq!(seen("192.0.2.7, ::ffff:10.0.0.2", &["10.0.0.1", "10.0.0.2"]), "192.0.2.7");
        assert_eq!(seen("::ffff:192.0.2.7", &["::ffff:10.0.0.1"]), "192.0.2.7");
    }
}
