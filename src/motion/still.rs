//! What a single picture tells of a leg: no raise shows where the camera stood, so it is taken to stand level and side-on.

use super::joint_angles::JointAngles;
use super::leg_view::LegView;
use super::pose::Side;
use super::quality::{GOOD_YAW_DEG, REFUSED_YAW_DEG, near_side};
use super::thigh::thigh_over_line_rad;

/// Standard uncertainties of [`leg_over_floor_rad`], degrees: up to 15° off side-on, up to 25° (30° as estimated), and beyond. From 86, 30
/// and 28 renders.
const SD_DEG: [f64; 3] = [2.6, 4.4, 7.0];
/// Two standard deviations cover the truth in 95 of 100 pictures.
const COVERAGE: f64 = 2.0;

/// Elevation over the floor of the line from hip to ankle: the keypoints' line, with the keypoints where they usually sit.
pub fn leg_over_floor_rad(angles: &JointAngles, side: Side) -> f64 {
    let view = LegView::side_on(side == near_side(angles.caudal));
    view.thigh_rad(angles.leg(side).leg_rad) - thigh_over_line_rad(0.0)
}

/// The ± of [`leg_over_floor_rad`] for a camera's angle off side-on as estimated, radians.
pub fn uncertainty_rad(yaw_rad: Option<f64>) -> f64 {
    let yaw_deg = yaw_rad.map_or(f64::INFINITY, |yaw| yaw.to_degrees().abs());
    let sd_deg = SD_DEG[usize::from(yaw_deg > GOOD_YAW_DEG) + usize::from(yaw_deg > REFUSED_YAW_DEG)];
    (COVERAGE * sd_deg).to_radians()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::geometry::Caudal;
    use crate::motion::joint_angles::tests::lying_figure;

    #[test]
    fn a_leg_stands_a_little_higher_than_its_keypoints_line() {
        let angles = JointAngles::of(&lying_figure(Caudal::Right, [(0.0, 0.0), (60.0, 0.0)]));
        for side in Side::BOTH {
            let above = (leg_over_floor_rad(&angles, side) - angles.leg(side).leg_rad).to_degrees();
            assert!((0.0..4.0).contains(&above), "{side:?}: {above}°");
        }
    }

    #[test]
    fn the_further_off_side_on_the_wider_the_uncertainty() {
        let [side_on, fair, refused, unknown] =
            [Some(0.1), Some(0.4), Some(-0.6), None].map(|yaw: Option<f64>| uncertainty_rad(yaw));
        assert!(side_on < fair && fair < refused && refused == unknown);
    }
}
