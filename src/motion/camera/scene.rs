//! The unknowns of a scene, which is a lying body and the camera before it, and their priors.

use super::camera_roll::CameraRoll;
use super::keypoint_offsets::{self, Joint};
use crate::motion::body::pair::{Depth, Which};

/// The unknowns that are the same in all frames, in the order of [`CAMERA_AND_BODY`]; then how this body's keypoints
/// deviate from the usual [`keypoint_offsets`], joint by joint, near and far, along and up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scene(pub [f64; Scene::LEN]);

/// A mean with its standard deviation, which is infinite if nothing is known.
#[derive(Clone, Copy, Debug)]
pub struct Prior {
    pub mean: f64,
    pub sd: f64,
}

impl Prior {
    /// Combines both as two measurements of one quantity.
    fn with(self, other: Self) -> Self {
        let (a, b) = (self.sd.powi(-2), other.sd.powi(-2));
        Self { mean: (a * self.mean + b * other.mean) / (a + b), sd: (a + b).sqrt().recip() }
    }
}

/// One row for each unknown: name, mean, standard deviation; what it is, its unit, and where the prior is from.
macro_rules! unknowns {
    ($($(#[$doc:meta])* $name:ident: $mean:expr, $sd:expr;)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Unknown { $($name),* }

        impl Scene {
            $($(#[$doc])* pub const $name: usize = Unknown::$name as usize;)*
        }

        const CAMERA_AND_BODY: [Prior; [$($sd),*].len()] = [$(Prior { mean: $mean, sd: $sd }),*];
    };
}

// Body: an adult of unknown size, ±8–15 % (Winter 2009, and the rendered bodies). Lengths are natural logarithms, since
// only ratios of sizes and distance can be seen.
unknowns! {
    /// Yaw of the body about the vertical, radians: the camera stands up to 20° off side-on.
    YAW: 0.0, 0.35;
    /// Pitch of the camera, looking down, radians: a laptop on the floor looks down by 6° ±11°.
    PITCH: 0.1, 0.2;
    /// Roll of the camera, radians: ±3.4°.
    ROLL: 0.0, 0.06;
    /// Focal length over the image's longer side, logarithm: 66° across, 55–75° are usual for webcams and phones.
    LOG_FOCAL: -0.261_5, 0.15;
    /// Shift of the hips to the right, metres.
    SHIFT_X: 0.0, f64::INFINITY;
    /// Distance from the camera to the hips, logarithm of metres.
    LOG_DISTANCE: 0.7, 0.6;
    /// Shift of the hips upwards, metres.
    SHIFT_Z: 0.0, f64::INFINITY;
    /// Length, logarithm of metres.
    LOG_THIGH: -0.892, 0.08;
    /// Length, logarithm of metres.
    LOG_SHANK: -0.876, 0.08;
    /// Length, logarithm of metres: nearly fixed, since it is what the others are measured by.
    LOG_TRUNK: -0.777, 0.02;
    /// Distance from hip joint to hip joint, logarithm of metres.
    LOG_HIP_WIDTH: -1.672, 0.15;
    /// Distance from shoulder joint to shoulder joint, logarithm of metres.
    LOG_SHOULDER_WIDTH: -1.089, 0.15;
    /// Height of the joints over the floor, metres.
    HIP_HEIGHT: 0.093, 0.015;
    /// Height of the joints over the floor, metres.
    SHOULDER_HEIGHT: 0.093, 0.015;
    /// Abduction of the raised leg, outwards, radians.
    ABDUCTION_RAISED: 0.03, 0.06;
    /// Abduction of the resting leg, outwards, radians.
    ABDUCTION_RESTING: 0.06, 0.08;
    /// Yaw of walls and furniture against the body, radians: people lie down along a wall or a mat.
    ROOM_YAW: 0.0, 0.14;
    /// Roll of level lines in the room, radians: those found in rendered rooms were off by 0.2–0.35°.
    ROOM_ROLL: 0.0, 0.006;
}

impl Scene {
    /// How many unknowns there are: camera and body, and two deviations of each keypoint.
    pub const LEN: usize = Self::DEVIATIONS + 4 * Joint::ALL.len();
    const DEVIATIONS: usize = CAMERA_AND_BODY.len();

    /// The priors of any scene.
    pub fn priors() -> [Prior; Self::LEN] {
        let mut priors = [Prior { mean: 0.0, sd: 0.0 }; Self::LEN];
        priors[..Self::DEVIATIONS].copy_from_slice(&CAMERA_AND_BODY);
        for (joint, depth) in Joint::ALL.into_iter().flat_map(|joint| Depth::BOTH.map(|depth| (joint, depth))) {
            let spread = keypoint_offsets::spread(joint, depth);
            let at = Self::deviation_of(joint, depth);
            priors[at].sd = spread[0];
            priors[at + 1].sd = spread[1];
        }
        priors
    }

    /// Index of the deviation along the limb of a joint's keypoint; the one up follows it.
    fn deviation_of(joint: Joint, depth: Depth) -> usize {
        Self::DEVIATIONS + 4 * joint as usize + 2 * depth.place()
    }

    /// How a joint's keypoint deviates from the usual: along and up, trunk lengths.
    pub fn deviation(&self, joint: Joint, depth: Depth) -> [f64; 2] {
        let at = Self::deviation_of(joint, depth);
        [self.0[at], self.0[at + 1]]
    }

    /// The prior of the roll in a room whose vertical lines were seen.
    pub fn roll_with(camera_roll: CameraRoll) -> Prior {
        CAMERA_AND_BODY[Self::ROLL].with(Prior { mean: camera_roll.roll_rad, sd: camera_roll.sd_rad })
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

    /// The length whose logarithm is at this index.
    pub fn length(&self, index: usize) -> f64 {
        self.0[index].exp()
    }
}
