//! The built page as the server serves it.

use crate::support::{Request, story, story_with};

const SCRIPT: &str = "/assets/app-0123456789abcdef.js";

#[test]
fn the_pages_addresses_answer_with_the_page() {
    story(async |app| {
        for path in [
            "/",
            "/login",
            "/signup",
            "/new",
            "/favorites",
            "/playlists",
            "/playlists/0190a0b0-0000-7000-8000-000000000000",
            "/settings",
            "/search",
            "/search?q=cat&sort=top",
            "/discover",
            "/songs/0190a0b0-0000-7000-8000-000000000000",
            "/k/st.%20paul",
            "/u/ada",
            "/p/0190a0b0-0000-7000-8000-000000000000",
        ] {
            let answer = app.anonymous().get(path).answer().await.expect(200);
            assert!(answer.header("content-type").starts_with("text/html"), "{path}");
            assert!(answer.text().contains("<main>"), "{path}");
            assert_eq!(answer.header("cache-control"), "no-cache");
        }
    });
}

#[test]
fn an_unknown_address_is_the_page_with_404_and_a_missing_file_is_not() {
    story(async |app| {
        let page = app.anonymous().get("/nothing/here").answer().await.expect(404);
        assert!(page.text().contains("<main>"));
        for path in [
            "/assets/none.js",
            "/assets/none",
            "/none.png",
            "/../Cargo.toml",
            "/%2e%2e/%2e%2e/etc/passwd.txt",
            "/index.html.br",
        ] {
            let missing = app.anonymous().get(path).answer().await.expect(404);
            assert!(!missing.text().contains("<main>"), "{path}");
        }
    });
}

#[test]
fn the_pages_policy_lets_only_its_own_blocks_run() {
    story(async |app| {
        let answer = app.anonymous().get("/").answer().await.expect(200);
        let policy = answer.header("content-security-policy");
        let hash = {
            use base64::{Engine, engine::general_purpose::STANDARD};
            use sha2::{Digest, Sha256};
            STANDARD.encode(Sha256::digest("go()"))
        };
        assert!(policy.contains(&format!("script-src 'self' 'wasm-unsafe-eval' 'sha256-{hash}'")), "{policy}");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("unsafe-inline"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(!answer.header("referrer-policy").is_empty() && !answer.header("permissions-policy").is_empty());
        assert_eq!(answer.header("strict-transport-security"), "");
    });
}

#[test]
fn behind_https_the_page_asks_for_https() {
    story_with(
        |config| config.server.public_url = Some("https://imagime.example".into()),
        async |app| {
            let answer = app.anonymous().get("/").answer().await.expect(200);
            assert!(answer.header("strict-transport-security").starts_with("max-age="));
        },
    );
}

#[test]
fn hashed_files_come_compressed_and_for_ever() {
    story(async |app| {
        for (accepted, encoding, body) in
            [("br, gzip", "br", "as brotli"), ("gzip", "gzip", "as gzip"), ("identity", "", "console.log('page')")]
        {
            let answer = app.anonymous().get(SCRIPT).header("accept-encoding", accepted).answer().await.expect(200);
            assert_eq!((answer.header("content-encoding"), answer.text().as_str()), (encoding, body));
            assert!(answer.header("cache-control").contains("immutable"));
            assert!(answer.header("content-type").starts_with("text/javascript"));
            assert_eq!(answer.header("vary"), "Accept-Encoding");
        }
        let first = app.anonymous().get(SCRIPT).answer().await;
        let again =
            app.anonymous().get(SCRIPT).header("if-none-match", first.header("etag")).answer().await.expect(304);
        assert!(again.body.is_empty());
    });
}

#[test]
fn the_page_takes_no_other_methods() {
    story(async |app| {
        let answer = app.anonymous().post("/login").body("x").answer().await;
        answer.problem(405, "method_not_allowed");
        assert_eq!(answer.header("allow"), "GET, HEAD");
    });
}
