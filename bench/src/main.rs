//! Measurements over real HTTP, of an instance on this machine.

mod lists;
mod pictures;
mod samples;
mod search;

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Parser, Subcommand};
use imagime_shared::{
    auth::{AuthResponse, ClientKind, Login},
    paths,
};
use reqwest::Client;

/// Measures a running instance.
#[derive(Debug, Parser)]
struct Arguments {
    /// The instance, on this machine.
    #[arg(long, default_value = "http://127.0.0.1:8080", global = true)]
    url: String,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// From upload to songs.
    Pictures {
        /// The pictures.
        #[arg(required = true)]
        pictures: Vec<PathBuf>,
    },
    /// Each list at its far end against its first page.
    Lists(Account),
    /// Search by frequent, rare, mistyped and unknown words.
    Search(Account),
}

/// Who asks: the account to which `imagime seed --owner` gave much of everything.
#[derive(Debug, clap::Args)]
struct Account {
    /// User name.
    #[arg(long)]
    login: String,
    /// Password.
    #[arg(long, env = "IMAGIME_BENCH_PASSWORD", hide_env_values = true)]
    password: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let Arguments { url, what } = Arguments::parse();
    let client = Client::new();
    match what {
        What::Pictures { pictures } => pictures::measure(&client, &url, &pictures).await,
        What::Lists(account) => {
            let token = log_in(&client, &url, &account).await?;
            lists::measure(&samples::Asker { client, url, token }, &account.login).await
        }
        What::Search(account) => {
            let token = log_in(&client, &url, &account).await?;
            search::measure(&samples::Asker { client, url, token }).await
        }
    }
}

async fn log_in(client: &Client, url: &str, account: &Account) -> anyhow::Result<String> {
    let form = Login { login: account.login.clone(), password: account.password.clone(), client: ClientKind::Native };
    let response = client.post(format!("{url}{}", paths::LOGIN)).json(&form).send().await?;
    let opened: AuthResponse = response.error_for_status().context("the account cannot log in")?.json().await?;
    Ok(opened.access_token)
}
