//! bcrypt on threads set aside for it: a login storm takes its turn and leaves the feed alone.

use anyhow::Context as _;

use crate::{
    error::Result,
    security::password::{self, NewPassword},
    state::AppState,
};

/// Hashes a password.
pub async fn hash(state: &AppState, password: NewPassword) -> Result<String> {
    let cost = state.config.accounts.bcrypt_cost;
    Ok(on_a_thread(state, move || password.hash(cost)).await??)
}

/// True when the password belongs to the hash.
pub async fn verify(state: &AppState, password: String, hash: String) -> Result<bool> {
    on_a_thread(state, move || password::verify(&password, &hash)).await
}

async fn on_a_thread<T: Send + 'static>(state: &AppState, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let permit = state.hash_threads.clone().acquire_owned().await.context("the server stops")?;
    let worked = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        work()
    });
    Ok(worked.await.context("hashing broke off")?)
}
