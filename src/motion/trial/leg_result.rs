//! The result of one leg's raises together.

use super::trial::Trial;
use super::verdict::{Grade, Thresholds, Verdict, VerdictKind};

/// What a leg's result needs of a raise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JudgedRaise {
    pub angle_rad: f64,
    /// Half-width of the 95 % interval of the angle.
    pub uncertainty_rad: f64,
    /// The part of `uncertainty_rad` that all raises of this person before this camera share.
    pub shared_uncertainty_rad: f64,
    pub verdict: Verdict,
}

impl From<&Trial> for JudgedRaise {
    fn from(trial: &Trial) -> Self {
        Self {
            angle_rad: trial.angle_rad,
            uncertainty_rad: trial.uncertainty_rad,
            shared_uncertainty_rad: trial.shared_uncertainty_rad,
            verdict: trial.verdict,
        }
    }
}

/// The trials of one leg together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SideSummary {
    pub trials: usize,
    pub mean_rad: f64,
    pub best_rad: f64,
    /// Half-width of the 95 % interval of the best trial: several trials that agree narrow it, down to the part they
    /// share.
    pub uncertainty_rad: f64,
    /// The verdict of the best trial: a leg that went that far once without a violation can go that far. It is
    /// borderline if the limit lies within [`Self::uncertainty_rad`].
    pub verdict: Verdict,
}

impl SideSummary {
    /// Sums up the raises of one leg; unclear ones do not count.
    pub fn of(raises: impl IntoIterator<Item = JudgedRaise>, thresholds: &Thresholds) -> Option<Self> {
        let counted: Vec<JudgedRaise> =
            raises.into_iter().filter(|raise| raise.verdict.kind != VerdictKind::Unclear).collect();
        let best = counted.iter().max_by(|a, b| a.angle_rad.total_cmp(&b.angle_rad))?;
        let angles: Vec<f64> = counted.iter().map(|raise| raise.angle_rad).collect();
        let uncertainty_rad = uncertainty_rad(best, &angles);
        Some(Self {
            trials: counted.len(),
            mean_rad: angles.iter().sum::<f64>() / angles.len() as f64,
            best_rad: best.angle_rad,
            uncertainty_rad,
            verdict: Verdict {
                borderline: Verdict::of(best.angle_rad, uncertainty_rad, thresholds).borderline,
                ..best.verdict
            },
        })
    }
}

/// The ± of the best of several raises: its own part shrinks with their number as far as they agree, the shared part
/// stays (ours; the standard error of repeated readings, JCGM 100:2008, 4.2.3).
fn uncertainty_rad(best: &JudgedRaise, angles_rad: &[f64]) -> f64 {
    let shared = best.shared_uncertainty_rad.min(best.uncertainty_rad);
    let own = (best.uncertainty_rad.powi(2) - shared.powi(2)).max(0.0).sqrt();
    // two standard uncertainties, like every ±
    let scatter = 2.0 * standard_deviation(angles_rad);
    let own_of_all = own.max(scatter) / (angles_rad.len() as f64).sqrt();
    shared.hypot(own_of_all).min(best.uncertainty_rad)
}

/// Standard deviation of a sample; 0 of a single value.
fn standard_deviation(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (squares / (count - 1.0).max(1.0)).sqrt()
}

/// The result of a leg, once no more raises are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LegResult {
    #[default]
    NotMeasured,
    /// Raised, but no raise could be judged.
    Unclear,
    Pass,
    /// The limit lies within the ±: "near 80°" is the answer, and more trials would not change it.
    Near,
    Tight(Grade),
}

impl LegResult {
    pub const ALL: [Self; 7] = [
        Self::NotMeasured,
        Self::Unclear,
        Self::Pass,
        Self::Near,
        Self::Tight(Grade::Slight),
        Self::Tight(Grade::Moderate),
        Self::Tight(Grade::Clear),
    ];

    /// The result of a leg's judged trials, and of whether it was `raised` at all.
    pub fn of(summary: Option<&SideSummary>, raised: bool) -> Self {
        match summary.map(|summary| summary.verdict) {
            None if raised => Self::Unclear,
            None => Self::NotMeasured,
            Some(verdict) if verdict.borderline => Self::Near,
            Some(Verdict { kind: VerdictKind::Pass, .. }) => Self::Pass,
            Some(Verdict { kind: VerdictKind::Tight, grade, .. }) => Self::Tight(grade),
            Some(Verdict { kind: VerdictKind::Unclear, .. }) => Self::Unclear,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raise(angle_deg: f64, own_deg: f64) -> JudgedRaise {
        let shared_rad = 3f64.to_radians();
        let (angle_rad, uncertainty_rad) = (angle_deg.to_radians(), shared_rad.hypot(own_deg.to_radians()));
        let verdict = Verdict::of(angle_rad, uncertainty_rad, &Thresholds::default());
        JudgedRaise { angle_rad, uncertainty_rad, shared_uncertainty_rad: shared_rad, verdict }
    }

    fn summary(raises: &[JudgedRaise]) -> SideSummary {
        SideSummary::of(raises.iter().copied(), &Thresholds::default()).expect("a judged raise")
    }

    #[test]
    fn trials_that_agree_narrow_the_interval_down_to_what_they_share() {
        let range_deg = |raises: &[JudgedRaise]| summary(raises).uncertainty_rad.to_degrees();
        let [one, two, many] = [1, 2, 100].map(|count| range_deg(&vec![raise(76.0, 4.0); count]));
        assert!((one - 5.0).abs() < 1e-9 && (two - 3f64.hypot(4.0 / 2f64.sqrt())).abs() < 1e-9, "{one} {two}");
        assert!(many > 3.0 && many < 3.1, "{many}");
        let apart = range_deg(&[raise(76.0, 4.0), raise(66.0, 4.0)]);
        assert!((apart - one).abs() < 1e-9, "trials that disagree narrow nothing: {apart}");
    }

    #[test]
    fn near_the_limit_is_a_result_of_its_own() {
        let result = |raises: &[JudgedRaise]| {
            LegResult::of(SideSummary::of(raises.iter().copied(), &Thresholds::default()).as_ref(), true)
        };
        assert_eq!(result(&[raise(76.0, 4.0)]), LegResult::Near);
        assert_eq!(result(&[raise(84.0, 4.0)]), LegResult::Near);
        assert_eq!(result(&[raise(76.0, 4.0); 4]), LegResult::Tight(Grade::Slight), "they agree that it is below");
        assert_eq!(result(&[raise(92.0, 4.0)]), LegResult::Pass);
        assert_eq!(result(&[raise(55.0, 4.0), raise(50.0, 4.0)]), LegResult::Tight(Grade::Clear));
        assert_eq!(result(&[]), LegResult::Unclear);
        assert_eq!(LegResult::of(None, false), LegResult::NotMeasured);
    }

    #[test]
    fn what_could_not_be_judged_does_not_count() {
        let unclear = JudgedRaise { verdict: Verdict::UNCLEAR, ..raise(95.0, 4.0) };
        let of = summary(&[unclear, raise(60.0, 1.0), raise(50.0, 1.0)]);
        assert_eq!((of.trials, of.best_rad.to_degrees().round(), of.mean_rad.to_degrees().round()), (2, 60.0, 55.0));
        assert_eq!(SideSummary::of([unclear], &Thresholds::default()), None);
    }
}
