//! `cargo run -p imagime-cluster -- DIR`: holds a cluster in DIR for work by hand, until its standard input ends.
//! It prints the address of its database and nothing else to standard output.

use std::io::{Read, Write};
use std::process::ExitCode;

use imagime_cluster::{Cluster, ClusterError, Options};

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("usage: imagime-cluster DIR");
        return ExitCode::FAILURE;
    };
    match hold(Options::new(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn hold(mut options: Options) -> Result<(), ClusterError> {
    options.progress = Box::new(|line| eprintln!("{line}"));
    let database = options.database.clone();
    let cluster = Cluster::start(options)?;
    println!("{}", cluster.url(&database));
    // A closed pipe on either side means that nobody needs us any more.
    let _flushed = std::io::stdout().flush();
    let _ended = std::io::stdin().read_to_end(&mut Vec::new());
    cluster.stop()
}
