//! Outside services that say what a picture shows; the engine's own analyser is always there beside them.

pub mod everypixel;
