//! Everything that can be set, one struct a concern. Every variable stands on its field; secrets never print.

mod files;
mod network;
mod sources;

use std::path::PathBuf;

use clap::{Args, Command, builder::Resettable};
use secrecy::SecretString;

pub use files::read_files;
pub use network::Network;
pub use sources::SourcesConfig;

/// The whole configuration of `imagime serve`.
#[derive(Args, Clone, Debug)]
pub struct Config {
    /// Where the server listens and what it serves.
    #[command(flatten)]
    pub server: ServerConfig,
    /// Where the data is.
    #[command(flatten)]
    pub data: DataConfig,
    /// How accounts are guarded.
    #[command(flatten)]
    pub accounts: AccountConfig,
    /// How much one may do.
    #[command(flatten)]
    pub quotas: QuotaConfig,
    /// Outside services.
    #[command(flatten)]
    pub sources: SourcesConfig,
}

/// Where the server listens and what it serves.
#[derive(Args, Clone, Debug)]
pub struct ServerConfig {
    /// Address to listen on.
    #[arg(long, env = "IMAGIME_HOST", default_value = "127.0.0.1")]
    pub host: String,
    /// Port to listen on; 0 takes a free one.
    #[arg(long, env = "IMAGIME_PORT", default_value_t = 8080)]
    pub port: u16,
    /// Address under which people reach the server, for example `https://imagime.example`.
    #[arg(long, env = "IMAGIME_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Folder of the built page.
    #[arg(long, env = "IMAGIME_PAGE_DIR", default_value = "web/dist")]
    pub page_dir: PathBuf,
    /// Other origins whose pages may call the API, comma-separated; none by default.
    #[arg(long, env = "IMAGIME_CORS_ORIGINS", value_delimiter = ',')]
    pub cors_origins: Vec<String>,
    /// Reverse proxies whose X-Forwarded-For is believed, as addresses or networks (`10.0.0.0/8`), comma-separated; none by default.
    #[arg(long, env = "IMAGIME_TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxies: Vec<Network>,
    /// Hosts, `name` or `name:port`, that pictures may be fetched from whatever their address, comma-separated; none by default.
    #[arg(long, env = "IMAGIME_IMAGE_HOSTS", value_delimiter = ',')]
    pub image_hosts: Vec<String>,
    /// Address on which the metrics are served; loopback by default.
    #[arg(long, env = "IMAGIME_METRICS_HOST", default_value = "127.0.0.1")]
    pub metrics_host: String,
    /// Port on which the metrics are served (`/metrics`, for Prometheus); 0 takes a free one, unset serves none.
    #[arg(long, env = "IMAGIME_METRICS_PORT")]
    pub metrics_port: Option<u16>,
    /// Threads that serve HTTP; the number of cores by default.
    #[arg(long, env = "IMAGIME_HTTP_WORKERS")]
    pub http_workers: Option<usize>,
}

/// Where the data is.
#[derive(Args, Clone, Debug)]
pub struct DataConfig {
    /// Folder for files, secrets and, without DATABASE_URL, the private PostgreSQL cluster.
    #[arg(long, env = "IMAGIME_DATA_DIR", default_value = "data")]
    pub data_dir: PathBuf,
    /// PostgreSQL to use; without it a private cluster is made in the data folder.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<SecretString>,
    /// Connections to PostgreSQL.
    #[arg(long, env = "IMAGIME_DATABASE_POOL", default_value_t = 8, value_parser = clap::value_parser!(u32).range(2..=64))]
    pub pool_size: u32,
    /// Secret keys, at least 32 characters each, separated by spaces: the first signs, all verify. Generated into the data folder when unset.
    #[arg(long, env = "IMAGIME_SECRET_KEYS", hide_env_values = true)]
    pub secret_keys: Option<SecretString>,
    /// Pictures that are worked on at once; the number of cores by default.
    #[arg(long, env = "IMAGIME_WORKERS")]
    pub workers: Option<usize>,
    /// Render the starter catalogue's previews in the background; else each is rendered when it is first asked for.
    #[arg(long, env = "IMAGIME_RENDER_PREVIEWS", default_value_t = true, action = clap::ArgAction::Set)]
    pub render_previews: bool,
    /// Folder of the operator's own music: its songs are matched for everybody and played to signed-in accounts only. Off when unset.
    #[arg(long, env = "IMAGIME_MUSIC_FOLDER", value_name = "DIR")]
    pub music_folder: Option<PathBuf>,
}

/// How accounts are guarded.
#[derive(Args, Clone, Debug)]
pub struct AccountConfig {
    /// Cost of bcrypt, 10 to 16.
    #[arg(long, env = "IMAGIME_BCRYPT_COST", default_value_t = 11, value_parser = clap::value_parser!(u32).range(10..=16))]
    pub bcrypt_cost: u32,
    /// Failed logins per account, and per address, that are checked in 15 minutes.
    #[arg(long, env = "IMAGIME_LOGIN_FAILURES", default_value_t = 25, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub login_failures: u32,
    /// Accounts that one address may make in an hour.
    #[arg(long, env = "IMAGIME_REGISTRATIONS_PER_HOUR", default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub registrations_per_hour: u32,
    /// Days until an unused session ends.
    #[arg(long, env = "IMAGIME_SESSION_DAYS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=3650))]
    pub session_days: u32,
}

/// How much one may do; all of it shows in `GET /instance`.
#[derive(Args, Clone, Debug)]
pub struct QuotaConfig {
    /// Requests to the API that one address may make in a minute; 0 sets no limit. This machine itself is counted but never refused.
    #[arg(long, env = "IMAGIME_REQUESTS_PER_MINUTE", default_value_t = 3000)]
    pub requests_per_minute: u32,
    /// Pictures that a user may post in 24 hours.
    #[arg(long, env = "IMAGIME_POSTS_PER_DAY", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub posts_per_day: u32,
    /// Comments that a user may write in five minutes.
    #[arg(long, env = "IMAGIME_COMMENTS_PER_FIVE_MINUTES", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub comments_per_five_minutes: u32,
    /// Times that a user may take another name or mail address in an hour.
    #[arg(long, env = "IMAGIME_NAME_CHANGES_PER_HOUR", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub name_changes_per_hour: u32,
    /// Playlists that a user may have.
    #[arg(long, env = "IMAGIME_PLAYLISTS_PER_USER", default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub playlists: u32,
    /// Personal access tokens that a user may have.
    #[arg(long, env = "IMAGIME_TOKENS_PER_USER", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub tokens: u32,
    /// Links that a post may have at a time.
    #[arg(long, env = "IMAGIME_SHARES_PER_POST", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub shares_per_post: u32,
    /// Times in an hour that a user may have songs chosen anew.
    #[arg(long, env = "IMAGIME_REMATCHES_PER_HOUR", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub rematches_per_hour: u32,
    /// Archives of everything that a user may fetch in an hour.
    #[arg(long, env = "IMAGIME_EXPORTS_PER_HOUR", default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub exports_per_hour: u32,
}

/// Settings as they are where nobody makes any: neither the environment nor a command line is asked.
pub fn defaults<T: Args>() -> Option<T> {
    let settings = T::augment_args(Command::new("defaults")).mut_args(|setting| setting.env(Resettable::Reset));
    T::from_arg_matches(&settings.try_get_matches_from(["defaults"]).ok()?).ok()
}

impl DataConfig {
    /// Folder of pictures that are on their way in.
    pub fn incoming(&self) -> PathBuf {
        self.data_dir.join("incoming")
    }
}

impl ServerConfig {
    /// True when people reach the server by https.
    pub fn is_https(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    /// Settings where 0 has a meaning: no limit, a free port, or nothing done in the background.
    const MAY_BE_ZERO: [&str; 5] = [
        "IMAGIME_REQUESTS_PER_MINUTE",
        "IMAGIME_PORT",
        "IMAGIME_METRICS_PORT",
        "IMAGIME_HTTP_WORKERS",
        "IMAGIME_WORKERS",
    ];

    fn settings() -> Command {
        Config::augment_args(Command::new("imagime"))
    }

    #[test]
    fn no_limit_is_switched_off_by_a_zero() {
        let mut refused = 0;
        for setting in settings().get_arguments() {
            let name = setting.get_env().and_then(|name| name.to_str()).unwrap();
            let default = setting.get_default_values().first().and_then(|value| value.to_str());
            if default.and_then(|value| value.parse::<u32>().ok()).is_none() || MAY_BE_ZERO.contains(&name) {
                continue;
            }
            let zero = format!("--{}=0", setting.get_long().unwrap());
            assert!(settings().try_get_matches_from(["imagime", &zero]).is_err(), "{name} may be 0");
            refused += 1;
        }
        assert!(refused >= 11, "{refused}");
    }

    #[test]
    fn the_readme_names_every_setting() {
        let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md")).unwrap();
        let names: Vec<String> =
            settings().get_arguments().filter_map(|setting| Some(setting.get_env()?.to_str()?.to_owned())).collect();
        assert!(names.len() > 30, "{names:?}");
        for name in names {
            assert!(readme.contains(&format!("`{name}`")), "{name} is not in the README");
        }
    }
}
