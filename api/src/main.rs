//! The binary `imagime`.

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    imagime_api::telemetry::init();
    imagime_api::commands::run(imagime_api::commands::Cli::read()?).await
}
