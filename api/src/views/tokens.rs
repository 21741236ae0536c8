//! Personal access tokens as their owner sees them.

use imagime_shared::token::{PersonalToken, Scope};

use super::timestamp;
use crate::models::TokenRow;

/// A token, without what opens anything.
pub fn personal_token(row: TokenRow) -> PersonalToken {
    let scopes = [(row.can_read, Scope::Read), (row.can_write, Scope::Write)];
    PersonalToken {
        id: row.id,
        name: row.name,
        scopes: scopes.into_iter().filter_map(|(may, scope)| may.then_some(scope)).collect(),
        created_at: timestamp(row.created_at),
        expires_at: row.expires_at.map(timestamp),
        last_used_at: row.last_used_at.map(timestamp),
    }
}
