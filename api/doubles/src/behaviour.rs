//! How a service answers: as it should, or with one of its faults.

use std::{io, time::Duration};

use tokio::{io::AsyncWriteExt as _, net::TcpStream};

use crate::http::{self, Response};

/// A body that no client should read to its end, in bytes.
const HUGE: usize = 50 * 1024 * 1024;

/// A way to answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Behaviour {
    /// As it should.
    #[default]
    Normal,
    /// Nothing found.
    Empty,
    /// Every second item is null.
    NullItems,
    /// No picture anywhere.
    NoImages,
    /// No album; previews are empty texts.
    NoAlbum,
    /// 502 with a page of HTML.
    BadGateway,
    /// 200 with a page of HTML.
    HtmlForJson,
    /// 500 in JSON.
    Broken,
    /// JSON that stops in the middle, though its length is told right.
    Truncated,
    /// No answer for ten seconds.
    Stall,
    /// A byte now and then.
    Drip,
    /// The connection is torn down.
    Reset,
    /// 429 without a hint when to come back.
    Limited,
    /// 429 with `Retry-After`, in seconds.
    LimitedFor(u16),
    /// 429 with `Retry-After: 1`, once.
    LimitedOnce,
    /// 401 once.
    UnauthorizedOnce,
    /// 401 for ever.
    Unauthorized,
    /// 503 once.
    BrokenOnce,
    /// 50 MB of it.
    Huge,
    /// A redirect to another host.
    Elsewhere,
}

impl Behaviour {
    /// All of them by name.
    pub const ALL: [(&str, Self); 20] = [
        ("normal", Self::Normal),
        ("empty", Self::Empty),
        ("null-items", Self::NullItems),
        ("no-images", Self::NoImages),
        ("no-album", Self::NoAlbum),
        ("bad-gateway", Self::BadGateway),
        ("html-for-json", Self::HtmlForJson),
        ("broken", Self::Broken),
        ("truncated", Self::Truncated),
        ("stall", Self::Stall),
        ("drip", Self::Drip),
        ("reset", Self::Reset),
        ("limited", Self::Limited),
        ("limited-for-a-minute", Self::LimitedFor(60)),
        ("limited-once", Self::LimitedOnce),
        ("unauthorized-once", Self::UnauthorizedOnce),
        ("unauthorized", Self::Unauthorized),
        ("broken-once", Self::BrokenOnce),
        ("huge", Self::Huge),
        ("elsewhere", Self::Elsewhere),
    ];

    /// Reads a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, behaviour)| *behaviour)
    }

    /// What follows a behaviour that is for once only.
    pub(crate) fn next(self) -> Option<Self> {
        matches!(self, Self::LimitedOnce | Self::UnauthorizedOnce | Self::BrokenOnce).then_some(Self::Normal)
    }
}

/// Sends the answer of `normal`, or a fault in its place.
pub(crate) async fn answer(
    mut stream: TcpStream,
    behaviour: Behaviour,
    normal: impl FnOnce() -> Response,
) -> io::Result<()> {
    let refusal = |status, message: &str| {
        Response::json(status, &serde_json::json!({ "error": { "status": status, "message": message } }))
    };
    let response = match behaviour {
        Behaviour::Normal | Behaviour::Empty | Behaviour::NullItems | Behaviour::NoImages | Behaviour::NoAlbum => {
            normal()
        }
        Behaviour::BadGateway => Response::gateway_page(502),
        Behaviour::HtmlForJson => Response::gateway_page(200),
        Behaviour::Broken => refusal(500, "Internal server error"),
        Behaviour::BrokenOnce => refusal(503, "Service unavailable"),
        Behaviour::Unauthorized | Behaviour::UnauthorizedOnce => refusal(401, "The access token expired"),
        Behaviour::Limited => refusal(429, "Too many requests"),
        Behaviour::LimitedFor(seconds) => limited(refusal(429, "Too many requests"), seconds),
        Behaviour::LimitedOnce => limited(refusal(429, "Too many requests"), 1),
        Behaviour::Elsewhere => {
            let headers = vec![("location", "http://elsewhere.invalid/".to_owned())];
            Response { status: 302, headers, body: Vec::new() }
        }
        Behaviour::Truncated => {
            let mut response = normal();
            response.body.truncate(response.body.len() / 2);
            response
        }
        Behaviour::Stall => {
            tokio::time::sleep(Duration::from_secs(10)).await;
            normal()
        }
        Behaviour::Drip => return drip(stream, &normal()).await,
        Behaviour::Huge => return flood(stream).await,
        Behaviour::Reset => {
            // Closing with unread or unsent data pending and no linger makes the system send a reset.
            return stream.set_zero_linger();
        }
    };
    http::write(&mut stream, &response).await
}

fn limited(mut response: Response, seconds: u16) -> Response {
    response.headers.push(("retry-after", seconds.to_string()));
    response
}

async fn drip(mut stream: TcpStream, response: &Response) -> io::Result<()> {
    stream.write_all(response.head().as_bytes()).await?;
    for byte in response.body.iter().take(100) {
        stream.write_all(&[*byte]).await?;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    Ok(())
}

async fn flood(mut stream: TcpStream) -> io::Result<()> {
    let head = format!("HTTP/1.1 200 Answer\r\ncontent-type: application/json\r\ncontent-length: {HUGE}\r\n\r\n");
    stream.write_all(head.as_bytes()).await?;
    let spaces = vec![b' '; 64 * 1024];
    for _ in 0..HUGE / spaces.len() {
        stream.write_all(&spaces).await?;
    }
    Ok(())
}
