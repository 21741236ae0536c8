//! What the instance allows.

use imagime_shared::{
    instance::{Instance, InstanceResponse},
    paths,
};

use super::client::{self, ApiError};

/// The instance: limits and sources.
pub async fn find_instance() -> Result<Instance, ApiError> {
    client::get::<InstanceResponse>(paths::INSTANCE).await.map(|answer| answer.instance)
}
