//! Words of the post pages.
