//! Every format that browsers play, with tags.

use lofty::{
    config::WriteOptions,
    file::{AudioFile as _, TaggedFileExt as _},
    tag::{Accessor as _, Tag},
};

use super::{Music, OCEAN, post_about, until_scanned};
use crate::support::Request;

/// Seconds of silence in each made file.
const SECONDS: u32 = 70;

/// 8 kHz, one channel of 8 bits.
fn wav() -> Vec<u8> {
    let samples = vec![128u8; (8000 * SECONDS) as usize];
    let mut file = b"RIFF".to_vec();
    file.extend((36 + samples.len() as u32).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    file.extend(8000u32.to_le_bytes());
    file.extend(8000u32.to_le_bytes());
    file.extend([1, 0, 8, 0]);
    file.extend(b"data");
    file.extend((samples.len() as u32).to_le_bytes());
    file.extend(samples);
    file
}

/// Layer III at 128 kbit/s and 44.1 kHz: 417 bytes and 1,152 samples a frame.
fn mp3() -> Vec<u8> {
    let mut frame = vec![0xFF, 0xFB, 0x90, 0x64];
    frame.resize(417, 0);
    frame.repeat((SECONDS * 44_100 / 1152) as usize)
}

/// The description of a stream at 44.1 kHz, and a beginning of it.
fn flac() -> Vec<u8> {
    let mut file = b"fLaC\x80\0\0\x22\x10\0\x10\0\0\0\0\0\0\0".to_vec();
    let (rate, channels, bits, samples) = (44_100u64, 2u64, 16u64, u64::from(44_100 * SECONDS));
    file.extend((rate << 44 | (channels - 1) << 41 | (bits - 1) << 36 | samples).to_be_bytes());
    file.extend([0; 16]);
    file.extend([0xFF, 0xF8, 0xC9, 0x18, 0, 0, 0, 0]);
    file.resize(9000, 0);
    file
}

fn m4a() -> Vec<u8> {
    let atom = |name: &[u8; 4], parts: &[Vec<u8>]| {
        let inside = parts.concat();
        [&(inside.len() as u32 + 8).to_be_bytes()[..], name, &inside].concat()
    };
    let mut header = vec![0; 12];
    header.extend(1000u32.to_be_bytes());
    header.extend((1000 * SECONDS).to_be_bytes());
    header.extend([0; 4]);
    let handler = [&[0; 8][..], b"soun", &[0; 13]].concat();
    let media = atom(b"mdia", &[atom(b"mdhd", &[header]), atom(b"hdlr", &[handler])]);
    [
        atom(b"ftyp", &[b"M4A \0\0\0\0M4A ".to_vec()]),
        atom(b"moov", &[atom(b"trak", &[media])]),
        atom(b"mdat", &[vec![0; 4000]]),
    ]
    .concat()
}

#[test]
fn every_format_is_read_and_sent_as_what_it_is() {
    let music = Music::new();
    for (name, bytes) in [("one.wav", wav()), ("two.mp3", mp3()), ("three.flac", flac()), ("four.m4a", m4a())] {
        let path = music.at(name);
        std::fs::write(&path, bytes).unwrap();
        let mut file = lofty::read_from_path(&path).unwrap();
        let mut tag = Tag::new(file.primary_tag_type());
        tag.set_title(format!("Ocean {name}"));
        tag.set_artist(format!("Player of {name}"));
        tag.set_album("Silence".into());
        file.insert_tag(tag);
        file.save_to_path(&path, WriteOptions::default()).unwrap();
    }
    // What a file is, its content says.
    music.add(OCEAN, "five.mp3");
    music.story(async |app| {
        until_scanned(app, 5).await;
        let ada = app.user("ada").await;
        let post = post_about(&ada, "ocean").await;
        let songs = ada.songs(&post).await;
        for (title, content_type, ending) in [
            ("Ocean one.wav", "audio/wav", ".wav"),
            ("Ocean two.mp3", "audio/mpeg", ".mp3"),
            ("Ocean three.flac", "audio/flac", ".flac"),
            ("Ocean four.m4a", "audio/mp4", ".m4a"),
            ("Ocean", "audio/ogg", ".ogg"),
        ] {
            let song = songs.iter().map(|item| &item["song"]).find(|song| song["title"] == title);
            let song = song.unwrap_or_else(|| panic!("no {title} in {songs:#?}"));
            let url = song["preview"]["url"].as_str().unwrap();
            assert!(url.contains(&format!("{ending}?")), "{url}");
            let file = app.anonymous().get(url).header("range", "bytes=0-99").answer().await.expect(206);
            assert_eq!(file.header("content-type"), content_type);
            let length = song["duration_ms"].as_u64().unwrap();
            assert!(title == "Ocean" || (69_000..=71_000).contains(&length), "{title}: {length}");
        }
    });
}
