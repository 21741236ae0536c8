//! Uploads as they come: every type, damaged, hostile, full of metadata.

#![expect(clippy::unwrap_used, reason = "tests")]

mod contradictions;
mod samples;

use std::io::Cursor;

use imagime_engine::imaging::{AVATAR_SIDES, Format, ImagingError, Picture, Variant, probe, process, process_avatar};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use proptest::prelude::*;

use samples::{jpeg, jpeg_with, png, png_of, samples};

fn take(bytes: &[u8]) -> Result<Picture, ImagingError> {
    process(bytes, &probe(bytes)?)
}

/// Mean colour of a part of a variant, given in tenths of its sides.
fn mean(jpeg: &[u8], columns: std::ops::Range<usize>, rows: std::ops::Range<usize>) -> [u8; 3] {
    let mut decoder = jpeg_decoder::Decoder::new(jpeg);
    let pixels = decoder.decode().unwrap();
    let info = decoder.info().unwrap();
    let (width, height) = (usize::from(info.width), usize::from(info.height));
    let (mut sums, mut count) = ([0_u64; 3], 0);
    for y in rows.start * height / 10..rows.end * height / 10 {
        for x in columns.start * width / 10..columns.end * width / 10 {
            count += 1;
            for (sum, value) in sums.iter_mut().zip(&pixels[(y * width + x) * 3..]) {
                *sum += u64::from(*value);
            }
        }
    }
    sums.map(|sum| (sum / count) as u8)
}

fn is_reddish([r, _, b]: [u8; 3]) -> bool {
    i32::from(r) - i32::from(b) > 60
}

fn is_bluish([r, _, b]: [u8; 3]) -> bool {
    i32::from(b) - i32::from(r) > 60
}

#[test]
fn each_type_is_known_by_its_content_and_comes_out_the_same() {
    for ((name, bytes), (format, mime)) in samples(700, 500).into_iter().zip([
        (Format::Jpeg, "image/jpeg"),
        (Format::Jpeg, "image/jpeg"),
        (Format::Png, "image/png"),
        (Format::WebP, "image/webp"),
        (Format::Gif, "image/gif"),
    ]) {
        let header = probe(&bytes).unwrap();
        assert_eq!((header.format, header.width, header.height), (format, 700, 500), "{name}");
        assert_eq!(header.format.mime(), mime);
        assert!(header.decoded_bytes() >= 700 * 500 * 3);

        let picture = process(&bytes, &header).unwrap();
        let sizes: Vec<_> = picture.variants.iter().map(|variant| (variant.width, variant.height)).collect();
        assert_eq!(sizes, [(320, 229), (640, 457), (700, 500)], "{name}");
        assert_eq!((picture.width, picture.height), (700, 500));
        for variant in &picture.variants {
            let again = probe(&variant.jpeg).unwrap();
            assert_eq!((again.format, again.width, again.height), (Format::Jpeg, variant.width, variant.height));
            assert!(is_reddish(mean(&variant.jpeg, 0..4, 0..10)), "{name}");
            assert!(is_bluish(mean(&variant.jpeg, 6..10, 0..10)), "{name}");
        }
        assert!((5..=40).contains(&picture.thumbhash.len()), "{name}");
        assert!((2..=5).contains(&picture.palette.len()), "{name}: {:?}", picture.palette);
        assert!(picture.palette.iter().all(|colour| colour.len() == 7 && colour.starts_with('#')));
    }
}

#[test]
fn uncommon_jpegs_are_read() {
    let grey: Vec<u8> = (0..64 * 64_u32).map(|n| (n / 16) as u8).collect();
    let mut bytes = Vec::new();
    Encoder::new(&mut bytes, 90).encode(&grey, 64, 64, ColorType::Luma).unwrap();
    let [r, g, b] = mean(&take(&bytes).unwrap().variants[0].jpeg, 0..10, 0..10);
    assert!(r.abs_diff(127) < 4 && g.abs_diff(127) < 4 && b.abs_diff(127) < 4);

    // Pure red in print colours: no cyan, all magenta and yellow.
    for kind in [ColorType::Cmyk, ColorType::CmykAsYcck] {
        let mut bytes = Vec::new();
        Encoder::new(&mut bytes, 90).encode(&[0, 255, 255, 0].repeat(64 * 64), 64, 64, kind).unwrap();
        let [r, g, b] = mean(&take(&bytes).unwrap().variants[0].jpeg, 0..10, 0..10);
        assert!(r > 220 && g < 40 && b < 40, "{kind:?}: {r} {g} {b}");
    }

    for factor in [SamplingFactor::F_1_1, SamplingFactor::F_2_1, SamplingFactor::F_1_2, SamplingFactor::F_2_2] {
        // Restart markers, a scan for each component, neither.
        for (optimised, interval) in [(false, 4), (true, 0), (false, 0)] {
            let bytes = jpeg_with(333, 222, |encoder| {
                encoder.set_sampling_factor(factor);
                encoder.set_optimized_huffman_tables(optimised);
                if interval > 0 {
                    encoder.set_restart_interval(interval);
                }
            });
            let picture = take(&bytes).unwrap();
            let largest = &picture.variants.last().unwrap().jpeg;
            assert!(is_reddish(mean(largest, 0..4, 0..10)), "{factor:?} {optimised} {interval}");
            assert!(is_bluish(mean(largest, 6..10, 0..10)), "{factor:?} {optimised} {interval}");
        }
    }
}

#[test]
fn transparency_becomes_white_and_sixteen_bits_eight() {
    let clear = png_of(40, 40, png::ColorType::Rgba, png::BitDepth::Eight, &[200, 0, 0, 0].repeat(1600));
    assert_eq!(take(&clear).unwrap().palette, ["#ffffff"]);
    let half = png_of(40, 40, png::ColorType::GrayscaleAlpha, png::BitDepth::Eight, &[0, 128].repeat(1600));
    assert_eq!(take(&half).unwrap().palette, ["#7f7f7f"]);
    let deep =
        png_of(40, 40, png::ColorType::Rgb, png::BitDepth::Sixteen, &[0x80, 0x12, 0x20, 0x34, 0x40, 0x56].repeat(1600));
    assert_eq!(take(&deep).unwrap().palette, ["#802040"]);
    let bits = png_of(40, 40, png::ColorType::Grayscale, png::BitDepth::One, &[0xFF].repeat(200));
    assert_eq!(take(&bits).unwrap().palette, ["#ffffff"]);

    let mut bytes = Vec::new();
    image_webp::WebPEncoder::new(Cursor::new(&mut bytes))
        .encode(&[0, 0, 255, 0].repeat(1600), 40, 40, image_webp::ColorType::Rgba8)
        .unwrap();
    assert_eq!(take(&bytes).unwrap().palette, ["#ffffff"]);

    let mut bytes = Vec::new();
    let mut encoder = gif::Encoder::new(&mut bytes, 40, 40, &[0, 0, 0, 10, 200, 30]).unwrap();
    let frame = |index: u8, transparent| gif::Frame {
        width: 40,
        height: 40,
        buffer: vec![index; 1600].into(),
        transparent,
        ..gif::Frame::default()
    };
    encoder.write_frame(&frame(0, Some(0))).unwrap();
    encoder.write_frame(&frame(1, None)).unwrap();
    drop(encoder);
    assert_eq!(take(&bytes).unwrap().palette, ["#ffffff"], "the first frame, and nothing of it is opaque");
}

#[test]
fn what_is_no_picture_is_refused_with_its_reason() {
    assert_eq!(probe(b"").unwrap_err(), ImagingError::Empty);
    for bytes in [
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".as_slice(),
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"%PDF-1.7",
        b"just text",
        b"RIFF\x24\0\0\0WAVEfmt ",
        b"BM\x3a\0\0\0\0\0",
        b"\0",
        b"II*\0\x08\0\0\0",
    ] {
        assert_eq!(probe(bytes).unwrap_err(), ImagingError::Unsupported, "{bytes:?}");
    }
    for error in
        [ImagingError::Empty, ImagingError::Unsupported, ImagingError::Corrupt("it stops before its end".into())]
    {
        let sentence = error.to_string();
        assert!(sentence.starts_with("Th") && sentence.ends_with('.'), "{sentence}");
    }
}

#[test]
fn a_picture_cut_short_is_refused() {
    for (name, bytes) in samples(300, 200) {
        for percent in [5, 25, 50, 75, 95, 99] {
            let cut = &bytes[..bytes.len() * percent / 100];
            match take(cut) {
                Err(ImagingError::Corrupt(_)) => {}
                other => panic!("{name} at {percent} %: {:?}", other.map(|picture| picture.palette)),
            }
        }
        assert!(take(&bytes).is_ok(), "{name}");
    }
}

#[test]
fn bombs_are_refused_by_their_header() {
    let png = |width: u32, height: u32| {
        let mut bytes = png(8, 8);
        bytes[16..20].copy_from_slice(&width.to_be_bytes());
        bytes[20..24].copy_from_slice(&height.to_be_bytes());
        bytes
    };
    let jpeg = |marker: u8, width: u16, height: u16| {
        let mut bytes = jpeg(8, 8);
        let at = bytes.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
        bytes[at + 1] = marker;
        bytes[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
        bytes[at + 7..at + 9].copy_from_slice(&width.to_be_bytes());
        bytes
    };
    for (bytes, expected) in [
        (png(16_385, 1), Some("16,384 pixels a side")),
        (png(8_000, 5_001), Some("40 megapixels")),
        (png(8_000, 5_000), None),
        (jpeg(0xC0, 8_001, 8_000), Some("64 megapixels")),
        (jpeg(0xC0, 8_000, 8_000), None),
        (jpeg(0xC0, 65_535, 65_535), Some("16,384 pixels a side")),
        // A progressive one is kept whole as coefficients while it is decoded.
        (jpeg(0xC2, 8_000, 8_000), Some("33 megapixels for a picture encoded in this way")),
    ] {
        match (probe(&bytes), expected) {
            (Ok(header), None) => assert!(header.decoded_bytes() <= 192 << 20),
            (Err(error @ ImagingError::TooLarge { .. }), Some(limit)) => {
                assert!(error.to_string().contains(limit), "{error}");
            }
            (other, _) => panic!("{other:?} instead of {expected:?}"),
        }
    }
    assert!(matches!(probe(&jpeg(0xC0, 0, 10)), Err(ImagingError::Corrupt(_))));
    assert_eq!(probe(&jpeg(0xC9, 100, 100)).unwrap_err(), ImagingError::Unsupported, "arithmetic coding");
}

/// An EXIF block with an orientation and a GPS directory whose latitude reference is text.
fn exif(orientation: u16) -> Vec<u8> {
    let mut bytes = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    bytes.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1]);
    bytes.extend(orientation.to_be_bytes());
    bytes.extend([0, 0]);
    bytes.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0]);
    bytes.extend([0, 1, 0, 1, 0, 2, 0, 0, 0, 10, 0, 0, 0, 56, 0, 0, 0, 0]);
    bytes.extend(b"SECRET-GPS");
    bytes
}

#[test]
fn no_metadata_survives() {
    let mut bytes = jpeg_with(500, 300, |encoder| {
        encoder.add_app_segment(1, exif(6)).unwrap();
        encoder
            .add_app_segment(1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SECRET-XMP</x:xmpmeta>".to_vec())
            .unwrap();
        encoder.add_app_segment(13, b"Photoshop 3.0\08BIM SECRET-IPTC".to_vec()).unwrap();
    });
    bytes.extend(b"<script>SECRET-TRAILER</script>");
    let header = probe(&bytes).unwrap();
    for picture in [process(&bytes, &header).unwrap(), process_avatar(&bytes, &header).unwrap()] {
        for Variant { jpeg, .. } in &picture.variants {
            for trace in [b"SECRET".as_slice(), b"Exif", b"http", b"xmp", b"Photoshop", b"script"] {
                assert!(!jpeg.windows(trace.len()).any(|window| window == trace));
            }
            assert_eq!(segments(jpeg), [0xE0, 0xC0, 0xDB, 0xDB, 0xC4, 0xC4, 0xC4, 0xC4, 0xDA]);
            assert!(jpeg.ends_with(&[0xFF, 0xD9]));
        }
    }
}

/// Markers up to the picture's data.
fn segments(jpeg: &[u8]) -> Vec<u8> {
    let (mut at, mut markers) = (2, Vec::new());
    while markers.last() != Some(&0xDA) {
        assert_eq!(jpeg[at], 0xFF);
        markers.push(jpeg[at + 1]);
        at += 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
    }
    markers
}

#[test]
fn the_cameras_orientation_is_applied() {
    // (orientation, upright size, where the reddish half is: columns and rows in tenths)
    for (orientation, size, columns, rows) in [
        (1, (600, 400), 0..4, 0..10),
        (2, (600, 400), 6..10, 0..10),
        (3, (600, 400), 6..10, 0..10),
        (4, (600, 400), 0..4, 0..10),
        (5, (400, 600), 0..10, 0..4),
        (6, (400, 600), 0..10, 0..4),
        (7, (400, 600), 0..10, 6..10),
        (8, (400, 600), 0..10, 6..10),
    ] {
        let bytes = jpeg_with(600, 400, |encoder| encoder.add_app_segment(1, exif(orientation)).unwrap());
        let picture = take(&bytes).unwrap();
        assert_eq!((picture.width, picture.height), size, "{orientation}");
        for variant in &picture.variants {
            assert_eq!(variant.height, (variant.width * size.1 + size.0 / 2) / size.0, "{orientation}");
            assert!(is_reddish(mean(&variant.jpeg, columns.clone(), rows.clone())), "{orientation}");
        }
    }
    // Height decides nothing: the width of the upright picture does.
    let portrait = jpeg_with(1000, 300, |encoder| encoder.add_app_segment(1, exif(8)).unwrap());
    let widths: Vec<_> = take(&portrait).unwrap().variants.iter().map(|variant| variant.width).collect();
    assert_eq!(widths, [300]);
}

#[test]
fn extreme_shapes_are_kept_whole() {
    for (width, height) in [(1, 1), (3_000, 1), (2_500, 2), (1, 3_000), (100, 5_000), (321, 4_000)] {
        let picture = take(&png(width, height)).unwrap();
        assert_eq!((picture.width, picture.height), (width, height));
        let largest = picture.variants.last().unwrap();
        assert_eq!(largest.width, width.min(2048));
        assert!(picture.variants.iter().all(|variant| variant.height >= 1 && variant.width <= width));
        assert!(!picture.palette.is_empty() && !picture.thumbhash.is_empty());
    }
}

#[test]
fn a_large_picture_has_all_four_widths() {
    let picture = take(&jpeg(6_500, 4_000)).unwrap();
    let sizes: Vec<_> = picture.variants.iter().map(|variant| (variant.width, variant.height)).collect();
    assert_eq!(sizes, [(320, 197), (640, 394), (1280, 788), (2048, 1260)]);
    assert!(is_reddish(mean(&picture.variants[3].jpeg, 0..4, 0..10)));
}

#[test]
fn an_avatar_is_the_centre_square() {
    let bytes = jpeg(900, 300);
    let avatar = process_avatar(&bytes, &probe(&bytes).unwrap()).unwrap();
    let sizes: Vec<_> = avatar.variants.iter().map(|variant| (variant.width, variant.height)).collect();
    assert_eq!(sizes, [(96, 96), (300, 300)], "never enlarged");
    assert_eq!(AVATAR_SIDES, [96, 320]);
    let square = &avatar.variants[1].jpeg;
    assert!(is_reddish(mean(square, 0..4, 0..10)) && is_bluish(mean(square, 6..10, 0..10)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn random_bytes_never_panic(magic in 0..6_usize, tail in proptest::collection::vec(any::<u8>(), 0..600)) {
        let magics: [&[u8]; 6] = [
            b"", b"\xFF\xD8\xFF", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"GIF89a", b"RIFF\0\x02\0\0WEBPVP8X", b"RIFF\0\x02\0\0WEBPVP8L",
        ];
        let bytes = [magics[magic], tail.as_slice()].concat();
        if let Ok(header) = probe(&bytes) {
            prop_assert!(header.decoded_bytes() <= 192 << 20);
            if header.decoded_bytes() < 16 << 20 {
                let _ = process(&bytes, &header);
            }
        }
    }

    #[test]
    fn damaged_pictures_never_panic_nor_lie_about_their_size(
        sample in 0..5_usize,
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = samples(40, 30).swap_remove(sample).1;
        for (index, value) in damage {
            let at = index.index(bytes.len());
            bytes[at] = value;
        }
        if let Ok(header) = probe(&bytes)
            && header.decoded_bytes() < 16 << 20
            && let Ok(picture) = process(&bytes, &header)
        {
            let sides = [picture.width, picture.height];
            prop_assert!(sides == [header.width, header.height] || sides == [header.height, header.width]);
            prop_assert!(!picture.variants.is_empty());
        }
    }
}
