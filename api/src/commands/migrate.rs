//! `imagime migrate`.

use anyhow::Context as _;
use clap::Args;
use secrecy::SecretString;

use crate::{config::DataConfig, db, startup};

/// Brings the schema up to date, or takes all of it back.
#[derive(Args, Debug)]
pub struct Migrate {
    #[command(flatten)]
    data: DataConfig,
    /// Take every migration back. All data goes with them.
    #[arg(long)]
    down_all: bool,
}

/// Runs the migrations.
pub async fn run(command: Migrate) -> anyhow::Result<()> {
    let (cluster, url) = startup::database(&command.data).await?;
    let down = command.down_all;
    let done = tokio::task::spawn_blocking(move || migrate(&url, down)).await.context("migrating broke off")?;
    if let Some(cluster) = cluster {
        cluster.stop()?;
    }
    done
}

fn migrate(url: &SecretString, down: bool) -> anyhow::Result<()> {
    let mut conn = db::connect(url).context("PostgreSQL cannot be reached")?;
    if down { db::revert_all(&mut conn) } else { db::migrate(&mut conn) }
}
