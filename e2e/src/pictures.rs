//! Real photographs, from published packages.

use std::path::PathBuf;

use anyhow::{Result, ensure};

use crate::variable;

/// A cup of coffee.
pub const COFFEE: &str = "skimage/coffee.png";
/// A cat.
pub const CAT: &str = "skimage/chelsea.png";
/// A portrait.
pub const ASTRONAUT: &str = "skimage/astronaut.png";
/// A flower.
pub const FLOWER: &str = "sklearn/flower.jpg";
/// A palace garden.
pub const PALACE: &str = "sklearn/china.jpg";

/// The file of a picture.
pub fn picture(name: &str) -> Result<PathBuf> {
    let file = PathBuf::from(variable("IMAGIME_TEST_MEDIA")?).join(name);
    ensure!(file.is_file(), "{} is missing", file.display());
    Ok(file)
}
