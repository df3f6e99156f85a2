//! Where the model puts the keypoints of somebody who lies on the back, relative to the joints that they are named for.
//!
//! Learned from 123 rendered recordings of random bodies with known joints (31 first; then 92, in a ridge regression
//! towards the first, with Huber weights, while the knee was straight). Lengths are in trunk lengths: `along` the body
//! or the segment that ends at the joint, away from the head; `up` square to it, where the front of a lying body is.

use crate::motion::body::pair::Depth;

/// Elevations of the thigh at which a raised leg's offsets were learned, degrees; linear in between.
const KNOTS_DEG: [f64; 6] = [0.0, 15.0, 31.0, 50.0, 69.0, 87.0];

/// A joint that the fit compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    Shoulder,
    Hip,
    Knee,
    Ankle,
}

impl Joint {
    pub const ALL: [Self; 4] = [Self::Shoulder, Self::Hip, Self::Knee, Self::Ankle];
}

/// A raised leg's offset at each of [`KNOTS_DEG`].
struct Path {
    along: [f64; KNOTS_DEG.len()],
    up: [f64; KNOTS_DEG.len()],
}

/// Offsets of hip, knee and ankle.
const NEAR: [Path; 3] = [
    Path { along: [0.064, 0.037, 0.037, 0.018, -0.006, -0.033], up: [0.049, 0.073, 0.072, 0.055, 0.044, 0.035] },
    Path { along: [0.046, 0.016, 0.045, 0.052, 0.088, 0.079], up: [0.022, 0.010, 0.010, 0.018, 0.014, 0.008] },
    Path { along: [-0.053, -0.050, -0.029, -0.015, -0.001, -0.005], up: [0.007, 0.001, 0.016, 0.013, 0.012, 0.007] },
];
const FAR: [Path; 3] = [
    Path { along: [0.092, 0.099, 0.091, 0.065, 0.028, 0.019], up: [0.073, 0.104, 0.114, 0.104, 0.100, 0.084] },
    Path { along: [0.112, 0.094, 0.063, 0.060, 0.064, 0.062], up: [0.017, -0.015, 0.004, 0.015, 0.010, 0.012] },
    Path { along: [-0.013, -0.025, -0.030, -0.017, 0.000, -0.001], up: [-0.003, 0.020, 0.021, 0.021, 0.025, 0.017] },
];
/// A resting leg's and the shoulders', by [`Joint`]: along, up.
const NEAR_AT_REST: [[f64; 2]; 4] = [[-0.044, 0.026], [0.066, 0.038], [0.045, 0.013], [-0.034, 0.005]];
const FAR_AT_REST: [[f64; 2]; 4] = [[-0.155, -0.022], [0.083, 0.076], [0.110, 0.019], [0.018, 0.012]];
/// Standard deviations between bodies, clothes and views.
const NEAR_SD: [[f64; 2]; 4] = [[0.029, 0.031], [0.049, 0.024], [0.042, 0.022], [0.027, 0.017]];
const FAR_SD: [[f64; 2]; 4] = [[0.085, 0.058], [0.069, 0.036], [0.050, 0.026], [0.049, 0.030]];

/// The usual offset of a joint's keypoint, along and up; `raised_rad` is the thigh's elevation on the side of a raised
/// leg.
pub fn usual(joint: Joint, depth: Depth, raised_rad: Option<f64>) -> [f64; 2] {
    let paths = if depth == Depth::Near { &NEAR } else { &FAR };
    match (raised_rad, (joint as usize).checked_sub(1)) {
        (Some(rad), Some(path)) => {
            let path = &paths[path];
            [&path.along, &path.up].map(|offsets| between_knots(offsets, rad.to_degrees()))
        }
        _ => (if depth == Depth::Near { NEAR_AT_REST } else { FAR_AT_REST })[joint as usize],
    }
}

/// How far one body's offsets are from the usual ones: standard deviations along and up.
pub fn spread(joint: Joint, depth: Depth) -> [f64; 2] {
    (if depth == Depth::Near { NEAR_SD } else { FAR_SD })[joint as usize]
}

fn between_knots(values: &[f64; KNOTS_DEG.len()], degrees: f64) -> f64 {
    let after = KNOTS_DEG.partition_point(|knot| *knot < degrees).clamp(1, KNOTS_DEG.len() - 1);
    let (low, high) = (KNOTS_DEG[after - 1], KNOTS_DEG[after]);
    let share = ((degrees - low) / (high - low)).clamp(0.0, 1.0);
    values[after - 1] + (values[after] - values[after - 1]) * share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_linear_between_the_knots_and_constant_beyond() {
        let [flat, half, between, upright, beyond] =
            [0.0, 15.0, 7.5, 87.0, 120.0].map(|deg: f64| usual(Joint::Hip, Depth::Near, Some(deg.to_radians())));
        assert!((between[0] - (flat[0] + half[0]) / 2.0).abs() < 1e-9);
        assert_eq!(upright, beyond);
        assert_eq!(usual(Joint::Hip, Depth::Near, Some(-0.2)), flat);
    }
}
