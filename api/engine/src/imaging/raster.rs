//! Pixels in memory and what is done to them: shrink, crop, turn.

use fast_image_resize::{
    FilterType, ResizeAlg, ResizeOptions, Resizer,
    images::{TypedImage, TypedImageRef},
    pixels::U8x3,
};
use image::metadata::Orientation;

use super::error::ImagingError;

/// An opaque picture, three bytes a pixel, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Raster {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) rgb: Vec<u8>,
}

/// A part of a raster, in its pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Area {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Raster {
    /// A white picture.
    pub(crate) fn white(width: u32, height: u32) -> Self {
        Self { width, height, rgb: vec![255; width as usize * height as usize * 3] }
    }

    /// The pixels, one after the other.
    pub(crate) fn pixels(&self) -> impl Iterator<Item = [u8; 3]> + '_ {
        self.rgb.as_chunks::<3>().0.iter().copied()
    }

    /// The whole picture in another size; sharp when made smaller.
    pub(crate) fn resized(&self, width: u32, height: u32) -> Result<Self, ImagingError> {
        self.resample(None, width, height, FilterType::Lanczos3)
    }

    /// A part of the picture in another size, bicubic.
    pub(crate) fn cropped(&self, area: Area, width: u32, height: u32) -> Result<Self, ImagingError> {
        self.resample(Some(area), width, height, FilterType::CatmullRom)
    }

    /// The largest centred square, its sides given.
    pub(crate) fn centre_square(&self, side: u32) -> Result<Self, ImagingError> {
        let short = f64::from(self.width.min(self.height));
        let area = Area {
            left: (f64::from(self.width) - short) / 2.0,
            top: (f64::from(self.height) - short) / 2.0,
            width: short,
            height: short,
        };
        self.resample(Some(area), side, side, FilterType::Lanczos3)
    }

    fn resample(&self, area: Option<Area>, width: u32, height: u32, filter: FilterType) -> Result<Self, ImagingError> {
        // Typed, because the untyped resizer compiles every kind of pixel into this crate, which takes minutes.
        let source =
            TypedImageRef::<U8x3>::from_buffer(self.width, self.height, &self.rgb).map_err(ImagingError::corrupt)?;
        let mut rgb = vec![0; width as usize * height as usize * 3];
        let mut target = TypedImage::<U8x3>::from_buffer(width, height, &mut rgb).map_err(ImagingError::corrupt)?;
        let mut options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter));
        if let Some(area) = area {
            options = options.crop(area.left, area.top, area.width, area.height);
        }
        Resizer::new().resize_typed(&source, &mut target, &options).map_err(ImagingError::corrupt)?;
        Ok(Self { width, height, rgb })
    }

    /// Halves both sides in place, each pixel the mean of four, and gives the memory back: what follows needs room too.
    pub(crate) fn halve(&mut self) {
        let (width, height) = (self.width as usize / 2, self.height as usize / 2);
        let stride = self.width as usize * 3;
        for y in 0..height {
            for x in 0..width {
                for channel in 0..3 {
                    let at = 2 * y * stride + 6 * x + channel;
                    let sum = u16::from(self.rgb[at])
                        + u16::from(self.rgb[at + 3])
                        + u16::from(self.rgb[at + stride])
                        + u16::from(self.rgb[at + stride + 3]);
                    // Never ahead of the reader: the target index is at most a quarter of the source's.
                    self.rgb[(y * width + x) * 3 + channel] = ((sum + 2) / 4) as u8;
                }
            }
        }
        self.width = width as u32;
        self.height = height as u32;
        self.rgb.truncate(width * height * 3);
        self.rgb.shrink_to_fit();
    }

    /// Turned and mirrored as the camera's note says.
    pub(crate) fn oriented(self, orientation: Orientation) -> Self {
        use Orientation as O;
        let (w, h) = (self.width as usize, self.height as usize);
        match orientation {
            O::NoTransforms => self,
            O::FlipHorizontal => self.remapped(w, h, |x, y| (w - 1 - x, y)),
            O::FlipVertical => self.remapped(w, h, |x, y| (x, h - 1 - y)),
            O::Rotate180 => self.remapped(w, h, |x, y| (w - 1 - x, h - 1 - y)),
            O::Rotate90 => self.remapped(h, w, |x, y| (y, h - 1 - x)),
            O::Rotate270 => self.remapped(h, w, |x, y| (w - 1 - y, x)),
            O::Rotate90FlipH => self.remapped(h, w, |x, y| (y, x)),
            O::Rotate270FlipH => self.remapped(h, w, |x, y| (w - 1 - y, h - 1 - x)),
        }
    }

    /// A picture of `width` x `height` whose pixel (x, y) is the one that `from` names.
    fn remapped(&self, width: usize, height: usize, from: impl Fn(usize, usize) -> (usize, usize)) -> Self {
        let mut rgb = Vec::with_capacity(self.rgb.len());
        for y in 0..height {
            for x in 0..width {
                let (source_x, source_y) = from(x, y);
                let at = (source_y * self.width as usize + source_x) * 3;
                rgb.extend_from_slice(&self.rgb[at..at + 3]);
            }
        }
        Self { width: width as u32, height: height as u32, rgb }
    }
}

/// True when an orientation exchanges width and height.
pub(crate) const fn turns_sideways(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 3 x 2, red values 0 to 5.
    fn numbered() -> Raster {
        Raster { width: 3, height: 2, rgb: (0..6).flat_map(|n| [n, 0, 0]).collect() }
    }

    fn reds(raster: &Raster) -> Vec<u8> {
        raster.pixels().map(|[r, _, _]| r).collect()
    }

    #[test]
    fn every_orientation_puts_the_pixels_where_a_viewer_expects_them() {
        for (orientation, width, expected) in [
            (Orientation::NoTransforms, 3, [0, 1, 2, 3, 4, 5]),
            (Orientation::FlipHorizontal, 3, [2, 1, 0, 5, 4, 3]),
            (Orientation::Rotate180, 3, [5, 4, 3, 2, 1, 0]),
            (Orientation::FlipVertical, 3, [3, 4, 5, 0, 1, 2]),
            (Orientation::Rotate90, 2, [3, 0, 4, 1, 5, 2]),
            (Orientation::Rotate270, 2, [2, 5, 1, 4, 0, 3]),
            (Orientation::Rotate90FlipH, 2, [0, 3, 1, 4, 2, 5]),
            (Orientation::Rotate270FlipH, 2, [5, 2, 4, 1, 3, 0]),
        ] {
            let turned = numbered().oriented(orientation);
            assert_eq!((turned.width, reds(&turned)), (width, expected.to_vec()), "{orientation:?}");
            assert_eq!(turns_sideways(orientation), width == 2, "{orientation:?}");
        }
    }

    #[test]
    fn halving_takes_the_mean_and_drops_an_odd_edge() {
        let mut raster = Raster {
            width: 5,
            height: 2,
            rgb: [10, 20, 30, 40, 99, 30, 40, 50, 60, 99].into_iter().flat_map(|n| [n, n, n]).collect(),
        };
        raster.halve();
        assert_eq!((raster.width, raster.height, reds(&raster)), (2, 1, vec![25, 45]));
    }
}
