//! Prints what the engine makes of pictures: `cargo run -p imagime-engine --example analyse -- PICTURE...`

use std::{env, error::Error, fs, time::Instant};

use imagime_engine::{
    analysis::{Analyser, LocalAnalyser},
    imaging,
};

fn main() -> Result<(), Box<dyn Error>> {
    let started = Instant::now();
    let analyser = LocalAnalyser::new()?;
    println!("model loaded in {:?}", started.elapsed());
    for path in env::args().skip(1) {
        if let Err(error) = show(&analyser, &path) {
            println!("\n{path}\n  {error}");
        }
    }
    Ok(())
}

fn show(analyser: &LocalAnalyser, path: &str) -> Result<(), Box<dyn Error>> {
    let bytes = fs::read(path)?;
    let started = Instant::now();
    let header = imaging::probe(&bytes)?;
    let picture = imaging::process(&bytes, &header)?;
    let processed = started.elapsed();
    let middle = picture.variants.iter().find(|variant| variant.width >= 640).or(picture.variants.last());
    let middle = middle.ok_or("no variant")?;
    let started = Instant::now();
    let analysis = analyser.analyse(&middle.jpeg)?;
    let analysed = started.elapsed();

    println!("\n{path}\n  {header:?} processed in {processed:?}, analysed in {analysed:?}");
    for variant in &picture.variants {
        println!("  {} x {}: {} bytes", variant.width, variant.height, variant.jpeg.len());
    }
    println!("  palette {}", picture.palette.join(" "));
    for keyword in &analysis.keywords {
        println!("  {:.2} {} ({:?})", keyword.score, keyword.word, keyword.kind);
    }
    for face in &analysis.faces {
        println!(
            "  face at {:.2} {:.2}, {:.2} x {:.2}, {:.2}",
            face.left, face.top, face.width, face.height, face.score
        );
    }
    for (name, mood) in [("mood", &analysis.mood), ("colour", &analysis.colour_mood)] {
        println!("  {name} {:+.2} {:+.2} {}", mood.valence, mood.arousal, mood.words.join(", "));
    }
    Ok(())
}
