//! Outside services that say what a picture shows; the engine's own analyser is always there beside them.

pub mod everypixel;

use std::{future::Future, sync::Arc, time::Duration};

use imagime_engine::analysis::Keyword;
use moka::future::Cache;

use self::everypixel::Everypixel;
use crate::{config::SourcesConfig, remote::RemoteError};

/// How long an answer is here for those who ask at the same time; for good it is in the database.
const KEPT: Duration = Duration::from_mins(1);
/// Most answers that are here.
const ANSWERS: u64 = 1_000;

/// The outside analysers that are in use.
pub struct Keywords {
    everypixel: Option<Arc<Everypixel>>,
    answers: Cache<Vec<u8>, Vec<Keyword>>,
}

impl Keywords {
    /// The analysers that are set; nothing is called yet.
    pub fn new(config: &SourcesConfig) -> anyhow::Result<Self> {
        let everypixel = match config.everypixel()? {
            Some((client_id, client_secret)) => {
                let api_url = config.everypixel_api_url.clone();
                Some(Arc::new(Everypixel::new(everypixel::Settings { client_id, client_secret, api_url })?))
            }
            None => None,
        };
        Ok(Self { everypixel, answers: Cache::builder().max_capacity(ANSWERS).time_to_live(KEPT).build() })
    }

    /// Asks once for a picture, however many ask at the same time; a failure is not kept.
    pub async fn once(
        &self,
        image_key: Vec<u8>,
        ask: impl Future<Output = Result<Vec<Keyword>, RemoteError>>,
    ) -> Result<Vec<Keyword>, RemoteError> {
        self.answers.try_get_with(image_key, ask).await.map_err(|error| (*error).clone())
    }

    /// Everypixel, when it is set.
    pub fn everypixel(&self) -> Option<&Arc<Everypixel>> {
        self.everypixel.as_ref()
    }
}
