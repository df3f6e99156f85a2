//! The measurement as a document: `legraise.measurement/1`, a contract with other programs. Fields are added, never
//! renamed.

mod exercise;
mod problems;

pub use exercise::{ExerciseDocument, FaultDocument, SetDocument};

use crate::estimator::ModelInfo;
use crate::motion::{
    Advice, Answers, CameraRoll, Decision, EndedBy, FrameEstimate, Grade, JointAngles, Referral, Sensation, Side,
    SideSummary, Thresholds, Trial, TrialReason, Verdict, VerdictKind, View, ViewQuality, ViewReason, Violation,
    are_both_up, hundredths, leg_over_floor_rad, rounded, still_uncertainty_rad,
};
use crate::pipeline::Outcome;
use crate::source::{Problem, SourceKind};
use crate::words;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The document's name and version.
pub const SCHEMA: &str = "legraise.measurement/1";

/// One input measured. Angles in degrees, times in seconds since the source's start.
#[derive(Debug, Serialize)]
pub struct Measurement {
    pub schema: &'static str,
    pub source: SourceDocument,
    pub model: ModelInfo,
    /// The limits that it was judged by, degrees.
    pub thresholds: Thresholds,
    pub view: ViewDocument,
    /// The answers to the questions before the test; left out if nobody was asked.
    #[serde(skip_serializing_if = "Answers::are_none")]
    pub answers: Answers,
    pub trials: Vec<TrialDocument>,
    pub sides: SidesDocument,
    pub decision: DecisionDocument,
    /// The exercise that was done in place of trials.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exercise: Option<ExerciseDocument>,
    /// Both legs' angles in a single image, unless it is upside down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pose: Option<PoseDocument>,
    pub problems: Vec<Problem>,
}

#[derive(Debug, Serialize)]
pub struct SourceDocument {
    pub path: String,
    pub kind: SourceKind,
    pub width: u32,
    pub height: u32,
    pub frames: u64,
    pub duration_s: f64,
    pub rotation_deg: u32,
}

#[derive(Debug, Serialize)]
pub struct ViewDocument {
    pub quality: ViewQuality,
    pub yaw_deg: Option<f64>,
    pub reasons: Vec<ViewReason>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrialDocument {
    pub side: Side,
    pub start_s: f64,
    pub peak_s: f64,
    pub end_s: f64,
    pub angle_deg: f64,
    pub uncertainty_deg: f64,
    /// The part of it that all raises of this person before this camera share; documents before 0.2 lack it.
    #[serde(default)]
    pub shared_uncertainty_deg: Option<f64>,
    pub max_angle_deg: f64,
    pub ended_by: EndedBy,
    /// What the person said stopped the raise, if they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensation: Option<Sensation>,
    pub violations: Vec<ViolationDocument>,
    pub references: ReferencesDocument,
    pub knee_flexion_deg: f64,
    pub opposite_leg_deg: Option<f64>,
    /// Angle of the raised leg's ankle, between shank and sole, degrees: 90 is square, less is with the foot drawn in;
    /// ± 9 (two standard deviations over 10 raises of rendered figures, with what their feet differ by). `None` where
    /// the foot was not seen, and in documents of before 0.2.
    #[serde(default)]
    pub ankle_deg: Option<f64>,
    /// Tilt of the trunk against the flat legs, degrees, positive with the hips up; documents of before 0.2 lack it.
    #[serde(default)]
    pub trunk_tilt_deg: Option<f64>,
    pub verdict: VerdictKind,
    pub grade: Grade,
    pub borderline: bool,
    pub reasons: Vec<TrialReason>,
    /// The camera's position, fitted to the raise.
    pub camera: Option<CameraDocument>,
}

/// Degrees off side-on (positive towards the feet), looking down, and turned clockwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CameraDocument {
    pub yaw_deg: f64,
    pub pitch_deg: f64,
    pub roll_deg: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ViolationDocument {
    pub kind: EndedBy,
    pub onset_s: f64,
    pub angle_deg: f64,
    pub max_deg: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReferencesDocument {
    pub rest_deg: Option<f64>,
    pub floor_deg: f64,
    pub trunk_deg: f64,
}

#[derive(Debug, Serialize)]
pub struct SidesDocument {
    pub left: Option<SideDocument>,
    pub right: Option<SideDocument>,
}

#[derive(Debug, Serialize)]
pub struct SideDocument {
    pub trials: usize,
    pub mean_deg: f64,
    pub best_deg: f64,
    pub verdict: VerdictKind,
    /// The grade of the best trial, as the verdict is.
    pub grade: Grade,
    /// The ± of the best trial, narrowed as far as the trials agree.
    pub uncertainty_deg: f64,
    /// The pass limit lies within it.
    pub near_limit: bool,
}

impl SideDocument {
    /// The verdict with its grade, as the measurement has it.
    pub fn whole_verdict(&self) -> Verdict {
        Verdict { kind: self.verdict, grade: self.grade, borderline: self.near_limit }
    }
}

/// What to do about each leg, and whom to ask first.
#[derive(Debug, Serialize)]
pub struct DecisionDocument {
    pub referral: Option<Referral>,
    pub left: Option<Advice>,
    pub right: Option<Advice>,
}

/// Both legs in one image.
#[derive(Debug, Serialize)]
pub struct PoseDocument {
    /// The higher leg, when it is clearly higher.
    pub raised_side: Option<Side>,
    /// Both legs are up: no leg lies on the floor.
    pub both_raised: bool,
    pub trunk_deg: f64,
    /// The ± of the legs' `floor_deg`.
    pub uncertainty_deg: f64,
    pub left: LegDocument,
    pub right: LegDocument,
}

/// One leg in one image; elevations between keypoints over the image's horizontal, but for `floor_deg`.
#[derive(Debug, Serialize)]
pub struct LegDocument {
    /// The line from hip to ankle over the floor, see [`crate::motion::leg_over_floor_rad`].
    pub floor_deg: f64,
    pub thigh_deg: f64,
    pub leg_deg: f64,
    pub knee_flexion_deg: f64,
    pub visibility: f64,
    pub trunk_referenced: TrunkReferencedDocument,
}

/// Elevations over the trunk's line.
#[derive(Debug, Serialize)]
pub struct TrunkReferencedDocument {
    pub thigh_deg: f64,
    pub leg_deg: f64,
}

/// Legs closer than this are both resting.
const RAISED_DEG: f64 = 15.0;

impl Measurement {
    pub fn of(outcome: &Outcome) -> Self {
        let Outcome { start, report, .. } = outcome;
        let is_still = start.source.kind == SourceKind::Image && start.exercise.is_none();
        let pose = (is_still && !report.upside_down)
            .then(|| PoseDocument::of(&outcome.last_seen, report.view.quality))
            .flatten();
        let [left, right] = Side::BOTH.map(|side| report.sides[side].as_ref().map(SideDocument::of));
        Self {
            schema: SCHEMA,
            source: SourceDocument {
                path: start.source.path_text().into_owned(),
                kind: start.source.kind,
                width: start.source.width,
                height: start.source.height,
                frames: outcome.frames,
                duration_s: rounded(outcome.duration_s, 3),
                rotation_deg: start.source.rotation_deg,
            },
            model: start.model.clone(),
            view: ViewDocument::of(&report.view),
            thresholds: start.config.thresholds,
            answers: start.config.answers,
            trials: report.trials.iter().map(TrialDocument::of).collect(),
            sides: SidesDocument { left, right },
            decision: DecisionDocument::of(&report.decision),
            exercise: ExerciseDocument::of(outcome),
            pose,
            problems: problems::problems(outcome),
        }
    }

    /// Whether anything was measured that allows a verdict.
    pub fn is_valid(&self) -> bool {
        let judged = self.trials.iter().any(|t| t.verdict != VerdictKind::Unclear);
        let shown = self.pose.is_some() && self.view.quality != ViewQuality::Poor;
        judged || shown || self.exercise.as_ref().is_some_and(ExerciseDocument::is_anything)
    }
}

impl ViewDocument {
    fn of(view: &View) -> Self {
        Self { quality: view.quality, yaw_deg: view.yaw_rad.map(degrees), reasons: view.reasons.clone() }
    }
}

impl TrialDocument {
    pub fn of(trial: &Trial) -> Self {
        Self {
            side: trial.side,
            start_s: rounded(trial.start.secs(), 3),
            peak_s: rounded(trial.peak.secs(), 3),
            end_s: rounded(trial.end.secs(), 3),
            angle_deg: degrees(trial.angle_rad),
            uncertainty_deg: degrees(trial.uncertainty_rad),
            shared_uncertainty_deg: Some(degrees(trial.shared_uncertainty_rad)),
            max_angle_deg: degrees(trial.max_angle_rad),
            ended_by: trial.ended_by,
            sensation: trial.sensation,
            violations: trial.violations.iter().map(ViolationDocument::of).collect(),
            references: ReferencesDocument {
                rest_deg: trial.references.rest_rad.map(degrees),
                floor_deg: degrees(trial.references.floor_rad),
                trunk_deg: degrees(trial.references.trunk_rad),
            },
            knee_flexion_deg: degrees(trial.knee_flexion_rad),
            opposite_leg_deg: trial.opposite_leg_rad.map(degrees),
            ankle_deg: trial.ankle_rad.map(degrees),
            trunk_tilt_deg: Some(degrees(trial.trunk_tilt_rad)),
            verdict: trial.verdict.kind,
            grade: trial.verdict.grade,
            borderline: trial.verdict.borderline,
            reasons: trial.reasons.clone(),
            camera: trial.camera.as_ref().map(|c| CameraDocument {
                yaw_deg: degrees(c.yaw_rad),
                pitch_deg: degrees(c.pitch_rad),
                roll_deg: degrees(c.roll_rad),
            }),
        }
    }
}

impl ViolationDocument {
    fn of(violation: &Violation) -> Self {
        Self {
            kind: EndedBy::from(violation.kind),
            onset_s: rounded(violation.onset.secs(), 3),
            angle_deg: degrees(violation.angle_rad),
            max_deg: degrees(violation.max_rad),
        }
    }
}

impl SideDocument {
    fn of(summary: &SideSummary) -> Self {
        Self {
            trials: summary.trials,
            mean_deg: degrees(summary.mean_rad),
            best_deg: degrees(summary.best_rad),
            verdict: summary.verdict.kind,
            grade: summary.verdict.grade,
            uncertainty_deg: degrees(summary.uncertainty_rad),
            near_limit: summary.verdict.borderline,
        }
    }
}

impl DecisionDocument {
    pub(crate) fn of(decision: &Decision) -> Self {
        let [left, right] = Side::BOTH.map(|side| decision.legs[side]);
        Self { referral: decision.referral, left, right }
    }

    /// The decision itself.
    pub fn decision(&self) -> Decision {
        Decision { referral: self.referral, legs: [self.left, self.right].into() }
    }
}

impl PoseDocument {
    fn of(seen: &FrameEstimate, view: ViewQuality) -> Option<Self> {
        let angles = JointAngles::of(seen.pose.as_ref()?);
        let [left, right] = Side::BOTH.map(|side| LegDocument::of(&angles, side, seen.room.camera_roll));
        let difference = left.leg_deg - right.leg_deg;
        let higher = if difference > 0.0 { Side::Left } else { Side::Right };
        Some(Self {
            raised_side: (difference.abs() > RAISED_DEG).then_some(higher),
            both_raised: are_both_up(&angles, seen.silhouette.as_ref()),
            trunk_deg: degrees(angles.trunk_rad),
            uncertainty_deg: degrees(still_uncertainty_rad(view, &angles, seen.room.camera_roll)),
            left,
            right,
        })
    }
}

impl PoseDocument {
    /// Which leg is raised.
    pub fn in_words(&self) -> Cow<'static, str> {
        match self.raised_side {
            _ if self.both_raised => words::still_raised_both(),
            Some(side) => words::still_raised(side),
            None => words::still_raised_none(),
        }
    }
}

impl LegDocument {
    fn of(angles: &JointAngles, side: Side, camera_roll: Option<CameraRoll>) -> Self {
        let (leg, trunk_rad) = (&angles.legs[side], angles.trunk_rad);
        Self {
            floor_deg: degrees(leg_over_floor_rad(angles, side, camera_roll)),
            thigh_deg: degrees(leg.thigh_rad),
            leg_deg: degrees(leg.leg_rad),
            knee_flexion_deg: degrees(leg.knee_flexion_rad),
            visibility: rounded(leg.visibility, 3),
            trunk_referenced: TrunkReferencedDocument {
                thigh_deg: degrees(leg.thigh_rad - trunk_rad),
                leg_deg: degrees(leg.leg_rad - trunk_rad),
            },
        }
    }
}

fn degrees(rad: f64) -> f64 {
    hundredths(rad.to_degrees())
}
