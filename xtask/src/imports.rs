//! Who may import whom: the layers of the server and the borders of the crates, read from the sources.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::paths;

/// A part of the code and what it must not name.
struct Border {
    /// A folder (with everything below it) or a single file, from the repository's top.
    place: &'static str,
    /// Modules of the same crate that are out of reach from here.
    modules: &'static [&'static str],
    /// Other words that must not occur in the code.
    words: &'static [&'static str],
}

/// A request flows one way: extractor, handler, service, repository; nothing calls back up.
const BORDERS: &[Border] = &[
    Border {
        place: "api/src/routes",
        modules: &["models", "repositories", "schema", "queue", "worker", "music", "keywords"],
        words: &["diesel"],
    },
    Border {
        place: "api/src/extract",
        modules: &["models", "repositories", "schema", "queue", "worker", "routes", "music", "keywords"],
        words: &["diesel"],
    },
    Border { place: "api/src/worker", modules: &["routes", "extract", "repositories", "schema"], words: &["actix"] },
    Border { place: "api/src/services", modules: &["routes", "extract", "worker"], words: &["actix"] },
    Border {
        place: "api/src/repositories",
        modules: &["routes", "extract", "worker", "services", "state", "storage", "music", "keywords", "security"],
        words: &["actix", "imagime_shared::error"],
    },
    Border {
        place: "api/src/queue.rs",
        modules: &["routes", "extract", "worker", "services", "state"],
        words: &["actix", "imagime_shared::error"],
    },
    Border {
        place: "api/src/models",
        modules: &["routes", "extract", "worker", "services", "repositories", "queue", "state"],
        words: &["actix"],
    },
    Border {
        place: "api/src/security",
        modules: &["routes", "extract", "worker", "services", "repositories", "models", "schema", "queue", "state"],
        words: &["actix", "diesel"],
    },
    Border {
        place: "api/src/music",
        modules: &["routes", "extract", "worker", "services", "repositories", "models", "schema", "queue", "state"],
        words: &["actix", "diesel"],
    },
    Border {
        place: "api/src/remote",
        modules: &[
            "routes",
            "extract",
            "worker",
            "services",
            "repositories",
            "models",
            "schema",
            "queue",
            "state",
            "music",
            "keywords",
        ],
        words: &["actix", "diesel"],
    },
    Border {
        place: "api/src/keywords",
        modules: &["routes", "extract", "worker", "services", "repositories", "models", "schema", "queue", "state"],
        words: &["actix", "diesel"],
    },
    Border {
        place: "api/engine/src",
        modules: &[],
        words: &["imagime_shared", "imagime_api", "diesel", "actix", "std::net", "std::time::SystemTime"],
    },
    Border {
        place: "shared/src",
        modules: &[],
        words: &["imagime_engine", "imagime_api", "diesel", "actix", "std::fs"],
    },
    Border { place: "web/src/pages", modules: &[], words: &["gloo_net", "XmlHttpRequest"] },
    Border {
        place: "web/src/components",
        modules: &["api", "pages", "layouts"],
        words: &["gloo_net", "XmlHttpRequest"],
    },
    Border { place: "web/src/layouts", modules: &["pages"], words: &["gloo_net", "XmlHttpRequest"] },
    Border {
        place: "web/src/state",
        modules: &["pages", "components", "layouts"],
        words: &["gloo_net", "XmlHttpRequest"],
    },
];

/// Every trespass, as "file:line: what".
pub fn problems() -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for border in BORDERS {
        for file in rust_files(&paths::root().join(border.place))? {
            let text = fs::read_to_string(&file).with_context(|| format!("could not read {}", file.display()))?;
            problems.extend(trespasses(border, &shown(&file), &text));
        }
    }
    problems.extend(services_that_call_services()?);
    Ok(problems)
}

/// Every Rust file below a folder, or the file itself; none where the place does not exist.
pub fn rust_files(place: &Path) -> Result<Vec<PathBuf>> {
    if place.is_file() {
        return Ok(vec![place.to_path_buf()]);
    }
    if !place.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    let mut entries: Vec<PathBuf> = fs::read_dir(place)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    entries.sort();
    for path in entries {
        let ours = !path.ends_with("target") && !path.ends_with("dist");
        if path.is_dir() && ours {
            found.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
    Ok(found)
}

/// A path from the repository's top, for messages.
pub fn shown(file: &Path) -> String {
    file.strip_prefix(paths::root()).unwrap_or(file).display().to_string()
}

/// A code line without its comment. A `//` inside a string only hides the rest of that line from these checks.
pub fn code(line: &str) -> &str {
    line.split_once("//").map_or(line, |(code, _)| code)
}

fn trespasses(border: &Border, file: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (module, line) in modules_named(text) {
        if border.modules.contains(&module.as_str()) {
            found.push(format!("{file}:{line}: {} must not use crate::{module}", border.place));
        }
    }
    for (index, line) in text.lines().enumerate() {
        for word in border.words.iter().filter(|word| code(line).contains(*word)) {
            found.push(format!("{file}:{}: {} must not name {word}", index + 1, border.place));
        }
    }
    found
}

/// No service calls another: what two of them need goes down a floor.
fn services_that_call_services() -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for file in rust_files(&paths::root().join("api/src/services"))? {
        let text = fs::read_to_string(&file)?;
        let is_index = file.file_name().is_some_and(|name| name == "mod.rs");
        if !is_index && modules_named(&text).iter().any(|(module, _)| module == "services") {
            problems.push(format!("{}: a service must not call another service", shown(&file)));
        }
    }
    Ok(problems)
}

/// The first-level modules after `crate::`, also inside `use crate::{a, b::c};`, each with its line.
fn modules_named(text: &str) -> Vec<(String, usize)> {
    let clean: String = text.lines().flat_map(|line| [code(line), "\n"]).collect();
    let mut found = Vec::new();
    for (start, word) in clean.match_indices("crate::") {
        let preceded = clean[..start].chars().next_back().is_some_and(|c| c == '_' || c.is_alphanumeric());
        if preceded {
            continue;
        }
        let line = clean[..start].matches('\n').count() + 1;
        let rest = &clean[start + word.len()..];
        let names = if rest.starts_with('{') { first_level(rest) } else { vec![identifier(rest)] };
        found.extend(names.into_iter().map(|name| (name, line)));
    }
    found
}

/// The leading names of a brace group: `a` and `b` in "{a::{x, y}, b}".
fn first_level(group: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0;
    let mut expecting = false;
    for (index, c) in group.char_indices() {
        match c {
            '{' => {
                depth += 1;
                expecting = depth == 1;
            }
            '}' => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            ',' => expecting = depth == 1,
            c if expecting && !c.is_whitespace() => {
                names.push(identifier(&group[index..]));
                expecting = false;
            }
            _ => {}
        }
    }
    names
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|c| *c == '_' || c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HANDLERS: Border =
        Border { place: "api/src/routes", modules: &["repositories", "models"], words: &["diesel"] };

    #[test]
    fn single_and_grouped_imports_are_seen() {
        let text = "use crate::error::Error;\nuse crate::{\n    models::{Post, User},\n    services,\n};\n";
        let named: Vec<String> = modules_named(text).into_iter().map(|(name, _)| name).collect();
        assert_eq!(named, ["error", "models", "services"]);
    }

    #[test]
    fn trespasses_are_told_with_their_line() {
        let text = "use crate::services::posts;\n\nfn list() { crate::repositories::posts::list(); }\n";
        let expected = ["a.rs:3: api/src/routes must not use crate::repositories"];
        assert_eq!(trespasses(&HANDLERS, "a.rs", text), expected);
        let expected = ["a.rs:1: api/src/routes must not name diesel"];
        assert_eq!(trespasses(&HANDLERS, "a.rs", "use diesel::prelude::*;\n"), expected);
    }

    #[test]
    fn comments_and_similar_names_are_no_trespass() {
        let text = "// diesel is below us\nuse mycrate::models::Post;\nuse crate::services; // crate::models\n";
        assert!(trespasses(&HANDLERS, "a.rs", text).is_empty());
    }
}
