//! `imagime catalog`.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Subcommand;
use imagime_engine::{catalogue, synthesis};

/// What to do with the starter catalogue.
#[derive(Debug, Subcommand)]
pub enum Catalog {
    /// Write all previews (FLAC) and artworks (SVG) into a folder.
    Render {
        /// The folder; made when missing.
        #[arg(default_value = "catalogue")]
        folder: PathBuf,
    },
}

/// Runs the command.
pub fn run(command: &Catalog) -> anyhow::Result<()> {
    let Catalog::Render { folder } = command;
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for piece in catalogue::pieces() {
        let rendered = synthesis::render(piece).with_context(|| piece.slug.clone())?;
        std::fs::write(folder.join(format!("{}.flac", piece.slug)), &rendered.flac)?;
        std::fs::write(folder.join(format!("{}.svg", piece.slug)), synthesis::artwork(piece))?;
        println!(
            "{:32} {:5.1} s {:5} KB",
            piece.slug,
            f64::from(rendered.duration_ms) / 1000.0,
            rendered.flac.len() / 1024
        );
    }
    Ok(())
}
