//! A host on the web that offers pictures, and other things.

use std::{
    collections::HashMap,
    io::{Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

/// Serves what it was given on a port of its own and remembers what was asked for.
pub struct Elsewhere {
    port: u16,
    answers: Arc<Mutex<HashMap<String, Vec<u8>>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Elsewhere {
    /// A host that has nothing yet: every path is 404.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let here = Self { port: listener.local_addr().unwrap().port(), answers: Arc::default(), asked: Arc::default() };
        let (answers, asked) = (here.answers.clone(), here.asked.clone());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answers, asked) = (answers.clone(), asked.clone());
                thread::spawn(move || answer(stream, &answers, &asked));
            }
        });
        here
    }

    /// The host with its port, as the settings name it.
    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The link to a path.
    pub fn link(&self, path: &str) -> String {
        format!("http://{}{path}", self.host())
    }

    /// Offers bytes under a path, as this type; gives the link.
    pub fn offer(&self, path: &str, kind: &str, body: &[u8]) -> String {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n", body.len());
        self.put(path, &head, body)
    }

    /// Leads on from a path; gives the link.
    pub fn lead(&self, path: &str, to: &str) -> String {
        self.put(path, &format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\n"), b"")
    }

    /// Breaks off after these bytes, although more were promised; gives the link.
    pub fn break_off(&self, path: &str, body: &[u8]) -> String {
        self.put(path, &format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n", body.len() * 2), body)
    }

    /// Paths that were asked for, in order.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    fn put(&self, path: &str, head: &str, body: &[u8]) -> String {
        let whole = [head.as_bytes(), b"connection: close\r\n\r\n", body].concat();
        self.answers.lock().unwrap().insert(path.to_owned(), whole);
        self.link(path)
    }
}

fn answer(mut stream: TcpStream, answers: &Mutex<HashMap<String, Vec<u8>>>, asked: &Mutex<Vec<String>>) -> Option<()> {
    let (mut request, mut byte) = (Vec::new(), [0]);
    while !request.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        request.extend(byte);
    }
    let request = String::from_utf8_lossy(&request).into_owned();
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    let missing = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_vec();
    let found = answers.lock().unwrap().get(&path).cloned().unwrap_or(missing);
    asked.lock().unwrap().push(path);
    // Whoever asked may hang up when it has read enough.
    stream.write_all(&found).ok()?;
    stream.shutdown(Shutdown::Write).ok()
}
