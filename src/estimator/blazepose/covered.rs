//! Paints a raised leg out of an image. Beside a raised leg the model sometimes overlooks the one on the floor, pale on
//! pale; without the raised one it finds it.

use crate::motion::{LegAngles, Point};
use image::{Rgb, RgbImage};

/// Half of the painted width, as a part of the leg's length: the leg, and a strap beside it.
const HALF_WIDTH: f64 = 0.15;
/// The paint's colour is taken this much further out, in the same unit.
const MARGIN: f64 = 0.05;
/// Nothing is painted nearer to the hip than this, in the same unit: the pelvis is there.
const PELVIS: f64 = 0.2;
/// A foot reaches this far beyond its ankle, in the same unit.
const FOOT: f64 = 0.3;

/// The image with `leg` painted over, by what is seen on both sides of it.
pub fn without_leg(image: &RgbImage, leg: &LegAngles) -> RgbImage {
    let length = leg.thigh_and_shank();
    let (line, reach) = (leg.ankle - leg.hip, leg.hip.distance(leg.ankle));
    if reach < 1.0 {
        // the ankle is at the hip: the leg has no direction
        return image.clone();
    }
    let out = Point::new(-line.y, line.x) * (MARGIN / 5.0 * length / reach);
    let toes = leg.ankle + (leg.ankle - leg.knee) * (FOOT * length / leg.knee.distance(leg.ankle).max(1.0));
    let off = |at: Point| at.distance_to_line(leg.hip, leg.knee).min(at.distance_to_line(leg.knee, toes)) / length;
    let is_leg = |at: Point| off(at) < HALF_WIDTH && at.distance(leg.hip) > PELVIS * length;
    let beside = |from: Point, step: Point| {
        let mut at = from;
        while off(at) < HALF_WIDTH + MARGIN {
            at = at + step;
        }
        at
    };
    let mut covered = image.clone();
    for (x, y, pixel) in covered.enumerate_pixels_mut() {
        let at = Point::new(f64::from(x), f64::from(y));
        if is_leg(at) {
            let [one, other] = [out, out * -1.0].map(|step| beside(at, step));
            let share = at.distance(one) / (at.distance(one) + at.distance(other));
            *pixel = mixed(colour(image, one), colour(image, other), share as f32);
        }
    }
    covered
}

/// The colour there; beyond the edge that of the edge.
fn colour(image: &RgbImage, at: Point) -> Rgb<u8> {
    let within = |v: f64, size: u32| v.round().clamp(0.0, f64::from(size - 1)) as u32;
    *image.get_pixel(within(at.x, image.width()), within(at.y, image.height()))
}

fn mixed(one: Rgb<u8>, other: Rgb<u8>, share: f32) -> Rgb<u8> {
    let mix = |(a, b): (u8, u8)| (f32::from(a) + (f32::from(b) - f32::from(a)) * share).round() as u8;
    Rgb(std::array::from_fn(|c| mix((one.0[c], other.0[c]))))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLOOR: Rgb<u8> = Rgb([90, 120, 150]);
    const TROUSERS: Rgb<u8> = Rgb([10, 10, 10]);

    /// A leg up at 45°, bent by so much at the knee, one on the floor, and where the hip is.
    fn legs(bend: f64) -> (RgbImage, LegAngles) {
        let hip = Point::new(60.0, 180.0);
        let towards = |angle: f64| Point::new(angle.cos(), -angle.sin()) * 80.0;
        let knee = hip + towards(0.8);
        let ankle = knee + towards(0.8 - bend);
        let near = |at: Point, from: Point, to: Point| at.distance_to_line(from, to) < 10.0;
        let image = RgbImage::from_fn(300, 220, |x, y| {
            let at = Point::new(f64::from(x), f64::from(y));
            let lies = near(at, hip, hip + Point::new(160.0, 0.0));
            if near(at, hip, knee) || near(at, knee, ankle) || lies { TROUSERS } else { FLOOR }
        });
        let length = hip.distance(ankle);
        let (ankle_rad, visibility) = (None, 1.0);
        (
            image,
            LegAngles {
                thigh_rad: 0.8,
                leg_rad: 0.8,
                knee_flexion_rad: bend,
                ankle_rad,
                visibility,
                hip,
                knee,
                ankle,
                length,
            },
        )
    }

    #[test]
    fn a_raised_leg_vanishes_and_the_other_stays() {
        for bend in [0.0, 0.6] {
            let (image, leg) = legs(bend);
            let covered = without_leg(&image, &leg);
            for at in [leg.knee, leg.ankle, leg.knee.midpoint(leg.ankle)] {
                assert_eq!((colour(&image, at), colour(&covered, at)), (TROUSERS, FLOOR), "{bend} {at:?}");
            }
            for reach in [0.0, 100.0, 150.0] {
                assert_eq!(colour(&covered, leg.hip + Point::new(reach, 0.0)), TROUSERS, "{bend} {reach}");
            }
        }
    }

    #[test]
    fn a_leg_that_is_folded_to_nothing_or_beyond_the_image_covers_nothing() {
        let (image, leg) = legs(0.0);
        for knee in [leg.hip, leg.knee] {
            let folded = LegAngles { knee, ankle: leg.hip, ..leg };
            assert_eq!(without_leg(&image, &folded), image);
        }
        let away = Point::new(4000.0, 0.0);
        let beyond = LegAngles { hip: leg.hip + away, knee: leg.knee + away, ankle: leg.ankle + away, ..leg };
        assert_eq!(without_leg(&image, &beyond), image);
    }
}
