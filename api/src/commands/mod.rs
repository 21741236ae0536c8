//! The command line.

mod catalog;
mod jobs;
mod migrate;
mod serve;
mod user;

use clap::{Parser, Subcommand};

use crate::config::Config;

/// Turns pictures into soundtracks.
#[derive(Debug, Parser)]
#[command(name = "imagime", version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
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
}

/// Does what the command line says.
pub async fn run(cli: Cli) -> anyhow::Result<()> {
    match cli.command {
        Command::Serve(config) => serve::run(*config).await,
        Command::Migrate(command) => migrate::run(command).await,
        Command::Openapi => {
            println!("{}", crate::routes::document().to_pretty_json()?);
            Ok(())
        }
        Command::Catalog(command) => catalog::run(&command),
        Command::Jobs(command) => jobs::run(command).await,
        Command::User(command) => user::run(command).await,
    }
}
