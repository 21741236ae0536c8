//! `imagime sources`: whether the outside services answer with the settings there are.

use std::{future::Future, time::Instant};

use bytes::Bytes;
use clap::{Args, Subcommand};

use crate::{
    config::SourcesConfig,
    keywords::Keywords,
    music::{Music, deezer, openverse, spotify},
    outside_keywords,
    remote::{RemoteError, Rest},
};

/// A drawn sunset that Everypixel is shown.
const PICTURE: &[u8] = include_bytes!("../../data/sunset.jpg");
/// What song sources are asked.
const QUERY: &str = "calm sea";

/// Outside services.
#[derive(Debug, Subcommand)]
pub enum Sources {
    /// Try each service that is set, once, and say in a sentence what is wrong. Everypixel counts it as one call.
    Check(Check),
}

/// The settings that `imagime serve` would read.
#[derive(Args, Debug)]
pub struct Check {
    #[command(flatten)]
    sources: SourcesConfig,
}

/// Prints a line a service; fails when one that is set does not answer.
pub async fn run(command: Sources) -> anyhow::Result<()> {
    let Sources::Check(Check { sources: config }) = command;
    let (keywords, music) = (Keywords::new(&config)?, Music::new(&config)?);
    let mut all_well = true;
    let mut tell = |name: &str, verdict: Result<String, String>| {
        all_well &= verdict.is_ok();
        println!("{name:<11} {}", verdict.unwrap_or_else(|wrong| wrong));
    };
    match keywords.everypixel() {
        Some(everypixel) => {
            let asked = ask(everypixel.keywords(Bytes::from_static(PICTURE)), "keywords").await;
            tell(outside_keywords::SOURCE, asked.map_err(|error| what_is_wrong("EVERYPIXEL", &error)));
        }
        None => tell(outside_keywords::SOURCE, Ok(unset("EVERYPIXEL"))),
    }
    for (name, off) in [
        (spotify::PROVIDER, unset("SPOTIFY")),
        (openverse::PROVIDER, "off: IMAGIME_OPENVERSE_ENABLED is false".to_owned()),
        (deezer::PROVIDER, "off: IMAGIME_DEEZER_ENABLED is not true".to_owned()),
    ] {
        match music.sources().iter().find(|source| source.name() == name) {
            Some(source) => {
                let asked = ask(source.search(QUERY), "songs").await;
                tell(name, asked.map_err(|error| what_is_wrong(&name.to_uppercase(), &error)));
            }
            None => tell(name, Ok(off)),
        }
    }
    anyhow::ensure!(all_well, "not every service that is set answers");
    Ok(())
}

async fn ask<T>(call: impl Future<Output = Result<Vec<T>, RemoteError>>, things: &str) -> Result<String, RemoteError> {
    let started = Instant::now();
    let found = call.await?;
    Ok(format!("answers: {} {things} in {} ms", found.len(), started.elapsed().as_millis()))
}

fn unset(service: &str) -> String {
    format!("off: IMAGIME_{service}_CLIENT_ID and IMAGIME_{service}_CLIENT_SECRET are not set")
}

fn what_is_wrong(service: &str, error: &RemoteError) -> String {
    match error {
        RemoteError::Unreachable => {
            format!("cannot be reached: is there a network, and is IMAGIME_{service}_API_URL right?")
        }
        RemoteError::TooSlow => "does not answer within 4 seconds".into(),
        RemoteError::Unauthorized | RemoteError::Resting(Rest::Off(_)) => {
            format!("does not accept IMAGIME_{service}_CLIENT_ID and IMAGIME_{service}_CLIENT_SECRET")
        }
        RemoteError::Limited(Some(pause)) => {
            format!("asks to be called less often; try again in {} s", pause.as_secs())
        }
        RemoteError::Limited(None) | RemoteError::Busy | RemoteError::Resting(_) => {
            "asks to be called less often; try again later".into()
        }
        RemoteError::Garbled(_) | RemoteError::TooLarge | RemoteError::Refused(404) => {
            format!("answers, but not as it should: is IMAGIME_{service}_API_URL right?")
        }
        RemoteError::Refused(status) | RemoteError::Status(status) => format!("answers with status {status}"),
    }
}
