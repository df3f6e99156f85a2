//! What was measured held against what is true: rows of a table, and errors of frames.

use super::expectation::Answer;
use super::stats::mean;
use super::truth::{Case, Head, TrueImage, TrueTrial};
use crate::document::{Measurement, TrialDocument};
use crate::motion::{Depth, EndedBy, Side, Trial, VerdictKind, ViewQuality, hundredths};
use crate::source::ProblemCode;
use serde::Serialize;

/// A frame's truth is that of the true frame nearest in time, at most this far away, seconds: half a frame at 10 a
/// second.
const SAME_FRAME_S: f64 = 0.05;

/// A trial, the raised leg in an image or a marked leg, true and measured; or an expectation. Angles in degrees, times
/// in seconds; an error is measured minus true.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub kind: RowKind,
    pub file: String,
    pub mirrored: bool,
    pub model: String,
    pub found: Found,
    pub side_true: Option<Side>,
    pub side: Option<Side>,
    /// True angle: of a trial the highest elevation of the thigh, of an image the elevation of the raised leg's line
    /// hip → ankle, of a marked leg that of its line in the image.
    pub angle_true_deg: Option<f64>,
    pub angle_deg: Option<f64>,
    pub error_deg: Option<f64>,
    /// ± of the measured angle, half-width of its 95 % interval.
    pub uncertainty_deg: Option<f64>,
    pub ended_by_true: Option<EndedBy>,
    pub ended_by: Option<EndedBy>,
    pub onset_true_s: Option<f64>,
    pub onset_s: Option<f64>,
    pub verdict_true: Option<VerdictKind>,
    pub verdict: Option<VerdictKind>,
    pub yaw_deg: Option<f64>,
    pub roll_deg: Option<f64>,
    pub depth: Option<Depth>,
    pub head: Option<Head>,
    /// What the program said of the view.
    pub view: ViewQuality,
    /// Frames of the raise that were compared, and how well they agree.
    pub frames: usize,
    pub frames_bias_deg: Option<f64>,
    pub frames_mae_deg: Option<f64>,
    /// Frame of a marked leg, from 0, and how far off the marker may be, degrees.
    pub frame: Option<u64>,
    pub plus_minus_deg: Option<f64>,
    /// What was expected and what came, for people, where the row is an expectation.
    pub expected: Option<String>,
    pub came: Option<String>,
    pub answer: Option<Answer>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RowKind {
    Trial,
    Picture,
    /// A marked leg in one frame.
    Mark,
    /// Something that must come of a recording.
    Expectation,
}

/// Whether truth and measurement have met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Found {
    Found,
    /// True, but not measured.
    Missed,
    /// Measured, but not true.
    Extra,
}

/// A row and the errors of the frames behind it, degrees.
#[derive(Clone, Debug)]
pub struct Compared {
    pub row: Row,
    pub frame_errors_deg: Vec<f64>,
}

/// What a measured trial is held against.
#[derive(Clone, Copy)]
pub struct ComparedTrial<'a> {
    /// The trial with the rounded numbers that the user gets.
    pub record: &'a TrialDocument,
    /// The trial with its curve.
    pub trial: &'a Trial,
}

/// What all rows of one measured file have in common.
pub struct About<'a> {
    pub case: &'a Case,
    pub mirrored: bool,
    pub measurement: &'a Measurement,
}

impl About<'_> {
    /// A row with what is known before it is compared.
    pub(super) fn row(&self, kind: RowKind, found: Found) -> Row {
        let view = self.case.view;
        Row {
            kind,
            file: self.case.path.to_string_lossy().into_owned(),
            mirrored: self.mirrored,
            model: self.measurement.model.name.clone(),
            found,
            side_true: None,
            side: None,
            angle_true_deg: None,
            angle_deg: None,
            error_deg: None,
            uncertainty_deg: None,
            ended_by_true: None,
            ended_by: None,
            onset_true_s: None,
            onset_s: None,
            verdict_true: None,
            verdict: None,
            yaw_deg: view.yaw_deg,
            roll_deg: view.roll_deg,
            depth: view.depth,
            head: view.head,
            view: self.measurement.view.quality,
            frames: 0,
            frames_bias_deg: None,
            frames_mae_deg: None,
            frame: None,
            plus_minus_deg: None,
            expected: None,
            came: None,
            answer: None,
        }
    }

    /// The raised leg in the image; measured only when somebody lies there. As in a trial, a raised leg that is
    /// called by the wrong side is an error of the side, not of the angle.
    pub fn image(&self, truth: &TrueImage) -> Compared {
        let lying = !self.measurement.problems.iter().any(|p| p.code == ProblemCode::NotLying);
        let pose = self.measurement.pose.as_ref().filter(|_| lying);
        let mut row = self.row(RowKind::Picture, if pose.is_some() { Found::Found } else { Found::Missed });
        row.side_true = truth.side;
        row.angle_true_deg = Some(truth.leg_deg);
        if let Some(pose) = pose {
            let highest = if pose.left.leg_deg > pose.right.leg_deg { Side::Left } else { Side::Right };
            // where the other leg is truly the higher one, it is no wrong side to say so
            let truly_higher = truth.other_deg.is_none_or(|other| other < truth.leg_deg);
            let seen = pose.raised_side.filter(|_| truly_higher);
            let leg = match seen.or(truth.side).unwrap_or(highest) {
                Side::Left => &pose.left,
                Side::Right => &pose.right,
            };
            row.side = seen;
            row.angle_deg = Some(leg.floor_deg);
            row.uncertainty_deg = Some(pose.uncertainty_deg);
            row.error_deg = Some(hundredths(leg.floor_deg - truth.leg_deg));
        }
        Compared { row, frame_errors_deg: Vec::new() }
    }

    /// A trial: true, measured, or both.
    pub fn trial(&self, truth: Option<&TrueTrial>, measured: Option<ComparedTrial<'_>>) -> Compared {
        let found = match (truth, measured) {
            (Some(_), Some(_)) => Found::Found,
            (Some(_), None) => Found::Missed,
            (None, _) => Found::Extra,
        };
        let mut row = self.row(RowKind::Trial, found);
        if let Some(truth) = truth {
            row.side_true = truth.side;
            row.angle_true_deg = Some(truth.angle_deg);
            row.ended_by_true = truth.ended_by;
            row.onset_true_s = truth.onset_s;
            row.verdict_true = Some(if truth.passed { VerdictKind::Pass } else { VerdictKind::Tight });
        }
        if let Some(ComparedTrial { record, .. }) = measured {
            row.side = Some(record.side);
            row.angle_deg = Some(record.angle_deg);
            row.error_deg = row.angle_true_deg.map(|truth| hundredths(record.angle_deg - truth));
            row.uncertainty_deg = Some(record.uncertainty_deg);
            row.ended_by = Some(record.ended_by);
            row.onset_s = record.violations.first().map(|v| v.onset_s);
            row.verdict = Some(record.verdict);
        }
        let frame_errors_deg = match (truth, measured) {
            (Some(truth), Some(measured)) => frame_errors_deg(truth, measured.trial),
            _ => Vec::new(),
        };
        row.frames = frame_errors_deg.len();
        row.frames_bias_deg = mean(&frame_errors_deg);
        row.frames_mae_deg = mean(&frame_errors_deg.iter().map(|e| e.abs()).collect::<Vec<_>>());
        Compared { row, frame_errors_deg }
    }
}

/// Errors of the curve in the frames of the raise, up to a violation.
fn frame_errors_deg(truth: &TrueTrial, trial: &Trial) -> Vec<f64> {
    let until = truth.onset_s.unwrap_or(f64::INFINITY);
    let before = trial.curve.iter().filter(|point| point.time.secs() < until);
    before
        .filter_map(|point| {
            let distance = |f: &f64| (f - point.time.secs()).abs();
            let after = truth.frames.partition_point(|f| f.time_s < point.time.secs());
            let neighbours = truth.frames[after.saturating_sub(1)..].iter().take(2);
            let nearest = neighbours.min_by(|a, b| distance(&a.time_s).total_cmp(&distance(&b.time_s)))?;
            (distance(&nearest.time_s) <= SAME_FRAME_S).then(|| point.thigh_rad.to_degrees() - nearest.thigh_deg)
        })
        .collect()
}

/// A time from one moment to another, seconds.
pub type Span = (f64, f64);

/// Which measured raise is which true one, as indices: those that share the most time; where no times are known, see
/// [`matches_in_order`].
pub fn matches(
    truth: &[Option<Span>],
    measured: &[Span],
    same_side: impl Fn(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    let Some(truth) = truth.iter().copied().collect::<Option<Vec<Span>>>() else {
        return matches_in_order(truth.len(), measured.len(), same_side);
    };
    let shared = |(t, m): &(usize, usize)| truth[*t].1.min(measured[*m].1) - truth[*t].0.max(measured[*m].0);
    let mut pairs: Vec<(usize, usize)> =
        (0..truth.len()).flat_map(|t| (0..measured.len()).map(move |m| (t, m))).filter(|p| shared(p) > 0.0).collect();
    pairs.sort_by(|a, b| shared(b).total_cmp(&shared(a)));
    let mut chosen: Vec<(usize, usize)> = Vec::new();
    for (t, m) in pairs {
        if chosen.iter().all(|(other_t, other_m)| *other_t != t && *other_m != m) {
            chosen.push((t, m));
        }
    }
    chosen.sort_unstable();
    chosen
}

/// The most pairs that there can be, in order; where there is a choice, those of the same side, and the earlier ones.
/// The angle has no say: it is what is to be judged.
fn matches_in_order(truth: usize, measured: usize, same_side: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let worth = |t: usize, m: usize| 1 + usize::from(same_side(t, m)) + truth.min(measured);
    // the best that can be had from the true raise t and the measured raise m on
    let mut best = vec![vec![0; measured + 1]; truth + 1];
    for t in (0..truth).rev() {
        for m in (0..measured).rev() {
            best[t][m] = (worth(t, m) + best[t + 1][m + 1]).max(best[t + 1][m]).max(best[t][m + 1]);
        }
    }
    let (mut pairs, mut t, mut m) = (Vec::new(), 0, 0);
    while t < truth && m < measured {
        if best[t][m] == worth(t, m) + best[t + 1][m + 1] {
            pairs.push((t, m));
            (t, m) = (t + 1, m + 1);
        } else if best[t][m] == best[t][m + 1] {
            m += 1;
        } else {
            t += 1;
        }
    }
    pairs
}

/// Time from the first to the last frame of the raise, where they are known.
pub fn span(truth: &TrueTrial) -> Option<Span> {
    Some((truth.frames.first()?.time_s, truth.frames.last()?.time_s))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raises_meet_by_their_times() {
        let truth = [Some((2.0, 6.0)), Some((10.0, 14.0))];
        let matches = |truth: &[Option<Span>], measured: &[Span]| matches(truth, measured, |_, _| true);
        assert_eq!(matches(&truth, &[(9.0, 15.0)]), [(1, 0)], "the first one was missed");
        assert_eq!(matches(&truth, &[(1.0, 7.0), (7.5, 8.5), (9.0, 15.0)]), [(0, 0), (1, 2)], "one is too many");
        assert_eq!(matches(&truth, &[(1.0, 15.0)]), [(0, 0)], "one for two");
        assert_eq!(matches(&truth, &[]), []);
    }

    #[test]
    fn without_times_raises_meet_in_order() {
        assert_eq!(matches(&[None, None], &[(1.0, 2.0)], |_, _| true), [(0, 0)]);
        assert_eq!(matches(&[None], &[(1.0, 2.0), (3.0, 4.0)], |_, _| true), [(0, 0)]);
    }

    #[test]
    fn without_times_the_side_tells_which_raise_is_one_too_many() {
        let check = |truth: &str, measured: &str, expect: &[(usize, usize)]| {
            let same = |t: usize, m: usize| truth.as_bytes()[t] == measured.as_bytes()[m];
            assert_eq!(matches_in_order(truth.len(), measured.len(), same), expect, "{truth} {measured}");
        };
        check("r", "lrl", &[(0, 1)]);
        check("lr", "r", &[(1, 0)]);
        check("r", "l", &[(0, 0)]);
        check("lr", "rl", &[(0, 0), (1, 1)]);
        check("llrr", "lrr", &[(0, 0), (2, 1), (3, 2)]);
        check("", "l", &[]);
    }
}
