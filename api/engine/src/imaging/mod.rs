//! Bytes of a picture in, clean bytes out: recognised by content, bounded, decoded once, upright, without any metadata.
//!
//! Colour profiles are not applied: a picture in a wide colour space comes out a little paler.

mod decode;
mod encode;
mod error;
mod header;
mod jpeg;
pub(crate) mod lab;
mod palette;
mod process;
mod raster;
mod webp;

pub use error::ImagingError;
pub use header::{Format, Header, MAX_DECODED_BYTES, MAX_SIDE, probe};
pub use process::{
    AVATAR_SIDES, COVER_WIDTH, Picture, VARIANT_WIDTHS, Variant, process, process_avatar, process_cover,
};

pub(crate) use decode::decode_upright;
pub(crate) use process::thumbnail;
pub(crate) use raster::{Area, Raster};
