//! A figure lying on a floor, and the camera that looks at it: the model of the camera fit.
//!
//! Body axes in metres: x to the feet, y away from the camera, z up from the floor; the origin lies under the middle of
//! the hips.

use super::keypoint_offsets::{self, Joint};
use super::scene::Scene;
use crate::motion::body::geometry::{Caudal, Point};
use crate::motion::body::pair::{Depth, Depths, Which};
use crate::motion::body::quality::ImageSize;
use std::ops::Index;

/// The angles that change from frame to frame, radians.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Posture {
    /// Elevation of the raised thigh over the floor.
    pub thigh_rad: f64,
    /// Flexion of the raised knee.
    pub knee_rad: f64,
    /// Elevation of the resting leg.
    pub resting_rad: f64,
}

/// One value for each joint of one side of the figure.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limb<T>([T; Joint::ALL.len()]);

impl<T> Limb<T> {
    pub fn of(each: impl FnMut(Joint) -> T) -> Self {
        Self(Joint::ALL.map(each))
    }
}

impl<T> Index<Joint> for Limb<T> {
    type Output = T;

    fn index(&self, joint: Joint) -> &T {
        &self.0[joint as usize]
    }
}

/// One value for each joint of the figure.
pub type Figure<T> = Depths<Limb<T>>;

/// How many joints the figure has.
pub const JOINTS: usize = 2 * Joint::ALL.len();

/// The figure's joints in the order in which they are compared: near and far shoulder, near and far hip, and so on.
pub fn joints() -> impl Iterator<Item = (Joint, Depth)> {
    Joint::ALL.into_iter().flat_map(|joint| Depth::BOTH.map(|depth| (joint, depth)))
}

/// One frame's keypoints; `None` for those that are not seen.
pub type Sighting = Figure<Option<Point>>;

/// A straight resting leg's knee, radians.
const RESTING_KNEE_RAD: f64 = 0.03;

/// Which leg is raised, and how the figure lies in the image.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    pub caudal: Caudal,
    /// Which leg is raised.
    pub raised: Depth,
    pub size: ImageSize,
}

impl Setting {
    /// The figure's keypoints as the model sees them, pixels.
    pub fn image(&self, scene: &Scene, posture: &Posture) -> Figure<Point> {
        Stage::new(self, scene).image(posture)
    }

    /// A scene that puts a figure of usual size where the hips and the trunk are seen, for a fit to start from.
    pub fn first_guess(&self, hips: Point, trunk_px: f64, yaw_rad: f64) -> Scene {
        let mut scene = Scene(Scene::priors().map(|p| p.mean));
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

/// A body of known build before a known camera, which may take any posture.
pub struct Stage {
    raised: Depth,
    camera: Camera,
    sides: Depths<Build>,
}

/// The parts of one side of the figure that no posture changes: lengths in metres.
struct Build {
    depth: Depth,
    shoulder: [f64; 3],
    hip: [f64; 3],
    thigh: f64,
    shank: f64,
    /// Sine and cosine of how far the leg is turned away from the camera.
    sideways: (f64, f64),
    trunk: f64,
    deviations: Limb<[f64; 2]>,
}

impl Stage {
    pub fn new(setting: &Setting, scene: &Scene) -> Self {
        let sides = Depths::of(|depth| Build::of(scene, depth, depth == setting.raised));
        Self { raised: setting.raised, camera: Camera::new(scene, setting), sides }
    }

    /// The figure's keypoints as the model sees them, pixels.
    pub fn image(&self, posture: &Posture) -> Figure<Point> {
        Figure::of(|depth| {
            let build = &self.sides[depth];
            let keypoints = build.limbs(posture, depth == self.raised).keypoints(build);
            Limb::of(|joint| self.camera.project(keypoints[joint]))
        })
    }
}

impl Build {
    fn of(scene: &Scene, depth: Depth, is_raised: bool) -> Self {
        let outward = if depth == Depth::Near { -1.0 } else { 1.0 };
        let across = |index| outward * scene.length(index) / 2.0;
        let abduction = scene.0[if is_raised { Scene::ABDUCTION_RAISED } else { Scene::ABDUCTION_RESTING }];
        let trunk = scene.length(Scene::LOG_TRUNK);
        Self {
            depth,
            shoulder: [-trunk, across(Scene::LOG_SHOULDER_WIDTH), scene.0[Scene::SHOULDER_HEIGHT]],
            hip: [0.0, across(Scene::LOG_HIP_WIDTH), scene.0[Scene::HIP_HEIGHT]],
            thigh: scene.length(Scene::LOG_THIGH),
            shank: scene.length(Scene::LOG_SHANK),
            sideways: (abduction * outward).sin_cos(),
            trunk,
            deviations: Limb::of(|joint| scene.deviation(joint, depth)),
        }
    }

    fn limbs(&self, posture: &Posture, is_raised: bool) -> Limbs {
        let (thigh_rad, knee_rad) =
            if is_raised { (posture.thigh_rad, posture.knee_rad) } else { (posture.resting_rad, RESTING_KNEE_RAD) };
        let (sideways_sin, sideways_cos) = self.sideways;
        let axes = |elevation: f64| {
            let (sin, cos) = elevation.sin_cos();
            Axes { along: [cos * sideways_cos, sideways_sin, sin], up: [-sin, 0.0, cos] }
        };
        let (thigh, shank) = (axes(thigh_rad), axes(thigh_rad - knee_rad));
        let knee = step(self.hip, thigh.along, self.thigh);
        let ankle = step(knee, shank.along, self.shank);
        let body = Axes { along: [1.0, 0.0, 0.0], up: [0.0, 0.0, 1.0] };
        Limbs {
            raised_rad: is_raised.then_some(thigh_rad),
            joints: Limb([self.shoulder, self.hip, knee, ankle]),
            axes: Limb([body, body, thigh, shank]),
        }
    }
}

/// Shoulder, hip, knee and ankle of one side, in body axes.
struct Limbs {
    /// The thigh's elevation, where this leg is the raised one.
    raised_rad: Option<f64>,
    joints: Limb<[f64; 3]>,
    /// Axes of the segments that end at the joints.
    axes: Limb<Axes>,
}

/// Directions along a segment, away from the head, and square to it, upwards.
#[derive(Clone, Copy)]
struct Axes {
    along: [f64; 3],
    up: [f64; 3],
}

impl Limbs {
    /// Where the model sees the joints, see [`keypoint_offsets`].
    fn keypoints(&self, build: &Build) -> Limb<[f64; 3]> {
        Limb::of(|joint| {
            let usual = keypoint_offsets::usual(joint, build.depth, self.raised_rad);
            let deviation = build.deviations[joint];
            let [along, up] = [0, 1].map(|axis| (usual[axis] + deviation[axis]) * build.trunk);
            step(step(self.joints[joint], self.axes[joint].along, along), self.axes[joint].up, up)
        })
    }
}

fn step(from: [f64; 3], along: [f64; 3], by: f64) -> [f64; 3] {
    std::array::from_fn(|i| from[i] + by * along[i])
}

/// A pinhole camera. Yaw turns the body about the vertical through its hips, positive with the feet away from the
/// camera; pitch is positive looking down; roll is positive with the image turned clockwise.
struct Camera {
    /// +1 with the feet to the image's right.
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
    use crate::motion::body::geometry::elevation_rad;

    fn setting(caudal: Caudal) -> Setting {
        Setting { caudal, raised: Depth::Near, size: ImageSize { width: 640, height: 360 } }
    }

    fn level_scene(setting: &Setting) -> Scene {
        let mut scene = setting.first_guess(Point::new(320.0, 200.0), 130.0, 0.0).level();
        scene.0[Scene::ABDUCTION_RAISED] = 0.0;
        scene
    }

    /// Elevation of the raised leg in the image, from joint to joint.
    fn elevation_deg(setting: &Setting, scene: &Scene, thigh_rad: f64) -> f64 {
        let posture = Posture { thigh_rad, ..Posture::default() };
        let Stage { camera, sides, .. } = Stage::new(setting, scene);
        let joints = sides[setting.raised].limbs(&posture, true).joints;
        elevation_rad(camera.project(joints[Joint::Hip]), camera.project(joints[Joint::Ankle]), setting.caudal)
            .to_degrees()
    }

    #[test]
    fn side_on_and_level_the_image_shows_the_true_elevation() {
        for caudal in [Caudal::Left, Caudal::Right] {
            let setting = setting(caudal);
            assert!((elevation_deg(&setting, &level_scene(&setting), 1.0) - 1.0_f64.to_degrees()).abs() < 1e-6);
        }
    }

    #[test]
    fn a_rolled_camera_turns_the_image_by_its_roll() {
        let setting = setting(Caudal::Right);
        let mut scene = level_scene(&setting);
        scene.0[Scene::ROLL] = 0.1;
        assert!((elevation_deg(&setting, &scene, 1.0) - 0.9_f64.to_degrees()).abs() < 1e-6);
    }

    #[test]
    fn the_first_guess_puts_the_hips_where_they_are_seen() {
        let setting = setting(Caudal::Right);
        let seen = Point::new(300.0, 250.0);
        let mut scene = setting.first_guess(seen, 130.0, 0.0);
        scene.0[Scene::PITCH] = 0.0;
        let keypoints = setting.image(&scene, &Posture::default());
        let off = keypoints[Depth::Near][Joint::Hip].midpoint(keypoints[Depth::Far][Joint::Hip]).distance(seen);
        assert!(off < 15.0, "{off} px: a tenth of the trunk, where hips' keypoints sit");
    }
}
