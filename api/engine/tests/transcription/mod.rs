//! Pitches out of the formats of the corpus: ABC and MusicXML, as much of them as the compared tunes use.

use std::io::Read;

/// The body of one tune of an ABC collection: the first whose title is exactly this one.
pub fn tune<'a>(collection: &'a str, title: &str) -> &'a str {
    if title.is_empty() {
        return collection;
    }
    let at = collection
        .match_indices("T:")
        .find(|(at, _)| collection[at + 2..].lines().next().is_some_and(|line| line.trim() == title))
        .map_or_else(|| panic!("no tune is called {title:?}"), |(at, _)| at);
    let rest = &collection[at..];
    rest.find("\nX:").map_or(rest, |end| &rest[..end])
}

/// Pitches of an ABC tune: key signature, accidentals that last for the bar, octaves and ties; no rhythm.
pub fn read_abc(text: &str) -> Vec<i32> {
    let mut keys = Vec::new();
    let mut signature = [0_i32; 7];
    for line in text.lines() {
        let line = line.split('%').next().unwrap();
        if let Some(key) = line.strip_prefix("K:") {
            signature = key_signature(key.trim());
            continue;
        }
        let is_field = line.get(1..2) == Some(":") && line.starts_with(|sign: char| sign.is_ascii_alphabetic());
        if is_field {
            continue;
        }
        read_abc_line(line, &signature, &mut keys);
    }
    keys
}

fn read_abc_line(line: &str, signature: &[i32; 7], keys: &mut Vec<i32>) {
    let signs: Vec<char> = line.chars().collect();
    let mut accidentals = *signature;
    let mut pending: Option<i32> = None;
    let mut tied = false;
    let mut index = 0;
    while index < signs.len() {
        let sign = signs[index];
        index += 1;
        match sign {
            '"' => index += signs[index..].iter().position(|sign| *sign == '"').map_or(0, |end| end + 1),
            '{' => index += signs[index..].iter().position(|sign| *sign == '}').map_or(0, |end| end + 1),
            '|' => accidentals = *signature,
            '^' => pending = Some(pending.unwrap_or(0) + 1),
            '_' => pending = Some(pending.unwrap_or(0) - 1),
            '=' => pending = Some(0),
            '-' => tied = true,
            'A'..='G' | 'a'..='g' => {
                let step = "CDEFGAB".find(sign.to_ascii_uppercase()).unwrap();
                if let Some(accidental) = pending.take() {
                    accidentals[step] = accidental;
                }
                let mut key = 60 + [0, 2, 4, 5, 7, 9, 11][step] + accidentals[step];
                key += if sign.is_ascii_lowercase() { 12 } else { 0 };
                while let Some(mark @ ('\'' | ',')) = signs.get(index) {
                    key += if *mark == '\'' { 12 } else { -12 };
                    index += 1;
                }
                if !(std::mem::take(&mut tied) && keys.last() == Some(&key)) {
                    keys.push(key);
                }
            }
            _ => {}
        }
    }
}

fn key_signature(key: &str) -> [i32; 7] {
    let name = key.split_whitespace().next().unwrap_or("C");
    let minor = name.ends_with('m') || key.to_lowercase().contains("minor");
    let tonic = name.trim_end_matches('m');
    let order = ["Cb", "Gb", "Db", "Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#"];
    let place = order.iter().position(|other| *other == tonic).unwrap_or_else(|| panic!("key {key:?}")) as i32;
    let fifths = place - 7 - if minor { 3 } else { 0 };
    let mut signature = [0; 7];
    // Steps of C D E F G A B in the order in which sharps and flats are added.
    let sharps = [3, 0, 4, 1, 5, 2, 6];
    for number in 0..fifths.unsigned_abs() as usize {
        if fifths > 0 {
            signature[sharps[number]] = 1;
        } else {
            signature[sharps[6 - number]] = -1;
        }
    }
    signature
}

/// The score inside a compressed MusicXML file.
pub fn unpacked(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let name =
        archive.file_names().find(|name| !name.starts_with("META-INF") && (name.ends_with("xml"))).unwrap().to_owned();
    let mut bytes = Vec::new();
    archive.by_name(&name).unwrap().read_to_end(&mut bytes).unwrap();
    // Some of the corpus's files are UTF-16 with a byte order mark.
    match bytes.strip_prefix(&[0xff, 0xfe]) {
        Some(wide) => {
            let units: Vec<u16> = wide.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).unwrap()
        }
        None => String::from_utf8(bytes).unwrap(),
    }
}

/// Pitches of the first part's upper staff: no graces, no lower notes of chords, no tied repetitions.
pub fn read_musicxml(text: &str) -> Vec<i32> {
    let part = text.split("<part id=").nth(1).unwrap();
    let mut keys: Vec<i32> = Vec::new();
    let mut kept = false;
    for note in part.split("<note").skip(1) {
        let note = note.split("</note>").next().unwrap();
        let elsewhere = value(note, "staff").is_some_and(|staff| staff != "1");
        let in_chord = note.contains("<chord");
        if in_chord && !kept {
            continue;
        }
        kept = !(elsewhere || note.contains("<grace") || note.contains("<tie type=\"stop\""));
        if !kept {
            continue;
        }
        let Some(step) = value(note, "step") else { continue };
        let octave: i32 = value(note, "octave").unwrap().parse().unwrap();
        let alter: i32 = value(note, "alter").map_or(0, |alter| alter.parse().unwrap());
        let steps = [("C", 0), ("D", 2), ("E", 4), ("F", 5), ("G", 7), ("A", 9), ("B", 11)];
        let (_, semitone) = steps.iter().find(|(name, _)| *name == step).unwrap();
        let key = 12 * (octave + 1) + semitone + alter;
        match keys.last_mut() {
            Some(top) if in_chord => *top = key.max(*top),
            _ => keys.push(key),
        }
    }
    keys
}

fn value<'a>(text: &'a str, tag: &str) -> Option<&'a str> {
    let start = text.find(&format!("<{tag}>"))? + tag.len() + 2;
    Some(&text[start..start + text[start..].find('<')?])
}
