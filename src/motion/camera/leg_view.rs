//! How a camera sees a straight leg: converts the keypoints' lines in the image to angles over the floor.

use super::figure::{Posture, Setting};
use super::keypoint_offsets::Joint;
use super::scene::Scene;
use crate::motion::body::geometry::{Caudal, Point, elevation_rad, wrap_rad};
use crate::motion::body::pair::{Depth, Depths};
use crate::motion::body::quality::ImageSize;

use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// Flexion of a straight knee (renders: 1.5–2.3°). Half of it lies between the thigh and the line hip → ankle.
pub const STRAIGHT_KNEE_RAD: f64 = 2f64.to_radians();

/// Elevations of the thigh at which the view is tabulated, degrees.
const ELEVATIONS_DEG: std::ops::RangeInclusive<i32> = -20..=130;

/// One leg as a camera sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LegView {
    rows: Vec<ViewRow>,
}

/// A straight leg at one elevation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct ViewRow {
    /// Elevation of the line from the hip's keypoint to the ankle's in the image.
    line_rad: f64,
    /// Elevation of the thigh over the floor.
    thigh_rad: f64,
    /// Knee flexion between keypoints with the usual offsets in the image: one body's own offsets cannot be told from a
    /// bent knee.
    knee_rad: f64,
}

impl LegView {
    /// The raised leg of `setting`; `None` where the image's angle does not grow with the leg's.
    pub fn of(setting: &Setting, scene: &Scene) -> Option<Self> {
        let usual = scene.with_usual_keypoints();
        let row = |degrees: i32| {
            let thigh_rad = f64::from(degrees).to_radians();
            let [hip, knee, ankle] = straight_leg(setting, &usual, thigh_rad);
            let elevation = |from, to| elevation_rad(from, to, setting.caudal);
            let knee_rad = wrap_rad(elevation(hip, knee) - elevation(knee, ankle));
            ViewRow { line_rad: line_rad(setting, scene, thigh_rad), thigh_rad, knee_rad }
        };
        let rows: Vec<ViewRow> = ELEVATIONS_DEG.step_by(2).map(row).collect();
        rows.windows(2).all(|w| w[1].line_rad > w[0].line_rad + 1e-4).then_some(Self { rows })
    }

    /// A level camera, side-on: taken if the camera could not be fitted.
    pub fn side_on(depth: Depth) -> &'static Self {
        static VIEWS: LazyLock<Depths<LegView>> = LazyLock::new(|| {
            Depths::of(|raised| {
                let size = ImageSize { width: 1280, height: 720 };
                let setting = Setting { caudal: Caudal::Right, raised, size };
                let scene = setting.first_guess(Point::new(640.0, 360.0), 240.0, 0.0).level();
                LegView::of(&setting, &scene).expect("a level camera sees the angle grow with the leg's")
            })
        });
        &VIEWS[depth]
    }

    /// Elevation over the floor of a straight leg's thigh, for the elevation in the image of the line between the
    /// keypoints of hip and ankle.
    pub fn thigh_rad(&self, line_rad: f64) -> f64 {
        self.at(line_rad, |row| row.thigh_rad)
    }

    /// The flexion that the knee of a straight leg reads in the image.
    pub fn straight_knee_rad(&self, line_rad: f64) -> f64 {
        self.at(line_rad, |row| row.knee_rad)
    }

    /// Interpolates linearly between rows, and extrapolates beyond the table's ends.
    fn at(&self, line_rad: f64, value: fn(&ViewRow) -> f64) -> f64 {
        let after = self.rows.partition_point(|row| row.line_rad < line_rad).clamp(1, self.rows.len() - 1);
        let (low, high) = (&self.rows[after - 1], &self.rows[after]);
        value(low) + (value(high) - value(low)) * (line_rad - low.line_rad) / (high.line_rad - low.line_rad)
    }
}

/// Elevation in the image of the line between the keypoints of hip and ankle, for a straight leg's thigh over the
/// floor.
pub fn line_rad(setting: &Setting, scene: &Scene, thigh_rad: f64) -> f64 {
    let [hip, _, ankle] = straight_leg(setting, scene, thigh_rad);
    elevation_rad(hip, ankle, setting.caudal)
}

/// Keypoints of hip, knee and ankle of a raised straight leg.
fn straight_leg(setting: &Setting, scene: &Scene, thigh_rad: f64) -> [Point; 3] {
    let posture = Posture { thigh_rad, knee_rad: STRAIGHT_KNEE_RAD, ..Posture::default() };
    let leg = setting.image(scene, &posture)[setting.raised];
    [Joint::Hip, Joint::Knee, Joint::Ankle].map(|joint| leg[joint])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::body::pair::Which;

    #[test]
    fn a_level_camera_sees_the_leg_within_the_keypoints_offsets() {
        for depth in Depth::BOTH {
            let view = LegView::side_on(depth);
            for degrees in [0.0_f64, 30.0, 60.0, 90.0] {
                let off = view.thigh_rad(degrees.to_radians()).to_degrees() - degrees;
                assert!((-0.5..4.0).contains(&off), "{degrees}°: {off}°");
            }
        }
    }

    #[test]
    fn a_far_knee_seems_to_bend_as_the_leg_goes_up() {
        let view = LegView::side_on(Depth::Far);
        let reads = |degrees: f64| view.straight_knee_rad(degrees.to_radians()).to_degrees();
        assert!(reads(85.0) - reads(15.0) > 3.0, "{} {}", reads(15.0), reads(85.0));
    }
}
