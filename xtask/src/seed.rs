//! `cargo xtask seed`: an instance full of posts.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use crate::{exec, media, paths, run, tools};

#[derive(Args)]
pub struct SeedArguments {
    /// How many posts; everything else follows from that.
    #[arg(long, default_value_t = 1000)]
    posts: u32,
    /// User name of an account that is to have much of everything.
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// The folder for the database, the pictures and the generated secrets.
    #[arg(long, value_name = "DIR", env = "IMAGIME_DATA_DIR")]
    data: Option<PathBuf>,
}

/// Sets up, builds the server optimised, and has it fill the instance with the test photographs.
pub fn fill(arguments: SeedArguments) -> Result<()> {
    tools::ensure_server_tools()?;
    if std::env::var_os("DATABASE_URL").is_none_or(|address| address.is_empty()) {
        tools::ensure_postgres()?;
    }
    let pictures = media::ensure()?;
    run::build_server(true)?;
    let data = match arguments.data {
        Some(folder) => std::path::absolute(folder).context("the data folder has no absolute path")?,
        None => run::default_data_folder(),
    };
    exec::step("filling the instance");
    let mut seed = exec::command(paths::target().join("release").join("imagime"));
    seed.args(["seed", "--posts", &arguments.posts.to_string(), "--pictures"]).arg(pictures);
    if let Some(owner) = arguments.owner {
        seed.args(["--owner", &owner]);
    }
    exec::run(seed.env("IMAGIME_DATA_DIR", data)).context("the instance could not be filled")
}
