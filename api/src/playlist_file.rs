//! Playlists as files that other players read: JSPF and XSPF. Pure: facts in, text out.

use serde_json::{Map, Value, json};

/// Names what we add to a track of JSPF, and the keywords of a track of XSPF.
const PICTURE: &str = "urn:imagime:picture";

/// A playlist to write down. Addresses are whole.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Its name.
    pub title: String,
    /// Whose it is.
    pub creator: String,
    /// A few words about it; may be empty.
    pub annotation: String,
    /// Its page.
    pub info: String,
    /// Its cover.
    pub image: Option<String>,
    /// RFC 3339.
    pub date: String,
    /// Its songs, in order.
    pub tracks: Vec<Track>,
}

/// A song to write down. Addresses are whole.
#[derive(Clone, Debug, Default)]
pub struct Track {
    /// A sound file that lasts.
    pub location: Option<String>,
    /// URIs that name the song.
    pub identifiers: Vec<String>,
    /// Title.
    pub title: String,
    /// Artist or composer.
    pub creator: String,
    /// Who made it, under which terms.
    pub annotation: Option<String>,
    /// The song at its source.
    pub info: Option<String>,
    /// Artwork.
    pub image: Option<String>,
    /// Album or collection.
    pub album: Option<String>,
    /// Length in milliseconds.
    pub duration_ms: Option<u32>,
    /// The picture it came from.
    pub picture: Option<Picture>,
}

/// The picture behind a song.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    /// Its page.
    pub page: String,
    /// The picture, unless its address would end soon.
    pub image: Option<String>,
    /// What is in it, strongest first.
    pub keywords: Vec<String>,
}

/// JSON Shareable Playlist Format.
pub fn jspf(sheet: &Sheet) -> String {
    let mut list = object([
        ("title", Some(sheet.title.clone())),
        ("creator", Some(sheet.creator.clone())),
        ("annotation", Some(sheet.annotation.clone()).filter(|text| !text.is_empty())),
        ("info", Some(sheet.info.clone())),
        ("image", sheet.image.clone()),
        ("date", Some(sheet.date.clone())),
    ]);
    list.insert("track".into(), sheet.tracks.iter().map(jspf_track).collect());
    format!("{:#}\n", json!({"playlist": list}))
}

/// XML Shareable Playlist Format, version 1.
pub fn xspf(sheet: &Sheet) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<playlist version=\"1\" xmlns=\"http://xspf.org/ns/0/\">\n");
    element(&mut out, 1, "title", Some(&sheet.title));
    element(&mut out, 1, "creator", Some(&sheet.creator));
    element(&mut out, 1, "annotation", Some(&sheet.annotation).filter(|text| !text.is_empty()));
    element(&mut out, 1, "info", Some(&sheet.info));
    element(&mut out, 1, "image", sheet.image.as_ref());
    element(&mut out, 1, "date", Some(&sheet.date));
    out.push_str("  <trackList>\n");
    for track in &sheet.tracks {
        xspf_track(&mut out, track);
    }
    out.push_str("  </trackList>\n</playlist>\n");
    out
}

fn jspf_track(track: &Track) -> Value {
    let mut fields = object([
        ("title", Some(track.title.clone())),
        ("creator", Some(track.creator.clone())),
        ("annotation", track.annotation.clone()),
        ("info", track.info.clone()),
        ("image", track.image.clone()),
        ("album", track.album.clone()),
    ]);
    if let Some(location) = &track.location {
        fields.insert("location".into(), json!([location]));
    }
    fields.insert("identifier".into(), json!(track.identifiers));
    if let Some(duration) = track.duration_ms {
        fields.insert("duration".into(), duration.into());
    }
    if let Some(picture) = &track.picture {
        let picture = json!({"page": picture.page, "image": picture.image, "keywords": picture.keywords});
        fields.insert("extension".into(), json!({PICTURE: [picture]}));
    }
    Value::Object(fields)
}

fn xspf_track(out: &mut String, track: &Track) {
    out.push_str("    <track>\n");
    element(out, 3, "location", track.location.as_ref());
    for identifier in &track.identifiers {
        element(out, 3, "identifier", Some(identifier));
    }
    element(out, 3, "title", Some(&track.title));
    element(out, 3, "creator", Some(&track.creator));
    element(out, 3, "annotation", track.annotation.as_ref());
    element(out, 3, "info", track.info.as_ref());
    element(out, 3, "image", track.image.as_ref());
    element(out, 3, "album", track.album.as_ref());
    element(out, 3, "duration", track.duration_ms.map(|ms| ms.to_string()).as_ref());
    if let Some(picture) = &track.picture {
        meta(out, "page", &picture.page);
        if let Some(image) = &picture.image {
            meta(out, "image", image);
        }
        for keyword in &picture.keywords {
            meta(out, "keyword", keyword);
        }
    }
    out.push_str("    </track>\n");
}

fn object<const N: usize>(fields: [(&str, Option<String>); N]) -> Map<String, Value> {
    fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), Value::String(value?)))).collect()
}

fn element(out: &mut String, depth: usize, name: &str, text: Option<&String>) {
    let Some(text) = text else { return };
    let space = "  ".repeat(depth);
    out.extend([&space, "<", name, ">", &escaped(text), "</", name, ">\n"]);
}

fn meta(out: &mut String, name: &str, text: &str) {
    out.extend(["      <meta rel=\"", PICTURE, ":", name, "\">", &escaped(text), "</meta>\n"]);
}

/// Text for XML: what has a meaning there is escaped, what XML 1.0 cannot hold at all becomes a replacement character.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' => out.push(c),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let picture = Picture { page: "http://x/p/1".into(), image: None, keywords: vec!["salt & \"sea\"".into()] };
        let track = Track {
            title: "</title><x y='z'>]]>".into(),
            creator: "A & B".into(),
            annotation: Some("bell\u{7} and \u{ffff}".into()),
            identifiers: vec!["urn:uuid:1".into()],
            duration_ms: Some(1500),
            picture: Some(picture),
            ..Track::default()
        };
        Sheet { title: "T & <b>".into(), creator: "ada".into(), tracks: vec![track], ..Sheet::default() }
    }

    #[test]
    fn what_has_a_meaning_in_xml_is_escaped_and_what_it_cannot_hold_is_replaced() {
        let text = xspf(&sheet());
        for part in [
            "<title>T &amp; &lt;b&gt;</title>",
            "<title>&lt;/title&gt;&lt;x y='z'&gt;]]&gt;</title>",
            "<annotation>bell\u{fffd} and \u{fffd}</annotation>",
            "<duration>1500</duration>",
            "<meta rel=\"urn:imagime:picture:keyword\">salt &amp; &quot;sea&quot;</meta>",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let json: Value = serde_json::from_str(&jspf(&sheet())).unwrap_or_default();
        let track = &json["playlist"]["track"][0];
        assert_eq!(track["title"], "</title><x y='z'>]]>");
        assert!(track.get("location").is_none() && track.get("album").is_none() && track.get("image").is_none());
        assert_eq!(track["extension"][PICTURE][0]["keywords"], json!(["salt & \"sea\""]));
        assert!(!xspf(&sheet()).contains("<album"));
    }
}
