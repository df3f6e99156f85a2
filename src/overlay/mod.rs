//! What to draw over an image, in image pixels, as plain data: the annotated video and the window draw the same.

mod demonstration;

pub use demonstration::{DEMONSTRATION_SIZE, demonstration, exercise_demonstration, exercise_outline};

use crate::motion::{
    Caudal, Compensation, CompensationKind, ImageSize, JointAngles, Landmark, LegPoints, Observation, Point, Pose,
    Side, TrackedLegs, Trial,
};
use crate::words::{self, Whole};
use std::borrow::Cow;

/// What a mark means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emphasis {
    RaisedLeg,
    RestingLeg,
    Trunk,
    /// The line the angle is measured from.
    Reference,
    Text,
    Warning,
    Stop,
}

impl Emphasis {
    /// The mark's colour, of a set that colour-blind people tell apart (after Wong, Nature Methods 2011;8:441).
    pub fn rgb(self) -> [u8; 3] {
        match self {
            Self::RaisedLeg => [255, 176, 0],
            Self::RestingLeg => [100, 180, 255],
            Self::Trunk => [220, 220, 220],
            Self::Reference | Self::Text => [255, 255, 255],
            Self::Warning => [255, 210, 60],
            Self::Stop => [255, 95, 75],
        }
    }
}

/// One thing to draw, image pixels.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// Straight from point to point.
    Line {
        points: Vec<Point>,
        width: f64,
        tone: Emphasis,
    },
    Dot {
        at: Point,
        radius: f64,
        tone: Emphasis,
    },
    /// A line of text in a box, which is [`TEXT_BOX`] times `height` high; `at` is the box's upper left corner. Too
    /// long a line is made smaller.
    Text {
        at: Point,
        height: f64,
        text: String,
        tone: Emphasis,
    },
}

/// Height of a text's box over the height of its letters.
pub const TEXT_BOX: f64 = 1.25;

/// The marks for one step: those on the body, the live angle, the phase and what is wrong; between raises the `result`
/// of the latest trial.
pub fn marks(pose: Option<&Pose>, observation: &Observation, result: Option<&Trial>, size: ImageSize) -> Vec<Mark> {
    let mut marks = body_marks(pose, observation, size);
    captions(&mut marks, observation, result, unit(size));
    marks
}

/// The marks on the body: skeleton, the angle's arc at the hip, and where something is wrong.
pub fn body_marks(pose: Option<&Pose>, observation: &Observation, size: ImageSize) -> Vec<Mark> {
    let unit = unit(size);
    let mut marks = Vec::new();
    if let (Some(pose), Some(angles)) = (pose, observation.angles) {
        let raised = observation.live.map(|live| live.side);
        skeleton(&mut marks, pose, observation.legs.as_ref(), raised, unit);
        if let Some(live) = observation.live {
            arc(&mut marks, pose, &angles, live.side, live.angle_rad, unit);
            marks.extend(observation.compensations.iter().map(|c| place_of(c, pose, live.side, unit)));
        }
    }
    marks
}

/// The marks on somebody who exercises: the skeleton, the leg whose turn it is in front.
pub fn exercise_marks(
    pose: Option<&Pose>,
    observation: &Observation,
    side: Option<Side>,
    size: ImageSize,
) -> Vec<Mark> {
    let mut marks = Vec::new();
    if let Some(pose) = pose.filter(|_| observation.angles.is_some()) {
        skeleton(&mut marks, pose, observation.legs.as_ref(), side, unit(size));
    }
    marks
}

/// The marks on an image whose raised leg is put right: trunk and other leg as the model saw them, the raised leg by
/// `points`, and faintly where the model saw it.
pub fn corrected_marks(pose: &Pose, raised: Side, seen: &LegPoints, points: &LegPoints, size: ImageSize) -> Vec<Mark> {
    let unit = unit(size);
    let line = |points: Vec<Point>, width: f64, tone| Mark::Line { points, width: width * unit, tone };
    let leg = |leg: &LegPoints| vec![leg.hip, leg.knee, leg.ankle];
    let other = [Landmark::Hip, Landmark::Knee, Landmark::Ankle].map(|of| pose.point(of(raised.opposite())));
    let mut marks = vec![
        line(vec![pose.midpoint(Landmark::Shoulder), pose.midpoint(Landmark::Hip)], 0.6, Emphasis::Trunk),
        line(other.to_vec(), 0.6, Emphasis::RestingLeg),
        line(leg(seen), 0.4, Emphasis::Reference),
    ];
    marks.extend(leg(seen).into_iter().map(|at| Mark::Dot { at, radius: 0.7 * unit, tone: Emphasis::Reference }));
    marks.push(line(leg(points), 0.5, Emphasis::RaisedLeg));
    marks
}

/// Somebody lying on the back, from the head along the upper side to the toes: length along the body and height over
/// the floor, both in body lengths. Drawn by eye.
const OUTLINE: [(f64, f64); 17] = [
    (0.00, 0.045),
    (0.02, 0.09),
    (0.06, 0.115),
    (0.10, 0.11),
    (0.13, 0.08),
    (0.16, 0.075),
    (0.20, 0.11),
    (0.30, 0.13),
    (0.42, 0.115),
    (0.52, 0.11),
    (0.62, 0.10),
    (0.73, 0.085),
    (0.80, 0.075),
    (0.92, 0.055),
    (0.94, 0.14),
    (0.965, 0.145),
    (0.99, 0.0),
];
/// How long somebody should appear, as a part of the image's width.
const OUTLINE_LENGTH: f64 = 0.72;
/// Where the floor should appear, as a part of the image's height from its top: a raised leg needs the room above.
const OUTLINE_FLOOR: f64 = 0.84;

/// An outline to lie into, feet to the given side.
pub fn outline(caudal: Caudal, size: ImageSize) -> Mark {
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    let length = (OUTLINE_LENGTH * width).min(1.6 * height);
    let middle = Point::new(width / 2.0, OUTLINE_FLOOR * height);
    let at = |(along, up): (f64, f64)| middle + Point::new(caudal.sign() * (along - 0.5), -up) * length;
    let mut points: Vec<Point> = OUTLINE.into_iter().map(at).collect();
    points.extend([at((0.04, 0.0)), at(OUTLINE[0])]);
    Mark::Line { points, width: 0.8 * unit(size), tone: Emphasis::Reference }
}

/// A hundredth of the image's shorter side, pixels.
fn unit(size: ImageSize) -> f64 {
    f64::from(size.width.min(size.height)) / 100.0
}

/// Trunk and legs. A leg that is not seen is not drawn: what is drawn is believed.
fn skeleton(marks: &mut Vec<Mark>, pose: &Pose, legs: Option<&TrackedLegs>, raised: Option<Side>, unit: f64) {
    let mut bones = |points: &[Point], tone| {
        marks.push(Mark::Line { points: points.to_vec(), width: 1.2 * unit, tone });
        marks.extend(points.iter().map(|at| Mark::Dot { at: *at, radius: 1.3 * unit, tone }));
    };
    bones(&[pose.midpoint(Landmark::Shoulder), pose.midpoint(Landmark::Hip)], Emphasis::Trunk);
    // the raised leg last, on top
    let last = raised.unwrap_or(Side::Right);
    let is_seen = |side| legs.into_iter().flat_map(|legs| legs.iter()).all(|leg| leg.seen || leg.label != side);
    for side in [last.opposite(), last].into_iter().filter(|side| is_seen(*side)) {
        let leg = [Landmark::Hip(side), Landmark::Knee(side), Landmark::Ankle(side)].map(|l| pose.point(l));
        bones(&leg, if raised == Some(side) { Emphasis::RaisedLeg } else { Emphasis::RestingLeg });
    }
}

/// The floor line through the hip, and the arc from it up to the thigh.
fn arc(marks: &mut Vec<Mark>, pose: &Pose, angles: &JointAngles, side: Side, angle_rad: f64, unit: f64) {
    let hip = pose.point(Landmark::Hip(side));
    let radius = 0.45 * angles.legs[side].length;
    let sign = if angles.caudal == Caudal::Right { 1.0 } else { -1.0 };
    let at = |rad: f64, radius: f64| hip + Point::new(sign * rad.cos(), -rad.sin()) * radius;
    let mut line = |points| marks.push(Mark::Line { points, width: 0.7 * unit, tone: Emphasis::Reference });
    line(vec![hip, at(0.0, 1.15 * radius)]);
    let steps = ((angle_rad.abs().to_degrees() / 4.0).ceil() as usize).max(1);
    line((0..=steps).map(|i| at(angle_rad * i as f64 / steps as f64, radius)).collect());
}

/// Where on the body a compensation happens: the raised knee, or the other leg's ankle.
fn place_of(compensation: &Compensation, pose: &Pose, raised: Side, unit: f64) -> Mark {
    let landmark = match compensation.kind {
        CompensationKind::KneeBend => Landmark::Knee(raised),
        CompensationKind::OppositeLegLift => Landmark::Ankle(raised.opposite()),
    };
    Mark::Dot { at: pose.point(landmark), radius: 2.2 * unit, tone: warning_tone(compensation) }
}

fn warning_tone(compensation: &Compensation) -> Emphasis {
    if compensation.stop { Emphasis::Stop } else { Emphasis::Warning }
}

/// Sizes are made to be read from the mat, three metres from a small screen.
fn captions(marks: &mut Vec<Mark>, observation: &Observation, result: Option<&Trial>, unit: f64) {
    let mut at = Point::new(2.0 * unit, 2.0 * unit);
    let mut line = |height: f64, text: Cow<'static, str>, tone| {
        marks.push(Mark::Text { at, height: height * unit, text: text.into_owned(), tone });
        at.y += (TEXT_BOX * height + 1.0) * unit;
    };
    let whole = |rad: f64| Whole(rad.to_degrees());
    let phase = words::phase(observation.phase);
    match (observation.live, result) {
        (Some(live), _) => {
            line(17.0, words::angle(whole(live.angle_rad)), Emphasis::Text);
            line(7.5, words::caption_live(&phase, live.side), Emphasis::Text);
        }
        (None, Some(trial)) if !observation.phase.leg_is_up() => {
            line(17.0, words::angle_range(whole(trial.angle_rad), whole(trial.uncertainty_rad)), Emphasis::Text);
            let verdict = words::verdict(trial.verdict.kind, trial.verdict.grade);
            line(7.5, words::caption_result(trial.side, &verdict), Emphasis::Text);
        }
        _ => line(7.5, phase, Emphasis::Text),
    }
    for compensation in &observation.compensations {
        let caption = if compensation.stop { words::stop_caption } else { words::careful_caption };
        line(9.0, caption(compensation.kind, whole(compensation.rad)), warning_tone(compensation));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::{Guidance, Keypoint, LiveReading, Phase, Timestamp, TrackedLeg};

    const SIZE: ImageSize = ImageSize { width: 640, height: 360 };

    fn pose() -> Pose {
        let place = |i: usize| Keypoint { x: 10.0 * i as f32, y: 300.0 - 5.0 * i as f32, visibility: 1.0 };
        Pose { presence: 1.0, keypoints: std::array::from_fn(place) }
    }

    fn raising(pose: &Pose, compensations: Vec<Compensation>) -> Observation {
        let live = LiveReading {
            side: Side::Right,
            angle_rad: 72f64.to_radians(),
            knee_flexion_rad: 0.3,
            opposite_leg_rad: None,
        };
        Observation {
            time: Timestamp::ZERO,
            phase: Phase::Raise,
            angles: Some(JointAngles::of(pose)),
            legs: None,
            live: Some(live),
            compensations,
            guidance: Guidance::default(),
            events: Vec::new(),
            exercise: None,
        }
    }

    fn texts(marks: &[Mark]) -> Vec<(&str, Emphasis)> {
        let mut texts = Vec::new();
        for mark in marks {
            if let Mark::Text { text, tone, .. } = mark {
                texts.push((text.as_str(), *tone));
            }
        }
        texts
    }

    #[test]
    fn a_bent_knee_is_told_and_marked_where_it_is() {
        let pose = pose();
        let bend = Compensation { kind: CompensationKind::KneeBend, rad: 18f64.to_radians(), stop: true };
        let marks = marks(Some(&pose), &raising(&pose, vec![bend]), None, SIZE);
        let expect =
            [("72°", Emphasis::Text), ("Raising, right leg", Emphasis::Text), ("Stop: knee bends 18°", Emphasis::Stop)];
        assert_eq!(texts(&marks), expect);
        let knee = pose.point(Landmark::Knee(Side::Right));
        assert!(marks.iter().any(|mark| matches!(mark, Mark::Dot { at, tone: Emphasis::Stop, .. } if *at == knee)));
    }

    #[test]
    fn a_leg_that_is_not_seen_is_not_drawn() {
        let pose = pose();
        let raising = raising(&pose, Vec::new());
        let count = |observation: &Observation, tone| {
            let marks = body_marks(Some(&pose), observation, SIZE);
            marks.iter().filter(|mark| matches!(mark, Mark::Line { tone: of, .. } if *of == tone)).count()
        };
        assert_eq!(count(&raising, Emphasis::RestingLeg), 1);
        let angles = JointAngles::of(&pose);
        let leg = |label: Side| TrackedLeg { angles: angles.legs[label], label, seen: label == Side::Right };
        let unseen = Observation { legs: Some(Side::BOTH.map(leg).into()), ..raising };
        assert_eq!(count(&unseen, Emphasis::RestingLeg), 0);
        assert_eq!(count(&unseen, Emphasis::RaisedLeg), 1);
    }

    #[test]
    fn nobody_there_leaves_the_phase_alone() {
        let pose = pose();
        let live = None;
        let nobody = Observation { live, angles: None, phase: Phase::Searching, ..raising(&pose, Vec::new()) };
        let marks = marks(None, &nobody, None, SIZE);
        assert_eq!(texts(&marks), [("Looking for somebody lying down", Emphasis::Text)]);
        assert_eq!(marks.len(), 1);
    }
}
