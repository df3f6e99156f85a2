//! What to draw over a picture, in image pixels, as plain data: the annotated video and the window draw the same.

use crate::motion::{
    Caudal, CompensationKind, JointAngles, Landmark, Observation, Phase, PictureSize, Point, Pose, Side,
};

/// What a mark means; whoever draws chooses the colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    RaisedLeg,
    RestingLeg,
    Trunk,
    /// The line the angle is measured from.
    Reference,
    Text,
    Warning,
    Stop,
}

/// One thing to draw, image pixels.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    Line {
        from: Point,
        to: Point,
        width: f64,
        tone: Tone,
    },
    Dot {
        at: Point,
        radius: f64,
        tone: Tone,
    },
    /// A line of text; `at` is its upper left corner, `height` its size.
    Text {
        at: Point,
        height: f64,
        text: String,
        tone: Tone,
    },
}

/// The marks for one step: skeleton, the angle's arc at the hip, the live angle, the phase and what is wrong.
pub fn marks(pose: Option<&Pose>, observation: &Observation, size: PictureSize) -> Vec<Mark> {
    let unit = f64::from(size.width.min(size.height)) / 100.0;
    let mut marks = Vec::new();
    if let (Some(pose), Some(angles)) = (pose, observation.angles) {
        let raised = observation.live.map(|live| live.side);
        skeleton(&mut marks, pose, raised, unit);
        if let Some(live) = observation.live {
            arc(&mut marks, pose, &angles, live.side, live.angle_rad, unit);
        }
    }
    captions(&mut marks, observation, unit);
    marks
}

/// How a phase is called on screen.
pub fn phase_caption(phase: Phase) -> &'static str {
    match phase {
        Phase::Searching => "Looking for somebody lying down",
        Phase::Settling => "Lie still, both legs flat",
        Phase::Rest => "Rest",
        Phase::Raise => "Raising",
        Phase::Hold => "Holding",
        Phase::Lower => "Lowering",
    }
}

fn skeleton(marks: &mut Vec<Mark>, pose: &Pose, raised: Option<Side>, unit: f64) {
    let mut bones = |points: &[Point], tone| {
        for pair in points.windows(2) {
            marks.push(Mark::Line { from: pair[0], to: pair[1], width: 0.9 * unit, tone });
        }
        marks.extend(points.iter().map(|at| Mark::Dot { at: *at, radius: 1.1 * unit, tone }));
    };
    bones(&[pose.midpoint(Landmark::Shoulder), pose.midpoint(Landmark::Hip)], Tone::Trunk);
    // the raised leg last, on top
    let last = raised.unwrap_or(Side::Right);
    for side in [last.opposite(), last] {
        let leg = [Landmark::Hip(side), Landmark::Knee(side), Landmark::Ankle(side)].map(|l| pose.point(l));
        bones(&leg, if raised == Some(side) { Tone::RaisedLeg } else { Tone::RestingLeg });
    }
}

/// The floor line through the hip, and the arc from it up to the thigh.
fn arc(marks: &mut Vec<Mark>, pose: &Pose, angles: &JointAngles, side: Side, angle_rad: f64, unit: f64) {
    let hip = pose.point(Landmark::Hip(side));
    let radius = 0.45 * angles.leg(side).length;
    let sign = if angles.caudal == Caudal::Right { 1.0 } else { -1.0 };
    let at = |rad: f64, radius: f64| hip + Point::new(sign * rad.cos(), -rad.sin()) * radius;
    let width = 0.5 * unit;
    marks.push(Mark::Line { from: hip, to: at(0.0, 1.15 * radius), width, tone: Tone::Reference });
    let steps = ((angle_rad.abs().to_degrees() / 4.0).ceil() as usize).max(1);
    let place = |i: usize| at(angle_rad * i as f64 / steps as f64, radius);
    marks.extend((0..steps).map(|i| Mark::Line { from: place(i), to: place(i + 1), width, tone: Tone::Reference }));
}

fn captions(marks: &mut Vec<Mark>, observation: &Observation, unit: f64) {
    let mut at = Point::new(2.5 * unit, 2.0 * unit);
    let mut line = |height: f64, text: String, tone| {
        marks.push(Mark::Text { at, height: height * unit, text, tone });
        at.y += 1.15 * height * unit;
    };
    if let Some(live) = observation.live {
        line(14.0, format!("{:.0}°", live.angle_rad.to_degrees()), Tone::Text);
        line(6.0, format!("{}, {} leg", phase_caption(observation.phase), live.side.name()), Tone::Text);
    } else {
        line(6.0, phase_caption(observation.phase).to_owned(), Tone::Text);
    }
    for compensation in &observation.compensations {
        let what = match compensation.kind {
            CompensationKind::KneeBend => "knee bends",
            CompensationKind::OppositeLegLift => "other leg lifts",
        };
        let (word, tone) = if compensation.stop { ("Stop", Tone::Stop) } else { ("Careful", Tone::Warning) };
        line(6.0, format!("{word}: {what} {:.0}°", compensation.rad.to_degrees()), tone);
    }
}
