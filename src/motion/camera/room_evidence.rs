//! What is known of a scene without the body in it: what is known of any, and what the room shows.

use super::level_lines::LevelLine;
use super::posture_problem::STEP;
use super::room::Room;
use super::scene::{Prior, Scene};
use crate::motion::body::geometry::Caudal;
use nalgebra::{Const, Dyn, OMatrix, SVector};

/// The scene's numbers.
pub type Numbers = SVector<f64, { Scene::LEN }>;
/// How residuals change with each of the scene's numbers.
pub type Jacobian = OMatrix<f64, Dyn, Const<{ Scene::LEN }>>;

/// Priors and level lines, as residuals of a scene.
pub struct RoomEvidence {
    caudal: Caudal,
    priors: [Prior; Scene::LEN],
    level_lines: Vec<LevelLine>,
}

impl RoomEvidence {
    /// What `room` shows of a camera before which somebody lies with the feet towards `caudal`.
    pub fn of(room: &Room, caudal: Caudal) -> Self {
        let mut priors = Scene::priors();
        if let Some(camera_roll) = room.camera_roll {
            priors[Scene::ROLL] = Scene::roll_with(camera_roll);
        }
        Self { caudal, priors, level_lines: room.level_lines.clone() }
    }

    /// How many residuals there are.
    pub fn count(&self) -> usize {
        Scene::LEN + self.level_lines.len()
    }

    /// How it disagrees with a scene.
    pub fn residuals<'a>(&'a self, scene: &'a Scene) -> impl Iterator<Item = f64> + 'a {
        let priors = scene.0.iter().zip(&self.priors).map(|(value, prior)| (value - prior.mean) / prior.sd);
        priors.chain(self.level_lines.iter().map(|line| line.residual(scene, self.caudal)))
    }

    /// How the residuals change with the scene.
    pub fn jacobian(&self, scene: &Scene) -> Jacobian {
        let mut jacobian = Jacobian::zeros(self.count());
        for (i, prior) in self.priors.iter().enumerate() {
            jacobian[(i, i)] = 1.0 / prior.sd;
        }
        for (i, line) in self.level_lines.iter().enumerate() {
            for column in 0..Scene::LEN {
                let at = |step: f64| line.residual(&scene.moved(column, step), self.caudal);
                jacobian[(Scene::LEN + i, column)] = (at(STEP) - at(-STEP)) / (2.0 * STEP);
            }
        }
        jacobian
    }
}
