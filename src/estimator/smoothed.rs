//! The part of a picture that a region covers, averaged so that it can be shrunk: each value stands for a square of pixels.

use super::roi::Roi;
use crate::motion::Point;
use image::RgbImage;

/// Numbers a pixel.
const CHANNELS: usize = 3;
/// A region that shrinks by this or more is made smaller first, which costs less than averaging over all of it.
const REDUCED_FROM: usize = 4;

/// Means over squares of `square` × `square` pixels of a picture that was made smaller by `reduced`, one for each place of the square.
pub struct Smoothed {
    means: Vec<f32>,
    width: usize,
    height: usize,
    square: usize,
    reduced: usize,
    /// First pixel of the picture that is in the means.
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
        let means = if reduced == 1 {
            means(height, width, square, |y| part.row(y))
        } else {
            let small = part.reduced(reduced);
            let row = width / reduced * CHANNELS;
            means(height / reduced, width / reduced, square, |y| &small[y * row..][..row])
        };
        let places = |side: usize| (side / reduced + 1).saturating_sub(square);
        Self { means, width: places(width), height: places(height), square, reduced, left, top }
    }

    /// Where a point of the picture lies among the places: a place is its square's middle.
    fn place(&self, at: Point) -> Point {
        let middle = ((self.square * self.reduced) as f64 - 1.0) / 2.0;
        (at - Point::new(self.left as f64 + middle, self.top as f64 + middle)) * (1.0 / self.reduced as f64)
    }

    /// The mean colours along a line of the picture that starts at `from`, `step` pixels apart, each between the four places next to it; beyond the
    /// edge that of the edge. 0..255.
    pub fn along(&self, from: Point, step: Point) -> impl Iterator<Item = [f32; CHANNELS]> {
        let (start, step) = (self.place(from), step * (1.0 / self.reduced as f64));
        let (last_x, last_y) = (self.width.saturating_sub(1) as f32, self.height.saturating_sub(1) as f32);
        let (start_x, start_y, step_x, step_y) = (start.x as f32, start.y as f32, step.x as f32, step.y as f32);
        (0u16..).map(move |i| {
            let x = (start_x + step_x * f32::from(i)).clamp(0.0, last_x);
            let y = (start_y + step_y * f32::from(i)).clamp(0.0, last_y);
            let (column, row) = (x as i32, y as i32);
            let (along_x, along_y) = (x - column as f32, y - row as f32);
            let at = row as usize * self.width + column as usize;
            let (above, below) = (self.pair(at), self.pair(at + self.width));
            std::array::from_fn(|channel| {
                let above = above[channel] + (above[channel + CHANNELS] - above[channel]) * along_x;
                let below = below[channel] + (below[channel + CHANNELS] - below[channel]) * along_x;
                above + (below - above) * along_y
            })
        })
    }

    /// The colours at a place and at the next one, which counts for nothing at the end of a row: nothing lies between them there.
    fn pair(&self, place: usize) -> [f32; 2 * CHANNELS] {
        let from = self.means.get(place * CHANNELS..).and_then(|rest| rest.first_chunk());
        from.copied().unwrap_or_default()
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

/// Means over `square` × `square` pixels at each place of `height` rows of `width` pixels, and a row more, so that each place has a next one.
fn means<'a>(height: usize, width: usize, square: usize, row: impl Fn(usize) -> &'a [u8]) -> Vec<f32> {
    let columns = (width + 1).saturating_sub(square) * CHANNELS;
    let rows = (height + 1).saturating_sub(square);
    let mut means = vec![0.0; (rows + 1) * columns + CHANNELS];
    let (mut column_sums, mut sums) = (vec![0u16; width * CHANNELS], vec![0u16; columns]);
    let unit = 1.0 / (square * square) as f32;
    for (y, means) in means.chunks_exact_mut(columns.max(1)).take(rows).enumerate() {
        column_sums.fill(0);
        (0..square).for_each(|i| add(&mut column_sums, row(y + i)));
        sums.fill(0);
        for i in 0..square {
            let shifted = &column_sums[i * CHANNELS..];
            sums.iter_mut().zip(shifted).for_each(|(sum, v)| *sum += v);
        }
        means.iter_mut().zip(&sums).for_each(|(mean, &sum)| *mean = f32::from(sum) * unit);
    }
    means
}

fn add(sums: &mut [u16], row: &[u8]) {
    sums.iter_mut().zip(row).for_each(|(sum, &v)| *sum += u16::from(v));
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    fn colour(smoothed: &Smoothed, at: Point) -> [f32; 3] {
        smoothed.along(at, Point::default()).next().unwrap()
    }

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
    fn beyond_the_edge_is_the_edge_and_small_pictures_have_one() {
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
    fn a_region_outside_the_picture_sees_its_edge() {
        let image = RgbImage::from_fn(100, 100, |x, _| Rgb([if x == 99 { 200 } else { 10 }; 3]));
        let roi = Roi { centre: Point::new(900.0, 50.0), size: 300.0, rotation_rad: 0.0 };
        assert_eq!(colour(&Smoothed::of(&image, &roi, 256), Point::new(900.0, 50.0))[0], 200.0);
    }
}
