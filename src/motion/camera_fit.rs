//! Where the camera stood, from one raise: a figure and a camera fitted to the keypoints of the raise by robust least squares.
//!
//! Knee and ankle travel on circles about the hip; how the camera sees these circles tells yaw, pitch and roll, which no single picture does.
//! The fit gives the view, and the way from an elevation in the picture to one over the floor. The angle itself is not taken from the figure:
//! side-on the line hip → ankle is better than any figure of assumed proportions.

use super::figure::{JOINTS, Posture, Prior, Scene, Setting, Shown};
use super::geometry::{Point, elevation_rad};
use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt};
use nalgebra::{DMatrix, DVector, Dyn, Owned};

/// Pictures used: more change nothing but the time.
const PICTURES: usize = 40;
/// Fewer can't hold the camera.
const MIN_PICTURES: usize = 8;
/// Keypoints are off by this part of the trunk's length (spread on renders 0.01–0.04) …
const KEYPOINT_SD: f64 = 0.035;
/// … of which the hips and shoulders are trusted less, and the far ones by half again.
const TRUNK_WEIGHT: f64 = 0.7;
const FAR_WEIGHT: f64 = 0.5;
/// From here on, in standard deviations, a residual counts linearly instead of squared (soft L1).
const SOFT_FROM: f64 = 1.5;
/// Keypoints err alike in all pictures, so the pictures together weigh like a few: the priors count as if for this part of √pictures.
const PRIOR_WEIGHT: f64 = 0.7;
/// A raised knee is straight but for this (radians, prior), and a resting leg lies flat.
const KNEE_MEAN_RAD: f64 = 0.03;
const KNEE_SD_RAD: f64 = 0.35;
const RESTING_SD_RAD: f64 = 0.25;
/// A knee does not bend backwards further than this, softly.
const STRETCHED_RAD: f64 = -0.05;
const STRETCHED_SD_RAD: f64 = 0.02;
/// A first guess nearer to side-on than this leads to the same place as none.
const NEAR_SIDE_ON_RAD: f64 = 10.0 / 180.0 * std::f64::consts::PI;
/// A worse fit is of misread legs, not of a body (renders: 2–10 with legs read well, 14–16 with the far leg misread).
const MAX_COST_PER_PICTURE: f64 = 12.0;
/// Roll is read to about this, because bodies and clothes tilt the keypoints alike (renders by level cameras: 1° standard deviation, up to
/// 2°); a smaller one is mostly that, and is believed the less, the smaller it is (Wiener's weight).
const ROLL_NOISE_RAD: f64 = 1.5 / 180.0 * std::f64::consts::PI;
const PINNED_SD: f64 = 1e-4;
const PER_PICTURE: usize = 3;
const RESIDUALS_PER_PICTURE: usize = 2 * JOINTS + PER_PICTURE + 1;
/// Elevations at which the way from picture to floor is tabulated, degrees.
const TABLE_DEG: std::ops::RangeInclusive<i32> = -20..=130;

/// One picture's keypoints: near and far shoulder, hip, knee, ankle; `None` for those that are not believed.
pub type Sighting = [Option<Point>; JOINTS];

/// A fitted camera.
#[derive(Clone, Debug, PartialEq)]
pub struct CameraFit {
    /// Off side-on, positive towards the feet, radians.
    pub yaw_rad: f64,
    /// Positive looking down.
    pub pitch_rad: f64,
    /// Positive with the picture turned clockwise.
    pub roll_rad: f64,
    /// Elevation of the raised leg in the picture, growing, with its elevation over the floor.
    table: Vec<(f64, f64)>,
}

impl CameraFit {
    /// Fits the raise that `sightings` show; `None` when they are too few. `yaw_rad` is a first guess, positive towards the feet.
    pub fn of(setting: Setting, sightings: &[Sighting], yaw_rad: f64) -> Option<Self> {
        let usable: Vec<&Sighting> = sightings.iter().filter(|s| s[..4].iter().all(Option::is_some)).collect();
        if usable.len() < MIN_PICTURES {
            return None;
        }
        let count = usable.len().min(PICTURES);
        let chosen: Vec<Sighting> = (0..count).map(|i| *usable[i * (usable.len() - 1) / (count - 1)]).collect();
        let from = |yaw: f64| Problem::new(setting, chosen.clone(), -yaw).minimize();
        let starts = if yaw_rad.abs() < NEAR_SIDE_ON_RAD { vec![from(0.0)] } else { vec![from(yaw_rad), from(0.0)] };
        let best = starts.into_iter().min_by(|a, b| a.cost().total_cmp(&b.cost()))?;
        if best.cost() / count as f64 > MAX_COST_PER_PICTURE {
            return None;
        }
        let scene = best.with_believed_roll().minimize().scene();
        Some(Self {
            yaw_rad: -scene.0[Scene::YAW],
            pitch_rad: scene.0[Scene::PITCH],
            roll_rad: scene.0[Scene::ROLL],
            table: table(&setting, &scene)?,
        })
    }

    /// The leg's elevation over the floor for its elevation in the picture, both from hip to ankle, radians.
    pub fn floor_from_picture(&self, picture_rad: f64) -> f64 {
        let after = self.table.partition_point(|(picture, _)| *picture < picture_rad).clamp(1, self.table.len() - 1);
        let ((x0, y0), (x1, y1)) = (self.table[after - 1], self.table[after]);
        y0 + (picture_rad - x0) / (x1 - x0) * (y1 - y0)
    }
}

/// How elevations over the floor appear; `None` where the view is so odd that one picture could mean two elevations.
fn table(setting: &Setting, scene: &Scene) -> Option<Vec<(f64, f64)>> {
    let (hip, ankle) = if setting.near_is_raised { (2, 6) } else { (3, 7) };
    let rows: Vec<(f64, f64)> = TABLE_DEG
        .step_by(2)
        .map(|degrees| {
            let thigh_rad = f64::from(degrees).to_radians();
            let joints = setting.picture(scene, &Posture { thigh_rad, ..Posture::default() }, Shown::AsJoints);
            (elevation_rad(joints[hip], joints[ankle], setting.caudal), thigh_rad)
        })
        .collect();
    rows.windows(2).all(|w| w[1].0 > w[0].0 + 1e-4).then_some(rows)
}

/// The fit as a least-squares problem: [`Scene::LEN`] numbers for the scene, then [`PER_PICTURE`] for each picture.
struct Problem {
    setting: Setting,
    sightings: Vec<Sighting>,
    unknowns: DVector<f64>,
    priors: [Prior; Scene::LEN],
    sd_px: f64,
}

impl Problem {
    fn new(setting: Setting, sightings: Vec<Sighting>, yaw_rad: f64) -> Self {
        let mean = |of: &dyn Fn(&Sighting) -> Point| {
            let sum = sightings.iter().fold(Point::default(), |sum, s| sum + of(s));
            sum * (1.0 / sightings.len() as f64)
        };
        let middle = |s: &Sighting, i: usize| s[i].unwrap_or_default().midpoint(s[i + 1].unwrap_or_default());
        let (shoulders, hips) = (mean(&|s| middle(s, 0)), mean(&|s| middle(s, 2)));
        let trunk_px = shoulders.distance(hips);
        let scene = setting.first_guess(hips, trunk_px, yaw_rad);
        let (hip, ankle) = if setting.near_is_raised { (2, 6) } else { (3, 7) };
        let postures = sightings.iter().flat_map(|s| {
            let thigh_rad = match (s[hip], s[ankle]) {
                (Some(hip), Some(ankle)) => elevation_rad(hip, ankle, setting.caudal),
                _ => 0.0,
            };
            [thigh_rad, KNEE_MEAN_RAD, 0.0]
        });
        let unknowns =
            DVector::from_iterator(Scene::LEN + PER_PICTURE * sightings.len(), scene.0.into_iter().chain(postures));
        Self { setting, sd_px: KEYPOINT_SD * trunk_px, sightings, unknowns, priors: Scene::PRIOR }
    }

    /// The same with the roll held at what is believed of it.
    fn with_believed_roll(mut self) -> Self {
        let read = self.unknowns[Scene::ROLL];
        let mean = read.powi(3) / (read.powi(2) + ROLL_NOISE_RAD.powi(2));
        self.unknowns[Scene::ROLL] = mean;
        self.priors[Scene::ROLL] = Prior { mean, sd: PINNED_SD };
        self
    }

    fn minimize(self) -> Self {
        LevenbergMarquardt::new().with_patience(1).with_ftol(1e-8).with_xtol(1e-8).minimize(self).0
    }

    fn cost(&self) -> f64 {
        self.residuals().map_or(f64::INFINITY, |r| r.norm_squared())
    }

    fn scene(&self) -> Scene {
        Scene(std::array::from_fn(|i| self.unknowns[i]))
    }

    fn posture(&self, picture: usize) -> Posture {
        let at = Scene::LEN + PER_PICTURE * picture;
        Posture { thigh_rad: self.unknowns[at], knee_rad: self.unknowns[at + 1], resting_rad: self.unknowns[at + 2] }
    }

    /// How one picture disagrees with the figure.
    fn picture_residuals(&self, scene: &Scene, posture: &Posture, seen: &Sighting) -> [f64; RESIDUALS_PER_PICTURE] {
        let figure = self.setting.picture(scene, posture, Shown::AsKeypoints);
        let mut residuals = [0.0; RESIDUALS_PER_PICTURE];
        for (joint, (at, seen)) in figure.iter().zip(seen).enumerate() {
            let Some(seen) = seen else { continue };
            let is_trunk = joint < 4;
            let weight =
                if is_trunk { TRUNK_WEIGHT } else { 1.0 } * if is_trunk && joint % 2 == 1 { FAR_WEIGHT } else { 1.0 };
            let off = (*at - *seen) * (weight / self.sd_px);
            (residuals[2 * joint], residuals[2 * joint + 1]) = (soft(off.x), soft(off.y));
        }
        let rest = &mut residuals[2 * JOINTS..];
        rest[0] = (posture.knee_rad - KNEE_MEAN_RAD) / KNEE_SD_RAD;
        rest[1] = (posture.knee_rad - STRETCHED_RAD).min(0.0) / STRETCHED_SD_RAD;
        rest[2] = posture.resting_rad / RESTING_SD_RAD;
        residuals
    }

    fn prior_weight(&self) -> f64 {
        PRIOR_WEIGHT * (self.sightings.len() as f64).sqrt()
    }
}

/// A residual whose square is the soft L1 loss 2c²(√(1+(r/c)²) − 1).
fn soft(residual: f64) -> f64 {
    let u = residual / SOFT_FROM;
    residual.signum() * SOFT_FROM * (2.0 * ((1.0 + u * u).sqrt() - 1.0)).sqrt()
}

impl LeastSquaresProblem<f64, Dyn, Dyn> for Problem {
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
        let pictures = self.sightings.iter().enumerate();
        let pictures = pictures.flat_map(|(i, seen)| self.picture_residuals(&scene, &self.posture(i), seen));
        let weight = self.prior_weight();
        let priors =
            scene.0.iter().zip(self.priors).map(|(value, prior)| soft(weight * (value - prior.mean) / prior.sd));
        let all: Vec<f64> = pictures.chain(priors).collect();
        all.iter().all(|r| r.is_finite()).then(|| DVector::from_vec(all))
    }

    /// By differences: a picture's posture moves only that picture's residuals, so this costs no more than 19 pictures a picture.
    fn jacobian(&self) -> Option<DMatrix<f64>> {
        const STEP: f64 = 1e-5;
        let count = self.sightings.len();
        let rows = RESIDUALS_PER_PICTURE * count + Scene::LEN;
        let mut jacobian = DMatrix::zeros(rows, self.unknowns.len());
        let scene = self.scene();
        for (i, seen) in self.sightings.iter().enumerate() {
            let posture = self.posture(i);
            let top = RESIDUALS_PER_PICTURE * i;
            let mut fill = |column: usize, scene: [&Scene; 2], posture: [&Posture; 2]| {
                let ahead = self.picture_residuals(scene[1], posture[1], seen);
                let behind = self.picture_residuals(scene[0], posture[0], seen);
                for (row, (ahead, behind)) in ahead.iter().zip(behind).enumerate() {
                    jacobian[(top + row, column)] = (ahead - behind) / (2.0 * STEP);
                }
            };
            for column in 0..Scene::LEN {
                let moved = [-STEP, STEP].map(|step| {
                    let mut moved = scene;
                    moved.0[column] += step;
                    moved
                });
                fill(column, [&moved[0], &moved[1]], [&posture; 2]);
            }
            let left = Scene::LEN + PER_PICTURE * i;
            let moves: [fn(&mut Posture) -> &mut f64; PER_PICTURE] =
                [|p| &mut p.thigh_rad, |p| &mut p.knee_rad, |p| &mut p.resting_rad];
            for (k, field) in moves.into_iter().enumerate() {
                let moved = [-STEP, STEP].map(|step| {
                    let mut moved = posture;
                    *field(&mut moved) += step;
                    moved
                });
                fill(left + k, [&scene; 2], [&moved[0], &moved[1]]);
            }
        }
        let weight = self.prior_weight();
        for (i, prior) in self.priors.iter().enumerate() {
            let off = |step: f64| soft(weight * (scene.0[i] + step - prior.mean) / prior.sd);
            jacobian[(RESIDUALS_PER_PICTURE * count + i, i)] = (off(STEP) - off(-STEP)) / (2.0 * STEP);
        }
        Some(jacobian)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::geometry::Caudal;
    use crate::motion::quality::PictureSize;

    /// A raise to 80° as a camera sees it, with keypoints where the model puts them.
    fn sightings(setting: &Setting, scene: &Scene) -> Vec<Sighting> {
        let posture = |i: usize| {
            let up = 1.0 - ((i as f64 - 30.0) / 30.0).abs();
            Posture { thigh_rad: 1.4 * up, knee_rad: 0.03, resting_rad: 0.0 }
        };
        (0..60).map(|i| setting.picture(scene, &posture(i), Shown::AsKeypoints).map(Some)).collect()
    }

    fn check(caudal: Caudal, near_is_raised: bool, yaw_deg: f64, pitch_deg: f64, roll_deg: f64) {
        let setting = Setting { caudal, near_is_raised, size: PictureSize { width: 640, height: 360 } };
        let mut scene = setting.first_guess(Point::new(320.0, 260.0), 120.0, -yaw_deg.to_radians());
        scene.0[Scene::PITCH] = pitch_deg.to_radians();
        scene.0[Scene::ROLL] = roll_deg.to_radians();
        let fit = CameraFit::of(setting, &sightings(&setting, &scene), 0.0).unwrap();
        // the priors pull: a camera that is off is found to most of its angle
        let close = |got: f64, want: f64, slack: f64| (got.to_degrees() - want).abs() <= slack + 0.25 * want.abs();
        let got = [fit.yaw_rad, fit.pitch_rad, fit.roll_rad].map(f64::to_degrees);
        assert!(close(fit.yaw_rad, yaw_deg, 1.5), "yaw {got:?}");
        assert!(close(fit.pitch_rad, pitch_deg, 2.5), "pitch {got:?}");
        assert!(close(fit.roll_rad, roll_deg, 1.0), "roll {got:?}");
        let joints = setting.picture(&scene, &Posture { thigh_rad: 1.2, ..Posture::default() }, Shown::AsJoints);
        let (hip, ankle) = if near_is_raised { (2, 6) } else { (3, 7) };
        let floor = fit.floor_from_picture(elevation_rad(joints[hip], joints[ankle], caudal));
        assert!((floor - 1.2).abs().to_degrees() < 2.5, "{}°", floor.to_degrees());
    }

    #[test]
    fn a_camera_is_found_from_a_raise() {
        check(Caudal::Right, true, 0.0, 0.0, 0.0);
        check(Caudal::Left, true, 0.0, 5.0, 0.0);
        check(Caudal::Right, true, 20.0, 12.0, 0.0);
        check(Caudal::Left, false, -15.0, 20.0, 0.0);
        check(Caudal::Right, false, 20.0, 20.0, 4.0);
    }

    #[test]
    fn too_few_pictures_hold_no_camera() {
        let setting =
            Setting { caudal: Caudal::Right, near_is_raised: true, size: PictureSize { width: 640, height: 360 } };
        assert_eq!(CameraFit::of(setting, &[[Some(Point::default()); JOINTS]; 5], 0.0), None);
    }
}
