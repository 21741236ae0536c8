//! Chromium and its driver, for the browser tests.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::apt;
use crate::exec;

/// A browser and the driver that fits it.
pub struct Browser {
    /// The browser's program.
    pub chromium: PathBuf,
    /// The WebDriver program of the same major version.
    pub driver: PathBuf,
}

/// Finds Chromium and chromedriver, or installs Debian's; never does without.
pub fn ensure() -> Result<Browser> {
    if let Some(browser) = find()? {
        return Ok(browser);
    }
    apt::install(&["chromium", "chromium-driver"], "for the browser tests")?;
    find()?.context("Chromium or chromedriver is missing even after their installation")
}

fn find() -> Result<Option<Browser>> {
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let bundled = ["Google Chrome", "Chromium"].map(|name| format!("/Applications/{name}.app/Contents/MacOS/{name}"));
    let chromium = std::env::var_os("IMAGIME_CHROMIUM")
        .map(PathBuf::from)
        .or_else(|| names.iter().find_map(|name| exec::which(name)))
        .or_else(|| bundled.iter().map(PathBuf::from).find(|program| program.is_file()));
    let driver = std::env::var_os("IMAGIME_CHROMEDRIVER").map(PathBuf::from).or_else(|| exec::which("chromedriver"));
    let (Some(chromium), Some(driver)) = (chromium, driver) else {
        return Ok(None);
    };
    let versions = [&chromium, &driver]
        .map(|program| exec::output(exec::command(program).arg("--version")).ok().and_then(|banner| major(&banner)));
    match versions {
        [Some(browser), Some(own)] if browser == own => Ok(Some(Browser { chromium, driver })),
        [Some(browser), Some(own)] => bail!(
            "{} is version {browser} but {} is version {own}: install a pair (IMAGIME_CHROMIUM and IMAGIME_CHROMEDRIVER name one)",
            chromium.display(),
            driver.display()
        ),
        _ => Ok(None),
    }
}

/// The major version in "Chromium 150.0.1 built on Debian" and "ChromeDriver 150.0.1 (hash)".
fn major(banner: &str) -> Option<u32> {
    banner.split_whitespace().find_map(|word| word.split_once('.')?.0.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn major_versions_are_read_from_both_banners() {
        assert_eq!(major("Chromium 143.0.7499.40 built on Debian GNU/Linux 12"), Some(143));
        assert_eq!(major("ChromeDriver 143.0.7499.40 (1234abcd-refs/branch-heads)"), Some(143));
        assert_eq!(major("no version"), None);
    }
}
