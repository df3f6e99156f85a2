//! How a line of the room counts, upright or level, by its length in the image's longer side.

/// Ends of a line are found to about this, in longer sides (half a pixel of 640).
const END_SD: f64 = 0.5 / 640.0;
/// Things in a room stand upright, or lie level, to about this, or they lean (Cauchy).
const THING_SD_RAD: f64 = 0.5f64.to_radians();
/// From here on, in standard deviations, a thing leans and pulls ever less.
pub const LEANS_FROM: f64 = 1.2;
/// A line of this length counts once; a longer one is less likely to be part of a plant, a fold or a shadow, and counts
/// by this power of its length, up to a limit.
const USUAL_LENGTH: f64 = 0.0625;
const LONGEST: f64 = 0.3125;
const LENGTH_POWER: f64 = 1.5;

/// How often a line of this length counts.
pub fn count(length: f64) -> f64 {
    (length.min(LONGEST) / USUAL_LENGTH).powf(LENGTH_POWER)
}

/// How far a line of this length, and the thing that it is of, lean by chance, radians.
pub fn sd_rad(length: f64) -> f64 {
    (END_SD / length).hypot(THING_SD_RAD)
}
