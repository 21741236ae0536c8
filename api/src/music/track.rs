//! What a source says of a song.

use imagime_engine::matching::Candidate;

/// A song as its source offers it. Everything but id, title and artist may be missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Track {
    /// What the matcher reads.
    pub candidate: Candidate,
    /// Year of the recording.
    pub year: Option<i32>,
    /// Artwork of the record, unaltered.
    pub artwork_url: Option<String>,
    /// How it can be heard.
    pub preview: TrackPreview,
    /// The song at its source.
    pub external_url: Option<String>,
    /// Who made it and under which terms.
    pub attribution: Option<String>,
    /// Marked as explicit by its source.
    pub explicit: Option<bool>,
}

/// How a song of a source can be heard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TrackPreview {
    /// A sound file that stays where it is.
    File(String),
    /// A sound file whose address ends soon: the server asks for it anew when it is played.
    Resolved,
    /// The source's own player.
    Player(String),
    /// A link only.
    Link,
    /// Nothing at all.
    #[default]
    Nothing,
}

impl Track {
    /// Whether the source gave what a row cannot do without.
    pub fn is_whole(&self) -> bool {
        let song = &self.candidate;
        !song.provider_track_id.trim().is_empty() && !song.title.trim().is_empty() && !song.artist.trim().is_empty()
    }
}

/// A text that says something; sources send empty ones for what is missing.
pub fn said(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// An address that may stand in a page: https, without user or password.
pub fn web_address(text: Option<String>) -> Option<String> {
    let text = said(text)?;
    let url = url::Url::parse(&text).ok()?;
    let plain = url.username().is_empty() && url.password().is_none() && url.host_str().is_some();
    // Doubles on loopback have no certificate.
    let loopback = matches!(url.host(), Some(url::Host::Ipv4(ip)) if ip.is_loopback());
    (plain && (url.scheme() == "https" || (url.scheme() == "http" && loopback))).then_some(text)
}

/// The first four digits of a date.
pub fn year(date: Option<String>) -> Option<i32> {
    date?.get(..4)?.parse().ok().filter(|year| (1000..3000).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_https_stands_in_a_page() {
        let good = |text: &str| web_address(Some(text.into())).is_some();
        assert!(good("https://i.scdn.co/image/ab"));
        assert!(good("http://127.0.0.1:9000/art.jpg"));
        for bad in [
            "",
            "javascript:alert(1)",
            "http://a.example/x",
            "https://u:p@a.example/x",
            "data:text/html,x",
            "//a.example",
            "nonsense",
        ] {
            assert!(!good(bad), "{bad}");
        }
    }

    #[test]
    fn years_are_read_from_dates_of_any_precision() {
        assert_eq!(year(Some("2017-05-26".into())), Some(2017));
        assert_eq!(year(Some("1969".into())), Some(1969));
        assert_eq!(year(Some("0000".into())), None);
        assert_eq!(year(Some("è".into())), None);
        assert_eq!(year(None), None);
    }
}
