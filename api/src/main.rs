//! The binary `imagime`.

use clap::Parser as _;

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    imagime_api::telemetry::init();
    imagime_api::commands::run(imagime_api::commands::Cli::parse()).await
}
