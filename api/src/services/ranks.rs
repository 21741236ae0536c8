//! Keeps the rankings of posts up to date.

use chrono::{Duration, Utc};

use crate::{
    error::Result,
    rankings,
    repositories::rankings::{self as repository, Ranking},
    state::AppState,
};

/// How long a ranking that was replaced can be read on in.
const KEPT: Duration = Duration::hours(1);

/// Makes all rankings anew and forgets those that nobody reads any more.
pub async fn renew(state: &AppState) -> Result<()> {
    for ranking in Ranking::ALL {
        state.db.run(move |conn| rankings::renew(conn, ranking, Utc::now())).await?;
    }
    state.db.run(|conn| Ok(repository::forget_before(conn, Utc::now() - KEPT)?)).await
}

/// A number that moves on when something happened that a ranking tells of.
pub async fn changes(state: &AppState) -> Result<i64> {
    state.db.run(|conn| Ok(repository::changes(conn)?)).await
}
