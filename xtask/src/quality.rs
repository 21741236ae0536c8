//! `cargo xtask quality`: the test pictures in place, then the quality crate's program.

use anyhow::{Context, Result};

use crate::{exec, media};

/// Builds and runs it with `arguments`; metrics under their thresholds are an error.
pub fn run(arguments: &[String]) -> Result<()> {
    let media = media::ensure()?;
    exec::step("measuring keywords and songs against their labels (half a minute)");
    let mut cargo = exec::cargo();
    cargo.args(["run", "--quiet", "--package", "imagime-quality", "--"]).args(arguments);
    exec::run(cargo.env("IMAGIME_TEST_MEDIA", media)).context("the quality program failed")
}
