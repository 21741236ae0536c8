//! Writes every preview and artwork of the starter catalogue to a folder: `cargo run -p imagime-engine --example render -- DIR`.

use std::path::PathBuf;
use std::time::Instant;

use imagime_engine::{catalogue, synthesis};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("usage: render DIR [SLUG...]")?);
    let wanted: Vec<String> = arguments.collect();
    std::fs::create_dir_all(&folder)?;
    for (slug, piece) in catalogue::parse_all() {
        let piece = piece.map_err(|error| format!("{slug}: {error}"))?;
        if !wanted.is_empty() && !wanted.iter().any(|name| name == slug) {
            continue;
        }
        let begun = Instant::now();
        let rendered = synthesis::render(&piece)?;
        let seconds = begun.elapsed().as_secs_f32();
        println!(
            "{slug:28} {:6.1} s  {:7} bytes  rendered in {seconds:.2} s",
            rendered.duration_ms as f32 / 1000.0,
            rendered.flac.len()
        );
        std::fs::write(folder.join(format!("{slug}.flac")), &rendered.flac)?;
        std::fs::write(folder.join(format!("{slug}.svg")), synthesis::artwork(&piece))?;
    }
    Ok(())
}
