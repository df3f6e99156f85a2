//! The direction of the vertical in the image, from upright lines of the room: door frames, shelves, corners.
//!
//! The body alone tells a camera's tilt only as exactly as it is known how flat a body lies; a door frame tells it to a
//! fifth of a degree.

use super::room_line::{LEANS_FROM, count, sd_rad};
use serde::{Deserialize, Serialize};
use std::f64::consts::PI;

/// A line in the image that may stand upright in the room.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UprightLine {
    /// Lean off the image's vertical, positive clockwise, radians.
    pub lean_rad: f64,
    /// Distance of its middle from the image's middle, to the right, in the image's longer side.
    pub off_centre: f64,
    /// Length in the image's longer side.
    pub length: f64,
}

/// How far the camera is turned about the direction in which it looks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CameraRoll {
    /// Roll of the camera, positive with the image turned clockwise, radians.
    pub roll_rad: f64,
    /// Standard uncertainty, radians.
    pub sd_rad: f64,
}

/// Prior standard deviation of the roll: people notice a camera that is tilted further.
const ROLL_SD_RAD: f64 = 3f64.to_radians();
/// Prior standard deviation of the convergence: a camera that looks down or up sees upright lines converge, by its
/// pitch over its focal length (in longer sides).
const CONVERGENCE_SD_RAD: f64 = 0.3;
/// Lines within this of the vertical agree with it, and at least [`MIN_AGREEING`] must: any two lines have a common
/// vertical.
const AGREE_RAD: f64 = 0.8f64.to_radians();
const MIN_AGREEING: usize = 3;
/// Lines that agree must make up this part of all that was seen.
const MIN_SHARE: f64 = 0.75;
/// A vertical with a larger standard deviation than this is not used.
const MAX_SD_RAD: f64 = 1f64.to_radians();
/// The least standard deviation: in 38 rendered rooms the roll was off by 0.35° (root mean square), however small the
/// estimate.
const LEAST_SD_RAD: f64 = 0.35f64.to_radians();
/// Where the search starts: roll in steps over this range, converging or not.
const START_ROLLS_DEG: std::ops::RangeInclusive<i32> = -8..=8;
const START_CONVERGENCES_RAD: [f64; 3] = [-0.3, 0.0, 0.3];
const ROUNDS: usize = 10;

/// Roll, and how fast lines lean with the distance from the image's middle.
#[derive(Clone, Copy)]
struct Lean {
    roll_rad: f64,
    convergence_rad: f64,
}

impl Lean {
    /// How far a line is from being upright.
    fn off_rad(&self, line: &UprightLine) -> f64 {
        line.lean_rad - self.roll_rad - self.convergence_rad * line.off_centre
    }
}

impl CameraRoll {
    /// Whether its numbers are possible.
    pub fn is_possible(&self) -> bool {
        self.roll_rad.abs() <= PI && self.sd_rad > 0.0 && self.sd_rad <= PI
    }

    /// The roll from an image's lines, by robust least squares over their leans; some of them may not be upright.
    /// `None` if they do not agree on a vertical.
    pub fn of(lines: &[UprightLine]) -> Option<Self> {
        let starts = START_ROLLS_DEG.flat_map(|roll| START_CONVERGENCES_RAD.map(|c| (f64::from(roll).to_radians(), c)));
        let found = starts.map(|(roll_rad, convergence_rad)| settle(lines, Lean { roll_rad, convergence_rad }));
        let (lean, variance, _) = found.min_by(|a, b| a.2.total_cmp(&b.2))?;
        let weight = |line: &UprightLine| count(line.length);
        let agreeing = || lines.iter().filter(|line| lean.off_rad(line).abs() < AGREE_RAD);
        let share = agreeing().map(weight).sum::<f64>() / lines.iter().map(weight).sum::<f64>();
        let sd_rad = variance.sqrt();
        (agreeing().count() >= MIN_AGREEING && share >= MIN_SHARE && sd_rad < MAX_SD_RAD)
            .then_some(Self { roll_rad: lean.roll_rad, sd_rad: sd_rad.max(LEAST_SD_RAD) })
    }
}

/// Iteratively reweighted least squares from `lean` on: where it leads, the variance of the roll there, and the cost.
fn settle(lines: &[UprightLine], mut lean: Lean) -> (Lean, f64, f64) {
    let mut variance = ROLL_SD_RAD * ROLL_SD_RAD;
    for _ in 0..ROUNDS {
        // normal equations of roll and convergence, with their priors
        let (mut a, mut b, mut c) = (ROLL_SD_RAD.powi(-2), 0.0, CONVERGENCE_SD_RAD.powi(-2));
        let (mut right_roll, mut right_convergence) = (0.0, 0.0);
        for line in lines {
            let (share, sd) = (count(line.length), sd_rad(line.length));
            let weight = share / sd.powi(2) / (1.0 + (lean.off_rad(line) / sd / LEANS_FROM).powi(2));
            a += weight;
            b += weight * line.off_centre;
            c += weight * line.off_centre.powi(2);
            right_roll += weight * line.lean_rad;
            right_convergence += weight * line.lean_rad * line.off_centre;
        }
        let determinant = a * c - b * b;
        lean = Lean {
            roll_rad: (c * right_roll - b * right_convergence) / determinant,
            convergence_rad: (a * right_convergence - b * right_roll) / determinant,
        };
        variance = c / determinant;
    }
    let loss = |line: &UprightLine| {
        count(line.length)
            * LEANS_FROM.powi(2)
            * (lean.off_rad(line) / sd_rad(line.length) / LEANS_FROM).powi(2).ln_1p()
    };
    let priors = (lean.roll_rad / ROLL_SD_RAD).powi(2) + (lean.convergence_rad / CONVERGENCE_SD_RAD).powi(2);
    (lean, variance, lines.iter().map(loss).sum::<f64>() + priors)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Upright lines as a camera sees them, then lines that stand anyhow.
    fn room(roll_deg: f64, convergence_rad: f64, upright: usize, others_deg: &[f64]) -> Vec<UprightLine> {
        let place = |i: usize| -0.4 + 0.8 * (i as f64 * 0.618).fract();
        let line = |i: usize, lean_rad| UprightLine { lean_rad, off_centre: place(i), length: 0.15 };
        let upright = (0..upright).map(|i| line(i, roll_deg.to_radians() + convergence_rad * place(i)));
        let others = others_deg.iter().enumerate().map(|(i, lean)| line(i + 7, lean.to_radians()));
        upright.chain(others).collect()
    }

    fn roll_deg(lines: &[UprightLine]) -> Option<f64> {
        CameraRoll::of(lines).map(|camera_roll| camera_roll.roll_rad.to_degrees())
    }

    #[test]
    fn upright_lines_tell_the_roll_wherever_the_camera_looks() {
        for roll in [-4.0, 0.0, 3.5] {
            for convergence in [-0.3, 0.0, 0.2] {
                let found = roll_deg(&room(roll, convergence, 5, &[])).unwrap();
                assert!((found - roll).abs() < 0.3, "{roll}° {convergence}: {found}°");
            }
        }
    }

    #[test]
    fn what_leans_does_not_count() {
        let found = roll_deg(&room(2.0, 0.1, 7, &[-9.0, 8.0])).unwrap();
        assert!((found - 2.0).abs() < 0.3, "{found}°");
    }

    #[test]
    fn lines_that_agree_on_nothing_tell_nothing() {
        assert_eq!(roll_deg(&[]), None);
        assert_eq!(roll_deg(&room(0.0, 0.0, 2, &[])), None, "through any two lines a vertical can be laid");
        assert_eq!(roll_deg(&room(0.0, 0.0, 0, &[-9.0, 5.0, -2.0, 9.0, 1.0, -5.0])), None);
    }
}
