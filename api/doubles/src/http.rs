//! As much of HTTP/1.1 as a double needs. Bare, because faults below HTTP are part of the play.

use std::io;

use bytes::{Buf, BytesMut};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// Largest request that is read, in bytes.
const LARGEST: usize = 32 * 1024 * 1024;

/// A request.
#[derive(Clone, Debug)]
pub struct Request {
    /// Method.
    pub method: String,
    /// Path without the query.
    pub path: String,
    /// Query without its question mark.
    pub query: String,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The whole body.
    pub body: Vec<u8>,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Response {
    /// Status.
    pub status: u16,
    /// Headers beside the length.
    pub headers: Vec<(&'static str, String)>,
    /// Body.
    pub body: Vec<u8>,
}

impl Request {
    /// The first segment of the path, and the rest.
    pub fn split(&self) -> (&str, &str) {
        let path = self.path.trim_start_matches('/');
        path.split_once('/').unwrap_or((path, ""))
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A parameter of the query, decoded.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let mut pairs = url::form_urlencoded::parse(self.query.as_bytes());
        pairs.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    }
}

impl Response {
    /// JSON.
    pub fn json(status: u16, body: &serde_json::Value) -> Self {
        Self { status, headers: vec![("content-type", "application/json".into())], body: body.to_string().into_bytes() }
    }

    /// Plain text.
    pub fn text(status: u16, body: &str) -> Self {
        Self { status, headers: vec![("content-type", "text/plain".into())], body: body.into() }
    }

    /// The page that a gateway shows when what is behind it is gone.
    pub fn gateway_page(status: u16) -> Self {
        let body = "<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>";
        Self { status, headers: vec![("content-type", "text/html".into())], body: body.into() }
    }

    /// Status line and headers.
    pub fn head(&self) -> String {
        let length = self.body.len();
        let lines = self.headers.iter().map(|(name, value)| [*name, ": ", value, "\r\n"].concat());
        let headers = lines.collect::<Vec<_>>().concat();
        format!("HTTP/1.1 {} Answer\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n", self.status)
    }
}

/// Reads one request; none when the client went away before it was whole.
pub async fn read(stream: &mut TcpStream) -> io::Result<Option<Request>> {
    let mut bytes = BytesMut::with_capacity(4096);
    let (mut request, length, body_at) = loop {
        if stream.read_buf(&mut bytes).await? == 0 || bytes.len() > LARGEST {
            return Ok(None);
        }
        if let Some(head) = parse(&bytes)? {
            break head;
        }
    };
    bytes.advance(body_at);
    while bytes.len() < length {
        if stream.read_buf(&mut bytes).await? == 0 || bytes.len() > LARGEST {
            return Ok(None);
        }
    }
    request.body = bytes.to_vec();
    Ok(Some(request))
}

/// Sends an answer whole.
pub async fn write(stream: &mut TcpStream, response: &Response) -> io::Result<()> {
    stream.write_all(response.head().as_bytes()).await?;
    stream.write_all(&response.body).await?;
    stream.shutdown().await
}

/// The head with the length of the body and where it begins; none while it is not whole.
fn parse(bytes: &[u8]) -> io::Result<Option<(Request, usize, usize)>> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut parsed = httparse::Request::new(&mut headers);
    let status = parsed.parse(bytes).map_err(io::Error::other)?;
    let httparse::Status::Complete(body_at) = status else { return Ok(None) };
    let target = parsed.path.unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let headers: Vec<(String, String)> = parsed
        .headers
        .iter()
        .map(|header| (header.name.to_lowercase(), String::from_utf8_lossy(header.value).into_owned()))
        .collect();
    let request = Request {
        method: parsed.method.unwrap_or_default().to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers,
        body: Vec::new(),
    };
    let length = request.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    Ok(Some((request, length, body_at)))
}
