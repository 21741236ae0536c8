//! Slows guessing and flooding down: attempts are counted in PostgreSQL before they are checked, so that neither a restart nor a parallel
//! storm gets around the count. Open sessions are not touched.

use std::{net::IpAddr, time::Duration};

use chrono::Utc;
use uuid::Uuid;

use crate::{
    db::Db,
    error::{Error, Result},
    repositories::login_attempts,
    security::keys::{KeyRing, Purpose},
};

/// Attempts are remembered for as long as the longest rule looks back.
pub const LONGEST_WINDOW: Duration = Duration::from_hours(24);

/// A rule: at most `most` attempts of `subject` within `window`.
#[derive(Clone, Debug)]
pub struct Rule {
    subject: [u8; 32],
    most: u32,
    window: Duration,
}

impl Rule {
    /// Attempts to log in to one account.
    pub fn login(keys: &KeyRing, user_id: Uuid, most: u32) -> Self {
        Self::of_user(keys, "login/user", user_id, most, Duration::from_mins(15))
    }

    /// Attempts to log in under a name that nobody has; they get the same answers.
    pub fn unknown_login(keys: &KeyRing, name: &str, most: u32) -> Self {
        let subject = keys.mac(Purpose::Throttle, format!("login/name/{}", name.to_lowercase()).as_bytes());
        Self { subject, most, window: Duration::from_mins(15) }
    }

    /// Attempts of one user, who is logged in, to confirm the password.
    pub fn confirmations(keys: &KeyRing, user_id: Uuid, most: u32) -> Self {
        Self::of_user(keys, "confirm", user_id, most, Duration::from_mins(15))
    }

    /// Changes of one user's name or mail address.
    pub fn name_changes(keys: &KeyRing, user_id: Uuid, most: u32) -> Self {
        Self::of_user(keys, "names", user_id, most, Duration::from_hours(1))
    }

    /// Attempts to log in from one address.
    pub fn address(keys: &KeyRing, address: IpAddr, most: u32) -> Self {
        let subject = keys.mac(Purpose::Throttle, format!("login/{}", network(address)).as_bytes());
        Self { subject, most, window: Duration::from_mins(15) }
    }

    /// Accounts made from one address.
    pub fn registrations(keys: &KeyRing, address: IpAddr, most: u32) -> Self {
        let subject = keys.mac(Purpose::Throttle, format!("register/{}", network(address)).as_bytes());
        Self { subject, most, window: Duration::from_hours(1) }
    }

    /// Comments of one user.
    pub fn comments(keys: &KeyRing, user_id: Uuid, most: u32) -> Self {
        Self::of_user(keys, "comments", user_id, most, Duration::from_mins(5))
    }

    /// Pictures of one user.
    pub fn posts(keys: &KeyRing, user_id: Uuid, most: u32) -> Self {
        Self::of_user(keys, "posts", user_id, most, LONGEST_WINDOW)
    }

    /// Choices of songs that one user wanted anew.
    pub fn rematches(keys: &KeyRing, user_id: Uuid, most: u32) -> Self {
        Self::of_user(keys, "rematches", user_id, most, Duration::from_hours(1))
    }

    /// Archives of one user.
    pub fn exports(keys: &KeyRing, user_id: Uuid, most: u32) -> Self {
        Self::of_user(keys, "exports", user_id, most, Duration::from_hours(1))
    }

    fn of_user(keys: &KeyRing, what: &str, user_id: Uuid, most: u32, window: Duration) -> Self {
        let subject = keys.mac(Purpose::Throttle, format!("{what}/{user_id}").as_bytes());
        Self { subject, most, window }
    }
}

/// Attempts that were counted; they stand unless they are taken back.
#[derive(Debug, Default)]
#[must_use]
pub struct Counted(Vec<Uuid>);

impl Counted {
    /// Takes the attempts back where the fault is ours: who is told to come back later is not charged for it.
    pub async fn settle<T>(self, db: &Db, outcome: Result<T>) -> Result<T> {
        if let Err(error) = &outcome
            && error.is_ours()
            && let Err(error) = self.forgive(db).await
        {
            tracing::warn!(%error, "an attempt stays counted");
        }
        outcome
    }

    /// Takes the attempts back: they were rightful.
    pub async fn forgive(self, db: &Db) -> Result<()> {
        db.run(move |conn| Ok(login_attempts::delete(conn, &self.0)?)).await
    }
}

/// Counts an attempt under all rules, or refuses it when one is exhausted.
pub async fn count(db: &Db, rules: Vec<Rule>) -> Result<Counted> {
    db.transaction(move |conn| {
        // Always in the same order, so that two attempts cannot wait for each other.
        let mut rules = rules;
        rules.sort_by_key(|rule| rule.subject);
        let mut ids = Vec::new();
        for rule in &rules {
            login_attempts::lock_subject(conn, &rule.subject)?;
            let now = Utc::now();
            let window = chrono::Duration::from_std(rule.window).unwrap_or_default();
            let times = login_attempts::since(conn, &rule.subject, now - window, rule.most)?;
            if times.len() >= rule.most as usize {
                // Where nothing may be done there is no oldest: the whole window is to be waited for, again and again.
                let oldest = times.first().copied().unwrap_or(now);
                let wait = (oldest + window - now).to_std().unwrap_or_default();
                return Err(Error::TooManyRequests(wait.max(Duration::from_secs(1))));
            }
            ids.push(login_attempts::insert(conn, &rule.subject)?);
        }
        Ok(Counted(ids))
    })
    .await
}

/// IPv4 as it is; IPv6 by its /64, which is what one customer gets.
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn ipv6_counts_by_customer_and_mapped_addresses_as_ipv4() {
        let net = |text: &str| network(text.parse().unwrap());
        assert_eq!(net("2001:db8:1:2:3:4:5:6"), net("2001:db8:1:2:ffff::1"));
        assert_ne!(net("2001:db8:1:2::1"), net("2001:db8:1:3::1"));
        assert_eq!(net("::ffff:192.0.2.1"), net("192.0.2.1"));
    }
}
