//! `imagime seed`.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use crate::{
    config::DataConfig,
    db,
    seed::{self, Wish},
    startup,
};

/// Fill an instance with posts, people, likes and so on, to try it out and to measure it. Not for one that people use.
#[derive(Args, Debug)]
pub struct Seed {
    /// How many posts; everything else follows from that.
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(100..=10_000_000))]
    posts: u32,
    /// A folder with photographs (JPEG, PNG, WebP), each of at least 640 pixels across.
    #[arg(long, value_name = "DIR")]
    pictures: PathBuf,
    /// User name of an account that is to have much of everything.
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    #[command(flatten)]
    data: Box<DataConfig>,
}

/// Runs the command.
pub async fn run(command: Seed) -> anyhow::Result<()> {
    let Seed { posts, pictures, owner, data } = command;
    let files = data.data_dir.join("files");
    let (cluster, url) = startup::database(&data).await?;
    let filled = tokio::task::spawn_blocking(move || {
        let mut conn = db::connect(&url).context("PostgreSQL cannot be reached")?;
        db::migrate(&mut conn)?;
        let wish = Wish { posts, pictures: &pictures, owner: owner.as_deref(), files: &files };
        seed::fill(&mut conn, &wish)
    });
    let filled = filled.await.context("filling the instance broke off")?;
    if let Some(cluster) = cluster {
        cluster.stop()?;
    }
    filled
}
