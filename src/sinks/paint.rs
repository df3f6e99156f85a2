//! Draws marks into pixels, for annotated videos.

use crate::motion::Point;
use crate::overlay::{Emphasis, Mark, TEXT_BOX};
use ab_glyph::{FontRef, PxScale};
use image::{Rgb, RgbImage};
use imageproc::drawing::{draw_text_mut, text_size};

const BLACK: Rgb<u8> = Rgb([0, 0, 0]);
/// What is left of the image's brightness behind plain text.
const SHADE: f64 = 0.3;

/// Draws marks in order, each with a dark rim or on a box so that it stands out on any ground.
pub struct Painter {
    font: FontRef<'static>,
}

impl Default for Painter {
    fn default() -> Self {
        let font = FontRef::try_from_slice(epaint_default_fonts::UBUNTU_LIGHT);
        Self { font: font.expect("the font is compiled into the program") }
    }
}

impl Painter {
    pub fn paint(&self, image: &mut RgbImage, marks: &[Mark]) {
        for mark in marks {
            match mark {
                Mark::Line { points, width, tone } => rimmed_stroke(image, points, width / 2.0, *tone),
                Mark::Dot { at, radius, tone } => rimmed_stroke(image, &[*at, *at], *radius, *tone),
                Mark::Text { at, height, text, tone } => self.text(image, *at, *height, text, *tone),
            }
        }
    }

    /// A line of text in its box, made smaller where it would leave the image at the right.
    fn text(&self, image: &mut RgbImage, at: Point, height: f64, text: &str, tone: Emphasis) {
        let width_of = |height: f64| f64::from(text_size(PxScale::from(height as f32), &self.font, text).0);
        let margin = (TEXT_BOX - 1.0) * height;
        let room = f64::from(image.width()) - 2.0 * at.x;
        let fit = (room / (width_of(height) + 2.0 * margin)).clamp(0.05, 1.0);
        let (height, margin) = (height * fit, margin * fit);
        let corner = at + Point::new(width_of(height) + 2.0 * margin, TEXT_BOX * height);
        let ink = match tone {
            Emphasis::Warning | Emphasis::Stop => {
                fill(image, at, corner, colour(tone), 1.0);
                BLACK
            }
            _ => {
                fill(image, at, corner, BLACK, 1.0 - SHADE);
                colour(tone)
            }
        };
        // the letters' tops lie a little below the line's top
        let (x, y) = ((at.x + margin).round() as i32, (at.y + 0.4 * margin).round() as i32);
        // the font is light, and must be read from afar: drawn several times, a little apart
        for shift in 0..=(height / 25.0).ceil() as i32 {
            draw_text_mut(image, ink, x + shift, y, PxScale::from(height as f32), &self.font, text);
        }
    }
}

/// A line with round ends and a dark rim; a dot when its ends are the same.
fn rimmed_stroke(image: &mut RgbImage, points: &[Point], radius: f64, tone: Emphasis) {
    let rim = (radius * 0.4).clamp(0.8, 2.5);
    for (radius, colour) in [(radius + rim, BLACK), (radius, colour(tone))] {
        points.windows(2).for_each(|ends| stroke(image, ends[0], ends[1], radius, colour));
    }
}

/// All that lies within `radius` of the line, with smooth edges.
fn stroke(image: &mut RgbImage, from: Point, to: Point, radius: f64, colour: Rgb<u8>) {
    let along = to - from;
    let dot = |a: Point, b: Point| a.x * b.x + a.y * b.y;
    let length_squared = dot(along, along);
    let reach = radius + 1.0;
    let lower = Point::new(from.x.min(to.x) - reach, from.y.min(to.y) - reach);
    let upper = Point::new(from.x.max(to.x) + reach, from.y.max(to.y) + reach);
    for_pixels(image, lower, upper, |pixel, at| {
        let share = if length_squared > 0.0 { (dot(at - from, along) / length_squared).clamp(0.0, 1.0) } else { 0.0 };
        let distance = at.distance(from + along * share);
        blend(pixel, colour, (radius + 0.5 - distance).clamp(0.0, 1.0));
    });
}

/// Lays a colour over a rectangle; `cover` 1 hides what was there.
fn fill(image: &mut RgbImage, lower: Point, upper: Point, colour: Rgb<u8>, cover: f64) {
    for_pixels(image, lower, upper, |pixel, _| blend(pixel, colour, cover));
}

/// The pixels of a rectangle, as far as it lies in the image, with their places.
fn for_pixels(image: &mut RgbImage, lower: Point, upper: Point, mut paint: impl FnMut(&mut Rgb<u8>, Point)) {
    let clamp = |v: f64, end: u32| v.round().clamp(0.0, f64::from(end)) as u32;
    for y in clamp(lower.y, image.height())..clamp(upper.y, image.height()) {
        for x in clamp(lower.x, image.width())..clamp(upper.x, image.width()) {
            paint(image.get_pixel_mut(x, y), Point::new(f64::from(x), f64::from(y)));
        }
    }
}

fn blend(pixel: &mut Rgb<u8>, colour: Rgb<u8>, cover: f64) {
    for (old, new) in pixel.0.iter_mut().zip(colour.0) {
        *old = (f64::from(*old) * (1.0 - cover) + f64::from(new) * cover).round() as u8;
    }
}

fn colour(tone: Emphasis) -> Rgb<u8> {
    Rgb(tone.rgb())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_beyond_the_edge_and_without_length_do_no_harm() {
        let mut image = RgbImage::new(64, 48);
        let far = Point::new(-500.0, 900.0);
        let nowhere = Point::new(f64::NAN, f64::INFINITY);
        let marks = [
            Mark::Line { points: vec![far, far, Point::new(30.0, 20.0)], width: 4.0, tone: Emphasis::Trunk },
            Mark::Line { points: vec![far, nowhere], width: 4.0, tone: Emphasis::Stop },
            Mark::Line { points: vec![], width: 4.0, tone: Emphasis::Stop },
            Mark::Dot { at: far, radius: 5.0, tone: Emphasis::RestingLeg },
            Mark::Text { at: Point::new(60.0, 40.0), height: 20.0, text: "88°".into(), tone: Emphasis::Text },
            Mark::Text { at: Point::new(90.0, 40.0), height: 20.0, text: "88°".into(), tone: Emphasis::Stop },
        ];
        Painter::default().paint(&mut image, &marks);
        assert!(image.pixels().any(|p| p.0 == [220, 220, 220]));
    }

    #[test]
    fn text_is_visible() {
        let mut image = RgbImage::new(200, 60);
        let text = Mark::Text { at: Point::new(5.0, 5.0), height: 40.0, text: "80°".into(), tone: Emphasis::Text };
        Painter::default().paint(&mut image, &[text]);
        assert!(image.pixels().filter(|p| p.0[0] > 200).count() > 100);
    }

    #[test]
    fn a_long_line_fits_into_a_narrow_image() {
        let mut image = RgbImage::from_pixel(120, 60, Rgb([0, 0, 255]));
        let text = "Stop: other leg lifts 26°, and more than that".to_owned();
        Painter::default()
            .paint(&mut image, &[Mark::Text { at: Point::new(2.0, 2.0), height: 30.0, text, tone: Emphasis::Stop }]);
        assert!((0..60).all(|y| image.get_pixel(119, y).0 == [0, 0, 255]), "the box ends before the picture does");
        assert!((0..60).any(|y| image.get_pixel(116, y).0 == [255, 95, 75]));
    }
}
