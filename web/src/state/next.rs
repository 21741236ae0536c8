//! The way back to where somebody was before they logged in.

use imagime_shared::{pages, paths};
use leptos::prelude::*;

/// Address of the log-in page that leads back here.
pub fn log_in_here() -> String {
    with_next(pages::LOG_IN, &here())
}

/// Address of the sign-up page that leads back here.
pub fn sign_up_here() -> String {
    with_next(pages::SIGN_UP, &here())
}

/// A page's address with the way back.
pub fn with_next(page: &str, next: &str) -> String {
    if next == pages::HOME { page.to_owned() } else { format!("{page}?next={}", paths::encode(next)) }
}

/// A way back that stays on this site; home for everything else.
pub fn safe_next(next: Option<&str>) -> String {
    let own = next.filter(|next| {
        // Browsers read a backslash as a slash and drop control characters, so `/\evil` and `/\t/evil` would leave the site.
        next.starts_with('/')
            && !next.starts_with("//")
            && !next.contains('\\')
            && !next.chars().any(char::is_control)
            && ![pages::LOG_IN, pages::SIGN_UP].iter().any(|page| {
                next.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with(['?', '#', '/']))
            })
    });
    own.unwrap_or(pages::HOME).to_owned()
}

/// Path and query of the page at hand.
pub fn here() -> String {
    let location = window().location();
    format!("{}{}", location.pathname().unwrap_or_default(), location.search().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_stays_on_this_site() {
        for next in ["/new", "/p/1?x=y#song", "/loginish"] {
            assert_eq!(safe_next(Some(next)), next);
        }
        for next in [
            "",
            "new",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "https://evil.example",
            "/login?next=/",
            "/signup",
        ] {
            assert_eq!(safe_next(Some(next)), "/", "{next:?}");
        }
        assert_eq!(safe_next(None), "/");
    }

    #[test]
    fn the_way_back_is_one_value() {
        assert_eq!(with_next("/login", "/favorites?q=a&sort=new"), "/login?next=%2Ffavorites%3Fq%3Da%26sort%3Dnew");
        assert_eq!(with_next("/login", "/"), "/login");
    }
}
