//! Draws marks into pixels, for annotated videos.

use crate::motion::Point;
use crate::overlay::{Mark, Tone};
use ab_glyph::{FontRef, PxScale};
use image::{Rgb, RgbImage};
use imageproc::drawing::{draw_filled_circle_mut, draw_polygon_mut, draw_text_mut, text_size};
use imageproc::point::Point as PixelPoint;

const BLACK: Rgb<u8> = Rgb([0, 0, 0]);

/// Draws marks in order, each with a dark rim so that it stands out on any ground.
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
                Mark::Line { from, to, width, tone } => {
                    bar(image, *from, *to, width + rim(*width), BLACK);
                    bar(image, *from, *to, *width, colour(*tone));
                }
                Mark::Dot { at, radius, tone } => {
                    let centre = (at.x.round() as i32, at.y.round() as i32);
                    draw_filled_circle_mut(image, centre, (radius + rim(*radius) / 2.0).round() as i32, BLACK);
                    draw_filled_circle_mut(image, centre, radius.round() as i32, colour(*tone));
                }
                Mark::Text { at, height, text, tone } => self.text(image, *at, *height, text, *tone),
            }
        }
    }

    fn text(&self, image: &mut RgbImage, at: Point, height: f64, text: &str, tone: Tone) {
        let scale = PxScale::from(height as f32);
        let (width, line) = text_size(scale, &self.font, text);
        let margin = (height * 0.2).round() as i32;
        let (x, y) = (at.x.round() as i32, at.y.round() as i32);
        shade(image, x - margin, y - margin / 2, width as i32 + 2 * margin, line.max(height as u32) as i32 + margin);
        // drawn twice, a pixel apart: the font is light, and must be read from afar
        draw_text_mut(image, colour(tone), x, y, scale, &self.font, text);
        draw_text_mut(image, colour(tone), x + 1, y, scale, &self.font, text);
    }
}

/// Darkens a rectangle to a third, so that light text on it can be read.
fn shade(image: &mut RgbImage, x: i32, y: i32, width: i32, height: i32) {
    let clamp = |v: i32, end: u32| v.clamp(0, end as i32) as u32;
    for py in clamp(y, image.height())..clamp(y + height, image.height()) {
        for px in clamp(x, image.width())..clamp(x + width, image.width()) {
            image.get_pixel_mut(px, py).0.iter_mut().for_each(|v| *v /= 3);
        }
    }
}

/// A thick line.
fn bar(image: &mut RgbImage, from: Point, to: Point, width: f64, colour: Rgb<u8>) {
    let along = to - from;
    let length = along.norm().max(1e-9);
    let across = Point::new(-along.y, along.x) * (width / 2.0 / length);
    let corners = [from + across, to + across, to - across, from - across];
    let mut pixels: Vec<PixelPoint<i32>> = Vec::with_capacity(4);
    for corner in corners {
        let pixel = PixelPoint::new(corner.x.round() as i32, corner.y.round() as i32);
        if pixels.last() != Some(&pixel) {
            pixels.push(pixel);
        }
    }
    // a polygon must be open and have an area
    if pixels.len() > 2 && pixels.first() != pixels.last() {
        draw_polygon_mut(image, &pixels, colour);
    }
}

fn rim(size: f64) -> f64 {
    (size * 0.6).clamp(1.5, 4.0)
}

fn colour(tone: Tone) -> Rgb<u8> {
    Rgb(match tone {
        Tone::RaisedLeg => [255, 176, 0],
        Tone::RestingLeg => [100, 180, 255],
        Tone::Trunk => [220, 220, 220],
        Tone::Reference => [255, 255, 255],
        Tone::Text => [255, 255, 255],
        Tone::Warning => [255, 210, 60],
        Tone::Stop => [255, 110, 90],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_beyond_the_edge_and_without_length_do_no_harm() {
        let mut image = RgbImage::new(64, 48);
        let far = Point::new(-500.0, 900.0);
        let marks = [
            Mark::Line { from: far, to: Point::new(30.0, 20.0), width: 4.0, tone: Tone::Trunk },
            Mark::Line { from: far, to: far, width: 4.0, tone: Tone::Trunk },
            Mark::Dot { at: far, radius: 5.0, tone: Tone::RestingLeg },
            Mark::Text { at: Point::new(60.0, 40.0), height: 20.0, text: "88°".into(), tone: Tone::Text },
        ];
        Painter::default().paint(&mut image, &marks);
        assert!(image.pixels().any(|p| p.0 == [220, 220, 220]));
    }

    #[test]
    fn text_is_visible() {
        let mut image = RgbImage::new(200, 60);
        let text = Mark::Text { at: Point::new(5.0, 5.0), height: 40.0, text: "80°".into(), tone: Tone::Text };
        Painter::default().paint(&mut image, &[text]);
        assert!(image.pixels().filter(|p| p.0[0] > 200).count() > 100);
    }
}
