//! Server-sent events, read one by one.

use std::time::Duration;

use reqwest::Response;
use serde_json::Value;

/// A stream of events.
pub struct Events {
    response: Response,
    rest: String,
}

/// One event.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its data.
    pub data: Value,
}

impl Events {
    /// Reads the body of an answer.
    pub fn new(response: Response) -> Self {
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { response, rest: String::new() }
    }

    /// The next event; `None` when the stream has ended.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((block, rest)) = self.rest.split_once("\n\n") {
                let (event, rest) = (parse(block), rest.to_owned());
                self.rest = rest;
                match event {
                    Some(event) => return Some(event),
                    None => continue,
                }
            }
            let chunk = tokio::time::timeout(Duration::from_secs(45), self.response.chunk()).await;
            let chunk = chunk.expect("an event comes in time").expect("the stream holds")?;
            self.rest.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// All events up to `done`, after which the stream ends by itself.
    pub async fn until_done(mut self) -> Vec<Event> {
        let mut events = Vec::new();
        while let Some(event) = self.next().await {
            events.push(event);
        }
        assert_eq!(events.last().map(|event| event.name.as_str()), Some("done"), "{events:?}");
        events
    }
}

/// `None` for a comment.
fn parse(block: &str) -> Option<Event> {
    let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(&format!("{name}: "))).map(str::to_owned);
    let data = field("data")?;
    Some(Event { id: field("id")?, name: field("event")?, data: serde_json::from_str(&data).unwrap() })
}
