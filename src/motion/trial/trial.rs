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
    /// The recording stopped, or the leg was not seen, at its highest point.
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

    /// The compensation that ended the raise, if one did.
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

/// What limits a trial's certainty, or forbids its verdict; in the order in which people are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrialReason {
    /// Sharp pain, pain below the knee or tingling stopped the raise: a warning, and no result.
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
    /// No rest was seen before the raise: there is no reference for the knee and the resting leg.
    NoRestBefore,
    /// The leg was kicked up.
    TooQuick,
    /// The leg went up and down, or up again without a rest: an exercise, in which it need not go as far as it can.
    Repeated,
    /// The knee bent, or the resting leg lifted, before the leg was high enough for a result.
    SpoiledAtTheStart,
    /// The resting leg was hidden: it may have lifted.
    RestingLegNotSeen,
    /// The model called the leg by both sides, or both legs came up together.
    SideNotCertain,
    /// The raised foot left the image.
    FootOutOfPicture,
    /// Raised a little, and not held: the leg may have been lifted for another reason.
    NotHeld,
    /// The person was told to stop, and the whole raise shows no reason for that: the leg might have gone higher.
    StopNotConfirmed,
    /// The user chose another person afterwards.
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

    /// Whether this reason forbids the verdict. What may have hidden a higher point does not forbid a pass.
    pub fn forbids(self, verdict: VerdictKind) -> bool {
        match self {
            Self::FootOutOfPicture => false,
            Self::NotFinished | Self::StopNotConfirmed => verdict != VerdictKind::Pass,
            _ => true,
        }
    }
}

/// The result's angle against other reference lines, radians.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct References {
    /// The angle against the same leg at rest.
    pub rest_rad: Option<f64>,
    /// The angle against the image's horizontal, without the corrections for the model's hip keypoint and for the
    /// camera.
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
    /// The part of `uncertainty_rad` that all raises of this person before this camera share.
    pub shared_uncertainty_rad: f64,
    /// Highest elevation of the thigh in the whole raise.
    pub max_angle_rad: f64,
    pub ended_by: EndedBy,
    /// What the person said stopped the raise, once they have.
    pub sensation: Option<Sensation>,
    /// The violations in order of time.
    pub violations: Vec<Violation>,
    pub references: References,
    /// Knee flexion at the result, beyond straight, or beyond that at rest where the knee was bent there.
    pub knee_flexion_rad: f64,
    /// Largest lift of the resting leg above its rest before the result; `None` if it was not seen.
    pub opposite_leg_rad: Option<f64>,
    /// The raised leg's ankle at the result, between shank and sole: π/2 at right angles, less in dorsiflexion; `None`
    /// if the foot was not seen. Recorded only: dorsiflexion lowers the result by about 10° (Boyd 2009).
    pub ankle_rad: Option<f64>,
    /// Tilt of the trunk at the result against the line of the flat legs, or against the image's horizontal if no leg
    /// was seen flat; positive with the hips up. Recorded only; [`super::position`] says what is flat.
    pub trunk_tilt_rad: f64,
    pub verdict: Verdict,
    pub reasons: Vec<TrialReason>,
    /// The camera's position, fitted to this raise; `None` if it was too short or too little of the body was seen.
    pub camera: Option<CameraFit>,
    /// Elevation of the thigh over the whole raise.
    pub curve: Vec<CurvePoint>,
    /// How the angle was read from the raised leg's points, so that it can be read again from corrected ones.
    pub reader: LegReader,
}

impl Trial {
    /// Whether the user should say which leg it was.
    pub fn asks_side(&self) -> bool {
        self.reasons.contains(&TrialReason::SideNotCertain) && !self.is_of_another_person()
    }

    /// Whether it belongs to another person than the one who is measured now.
    pub fn is_of_another_person(&self) -> bool {
        self.reasons.contains(&TrialReason::AnotherPerson)
    }

    /// Whether both are of one raise, judged now and revised later.
    pub fn is_same_raise(&self, other: &Self) -> bool {
        self.start == other.start
    }

    /// The same raise after the next one followed without a rest: a repetition of an exercise.
    #[must_use]
    pub fn into_repetition(mut self) -> Self {
        self.reasons.push(TrialReason::Repeated);
        Self { verdict: Verdict::UNCLEAR, ..self }
    }

    /// The same raise after the user chose another person: it is not that person's.
    #[must_use]
    pub fn into_another_persons(mut self) -> Self {
        self.reasons.push(TrialReason::AnotherPerson);
        Self { verdict: Verdict::UNCLEAR, ..self }
    }

    /// The same raise after the person has said what stopped it. A worse answer from before stays.
    #[must_use]
    pub fn with_sensation(mut self, sensation: Sensation) -> Self {
        self.sensation = self.sensation.max(Some(sensation));
        if sensation == Sensation::Radiating && !self.reasons.contains(&TrialReason::RadiatingPain) {
            self.reasons.insert(0, TrialReason::RadiatingPain);
            self.verdict = Verdict::UNCLEAR;
        }
        self
    }

    /// The same raise after the user has said which leg it was. Other reasons against a verdict stay.
    #[must_use]
    pub fn with_told_side(self, side: Side, thresholds: &Thresholds) -> Self {
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

/// The verdict on an angle with its uncertainty, radians, unless one of the reasons forbids it.
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
