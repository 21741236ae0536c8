//! `cargo xtask doubles`: the outside services, to play with by hand.

use std::time::Duration;

use clap::Parser;
use imagime_doubles::{Behaviour, Doubles, Service};

/// Plays Everypixel, Spotify, Openverse and Deezer on this machine.
#[derive(Parser)]
struct Arguments {
    /// Port on loopback; 0 takes a free one.
    #[arg(long, default_value_t = 9090)]
    port: u16,
    /// How long each answer takes, in milliseconds.
    #[arg(long, default_value_t = 150)]
    delay: u64,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Arguments { port, delay } = Arguments::parse();
    let doubles = Doubles::start(port).await?;
    doubles.delay(Duration::from_millis(delay));
    println!("The outside services are played. Start Imagime with these settings:\n");
    for (name, value) in doubles.settings() {
        println!("export {name}={value}");
    }
    let names: Vec<&str> = Behaviour::ALL.iter().map(|(name, _)| *name).collect();
    let control = doubles.url(Service::Spotify).replace("/spotify", "/control/spotify/stall");
    println!("\nA fault is set with, for example, `curl {control}`. Faults: {}.", names.join(", "));
    doubles.run().await?;
    Ok(())
}
