//! A leg's elevation in a single image. Without a raise the camera's position cannot be fitted, so it is taken to be
//! side-on, and as level as the room's lines say.

use super::camera_roll::CameraRoll;
use super::leg_view::LegView;
use super::scene::Scene;
use super::thigh::thigh_over_line_rad;
use crate::motion::body::geometry::turned_together_rad;
use crate::motion::body::joint_angles::JointAngles;
use crate::motion::body::pose::Side;
use crate::motion::body::quality::{ViewQuality, depth_of};

/// Standard uncertainties of [`leg_over_floor_rad`], degrees, for good, fair and poor views: of 86, 30 and 28 renders
/// up to 15°, up to 25° and further off side-on.
const SD_DEG: [f64; 3] = [2.6, 4.4, 7.0];
/// The trunk of somebody who lies flat reads 0…+12° and the leg on the floor −4…+4°, not both far off one way.
const LYING_RAD: f64 = 4.5f64.to_radians();
/// Two standard deviations cover the truth in 95 of 100 images.
const COVERAGE: f64 = 2.0;

/// Elevation of the line from hip to ankle over the floor: that of the keypoints' line, corrected for the usual
/// keypoint offsets and for the camera's roll.
pub fn leg_over_floor_rad(angles: &JointAngles, side: Side, camera_roll: Option<CameraRoll>) -> f64 {
    let view = LegView::side_on(depth_of(side, angles.caudal));
    let roll_rad = camera_roll.map_or(0.0, |camera_roll| Scene::roll_with(camera_roll).mean);
    view.thigh_rad(angles.legs[side].leg_rad + angles.caudal.sign() * roll_rad) - thigh_over_line_rad(0.0)
}

/// The ± of [`leg_over_floor_rad`], radians: wider where body and image are askew and no line of the room tells why.
pub fn uncertainty_rad(view: ViewQuality, angles: &JointAngles, camera_roll: Option<CameraRoll>) -> f64 {
    let lower_rad = Side::BOTH.map(|side| angles.legs[side].leg_rad).into_iter().fold(f64::INFINITY, f64::min);
    let askew_rad = if camera_roll.is_some() { 0.0 } else { askew_rad(lower_rad, angles.trunk_rad) };
    (COVERAGE * SD_DEG[view as usize]).to_radians() + askew_rad
}

/// How far a leg and the trunk, which lie on one floor, are both off the image's horizontal the same way, beyond what a
/// body does by itself.
pub fn askew_rad(leg_rad: f64, trunk_rad: f64) -> f64 {
    turned_together_rad([leg_rad, trunk_rad], LYING_RAD)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::body::geometry::{Caudal, Point};
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
        let angles = JointAngles::of(&lying_figure(Caudal::Right, [(0.0, 0.0), (60.0, 0.0)]));
        let [good, fair, poor] =
            [ViewQuality::Good, ViewQuality::Fair, ViewQuality::Poor].map(|view| uncertainty_rad(view, &angles, None));
        assert!(good < fair && fair < poor);
    }

    #[test]
    fn an_image_held_askew_widens_the_uncertainty_unless_the_room_tells_the_tilt() {
        for (tilt_deg, is_wider) in [(-10.0_f64, true), (-2.0, false), (0.0, false), (10.0, true)] {
            let (sin, cos) = tilt_deg.to_radians().sin_cos();
            let figure = lying_figure(Caudal::Right, [(0.0, 0.0), (60.0, 0.0)]);
            let angles =
                JointAngles::of(&figure.mapped(|at| Point::new(cos * at.x - sin * at.y, sin * at.x + cos * at.y)));
            let uncertainty = |roll| uncertainty_rad(ViewQuality::Good, &angles, roll);
            let told = Some(CameraRoll { roll_rad: tilt_deg.to_radians(), sd_rad: 0.006 });
            assert_eq!(uncertainty(None) > uncertainty(told) + 0.1, is_wider, "{tilt_deg}°");
        }
    }
}
