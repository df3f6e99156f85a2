//! The model's view of a region of the image: rotated, resampled, as a planar RGB tensor.

use super::roi::Roi;
use super::smoothed::{Padded, Smoothed};
use crate::motion::Point;
use image::RgbImage;

/// What lies beyond the image's edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Border {
    /// Black, as the detector was trained.
    Black,
    /// The edge pixel, as the landmark model was trained.
    Replicate,
}

/// How a region that is larger than the model's input is shrunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sampling {
    /// One bilinear sample an output pixel, rounded to eight bits, as MediaPipe does it: aliases when it shrinks.
    Point,
    /// The mean over about the output pixel's footprint when it shrinks by two or more: less jitter, fewer misses.
    /// Beyond the edge is the edge.
    Area,
}

/// Resamples `roi` of the image to `n` × `n` and writes it as three planes (R, G, B), row-major, each value `v·scale
/// + offset` of v in 0..255.
///
/// Output pixel (u, v) samples the region at (u/n, v/n) of its side; image coordinates are pixel indices.
pub fn crop_to_planes(
    image: &RgbImage,
    roi: &Roi,
    n: usize,
    border: Border,
    sampling: Sampling,
    (scale, offset): (f32, f32),
) -> Vec<f32> {
    let grid = Grid::new(roi, n);
    match sampling {
        Sampling::Point => {
            let source = Bilinear { image, border };
            grid.planes(scale, offset, |from, step, line| {
                for (i, colour) in (0..).zip(line) {
                    let [red, green, blue] = source.sample(from + step * f64::from(i)).map(f32::round);
                    *colour = [red, green, blue, 0.0];
                }
            })
        }
        Sampling::Area => {
            let source = Smoothed::of(image, roi, n);
            grid.planes(scale, offset, |from, step, line| source.along(from, step, line))
        }
    }
}

/// Where each output pixel looks in the image.
struct Grid {
    n: usize,
    origin: Point,
    along_u: Point,
    along_v: Point,
}

impl Grid {
    fn new(roi: &Roi, n: usize) -> Self {
        let image_from_unit = roi.image_from_unit();
        let step = 1.0 / n as f64;
        let origin = image_from_unit * Point::default();
        let along_u = (image_from_unit * Point::new(step, 0.0)) - origin;
        let along_v = (image_from_unit * Point::new(0.0, step)) - origin;
        Self { n, origin, along_u, along_v }
    }

    /// The planes, row by row; `along` gives the colours 0..255 along a line of the image, from a point in steps.
    fn planes(&self, scale: f32, offset: f32, along: impl Fn(Point, Point, &mut [Padded])) -> Vec<f32> {
        let n = self.n;
        let mut planes = vec![0.0; 3 * n * n];
        let mut line = vec![Padded::default(); n];
        let (red, rest) = planes.split_at_mut(n * n);
        let (green, blue) = rest.split_at_mut(n * n);
        let rows = red.chunks_exact_mut(n).zip(green.chunks_exact_mut(n)).zip(blue.chunks_exact_mut(n));
        for (v, ((red, green), blue)) in rows.enumerate() {
            along(self.origin + self.along_v * v as f64, self.along_u, &mut line);
            for (colour, ((red, green), blue)) in line.iter().zip(red.iter_mut().zip(green).zip(blue)) {
                let value = |channel: usize| colour[channel] * scale + offset;
                (*red, *green, *blue) = (value(0), value(1), value(2));
            }
        }
        planes
    }
}

struct Bilinear<'a> {
    image: &'a RgbImage,
    border: Border,
}

impl Bilinear<'_> {
    fn sample(&self, at: Point) -> [f32; 3] {
        let (x0, y0) = (at.x.floor(), at.y.floor());
        let (fx, fy) = ((at.x - x0) as f32, (at.y - y0) as f32);
        let (x0, y0) = (x0 as i64, y0 as i64);
        let (a, b) = (self.pixel(x0, y0), self.pixel(x0 + 1, y0));
        let (c, d) = (self.pixel(x0, y0 + 1), self.pixel(x0 + 1, y0 + 1));
        std::array::from_fn(|i| {
            let top = f32::from(a[i]) + (f32::from(b[i]) - f32::from(a[i])) * fx;
            let bottom = f32::from(c[i]) + (f32::from(d[i]) - f32::from(c[i])) * fx;
            top + (bottom - top) * fy
        })
    }

    fn pixel(&self, x: i64, y: i64) -> [u8; 3] {
        let (w, h) = (i64::from(self.image.width()), i64::from(self.image.height()));
        let inside = x >= 0 && y >= 0 && x < w && y < h;
        if !inside && self.border == Border::Black {
            return [0; 3];
        }
        let (x, y) = (x.clamp(0, w - 1), y.clamp(0, h - 1));
        let at = 3 * (y * w + x) as usize;
        let raw = self.image.as_raw();
        [raw[at], raw[at + 1], raw[at + 2]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;
    use std::f64::consts::FRAC_PI_2;

    fn gradient() -> RgbImage {
        RgbImage::from_fn(64, 64, |x, y| Rgb([(x * 4) as u8, (y * 4) as u8, 7]))
    }

    #[test]
    fn the_whole_image_at_its_own_size_is_itself() {
        let image = gradient();
        let roi = Roi::letterbox(64, 64);
        let planes = crop_to_planes(&image, &roi, 64, Border::Replicate, Sampling::Area, (1.0, 0.0));
        for (x, y, p) in image.enumerate_pixels() {
            for c in 0..3 {
                assert!((planes[c * 4096 + (y * 64 + x) as usize] - f32::from(p[c])).abs() < 1e-3);
            }
        }
    }

    #[test]
    fn a_quarter_turn_puts_the_right_side_on_top() {
        let roi = Roi::letterbox(64, 64).rotated(FRAC_PI_2);
        let planes = crop_to_planes(&gradient(), &roi, 64, Border::Replicate, Sampling::Point, (1.0, 0.0));
        assert!(planes[32] > planes[63 * 64 + 32] + 200.0, "red grows to the picture's right, here upwards");
    }

    #[test]
    fn area_sampling_averages_what_point_sampling_misses() {
        let stripes = RgbImage::from_fn(64, 64, |x, _| Rgb([if x % 2 == 0 { 255 } else { 0 }; 3]));
        let roi = Roi::letterbox(64, 64);
        let point = crop_to_planes(&stripes, &roi, 16, Border::Replicate, Sampling::Point, (1.0, 0.0));
        let area = crop_to_planes(&stripes, &roi, 16, Border::Replicate, Sampling::Area, (1.0, 0.0));
        assert_eq!(point[0], 255.0);
        assert!((area[8 * 16 + 8] - 127.5).abs() < 1.0);
    }

    #[test]
    fn beyond_the_edge_is_black_or_the_edge() {
        let white = RgbImage::from_pixel(64, 32, Rgb([255; 3]));
        let roi = Roi::letterbox(64, 32);
        let black = crop_to_planes(&white, &roi, 16, Border::Black, Sampling::Point, (2.0 / 255.0, -1.0));
        let edge = crop_to_planes(&white, &roi, 16, Border::Replicate, Sampling::Point, (2.0 / 255.0, -1.0));
        assert_eq!(black[0], -1.0);
        assert_eq!(edge[0], 1.0);
    }
}
