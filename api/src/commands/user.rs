//! `imagime user`.

use std::io::Read as _;

use anyhow::{Context as _, anyhow};
use clap::Subcommand;
use imagime_shared::{field, validation};
use uuid::Uuid;

use crate::{config::DataConfig, db, models::NewUser, repositories::users, security::password::NewPassword, startup};

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Make an account; the password is read from standard input.
    Create {
        /// Name in addresses.
        #[arg(long)]
        username: String,
        /// Mail address.
        #[arg(long)]
        email: String,
        /// Cost of bcrypt.
        #[arg(long, env = "IMAGIME_BCRYPT_COST", default_value_t = 11, value_parser = clap::value_parser!(u32).range(10..=16))]
        bcrypt_cost: u32,
        #[command(flatten)]
        data: Box<DataConfig>,
    },
}

/// Runs the command.
pub async fn run(command: User) -> anyhow::Result<()> {
    let User::Create { username, email, bcrypt_cost, data } = command;
    let mut password = String::new();
    std::io::stdin().take(4096).read_to_string(&mut password).context("the password cannot be read")?;
    let password = password.trim_end_matches(['\r', '\n']);
    let sentence = |error: imagime_shared::error::FieldError| anyhow!("{}: {}", error.field, error.message);
    let username = validation::username(field::USERNAME, &username).map_err(sentence)?;
    let email = validation::email(field::EMAIL, &email).map_err(sentence)?;
    let hash =
        NewPassword::parse(field::PASSWORD, password, &[&username, &email]).map_err(sentence)?.hash(bcrypt_cost)?;
    let (cluster, url) = startup::database(&data).await?;
    let made = tokio::task::spawn_blocking(move || {
        let mut conn = db::connect(&url).context("PostgreSQL cannot be reached")?;
        db::migrate(&mut conn)?;
        let new = NewUser { id: Uuid::now_v7(), username: &username, email: &email, password_hash: &hash };
        users::insert(&mut conn, &new).with_context(|| format!("the account {username} cannot be made"))?;
        println!("The account {username} is made.");
        Ok(())
    });
    let made = made.await.context("making the account broke off")?;
    if let Some(cluster) = cluster {
        cluster.stop()?;
    }
    made
}
