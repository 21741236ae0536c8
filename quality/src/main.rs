//! `cargo xtask quality`: how well pictures are understood and songs fit, on labels made before anything was tuned.

mod labels;
mod metrics;
mod pictures;
mod pools;
mod report;
mod synthetic;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Parser;
use imagime_engine::analysis::LocalAnalyser;
use imagime_engine::matching::Weights;

use labels::Part;

#[derive(Parser)]
#[command(about = "Measures keywords and songs against labels, and fails under the thresholds")]
struct CommandLine {
    /// The folder of test pictures.
    #[arg(long, env = "IMAGIME_TEST_MEDIA")]
    media: PathBuf,
    /// Also tells what each picture and pool got; of the tuning part only, the held-out third stays unseen.
    #[arg(long)]
    details: bool,
    /// Songs only: no picture is analysed, and no verdict given on pictures.
    #[arg(long)]
    songs_only: bool,
}

fn main() -> Result<ExitCode> {
    let options = CommandLine::parse();
    let begun = Instant::now();
    let mut rows = Vec::new();
    if !options.songs_only {
        let analyser = LocalAnalyser::new().context("the analyser could not be made")?;
        let looked = pictures::look(&analyser, &options.media)?;
        let painted = synthetic::look(&analyser)?;
        if options.details {
            pictures::tell(&looked);
            synthetic::tell(&painted);
        }
        rows.extend(report::picture_rows(&looked, &painted));
    }
    let (pools, weights) = (pools::read()?, Weights::default());
    let results: Vec<pools::Outcome> = pools.iter().map(|pool| pools::outcome(pool, &weights)).collect();
    if options.details {
        pools::tell(&pools, &results);
    }
    rows.extend(report::song_rows(&results));

    print!("{}", report::table(&rows));
    let sizes = |part: Part| pools.iter().filter(|pool| pool.part == part).count();
    println!(
        "{} pools to tune on, {} held out; {:.0} s",
        sizes(Part::Tune),
        sizes(Part::Held),
        begun.elapsed().as_secs_f32()
    );
    let failed = rows.iter().filter(|row| !row.passes()).count();
    if failed == 0 {
        println!("quality: every threshold is met");
        return Ok(ExitCode::SUCCESS);
    }
    println!("quality: {failed} of {} metrics are under their thresholds", rows.len());
    Ok(ExitCode::FAILURE)
}
