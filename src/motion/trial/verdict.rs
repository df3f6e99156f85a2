//! From an angle to a verdict: pass, tight, or unclear.

use serde::{Deserialize, Serialize};

use super::compensation::Limits;

/// How far left and right usually differ, and the standard deviation of that (Boyd 2012, doi 10.1186/1471-2474-13-245).
const USUAL_DIFFERENCE_DEG: f64 = 5.0;
const USUAL_DIFFERENCE_SD_DEG: f64 = 3.5;
/// A difference of left and right beyond this is unusual: more than two standard deviations beyond the usual one.
pub const UNUSUAL_DIFFERENCE_DEG: f64 = USUAL_DIFFERENCE_DEG + 2.0 * USUAL_DIFFERENCE_SD_DEG;

/// The limits of the test; settings with these defaults.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Thresholds {
    /// Angle from which on the hamstrings are long enough: about 80° (the self-test; Ayala et al., Phys Ther Sport
    /// 2013;14:98).
    pub pass_deg: f64,
    /// Angle from which on, up to the pass limit, the hamstrings are slightly tight (ours: half-way).
    pub slight_deg: f64,
    /// Angle at or below which the hamstrings are clearly tight (the self-test: 50–60° or less).
    pub clear_deg: f64,
    /// Knee bend beyond the person's own rest (ours: a bend of κ tilts the thigh about κ/2 above the line hip–ankle).
    pub knee_bend: Limits,
    /// Lift of the resting leg beyond its rest (ours).
    pub opposite_leg_lift: Limits,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            pass_deg: 80.0,
            slight_deg: 70.0,
            clear_deg: 60.0,
            knee_bend: Limits { warn_deg: 10.0, stop_deg: 15.0 },
            opposite_leg_lift: Limits { warn_deg: 5.0, stop_deg: 10.0 },
        }
    }
}

/// The range of every limit, degrees.
pub const LIMITS_DEG: std::ops::RangeInclusive<f64> = 0.1..=180.0;

/// Why limits are refused. A limit is called "pass", "slight", "clear", "knee-warn" and so on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BadLimits {
    /// A limit outside [`LIMITS_DEG`].
    Beyond { limit: &'static str, deg: f64 },
    /// The verdict's limits are not in their order.
    Shrinking(Thresholds),
    /// A warning that would come after the stop.
    LateWarning { warn: &'static str, stop: &'static str, limits: Limits },
}

impl Thresholds {
    /// Whether the limits make sense.
    ///
    /// # Errors
    /// The first that does not.
    pub fn check(&self) -> Result<(), BadLimits> {
        let Self { pass_deg, slight_deg, clear_deg, knee_bend, opposite_leg_lift } = *self;
        let pairs = [("knee-warn", "knee-stop", knee_bend), ("opposite-warn", "opposite-stop", opposite_leg_lift)];
        let of_pairs = pairs.iter().flat_map(|(warn, stop, of)| [(*warn, of.warn_deg), (*stop, of.stop_deg)]);
        let mut all = [("pass", pass_deg), ("slight", slight_deg), ("clear", clear_deg)].into_iter().chain(of_pairs);
        if let Some((limit, deg)) = all.find(|(_, deg)| !LIMITS_DEG.contains(deg)) {
            return Err(BadLimits::Beyond { limit, deg });
        }
        if clear_deg > slight_deg || slight_deg > pass_deg {
            return Err(BadLimits::Shrinking(*self));
        }
        match pairs.into_iter().find(|(.., limits)| limits.warn_deg > limits.stop_deg) {
            Some((warn, stop, limits)) => Err(BadLimits::LateWarning { warn, stop, limits }),
            None => Ok(()),
        }
    }
}

/// The kinds of verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VerdictKind {
    Pass,
    Tight,
    /// What was seen is not enough for a judgement.
    Unclear,
}

/// How tight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    None,
    Slight,
    Moderate,
    Clear,
}

/// A verdict with its grade, and whether another trial could change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub kind: VerdictKind,
    pub grade: Grade,
    /// The pass limit lies within the uncertainty.
    pub borderline: bool,
}

impl Verdict {
    pub const UNCLEAR: Self = Self { kind: VerdictKind::Unclear, grade: Grade::None, borderline: false };

    /// Judges an angle and its uncertainty, in radians.
    pub fn of(angle_rad: f64, uncertainty_rad: f64, thresholds: &Thresholds) -> Self {
        let angle = angle_rad.to_degrees();
        let (kind, grade) = match angle {
            a if a >= thresholds.pass_deg => (VerdictKind::Pass, Grade::None),
            a if a >= thresholds.slight_deg => (VerdictKind::Tight, Grade::Slight),
            a if a > thresholds.clear_deg => (VerdictKind::Tight, Grade::Moderate),
            _ => (VerdictKind::Tight, Grade::Clear),
        };
        let borderline = (angle - thresholds.pass_deg).abs() <= uncertainty_rad.to_degrees();
        Self { kind, grade, borderline }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(angle_deg: f64, kind: VerdictKind, grade: Grade, borderline: bool) {
        let verdict = Verdict::of(angle_deg.to_radians(), 3.0_f64.to_radians(), &Thresholds::default());
        assert_eq!(verdict, Verdict { kind, grade, borderline }, "{angle_deg}°");
    }

    #[test]
    fn limits_of_the_self_test() {
        use Grade::*;
        use VerdictKind::*;
        check(92.0, Pass, None, false);
        check(80.1, Pass, None, true);
        check(79.9, Tight, Slight, true);
        check(72.0, Tight, Slight, false);
        check(69.9, Tight, Moderate, false);
        check(60.1, Tight, Moderate, false);
        check(59.9, Tight, Clear, false);
        check(20.0, Tight, Clear, false);
    }
}
