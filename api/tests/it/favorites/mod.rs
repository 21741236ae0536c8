//! Songs that users keep.

mod keep;
mod list;
mod others;
mod privacy;
