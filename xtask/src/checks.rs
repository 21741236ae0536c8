//! `cargo xtask check`: the house's rules that neither the compiler nor clippy knows.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::tools::PageTools;
use crate::{exec, imports, migrations, names, paths};

const LONGEST_FILE: usize = 400;
/// Where our Rust is.
pub const CODE: [&str; 6] = ["api", "shared", "web", "xtask", "e2e", "quality"];
/// What must not be among the dependencies of a crate, and why we ask.
const PURE: [(&str, &[&str]); 2] = [
    ("imagime-shared", &["diesel", "actix", "tokio"]),
    ("imagime-engine", &["diesel", "actix", "tokio", "imagime-shared"]),
];

/// Runs all checks and tells every problem, not only the first.
pub fn run() -> Result<()> {
    exec::step("checking who imports whom, what is written twice, and how files look");
    let mut problems = imports::problems()?;
    problems.extend(names::problems()?);
    problems.extend(looks()?);
    exec::step("checking that the shared and the engine crate stay pure");
    problems.extend(impurities()?);
    for problem in &problems {
        eprintln!("{problem}");
    }
    if !problems.is_empty() {
        bail!("{} problems", problems.len());
    }
    exec::step("compiling the shared crate for WebAssembly");
    let mut cargo = PageTools::ensure(false)?.command("cargo");
    cargo.args(["check", "--quiet", "--package", "imagime-shared", "--target", "wasm32-unknown-unknown"]);
    exec::run(&mut cargo).context("the shared crate does not compile for WebAssembly")?;
    migrations::check()
}

fn looks() -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for part in CODE {
        for file in imports::rust_files(&paths::root().join(part))? {
            let text = fs::read_to_string(&file).with_context(|| format!("could not read {}", file.display()))?;
            let generated = file.ends_with("api/src/schema.rs");
            problems.extend(looks_of(&imports::shown(&file), &text, generated));
        }
    }
    Ok(problems)
}

fn looks_of(file: &str, text: &str, generated: bool) -> Vec<String> {
    let mut problems = Vec::new();
    let lines = text.lines().count();
    if lines > LONGEST_FILE && !generated {
        problems.push(format!("{file}: {lines} lines, and {LONGEST_FILE} is the most: it is two things"));
    }
    for (index, line) in text.lines().enumerate() {
        // Written in two parts, so that this file does not find itself.
        for (attribute, cure) in [
            (concat!("#[al", "low("), "use #[expect(lint, reason = \"...\")]"),
            (concat!("#![al", "low("), "use #![expect(lint, reason = \"...\")]"),
            (concat!("#[ig", "nore"), "a test runs or is removed"),
        ] {
            if imports::code(line).contains(attribute) && !generated {
                problems.push(format!("{file}:{}: {attribute}: {cure}", index + 1));
            }
        }
    }
    problems
}

fn impurities() -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for (package, forbidden) in PURE {
        let mut cargo = exec::cargo();
        cargo.args(["tree", "--package", package, "--edges", "normal", "--prefix", "none", "--format", "{p}"]);
        let tree = exec::output(&mut cargo)?;
        for line in tree.lines() {
            for word in forbidden.iter().filter(|word| line.starts_with(*word)) {
                problems.push(format!("{package} depends on {line}: {word} has no place there"));
            }
        }
    }
    problems.dedup();
    Ok(problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_files_and_silenced_lints_are_told() {
        let long = "fn a() {}\n".repeat(401);
        assert_eq!(looks_of("a.rs", &long, false).len(), 1);
        assert!(looks_of("schema.rs", &long, true).is_empty());
        let silenced = format!("{}dead_code)]\nfn a() {{}}\n", concat!("#[al", "low("));
        assert_eq!(looks_of("a.rs", &silenced, false).len(), 1);
    }
}
