//! A leg's elevation in a single image. Without a raise the camera's position cannot be fitted, so it is taken to be
//! side-on, and as level as the room's lines say.

use super::camera_roll::CameraRoll;
use super::leg_view::LegView;
use super::scene::Scene;
use super::thigh::thigh_over_line_rad;
use crate::motion::body::joint_angles::JointAngles;
use crate::motion::body::pose::Side;
use crate::motion::body::quality::{ViewQuality, depth_of};

/// Standard uncertainties of [`leg_over_floor_rad`], degrees, for good, fair and poor views: of 86, 30 and 28 renders
/// up to 15°, up to 25° and further off side-on.
const SD_DEG: [f64; 3] = [2.6, 4.4, 7.0];
/// Two standard deviations cover the truth in 95 of 100 images.
const COVERAGE: f64 = 2.0;

/// Elevation of the line from hip to ankle over the floor: that of the keypoints' line, corrected for the usual
/// keypoint offsets and for the camera's roll.
pub fn leg_over_floor_rad(angles: &JointAngles, side: Side, camera_roll: Option<CameraRoll>) -> f64 {
    let view = LegView::side_on(depth_of(side, angles.caudal));
    let roll_rad = camera_roll.map_or(0.0, |camera_roll| Scene::roll_with(camera_roll).mean);
    view.thigh_rad(angles.legs[side].leg_rad + angles.caudal.sign() * roll_rad) - thigh_over_line_rad(0.0)
}

/// The ± of [`leg_over_floor_rad`], radians.
pub fn uncertainty_rad(view: ViewQuality) -> f64 {
    (COVERAGE * SD_DEG[view as usize]).to_radians()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::body::geometry::Caudal;
    use crate::motion::body::lying_figure::lying_figure;

    #[test]
    fn a_leg_stands_a_little_higher_than_its_keypoints_line() {
        let angles = JointAngles::of(&lying_figure(Caudal::Right, [(0.0, 0.0), (60.0, 0.0)]));
        for side in Side::BOTH {
            let above = (leg_over_floor_rad(&angles, side, None) - angles.legs[side].leg_rad).to_degrees();
            assert!((0.0..4.0).contains(&above), "{side:?}: {above}°");
        }
    }

    #[test]
    fn the_poorer_the_view_the_wider_the_uncertainty() {
        let [good, fair, poor] = [ViewQuality::Good, ViewQuality::Fair, ViewQuality::Poor].map(uncertainty_rad);
        assert!(good < fair && fair < poor);
    }
}
