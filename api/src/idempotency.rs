//! Idempotency-Key: a request that is repeated has its effect once. What every creating service needs, a floor below them.

use std::time::Duration;

use chrono::Utc;
use diesel::PgConnection;
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    repositories::idempotency,
    state::AppState,
};

/// How long a client waits before it repeats a request that is in flight.
pub const IN_FLIGHT_WAIT: Duration = Duration::from_secs(1);

/// How long a key is remembered, in hours.
pub const KEPT_HOURS: u32 = 24;

/// A claim whose holder has been silent this long is taken over.
const CLAIM_SECONDS: i64 = 60;

/// What a claim came to.
#[derive(Debug)]
pub enum Claimed {
    /// The work is ours to do.
    Ours(Claim),
    /// The first request did it and made this.
    Made(Uuid),
}

/// The right to do a request's work; without a key it is free.
#[derive(Clone, Debug)]
pub struct Claim {
    user_id: Uuid,
    route: String,
    key: Option<String>,
}

/// Claims a user's key for a route. `fingerprint` is a digest of 32 bytes of all that was sent: the same key with another one is
/// refused, as is one whose first request is being worked on.
pub async fn claim(
    state: &AppState,
    user_id: Uuid,
    route: &str,
    key: Option<String>,
    fingerprint: [u8; 32],
) -> Result<Claimed> {
    let claim = Claim { user_id, route: route.to_owned(), key };
    let Some(key) = claim.key.clone() else { return Ok(Claimed::Ours(claim)) };
    state
        .db
        .transaction(move |conn| {
            let Some(used) = idempotency::claim(conn, user_id, &claim.route, &key, &fingerprint)? else {
                return Ok(Claimed::Ours(claim));
            };
            if used.fingerprint != fingerprint {
                return Err(Error::IdempotencyMismatch);
            }
            if let Some(made) = used.resource_id {
                return Ok(Claimed::Made(made));
            }
            let silent = Utc::now() - used.created_at > chrono::Duration::seconds(CLAIM_SECONDS);
            if silent && idempotency::take_over(conn, user_id, &claim.route, &key, used.created_at)? {
                return Ok(Claimed::Ours(claim));
            }
            Err(Error::InFlight)
        })
        .await
}

impl Claim {
    /// Notes what the request made, in the transaction that makes it.
    pub fn complete(&self, conn: &mut PgConnection, made: Uuid) -> Result<()> {
        let Some(key) = &self.key else { return Ok(()) };
        Ok(idempotency::complete(conn, self.user_id, &self.route, key, made)?)
    }

    /// Hands on what the work came to; when nothing was made, a corrected request may use the key.
    pub async fn settle<T>(self, state: &AppState, outcome: Result<T>) -> Result<T> {
        if let (Err(_), Some(key)) = (&outcome, self.key) {
            let (user_id, route) = (self.user_id, self.route);
            state.db.run(move |conn| Ok(idempotency::release(conn, user_id, &route, &key)?)).await?;
        }
        outcome
    }
}
