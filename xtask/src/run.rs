//! `cargo xtask run`: page, server, database, until Ctrl-C.

use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use crate::{exec, page, paths, tools};

/// Used when the server runs as root and PostgreSQL's account cannot reach the repository.
const SYSTEM_DATA: &str = "/var/lib/imagime";

#[derive(Args)]
pub struct RunArguments {
    /// The port of 127.0.0.1 to serve on.
    #[arg(long, env = "IMAGIME_PORT", default_value_t = 8080)]
    port: u16,
    /// The folder for the database, the pictures and the generated secrets.
    #[arg(long, value_name = "DIR", env = "IMAGIME_DATA_DIR")]
    data: Option<PathBuf>,
    /// Build the page and the server optimised.
    #[arg(long)]
    release: bool,
}

/// Sets up, builds, and becomes the server: signals then reach it, and it stops everything in order.
pub fn run(arguments: RunArguments) -> Result<()> {
    let port = arguments.port;
    // Found out now rather than after minutes of building.
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .with_context(|| format!("port {port} of 127.0.0.1 is not free: choose another one with --port"))?;
    let data = match arguments.data {
        Some(folder) => std::path::absolute(folder).context("the data folder has no absolute path")?,
        None => default_data_folder(),
    };
    tools::ensure_server_tools()?;
    if std::env::var_os("DATABASE_URL").is_none_or(|address| address.is_empty()) {
        tools::ensure_postgres()?;
    }
    let dist = page::dist();
    page::ensure(arguments.release, &dist)?;
    build_server(arguments.release)?;

    let profile = if arguments.release { "release" } else { "debug" };
    let server = paths::target().join(profile).join("imagime");
    exec::step("starting Imagime (Ctrl-C stops it and its database)");
    let mut serve = exec::command(&server);
    serve
        .arg("serve")
        .current_dir(paths::root())
        .env("IMAGIME_PORT", port.to_string())
        .env("IMAGIME_DATA_DIR", data)
        .env("IMAGIME_PAGE_DIR", dist);
    Err(serve.exec()).with_context(|| format!("could not run {}", server.display()))
}

/// Builds the server's program.
pub fn build_server(release: bool) -> Result<()> {
    exec::step("building the server (5 to 15 minutes the first time, seconds later)");
    let mut cargo = exec::cargo();
    cargo.args(["build", "--package", "imagime-api", "--bin", "imagime"]);
    if release {
        cargo.arg("--release");
    }
    exec::run(&mut cargo).context("the server could not be built")
}

/// `data` beside the code, or a folder that PostgreSQL's account can reach.
pub fn default_data_folder() -> PathBuf {
    let beside_the_code = paths::root().join("data");
    if imagime_cluster::is_reachable(&beside_the_code) {
        return beside_the_code;
    }
    exec::note(&format!(
        "PostgreSQL's account cannot reach {}: the data goes to {SYSTEM_DATA}",
        beside_the_code.display()
    ));
    SYSTEM_DATA.into()
}
