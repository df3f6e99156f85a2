//! The fit of a scene to sightings as a least-squares problem: what is asked of the solver.

use super::camera_roll::CameraRoll;
use super::figure::{JOINTS, Posture, Setting, Sighting, joints};
use super::keypoint_offsets::Joint;
use super::scene::{Prior, Scene};
use crate::motion::body::geometry::{Point, elevation_rad};
use crate::motion::body::pair::{Depth, Which};
use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt};
use nalgebra::{DMatrix, DVector, Dyn, Owned};

/// Keypoints wander by this part of the trunk's length around where they sit on this body (renders: 0.01–0.02, the fast
/// model's up to 0.05, and what a figure of straight lines leaves out).
const KEYPOINT_SD: f64 = 0.045;
/// From here on, in standard deviations, a keypoint is likely misread and pulls ever less (Cauchy).
const MISREAD_FROM: f64 = 2.0;
/// Neighbouring frames err alike: each weighs like this part of one that stands alone.
const FRAME_WEIGHT: f64 = 0.5;
/// A raised knee is straight but for this, radians: loosely, since it may bend.
const KNEE: Prior = Prior { mean: 0.03, sd: 0.6 };
/// A knee does not bend backwards further than this, softly.
const STRETCHED_RAD: f64 = -0.05;
const STRETCHED_SD_RAD: f64 = 0.02;
/// A thigh that lies flat: its elevation over the floor, radians (most renders: −0.5° ±0.5°; strong buttocks: −6°).
const FLAT: Prior = Prior { mean: -0.009, sd: 0.022 };
/// A leg this near to its lowest lies flat, radians.
const NEAR_LOWEST_RAD: f64 = 0.07;
/// From here on, in standard deviations, a leg said to lie flat likely lies on something, and pulls ever less (Cauchy).
const PROPPED_FROM: f64 = 1.0;
/// Unknown numbers of a frame: its [`Posture`].
const PER_FRAME: usize = 3;
/// Two for each joint; knee, stretched knee, resting leg, raised leg.
const RESIDUALS_PER_FRAME: usize = 2 * JOINTS + 4;
/// Step of the differences that the Jacobian is made of.
const STEP: f64 = 1e-5;

/// [`Scene::LEN`] numbers for the scene, then [`PER_FRAME`] for each frame.
pub struct SceneProblem {
    setting: Setting,
    sightings: Vec<Sighting>,
    /// Whether the raised leg lies flat in a frame, and with it the other one.
    flat: Vec<bool>,
    /// Standard deviation of one flat frame: together they weigh like one.
    flat_sd_rad: f64,
    unknowns: DVector<f64>,
    priors: [Prior; Scene::LEN],
    sd_px: f64,
}

impl SceneProblem {
    /// The problem with a figure of usual size where the hips and the trunk are seen, to start from.
    pub fn new(setting: Setting, sightings: Vec<Sighting>, yaw_rad: f64, camera_roll: Option<CameraRoll>) -> Self {
        let mean = |of: &dyn Fn(&Sighting) -> Point| {
            let sum = sightings.iter().fold(Point::default(), |sum, s| sum + of(s));
            sum * (1.0 / sightings.len() as f64)
        };
        let middle = |s: &Sighting, joint: Joint| {
            let [near, far] = Depth::BOTH.map(|depth| s[depth][joint].unwrap_or_default());
            near.midpoint(far)
        };
        let [shoulders, hips] = [Joint::Shoulder, Joint::Hip].map(|joint| mean(&|s| middle(s, joint)));
        let trunk_px = shoulders.distance(hips);
        let elevations: Vec<Option<f64>> = sightings.iter().map(|s| raised_line_rad(s, &setting)).collect();
        let flat = flat(&elevations);
        let flats = flat.iter().filter(|flat| **flat).count().max(1);
        let scene = setting.first_guess(hips, trunk_px, yaw_rad).0;
        let postures = elevations.iter().flat_map(|thigh_rad| [thigh_rad.unwrap_or(0.0), KNEE.mean, 0.0]);
        let count = Scene::LEN + PER_FRAME * sightings.len();
        Self {
            unknowns: DVector::from_iterator(count, scene.into_iter().chain(postures)),
            setting,
            sightings,
            flat,
            flat_sd_rad: FLAT.sd * (flats as f64).sqrt(),
            priors: priors_with(camera_roll),
            sd_px: KEYPOINT_SD * trunk_px,
        }
    }

    /// The problem at its solution, or as near to it as the solver got.
    pub fn minimize(self) -> Self {
        LevenbergMarquardt::new().with_patience(1).with_ftol(1e-8).with_xtol(1e-8).minimize(self).0
    }

    pub fn cost(&self) -> f64 {
        self.residuals().map_or(f64::INFINITY, |r| r.norm_squared())
    }

    pub fn scene(&self) -> Scene {
        Scene(std::array::from_fn(|i| self.unknowns[i]))
    }

    /// Covariance of the scene's numbers, given all that was seen; `None` where they are not held.
    pub fn scene_covariance(&self) -> Option<DMatrix<f64>> {
        let jacobian = self.jacobian()?;
        let all = (jacobian.transpose() * &jacobian).cholesky()?.inverse();
        Some(all.view((0, 0), (Scene::LEN, Scene::LEN)).into_owned())
    }

    fn posture(&self, frame: usize) -> Posture {
        let at = Scene::LEN + PER_FRAME * frame;
        Posture { thigh_rad: self.unknowns[at], knee_rad: self.unknowns[at + 1], resting_rad: self.unknowns[at + 2] }
    }

    /// How one frame disagrees with the figure.
    fn frame_residuals(&self, frame: usize, scene: &Scene, posture: &Posture) -> [f64; RESIDUALS_PER_FRAME] {
        let figure = self.setting.image(scene, posture);
        let mut residuals = [0.0; RESIDUALS_PER_FRAME];
        for (i, (joint, depth)) in joints().enumerate() {
            let Some(seen) = self.sightings[frame][depth][joint] else { continue };
            let off = (figure[depth][joint] - seen) * (1.0 / self.sd_px);
            residuals[2 * i] = FRAME_WEIGHT * cauchy(off.x, MISREAD_FROM);
            residuals[2 * i + 1] = FRAME_WEIGHT * cauchy(off.y, MISREAD_FROM);
        }
        let rest = &mut residuals[2 * JOINTS..];
        rest[0] = (posture.knee_rad - KNEE.mean) / KNEE.sd;
        rest[1] = (posture.knee_rad - STRETCHED_RAD).min(0.0) / STRETCHED_SD_RAD;
        if self.flat[frame] {
            rest[2] = cauchy((posture.resting_rad - FLAT.mean) / self.flat_sd_rad, PROPPED_FROM);
            rest[3] = cauchy((posture.thigh_rad - FLAT.mean) / self.flat_sd_rad, PROPPED_FROM);
        }
        residuals
    }
}

/// Elevation of the raised leg's line in the image, where hip and ankle are seen.
fn raised_line_rad(sighting: &Sighting, setting: &Setting) -> Option<f64> {
    let leg = &sighting[setting.raised];
    Some(elevation_rad(leg[Joint::Hip]?, leg[Joint::Ankle]?, setting.caudal))
}

/// What is known of a scene in a room whose vertical was seen.
fn priors_with(camera_roll: Option<CameraRoll>) -> [Prior; Scene::LEN] {
    let mut priors = Scene::priors();
    if let Some(camera_roll) = camera_roll {
        priors[Scene::ROLL] = Scene::roll_with(camera_roll);
    }
    priors
}

/// Frames in which a leg is near its lowest (but for one in twenty, which may be misread).
fn flat(elevations: &[Option<f64>]) -> Vec<bool> {
    let mut sorted: Vec<f64> = elevations.iter().copied().flatten().collect();
    sorted.sort_by(f64::total_cmp);
    let lowest = sorted.get(sorted.len() / 20).copied().unwrap_or(0.0);
    elevations.iter().map(|e| e.is_some_and(|e| e - lowest < NEAR_LOWEST_RAD)).collect()
}

/// A residual whose square is the Cauchy loss c²·ln(1 + (r/c)²), with c in `from`.
fn cauchy(residual: f64, from: f64) -> f64 {
    residual.signum() * from * (residual / from).powi(2).ln_1p().sqrt()
}

impl LeastSquaresProblem<f64, Dyn, Dyn> for SceneProblem {
    type ParameterStorage = Owned<f64, Dyn>;
    type ResidualStorage = Owned<f64, Dyn>;
    type JacobianStorage = Owned<f64, Dyn, Dyn>;

    fn set_params(&mut self, unknowns: &DVector<f64>) {
        self.unknowns.copy_from(unknowns);
    }

    fn params(&self) -> DVector<f64> {
        self.unknowns.clone()
    }

    fn residuals(&self) -> Option<DVector<f64>> {
        let scene = self.scene();
        let frames = (0..self.sightings.len()).flat_map(|i| self.frame_residuals(i, &scene, &self.posture(i)));
        let priors = scene.0.iter().zip(self.priors).map(|(value, prior)| (value - prior.mean) / prior.sd);
        let all: Vec<f64> = frames.chain(priors).collect();
        all.iter().all(|r| r.is_finite()).then(|| DVector::from_vec(all))
    }

    /// The Jacobian by differences: a frame's posture moves only that frame's residuals.
    fn jacobian(&self) -> Option<DMatrix<f64>> {
        let count = self.sightings.len();
        let rows = RESIDUALS_PER_FRAME * count + Scene::LEN;
        let mut jacobian = DMatrix::zeros(rows, self.unknowns.len());
        let scene = self.scene();
        for i in 0..count {
            let posture = self.posture(i);
            let mut fill = |column: usize, scenes: [&Scene; 2], postures: [&Posture; 2]| {
                let behind = self.frame_residuals(i, scenes[0], postures[0]);
                let ahead = self.frame_residuals(i, scenes[1], postures[1]);
                for (row, (ahead, behind)) in ahead.iter().zip(behind).enumerate() {
                    jacobian[(RESIDUALS_PER_FRAME * i + row, column)] = (ahead - behind) / (2.0 * STEP);
                }
            };
            for column in 0..Scene::LEN {
                let moved = [-STEP, STEP].map(|step| scene.moved(column, step));
                fill(column, [&moved[0], &moved[1]], [&posture; 2]);
            }
            let fields: [fn(&mut Posture) -> &mut f64; PER_FRAME] =
                [|p| &mut p.thigh_rad, |p| &mut p.knee_rad, |p| &mut p.resting_rad];
            for (k, field) in fields.into_iter().enumerate() {
                let moved = [-STEP, STEP].map(|step| {
                    let mut moved = posture;
                    *field(&mut moved) += step;
                    moved
                });
                fill(Scene::LEN + PER_FRAME * i + k, [&scene; 2], [&moved[0], &moved[1]]);
            }
        }
        for (i, prior) in self.priors.iter().enumerate() {
            jacobian[(RESIDUALS_PER_FRAME * count + i, i)] = 1.0 / prior.sd;
        }
        Some(jacobian)
    }
}
