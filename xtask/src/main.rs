//! Imagime's set-up and chores: `cargo xtask run` and `cargo xtask test` do all of it, on a fresh machine with Rust.

mod checks;
mod compress;
mod counts;
mod exec;
mod imports;
mod media;
mod migrations;
mod names;
mod page;
mod paths;
mod quality;
mod run;
mod seed;
mod test_cluster;
mod testing;
mod tools;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand, ValueEnum};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Imagime's set-up and chores", arg_required_else_help = true)]
struct CommandLine {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Set up what is missing, build the page and the server, and run them until Ctrl-C.
    Run(run::RunArguments),
    /// Set up what is missing and run all tests: unit, property, API, contract and browser.
    Test {
        /// Only one kind of test.
        #[arg(long)]
        only: Option<Kind>,
    },
    /// The server against its own OpenAPI document, with more than ten thousand requests of every sort.
    Contract,
    /// Set up what is missing and build the page into web/dist.
    Page {
        /// Optimised, with .br and .gz beside every file.
        #[arg(long)]
        release: bool,
    },
    /// Set up what is missing and stop there.
    Setup,
    /// The house's own checks: imports, file lengths, the shared crate's purity, migrations.
    Check,
    /// Play the outside services on this machine, with their faults, to use the product against them.
    Doubles {
        /// For the doubles: --port, --delay.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Fill an instance with posts, people, likes and so on, to try it out and to measure it; stop the server first.
    Seed(seed::SeedArguments),
    /// How well pictures are understood and songs fit, against labels; fails under the thresholds.
    Quality {
        /// Passed on: `--details`, `--songs-only`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Print the environment for work by hand: `eval "$(cargo xtask env)"`, then `trunk serve`.
    Env,
    /// Write .br and .gz beside a release page's files (Trunk's hook).
    #[command(hide = true)]
    Compress,
    /// Hold a throw-away database until standard input ends (for `test` and `check`).
    #[command(hide = true)]
    HoldCluster {
        /// The folder, removed at the end.
        folder: PathBuf,
    },
}

/// The kinds of tests that can be run alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Unit and property tests, the engine's and the cluster's integration tests.
    Unit,
    /// The API over real HTTP.
    Api,
    /// The whole flow in headless Chromium.
    Browser,
    /// The server against its own OpenAPI document.
    Contract,
}

fn main() -> ExitCode {
    match run(CommandLine::parse().chore) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(chore: Chore) -> Result<()> {
    match chore {
        Chore::Run(arguments) => run::run(arguments),
        Chore::Test { only } => testing::run(only, testing::FEW),
        Chore::Contract => testing::run(Some(Kind::Contract), testing::MANY),
        Chore::Page { release } => page::ensure(release, &page::dist()),
        Chore::Seed(arguments) => seed::fill(arguments),
        Chore::Setup => tools::set_up_everything(),
        Chore::Check => checks::run(),
        Chore::Doubles { arguments } => {
            exec::run(exec::cargo().args(["run", "--package", "imagime-doubles", "--"]).args(arguments))
        }
        Chore::Quality { arguments } => quality::run(&arguments),
        Chore::Env => tools::print_environment(),
        Chore::Compress => compress::run(),
        Chore::HoldCluster { folder } => test_cluster::hold(folder),
    }
}
