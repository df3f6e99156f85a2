//! Truth of rendered clips and images: exact, from the figure's rig.

use super::truth::{Case, CaseView, Head, TrueFrame, TrueImage, TrueTrial, Truth, TruthError};
use super::truth::{existing, text_of, time_s, turn_deg};
use crate::motion::{Depth, EndedBy, Side, Thresholds};
use serde::Deserialize;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
struct Camera {
    #[serde(deserialize_with = "turn_deg")]
    yaw_deg: f64,
    roll_deg: Option<f64>,
}

impl Camera {
    fn view(&self, raised: Depth, head: Head) -> CaseView {
        let Self { yaw_deg, roll_deg } = *self;
        CaseView { yaw_deg: Some(yaw_deg), roll_deg, depth: Some(raised), head: Some(head) }
    }
}

/// `NAME.truth.json`, as far as it is used.
#[derive(Deserialize)]
struct ClipFile {
    head: Head,
    raised_side: Side,
    raised_is: Depth,
    camera: Camera,
    frames: Vec<FrameDocument>,
}

#[derive(Deserialize)]
struct FrameDocument {
    /// Seconds.
    #[serde(deserialize_with = "time_s")]
    t: f64,
    phase: ScriptPhase,
    /// Elevation of the thigh over the floor, degrees.
    #[serde(deserialize_with = "turn_deg")]
    hip_flexion: f64,
    #[serde(deserialize_with = "turn_deg")]
    knee_flexion: f64,
    #[serde(deserialize_with = "turn_deg")]
    opposite_lift: f64,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ScriptPhase {
    Raise,
    Hold,
    Lower,
    /// Lying still, before, between and after.
    #[serde(other)]
    Rest,
}

/// A record of `truth.json`.
#[derive(Deserialize)]
struct StillDocument {
    file: String,
    head: Head,
    raised_side: Side,
    raised_is: Depth,
    camera: Camera,
    truth: StillTruth,
}

#[derive(Deserialize)]
struct StillTruth {
    raised: StillLeg,
    resting: StillLeg,
}

#[derive(Deserialize)]
struct StillLeg {
    /// Degrees.
    #[serde(deserialize_with = "turn_deg")]
    leg_hip_ankle_vs_floor: f64,
}

pub(super) fn read_stills(path: &Path) -> Result<Vec<Case>, TruthError> {
    let records: Vec<StillDocument> =
        serde_json::from_str(&text_of(path)?).map_err(|error| TruthError::of_json(path, &error))?;
    let case = |record: StillDocument| Case {
        path: path.with_file_name(&record.file),
        view: record.camera.view(record.raised_is, record.head),
        truths: vec![Truth::Image(TrueImage {
            side: Some(record.raised_side),
            leg_deg: record.truth.raised.leg_hip_ankle_vs_floor,
            other_deg: Some(record.truth.resting.leg_hip_ankle_vs_floor),
        })],
    };
    existing(records.into_iter().map(case).collect(), path)
}

pub(super) fn read_clip(path: &Path, clip: PathBuf, thresholds: &Thresholds) -> Result<Case, TruthError> {
    let file: ClipFile = serde_json::from_str(&text_of(path)?).map_err(|error| TruthError::of_json(path, &error))?;
    let knee_at_rest = file.frames.first().map_or(0.0, |f| f.knee_flexion);
    let trials =
        raises(&file.frames).map(|raise| true_trial(file.raised_side, raise, knee_at_rest, thresholds)).collect();
    let view = file.camera.view(file.raised_is, file.head);
    Ok(Case { path: clip, view, truths: vec![Truth::Clip(trials)] })
}

/// The frames of each raise, from its first frame to the last one of the lowering.
fn raises(frames: &[FrameDocument]) -> impl Iterator<Item = &[FrameDocument]> {
    let goes_on = |a: &FrameDocument, b: &FrameDocument| match (a.phase, b.phase) {
        (ScriptPhase::Rest, phase) => phase == ScriptPhase::Rest,
        (_, ScriptPhase::Rest) => false,
        (before, phase) => before != ScriptPhase::Lower || phase != ScriptPhase::Raise,
    };
    frames.chunk_by(goes_on).filter(|part| part[0].phase != ScriptPhase::Rest)
}

/// The highest elevation before the knee bends or the other leg lifts beyond the stop limits, on the way up or in the
/// hold. Knee bend and lift of the other leg count beyond the rest.
fn true_trial(side: Side, raise: &[FrameDocument], knee_at_rest_deg: f64, thresholds: &Thresholds) -> TrueTrial {
    let up = || raise.iter().filter(|f| f.phase != ScriptPhase::Lower);
    let bent = |f: &&FrameDocument| f.knee_flexion - knee_at_rest_deg > thresholds.knee_bend.stop_deg;
    let knee = up().find(bent).map(|f| (f.t, EndedBy::KneeBend));
    let other =
        up().find(|f| f.opposite_lift > thresholds.opposite_leg_lift.stop_deg).map(|f| (f.t, EndedBy::OppositeLegLift));
    let stop = [knee, other].into_iter().flatten().min_by(|a, b| a.0.total_cmp(&b.0));
    let until = stop.map_or(f64::INFINITY, |(t, _)| t);
    let angle_deg = up().filter(|f| f.t < until).map(|f| f.hip_flexion).fold(0.0, f64::max);
    TrueTrial {
        side: Some(side),
        angle_deg,
        ended_by: Some(stop.map_or(EndedBy::Peak, |(_, why)| why)),
        onset_s: stop.map(|(t, _)| t),
        passed: angle_deg >= thresholds.pass_deg,
        frames: raise.iter().map(|f| TrueFrame { time_s: f.t, thigh_deg: f.hip_flexion }).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One frame a second: phase, thigh, knee, lift of the other leg.
    fn clip(frames: &[(&str, f64, f64, f64)]) -> Result<Vec<TrueTrial>, TruthError> {
        let frames: Vec<String> = frames
            .iter()
            .enumerate()
            .map(|(t, (phase, thigh, knee, lift))| {
                format!(
                    r#"{{"t": {t}, "phase": "{phase}", "hip_flexion": {thigh}, "knee_flexion": {knee}, "opposite_lift": {lift}}}"#
                )
            })
            .collect();
        let text = format!(
            r#"{{"head": "left", "raised_side": "right", "raised_is": "near", "camera": {{"yaw_deg": -8}}, "frames": [{}]}}"#,
            frames.join(",\n")
        );
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.truth.json");
        std::fs::write(&path, text).unwrap();
        let case = read_clip(&path, "a.mp4".into(), &Thresholds::default())?;
        assert_eq!(case.view.yaw_deg, Some(-8.0));
        let Truth::Clip(trials) = &case.truths[0] else { panic!("a clip") };
        Ok(trials.clone())
    }

    #[test]
    fn two_raises_are_two_trials_with_their_frames() {
        let frames = [
            ("lie", 0.0, 2.0, 0.0),
            ("raise", 40.0, 2.0, 0.0),
            ("hold", 58.0, 2.0, 0.0),
            ("lower", 20.0, 30.0, 0.0),
            ("rest", 0.0, 2.0, 0.0),
            ("raise", 50.0, 2.0, 0.0),
            ("hold", 84.0, 2.0, 0.0),
            ("lower", 30.0, 2.0, 0.0),
        ];
        let trials = clip(&frames).unwrap();
        let summary: Vec<_> = trials.iter().map(|t| (t.angle_deg, t.passed, t.ended_by, t.frames.len())).collect();
        assert_eq!(summary, [(58.0, false, Some(EndedBy::Peak), 3), (84.0, true, Some(EndedBy::Peak), 3)]);
        assert_eq!(trials[1].frames[0], TrueFrame { time_s: 5.0, thigh_deg: 50.0 });
    }

    #[test]
    fn raises_without_a_rest_between_them_are_two() {
        let frames = [("raise", 50.0, 0.0, 0.0), ("lower", 20.0, 0.0, 0.0), ("raise", 60.0, 0.0, 0.0)];
        assert_eq!(clip(&frames).unwrap().len(), 2);
    }

    #[test]
    fn what_comes_after_the_first_violation_does_not_count() {
        let frames = [
            ("raise", 40.0, 2.0, 0.0),
            ("raise", 60.0, 10.0, 4.0),
            ("raise", 70.0, 12.0, 11.0),
            ("hold", 82.0, 16.0, 12.0),
        ];
        let trials = clip(&frames).unwrap();
        assert_eq!((trials[0].angle_deg, trials[0].passed), (60.0, false));
        assert_eq!((trials[0].ended_by, trials[0].onset_s), (Some(EndedBy::OppositeLegLift), Some(2.0)));
    }

    #[test]
    fn a_malformed_clip_is_told_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.truth.json");
        std::fs::write(&path, "{\n\"head\": \"up\"}").unwrap();
        let error = read_clip(&path, "a.mp4".into(), &Thresholds::default()).unwrap_err();
        assert!(matches!(error, TruthError::Malformed { line: 2, .. }), "{error}");
    }

    #[test]
    fn stills_that_are_not_there_are_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("truth.json");
        let still = |file: &str| {
            format!(
                r#"{{"file": "{file}", "head": "right", "raised_side": "left", "raised_is": "far",
                "camera": {{"yaw_deg": 20}}, "truth": {{"raised": {{"leg_hip_ankle_vs_floor": 44.5}},
                "resting": {{"leg_hip_ankle_vs_floor": -1.5}}}}}}"#
            )
        };
        std::fs::write(&path, format!("[{}, {}]", still("a.jpg"), still("b.jpg"))).unwrap();
        assert!(matches!(read_stills(&path), Err(TruthError::FilesMissing(_))));
        std::fs::write(folder.path().join("b.jpg"), "").unwrap();
        let cases = read_stills(&path).unwrap();
        assert_eq!(cases.len(), 1);
        assert_eq!(
            cases[0].truths[0],
            Truth::Image(TrueImage { side: Some(Side::Left), leg_deg: 44.5, other_deg: Some(-1.5) })
        );
    }
}
