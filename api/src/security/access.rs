//! Access tokens: JWT, one algorithm, checked to the letter (RFC 8725).

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::keys::{KeyRing, Purpose};

/// Seconds that an access token lives.
pub const LIFETIME: u32 = 15 * 60;

const ISSUER: &str = "imagime";
const AUDIENCE: &str = "imagime-api";
const TYPE: &str = "at+jwt";

/// Who an access token speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// The user.
    pub user_id: Uuid,
    /// The session; it must still exist.
    pub session_id: Uuid,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: Uuid,
    sid: Uuid,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// Signs a token that lives [`LIFETIME`] seconds.
pub fn issue(keys: &KeyRing, access: Access, now: DateTime<Utc>) -> anyhow::Result<String> {
    let key = keys.signing();
    let header = Header { typ: Some(TYPE.into()), kid: Some(key.id.clone()), ..Header::new(Algorithm::HS256) };
    let now = now.timestamp();
    let claims = Claims {
        iss: ISSUER.into(),
        aud: AUDIENCE.into(),
        sub: access.user_id,
        sid: access.session_id,
        iat: now,
        nbf: now,
        exp: now + i64::from(LIFETIME),
    };
    Ok(encode(&header, &claims, &EncodingKey::from_secret(&key.derive(Purpose::AccessToken)))?)
}

/// Reads a token; `None` for anything but one of ours that is valid now.
pub fn verify(keys: &KeyRing, token: &str) -> Option<Access> {
    let header = decode_header(token).ok()?;
    let ours = header.alg == Algorithm::HS256
        && header.typ.as_deref() == Some(TYPE)
        && header.jku.is_none()
        && header.jwk.is_none()
        && header.x5u.is_none()
        && header.x5c.is_none()
        && header.crit.is_none();
    if !ours {
        return None;
    }
    let key = keys.find(header.kid.as_deref()?)?;
    let mut rules = Validation::new(Algorithm::HS256);
    rules.leeway = 5;
    rules.validate_nbf = true;
    rules.set_audience(&[AUDIENCE]);
    rules.set_issuer(&[ISSUER]);
    rules.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
    let secret = DecodingKey::from_secret(&key.derive(Purpose::AccessToken));
    let claims = decode::<Claims>(token, &secret, &rules).ok()?.claims;
    Some(Access { user_id: claims.sub, session_id: claims.sid })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn ring(text: &str) -> KeyRing {
        KeyRing::parse(text).unwrap()
    }

    const OLD: &str = "0123456789abcdef0123456789abcdef";
    const NEW: &str = "fedcba9876543210fedcba9876543210";

    fn somebody() -> Access {
        Access { user_id: Uuid::now_v7(), session_id: Uuid::now_v7() }
    }

    #[test]
    fn a_token_comes_back_as_it_was() {
        let access = somebody();
        let token = issue(&ring(OLD), access, Utc::now()).unwrap();
        assert_eq!(verify(&ring(OLD), &token), Some(access));
    }

    #[test]
    fn a_replaced_key_still_verifies_and_a_removed_one_does_not() {
        let token = issue(&ring(OLD), somebody(), Utc::now()).unwrap();
        assert!(verify(&ring(&format!("{NEW} {OLD}")), &token).is_some());
        assert!(verify(&ring(NEW), &token).is_none());
    }

    #[test]
    fn expired_and_future_tokens_are_refused() {
        let hour = chrono::Duration::hours(1);
        for time in [Utc::now() - hour, Utc::now() + hour] {
            let token = issue(&ring(OLD), somebody(), time).unwrap();
            assert!(verify(&ring(OLD), &token).is_none());
        }
    }

    #[test]
    fn tampered_unsigned_and_foreign_tokens_are_refused() {
        use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
        let ring = ring(OLD);
        let token = issue(&ring, somebody(), Utc::now()).unwrap();
        let [head, body, _sign]: [&str; 3] = token.split('.').collect::<Vec<_>>().try_into().unwrap();
        let none = B64.encode(r#"{"typ":"at+jwt","alg":"none"}"#);
        for bad in [
            format!("{head}.{body}."),
            format!("{none}.{body}."),
            format!("{head}.{body}.{}", B64.encode([0; 32])),
            format!("{head}.{}.x", B64.encode("{}")),
            String::new(),
            "a.b.c".into(),
        ] {
            assert!(verify(&ring, &bad).is_none(), "{bad}");
        }
    }
}
