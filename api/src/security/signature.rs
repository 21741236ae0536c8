//! Signed addresses: private files, and event streams, which cannot send a header.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use super::keys::{KeyRing, Purpose};

/// An address lives at most this long, and at least ten minutes.
const LIFETIME: i64 = 15 * 60;
/// Expiries are rounded to this, so that the same page asked for twice holds the same addresses.
const STEP: i64 = 5 * 60;

/// Expiry and signature for a private file.
pub fn sign_media(keys: &KeyRing, media_id: Uuid, now: DateTime<Utc>) -> String {
    let exp = expiry(now);
    let mac = keys.mac(Purpose::Address, &media_message(media_id, exp));
    format!("exp={exp}&sig={}", URL_SAFE_NO_PAD.encode(mac))
}

/// True when the signature opens the file now.
pub fn verify_media(keys: &KeyRing, media_id: Uuid, exp: i64, sig: &str, now: DateTime<Utc>) -> bool {
    in_time(exp, now) && matches_any(keys, &media_message(media_id, exp), sig)
}

/// Expiry and signature for a file of the music folder.
pub fn sign_track(keys: &KeyRing, track: &str, now: DateTime<Utc>) -> String {
    let exp = expiry(now);
    let mac = keys.mac(Purpose::Address, &track_message(track, exp));
    format!("exp={exp}&sig={}", URL_SAFE_NO_PAD.encode(mac))
}

/// True when the signature opens the file of the music folder now.
pub fn verify_track(keys: &KeyRing, track: &str, exp: i64, sig: &str, now: DateTime<Utc>) -> bool {
    in_time(exp, now) && matches_any(keys, &track_message(track, exp), sig)
}

/// A ticket to one post's events, in the name of one viewer (nobody: the nil id).
pub fn sign_ticket(keys: &KeyRing, post_id: Uuid, viewer: Option<Uuid>, now: DateTime<Utc>) -> String {
    let (exp, viewer) = (expiry(now), viewer.unwrap_or(Uuid::nil()));
    let mac = keys.mac(Purpose::Address, &ticket_message(post_id, viewer, exp));
    format!("{exp}.{}.{}", viewer.simple(), URL_SAFE_NO_PAD.encode(mac))
}

/// Reads a ticket: `Some(viewer)` when it is valid for this post now.
pub fn verify_ticket(keys: &KeyRing, post_id: Uuid, ticket: &str, now: DateTime<Utc>) -> Option<Option<Uuid>> {
    let mut parts = ticket.splitn(3, '.');
    let exp: i64 = parts.next()?.parse().ok()?;
    let viewer = Uuid::try_parse(parts.next()?).ok()?;
    let valid = in_time(exp, now) && matches_any(keys, &ticket_message(post_id, viewer, exp), parts.next()?);
    valid.then(|| (!viewer.is_nil()).then_some(viewer))
}

/// How often addresses are renewed.
pub const fn renewal() -> TimeDelta {
    TimeDelta::seconds(STEP)
}

fn expiry(now: DateTime<Utc>) -> i64 {
    now.timestamp() / STEP * STEP + LIFETIME
}

fn in_time(exp: i64, now: DateTime<Utc>) -> bool {
    let left = exp - now.timestamp();
    (0..=LIFETIME).contains(&left)
}

fn matches_any(keys: &KeyRing, message: &[u8], sig: &str) -> bool {
    let Ok(sig) = URL_SAFE_NO_PAD.decode(sig) else { return false };
    keys.all().iter().any(|key| bool::from(key.mac(Purpose::Address, message).as_slice().ct_eq(&sig)))
}

fn media_message(media_id: Uuid, exp: i64) -> Vec<u8> {
    format!("media/{media_id}/{exp}").into_bytes()
}

fn track_message(track: &str, exp: i64) -> Vec<u8> {
    format!("folder/{track}/{exp}").into_bytes()
}

fn ticket_message(post_id: Uuid, viewer: Uuid, exp: i64) -> Vec<u8> {
    format!("events/{post_id}/{viewer}/{exp}").into_bytes()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn ring() -> KeyRing {
        KeyRing::parse("0123456789abcdef0123456789abcdef").unwrap()
    }

    #[test]
    fn a_signature_opens_its_own_file_for_at_most_fifteen_minutes() {
        let (ring, id, now) = (ring(), Uuid::now_v7(), Utc::now());
        let query = sign_media(&ring, id, now);
        let (exp, sig) = query.strip_prefix("exp=").unwrap().split_once("&sig=").unwrap();
        let exp = exp.parse().unwrap();
        assert!(verify_media(&ring, id, exp, sig, now));
        assert!(!verify_media(&ring, Uuid::now_v7(), exp, sig, now));
        assert!(!verify_media(&ring, id, exp + 300, sig, now));
        assert!(!verify_media(&ring, id, exp, sig, now + chrono::Duration::minutes(16)));
    }

    #[test]
    fn a_ticket_tells_its_viewer_and_is_for_one_post() {
        let (ring, post, viewer, now) = (ring(), Uuid::now_v7(), Uuid::now_v7(), Utc::now());
        assert_eq!(verify_ticket(&ring, post, &sign_ticket(&ring, post, Some(viewer), now), now), Some(Some(viewer)));
        assert_eq!(verify_ticket(&ring, post, &sign_ticket(&ring, post, None, now), now), Some(None));
        assert_eq!(verify_ticket(&ring, Uuid::now_v7(), &sign_ticket(&ring, post, None, now), now), None);
        assert_eq!(verify_ticket(&ring, post, "1.2.3", now), None);
    }
}
