//! The only place that knows HTTP.

pub mod posts;
pub mod sound;

use imagime_shared::error::Problem;

/// Why a request failed.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiError {
    /// What the server said.
    pub problem: Option<Problem>,
    /// True when there was no answer.
    pub network: bool,
}

impl ApiError {
    /// A sentence for people.
    pub fn sentence(&self) -> String {
        self.problem.as_ref().map_or_else(|| "The server cannot be reached.".to_owned(), |p| p.detail.clone())
    }
}
