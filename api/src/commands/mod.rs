//! The command line.

mod catalog;
mod jobs;
mod migrate;
mod seed;
mod serve;
mod sources;
mod user;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::config::{self, Config};

/// Turns pictures into soundtracks.
#[derive(Debug, Parser)]
#[command(name = "imagime", version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

impl Cli {
    /// Reads arguments, variables, and the files that variables name; ends the process when they make no sense.
    pub fn read() -> anyhow::Result<Self> {
        let matches = config::read_files(Self::command())?.get_matches();
        Self::from_arg_matches(&matches).map_err(|error| error.exit())
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API and the page.
    Serve(Box<Config>),
    /// Bring the database's schema up to date.
    Migrate(migrate::Migrate),
    /// Print the OpenAPI document.
    Openapi,
    /// The starter catalogue.
    #[command(subcommand)]
    Catalog(catalog::Catalog),
    /// List the jobs that were laid aside after their last attempt.
    Jobs(jobs::Jobs),
    /// Accounts.
    #[command(subcommand)]
    User(user::User),
    Seed(seed::Seed),
    /// Outside services.
    #[command(subcommand)]
    Sources(sources::Sources),
}

/// Does what the command line says.
pub async fn run(cli: Cli) -> anyhow::Result<()> {
    match cli.command {
        Command::Serve(config) => serve::run(*config).await,
        Command::Migrate(command) => migrate::run(command).await,
        Command::Openapi => {
            println!("{}", crate::routes::document());
            Ok(())
        }
        Command::Catalog(command) => catalog::run(&command),
        Command::Jobs(command) => jobs::run(command).await,
        Command::User(command) => user::run(command).await,
        Command::Seed(command) => seed::run(command).await,
        Command::Sources(command) => sources::run(command).await,
    }
}
