//! The part of an image that a region covers, averaged so that it can be shrunk: each value stands for a square of
//! pixels.

use super::roi::Roi;
use crate::motion::Point;
use image::RgbImage;

/// Numbers a pixel.
const CHANNELS: usize = 3;
/// Numbers of two pixels, and one more, so that each is read with a fourth.
const PAIR: usize = 2 * CHANNELS + 1;
/// A region that shrinks by this or more is made smaller first, which costs less than averaging over all of it.
const REDUCED_FROM: usize = 4;

/// Red, green, blue and a number without a meaning: four are worked on as fast as one.
pub type Padded = [f32; CHANNELS + 1];

/// Sums over squares of `square` × `square` pixels of an image that was made smaller by `reduced`, one for each place
/// of the square.
pub struct Smoothed {
    sums: Vec<u16>,
    width: usize,
    height: usize,
    square: usize,
    reduced: usize,
    /// First pixel of the image that is in the sums.
    left: usize,
    top: usize,
}

impl Smoothed {
    /// For looking at `roi` with `n` × `n` pixels. An image without pixels is black.
    pub fn of(image: &RgbImage, roi: &Roi, n: usize) -> Self {
        let shrinks = ((roi.size / n as f64) as usize).max(1);
        let reduced = if shrinks >= REDUCED_FROM { shrinks / 2 } else { 1 };
        let (left, width) = covered(roi.centre.x, reach(roi), shrinks, image.width());
        let (top, height) = covered(roi.centre.y, reach(roi), shrinks, image.height());
        // of an image of a few pixels there is nothing to average
        let reduced = reduced.min(width).min(height).max(1);
        let square = (shrinks / reduced).min(width / reduced).min(height / reduced).max(1);
        let stride = image.width() as usize * CHANNELS;
        let pixels = image.as_raw().get(top * stride + left * CHANNELS..).unwrap_or_default();
        let part = Part { pixels, stride, width, height };
        let sums = if reduced == 1 {
            part.sums(square)
        } else {
            let pixels = &part.reduced(reduced);
            let (width, height) = (width / reduced, height / reduced);
            Part { pixels, stride: width * CHANNELS, width, height }.sums(square)
        };
        let places = |side: usize| (side / reduced + 1).saturating_sub(square);
        Self { sums, width: places(width), height: places(height), square, reduced, left, top }
    }

    /// Where a point of the image lies among the places: a place is its square's middle.
    fn place(&self, at: Point) -> Point {
        let middle = ((self.square * self.reduced) as f64 - 1.0) / 2.0;
        (at - Point::new(self.left as f64 + middle, self.top as f64 + middle)) * (1.0 / self.reduced as f64)
    }

    /// The mean colours along a line of the image that starts at `from`, `step` pixels apart, each between the four
    /// places next to it; beyond the edge that of the edge. 0..255.
    pub fn along(&self, from: Point, step: Point, colours: &mut [Padded]) {
        let (start, step) = (self.place(from), step * (1.0 / self.reduced as f64));
        let (mut x, mut y) = (Fixed::of(start.x), Fixed::of(start.y));
        let (step_x, step_y) = (Fixed::of(step.x), Fixed::of(step.y));
        let (last_x, last_y) = (self.width.saturating_sub(1), self.height.saturating_sub(1));
        let (row, unit) = (self.width * CHANNELS, 1.0 / (self.square * self.square) as f32);
        for colour in colours {
            let ((column, along_x), (line, along_y)) = (x.within(last_x), y.within(last_y));
            let at = line * row + column * CHANNELS;
            // two places of a row: what comes after the end of one counts for nothing, because nothing lies between
            // them there
            let pair = |at: usize| &self.sums[at..][..PAIR];
            let (above, below) = (pair(at), pair(at + row));
            let left = between(padded(above), padded(below), along_y);
            let right = between(padded(&above[CHANNELS..]), padded(&below[CHANNELS..]), along_y);
            *colour = between(left, right, along_x).map(|sum| sum * unit);
            (x, y) = (x.plus(step_x), y.plus(step_y));
        }
    }
}

/// A place along one axis in 2⁻³² of a pixel: whole numbers are counted up and cut off faster than others.
#[derive(Clone, Copy)]
struct Fixed(i64);

impl Fixed {
    const BITS: u32 = 32;
    /// Bits of the fraction: as many as an `f32` holds.
    const FRACTION_BITS: u32 = 24;

    fn of(pixels: f64) -> Self {
        Self((pixels * (1u64 << Self::BITS) as f64) as i64)
    }

    fn plus(self, step: Self) -> Self {
        Self(self.0.saturating_add(step.0))
    }

    /// The pixel before this place, and how far it is to the next one, 0..1; no further than the `last` pixel.
    fn within(self, last: usize) -> (usize, f32) {
        let inside = self.0.clamp(0, (last as i64) << Self::BITS);
        let fraction = (inside >> (Self::BITS - Self::FRACTION_BITS)) as i32 & ((1 << Self::FRACTION_BITS) - 1);
        ((inside >> Self::BITS) as usize, fraction as f32 * (1.0 / (1 << Self::FRACTION_BITS) as f32))
    }
}

fn padded(sums: &[u16]) -> Padded {
    std::array::from_fn(|channel| f32::from(sums[channel]))
}

fn between(a: Padded, b: Padded, part: f32) -> Padded {
    std::array::from_fn(|channel| a[channel] + (b[channel] - a[channel]) * part)
}

/// How far from its centre a turned square reaches along either axis.
fn reach(roi: &Roi) -> f64 {
    let (sin, cos) = roi.rotation_rad.sin_cos();
    roi.size / 2.0 * (sin.abs() + cos.abs())
}

/// First and number of the pixels that are looked at within `reach` of `centre`, in an image of that many.
fn covered(centre: f64, reach: f64, margin: usize, side: u32) -> (usize, usize) {
    let last = f64::from(side.saturating_sub(1));
    let margin = margin as f64 + 1.0;
    let first = (centre - reach - margin).floor().clamp(0.0, last) as usize;
    let end = (centre + reach + margin).ceil().clamp(0.0, last) as usize + 1;
    (first, end.min(side as usize).saturating_sub(first))
}

/// A part of an image: rows of so many pixels, each `stride` numbers after the last one.
struct Part<'a> {
    pixels: &'a [u8],
    stride: usize,
    width: usize,
    height: usize,
}

impl Part<'_> {
    fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.stride..][..self.width * CHANNELS]
    }

    /// Sums over `square` × `square` pixels, which are 1 to 3, see [`Self::sums_over`].
    fn sums(&self, square: usize) -> Vec<u16> {
        match square {
            1 => self.sums_over::<1>(),
            2 => self.sums_over::<2>(),
            _ => self.sums_over::<3>(),
        }
    }

    /// Sums over `N` × `N` pixels at each place, and a row and two pixels more, so that each place has a next one.
    fn sums_over<const N: usize>(&self) -> Vec<u16> {
        let columns = (self.width + 1).saturating_sub(N) * CHANNELS;
        let rows = (self.height + 1).saturating_sub(N);
        let length = (rows + 1) * columns + PAIR;
        let mut sums = Vec::with_capacity(length);
        let mut down = vec![0u16; self.width * CHANNELS];
        for y in 0..rows {
            let above_each_other: [&[u8]; N] = std::array::from_fn(|i| self.row(y + i));
            for (at, sum) in down.iter_mut().enumerate() {
                *sum = above_each_other.iter().map(|row| u16::from(row[at])).sum();
            }
            let beside_each_other: [&[u16]; N] = std::array::from_fn(|i| &down[i * CHANNELS..][..columns]);
            sums.extend((0..columns).map(|at| beside_each_other.iter().map(|sums| sums[at]).sum::<u16>()));
        }
        sums.resize(length, 0);
        sums
    }

    /// Each pixel the mean of `by` × `by`; what is left over at the right and below is left out.
    fn reduced(&self, by: usize) -> Vec<u8> {
        let (columns, rows) = (self.width / by, self.height / by);
        let mut small = Vec::with_capacity(columns * rows * CHANNELS);
        let mut column_sums = vec![0u16; self.width * CHANNELS];
        // a division for each pixel would cost more than all the rest
        let per_area = (1 << 16) / (by * by) as u32;
        for y in 0..rows {
            column_sums.fill(0);
            (0..by).for_each(|i| add(&mut column_sums, self.row(y * by + i)));
            for pixels in column_sums.chunks_exact(by * CHANNELS) {
                let mut sum = [1u32 << 15; CHANNELS];
                for pixel in pixels.chunks_exact(CHANNELS) {
                    (0..CHANNELS).for_each(|channel| sum[channel] += u32::from(pixel[channel]) * per_area);
                }
                small.extend_from_slice(&sum.map(|sum| (sum >> 16) as u8));
            }
        }
        small
    }
}

fn add(sums: &mut [u16], row: &[u8]) {
    sums.iter_mut().zip(row).for_each(|(sum, &v)| *sum += u16::from(v));
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    fn colour(smoothed: &Smoothed, at: Point) -> [f32; 3] {
        let mut colours = [Padded::default()];
        smoothed.along(at, Point::default(), &mut colours);
        [colours[0][0], colours[0][1], colours[0][2]]
    }

    /// An image whose colours tell the place: averages of it are those of the middle.
    fn ramp(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| Rgb([(x / 8) as u8, (y / 4) as u8, 77]))
    }

    #[test]
    fn averages_lie_where_the_image_has_them() {
        let image = ramp(1600, 900);
        for size in [200.0, 600.0, 800.0, 1100.0, 1400.0] {
            let roi = Roi { centre: Point::new(800.0, 450.0), size, rotation_rad: 0.3 };
            let smoothed = Smoothed::of(&image, &roi, 256);
            for (x, y) in [(760.0, 420.0), (800.5, 450.25), (831.0, 482.0)] {
                let [red, green, blue] = colour(&smoothed, Point::new(x, y));
                // steps of 8 and 4 pixels begin at the pixel with the full number
                let (want_red, want_green) = ((x - 3.5) / 8.0, (y - 1.5) / 4.0);
                assert!((f64::from(red) - want_red).abs() < 0.6, "size {size}: {red} at x {x}");
                assert!((f64::from(green) - want_green).abs() < 0.6, "size {size}: {green} at y {y}");
                assert!((blue - 77.0).abs() < 1e-3);
            }
        }
    }

    #[test]
    fn beyond_the_edge_is_the_edge_and_small_images_have_one() {
        for (width, height, size) in [(300, 200, 900.0), (3, 200, 900.0), (1, 1, 4000.0), (2, 5, 2000.0)] {
            let image = RgbImage::from_pixel(width, height, Rgb([9, 90, 200]));
            let smoothed = Smoothed::of(&image, &Roi { size, ..Roi::letterbox(width, height) }, 256);
            for at in [-1e4, -1.0, 0.0, 0.5, 150.0, 1e4] {
                let colour = colour(&smoothed, Point::new(at, -at)).map(|v| v.round() as u8);
                assert_eq!(colour, [9, 90, 200], "{width}x{height} at {at}");
            }
        }
    }

    #[test]
    fn an_image_without_pixels_is_black() {
        let smoothed = Smoothed::of(&RgbImage::new(0, 0), &Roi::letterbox(10, 10), 256);
        assert_eq!(colour(&smoothed, Point::new(3.0, 3.0)), [0.0; 3]);
    }

    #[test]
    fn a_region_outside_the_image_sees_its_edge() {
        let image = RgbImage::from_fn(100, 100, |x, _| Rgb([if x == 99 { 200 } else { 10 }; 3]));
        let roi = Roi { centre: Point::new(900.0, 50.0), size: 300.0, rotation_rad: 0.0 };
        assert_eq!(colour(&Smoothed::of(&image, &roi, 256), Point::new(900.0, 50.0))[0], 200.0);
    }
}
