//! The weight of a vertical or horizontal line of the room, by its length as a part of the image's longer side.

/// Standard deviation of a line's ends, as a part of the longer side (half a pixel of 640).
const END_SD: f64 = 0.5 / 640.0;
/// Standard deviation of things that stand upright or lie level; others lean (Cauchy).
const THING_SD_RAD: f64 = 0.5f64.to_radians();
/// Beyond this many standard deviations a thing leans, and counts less and less.
pub const LEANS_FROM: f64 = 1.2;
/// A line of this length counts once; a longer one is less likely to be part of a plant, a fold or a shadow, and counts
/// by this power of its length, up to a limit.
const USUAL_LENGTH: f64 = 0.0625;
const LONGEST: f64 = 0.3125;
const LENGTH_POWER: f64 = 1.5;

/// The weight of a line of this length.
pub fn count(length: f64) -> f64 {
    (length.min(LONGEST) / USUAL_LENGTH).powf(LENGTH_POWER)
}

/// Standard deviation of the direction of a line of this length, and of the thing that it belongs to, radians.
pub fn sd_rad(length: f64) -> f64 {
    (END_SD / length).hypot(THING_SD_RAD)
}
