//! Pictures of every type, made on the spot.

use std::io::Cursor;

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

/// Smooth and a little noisy, like a photograph: left half reddish, right half bluish, darker downwards.
fn pixels(width: u32, height: u32) -> Vec<u8> {
    let mut state = 7_u32;
    (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .flat_map(|(x, y)| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let light = 200 - y * 120 / height + (state >> 28);
            let [r, b] = if x < width / 2 { [light, light / 4] } else { [light / 4, light] };
            [r as u8, (light / 3) as u8, b as u8]
        })
        .collect()
}

/// A JPEG with an encoder set up as the test needs it.
pub fn jpeg_with(width: u32, height: u32, adjust: impl FnOnce(&mut Encoder<&mut Vec<u8>>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 85);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    adjust(&mut encoder);
    encoder.encode(&pixels(width, height), width as u16, height as u16, ColorType::Rgb).unwrap();
    bytes
}

/// A baseline JPEG.
pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    jpeg_with(width, height, |_| {})
}

/// A progressive JPEG.
fn progressive(width: u32, height: u32) -> Vec<u8> {
    jpeg_with(width, height, |encoder| encoder.set_progressive(true))
}

/// A PNG of raw data.
pub fn png_of(width: u32, height: u32, colour: png::ColorType, depth: png::BitDepth, data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(colour);
    encoder.set_depth(depth);
    encoder.write_header().unwrap().write_image_data(data).unwrap();
    bytes
}

/// An eight-bit colour PNG.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    png_of(width, height, png::ColorType::Rgb, png::BitDepth::Eight, &pixels(width, height))
}

fn webp(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    image_webp::WebPEncoder::new(Cursor::new(&mut bytes))
        .encode(&pixels(width, height), width, height, image_webp::ColorType::Rgb8)
        .unwrap();
    bytes
}

fn gif(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = gif::Encoder::new(&mut bytes, width as u16, height as u16, &[]).unwrap();
    encoder.write_frame(&gif::Frame::from_rgb(width as u16, height as u16, &pixels(width, height))).unwrap();
    drop(encoder);
    bytes
}

/// One sample of each type that is taken.
pub fn samples(width: u32, height: u32) -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("jpeg", jpeg(width, height)),
        ("progressive jpeg", progressive(width, height)),
        ("png", png(width, height)),
        ("webp", webp(width, height)),
        ("gif", gif(width, height)),
    ]
}
