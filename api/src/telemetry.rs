//! Logs: readable messages with dotted fields; never tokens, passwords, query texts or image bytes.

use tracing_subscriber::{EnvFilter, fmt};

/// Starts logging to standard error; `RUST_LOG` chooses what, `IMAGIME_LOG_FORMAT=json` how.
pub fn init() {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,lofty=error,imagime_api=info"));
    let json = std::env::var("IMAGIME_LOG_FORMAT").is_ok_and(|format| format == "json");
    let builder = fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    // A second start in the same process (tests) keeps the first logger.
    let _ = if json { builder.json().try_init() } else { builder.try_init() };
}
