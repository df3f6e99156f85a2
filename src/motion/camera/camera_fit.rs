//! Where the camera stood, from one raise: a figure and a camera fitted to the keypoints of the raise by robust least
//! squares.
//!
//! Knee and ankle travel on circles about the hip; how the camera sees these circles tells yaw, pitch and roll, which
//! no single frame does, and where this body's keypoints sit on it. The angle itself is read off the line hip → ankle
//! through what the fit says of camera and keypoints: the figure's own angles would carry the model's assumed
//! proportions.

use super::figure::{Setting, Sighting};
use super::keypoint_offsets::Joint;
use super::leg_view::{LegView, line_rad};
use super::room::Room;
use super::scene::Scene;
use super::scene_problem::SceneProblem;
use crate::motion::body::pair::{Depth, Depths};
use nalgebra::DMatrix;

/// Frames used: more only take longer, and `cargo fuzz` needs to be fast.
const FRAMES: usize = if cfg!(fuzzing) { MIN_FRAMES } else { 32 };
/// With fewer frames the camera is not determined.
const MIN_FRAMES: usize = 8;
/// A first guess nearer to side-on than this leads to the same fit as none.
const NEAR_SIDE_ON_RAD: f64 = 10f64.to_radians();
/// A fit with the room's lines and one without are compared by the angle of a leg whose line is at this elevation,
/// radians.
const COMPARED_AT_RAD: f64 = 70f64.to_radians();
/// By chance they differ by less than this many standard deviations: 84 raises of rendered bodies by 0.8 (root mean
/// square), 2.0 at most; four lines on the wall that slope by 6° by 2.8, by 10° by 4.6.
const CONTRADICTED_FROM: f64 = 2.5;
/// A worse fit means that the legs were misread.
const MAX_COST_PER_FRAME: f64 = 8.0;

/// A fitted camera.
#[derive(Clone, Debug, PartialEq)]
pub struct CameraFit {
    /// How far the camera is off side-on, positive towards the feet, radians.
    pub yaw_rad: f64,
    /// Pitch of the camera, positive looking down.
    pub pitch_rad: f64,
    /// Roll of the camera, positive with the image turned clockwise.
    pub roll_rad: f64,
    legs: Depths<LegView>,
    setting: Setting,
    scene: Scene,
    /// Covariance of the scene's numbers, [`Scene::LEN`] square.
    covariance: DMatrix<f64>,
    /// By how much the room and the body differ about a raised leg beyond what the body leaves open, or altogether
    /// where they contradict each other, radians.
    doubt_rad: f64,
}

impl CameraFit {
    /// Fits the raise that `sightings` show; `None` when they are too few, or show no body. `yaw_rad` is a first guess,
    /// positive towards the feet; `room` is what was seen around the body.
    ///
    /// Lines on a wall may belong to a handrail or to slanted light, or be misread; and legs that seem to rest may be
    /// held up. So the body is fitted without the room, too. Lines that it contradicts are left out; where it
    /// contradicts them all, nothing tells which of them is right, and their difference is doubt about the result.
    pub fn of(setting: Setting, sightings: &[Sighting], yaw_rad: f64, room: &Room) -> Option<Self> {
        let fit = |room: &Room| Self::in_room(room, setting, sightings, yaw_rad);
        let body = fit(&Room::default())?;
        let thigh_rad = |fit: &Self| fit.leg(setting.raised).thigh_rad(COMPARED_AT_RAD);
        let body_rad = thigh_rad(&body);
        let sd_rad = body.uncertainty_rad(body_rad);
        let level = Room { camera_roll: None, ..room.clone() };
        let upright = Room { level_lines: Vec::new(), ..room.clone() };
        let mut contradicted_rad = 0.0_f64;
        let parts = [&level, &upright].into_iter().filter(|part| *part != room);
        let rooms = std::iter::once(room).chain(parts).filter(|room| **room != Room::default());
        for fit in rooms.filter_map(fit) {
            let apart_rad = (thigh_rad(&fit) - body_rad).abs();
            if apart_rad <= CONTRADICTED_FROM * sd_rad {
                return Some(Self { doubt_rad: (apart_rad - sd_rad).max(0.0), ..fit });
            }
            contradicted_rad = contradicted_rad.max(apart_rad);
        }
        Some(Self { doubt_rad: contradicted_rad, ..body })
    }

    /// Fits the raise, and believes all that is seen of the room.
    fn in_room(room: &Room, setting: Setting, sightings: &[Sighting], yaw_rad: f64) -> Option<Self> {
        let usable: Vec<&Sighting> = sightings.iter().filter(|sighting| shows_trunk(sighting)).collect();
        if usable.len() < MIN_FRAMES {
            return None;
        }
        let count = usable.len().min(FRAMES);
        let chosen: Vec<Sighting> = (0..count).map(|i| *usable[i * (usable.len() - 1) / (count - 1)]).collect();
        let from = |yaw: f64| SceneProblem::new(setting, chosen.clone(), -yaw, room);
        let starts = if yaw_rad.abs() < NEAR_SIDE_ON_RAD { vec![from(0.0)] } else { vec![from(yaw_rad), from(0.0)] };
        // fitting without the frames in which a leg is not determined was tried: it is no better on renders
        if !starts.iter().all(SceneProblem::holds_postures) {
            return None;
        }
        let fits = starts.into_iter().map(SceneProblem::minimize);
        let best = fits.min_by(|a, b| a.cost().total_cmp(&b.cost()))?;
        if best.cost() / count as f64 > MAX_COST_PER_FRAME {
            return None;
        }
        let scene = best.scene();
        let leg = |raised| LegView::of(&Setting { raised, ..setting }, &scene);
        Some(Self {
            yaw_rad: -scene.0[Scene::YAW],
            pitch_rad: scene.0[Scene::PITCH],
            roll_rad: scene.0[Scene::ROLL],
            legs: [leg(Depth::Near)?, leg(Depth::Far)?].into(),
            setting,
            scene,
            doubt_rad: 0.0,
            covariance: best.scene_covariance()?,
        })
    }

    /// How the camera sees that leg when it is raised.
    pub fn leg(&self, depth: Depth) -> &LegView {
        &self.legs[depth]
    }

    /// Standard uncertainty of the raised thigh's elevation from the fit's uncertainty of camera and body, and from
    /// what body and room disagree about, radians.
    pub fn uncertainty_rad(&self, thigh_rad: f64) -> f64 {
        const STEP: f64 = 1e-4;
        let line = |scene: &Scene, thigh_rad: f64| line_rad(&self.setting, scene, thigh_rad);
        let by_thigh = (line(&self.scene, thigh_rad + STEP) - line(&self.scene, thigh_rad - STEP)) / (2.0 * STEP);
        let by_scene = nalgebra::DVector::from_fn(Scene::LEN, |i, _| {
            let moved = |step: f64| line(&self.scene.moved(i, step), thigh_rad);
            (moved(STEP) - moved(-STEP)) / (2.0 * STEP) / by_thigh
        });
        by_scene.dot(&(&self.covariance * &by_scene)).max(0.0).sqrt().hypot(self.doubt_rad)
    }
}

/// Whether shoulders and hips are seen.
fn shows_trunk(sighting: &Sighting) -> bool {
    sighting.iter().all(|limb| [Joint::Shoulder, Joint::Hip].iter().all(|joint| limb[*joint].is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::body::geometry::Caudal;
    use crate::motion::body::geometry::Point;
    use crate::motion::body::geometry::elevation_rad;
    use crate::motion::body::quality::ImageSize;
    use crate::motion::camera::camera_roll::CameraRoll;
    use crate::motion::camera::figure::{Limb, Posture};
    use crate::motion::camera::level_lines::LevelLine;
    use Depth::{Far, Near};

    /// A raise to 80° as a camera sees it, with keypoints where the model puts them.
    fn sightings(setting: &Setting, scene: &Scene) -> Vec<Sighting> {
        let posture = |i: usize| {
            let up = 1.0 - ((i as f64 - 30.0) / 30.0).abs();
            Posture { thigh_rad: 1.4 * up, knee_rad: 0.03, resting_rad: 0.0 }
        };
        (0..60).map(|i| setting.image(scene, &posture(i)).map(|limb| Limb::of(|joint| Some(limb[joint])))).collect()
    }

    fn check(caudal: Caudal, raised: Depth, yaw_deg: f64, pitch_deg: f64, roll_deg: f64) {
        let setting = Setting { caudal, raised, size: ImageSize { width: 640, height: 360 } };
        let mut scene = setting.first_guess(Point::new(320.0, 260.0), 120.0, -yaw_deg.to_radians());
        scene.0[Scene::PITCH] = pitch_deg.to_radians();
        scene.0[Scene::ROLL] = roll_deg.to_radians();
        let fit = CameraFit::of(setting, &sightings(&setting, &scene), 0.0, &Room::default()).unwrap();
        // the priors pull: a camera that is off is found to most of its angle
        let close = |got: f64, want: f64, slack: f64| (got.to_degrees() - want).abs() <= slack + 0.25 * want.abs();
        let got = [fit.yaw_rad, fit.pitch_rad, fit.roll_rad].map(f64::to_degrees);
        assert!(close(fit.yaw_rad, yaw_deg, 1.5), "yaw {got:?}");
        assert!(close(fit.pitch_rad, pitch_deg, 2.5), "pitch {got:?}");
        assert!(close(fit.roll_rad, roll_deg, 1.0), "roll {got:?}");
        let posture = Posture { thigh_rad: 1.2, knee_rad: 0.035, ..Posture::default() };
        let seen = setting.image(&scene, &posture);
        let leg = seen[raised];
        let floor = fit.leg(raised).thigh_rad(elevation_rad(leg[Joint::Hip], leg[Joint::Ankle], caudal));
        assert!((floor - 1.2).abs().to_degrees() < 2.5, "{}°", floor.to_degrees());
    }

    #[test]
    fn a_camera_is_found_from_a_raise() {
        check(Caudal::Right, Near, 0.0, 0.0, 0.0);
        check(Caudal::Left, Near, 0.0, 5.0, 0.0);
        check(Caudal::Right, Near, 20.0, 12.0, 0.0);
        check(Caudal::Left, Far, -15.0, 20.0, 0.0);
        check(Caudal::Right, Far, 20.0, 20.0, 4.0);
    }

    #[test]
    fn level_lines_tell_the_roll_that_a_body_leaves_open() {
        let setting =
            Setting { caudal: Caudal::Right, raised: Depth::Near, size: ImageSize { width: 640, height: 360 } };
        let mut scene = setting.first_guess(Point::new(320.0, 260.0), 120.0, 0.0);
        scene.0[Scene::ROLL] = 0.06;
        let roll_rad = |room: &Room| CameraFit::of(setting, &sightings(&setting, &scene), 0.0, room).unwrap().roll_rad;
        let line = |below: f64| LevelLine { lean_rad: 0.06, right: 0.0, below, length: 0.4 };
        let room = Room { level_lines: [-0.1, -0.08, -0.05].map(line).into(), ..Room::default() };
        let off_deg = |room: &Room| (roll_rad(room) - 0.06).abs().to_degrees();
        assert!(off_deg(&room) < 0.3, "{}°", off_deg(&room));
        assert!(off_deg(&room) < 0.7 * off_deg(&Room::default()), "{}°", off_deg(&Room::default()));
    }

    #[test]
    fn lines_on_the_wall_that_the_body_contradicts_move_nothing_and_are_doubt() {
        let setting =
            Setting { caudal: Caudal::Right, raised: Depth::Near, size: ImageSize { width: 640, height: 360 } };
        let scene = setting.first_guess(Point::new(320.0, 260.0), 120.0, 0.0);
        let fit = |room: &Room| CameraFit::of(setting, &sightings(&setting, &scene), 0.0, room).unwrap();
        let line = |below: f64, deg: f64| LevelLine { lean_rad: deg.to_radians(), right: 0.0, below, length: 0.3 };
        let lines = |deg: f64| [-0.3, -0.25, -0.2, -0.15].map(|below| line(below, deg)).to_vec();
        let vertical = |deg: f64| Some(CameraRoll { roll_rad: deg.to_radians(), sd_rad: 0.006 });
        let alone = fit(&Room::default());
        for deg in [-12.0, 8.0, 15.0] {
            for room in [
                Room { camera_roll: vertical(deg), level_lines: Vec::new() },
                Room { camera_roll: None, level_lines: lines(deg) },
                Room { camera_roll: vertical(deg), level_lines: lines(deg) },
            ] {
                let beside = fit(&room);
                assert_eq!(beside.leg(Near), alone.leg(Near), "{deg}°");
                assert!(beside.uncertainty_rad(1.2).to_degrees() > 0.5 * deg.abs(), "{deg}°");
            }
            let level = fit(&Room { camera_roll: vertical(deg), level_lines: lines(0.0) });
            assert!(level.roll_rad.abs() < 0.01 && level.roll_rad != alone.roll_rad, "{deg}°: level lines are kept");
        }
        // a little is within what a body leaves open, and widens what is said of the result
        let doubted = fit(&Room { camera_roll: vertical(4.0), level_lines: Vec::new() });
        assert!(doubted.roll_rad > 0.05 && doubted.uncertainty_rad(1.2) > alone.uncertainty_rad(1.2));
    }

    #[test]
    fn too_few_frames_hold_no_camera() {
        let setting =
            Setting { caudal: Caudal::Right, raised: Depth::Near, size: ImageSize { width: 640, height: 360 } };
        assert_eq!(
            CameraFit::of(setting, &[Sighting::of(|_| Limb::of(|_| Some(Point::default()))); 5], 0.0, &Room::default()),
            None
        );
    }
}
