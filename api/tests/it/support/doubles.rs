//! Settings that point at the doubles of the outside services.

use imagime_api::config::Config;
use imagime_doubles::{Doubles, Service};

/// The configuration with these services switched on, all of them played by the doubles.
pub fn played_by(doubles: &Doubles, services: &[Service]) -> impl Fn(&mut Config) + use<> {
    let services = services.to_vec();
    let url = |service| doubles.url(service);
    let (everypixel, spotify, accounts) =
        (url(Service::Everypixel), url(Service::Spotify), url(Service::SpotifyAccounts));
    let (openverse, deezer) = (url(Service::Openverse), url(Service::Deezer));
    move |config| {
        let sources = &mut config.sources;
        if services.contains(&Service::Everypixel) {
            sources.everypixel_client_id = Some("double".into());
            sources.everypixel_client_secret = Some("double".into());
        }
        if services.contains(&Service::Spotify) {
            sources.spotify_client_id = Some("double".into());
            sources.spotify_client_secret = Some("double".into());
        }
        sources.openverse_enabled = Some(services.contains(&Service::Openverse));
        sources.deezer_enabled = services.contains(&Service::Deezer);
        sources.everypixel_api_url.clone_from(&everypixel);
        sources.spotify_api_url.clone_from(&spotify);
        sources.spotify_accounts_url.clone_from(&accounts);
        sources.openverse_api_url = Some(openverse.clone());
        sources.deezer_api_url.clone_from(&deezer);
    }
}

/// The services that a person can switch on.
pub const ALL: [Service; 4] = [Service::Everypixel, Service::Spotify, Service::Openverse, Service::Deezer];
