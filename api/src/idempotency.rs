//! Idempotency-Key: a request that is repeated has its effect once. What every creating service needs, a floor below them.

use std::time::Duration;

use chrono::{DateTime, Utc};
use diesel::PgConnection;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    repositories::idempotency::{self, Taken},
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
    /// The first request did it and made this, and said this of it where that was kept.
    Made(Uuid, Option<Value>),
}

/// The right to do a request's work; without a key it is free.
#[derive(Clone, Debug)]
pub struct Claim {
    user_id: Uuid,
    route: String,
    /// The key, and since when it is ours: whoever took it over has another time.
    key: Option<(String, DateTime<Utc>)>,
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
    let route = route.to_owned();
    let Some(key) = key else { return Ok(Claimed::Ours(Claim { user_id, route, key: None })) };
    state
        .db
        .transaction(move |conn| {
            let used = match idempotency::claim(conn, user_id, &route, &key, &fingerprint)? {
                Taken::Ours(since) => return Ok(Claimed::Ours(Claim { user_id, route, key: Some((key, since)) })),
                Taken::Before(used) => used.ok_or(Error::InFlight)?,
            };
            if used.fingerprint != fingerprint {
                return Err(Error::IdempotencyMismatch);
            }
            if let Some(made) = used.resource_id {
                return Ok(Claimed::Made(made, used.answer));
            }
            let silent = Utc::now() - used.created_at > chrono::Duration::seconds(CLAIM_SECONDS);
            let ours =
                if silent { idempotency::take_over(conn, user_id, &route, &key, used.created_at)? } else { None };
            let since = ours.ok_or(Error::InFlight)?;
            Ok(Claimed::Ours(Claim { user_id, route, key: Some((key, since)) }))
        })
        .await
}

impl Claim {
    /// What was asked for.
    pub fn route(&self) -> &str {
        &self.route
    }

    /// Notes what the request made, in the transaction that makes it; whoever lost the claim makes nothing.
    pub fn complete(&self, conn: &mut PgConnection, made: Uuid) -> Result<()> {
        self.note(conn, made, None)
    }

    /// The same with what the request is told of it, where that cannot be read off what it made.
    pub fn complete_with(&self, conn: &mut PgConnection, made: Uuid, answer: &impl Serialize) -> Result<()> {
        let answer = serde_json::to_value(answer).map_err(|error| Error::Internal(error.into()))?;
        self.note(conn, made, Some(&answer))
    }

    fn note(&self, conn: &mut PgConnection, made: Uuid, answer: Option<&Value>) -> Result<()> {
        let Some((key, since)) = &self.key else { return Ok(()) };
        let ours = idempotency::complete(conn, self.user_id, &self.route, key, *since, made, answer)?;
        if ours { Ok(()) } else { Err(Error::InFlight) }
    }

    /// Hands on what the work came to; when nothing was made, a corrected request may use the key.
    pub async fn settle<T>(self, state: &AppState, outcome: Result<T>) -> Result<T> {
        if let (Err(_), Some((key, since))) = (&outcome, self.key) {
            let (user_id, route) = (self.user_id, self.route);
            state.db.run(move |conn| Ok(idempotency::release(conn, user_id, &route, &key, since)?)).await?;
        }
        outcome
    }
}
