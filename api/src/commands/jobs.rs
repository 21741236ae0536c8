//! `imagime jobs`.

use anyhow::Context as _;
use clap::Args;

use crate::{config::DataConfig, db, queue, startup};

/// Lists the jobs that were laid aside after their last attempt.
#[derive(Args, Debug)]
pub struct Jobs {
    #[command(flatten)]
    data: DataConfig,
}

/// Prints them, newest first.
pub async fn run(command: Jobs) -> anyhow::Result<()> {
    let (cluster, url) = startup::database(&command.data).await?;
    let read = tokio::task::spawn_blocking(move || {
        let mut conn = db::connect(&url).context("PostgreSQL cannot be reached")?;
        queue::dead(&mut conn).context("the queue cannot be read")
    });
    let dead = read.await.context("reading the queue broke off")?;
    if let Some(cluster) = cluster {
        cluster.stop()?;
    }
    let dead = dead?;
    println!("{} jobs were laid aside.", dead.len());
    for job in dead {
        let post = job.post_id.map(|id| format!(" of post {id}")).unwrap_or_default();
        println!("{} {}{post}: {}", job.created_at.to_rfc3339(), job.kind, job.last_error.unwrap_or_default());
    }
    Ok(())
}
