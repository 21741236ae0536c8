//! `imagime serve`.

use tokio::signal::unix::{SignalKind, signal};

use crate::{config::Config, startup::Application};

/// Serves until SIGINT or SIGTERM, then stops in order.
pub async fn run(config: Config) -> anyhow::Result<()> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let host = config.server.host.clone();
    let starting = Application::build(config);
    let application = tokio::select! {
        built = starting => built?,
        _ = interrupt.recv() => return Ok(()),
        _ = terminate.recv() => return Ok(()),
    };
    println!("Imagime is ready at http://{host}:{}", application.port());
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    println!("Imagime stops.");
    application.stop().await
}
