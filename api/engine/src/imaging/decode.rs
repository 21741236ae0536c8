//! One decode of one picture: first frame, eight bits, alpha laid on white, upright on request.

use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use image::metadata::Orientation;
use zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions};

use super::{
    error::ImagingError,
    header::{Format, Header, MAX_DECODED_BYTES, probe},
    jpeg,
    raster::Raster,
};

/// Runs work on hostile bytes; a decoder that panics has met a damaged picture.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, ImagingError>) -> Result<T, ImagingError> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_panic| Err(ImagingError::Corrupt("its contents contradict each other".into())))
}

/// Pixels as stored, and how to turn them; the picture has the size that its header states.
pub(super) fn decode(bytes: &[u8], header: &Header) -> Result<(Raster, Orientation), ImagingError> {
    let (raster, exif) = match header.format {
        Format::Jpeg => decode_jpeg(bytes, header)?,
        Format::Png => decode_png(bytes)?,
        Format::WebP => decode_webp(bytes)?,
        Format::Gif => decode_gif(bytes)?,
    };
    // Memory was granted for the header's size, so a body that says otherwise is refused.
    if (raster.width, raster.height) != (header.width, header.height) {
        return Err(sizes_differ());
    }
    let orientation = exif.and_then(|exif| Orientation::from_exif_chunk(&exif)).unwrap_or(Orientation::NoTransforms);
    Ok((raster, orientation))
}

/// The whole picture, turned upright.
pub(crate) fn decode_upright(bytes: &[u8]) -> Result<Raster, ImagingError> {
    guarded(|| {
        let (raster, orientation) = decode(bytes, &probe(bytes)?)?;
        Ok(raster.oriented(orientation))
    })
}

fn sizes_differ() -> ImagingError {
    ImagingError::Corrupt("its header and its body differ in size".into())
}

type Decoded = (Raster, Option<Vec<u8>>);

fn decode_jpeg(bytes: &[u8], header: &Header) -> Result<Decoded, ImagingError> {
    if !jpeg::is_complete(bytes) {
        return Err(ImagingError::Corrupt("it stops before its end".into()));
    }
    if jpeg::read_frame(bytes)?.separate_scans {
        return decode_jpeg_in_separate_scans(bytes, header);
    }
    // Strict, because the lenient decoder paints what it cannot read grey. No larger than the header that memory was granted for:
    // the decoder looks for its header itself, and takes the memory before anybody can compare.
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(header.width as usize)
        .set_max_height(header.height as usize)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let rgb = decoder.decode().map_err(ImagingError::corrupt)?;
    let (width, height) = decoder.dimensions().ok_or_else(|| ImagingError::Corrupt("it has no size".into()))?;
    if rgb.len() != width * height * 3 {
        return Err(ImagingError::Corrupt("its colours cannot be read".into()));
    }
    let exif = decoder.exif().cloned();
    Ok((raster(width as u32, height as u32, rgb), exif))
}

/// Baseline with a scan for each component: rare, and the quick decoder gets its subsampled colours wrong.
fn decode_jpeg_in_separate_scans(bytes: &[u8], header: &Header) -> Result<Decoded, ImagingError> {
    let mut decoder = jpeg_decoder::Decoder::new(bytes);
    decoder.set_max_decoding_buffer_size(header.width as usize * header.height as usize * 3);
    decoder.read_info().map_err(ImagingError::corrupt)?;
    let info = decoder.info().ok_or_else(|| ImagingError::Corrupt("it has no size".into()))?;
    // The limit above is asked for only once the planes are there.
    if (u32::from(info.width), u32::from(info.height)) != (header.width, header.height) {
        return Err(sizes_differ());
    }
    let pixels = decoder.decode().map_err(ImagingError::corrupt)?;
    let rgb = match info.pixel_format {
        jpeg_decoder::PixelFormat::RGB24 => pixels,
        jpeg_decoder::PixelFormat::L8 => pixels.into_iter().flat_map(|grey| [grey; 3]).collect(),
        jpeg_decoder::PixelFormat::L16 | jpeg_decoder::PixelFormat::CMYK32 => return Err(ImagingError::Unsupported),
    };
    let exif = decoder.exif_data().map(<[u8]>::to_vec);
    Ok((raster(u32::from(info.width), u32::from(info.height), rgb), exif))
}

fn decode_png(bytes: &[u8]) -> Result<Decoded, ImagingError> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_limits(png::Limits { bytes: MAX_DECODED_BYTES as usize });
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(ImagingError::corrupt)?;
    let (width, height) = reader.info().size();
    let interlaced = reader.info().interlaced;
    let exif = reader.info().exif_metadata.as_deref().map(<[u8]>::to_vec);
    let (colour, _) = reader.output_color_type();
    let mut rgb = Vec::new();
    if interlaced {
        let size = reader.output_buffer_size().ok_or_else(|| ImagingError::Corrupt("it has no size".into()))?;
        rgb = vec![0; size];
        reader.next_frame(&mut rgb).map_err(ImagingError::corrupt)?;
        rgb = match colour {
            png::ColorType::Rgb => rgb,
            png::ColorType::Rgba => flatten_in_place(rgb),
            _ => {
                let mut wide = Vec::with_capacity(width as usize * height as usize * 3);
                append_row(&mut wide, &rgb, colour);
                wide
            }
        };
    } else {
        rgb.reserve_exact(width as usize * height as usize * 3);
        while let Some(row) = reader.next_row().map_err(ImagingError::corrupt)? {
            append_row(&mut rgb, row.data(), colour);
        }
    }
    // Reads on to the end marker: a file without it was cut off.
    reader.finish().map_err(ImagingError::corrupt)?;
    Ok((raster(width, height, rgb), exif))
}

fn append_row(rgb: &mut Vec<u8>, row: &[u8], colour: png::ColorType) {
    match colour {
        png::ColorType::Rgb | png::ColorType::Indexed => rgb.extend_from_slice(row),
        png::ColorType::Grayscale => rgb.extend(row.iter().flat_map(|&grey| [grey; 3])),
        png::ColorType::GrayscaleAlpha => {
            rgb.extend(row.as_chunks::<2>().0.iter().flat_map(|&[grey, alpha]| [on_white(grey, alpha); 3]));
        }
        png::ColorType::Rgba => {
            rgb.extend(
                row.as_chunks::<4>().0.iter().flat_map(|&[r, g, b, alpha]| [r, g, b].map(|v| on_white(v, alpha))),
            );
        }
    }
}

fn decode_webp(bytes: &[u8]) -> Result<Decoded, ImagingError> {
    let stated = bytes.get(4..8).and_then(|size| size.try_into().ok()).map_or(0, u32::from_le_bytes);
    if (bytes.len() as u64) < u64::from(stated) + 8 {
        return Err(ImagingError::Corrupt("it stops before its end".into()));
    }
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).map_err(ImagingError::corrupt)?;
    decoder.set_memory_limit(MAX_DECODED_BYTES as usize);
    let (width, height) = decoder.dimensions();
    let size = decoder.output_buffer_size().ok_or_else(|| ImagingError::Corrupt("it has no size".into()))?;
    if size as u64 > MAX_DECODED_BYTES {
        return Err(sizes_differ());
    }
    let exif = decoder.exif_metadata().ok().flatten();
    let mut pixels = vec![0; size];
    decoder.read_image(&mut pixels).map_err(ImagingError::corrupt)?;
    let rgb = if decoder.has_alpha() { flatten_in_place(pixels) } else { pixels };
    Ok((raster(width, height, rgb), exif))
}

fn decode_gif(bytes: &[u8]) -> Result<Decoded, ImagingError> {
    if !gif_blocks_complete(bytes) {
        return Err(ImagingError::Corrupt("it stops before its end".into()));
    }
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::Indexed);
    options.check_frame_consistency(true);
    let mut decoder = options.read_info(Cursor::new(bytes)).map_err(ImagingError::corrupt)?;
    let (width, height) = (decoder.width(), decoder.height());
    let global = decoder.global_palette().map(<[u8]>::to_vec);
    let frame = decoder
        .read_next_frame()
        .map_err(ImagingError::corrupt)?
        .ok_or_else(|| ImagingError::Corrupt("it holds no picture".into()))?;
    let palette =
        frame.palette.as_ref().or(global.as_ref()).ok_or_else(|| ImagingError::Corrupt("it has no colours".into()))?;
    let colours = palette.as_chunks::<3>().0;
    let mut canvas = Raster::white(u32::from(width), u32::from(height));
    let stride = usize::from(width);
    let rows = frame.buffer.chunks_exact(usize::from(frame.width).max(1));
    for (y, row) in rows.enumerate() {
        let start = (y + usize::from(frame.top)) * stride + usize::from(frame.left);
        for (x, &index) in row.iter().enumerate() {
            if frame.transparent == Some(index) {
                continue;
            }
            let at = (start + x) * 3;
            if let (Some(pixel), Some(colour)) = (canvas.rgb.get_mut(at..at + 3), colours.get(usize::from(index))) {
                pixel.copy_from_slice(colour);
            }
        }
    }
    Ok((canvas, None))
}

/// False when the file ends inside a block; a missing end marker alone is common and harmless.
fn gif_blocks_complete(bytes: &[u8]) -> bool {
    let table = |flags: u8| if flags & 0x80 != 0 { 6 << (flags & 7) } else { 0 };
    let Some(&flags) = bytes.get(10) else {
        return false;
    };
    let mut at = 13 + table(flags);
    loop {
        match bytes.get(at) {
            None => return at == bytes.len(),
            Some(0x21) => at += 2,
            Some(0x2C) => match bytes.get(at + 9) {
                Some(&flags) => at += 11 + table(flags),
                None => return false,
            },
            // The end marker, or what viewers take for the end.
            Some(_) => return true,
        }
        loop {
            match bytes.get(at) {
                None => return false,
                Some(0) => break at += 1,
                Some(&length) => at += 1 + usize::from(length),
            }
        }
    }
}

/// RGBA to RGB on white, in the same memory.
fn flatten_in_place(mut pixels: Vec<u8>) -> Vec<u8> {
    let count = pixels.len() / 4;
    for n in 0..count {
        let alpha = pixels[n * 4 + 3];
        for channel in 0..3 {
            pixels[n * 3 + channel] = on_white(pixels[n * 4 + channel], alpha);
        }
    }
    pixels.truncate(count * 3);
    pixels.shrink_to_fit();
    pixels
}

fn on_white(value: u8, alpha: u8) -> u8 {
    let mixed = u32::from(value) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
    ((mixed + 127) / 255) as u8
}

fn raster(width: u32, height: u32, rgb: Vec<u8>) -> Raster {
    Raster { width, height, rgb }
}
