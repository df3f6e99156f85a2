//! The part of a picture that a region covers, averaged so that it can be shrunk: each value stands for a square of pixels.

use super::roi::Roi;
use crate::motion::Point;
use image::RgbImage;

/// Numbers a pixel.
const CHANNELS: usize = 3;
/// A region that shrinks by this or more is made smaller first, which costs less than averaging over all of it.
const REDUCED_FROM: usize = 4;

/// Sums over squares of `square` × `square` pixels of a picture that was made smaller by `reduced`, one for each place of the square.
pub struct Smoothed {
    sums: Vec<u16>,
    width: usize,
    height: usize,
    square: usize,
    reduced: usize,
    /// First pixel of the picture that is in the sums.
    left: usize,
    top: usize,
}

impl Smoothed {
    /// For looking at `roi` with `n` × `n` pixels. A picture without pixels is black.
    pub fn of(image: &RgbImage, roi: &Roi, n: usize) -> Self {
        let shrinks = ((roi.size / n as f64) as usize).max(1);
        let reduced = if shrinks >= REDUCED_FROM { shrinks / 2 } else { 1 };
        let (left, width) = covered(roi.centre.x, reach(roi), shrinks, image.width());
        let (top, height) = covered(roi.centre.y, reach(roi), shrinks, image.height());
        // of a picture of a few pixels there is nothing to average
        let reduced = reduced.min(width).min(height).max(1);
        let square = (shrinks / reduced).min(width / reduced).min(height / reduced).max(1);
        let part = Part { image, left, top, width, height };
        let sums = if reduced == 1 {
            sums(height, width, square, |y| part.row(y))
        } else {
            let small = part.reduced(reduced);
            let row = width / reduced * CHANNELS;
            sums(height / reduced, width / reduced, square, |y| &small[y * row..][..row])
        };
        let places = |side: usize| (side / reduced + 1).saturating_sub(square);
        Self { sums, width: places(width), height: places(height), square, reduced, left, top }
    }

    /// The mean colour around `at`, between the four places next to it; beyond the edge that of the edge. Pixels of the picture, 0..255.
    pub fn sample(&self, at: Point) -> [f32; CHANNELS] {
        // the middle of the square at the first place, in pixels of the picture
        let middle = ((self.square * self.reduced) as f64 - 1.0) / 2.0;
        let place = |at: f64, first: usize, places: usize| {
            let place =
                ((at - first as f64 - middle) / self.reduced as f64).clamp(0.0, places.saturating_sub(1) as f64);
            let whole = place as usize;
            (whole, (place - whole as f64) as f32)
        };
        let (x, along_x) = place(at.x, self.left, self.width);
        let (y, along_y) = place(at.y, self.top, self.height);
        let (right, below) = (usize::from(x + 1 < self.width), usize::from(y + 1 < self.height));
        let (here, under) = (y * self.width + x, (y + below) * self.width + x);
        let above = between(self.lanes(here), self.lanes(here + right), along_x);
        let under = between(self.lanes(under), self.lanes(under + right), along_x);
        let [red, green, blue, _] = between(above, under, along_y);
        let unit = 1.0 / (self.square * self.square) as f32;
        [red * unit, green * unit, blue * unit]
    }

    /// The colour at a place, and one number more: four at once cost less than three.
    fn lanes(&self, place: usize) -> [f32; 4] {
        let from = self.sums.get(place * CHANNELS..).and_then(|rest| rest.first_chunk::<4>());
        from.copied().unwrap_or_default().map(f32::from)
    }
}

/// How far from its centre a turned square reaches along either axis.
fn reach(roi: &Roi) -> f64 {
    let (sin, cos) = roi.rotation_rad.sin_cos();
    roi.size / 2.0 * (sin.abs() + cos.abs())
}

/// First and number of the pixels that are looked at within `reach` of `centre`, in a picture of that many.
fn covered(centre: f64, reach: f64, margin: usize, side: u32) -> (usize, usize) {
    let last = f64::from(side.saturating_sub(1));
    let margin = margin as f64 + 1.0;
    let first = (centre - reach - margin).floor().clamp(0.0, last) as usize;
    let end = (centre + reach + margin).ceil().clamp(0.0, last) as usize + 1;
    (first, end.min(side as usize).saturating_sub(first))
}

fn between(a: [f32; 4], b: [f32; 4], along: f32) -> [f32; 4] {
    std::array::from_fn(|i| a[i] + (b[i] - a[i]) * along)
}

/// A part of a picture.
struct Part<'a> {
    image: &'a RgbImage,
    left: usize,
    top: usize,
    width: usize,
    height: usize,
}

impl Part<'_> {
    fn row(&self, y: usize) -> &[u8] {
        let start = ((self.top + y) * self.image.width() as usize + self.left) * CHANNELS;
        &self.image.as_raw()[start..start + self.width * CHANNELS]
    }

    /// Each pixel the mean of `by` × `by`; what is left over at the right and below is left out.
    fn reduced(&self, by: usize) -> Vec<u8> {
        let (columns, rows) = (self.width / by, self.height / by);
        let mut small = Vec::with_capacity(columns * rows * CHANNELS);
        let mut column_sums = vec![0u16; self.width * CHANNELS];
        let (area, half) = ((by * by) as u32, (by * by / 2) as u32);
        for y in 0..rows {
            column_sums.fill(0);
            (0..by).for_each(|i| add(&mut column_sums, self.row(y * by + i)));
            for pixels in column_sums.chunks_exact(by * CHANNELS) {
                let sum =
                    |channel: usize| pixels.iter().skip(channel).step_by(CHANNELS).map(|&v| u32::from(v)).sum::<u32>();
                small.extend((0..CHANNELS).map(|channel| ((sum(channel) + half) / area) as u8));
            }
        }
        small
    }
}

/// Sums over `square` × `square` pixels at each place of `height` rows of `width` pixels, and one number more for the last pixel's lanes.
fn sums<'a>(height: usize, width: usize, square: usize, row: impl Fn(usize) -> &'a [u8]) -> Vec<u16> {
    let columns = (width + 1).saturating_sub(square) * CHANNELS;
    let rows = (height + 1).saturating_sub(square);
    let mut sums = vec![0; rows * columns + 1];
    let mut column_sums = vec![0u16; width * CHANNELS];
    for (y, sums) in sums.chunks_exact_mut(columns.max(1)).take(rows).enumerate() {
        column_sums.fill(0);
        (0..square).for_each(|i| add(&mut column_sums, row(y + i)));
        for i in 0..square {
            let shifted = &column_sums[i * CHANNELS..];
            sums.iter_mut().zip(shifted).for_each(|(sum, v)| *sum += v);
        }
    }
    sums
}

fn add(sums: &mut [u16], row: &[u8]) {
    sums.iter_mut().zip(row).for_each(|(sum, &v)| *sum += u16::from(v));
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    /// A picture whose colours tell the place: averages of it are those of the middle.
    fn ramp(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| Rgb([(x / 8) as u8, (y / 4) as u8, 77]))
    }

    #[test]
    fn averages_lie_where_the_picture_has_them() {
        let image = ramp(1600, 900);
        for size in [200.0, 600.0, 800.0, 1100.0, 1400.0] {
            let roi = Roi { centre: Point::new(800.0, 450.0), size, rotation_rad: 0.3 };
            let smoothed = Smoothed::of(&image, &roi, 256);
            for (x, y) in [(760.0, 420.0), (800.5, 450.25), (831.0, 482.0)] {
                let [red, green, blue] = smoothed.sample(Point::new(x, y));
                // steps of 8 and 4 pixels begin at the pixel with the full number
                let (want_red, want_green) = ((x - 3.5) / 8.0, (y - 1.5) / 4.0);
                assert!((f64::from(red) - want_red).abs() < 0.6, "size {size}: {red} at x {x}");
                assert!((f64::from(green) - want_green).abs() < 0.6, "size {size}: {green} at y {y}");
                assert!((blue - 77.0).abs() < 1e-3);
            }
        }
    }

    #[test]
    fn beyond_the_edge_is_the_edge_and_small_pictures_have_one() {
        for (width, height, size) in [(300, 200, 900.0), (3, 200, 900.0), (1, 1, 4000.0), (2, 5, 2000.0)] {
            let image = RgbImage::from_pixel(width, height, Rgb([9, 90, 200]));
            let smoothed = Smoothed::of(&image, &Roi { size, ..Roi::letterbox(width, height) }, 256);
            for at in [-1e4, -1.0, 0.0, 0.5, 150.0, 1e4] {
                let colour = smoothed.sample(Point::new(at, -at)).map(|v| v.round() as u8);
                assert_eq!(colour, [9, 90, 200], "{width}x{height} at {at}");
            }
        }
    }

    #[test]
    fn a_region_outside_the_picture_sees_its_edge() {
        let image = RgbImage::from_fn(100, 100, |x, _| Rgb([if x == 99 { 200 } else { 10 }; 3]));
        let roi = Roi { centre: Point::new(900.0, 50.0), size: 300.0, rotation_rad: 0.0 };
        assert_eq!(Smoothed::of(&image, &roi, 256).sample(Point::new(900.0, 50.0))[0], 200.0);
    }
}
