//! Names of the contract: paths, addresses and headers stand in the shared crate, and nowhere else a second time.

use std::fs;

use anyhow::{Context, Result};
use imagime_shared::{header, pages, paths as api};

use crate::{imports, paths};

/// Where they are used and must not be written.
const USERS: [&str; 2] = ["api/src", "web/src"];
/// What the document shows to clients, as they see it.
const SHOWN: [&str; 2] = ["api/src/routes/openapi_examples.rs", "api/src/routes/openapi_links.rs"];
/// Below it lie pictures and sounds.
const MEDIA: &str = "/media/";
/// Headers that are ours, and the one that says who asks.
const HEADERS: [&str; 4] = [header::AUTHORIZATION, header::IDEMPOTENCY_KEY, header::LAST_EVENT_ID, header::REQUEST_ID];

/// Every name that is written anew, as "file:line: what".
pub fn problems() -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for place in USERS {
        for file in imports::rust_files(&paths::root().join(place))? {
            let shown = imports::shown(&file);
            if !SHOWN.contains(&shown.as_str()) {
                let text = fs::read_to_string(&file).with_context(|| format!("could not read {}", file.display()))?;
                problems.extend(written_anew(&shown, &text));
            }
        }
    }
    Ok(problems)
}

/// Tests may write them: they are held against the names, not made of them.
fn written_anew(file: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (index, line) in text.lines().take_while(|line| line.trim() != "#[cfg(test)]").enumerate() {
        for literal in literals(line) {
            if let Some(module) = home(literal) {
                found.push(format!("{file}:{}: \"{literal}\" has its name in imagime_shared::{module}", index + 1));
            }
        }
    }
    found
}

/// The module of the shared crate that has a name for this text.
fn home(literal: &str) -> Option<&'static str> {
    // What stands before the path of a whole address.
    let path = literal.strip_prefix('{').and_then(|rest| Some(rest.split_once('}')?.1)).unwrap_or(literal);
    if path.starts_with(api::API) || path.starts_with(MEDIA) {
        return Some("paths");
    }
    if HEADERS.contains(&literal) || literal.strip_prefix(header::BEARER).is_some_and(|rest| rest.starts_with(" {")) {
        return Some("header");
    }
    // The front door alone is a mere slash, and also half of every path.
    let is_page = pages::ALL.into_iter().filter(|page| *page != pages::HOME).any(|page| {
        let (fixed, parameter) = page.split_once('{').map_or((page, false), |(fixed, _)| (fixed, true));
        path.strip_prefix(fixed).is_some_and(|rest| parameter || rest.is_empty() || rest.starts_with(['?', '#']))
    });
    (is_page || path.starts_with("/?")).then_some("pages")
}

/// The strings of a line of code, without its comment; those of several lines are paths of nothing.
fn literals(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut begun = None;
    let mut escaped = false;
    for (at, sign) in line.char_indices() {
        match (begun, sign) {
            (None, '/') if line[at..].starts_with("//") => break,
            (None, '"') if !line[..at].ends_with('\'') => begun = Some(at + 1),
            (Some(start), '"') if !escaped => {
                found.push(&line[start..at]);
                begun = None;
            }
            _ => {}
        }
        escaped = sign == '\\' && !escaped;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_written_anew_are_told_with_their_home() {
        for (code, module) in [
            (r#"get("/api/v1/posts")"#, "paths"),
            (r#"format!("{base}/media/{token}.jpg")"#, "paths"),
            (r#"headers.get("idempotency-key")"#, "header"),
            (r#"header("authorization", x)"#, "header"),
            (r#"format!("Bearer {token}")"#, "header"),
            (r#"<a href="/login">"#, "pages"),
            (r#"format!("/p/{id}")"#, "pages"),
            (r#"format!("{origin}/songs/{}", id)"#, "pages"),
            (r#"format!("/favorites?q={q}")"#, "pages"),
            (r#"href="/?tab=everybody""#, "pages"),
        ] {
            let told = written_anew("a.rs", &format!("\n{code}\n"));
            assert!(
                matches!(told.as_slice(), [one] if one.starts_with("a.rs:2:") && one.ends_with(module)),
                "{code} {told:?}"
            );
        }
    }

    #[test]
    fn other_texts_comments_and_tests_are_left_alone() {
        for code in [
            r#"split("/")"#,
            r#"register("/service-worker.js")"#,
            r#"("Bearer")"#,
            r#"("Idempotency-Key" = String, Header)"#,
            r#"f("a \" b") // "/login""#,
            r"/// GET of `/api/v1/posts`, as in `/p/{id}`.",
            "'\"' => f(\"/loginish\"),",
            "#[cfg(test)]\nmod tests { const A: &str = \"/login\"; }",
        ] {
            assert!(written_anew("a.rs", code).is_empty(), "{code}");
        }
    }
}
