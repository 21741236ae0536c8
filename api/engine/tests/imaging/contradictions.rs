//! Files in which two readers find two sizes: refused before memory is taken for the larger one.

use imagime_engine::imaging::{ImagingError, probe, process};

use crate::samples::{jpeg, samples};

/// A chunk of a WebP: name, length, contents.
fn chunk(name: [u8; 4], contents: &[u8]) -> Vec<u8> {
    [name.as_slice(), (contents.len() as u32).to_le_bytes().as_slice(), contents].concat()
}

/// Numbers of three bytes, each one less than it says.
fn sides(width: u32, height: u32) -> Vec<u8> {
    [&(width - 1).to_le_bytes()[..3], &(height - 1).to_le_bytes()[..3]].concat()
}

/// An extended WebP of 16 x 16 with these flags.
fn extended(flags: u8, chunks: &[u8]) -> Vec<u8> {
    let canvas = chunk(*b"VP8X", &[[flags, 0, 0, 0].as_slice(), &sides(16, 16)].concat());
    chunk(*b"RIFF", &[b"WEBP".as_slice(), &canvas, chunks].concat())
}

/// The beginning of a lossy picture.
fn lossy(side: u16) -> Vec<u8> {
    let size = [side.to_le_bytes(), side.to_le_bytes()].concat();
    chunk(*b"VP8 ", &[[0x10, 0, 0, 0x9D, 0x01, 0x2A].as_slice(), &size].concat())
}

/// The beginning of a lossless picture.
fn lossless(side: u32) -> Vec<u8> {
    let bits = (side - 1) | ((side - 1) << 14);
    chunk(*b"VP8L", &[[0x2F].as_slice(), &bits.to_le_bytes(), &[0]].concat())
}

fn frame(side: u32, chunks: &[u8]) -> Vec<u8> {
    let head = [[0; 6].as_slice(), &sides(side, side), &[0; 4]].concat();
    let animation = chunk(*b"ANIM", &[0; 6]);
    [animation, chunk(*b"ANMF", &[head, chunks.to_vec()].concat())].concat()
}

#[test]
fn a_webp_whose_picture_is_not_as_large_as_its_canvas_is_refused_by_its_header() {
    let alpha = chunk(*b"ALPH", &[0; 4]);
    for (what, bytes) in [
        ("lossy", extended(0, &lossy(16_383))),
        ("lossless", extended(0, &lossless(16_384))),
        ("lossy with alpha", extended(0x10, &[alpha.clone(), lossy(16_383)].concat())),
        ("smaller", extended(0, &lossy(8))),
        ("a frame's picture", extended(2, &frame(16, &lossy(16_383)))),
        ("a frame's picture behind its alpha", extended(2, &frame(16, &[alpha, lossy(16_383)].concat()))),
        ("a frame", extended(2, &frame(17, &lossy(17)))),
        ("a frame where none belongs", extended(0, &[lossy(16), frame(16, &lossless(16))].concat())),
    ] {
        assert!(matches!(probe(&bytes), Err(ImagingError::Corrupt(_))), "{what}: {:?}", probe(&bytes));
    }
    for (what, bytes) in [
        ("lossy", extended(0, &lossy(16))),
        ("lossless", extended(0, &lossless(16))),
        ("frames", extended(2, &[frame(16, &lossy(16)), frame(8, &lossless(8))].concat())),
    ] {
        assert_eq!(probe(&bytes).map(|header| (header.width, header.height)), Ok((16, 16)), "{what}");
    }
}

#[test]
fn an_extended_webp_is_taken() {
    let (_, plain) = samples(16, 16).into_iter().find(|(name, _)| *name == "webp").unwrap();
    let bytes = extended(0, &plain[12..]);
    assert!(process(&bytes, &probe(&bytes).unwrap()).is_ok());
}

/// A frame header of a baseline JPEG.
fn frame_header(side: u16) -> Vec<u8> {
    let size = [side.to_be_bytes(), side.to_be_bytes()].concat();
    [[0xFF, 0xC0, 0, 11, 8].as_slice(), &size, &[1, 1, 0x11, 0]].concat()
}

#[test]
fn a_jpeg_whose_frame_header_depends_on_the_reader_is_refused() {
    let whole = jpeg(8, 8);
    let large = frame_header(16_384);
    // Read without a length the small header counts and the large one is the contents of a segment; read with one it is the reverse.
    let segment = [[0xFF, 0xE5].as_slice(), &(large.len() as u16 + 2).to_be_bytes()].concat();
    let small = [frame_header(1), segment].concat();
    let length = (small.len() as u16 + 2).to_be_bytes();
    for marker in [0x01, 0xD0, 0xD7, 0xD8] {
        let head = [[0xFF, 0xD8, 0xFF, marker].as_slice(), &length, &small, &large].concat();
        let scan = whole.windows(2).position(|pair| pair == [0xFF, 0xDA]).unwrap();
        let bytes = [&head, &whole[scan..]].concat();
        assert!(matches!(probe(&bytes), Err(ImagingError::Corrupt(_))), "{marker:x}: {:?}", probe(&bytes));
    }
    let mut twice = whole.clone();
    twice.splice(2..2, large);
    assert!(matches!(probe(&twice), Err(ImagingError::Corrupt(_))), "two frame headers");
}

#[test]
fn a_decoder_takes_no_more_than_was_granted() {
    let granted = probe(&jpeg(8, 8)).unwrap();
    let refused = process(&jpeg(640, 8), &granted).unwrap_err().to_string();
    assert!(refused.contains("limit"), "by the decoder itself, before it decodes: {refused}");
}
