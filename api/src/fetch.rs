//! A picture by its link, fetched from public addresses only.
//!
//! A link is an errand that a stranger sends us on: to our own network, a metadata service, a port that speaks something else. So each
//! hop is resolved here, every address of it checked, and the connection made to one of those and to nothing that a second look-up says.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::Path,
    time::Duration,
};

use imagime_shared::{field, validation};
use reqwest::{Client, Response, StatusCode, header::LOCATION, redirect};
use tokio::{sync::Semaphore, time::timeout};
use url::{Host, Url};

use crate::{
    error::{Error, Result},
    incoming::Incoming,
    pictures::Upload,
};

/// Longest wait for the whole picture.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(3);
/// Pictures that are fetched at once.
static FETCHES: Semaphore = Semaphore::const_new(8);
/// Longest wait for one's turn.
const TURN: Duration = Duration::from_secs(10);
/// Redirects that are followed, each checked like the first link.
const REDIRECTS: usize = 3;

/// Fetches the picture at a link to a file in `folder`.
///
/// `trusted` are hosts (`name` or `name:port`) that may be called whatever their address; for operators with pictures on their own network.
pub async fn picture(link: &str, folder: &Path, trusted: &[String]) -> Result<Upload> {
    let turn = timeout(TURN, FETCHES.acquire()).await;
    let busy = || Error::Unavailable("fetches are busy".into(), Duration::from_secs(5));
    let _turn = turn.ok().and_then(std::result::Result::ok).ok_or_else(busy)?;
    let fetched = timeout(PATIENCE, follow(link, folder, trusted)).await;
    fetched.unwrap_or_else(|_elapsed| {
        Err(refusal("timed_out", "That address took longer than 10 seconds to send its picture."))
    })
}

async fn follow(link: &str, folder: &Path, trusted: &[String]) -> Result<Upload> {
    let link = validation::picture_link(field::IMAGE_URL, link).map_err(|error| Error::Validation(vec![error]))?;
    let mut url =
        Url::parse(&link).map_err(|_cause| refusal("invalid", "This does not look like a link to a picture."))?;
    for _ in 0..=REDIRECTS {
        let answer = call(&url, trusted).await?;
        let status = answer.status();
        if !status.is_redirection() {
            return receive(answer, folder).await;
        }
        let next = answer.headers().get(LOCATION).and_then(|value| value.to_str().ok());
        let next = next.and_then(|next| url.join(next).ok());
        url = next.ok_or_else(|| refusal("unreachable", "That address leads nowhere."))?;
    }
    Err(refusal("unreachable", "That address leads from one place to the next without end."))
}

/// One hop: the addresses of the host are checked, and the connection is made to them alone.
async fn call(url: &Url, trusted: &[String]) -> Result<Response> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refusal("invalid", "Only links that begin with http:// or https:// can be followed."));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refusal("invalid", "A link with a user name or password in it is not followed."));
    }
    let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else {
        return Err(refusal("invalid", "This does not look like a link to a picture."));
    };
    let is_trusted = trusted.iter().any(|known| *known == host.to_string() || *known == format!("{host}:{port}"));
    if !is_trusted && !matches!(port, 80 | 443) {
        return Err(refusal("not_allowed", "Pictures are fetched from the usual ports of the web only."));
    }
    let addresses = resolve(&host, port).await?;
    if !is_trusted && addresses.iter().any(|address| !is_public(address.ip())) {
        return Err(refusal("not_allowed", "That address is not on the public internet."));
    }
    let client = Client::builder()
        .user_agent(concat!("Imagime/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT)
        .redirect(redirect::Policy::none())
        .no_proxy()
        .referer(false)
        .resolve_to_addrs(&host.to_string(), &addresses)
        .build()
        .map_err(|error| Error::Internal(error.into()))?;
    let answer = client.get(url.clone()).header("accept", "image/jpeg, image/png, image/webp, image/gif").send().await;
    answer.map_err(|_cause| refusal("unreachable", "That address cannot be reached."))
}

async fn resolve(host: &Host<&str>, port: u16) -> Result<Vec<SocketAddr>> {
    let name = match host {
        Host::Ipv4(ip) => return Ok(vec![SocketAddr::new(IpAddr::V4(*ip), port)]),
        Host::Ipv6(ip) => return Ok(vec![SocketAddr::new(IpAddr::V6(*ip), port)]),
        Host::Domain(name) => *name,
    };
    let found = tokio::net::lookup_host((name, port)).await.map(Iterator::collect::<Vec<_>>).unwrap_or_default();
    if found.is_empty() { Err(refusal("unreachable", "That address cannot be found.")) } else { Ok(found) }
}

async fn receive(mut answer: Response, folder: &Path) -> Result<Upload> {
    if answer.status() != StatusCode::OK {
        let status = answer.status().as_u16();
        return Err(refusal(
            "unreachable",
            &format!("That address answered with status {status} instead of a picture."),
        ));
    }
    let mut incoming = Incoming::new(folder, validation::IMAGE_BYTES)?;
    loop {
        match answer.chunk().await {
            Ok(Some(piece)) => incoming = incoming.push(piece).await?,
            Ok(None) => return Ok(incoming.finish()),
            Err(_cause) => return Err(refusal("unreachable", "The picture broke off on its way.")),
        }
    }
}

/// Whether an address belongs to the public internet (IANA's special-purpose registries).
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224.., ..)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 168, _)
            | (198, 18..=19, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(ip) = embedded_v4(ip) {
        return is_public_v4(ip);
    }
    let segments = ip.segments();
    let global = segments[0] & 0xe000 == 0x2000;
    let documentation = segments[0] == 0x2001 && segments[1] == 0x0db8 || segments[0] == 0x3fff && segments[1] < 0x1000;
    // 2001::/23 holds Teredo, benchmarking and the like.
    global && !documentation && !(segments[0] == 0x2001 && segments[1] < 0x0200)
}

/// The IPv4 address that a mapped, translated (NAT64) or tunnelled (6to4) one leads to.
fn embedded_v4(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let s = ip.segments();
    let join = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match s {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            Some(join(high, low))
        }
        _ => None,
    }
}

fn refusal(code: &str, message: &str) -> Error {
    Error::field(field::IMAGE_URL, code, message)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn only_public_addresses_are_public() {
        for public in [
            "1.1.1.1",
            "93.184.216.34",
            "172.32.0.1",
            "192.0.1.1",
            "2606:4700::1111",
            "2a00:1450:4001::1",
            "64:ff9b::101:101",
            "::ffff:8.8.8.8",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        let special = [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::7f00:1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ];
        for special in special {
            assert!(!is_public(special.parse().unwrap()), "{special}");
        }
    }

    #[tokio::test]
    async fn errands_into_our_own_network_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let links = [
            "http://127.0.0.1/x.jpg",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://017700000001/",
            "http://localhost/x.jpg",
            "http://[::1]/x.jpg",
            "http://[::ffff:127.0.0.1]/",
            "http://169.254.169.254/latest/meta-data/",
            "http://10.0.0.1/",
            "http://192.168.1.1/x.jpg",
            "http://0/",
            "http://1.1.1.1:22/",
            "https://1.1.1.1:6379/",
            "ftp://example.org/x.jpg",
            "file:///etc/passwd",
            "gopher://127.0.0.1/",
            "http://user:secret@1.1.1.1/",
            "javascript:alert(1)",
            "nonsense",
            "",
        ];
        for link in links {
            let refused = picture(link, folder.path(), &[]).await;
            assert!(matches!(refused, Err(Error::Validation(_))), "{link}");
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
