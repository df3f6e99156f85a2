//! Lines of the room that may be horizontal: where walls meet the floor, edges of furniture, of a bed or a mat.
//!
//! Parallel level lines meet on the horizon, so a line near the horizon shows the camera's roll in whatever direction
//! it runs, and the others show it together. Nearly every room has some, even without door frames or shelves.

use super::posture_problem::cauchy;
use super::room_line::{LEANS_FROM, count, sd_rad};
use super::scene::Scene;
use crate::motion::body::geometry::Caudal;
use serde::{Deserialize, Serialize};

/// A line in the image that may lie level in the room. Places and lengths are in the image's longer side.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelLine {
    /// Lean off the image's horizontal, positive clockwise, radians.
    pub lean_rad: f64,
    /// How far its middle is to the right of the image's middle.
    pub right: f64,
    /// How far its middle is below the image's middle.
    pub below: f64,
    /// Its length.
    pub length: f64,
}

/// Standard deviation of the directions of walls, furniture and mats from each other.
const ASKEW_SD_RAD: f64 = 3f64.to_radians();
/// More lines than this add nothing.
pub const MOST: usize = 16;

/// Lines of two looks are parts of one line if they differ by less than this in lean, and by less than [`SAME_PLACE`]
/// in place.
const SAME_LEAN_RAD: f64 = 0.4f64.to_radians();
const SAME_PLACE: f64 = 0.006;

impl LevelLine {
    /// Whether its numbers can be what they stand for.
    pub fn is_possible(&self) -> bool {
        let is_place = |v: f64| v.abs() <= 1.0;
        is_place(self.lean_rad)
            && is_place(self.right)
            && is_place(self.below)
            && self.length > 0.0
            && self.length < 2.0
    }

    /// Whether both are parts of one line, or the same.
    pub fn is_same(&self, other: &Self) -> bool {
        let (right, below) = (other.right - self.right, other.below - self.below);
        let (sin, cos) = self.lean_rad.sin_cos();
        let (along, off) = (cos * right + sin * below, cos * below - sin * right);
        (self.lean_rad - other.lean_rad).abs() < SAME_LEAN_RAD
            && off.abs() < SAME_PLACE
            && along.abs() < (self.length + other.length) / 2.0
    }

    /// How the line disagrees with a scene whose body lies with the feet towards `caudal`, as a residual of a least
    /// squares fit.
    pub fn residual(&self, scene: &Scene, caudal: Caudal) -> f64 {
        let focal = scene.length(Scene::LOG_FOCAL);
        let (roll_sin, roll_cos) = scene.0[Scene::ROLL].sin_cos();
        let (pitch_sin, pitch_cos) = scene.0[Scene::PITCH].sin_cos();
        // the line's middle in a camera without roll: to the right and below
        let right = (roll_cos * self.right + roll_sin * self.below) / focal;
        let below = (roll_cos * self.below - roll_sin * self.right) / focal;
        // the line's direction: along the image, and away from the camera
        let (away, along) = (scene.0[Scene::YAW] + scene.0[Scene::ROOM_YAW]).sin_cos();
        let away = caudal.sign() * away;
        let rightwards = along - right * pitch_cos * away;
        let downwards = -(pitch_sin + below * pitch_cos) * away;
        let level_rad = downwards.atan2(rightwards) + scene.0[Scene::ROLL] + scene.0[Scene::ROOM_ROLL];
        let under_horizon = below + pitch_sin / pitch_cos;
        let sd_rad = sd_rad(self.length).hypot(ASKEW_SD_RAD * under_horizon);
        count(self.length).sqrt() * cauchy((self.lean_rad - level_rad) / sd_rad, LEANS_FROM)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::body::geometry::Point;
    use crate::motion::body::pair::Depth;
    use crate::motion::body::quality::ImageSize;
    use crate::motion::camera::figure::Setting;

    fn scene(caudal: Caudal, yaw: f64, pitch: f64, roll: f64) -> Scene {
        let setting = Setting { caudal, raised: Depth::Near, size: ImageSize { width: 640, height: 360 } };
        let mut scene = setting.first_guess(Point::new(320.0, 260.0), 120.0, yaw);
        (scene.0[Scene::PITCH], scene.0[Scene::ROLL]) = (pitch, roll);
        scene
    }

    /// The line from one place in the room to another that lies at the same height, as that camera sees it.
    fn seen(scene: &Scene, caudal: Caudal, height: f64, away: f64) -> LevelLine {
        let place = |along: f64| {
            let (sin, cos) = scene.0[Scene::YAW].sin_cos();
            let (across, depth) = (caudal.sign() * (cos * along - sin * away), sin * along + cos * away + 2.0);
            let (sin, cos) = scene.0[Scene::PITCH].sin_cos();
            let (depth, up) = (cos * depth - sin * height, sin * depth + cos * height);
            let focal = scene.length(Scene::LOG_FOCAL);
            let (right, below) = (focal * across / depth, -focal * up / depth);
            let (sin, cos) = scene.0[Scene::ROLL].sin_cos();
            Point::new(cos * right - sin * below, sin * right + cos * below)
        };
        let mut ends = [place(-0.4), place(0.5)];
        ends.sort_by(|a, b| a.x.total_cmp(&b.x));
        let [from, to] = ends;
        let middle = from.midpoint(to);
        LevelLine {
            lean_rad: (to.y - from.y).atan2(to.x - from.x),
            right: middle.x,
            below: middle.y,
            length: from.distance(to),
        }
    }

    #[test]
    fn a_level_line_agrees_with_its_camera_and_not_with_a_tilted_one() {
        for caudal in [Caudal::Left, Caudal::Right] {
            for (yaw, pitch, roll) in [(0.0, 0.0, 0.0), (0.2, 0.2, 0.0), (-0.3, 0.1, 0.05), (0.1, 0.4, -0.04)] {
                let scene = scene(caudal, yaw, pitch, roll);
                for (height, away) in [(-0.3, 1.0), (0.4, 0.8), (-0.5, -0.2)] {
                    let line = seen(&scene, caudal, height, away);
                    assert!(line.residual(&scene, caudal).abs() < 0.2, "{line:?} {yaw} {pitch} {roll}");
                    let tilted = scene.moved(Scene::ROLL, 0.1);
                    assert!(line.residual(&tilted, caudal).abs() > 1.0, "{line:?} {yaw} {pitch} {roll}");
                }
            }
        }
    }

    #[test]
    fn parts_of_one_line_are_the_same() {
        let line = LevelLine { lean_rad: 0.1, right: 0.0, below: 0.1, length: 0.2 };
        let part = LevelLine { right: 0.08, below: 0.108, length: 0.05, ..line };
        assert!(line.is_same(&part));
        for other in [
            LevelLine { lean_rad: 0.12, ..line },
            LevelLine { below: 0.12, ..line },
            LevelLine { right: 0.3, below: 0.13, ..line },
        ] {
            assert!(!line.is_same(&other), "{other:?}");
        }
    }
}
