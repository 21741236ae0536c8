//! Tells event streams that a post moved on. Only a hint: streams read the state itself from the database.

use tokio::sync::broadcast;
use uuid::Uuid;

/// Hands hints from the worker to the streams of this process.
#[derive(Clone)]
pub struct Hub {
    sender: broadcast::Sender<Uuid>,
}

impl Default for Hub {
    fn default() -> Self {
        Self { sender: broadcast::Sender::new(1024) }
    }
}

impl Hub {
    /// Says that a post moved on.
    pub fn announce(&self, post_id: Uuid) {
        // Nobody listening is fine.
        let _ = self.sender.send(post_id);
    }

    /// Hints from now on.
    pub fn listen(&self) -> Hints {
        Hints { receiver: self.sender.subscribe() }
    }
}

/// A listener's side.
pub struct Hints {
    receiver: broadcast::Receiver<Uuid>,
}

impl Hints {
    /// Resolves when the post may have moved on; hints that were missed count as one.
    pub async fn about(&mut self, post_id: Uuid) {
        loop {
            match self.receiver.recv().await {
                Ok(id) if id == post_id => return,
                Ok(_) => {}
                Err(broadcast::error::RecvError::Lagged(_)) => return,
                Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
            }
        }
    }
}
