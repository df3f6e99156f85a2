//! A small figure lying on a floor and the camera that looks at it: what the camera fit varies.
//!
//! Body axes in metres: x to the feet, y away from the camera, z up from the floor; the origin lies under the middle of the hips.

use super::keypoint_offsets::{self, Joint};
use super::plumb::Plumb;
use crate::motion::body::geometry::{Caudal, Point};
use crate::motion::body::quality::PictureSize;

/// What is unknown and the same in all pictures; order of [`Scene::priors`].
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

/// One picture's keypoints: near and far shoulder, hip, knee, ankle; `None` for those that are not believed.
pub type Sighting = [Option<Point>; JOINTS];

/// A guess with its standard deviation.
#[derive(Clone, Copy, Debug)]
pub struct Prior {
    pub mean: f64,
    pub sd: f64,
}

impl Prior {
    /// Both together, as two measurements of one thing.
    fn with(self, other: Self) -> Self {
        let (a, b) = (self.sd.powi(-2), other.sd.powi(-2));
        Self { mean: (a * self.mean + b * other.mean) / (a + b), sd: (a + b).sqrt().recip() }
    }
}

const fn prior(mean: f64, sd: f64) -> Prior {
    Prior { mean, sd }
}

impl Scene {
    pub const LEN: usize = Self::DEVIATIONS + 2 * JOINTS;
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
    /// From here on: how this body's keypoints deviate from the usual [`keypoint_offsets`], along and up, in the order of the joints.
    const DEVIATIONS: usize = 16;

    /// Camera: yaw ±20°, looking down by 6° ±11°, roll ±3.4°, horizontal field of view 66° (55–75° are usual for webcams and phones; the focal
    /// length is in units of the picture's longer side). Body: segment lengths and widths of an adult (Winter 2009, and the rendered bodies) of
    /// unknown size, ±8–15 %; the lengths are natural logarithms, since only ratios of sizes and distance can be seen. Unbounded where the
    /// standard deviation is infinite.
    const CAMERA_AND_BODY: [Prior; Self::DEVIATIONS] = [
        prior(0.0, 0.35),
        prior(0.1, 0.2),
        prior(0.0, 0.06),
        prior(-0.261_5, 0.15),
        prior(0.0, f64::INFINITY),
        prior(0.7, 0.6),
        prior(0.0, f64::INFINITY),
        prior(-0.892, 0.08),
        prior(-0.876, 0.08),
        prior(-0.777, 0.02),
        prior(-1.672, 0.15),
        prior(-1.089, 0.15),
        prior(0.093, 0.015),
        prior(0.093, 0.015),
        prior(0.03, 0.06),
        prior(0.06, 0.08),
    ];

    /// What is known of any scene before a picture is seen.
    pub fn priors() -> [Prior; Self::LEN] {
        let deviation = |n: usize| prior(0.0, keypoint_offsets::spread(n / 4, (n / 2).is_multiple_of(2))[n % 2]);
        std::array::from_fn(|i| match i.checked_sub(Self::DEVIATIONS) {
            None => Self::CAMERA_AND_BODY[i],
            Some(n) => deviation(n),
        })
    }

    /// What is known of the roll in a room whose vertical was seen.
    pub fn roll_with(plumb: Plumb) -> Prior {
        Self::CAMERA_AND_BODY[Self::ROLL].with(Prior { mean: plumb.roll_rad, sd: plumb.sd_rad })
    }

    /// The same scene with a body whose keypoints sit where they usually do.
    pub fn with_usual_keypoints(mut self) -> Self {
        self.0[Self::DEVIATIONS..].fill(0.0);
        self
    }

    /// The scene with one of its numbers changed by `step`.
    pub fn moved(mut self, index: usize, step: f64) -> Self {
        self.0[index] += step;
        self
    }

    /// The same scene before a level camera, square to the body's side.
    pub fn level(mut self) -> Self {
        (self.0[Self::YAW], self.0[Self::PITCH], self.0[Self::ROLL]) = (0.0, 0.0, 0.0);
        self
    }

    fn length(&self, index: usize) -> f64 {
        self.0[index].exp()
    }
}

/// A straight resting leg's knee, radians.
const RESTING_KNEE_RAD: f64 = 0.03;

/// Which leg is raised, and how the figure lies in the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    pub caudal: Caudal,
    pub near_is_raised: bool,
    pub size: PictureSize,
}

impl Setting {
    /// The figure's keypoints as the model sees them: near shoulder, far shoulder, near hip, … ankle, pixels.
    pub fn picture(&self, scene: &Scene, posture: &Posture) -> [Point; JOINTS] {
        let camera = Camera::new(scene, self);
        let [near, far] = [true, false].map(|near| self.limbs(scene, posture, near).keypoints(scene));
        std::array::from_fn(|i| camera.project(if i % 2 == 0 { near[i / 2] } else { far[i / 2] }))
    }

    /// One side of the figure in body axes.
    fn limbs(&self, scene: &Scene, posture: &Posture, near: bool) -> Limbs {
        let outward = if near { -1.0 } else { 1.0 };
        let raised = near == self.near_is_raised;
        let (thigh_rad, knee_rad, abduction) = if raised {
            (posture.thigh_rad, posture.knee_rad, scene.0[Scene::ABDUCTION_RAISED])
        } else {
            (posture.resting_rad, RESTING_KNEE_RAD, scene.0[Scene::ABDUCTION_RESTING])
        };
        let across = |index| outward * scene.length(index) / 2.0;
        let shoulder =
            [-scene.length(Scene::LOG_TRUNK), across(Scene::LOG_SHOULDER_WIDTH), scene.0[Scene::SHOULDER_HEIGHT]];
        let hip = [0.0, across(Scene::LOG_HIP_WIDTH), scene.0[Scene::HIP_HEIGHT]];
        let sideways = abduction * outward;
        let axes = |elevation: f64| Axes {
            along: [elevation.cos() * sideways.cos(), sideways.sin(), elevation.sin()],
            up: [-elevation.sin(), 0.0, elevation.cos()],
        };
        let (thigh, shank) = (axes(thigh_rad), axes(thigh_rad - knee_rad));
        let knee = step(hip, thigh.along, scene.length(Scene::LOG_THIGH));
        let ankle = step(knee, shank.along, scene.length(Scene::LOG_SHANK));
        let body = Axes { along: [1.0, 0.0, 0.0], up: [0.0, 0.0, 1.0] };
        Limbs {
            near,
            raised_rad: raised.then_some(thigh_rad),
            joints: [shoulder, hip, knee, ankle],
            axes: [body, body, thigh, shank],
        }
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

/// Shoulder, hip, knee and ankle of one side, in body axes.
struct Limbs {
    near: bool,
    /// The thigh's elevation, where this leg is the raised one.
    raised_rad: Option<f64>,
    joints: [[f64; 3]; 4],
    /// Of the segments that end at the joints.
    axes: [Axes; 4],
}

/// Directions along a segment, away from the head, and square to it, upwards.
#[derive(Clone, Copy)]
struct Axes {
    along: [f64; 3],
    up: [f64; 3],
}

impl Limbs {
    /// Where the model sees the joints, see [`keypoint_offsets`].
    fn keypoints(&self, scene: &Scene) -> [[f64; 3]; 4] {
        let trunk = scene.length(Scene::LOG_TRUNK);
        Joint::ALL.map(|joint| {
            let i = joint as usize;
            let usual = keypoint_offsets::usual(joint, self.near, self.raised_rad);
            let deviation = &scene.0[Scene::DEVIATIONS + 4 * i + 2 * usize::from(!self.near)..][..2];
            let [along, up] = [0, 1].map(|axis| (usual[axis] + deviation[axis]) * trunk);
            step(step(self.joints[i], self.axes[i].along, along), self.axes[i].up, up)
        })
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
    use crate::motion::body::geometry::elevation_rad;

    fn setting(caudal: Caudal) -> Setting {
        Setting { caudal, near_is_raised: true, size: PictureSize { width: 640, height: 360 } }
    }

    fn level_scene(setting: &Setting) -> Scene {
        let mut scene = setting.first_guess(Point::new(320.0, 200.0), 130.0, 0.0).level();
        scene.0[Scene::ABDUCTION_RAISED] = 0.0;
        scene
    }

    /// Elevation of the raised leg in the picture, from joint to joint.
    fn elevation_deg(setting: &Setting, scene: &Scene, thigh_rad: f64) -> f64 {
        let posture = Posture { thigh_rad, ..Posture::default() };
        let [_, hip, _, ankle] = setting.limbs(scene, &posture, setting.near_is_raised).joints;
        let camera = Camera::new(scene, setting);
        elevation_rad(camera.project(hip), camera.project(ankle), setting.caudal).to_degrees()
    }

    #[test]
    fn side_on_and_level_the_picture_shows_the_true_elevation() {
        for caudal in [Caudal::Left, Caudal::Right] {
            let setting = setting(caudal);
            assert!((elevation_deg(&setting, &level_scene(&setting), 1.0) - 1.0_f64.to_degrees()).abs() < 1e-6);
        }
    }

    #[test]
    fn a_rolled_camera_turns_the_picture_by_its_roll() {
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
        let keypoints = setting.picture(&scene, &Posture::default());
        let off = keypoints[2].midpoint(keypoints[3]).distance(seen);
        assert!(off < 15.0, "{off} px: a tenth of the trunk, where hips' keypoints sit");
    }
}
