//! The collection in `contract/hurl`, and whether it leaves anything out.

use std::{collections::BTreeSet, path::PathBuf, process::Stdio};

use anyhow::{Context as _, Result, ensure};
use imagime_e2e::{
    api::Api,
    output,
    pictures::{COFFEE, picture},
    root,
    stage::World,
    variable,
};
use imagime_shared::paths;
use serde_json::Value;
use tokio::process::Command;

/// Operations without a request that succeeds: their sources are off where nobody sets them up.
const OFF: [&str; 3] = [
    // Deezer.
    "find_preview",
    // The operator's music folder.
    "read_cover",
    "read_track",
];
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// Plays it against a server; every operation of the server's document must be in it.
pub async fn play(world: &World) -> Result<()> {
    let server = world.server_with(&Vec::new()).await?;
    let files = output("collection")?;
    std::fs::copy(picture(COFFEE)?, files.join("coffee.png"))?;
    std::fs::write(files.join("words.txt"), "only words")?;
    let collection = collection()?;
    let (status, document) = Api::new(server.origin()).get(paths::OPENAPI).await?;
    ensure!(status == 200, "no document: {status}");
    let left_out = left_out(&serde_json::from_str(&document)?, &succeeding(&collection)?)?;
    ensure!(
        left_out == BTreeSet::from(OFF.map(str::to_owned)),
        "without a request that succeeds: {left_out:?}, not {OFF:?}"
    );
    let said = Command::new(variable("IMAGIME_E2E_HURL")?)
        .args(["--test", "--no-color", "--variable", &format!("host={}", server.origin()), "--variable", "uid=1"])
        .arg("--file-root")
        .arg(&files)
        .args(&collection)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .context("Hurl does not start")?;
    server.stop().await?;
    ensure!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    Ok(())
}

fn collection() -> Result<Vec<PathBuf>> {
    let folder = root().join("contract/hurl");
    let mut files: Vec<_> =
        std::fs::read_dir(&folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<std::io::Result<_>>()?;
    files.retain(|path| path.extension().is_some_and(|ending| ending == "hurl"));
    files.sort();
    Ok(files)
}

/// Methods and paths of all requests whose answer is to be 2xx.
fn succeeding(collection: &[PathBuf]) -> Result<Vec<(String, String)>> {
    let mut requests = Vec::new();
    for file in collection {
        let mut asked = None;
        for line in std::fs::read_to_string(file)?.lines() {
            match line.split_once(' ') {
                Some((method, address)) if METHODS.contains(&method) => {
                    let path = address.strip_prefix("{{host}}").with_context(|| format!("another host: {line}"))?;
                    asked = Some((method.to_lowercase(), path.split('?').next().unwrap_or(path).to_owned()));
                }
                Some(("HTTP", status)) if status.starts_with('2') => requests.extend(asked.take()),
                _ => {}
            }
        }
    }
    Ok(requests)
}

/// Operations of the document that none of the requests is one of.
fn left_out(document: &Value, requests: &[(String, String)]) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().context("no paths")? {
        for (method, operation) in methods.as_object().context("no methods")? {
            if !requests.iter().any(|(asked, address)| asked == method && fits(path, address)) {
                names.insert(operation["operationId"].as_str().context("an operation without a name")?.to_owned());
            }
        }
    }
    Ok(names)
}

/// Whether an address of the collection belongs to a path of the document: anything may stand for a parameter.
fn fits(path: &str, address: &str) -> bool {
    let (of_path, of_address) = (path.split('/'), address.split('/'));
    of_path.clone().count() == of_address.clone().count()
        && of_path.zip(of_address).all(|(one, other)| match (one.split_once('{'), one.split_once('}')) {
            (Some((before, _)), Some((_, behind))) => other.starts_with(before) && other.ends_with(behind),
            _ => one == other,
        })
}
