//! Nothing is sent to a host that is not configured: the connections of this very process are watched while everything is used.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use imagime_doubles::Behaviour;

use super::story_with_doubles;
use crate::support::{doubles::ALL, factory};

#[test]
fn no_request_leaves_for_a_host_that_is_not_configured() {
    let watcher = Watcher::start();
    story_with_doubles(&ALL, async |app, doubles| {
        let ada = app.user("ada").await;
        let behaviours = [Behaviour::Normal, Behaviour::Elsewhere, Behaviour::NoImages, Behaviour::BadGateway];
        for (seed, behaviour) in (1..).zip(behaviours) {
            doubles.behave_all(behaviour);
            let post = ada.ready_post(factory::photo(seed), "public").await;
            ada.songs(&post).await;
        }
    });
    let seen = watcher.stop();
    assert!(!seen.is_empty(), "the watcher sees connections");
    let strangers: Vec<&String> = seen.iter().filter(|address| !is_loopback(address)).collect();
    assert!(strangers.is_empty(), "{strangers:?}");
}

/// Reads the connections of this process again and again; the doubles and the database are all on loopback.
struct Watcher {
    stop: Arc<AtomicBool>,
    thread: std::thread::JoinHandle<BTreeSet<String>>,
}

impl Watcher {
    fn start() -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            let mut seen = BTreeSet::new();
            while !stopped.load(Ordering::Relaxed) {
                seen.extend(remote_addresses());
                std::thread::sleep(Duration::from_millis(2));
            }
            seen
        });
        Self { stop, thread }
    }

    fn stop(self) -> BTreeSet<String> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().unwrap()
    }
}

/// Remote addresses of this process's sockets as the kernel writes them, in hexadecimal.
fn remote_addresses() -> BTreeSet<String> {
    let own: BTreeSet<String> = std::fs::read_dir("/proc/self/fd")
        .unwrap()
        .filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok())
        .filter_map(|link| Some(link.to_str()?.strip_prefix("socket:[")?.trim_end_matches(']').to_owned()))
        .collect();
    let mut found = BTreeSet::new();
    for table in ["tcp", "tcp6", "udp", "udp6"] {
        let text = std::fs::read_to_string(format!("/proc/self/net/{table}")).unwrap_or_default();
        for line in text.lines().skip(1) {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let (Some(remote), Some(inode)) = (fields.get(2), fields.get(9)) else { continue };
            let address = remote.split(':').next().unwrap_or_default();
            let connected = address.bytes().any(|digit| digit != b'0');
            if connected && own.contains(*inode) {
                found.insert(address.to_owned());
            }
        }
    }
    found
}

/// 127.0.0.0/8 and its IPv6 form, and ::1; the kernel writes each word of four bytes in the machine's order.
fn is_loopback(address: &str) -> bool {
    let first_byte =
        |word: &str| if cfg!(target_endian = "little") { word.ends_with("7F") } else { word.starts_with("7F") };
    match address.len() {
        8 => first_byte(address),
        _ => {
            address.starts_with("0000000000000000FFFF0000") && first_byte(&address[24..])
                || address == "00000000000000000000000001000000"
        }
    }
}
