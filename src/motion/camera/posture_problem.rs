//! One frame against a figure of known build before a known camera: which posture shows what was seen.

use super::figure::{JOINTS, Posture, Sighting, Stage, joints};
use super::keypoint_offsets::Joint;
use super::scene::Prior;
use crate::motion::body::pair::{Depth, Which};
use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt};
use nalgebra::{Const, Owned, SMatrix, SVector};

/// From here on, in standard deviations, a keypoint is likely misread and pulls ever less (Cauchy).
const MISREAD_FROM: f64 = 2.0;
/// Neighbouring frames err alike: each weighs like this part of one that stands alone.
const FRAME_WEIGHT: f64 = 0.5;
/// A raised knee is straight but for this, radians: loosely, since it may bend.
pub const KNEE: Prior = Prior { mean: 0.03, sd: 0.6 };
/// A knee does not bend backwards further than this, softly.
const STRETCHED_RAD: f64 = -0.05;
const STRETCHED_SD_RAD: f64 = 0.02;
/// A thigh that lies flat: its elevation over the floor, radians (most renders: −0.5° ±0.5°; strong buttocks: −6°).
pub const FLAT: Prior = Prior { mean: -0.009, sd: 0.022 };
/// From here on, in standard deviations, a leg said to lie flat likely lies on something, and pulls ever less (Cauchy).
const PROPPED_FROM: f64 = 1.0;
/// Step of the differences that derivatives are made of.
pub const STEP: f64 = 1e-5;

/// Unknown numbers of a posture.
pub const UNKNOWNS: usize = 3;
/// Two for each joint; knee, stretched knee, resting leg, raised leg.
pub const RESIDUALS: usize = 2 * JOINTS + 4;

pub type Residuals = SVector<f64, RESIDUALS>;
/// How residuals change with each number of a posture.
pub type Slopes = SMatrix<f64, RESIDUALS, UNKNOWNS>;

/// What one frame shows.
pub struct Evidence {
    pub sighting: Sighting,
    /// The raised leg lies flat, and with it the other one.
    pub is_flat: bool,
    /// Standard deviation of one flat frame.
    pub flat_sd_rad: f64,
    /// Standard deviation of a keypoint, pixels.
    pub sd_px: f64,
}

impl Evidence {
    /// Whether each number of a posture changes something: a resting leg that is not seen may be anywhere.
    pub fn holds_posture(&self, raised: Depth) -> bool {
        let resting = &self.sighting[raised.opposite()];
        self.is_flat || resting[Joint::Knee].is_some() || resting[Joint::Ankle].is_some()
    }

    /// How the frame disagrees with a posture.
    pub fn residuals(&self, stage: &Stage, posture: &Posture) -> Residuals {
        let figure = stage.image(posture);
        let mut residuals = Residuals::zeros();
        for (i, (joint, depth)) in joints().enumerate() {
            let Some(seen) = self.sighting[depth][joint] else { continue };
            let off = (figure[depth][joint] - seen) * (1.0 / self.sd_px);
            residuals[2 * i] = FRAME_WEIGHT * cauchy(off.x, MISREAD_FROM);
            residuals[2 * i + 1] = FRAME_WEIGHT * cauchy(off.y, MISREAD_FROM);
        }
        residuals[2 * JOINTS] = (posture.knee_rad - KNEE.mean) / KNEE.sd;
        residuals[2 * JOINTS + 1] = (posture.knee_rad - STRETCHED_RAD).min(0.0) / STRETCHED_SD_RAD;
        if self.is_flat {
            let flat = |rad: f64| cauchy((rad - FLAT.mean) / self.flat_sd_rad, PROPPED_FROM);
            residuals[2 * JOINTS + 2] = flat(posture.resting_rad);
            residuals[2 * JOINTS + 3] = flat(posture.thigh_rad);
        }
        residuals
    }

    /// How the residuals change with the posture.
    pub fn slopes(&self, stage: &Stage, posture: &Posture) -> Slopes {
        let at = numbers(posture);
        Slopes::from_columns(&std::array::from_fn::<_, UNKNOWNS, _>(|i| {
            let [behind, ahead] = [-STEP, STEP].map(|step| {
                let mut moved = at;
                moved[i] += step;
                self.residuals(stage, &of_numbers(&moved))
            });
            (ahead - behind) / (2.0 * STEP)
        }))
    }

    /// The posture that agrees best with the frame, found from one near it.
    pub fn best_posture(&self, stage: &Stage, from: Posture) -> Posture {
        let problem = PostureProblem { evidence: self, stage, numbers: numbers(&from) };
        let (solved, _) = LevenbergMarquardt::new().with_patience(10).minimize(problem);
        of_numbers(&solved.numbers)
    }
}

/// A residual whose square is the Cauchy loss c²·ln(1 + (r/c)²), with c in `from`.
pub fn cauchy(residual: f64, from: f64) -> f64 {
    residual.signum() * from * (residual / from).powi(2).ln_1p().sqrt()
}

type Numbers = SVector<f64, UNKNOWNS>;

fn numbers(posture: &Posture) -> Numbers {
    Numbers::new(posture.thigh_rad, posture.knee_rad, posture.resting_rad)
}

fn of_numbers(numbers: &Numbers) -> Posture {
    Posture { thigh_rad: numbers[0], knee_rad: numbers[1], resting_rad: numbers[2] }
}

struct PostureProblem<'a> {
    evidence: &'a Evidence,
    stage: &'a Stage,
    numbers: Numbers,
}

impl LeastSquaresProblem<f64, Const<RESIDUALS>, Const<UNKNOWNS>> for PostureProblem<'_> {
    type ParameterStorage = Owned<f64, Const<UNKNOWNS>>;
    type ResidualStorage = Owned<f64, Const<RESIDUALS>>;
    type JacobianStorage = Owned<f64, Const<RESIDUALS>, Const<UNKNOWNS>>;

    fn set_params(&mut self, numbers: &Numbers) {
        self.numbers = *numbers;
    }

    fn params(&self) -> Numbers {
        self.numbers
    }

    fn residuals(&self) -> Option<Residuals> {
        Some(self.evidence.residuals(self.stage, &of_numbers(&self.numbers)))
    }

    fn jacobian(&self) -> Option<Slopes> {
        Some(self.evidence.slopes(self.stage, &of_numbers(&self.numbers)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::body::geometry::{Caudal, Point};
    use crate::motion::body::quality::ImageSize;
    use crate::motion::camera::figure::{Limb, Setting};

    const POSTURE: Posture = Posture { thigh_rad: 1.1, knee_rad: 0.2, resting_rad: 0.05 };

    /// A frame of [`POSTURE`], without what `is_seen` refuses.
    fn check(is_seen: fn(Joint, Depth) -> bool, holds: bool) {
        let setting =
            Setting { caudal: Caudal::Right, raised: Depth::Near, size: ImageSize { width: 640, height: 360 } };
        let stage = Stage::new(&setting, &setting.first_guess(Point::new(320.0, 260.0), 120.0, 0.1));
        let figure = stage.image(&POSTURE);
        let seen = |depth| Limb::of(|joint| is_seen(joint, depth).then_some(figure[depth][joint]));
        let evidence = Evidence { sighting: Sighting::of(seen), is_flat: false, flat_sd_rad: FLAT.sd, sd_px: 5.0 };
        let found = evidence.best_posture(&stage, Posture { thigh_rad: 0.8, knee_rad: KNEE.mean, resting_rad: 0.0 });
        let off = numbers(&found) - numbers(&POSTURE);
        // a knee is taken for a little straighter than it is seen
        assert!(off[0].abs() < 0.01 && off[1].abs() < 0.02, "{found:?}");
        assert_eq!(off[2].abs() < 0.01, holds, "{found:?}");
        assert_eq!(evidence.holds_posture(setting.raised), holds);
    }

    #[test]
    fn the_posture_of_a_frame_is_found() {
        check(|_, _| true, true);
        check(|joint, depth| depth == Depth::Near || joint != Joint::Ankle, true);
    }

    #[test]
    fn a_resting_leg_that_is_not_seen_may_be_anywhere() {
        check(|joint, depth| depth == Depth::Near || [Joint::Shoulder, Joint::Hip].contains(&joint), false);
    }
}
