//! The `wasm-bindgen` command as far as Trunk uses it, over the library crate that the official
//! command line is made of. xtask builds it outside the workspace, at the version of Cargo.lock.

use std::path::PathBuf;

use wasm_bindgen_cli_support::Bindgen;

fn main() {
    if let Err(error) = run(std::env::args().skip(1)) {
        eprintln!("error: {error}");
        std::process::exit(1);
    }
}

fn run(mut arguments: impl Iterator<Item = String>) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    let mut input: Option<PathBuf> = None;
    let mut out_dir: Option<PathBuf> = None;
    // Like the official command: type descriptions and demangled names unless told otherwise.
    bindgen.typescript(true).demangle(true);
    while let Some(argument) = arguments.next() {
        let (flag, mut inline) = match argument.split_once('=') {
            Some((flag, value)) => (flag.to_owned(), Some(value.to_owned())),
            None => (argument, None),
        };
        let mut value = || {
            inline
                .take()
                .or_else(|| arguments.next())
                .ok_or_else(|| format!("{flag} needs a value"))
        };
        match flag.as_str() {
            "--version" | "-V" => {
                println!("wasm-bindgen {}", env!("CARGO_PKG_VERSION"));
                return Ok(());
            }
            "--target" => select_target(&mut bindgen, &value()?)?,
            "--out-dir" => out_dir = Some(value()?.into()),
            "--out-name" => {
                bindgen.out_name(&value()?);
            }
            "--no-typescript" => {
                bindgen.typescript(false);
            }
            "--keep-debug" => {
                bindgen.keep_debug(true);
            }
            "--debug" => {
                bindgen.debug(true);
            }
            "--no-demangle" => {
                bindgen.demangle(false);
            }
            "--remove-name-section" => {
                bindgen.remove_name_section(true);
            }
            "--remove-producers-section" => {
                bindgen.remove_producers_section(true);
            }
            unknown if unknown.starts_with('-') => return Err(format!("unknown flag {unknown}")),
            path => input = Some(path.into()),
        }
    }
    let input = input.ok_or("the WebAssembly file is missing")?;
    let out_dir = out_dir.ok_or("--out-dir is missing")?;
    bindgen
        .input_path(input)
        .generate(out_dir)
        .map_err(|error| format!("{error:#}"))
}

fn select_target(bindgen: &mut Bindgen, target: &str) -> Result<(), String> {
    let selected = match target {
        "web" => bindgen.web(true),
        "no-modules" => bindgen.no_modules(true),
        "bundler" => bindgen.bundler(true),
        other => return Err(format!("unknown target {other}")),
    };
    selected.map(|_| ()).map_err(|error| format!("{error:#}"))
}
