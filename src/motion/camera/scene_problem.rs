//! The fit of a scene to sightings, as a least-squares problem for the solver.
//!
//! Each frame has its own posture, which affects that frame's residuals alone. So the solver solves for the scene only,
//! with each frame in the best posture for it (variable projection; Golub & Pereyra, SIAM J Numer Anal 1973;10:413):
//! the same minimum in a fifth of the time.

use super::figure::{Posture, Setting, Sighting, Stage};
use super::keypoint_offsets::Joint;
use super::posture_problem::{Evidence, FLAT, KNEE, RESIDUALS, Residuals, STEP, Slopes};
use super::room::Room;
use super::room_evidence::{Jacobian, Numbers, RoomEvidence};
use super::scene::Scene;
use crate::motion::body::geometry::{Point, elevation_rad};
use crate::motion::body::pair::{Depth, Which};
use crate::motion::filter::quantile;
use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt};
use nalgebra::{Const, DMatrix, DVector, Dyn, Owned, SMatrix};

/// Standard deviation of keypoints around their places on this body, as a part of the trunk's length (renders:
/// 0.01–0.02, the fast model's up to 0.05; the rest is what a figure of straight lines leaves out).
const KEYPOINT_SD: f64 = 0.045;
/// A leg this near to its lowest lies flat, radians.
const NEAR_LOWEST_RAD: f64 = 0.07;

/// A smaller change of residuals counts as none.
const UNMOVED: f64 = 1e-9;

/// How a frame's residuals change with each of the scene's numbers.
type Change = SMatrix<f64, RESIDUALS, { Scene::LEN }>;

/// The problem of finding a scene, with each frame in the posture that agrees best with it.
pub struct SceneProblem {
    setting: Setting,
    frames: Vec<Evidence>,
    scene: Scene,
    /// For each frame, the posture at which its search begins, so that the same scene always gives the same result; and
    /// the best one.
    guesses: Vec<Posture>,
    postures: Vec<Posture>,
    room: RoomEvidence,
}

impl SceneProblem {
    /// The problem with a figure of usual size where the hips and the trunk are seen, to start from.
    pub fn new(setting: Setting, sightings: Vec<Sighting>, yaw_rad: f64, room: &Room) -> Self {
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
        // together they have the weight of one
        let flats = flat.iter().filter(|flat| **flat).count().max(1);
        let (flat_sd_rad, sd_px) = (FLAT.sd * (flats as f64).sqrt(), KEYPOINT_SD * trunk_px);
        let evidence = |(sighting, is_flat)| Evidence { sighting, is_flat, flat_sd_rad, sd_px };
        let posture = |thigh_rad: Option<f64>| Posture {
            thigh_rad: thigh_rad.unwrap_or(0.0),
            knee_rad: KNEE.mean,
            resting_rad: 0.0,
        };
        let guesses: Vec<Posture> = elevations.into_iter().map(posture).collect();
        let mut problem = Self {
            setting,
            frames: sightings.into_iter().zip(flat).map(evidence).collect(),
            scene: setting.first_guess(hips, trunk_px, yaw_rad),
            postures: guesses.clone(),
            guesses,
            room: RoomEvidence::of(room, setting.caudal),
        };
        problem.take_best_postures();
        problem
    }

    /// The problem at its solution, or as near to it as the solver got.
    pub fn minimize(self) -> Self {
        LevenbergMarquardt::new().with_patience(4).with_ftol(1e-8).with_xtol(1e-8).minimize(self).0
    }

    pub fn cost(&self) -> f64 {
        self.residuals().map_or(f64::INFINITY, |r| r.norm_squared())
    }

    /// How many residuals there are: those of the frames, then those of the room.
    fn count(&self) -> usize {
        RESIDUALS * self.frames.len() + self.room.count()
    }

    pub fn scene(&self) -> Scene {
        self.scene
    }

    /// Whether each frame's posture is determined by what was seen.
    pub fn holds_postures(&self) -> bool {
        self.frames.iter().all(|frame| frame.holds_posture(self.setting.raised))
    }

    /// Covariance of the scene's unknowns, given everything that was seen; `None` if they are not determined.
    pub fn scene_covariance(&self) -> Option<DMatrix<f64>> {
        let jacobian = self.jacobian()?;
        let all = (jacobian.transpose() * &jacobian).cholesky()?.inverse();
        Some(DMatrix::from_column_slice(Scene::LEN, Scene::LEN, all.as_slice()))
    }

    fn take_best_postures(&mut self) {
        let stage = Stage::new(&self.setting, &self.scene);
        let searches = self.frames.iter().zip(&self.guesses);
        self.postures = searches.map(|(frame, guess)| frame.best_posture(&stage, *guess)).collect();
    }
}

/// The part of a change in a frame's residuals that no change of posture compensates.
fn without_posture(mut change: Change, slopes: &Slopes) -> Change {
    let mut directions: Vec<Residuals> = Vec::with_capacity(slopes.ncols());
    for slope in slopes.column_iter() {
        let mut direction = slope.into_owned();
        directions.iter().for_each(|known| direction -= known * known.dot(&direction));
        // a leg that was not seen has no residuals to change
        if let Some(direction) = direction.try_normalize(UNMOVED) {
            change -= direction * (direction.transpose() * change);
            directions.push(direction);
        }
    }
    change
}

/// Elevation of the raised leg's line in the image, where hip and ankle are seen.
fn raised_line_rad(sighting: &Sighting, setting: &Setting) -> Option<f64> {
    let leg = &sighting[setting.raised];
    Some(elevation_rad(leg[Joint::Hip]?, leg[Joint::Ankle]?, setting.caudal))
}

/// Frames in which a leg is near its lowest (but for one in twenty, which may be misread).
fn flat(elevations: &[Option<f64>]) -> Vec<bool> {
    let lowest = quantile(elevations.iter().copied().flatten().collect(), 0.05).unwrap_or(0.0);
    elevations.iter().map(|e| e.is_some_and(|e| e - lowest < NEAR_LOWEST_RAD)).collect()
}

impl LeastSquaresProblem<f64, Dyn, Const<{ Scene::LEN }>> for SceneProblem {
    type ParameterStorage = Owned<f64, Const<{ Scene::LEN }>>;
    type ResidualStorage = Owned<f64, Dyn>;
    type JacobianStorage = Owned<f64, Dyn, Const<{ Scene::LEN }>>;

    fn set_params(&mut self, numbers: &Numbers) {
        self.scene = Scene((*numbers).into());
        self.take_best_postures();
    }

    fn params(&self) -> Numbers {
        self.scene.0.into()
    }

    fn residuals(&self) -> Option<DVector<f64>> {
        let stage = Stage::new(&self.setting, &self.scene);
        let frames = self.frames.iter().zip(&self.postures).map(|(frame, posture)| frame.residuals(&stage, posture));
        let mut all: Vec<f64> = Vec::with_capacity(self.count());
        frames.for_each(|residuals| all.extend_from_slice(residuals.as_slice()));
        all.extend(self.room.residuals(&self.scene));
        all.iter().all(|r| r.is_finite()).then(|| DVector::from_vec(all))
    }

    /// The Jacobian by differences, less the part that the postures compensate (Kaufman, BIT 1975;15:49).
    fn jacobian(&self) -> Option<Jacobian> {
        let mut jacobian = Jacobian::zeros(self.count());
        let moved: [[Stage; 2]; Scene::LEN] = std::array::from_fn(|column| {
            [-STEP, STEP].map(|step| Stage::new(&self.setting, &self.scene.moved(column, step)))
        });
        let stage = Stage::new(&self.setting, &self.scene);
        for (i, (frame, posture)) in self.frames.iter().zip(&self.postures).enumerate() {
            let columns = moved.each_ref().map(|stages| {
                let [behind, ahead] = stages.each_ref().map(|stage| frame.residuals(stage, posture));
                (ahead - behind) / (2.0 * STEP)
            });
            let rows = without_posture(Change::from_columns(&columns), &frame.slopes(&stage, posture));
            jacobian.rows_mut(RESIDUALS * i, RESIDUALS).copy_from(&rows);
        }
        let after_frames = RESIDUALS * self.frames.len();
        jacobian.rows_mut(after_frames, self.room.count()).copy_from(&self.room.jacobian(&self.scene));
        Some(jacobian)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::body::geometry::Caudal;
    use crate::motion::body::quality::ImageSize;
    use crate::motion::camera::figure::Limb;

    #[test]
    fn what_a_scene_costs_does_not_depend_on_the_way_to_it() {
        let setting =
            Setting { caudal: Caudal::Right, raised: Depth::Near, size: ImageSize { width: 640, height: 360 } };
        let scene = setting.first_guess(Point::new(320.0, 260.0), 120.0, -0.3);
        let sighting = |i: u32| {
            let posture = Posture { thigh_rad: f64::from(i) * 0.1, knee_rad: 0.03, resting_rad: 0.0 };
            setting.image(&scene, &posture).map(|limb| Limb::of(|joint| Some(limb[joint])))
        };
        let mut problem = SceneProblem::new(setting, (0..12).map(sighting).collect(), 0.0, &Room::default());
        let cost_of = |problem: &mut SceneProblem, scene: Scene| {
            problem.set_params(&scene.0.into());
            problem.cost()
        };
        let direct = cost_of(&mut problem, scene);
        // so wild a guess that the figure's legs are seen from behind
        cost_of(&mut problem, scene.moved(Scene::YAW, 2.5));
        assert_eq!(cost_of(&mut problem, scene), direct);
        assert!(direct < cost_of(&mut problem, scene.moved(Scene::YAW, 0.1)));
    }
}
