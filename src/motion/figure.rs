//! A small figure lying on a floor and the camera that looks at it: what the camera fit varies.
//!
//! Body axes in metres: x to the feet, y away from the camera, z up from the floor; the origin lies under the middle of the hips.

use super::geometry::{Caudal, Point};
use super::quality::PictureSize;

/// What is unknown and the same in all pictures; order of [`Scene::PRIOR`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scene(pub [f64; Scene::LEN]);

/// What changes from picture to picture, radians.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Posture {
    /// Elevation of the raised thigh over the floor.
    pub thigh_rad: f64,
    /// Flexion of the raised knee.
    pub knee_rad: f64,
    /// Elevation of the resting leg.
    pub resting_rad: f64,
}

/// Joints of the figure, in the order in which they are compared: near and far shoulder, hip, knee and ankle.
pub const JOINTS: usize = 8;

/// A guess with its standard deviation.
#[derive(Clone, Copy, Debug)]
pub struct Prior {
    pub mean: f64,
    pub sd: f64,
}

const fn prior(mean: f64, sd: f64) -> Prior {
    Prior { mean, sd }
}

impl Scene {
    pub const LEN: usize = 16;
    pub const YAW: usize = 0;
    pub const PITCH: usize = 1;
    pub const ROLL: usize = 2;
    const LOG_FOCAL: usize = 3;
    const SHIFT_X: usize = 4;
    const LOG_DISTANCE: usize = 5;
    const SHIFT_Z: usize = 6;
    const LOG_THIGH: usize = 7;
    const LOG_SHANK: usize = 8;
    const LOG_TRUNK: usize = 9;
    const LOG_HIP_WIDTH: usize = 10;
    const LOG_SHOULDER_WIDTH: usize = 11;
    const HIP_HEIGHT: usize = 12;
    const SHOULDER_HEIGHT: usize = 13;
    const ABDUCTION_RAISED: usize = 14;
    const ABDUCTION_RESTING: usize = 15;

    /// Camera: yaw ±20°, pitch ±14°, roll ±5°, horizontal field of view 66° (55–75° are usual for webcams and phones; the focal length is in
    /// units of the picture's longer side). Body: segment lengths and widths of an adult (Winter 2009) of unknown size, ±6–15 %; the lengths are
    /// natural logarithms, since only ratios of sizes and distance can be seen. Unbounded where the standard deviation is infinite.
    pub const PRIOR: [Prior; Self::LEN] = [
        prior(0.0, 0.35),
        prior(0.0, 0.25),
        prior(0.0, 0.09),
        prior(-0.261_5, 0.15),
        prior(0.0, f64::INFINITY),
        prior(0.7, 0.6),
        prior(0.0, f64::INFINITY),
        prior(-0.891_6, 0.06),
        prior(-0.916_3, 0.06),
        prior(-0.776_5, 0.08),
        prior(-1.772, 0.15),
        prior(-1.139_4, 0.15),
        prior(0.09, 0.03),
        prior(0.09, 0.03),
        prior(0.03, 0.06),
        prior(0.06, 0.08),
    ];

    fn length(&self, index: usize) -> f64 {
        self.0[index].exp()
    }
}

/// Where the model's keypoints sit relative to the joints, in trunk lengths along x, y, z: medians over renders with known joints. Knee and
/// ankle are measured along the thigh and the shank instead.
const NEAR_SHOULDER: [f64; 3] = [-0.035, 0.0, 0.035];
const FAR_SHOULDER: [f64; 3] = [-0.15, 0.0, -0.026];
const NEAR_HIP: [f64; 3] = [0.03, 0.0, 0.05];
const FAR_HIP: [f64; 3] = [0.03, 0.0, 0.07];
const KNEE_ALONG_THIGH: f64 = 0.06;
const ANKLE_ALONG_SHANK: f64 = -0.02;
/// A straight resting leg's knee, radians.
const RESTING_KNEE_RAD: f64 = 0.03;

/// Whether the figure's joints are to be shown where the model sees them, or where they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    AsKeypoints,
    AsJoints,
}

/// Which leg is raised, and how the figure lies in the picture.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    pub caudal: Caudal,
    pub near_is_raised: bool,
    pub size: PictureSize,
}

impl Setting {
    /// The picture of the figure: near shoulder, far shoulder, near hip, … ankle, pixels.
    pub fn picture(&self, scene: &Scene, posture: &Posture, shown: Shown) -> [Point; JOINTS] {
        let camera = Camera::new(scene, self);
        let [near, far] = [true, false].map(|near| self.side(scene, posture, shown, near));
        std::array::from_fn(|i| camera.project(if i % 2 == 0 { near[i / 2] } else { far[i / 2] }))
    }

    /// Shoulder, hip, knee and ankle of one side in body axes.
    fn side(&self, scene: &Scene, posture: &Posture, shown: Shown, near: bool) -> [[f64; 3]; 4] {
        let outward = if near { -1.0 } else { 1.0 };
        let raised = near == self.near_is_raised;
        let (thigh_rad, knee_rad, abduction) = if raised {
            (posture.thigh_rad, posture.knee_rad, scene.0[Scene::ABDUCTION_RAISED])
        } else {
            (posture.resting_rad, RESTING_KNEE_RAD, scene.0[Scene::ABDUCTION_RESTING])
        };
        let trunk = scene.length(Scene::LOG_TRUNK);
        let across = |index| outward * scene.length(index) / 2.0;
        let shoulder = [-trunk, across(Scene::LOG_SHOULDER_WIDTH), scene.0[Scene::SHOULDER_HEIGHT]];
        let hip = [0.0, across(Scene::LOG_HIP_WIDTH), scene.0[Scene::HIP_HEIGHT]];
        let sideways = abduction * outward;
        let direction = |elevation: f64| [elevation.cos() * sideways.cos(), sideways.sin(), elevation.sin()];
        let (along_thigh, along_shank) = (direction(thigh_rad), direction(thigh_rad - knee_rad));
        let knee = step(hip, along_thigh, scene.length(Scene::LOG_THIGH));
        let ankle = step(knee, along_shank, scene.length(Scene::LOG_SHANK));
        if shown == Shown::AsJoints {
            return [shoulder, hip, knee, ankle];
        }
        let (shoulder_offset, hip_offset) = if near { (NEAR_SHOULDER, NEAR_HIP) } else { (FAR_SHOULDER, FAR_HIP) };
        [
            step(shoulder, shoulder_offset, trunk),
            step(hip, hip_offset, trunk),
            step(knee, along_thigh, KNEE_ALONG_THIGH * trunk),
            step(ankle, along_shank, ANKLE_ALONG_SHANK * trunk),
        ]
    }

    /// A scene that puts a figure of usual size where the hips and the trunk are seen, for a fit to start from.
    pub fn first_guess(&self, hips: Point, trunk_px: f64, yaw_rad: f64) -> Scene {
        let mut scene = Scene(Scene::PRIOR.map(|p| p.mean));
        let focal = scene.length(Scene::LOG_FOCAL) * self.longer_side();
        let distance = scene.length(Scene::LOG_TRUNK) * focal / trunk_px.max(1.0);
        let middle = self.middle();
        scene.0[Scene::YAW] = yaw_rad;
        scene.0[Scene::PITCH] = 0.1;
        scene.0[Scene::LOG_DISTANCE] = distance.ln();
        scene.0[Scene::SHIFT_X] = (hips.x - middle.x) / focal * distance;
        scene.0[Scene::SHIFT_Z] = -(hips.y - middle.y) / focal * distance - scene.0[Scene::HIP_HEIGHT];
        scene
    }

    fn longer_side(&self) -> f64 {
        f64::from(self.size.width.max(self.size.height))
    }

    fn middle(&self) -> Point {
        Point::new(f64::from(self.size.width) / 2.0, f64::from(self.size.height) / 2.0)
    }
}

fn step(from: [f64; 3], along: [f64; 3], by: f64) -> [f64; 3] {
    std::array::from_fn(|i| from[i] + by * along[i])
}

/// A pinhole camera. Yaw turns the body about the vertical through its hips, positive with the feet away from the camera; pitch is positive
/// looking down; roll is positive with the picture turned clockwise.
struct Camera {
    /// +1 with the feet to the picture's right.
    mirror: f64,
    yaw: (f64, f64),
    pitch: (f64, f64),
    roll: (f64, f64),
    focal: f64,
    distance: f64,
    shift: (f64, f64),
    middle: Point,
}

impl Camera {
    fn new(scene: &Scene, setting: &Setting) -> Self {
        Self {
            mirror: setting.caudal.sign(),
            yaw: scene.0[Scene::YAW].sin_cos(),
            pitch: scene.0[Scene::PITCH].sin_cos(),
            roll: scene.0[Scene::ROLL].sin_cos(),
            focal: scene.length(Scene::LOG_FOCAL) * setting.longer_side(),
            distance: scene.length(Scene::LOG_DISTANCE),
            shift: (scene.0[Scene::SHIFT_X], scene.0[Scene::SHIFT_Z]),
            middle: setting.middle(),
        }
    }

    fn project(&self, [x, y, z]: [f64; 3]) -> Point {
        let (sin, cos) = self.yaw;
        let across = self.mirror * (cos * x - sin * y) + self.shift.0;
        let (depth, up) = (sin * x + cos * y + self.distance, z + self.shift.1);
        let (sin, cos) = self.pitch;
        let (depth, up) = ((cos * depth - sin * up).max(1e-3), sin * depth + cos * up);
        let (u, v) = (self.focal * across / depth, -self.focal * up / depth);
        let (sin, cos) = self.roll;
        Point::new(cos * u - sin * v, sin * u + cos * v) + self.middle
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::geometry::elevation_rad;

    fn setting(caudal: Caudal) -> Setting {
        Setting { caudal, near_is_raised: true, size: PictureSize { width: 640, height: 360 } }
    }

    fn level_scene(setting: &Setting) -> Scene {
        let mut scene = setting.first_guess(Point::new(320.0, 200.0), 130.0, 0.0);
        scene.0[Scene::PITCH] = 0.0;
        scene.0[Scene::ABDUCTION_RAISED] = 0.0;
        scene
    }

    #[test]
    fn side_on_and_level_the_picture_shows_the_true_elevation() {
        for caudal in [Caudal::Left, Caudal::Right] {
            let setting = setting(caudal);
            let posture = Posture { thigh_rad: 1.0, ..Posture::default() };
            let joints = setting.picture(&level_scene(&setting), &posture, Shown::AsJoints);
            assert!((elevation_rad(joints[2], joints[6], caudal) - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn a_rolled_camera_turns_the_picture_by_its_roll() {
        let setting = setting(Caudal::Right);
        let mut scene = level_scene(&setting);
        scene.0[Scene::ROLL] = 0.1;
        let joints = setting.picture(&scene, &Posture { thigh_rad: 1.0, ..Posture::default() }, Shown::AsJoints);
        assert!((elevation_rad(joints[2], joints[6], Caudal::Right) - 0.9).abs() < 1e-9);
    }

    #[test]
    fn the_first_guess_puts_the_hips_where_they_are_seen() {
        let setting = setting(Caudal::Right);
        let seen = Point::new(300.0, 250.0);
        let mut scene = setting.first_guess(seen, 130.0, 0.0);
        scene.0[Scene::PITCH] = 0.0;
        let joints = setting.picture(&scene, &Posture::default(), Shown::AsJoints);
        assert!(joints[2].midpoint(joints[3]).distance(seen) < 5.0);
    }
}
