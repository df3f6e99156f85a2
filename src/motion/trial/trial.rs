//! A judged raise: its result, why it ended, and what stands against a verdict. [`super::judge`] makes it.

use super::compensation::{CompensationKind, Violation};
use super::sensation::Sensation;
use super::uncertainty;
use super::verdict::{Thresholds, Verdict, VerdictKind};
use crate::motion::body::pose::Side;
use crate::motion::camera::camera_fit::CameraFit;
use crate::motion::camera::leg_reader::LegReader;
use crate::motion::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Why a trial ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndedBy {
    /// The leg was lowered after its highest point.
    Peak,
    KneeBend,
    OppositeLegLift,
    /// The person said that it hurts.
    Discomfort,
    /// The recording stopped, or the leg was out of sight, at its highest point.
    EndOfRecording,
}

impl EndedBy {
    pub const ALL: [Self; 5] =
        [Self::Peak, Self::KneeBend, Self::OppositeLegLift, Self::Discomfort, Self::EndOfRecording];

    /// The name in documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::Peak => "peak",
            Self::KneeBend => "knee_bend",
            Self::OppositeLegLift => "opposite_leg_lift",
            Self::Discomfort => "discomfort",
            Self::EndOfRecording => "end_of_recording",
        }
    }

    /// What went wrong in the raise, where that ended it.
    pub fn compensation(self) -> Option<CompensationKind> {
        match self {
            Self::KneeBend => Some(CompensationKind::KneeBend),
            Self::OppositeLegLift => Some(CompensationKind::OppositeLegLift),
            Self::Peak | Self::Discomfort | Self::EndOfRecording => None,
        }
    }
}

impl From<CompensationKind> for EndedBy {
    fn from(kind: CompensationKind) -> Self {
        match kind {
            CompensationKind::KneeBend => Self::KneeBend,
            CompensationKind::OppositeLegLift => Self::OppositeLegLift,
        }
    }
}

/// What limits the trust in a trial, or takes its verdict. In the order in which it should be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrialReason {
    /// Sharp pain, pain below the knee or tingling stopped it: a warning, and no result.
    RadiatingPain,
    /// The view of the recording is poor; see its reasons.
    PoorView,
    /// On the face or on the side, or seen from above.
    NotOnBack,
    /// Propped on the elbows, half sitting, or in a plank.
    TrunkUp,
    /// In a bridge.
    PelvisUp,
    /// Both legs came up together.
    BothLegsRaised,
    /// The knee of the leg that should lie flat was drawn up.
    OtherKneeBent,
    /// No rest was seen before the raise: knee and resting leg had no reference.
    NoRestBefore,
    /// The leg was kicked up.
    TooQuick,
    /// The leg went up and down, or up again without a rest: an exercise, which does not go as far as it can.
    Repeated,
    /// The knee bent, or the other leg lifted, before there was a raise worth the name.
    SpoiledAtTheStart,
    /// The resting leg was hidden: whether it lifted is not known.
    RestingLegNotSeen,
    /// The model called the leg by both sides, or both legs came up together.
    SideNotCertain,
    /// The raised foot left the image.
    FootOutOfPicture,
    /// Raised a little, and not held: the leg may have been lifted for anything.
    NotHeld,
    /// The person was told to stop, and the whole raise shows no reason for that: the leg might have gone higher.
    StopNotConfirmed,
    /// Somebody else was pointed at afterwards.
    AnotherPerson,
    /// Frames came so seldom that a bent knee or a lifted leg could have been missed.
    TooFewPictures,
    /// The highest point was not seen: the recording stopped before it, or the leg was out of sight.
    NotFinished,
    /// The keypoints jumped about, so the number is not certain enough.
    TooUncertain,
}

impl TrialReason {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 20] = [
        Self::RadiatingPain,
        Self::PoorView,
        Self::NotOnBack,
        Self::TrunkUp,
        Self::PelvisUp,
        Self::BothLegsRaised,
        Self::OtherKneeBent,
        Self::NoRestBefore,
        Self::TooQuick,
        Self::Repeated,
        Self::SpoiledAtTheStart,
        Self::RestingLegNotSeen,
        Self::SideNotCertain,
        Self::FootOutOfPicture,
        Self::NotHeld,
        Self::StopNotConfirmed,
        Self::AnotherPerson,
        Self::TooFewPictures,
        Self::NotFinished,
        Self::TooUncertain,
    ];

    /// The name in documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::RadiatingPain => "radiating_pain",
            Self::PoorView => "poor_view",
            Self::NotOnBack => "not_on_back",
            Self::TrunkUp => "trunk_up",
            Self::PelvisUp => "pelvis_up",
            Self::BothLegsRaised => "both_legs_raised",
            Self::OtherKneeBent => "other_knee_bent",
            Self::NoRestBefore => "no_rest_before",
            Self::TooQuick => "too_quick",
            Self::Repeated => "repeated",
            Self::SpoiledAtTheStart => "spoiled_at_the_start",
            Self::RestingLegNotSeen => "resting_leg_not_seen",
            Self::SideNotCertain => "side_not_certain",
            Self::FootOutOfPicture => "foot_out_of_picture",
            Self::NotHeld => "not_held",
            Self::StopNotConfirmed => "stop_not_confirmed",
            Self::AnotherPerson => "another_person",
            Self::TooFewPictures => "too_few_pictures",
            Self::NotFinished => "not_finished",
            Self::TooUncertain => "too_uncertain",
        }
    }

    /// Whether a raise of which this is true can't be judged so. A leg that came as high as a pass needs can only have
    /// gone higher.
    pub fn forbids(self, verdict: VerdictKind) -> bool {
        match self {
            Self::FootOutOfPicture => false,
            Self::NotFinished | Self::StopNotConfirmed => verdict != VerdictKind::Pass,
            _ => true,
        }
    }
}

/// The same moment against other reference lines, radians.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct References {
    /// The angle against the same leg at rest.
    pub rest_rad: Option<f64>,
    /// The angle against the image's horizontal, without the corrections for where the model sees the hip and where the
    /// camera stood.
    pub floor_rad: f64,
    /// The angle against the trunk line.
    pub trunk_rad: f64,
}

/// A judged raise.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    pub side: Side,
    pub start: Timestamp,
    /// Time of the result.
    pub peak: Timestamp,
    pub end: Timestamp,
    /// The result: highest elevation of the thigh over the floor before the first violation.
    pub angle_rad: f64,
    /// How long it was held there, seconds; 0 where it was not.
    pub hold_s: f64,
    /// Half-width of the 95 % interval of the angle.
    pub uncertainty_rad: f64,
    /// The part of `uncertainty_rad` that every raise of this body before this camera has in common.
    pub shared_uncertainty_rad: f64,
    /// Highest elevation of the thigh in the whole raise.
    pub max_angle_rad: f64,
    pub ended_by: EndedBy,
    /// What the person felt that ended it, once they have said so.
    pub sensation: Option<Sensation>,
    /// The violations in order of time.
    pub violations: Vec<Violation>,
    pub references: References,
    /// Bend of the knee beyond straight, or what it was bent at rest, at the result.
    pub knee_flexion_rad: f64,
    /// Lift of the resting leg beyond its rest, the most before the result; `None` when it was not seen.
    pub opposite_leg_rad: Option<f64>,
    /// The raised leg's ankle at the result, between shank and sole: π/2 square, less with the foot drawn in; `None`
    /// where the foot was not seen. Recorded alone: a foot that is drawn in takes about 10° away (Boyd 2009).
    pub ankle_rad: Option<f64>,
    /// Tilt of the trunk against the line of the flat legs at the result, or against the image's horizontal where no
    /// leg was seen flat; positive with the hips up. Recorded alone; see [`super::position`] for what is flat.
    pub trunk_tilt_rad: f64,
    pub verdict: Verdict,
    pub reasons: Vec<TrialReason>,
    /// Where the camera stood, as this raise shows it; `None` when it was too short or too little of the body was seen.
    pub camera: Option<CameraFit>,
    /// Elevation of the thigh over the whole raise.
    pub curve: Vec<CurvePoint>,
    /// How the raised leg was read, to read it again from points that somebody has corrected.
    pub reader: LegReader,
}

impl Trial {
    /// Whether it is not known which leg it was until somebody says so.
    pub fn asks_side(&self) -> bool {
        self.reasons.contains(&TrialReason::SideNotCertain) && !self.is_of_another_person()
    }

    /// Whether it is nothing to whoever is measured now.
    pub fn is_of_another_person(&self) -> bool {
        self.reasons.contains(&TrialReason::AnotherPerson)
    }

    /// Whether both are of one raise, as it was seen first and later.
    pub fn is_same_raise(&self, other: &Self) -> bool {
        self.start == other.start
    }

    /// The same raise once the next one followed without a rest: an exercise.
    #[must_use]
    pub fn of_repetitions(mut self) -> Self {
        self.reasons.push(TrialReason::Repeated);
        Self { verdict: Verdict::UNCLEAR, ..self }
    }

    /// The same raise once somebody else was pointed at: it is nothing to whoever is measured now.
    #[must_use]
    pub fn of_another_person(mut self) -> Self {
        self.reasons.push(TrialReason::AnotherPerson);
        Self { verdict: Verdict::UNCLEAR, ..self }
    }

    /// The same raise once the person has said what stopped it; what is worse than that is not taken back.
    #[must_use]
    pub fn that_felt(mut self, sensation: Sensation) -> Self {
        self.sensation = self.sensation.max(Some(sensation));
        if sensation == Sensation::Radiating && !self.reasons.contains(&TrialReason::RadiatingPain) {
            self.reasons.insert(0, TrialReason::RadiatingPain);
            self.verdict = Verdict::UNCLEAR;
        }
        self
    }

    /// The same raise once somebody has said which leg it was, where that was not certain. What else stands against a
    /// verdict still does.
    #[must_use]
    pub fn of_told_side(self, side: Side, thresholds: &Thresholds) -> Self {
        if !self.asks_side() {
            return self;
        }
        let others = self.reasons.into_iter().filter(|reason| *reason != TrialReason::SideNotCertain);
        let reasons: Vec<_> = others.collect();
        let more_rad = if side == self.side { 0.0 } else { uncertainty::OF_OTHER_DEPTH_RAD };
        let uncertainty_rad = self.uncertainty_rad.hypot(more_rad);
        let shared_uncertainty_rad = self.shared_uncertainty_rad.hypot(more_rad);
        let verdict = earned_verdict(self.angle_rad, uncertainty_rad, &reasons, thresholds);
        Self { side, uncertainty_rad, shared_uncertainty_rad, verdict, reasons, ..self }
    }
}

/// The verdict on an angle, both in radians, unless one of the reasons takes it.
pub fn earned_verdict(
    angle_rad: f64,
    uncertainty_rad: f64,
    reasons: &[TrialReason],
    thresholds: &Thresholds,
) -> Verdict {
    let verdict = Verdict::of(angle_rad, uncertainty_rad, thresholds);
    let is_taken = reasons.iter().any(|reason| reason.forbids(verdict.kind));
    if is_taken { Verdict::UNCLEAR } else { verdict }
}

/// A moment of a raise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    pub time: Timestamp,
    /// Elevation of the raised thigh over the floor, smoothed without delay.
    pub thigh_rad: f64,
}
