//! The measured angle: the thigh's elevation over the floor.

use super::leg_view::LegView;
use super::leg_view::STRAIGHT_KNEE_RAD;
use crate::motion::body::reading::RestingLeg;

/// Shank over thigh, hip centre to knee centre to ankle (anthropometry: 0.246 and 0.245 of the stature; Winter 2009).
const SHANK_OVER_THIGH: f64 = 1.0;
/// Noise of the knee flexion at rest, where the legs hide each other.
const REST_BEND_NOISE_RAD: f64 = 6f64.to_radians();
/// At most this much knee flexion at rest is taken for a knee that cannot be straightened, radians: with more there is
/// no straight leg to raise.
pub const MOST_REST_BEND_RAD: f64 = 12f64.to_radians();
/// Noise of the knee flexion (standard deviation on renders 3–4°, with the model's own drift). Smaller bends are mostly
/// error, so they are shrunk, the smaller the more (Wiener's weight).
const BEND_NOISE_RAD: f64 = 6f64.to_radians();

/// Elevation of the thigh over the floor, from the elevation in the image of the line between the keypoints of hip
/// and ankle, and the knee's bend beyond straight.
pub fn thigh_elevation_rad(line_rad: f64, bend_rad: f64, view: &LegView) -> f64 {
    view.thigh_rad(line_rad) + thigh_over_line_rad(bend_rad) - thigh_over_line_rad(0.0)
}

/// Knee flexion beyond straight: what it reads beyond that of a straight leg in the same view.
///
/// A knee that cannot be straightened is measured against its flexion at rest: `at_rest` is the line and the knee's
/// reading there. That flexion is shrunk, the smaller the more (Wiener's weight), because the legs hide each other at
/// rest.
pub fn knee_bend_rad(line_rad: f64, knee_rad: f64, at_rest: Option<RestingLeg>, view: &LegView) -> f64 {
    let bent = |line: f64, knee: f64| knee - view.straight_knee_rad(line);
    let at_rest = at_rest.map_or(0.0, |rest| bent(rest.leg_rad, rest.knee_flexion_rad).max(0.0));
    bent(line_rad, knee_rad) - believed(at_rest, REST_BEND_NOISE_RAD).min(MOST_REST_BEND_RAD)
}

/// Shrinks an angle that is read with this noise.
fn believed(read_rad: f64, noise_rad: f64) -> f64 {
    if read_rad <= 0.0 { 0.0 } else { read_rad.powi(3) / (read_rad.powi(2) + noise_rad.powi(2)) }
}

/// The angle from the line hip → ankle up to the thigh: that of a straight knee, and the shrunk bend beyond it.
///
/// Exact for the triangle hip–knee–ankle; a knee straighter than at rest is taken as error.
pub fn thigh_over_line_rad(bend_rad: f64) -> f64 {
    let bend = STRAIGHT_KNEE_RAD + believed(bend_rad, BEND_NOISE_RAD);
    (SHANK_OVER_THIGH * bend.sin()).atan2(1.0 + SHANK_OVER_THIGH * bend.cos())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::body::pair::{Depth, Which};

    #[test]
    fn a_bend_lifts_the_thigh_half_its_size_above_the_line() {
        let straight = thigh_elevation_rad(0.5, 0.0, LegView::side_on(Depth::Near));
        let bent = thigh_elevation_rad(0.5, 0.2, LegView::side_on(Depth::Near));
        assert!((bent - straight - 0.1).abs() < 0.025, "most of it");
        let slightly = thigh_elevation_rad(0.5, 0.05, LegView::side_on(Depth::Near));
        assert!(slightly - straight < 0.01, "a bend within the error is hardly believed");
        assert_eq!(thigh_elevation_rad(0.5, -0.2, LegView::side_on(Depth::Near)), straight, "a stretch is noise");
    }

    #[test]
    fn a_straight_knee_reads_no_bend_wherever_the_leg_is() {
        for depth in Depth::BOTH {
            let view = LegView::side_on(depth);
            for line in [0.0_f64, 0.4, 0.9, 1.4] {
                let bend = |knee: f64| knee_bend_rad(line, view.straight_knee_rad(line) + knee, None, view);
                assert!(bend(0.0).abs() < 1e-9);
                assert!((bend(0.2) - 0.2).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn who_cannot_stretch_the_knee_is_measured_against_the_rest() {
        let view = LegView::side_on(Depth::Near);
        let rest = |bent: f64| RestingLeg { leg_rad: 0.0, knee_flexion_rad: view.straight_knee_rad(0.0) + bent };
        let bend = |at_rest| knee_bend_rad(0.9, view.straight_knee_rad(0.9) + 0.3, Some(rest(at_rest)), view);
        assert!(bend(0.3) < 0.1, "most of a stiff knee's bend is its own: {}", bend(0.3));
        assert!(bend(0.03) > 0.29, "a small one may be a misreading: {}", bend(0.03));
        assert_eq!(bend(-0.1), bend(0.0), "a stretched one is a misreading");
    }
}
