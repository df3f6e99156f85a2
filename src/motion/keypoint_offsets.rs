//! Where the model puts the keypoints of somebody who lies on the back, relative to the joints that they are named for.
//!
//! Learned from 31 rendered recordings of random bodies with known joints (Huber means over the recordings, while the knee was straight). Lengths are in trunk
//! lengths: `along` the body or the segment that ends at the joint, away from the head; `up` square to it, where the front of a lying body is.

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

/// What a raised leg's offset does between flat and upright.
struct Path {
    along: [f64; KNOTS_DEG.len()],
    up: [f64; KNOTS_DEG.len()],
}

/// Of hip, knee and ankle.
const NEAR: [Path; 3] = [
    Path { along: [0.017, 0.008, 0.014, -0.001, -0.011, -0.030], up: [0.048, 0.060, 0.068, 0.064, 0.070, 0.068] },
    Path { along: [0.029, 0.012, 0.042, 0.055, 0.085, 0.090], up: [0.017, -0.001, 0.008, 0.017, 0.006, 0.000] },
    Path { along: [-0.055, -0.048, -0.025, -0.010, 0.003, 0.000], up: [0.000, -0.006, 0.005, 0.008, 0.006, 0.000] },
];
const FAR: [Path; 3] = [
    Path { along: [0.053, 0.058, 0.047, 0.026, 0.012, 0.004], up: [0.079, 0.095, 0.097, 0.083, 0.060, 0.050] },
    Path { along: [0.096, 0.096, 0.082, 0.060, 0.045, 0.042], up: [0.008, -0.008, -0.002, 0.011, 0.017, 0.017] },
    Path { along: [-0.006, -0.018, -0.018, -0.010, -0.006, -0.010], up: [-0.006, 0.018, 0.018, 0.018, 0.014, 0.008] },
];
/// A resting leg's and the shoulders', by [`Joint`]: along, up.
const NEAR_AT_REST: [[f64; 2]; 4] = [[-0.040, 0.034], [0.059, 0.047], [0.071, 0.001], [-0.020, 0.006]];
const FAR_AT_REST: [[f64; 2]; 4] = [[-0.191, -0.029], [0.010, 0.041], [0.040, 0.025], [-0.017, 0.023]];
/// Standard deviations between bodies, clothes and views.
const NEAR_SD: [[f64; 2]; 4] = [[0.020, 0.024], [0.038, 0.028], [0.032, 0.020], [0.028, 0.012]];
const FAR_SD: [[f64; 2]; 4] = [[0.072, 0.045], [0.058, 0.032], [0.032, 0.021], [0.024, 0.015]];

/// The usual offset of a joint's keypoint, along and up; `raised_rad` is the thigh's elevation on the side of a raised leg.
pub fn usual(joint: Joint, near: bool, raised_rad: Option<f64>) -> [f64; 2] {
    let paths = if near { &NEAR } else { &FAR };
    match (raised_rad, (joint as usize).checked_sub(1)) {
        (Some(rad), Some(path)) => {
            let path = &paths[path];
            [&path.along, &path.up].map(|offsets| between_knots(offsets, rad.to_degrees()))
        }
        _ => (if near { NEAR_AT_REST } else { FAR_AT_REST })[joint as usize],
    }
}

/// How far one body's offsets are from the usual ones: standard deviations along and up.
pub fn spread(joint: usize, near: bool) -> [f64; 2] {
    if near { NEAR_SD[joint] } else { FAR_SD[joint] }
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
            [0.0, 15.0, 7.5, 87.0, 120.0].map(|deg: f64| usual(Joint::Hip, true, Some(deg.to_radians())));
        assert!((between[0] - (flat[0] + half[0]) / 2.0).abs() < 1e-9);
        assert_eq!(upright, beyond);
        assert_eq!(usual(Joint::Hip, true, Some(-0.2)), flat);
    }
}
