//! The page's document with the card of one post in its head: Open Graph, and what Twitter calls a card.

use crate::services::link_cards::Card;

/// The document without cards of its own, cut where another one's tags go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    before: String,
    after: String,
}

impl Template {
    /// Cuts a document behind its title; `None` when it has none.
    pub fn new(html: &str) -> Option<Self> {
        let html = without_cards(html);
        let at = html.find("</title>")? + "</title>".len();
        Some(Self { before: html[..at].to_owned(), after: html[at..].to_owned() })
    }

    /// The document for a page at `path` of the server at `base`.
    pub fn render(&self, card: &Card, base: &str, path: &str) -> String {
        let mut tags = vec![
            tag("property", "og:site_name", "Imagime"),
            tag("property", "og:type", "article"),
            tag("property", "og:title", &card.title),
            tag("property", "og:description", &card.description),
            tag("property", "og:url", &format!("{base}{path}")),
            tag("name", "twitter:title", &card.title),
            tag("name", "twitter:description", &card.description),
        ];
        if let Some(image) = &card.image {
            let url = format!("{base}{}", image.path);
            tags.extend([
                tag("property", "og:image", &url),
                tag("property", "og:image:type", "image/jpeg"),
                tag("property", "og:image:width", &image.width.to_string()),
                tag("property", "og:image:height", &image.height.to_string()),
                tag("name", "twitter:image", &url),
            ]);
            if !image.alt.is_empty() {
                tags.push(tag("property", "og:image:alt", &image.alt));
            }
        }
        let kind = if card.image.is_some() { "summary_large_image" } else { "summary" };
        tags.push(tag("name", "twitter:card", kind));
        format!("{}{}{}", self.before, tags.concat(), self.after)
    }
}

fn tag(attribute: &str, name: &str, content: &str) -> String {
    format!("\n    <meta {attribute}=\"{name}\" content=\"{}\" />", escaped(content))
}

/// The document without the tags that describe the whole site.
fn without_cards(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find("<meta ") {
        let Some(length) = rest[start..].find('>') else { break };
        let (before, element) = (&rest[..start], &rest[start..=start + length]);
        out.push_str(before);
        let is_card = ["og:", "twitter:"].iter().any(|prefix| {
            ["=\"", "='", "="].iter().any(|quote| {
                ["property", "name"].iter().any(|attribute| element.contains(&format!("{attribute}{quote}{prefix}")))
            })
        });
        if !is_card {
            out.push_str(element);
        }
        rest = &rest[start + length + 1..];
    }
    out + rest
}

/// Text for an attribute between double quotes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sites_own_card_makes_room_and_all_else_stays() {
        let html = "<head><title>A</title><meta charset=utf-8><meta property=\"og:title\" content=\"x\" /><meta name=twitter:card \
                    content=summary><meta name=\"description\" content=\"og: y\"><script>a()</script></head>";
        let template = Template::new(html);
        let kept = "<head><title>A</title><meta charset=utf-8><meta name=\"description\" content=\"og: y\"><script>a()</script></head>";
        assert_eq!(template.map(|template| template.before + &template.after).as_deref(), Some(kept));
        assert_eq!(Template::new("<head></head>"), None);
    }

    #[test]
    fn words_cannot_leave_their_attribute() {
        let card = Card { title: "\"><script>x()</script>".into(), description: "a'b&c".into(), image: None };
        let template = Template::new("<title>A</title>");
        let html = template.map(|template| template.render(&card, "http://x", "/p/1")).unwrap_or_default();
        assert!(html.contains("content=\"&quot;&gt;&lt;script&gt;x()&lt;/script&gt;\""), "{html}");
        assert!(html.contains("content=\"a&#39;b&amp;c\"") && html.contains("content=\"summary\""), "{html}");
    }
}
