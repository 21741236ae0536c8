//! What can go wrong with an outside service.

use std::{error::Error as _, time::Duration};

use super::{Rest, SHORT_PAUSE};

/// Why an outside service gave nothing. Holds no address, key or query.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RemoteError {
    /// It is not called for now.
    #[error("it rests")]
    Resting(Rest),
    /// Our own pace forbids another call now.
    #[error("it was asked as often as is allowed")]
    Busy,
    /// No connection.
    #[error("it cannot be reached")]
    Unreachable,
    /// No whole answer within the deadline.
    #[error("it did not answer in time")]
    TooSlow,
    /// 429, with the pause it asks for.
    #[error("it asks to be called less often")]
    Limited(Option<Duration>),
    /// 5xx, or a redirect to another host.
    #[error("it answered with status {0}")]
    Status(u16),
    /// 401: the keys are wrong or the token is too old.
    #[error("it does not accept the keys")]
    Unauthorized,
    /// Another 4xx: the request is at fault.
    #[error("it refused the request with status {0}")]
    Refused(u16),
    /// A body over the cap.
    #[error("its answer is too large")]
    TooLarge,
    /// Not what was promised.
    #[error("its answer cannot be read: {0}")]
    Garbled(String),
}

impl RemoteError {
    /// JSON that is none, or another than was promised. Only the place is told: the text may hold a token.
    pub fn garbled(error: &serde_json::Error) -> Self {
        Self::Garbled(format!("line {}, column {}", error.line(), error.column()))
    }

    /// What the client's error means here.
    pub(super) fn of(error: &reqwest::Error) -> Self {
        if error.is_timeout() && !error.is_connect() {
            return Self::TooSlow;
        }
        if error.is_builder() {
            let cause = error.source().map_or_else(|| "not a request".to_owned(), ToString::to_string);
            return Self::Garbled(cause);
        }
        Self::Unreachable
    }

    /// Whether another attempt may help.
    pub(super) fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable => true,
            Self::Status(status) => *status >= 500,
            Self::Limited(pause) => pause.is_none_or(|pause| pause <= SHORT_PAUSE),
            _ => false,
        }
    }

    /// The pause that the service asks for before the next attempt.
    pub(super) fn pause(&self) -> Option<Duration> {
        if let Self::Limited(pause) = self { *pause } else { None }
    }

    /// Whether the service did nothing wrong.
    pub(super) fn is_ours(&self) -> bool {
        matches!(self, Self::Busy | Self::Refused(_) | Self::Resting(_) | Self::Unauthorized)
    }
}
