//! A host on the web that offers a picture.

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    path::Path,
    thread,
};

use anyhow::Result;

/// A host that answers everything with one picture, until the tests end; gives its name with the port.
pub fn offer(file: &Path) -> Result<String> {
    let file = std::fs::read(file)?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let host = listener.local_addr()?.to_string();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let (mut head, mut byte) = (Vec::new(), [0]);
            while !head.ends_with(b"\r\n\r\n") && stream.read_exact(&mut byte).is_ok() {
                head.extend(byte);
            }
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", file.len());
            // Whoever hangs up in the middle has seen enough.
            let _ = stream.write_all(&[head.as_bytes(), &file].concat());
        }
    });
    Ok(host)
}
