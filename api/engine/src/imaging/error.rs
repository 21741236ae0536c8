//! Why a picture is refused, in sentences a person can read.

/// Why a picture cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImagingError {
    /// Not a JPEG, PNG, WebP or GIF, or a kind of JPEG that nobody's browser shows either.
    #[error("This is not a JPEG, PNG, WebP or GIF picture.")]
    Unsupported,
    /// No bytes at all.
    #[error("The file is empty.")]
    Empty,
    /// More pixels, or more memory, than a picture may take.
    #[error("The picture has {width} x {height} pixels; the limit is {limit}.")]
    TooLarge {
        /// Width that the header states, in pixels.
        width: u32,
        /// Height that the header states, in pixels.
        height: u32,
        /// The limit that was passed, in words.
        limit: String,
    },
    /// The bytes stop too early or contradict themselves.
    #[error("The picture is damaged or incomplete: {0}.")]
    Corrupt(String),
}

impl ImagingError {
    /// Wraps what a decoder complains about, without its full stop.
    pub(crate) fn corrupt(cause: impl std::fmt::Display) -> Self {
        Self::Corrupt(cause.to_string().trim_end_matches('.').to_owned())
    }
}
