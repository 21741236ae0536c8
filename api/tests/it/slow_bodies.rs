//! Clients that send a body byte by byte.

use std::time::Duration;

use imagime_shared::paths;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::{interval, timeout},
};

use crate::support::{App, story};

/// Sends a head and then a byte of its body now and then, until an answer has come and the connection is closed.
async fn drip(app: &App, path: &str, kind: &str) -> String {
    let address = app.base().trim_start_matches("http://").to_owned();
    let (mut answers, mut body) = TcpStream::connect(&address).await.unwrap().into_split();
    let head =
        format!("POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-type: {kind}\r\ncontent-length: 1000\r\n\r\n{{");
    body.write_all(head.as_bytes()).await.unwrap();
    let dripping = async {
        let mut pace = interval(Duration::from_millis(200));
        while body.write_all(b" ").await.is_ok() {
            pace.tick().await;
        }
        std::future::pending::<()>().await;
    };
    let mut answer = Vec::new();
    let ended = async {
        // However the connection ends.
        let _ = answers.read_to_end(&mut answer).await;
    };
    let either = async {
        tokio::select! { () = dripping => {} () = ended => {} }
    };
    timeout(Duration::from_secs(20), either).await.unwrap_or_else(|_| panic!("{path} waits for ever"));
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn a_body_that_drips_is_not_waited_for() {
    story(async |app| {
        let (login, register, refresh) = tokio::join!(
            drip(app, paths::LOGIN, "application/json"),
            drip(app, paths::REGISTER, "application/json"),
            drip(app, paths::REFRESH, "text/plain"),
        );
        for answer in [login, register, refresh] {
            let answer = answer.to_lowercase();
            assert!(answer.starts_with("http/1.1 400"), "{answer}");
            assert!(answer.contains("connection: close") && answer.contains("application/problem+json"), "{answer}");
            assert!(answer.contains("\"bad_request\""), "{answer}");
        }
    });
}
