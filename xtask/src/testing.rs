//! `cargo xtask test`: everything that tests need, all tests, and a table of what ran. Nothing is ever skipped.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::counts::{Counts, Report, property_tests};
use crate::test_cluster::TestCluster;
use crate::tools::Browser;
use crate::{Kind, checks, exec, imports, media, page, paths, tools};

/// All packages with tests.
pub const PACKAGES: [&str; 9] = [
    "imagime-shared",
    "imagime-engine",
    "imagime-cluster",
    "imagime-doubles",
    "imagime-api",
    "imagime-web",
    "xtask",
    "imagime-e2e",
    "imagime-quality",
];

/// What cargo built for us.
pub struct Built {
    programs: Vec<Program>,
    /// The server's program, of the same build.
    pub server: PathBuf,
}

/// One test program.
struct Program {
    kind: Kind,
    name: String,
    path: PathBuf,
    /// Tests run in their package's folder, as under `cargo test`.
    folder: PathBuf,
}

/// A run of the tests of one kind.
struct Pass {
    name: &'static str,
    kind: Kind,
    /// With the outside services switched on and played on this machine.
    doubles: bool,
}

/// The browser's stories are told twice: with nothing but what ships, and with all outside services in use.
const PASSES: [Pass; 5] = [
    Pass { name: "unit", kind: Kind::Unit, doubles: false },
    Pass { name: "api", kind: Kind::Api, doubles: false },
    Pass { name: "contract", kind: Kind::Contract, doubles: false },
    Pass { name: "browser", kind: Kind::Browser, doubles: false },
    Pass { name: "browser, with doubles", kind: Kind::Browser, doubles: true },
];

/// One line of the closing table.
struct Row {
    name: &'static str,
    counts: Counts,
    time: Duration,
}

/// How many generated requests the contract is held against.
#[derive(Clone, Copy)]
pub struct Cases {
    /// For each operation, beside those that cover its every parameter.
    examples: u32,
    /// Fewer in all are a failure.
    least: u32,
}

/// For every run of all tests.
pub const FEW: Cases = Cases { examples: 5, least: 2_000 };
/// For a thorough run.
pub const MANY: Cases = Cases { examples: 120, least: 10_000 };

/// Runs all tests, or one kind of them; any failure, ignored test or empty kind is an error.
pub fn run(only: Option<Kind>, cases: Cases) -> Result<()> {
    let wanted = |kind: Kind| only.is_none_or(|only| only == kind);
    tools::ensure_server_tools()?;
    tools::ensure_postgres()?;
    let media = media::ensure()?;
    let browser = if wanted(Kind::Browser) { Some(tools::ensure_browser()?) } else { None };
    let clients =
        if wanted(Kind::Contract) { Some((tools::ensure_schemathesis()?, tools::ensure_hurl()?)) } else { None };
    let dist = paths::page_target().join("dist");
    if wanted(Kind::Browser) || wanted(Kind::Contract) {
        page::ensure(true, &dist)?;
    }
    let built = build(packages(only))?;
    let cluster = TestCluster::start()?;

    let property_names = property_names()?;
    let mut rows = Vec::new();
    for pass in PASSES.iter().filter(|pass| wanted(pass.kind)) {
        let kind = pass.kind;
        let begun = Instant::now();
        let mut counts = Counts::default();
        let mut property = Counts::default();
        for program in built.programs.iter().filter(|program| program.kind == kind) {
            exec::step(&format!("{}: {}", pass.name, program.name));
            let mut command = exec::command(&program.path);
            command
                .current_dir(&program.folder)
                .env("CARGO_MANIFEST_DIR", &program.folder)
                .env("IMAGIME_TEST_DATABASE_URL", cluster.url())
                .env("IMAGIME_TEST_MEDIA", &media);
            command.env("IMAGIME_E2E_SERVER", &built.server).env("IMAGIME_E2E_PAGE", &dist);
            if let Some(browser) = &browser {
                add_browser(&mut command, browser);
            }
            if let Some((schemathesis, hurl)) = &clients {
                command
                    .env("IMAGIME_E2E_SCHEMATHESIS", schemathesis)
                    .env("IMAGIME_E2E_HURL", hurl)
                    .env("IMAGIME_E2E_CONTRACT_EXAMPLES", cases.examples.to_string())
                    .env("IMAGIME_E2E_CONTRACT_LEAST", cases.least.to_string());
            }
            if pass.doubles {
                command.env("IMAGIME_E2E_DOUBLES", "1");
            }
            let report = watch(&mut command, &property_names)?;
            counts.add(report.total.unwrap_or(Counts { failed: 1, ..Counts::default() }));
            property.add(report.property);
        }
        counts.subtract(property);
        let time = begun.elapsed();
        rows.push(Row { name: pass.name, counts, time });
        if kind == Kind::Unit {
            rows.push(Row { name: "property", counts: property, time: Duration::ZERO });
        }
    }
    drop(cluster);
    conclude(&rows)
}

/// The API's tests alone need no page, and are what is run most often while working on the server.
fn packages(only: Option<Kind>) -> &'static [&'static str] {
    if only == Some(Kind::Api) { &["imagime-api"] } else { &PACKAGES }
}

fn add_browser(command: &mut std::process::Command, browser: &Browser) {
    command.env("IMAGIME_E2E_CHROMIUM", &browser.chromium).env("IMAGIME_E2E_CHROMEDRIVER", &browser.driver);
}

/// Compiles every test program and the server in one go, so that all share one set of features.
pub fn build(packages: &[&str]) -> Result<Built> {
    exec::step("building the tests and the server (8 to 15 minutes the first time, seconds later)");
    let mut cargo = exec::cargo();
    cargo.args(["test", "--no-run", "--tests", "--message-format=json-render-diagnostics"]);
    for package in packages {
        cargo.args(["--package", package]);
    }
    let mut child = cargo.stdout(Stdio::piped()).spawn().context("could not run cargo")?;
    let mut programs = Vec::new();
    let mut server = None;
    if let Some(messages) = child.stdout.take() {
        for line in BufReader::new(messages).lines() {
            let message: Value = serde_json::from_str(&line?).unwrap_or_default();
            if message["target"]["name"] == "imagime" && message["profile"]["test"] == false {
                server = message["executable"].as_str().map(PathBuf::from).or(server);
            }
            programs.extend(test_program(&message));
        }
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("the tests could not be built: cargo ended with {status}");
    }
    programs.sort_by(|one, other| one.name.cmp(&other.name));
    let server = server.context("cargo built no server for the tests")?;
    Ok(Built { programs, server })
}

/// The test program that one of cargo's messages announces.
fn test_program(message: &Value) -> Option<Program> {
    if message["profile"]["test"] != true {
        return None;
    }
    let path = PathBuf::from(message["executable"].as_str()?);
    let folder = Path::new(message["manifest_path"].as_str()?).parent()?.to_path_buf();
    let target = message["target"]["name"].as_str()?;
    let package = folder.strip_prefix(paths::root()).ok()?.to_string_lossy().into_owned();
    let kind = match (package.as_str(), target) {
        ("api", "it") => Kind::Api,
        ("e2e", "contract") => Kind::Contract,
        ("e2e", _) => Kind::Browser,
        _ => Kind::Unit,
    };
    Some(Program { kind, name: format!("{package} {target}"), path, folder })
}

/// Runs a test program with its output shown and read along.
fn watch<'a>(command: &mut std::process::Command, property_names: &'a HashSet<String>) -> Result<Report<'a>> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("a test program is gone")?;
    let mut report = Report::new(property_names);
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line?;
            report.read(&line);
            println!("{line}");
        }
    }
    let status = child.wait()?;
    // A crash after the closing line, or without one, is a failure that no line tells of.
    if !status.success() && report.total.is_none_or(|total| total.failed == 0) {
        report.total.get_or_insert_default().failed += 1;
    }
    Ok(report)
}

fn property_names() -> Result<HashSet<String>> {
    let mut names = HashSet::new();
    for part in checks::CODE {
        for file in imports::rust_files(&paths::root().join(part))? {
            names.extend(property_tests(&std::fs::read_to_string(file)?));
        }
    }
    Ok(names)
}

fn conclude(rows: &[Row]) -> Result<()> {
    println!("\n{}", table(rows));
    match verdict(rows) {
        None => {
            println!("all tests passed");
            Ok(())
        }
        Some(reason) => bail!("{reason}"),
    }
}

fn table(rows: &[Row]) -> String {
    let mut lines = vec![format!("{:<24}{:>8}{:>8}{:>9}{:>10}", "tests", "passed", "failed", "ignored", "seconds")];
    for Row { name, counts, time } in rows {
        let Counts { passed, failed, ignored } = counts;
        let seconds = if time.is_zero() { String::new() } else { format!("{:.1}", time.as_secs_f64()) };
        lines.push(format!("{name:<24}{passed:>8}{failed:>8}{ignored:>9}{seconds:>10}"));
    }
    lines.join("\n")
}

/// Why the run as a whole failed, if it did.
fn verdict(rows: &[Row]) -> Option<String> {
    let failed: u32 = rows.iter().map(|row| row.counts.failed).sum();
    let ignored: u32 = rows.iter().map(|row| row.counts.ignored).sum();
    let empty: Vec<&str> = rows.iter().filter(|row| row.counts == Counts::default()).map(|row| row.name).collect();
    if failed > 0 {
        Some(format!("{failed} tests failed"))
    } else if ignored > 0 {
        Some(format!("{ignored} tests are ignored, and none may be"))
    } else if !empty.is_empty() {
        Some(format!("not one test of this kind ran: {}", empty.join(", ")))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &'static str, passed: u32, failed: u32, ignored: u32) -> Row {
        Row { name, counts: Counts { passed, failed, ignored }, time: Duration::from_millis(1500) }
    }

    #[test]
    fn failed_ignored_and_missing_tests_all_fail_the_run() {
        assert_eq!(verdict(&[row("unit", 5, 0, 0)]), None);
        assert_eq!(verdict(&[row("unit", 5, 1, 0)]).as_deref(), Some("1 tests failed"));
        assert_eq!(verdict(&[row("unit", 5, 0, 2)]).as_deref(), Some("2 tests are ignored, and none may be"));
        let without_browser = [row("unit", 5, 0, 0), row("browser", 0, 0, 0)];
        assert_eq!(verdict(&without_browser).as_deref(), Some("not one test of this kind ran: browser"));
    }

    #[test]
    fn table_lines_up() {
        let table = table(&[row("unit", 120, 0, 0), row("browser", 7, 0, 0)]);
        let widths: Vec<usize> = table.lines().map(str::len).collect();
        assert_eq!(widths, [59, 59, 59]);
        assert!(table.contains("unit                         120       0        0       1.5"), "{table}");
    }

    #[test]
    fn cargos_messages_are_sorted_into_kinds() {
        let message = |package: &str, target: &str| {
            let manifest = paths::root().join(package).join("Cargo.toml");
            serde_json::json!({
                "reason": "compiler-artifact", "manifest_path": manifest, "executable": "/x",
                "target": {"name": target}, "profile": {"test": true}
            })
        };
        let kind = |package, target| test_program(&message(package, target)).map(|program| program.kind);
        assert_eq!(kind("api", "it"), Some(Kind::Api));
        assert_eq!(kind("api", "imagime_api"), Some(Kind::Unit));
        assert_eq!(kind("e2e", "flow"), Some(Kind::Browser));
        assert_eq!(kind("e2e", "contract"), Some(Kind::Contract));
        assert!(test_program(&serde_json::json!({"reason": "build-finished"})).is_none());
    }
}
