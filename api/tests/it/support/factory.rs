//! Pictures to send: real files, made here or taken from the test media.

use std::{io::Cursor, path::PathBuf};

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// A picture like a photograph: soft gradients with a little texture; each seed another one.
pub fn picture(width: u32, height: u32, seed: u32) -> DynamicImage {
    let s = seed as f32;
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
        let (u, v) = (x as f32 / width as f32, y as f32 / height as f32);
        let wave = |a: f32, b: f32| ((u * a + v * b + s * 0.7).sin() * 0.5 + 0.5) * 200.0;
        let grain = (x.wrapping_mul(31) ^ y.wrapping_mul(17) ^ seed).wrapping_mul(2_654_435_761) >> 28;
        let tone = |value: f32| (value + grain as f32) as u8;
        Rgb([tone(wave(3.0, 1.0)), tone(wave(1.0, 4.0) * v), tone(wave(2.0, 2.0 + s % 3.0) * (1.0 - v))])
    }))
}

/// The picture as a file.
pub fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// A small JPEG; each seed another one.
pub fn photo(seed: u32) -> Vec<u8> {
    encoded(&picture(480, 360, seed), ImageFormat::Jpeg)
}

/// Where `cargo xtask test` puts the test media.
pub fn media_folder() -> PathBuf {
    std::env::var_os("IMAGIME_TEST_MEDIA").map_or_else(
        || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cache/imagime/test-media"),
        PathBuf::from,
    )
}

/// A file of the test media, for tests where it matters what a picture shows.
pub fn real(name: &str) -> Vec<u8> {
    let path = media_folder().join(name);
    std::fs::read(&path).unwrap_or_else(|error| {
        panic!("{}: {error}; `cargo xtask test` puts the pictures in place and sets IMAGIME_TEST_MEDIA", path.display())
    })
}

/// A JPEG whose left half is red and whose right half is blue, with an EXIF block that says to turn it a quarter clockwise,
/// where it was taken and what it is called, and with bytes behind its end.
pub fn photo_with_secrets(secret: &str) -> Vec<u8> {
    let halves = RgbImage::from_fn(400, 300, |x, _| if x < 200 { Rgb([220, 30, 30]) } else { Rgb([30, 30, 220]) });
    let plain = encoded(&DynamicImage::ImageRgb8(halves), ImageFormat::Jpeg);
    let exif = exif(secret);
    let mut file = plain[..2].to_vec();
    file.extend([0xFF, 0xE1]);
    file.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    file.extend(exif);
    file.extend(&plain[2..]);
    file.extend(format!("<script>{secret}</script>").bytes());
    file
}

/// Orientation 6, a description and a GPS block, big-endian TIFF.
fn exif(secret: &str) -> Vec<u8> {
    let text = format!("{secret}\0");
    let length = u32::try_from(text.len()).unwrap();
    // Header 8, count 2, three entries of 12, next pointer 4: the text stands at 50, the GPS block behind it.
    let (text_at, gps_at) = (50u32, 50 + length);
    let mut tiff = b"MM\0*\0\0\0\x08\0\x03".to_vec();
    let mut entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        tiff.extend(tag.to_be_bytes());
        tiff.extend(kind.to_be_bytes());
        tiff.extend(count.to_be_bytes());
        tiff.extend(value);
    };
    entry(0x010E, 2, length, text_at.to_be_bytes());
    entry(0x0112, 3, 1, [0, 6, 0, 0]);
    entry(0x8825, 4, 1, gps_at.to_be_bytes());
    tiff.extend([0; 4]);
    tiff.extend(text.bytes());
    // One entry: latitude reference "N".
    tiff.extend([0, 1, 0, 1, 0, 2, 0, 0, 0, 2, b'N', 0, 0, 0, 0, 0, 0, 0]);
    [b"Exif\0\0".as_slice(), &tiff].concat()
}

/// The beginning of a PNG that claims to be this large.
pub fn png_of_size(width: u32, height: u32) -> Vec<u8> {
    let mut file = encoded(&picture(8, 8, 1), ImageFormat::Png);
    file[16..20].copy_from_slice(&width.to_be_bytes());
    file[20..24].copy_from_slice(&height.to_be_bytes());
    let checksum = crc32(&file[12..29]);
    file[29..33].copy_from_slice(&checksum.to_be_bytes());
    file
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}
