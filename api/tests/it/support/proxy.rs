//! A wire to PostgreSQL that can be cut, or held.

use std::sync::Arc;

use reqwest::Url;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
};

#[derive(Clone, Copy, PartialEq)]
enum State {
    Whole,
    Held,
    Cut,
}

/// Forwards connections while the wire is whole; cut, it ends them and lets no new one through; held, it keeps them and what they send.
pub struct Wire {
    port: u16,
    state: Arc<watch::Sender<State>>,
}

impl Wire {
    /// A wire to the server that `url` names.
    pub async fn to(url: &str) -> Self {
        let url: Url = url.parse().unwrap();
        let target = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap_or(5432));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(watch::Sender::new(State::Whole));
        let sender = state.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                if *sender.borrow() != State::Cut {
                    tokio::spawn(forward(client, target.clone(), sender.subscribe()));
                }
            }
        });
        Self { port, state }
    }

    /// The same address through the wire.
    pub fn url(&self, url: &str) -> String {
        let mut url: Url = url.parse().unwrap();
        url.set_host(Some("127.0.0.1")).unwrap();
        url.set_port(Some(self.port)).unwrap();
        url.to_string()
    }

    /// Cuts the wire: nothing goes through and everything under way breaks.
    pub fn cut(&self) {
        self.state.send_replace(State::Cut);
    }

    /// Holds the wire: nothing goes through, and nobody is told.
    pub fn hold(&self) {
        self.state.send_replace(State::Held);
    }

    /// Makes the wire whole again.
    pub fn mend(&self) {
        self.state.send_replace(State::Whole);
    }
}

async fn forward(client: TcpStream, target: String, mut state: watch::Receiver<State>) {
    let Ok(server) = TcpStream::connect(target).await else { return };
    let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
    tokio::select! {
        () = pass(from_client, to_server, state.clone()) => {}
        () = pass(from_server, to_client, state.clone()) => {}
        _ = state.wait_for(|state| *state == State::Cut) => {}
    }
}

async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut state: watch::Receiver<State>) {
    let mut bytes = vec![0; 16 * 1024];
    while let Ok(read @ 1..) = from.read(&mut bytes).await {
        let held = state.wait_for(|state| *state != State::Held).await.is_err();
        if held || to.write_all(&bytes[..read]).await.is_err() {
            return;
        }
    }
}
