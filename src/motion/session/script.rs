//! The language of the protocol's tests: a script of what the person does.
//!
//! A script is a row of moments "seconds what", joined by straight lines: `hip` is the true elevation of the raised
//! thigh, `knee` its knee's bend, `other` the resting leg's elevation, all in degrees; `gone` from there to the next
//! moment nobody is seen, `unplugged` there are no frames; `hurts` discomfort is reported, `signal` a key is pressed,
//! `next` somebody else comes, `told_left` and `told_right` it is said which leg the latest raise was; `hand` from
//! there on an arm is raised, until `lowered`; `left` and `right` from there on it is that leg; `copied` from there on
//! the resting leg's keypoints lie on the raised leg; `swapped` the labels are exchanged; `hidden` the raised leg's
//! joints are read on something else, `other_hidden` the resting leg's; `strap` from there on a strap is held; `far`
//! from there on the person is too far away; `outlined` from there on the outline is seen, too; `drawn` from there on
//! the other knee is drawn up, `other_knee` it is bent by so much; `propped` from there on the shoulders are up, on a
//! `wedge` a little; `bridged` the hips; `prone` from there on it is somebody on the face, `sideways` on the side,
//! `sideways_from_above` seen by a camera that looks down; `inverted` from there on the image stands on its head; `fps`
//! from there on so many frames per second; `end` stops the recording.

use super::config::SessionConfig;
use super::session::Session;
use super::session_report::SessionReport;
use crate::motion::body::geometry::{Caudal, Point, Similarity};
use crate::motion::body::lying_figure::{lying_figure, with_arm};
use crate::motion::body::pair::Which;
use crate::motion::body::quality::ImageSize;
use crate::motion::body::quality::depth_of;
use crate::motion::camera::leg_view::LegView;
use crate::motion::camera::thigh::thigh_elevation_rad;
use crate::motion::{
    EstimateRequest, FrameEstimate, Keypoint, Landmark, Observation, Pose, SessionCommand, Side, Silhouette, Timestamp,
};

pub const FPS: f64 = 20.0;
pub const SIZE: ImageSize = ImageSize { width: 640, height: 480 };

/// What the person does at a moment.
#[derive(Clone, Copy, Debug)]
pub struct ScriptMoment {
    secs: f64,
    hip: f64,
    knee: f64,
    other: f64,
    gone: bool,
    unplugged: bool,
    said: Option<SessionCommand>,
    hand: bool,
    side: Option<Side>,
    copied: bool,
    swapped: bool,
    hidden: bool,
    other_hidden: bool,
    strap: bool,
    far: bool,
    outlined: bool,
    drawn: bool,
    /// Bend of the resting leg's knee.
    other_knee: f64,
    /// Tilt of the trunk against the floor, degrees, positive with the hips up.
    trunk: f64,
    prone: bool,
    sideways: bool,
    sideways_from_above: bool,
    /// Frames per second.
    fps: f64,
    inverted: bool,
    end: bool,
}

impl ScriptMoment {
    const FIRST: Self = Self {
        secs: 0.0,
        hip: 0.0,
        knee: 0.0,
        other: 0.0,
        gone: false,
        unplugged: false,
        said: None,
        hand: false,
        side: None,
        copied: false,
        swapped: false,
        hidden: false,
        other_hidden: false,
        strap: false,
        far: false,
        outlined: false,
        drawn: false,
        other_knee: 0.0,
        trunk: 0.0,
        prone: false,
        sideways: false,
        sideways_from_above: false,
        inverted: false,
        fps: FPS,
        end: false,
    };
}

fn parse(script: &str) -> Vec<ScriptMoment> {
    let mut moments: Vec<ScriptMoment> = Vec::new();
    for text in script.split('|') {
        let mut words = text.split_whitespace();
        let secs = words.next().expect("a time").parse().expect("seconds");
        let before = moments.last().copied().unwrap_or(ScriptMoment::FIRST);
        // the rest stays as it was at the moment before
        let mut moment =
            ScriptMoment { secs, hip: 0.0, knee: 0.0, other: 0.0, gone: false, unplugged: false, said: None, ..before };
        while let Some(word) = words.next() {
            let mut number = || words.next().expect("a number").trim_end_matches('°').parse().expect("a number");
            match word {
                "rest" => {}
                "hip" => moment.hip = number(),
                "knee" => moment.knee = number(),
                "other" => moment.other = number(),
                "gone" => moment.gone = true,
                "unplugged" => moment.unplugged = true,
                "hurts" => moment.said = Some(SessionCommand::ReportDiscomfort),
                "signal" => moment.said = Some(SessionCommand::Signal),
                "told_left" => moment.said = Some(SessionCommand::TellSide(Side::Left)),
                "told_right" => moment.said = Some(SessionCommand::TellSide(Side::Right)),
                "next" => moment.said = Some(SessionCommand::ChangePerson),
                "hand" => moment.hand = true,
                "lowered" => moment.hand = false,
                "left" => moment.side = Some(Side::Left),
                "right" => moment.side = Some(Side::Right),
                "far" => moment.far = !before.far,
                "outlined" => moment.outlined = true,
                "drawn" => moment.drawn = !before.drawn,
                "other_knee" => moment.other_knee = number(),
                "wedge" => moment.trunk = -8.0,
                "propped" => moment.trunk = -20.0,
                "bridged" => moment.trunk = 22.0,
                "prone" => moment.prone = true,
                "inverted" => moment.inverted = true,
                "sideways" => moment.sideways = true,
                "sideways_from_above" => moment.sideways_from_above = true,
                "copied" => moment.copied = !before.copied,
                "swapped" => moment.swapped = !before.swapped,
                "hidden" => moment.hidden = !before.hidden,
                "strap" => moment.strap = true,
                "other_hidden" => moment.other_hidden = !before.other_hidden,
                "fps" => moment.fps = number(),
                "end" => moment.end = true,
                _ => panic!("what is {word:?}?"),
            }
        }
        moments.push(moment);
    }
    moments
}

/// The figure as the model would see it side-on: its keypoints sit beside the joints, so that lines read low and a
/// straight knee is not 0. With its outline, where that is asked for.
fn seen(moment: ScriptMoment, side: Side, want: EstimateRequest) -> FrameEstimate {
    if moment.gone {
        return FrameEstimate::default();
    }
    let raised = moment.side.unwrap_or(side);
    let leg = |of: Side, hip: f64, knee: f64| {
        let view = LegView::side_on(depth_of(of, Caudal::Right));
        let straight_rad = |line: f64| thigh_elevation_rad(line, 0.0, view);
        // the line's elevation of a straight leg with this thigh elevation, found by iteration
        let line = (0..8).fold(hip.to_radians(), |line, _| line + hip.to_radians() - straight_rad(line));
        let knee_reads = view.straight_knee_rad(line) + knee.to_radians();
        // `lying_figure` has thigh and shank of the same length: the line halves the knee
        ((line + knee_reads / 2.0 - knee.to_radians() / 2.0).to_degrees(), knee_reads.to_degrees())
    };
    let other = if moment.drawn { (50.0, 100.0) } else { (moment.other + moment.other_knee / 2.0, moment.other_knee) };
    let mut legs = Side::BOTH.map(|of| leg(of, other.0, other.1));
    legs[raised.place()] = leg(raised, moment.hip, moment.knee);
    let mut pose = lying_figure(Caudal::Right, legs);
    tilt_trunk(&mut pose, moment.trunk);
    if moment.prone {
        turn_over(&mut pose);
    }
    if moment.sideways {
        pose.keypoints[Landmark::Shoulder(Side::Left).index()].y -= 80.0;
    }
    if moment.sideways_from_above {
        pose.keypoints[Landmark::Shoulder(Side::Right).index()].y -= 20.0;
    }
    let silhouette = (moment.outlined && want.silhouette).then(|| outline(&pose));
    let mut exchange = |of: fn(Side) -> Landmark, copy: bool| {
        let (a, b) = (of(raised).index(), of(raised.opposite()).index());
        let from: Keypoint = pose.keypoints[a];
        if copy {
            pose.keypoints[b] = Keypoint { x: from.x + 2.0, y: from.y + 3.0, ..from };
        } else {
            pose.keypoints.swap(a, b);
        }
    };
    for of in [Landmark::Knee, Landmark::Ankle] {
        if moment.copied {
            exchange(of, true);
        }
    }
    if moment.swapped {
        for of in [Landmark::Hip, Landmark::Knee, Landmark::Ankle] {
            exchange(of, false);
        }
    }
    for (of, hidden) in [(raised, moment.hidden), (raised.opposite(), moment.other_hidden)] {
        if hidden {
            let knee = pose.keypoints[Landmark::Knee(of).index()];
            pose.keypoints[Landmark::Ankle(of).index()] = Keypoint { x: knee.x + 4.0, ..knee };
        }
    }
    // on the floor beside the hips, or over them with a strap
    let arms_deg = if moment.strap { 20.0 } else { -15.0 };
    pose = Side::BOTH.into_iter().fold(pose, |pose, side| with_arm(pose, side, arms_deg));
    if moment.hand {
        pose = with_arm(pose, Side::Right, 90.0);
    }
    if moment.far {
        for k in &mut pose.keypoints {
            (k.x, k.y) = (320.0 + 0.5 * (k.x - 320.0), 240.0 + 0.5 * (k.y - 240.0));
        }
    }
    if moment.inverted {
        for k in &mut pose.keypoints {
            (k.x, k.y) = (SIZE.width as f32 - k.x, SIZE.height as f32 - k.y);
        }
    }
    FrameEstimate { pose: Some(pose), silhouette, ..FrameEstimate::default() }
}

/// Turns the shoulders about the hips; hips and legs stay flat.
fn tilt_trunk(pose: &mut Pose, degrees: f64) {
    let (sin, cos) = degrees.to_radians().sin_cos();
    for of in [Landmark::Shoulder, Landmark::Ear] {
        for side in Side::BOTH {
            let hip = pose.point(Landmark::Hip(side));
            let at = &mut pose.keypoints[of(side).index()];
            let off = at.point() - hip;
            (at.x, at.y) = ((hip.x + cos * off.x + sin * off.y) as f32, (hip.y - sin * off.x + cos * off.y) as f32);
        }
    }
}

/// Turns nose and toes to the floor.
fn turn_over(pose: &mut Pose) {
    let mut mirror = |landmark: Landmark, about: Landmark| {
        let middle = pose.point(about).y as f32;
        let at = &mut pose.keypoints[landmark.index()];
        at.y = 2.0 * middle - at.y;
    };
    mirror(Landmark::Nose, Landmark::Ear(Side::Left));
    Side::BOTH.into_iter().for_each(|side| mirror(Landmark::Toe(side), Landmark::Heel(side)));
}

/// The outline of a figure whose limbs are 24 pixels thick.
fn outline(pose: &Pose) -> Silhouette {
    const THICKNESS_PX: f64 = 24.0;
    let limbs = Side::BOTH.map(|side| {
        [Landmark::Shoulder, Landmark::Hip, Landmark::Knee, Landmark::Ankle].map(|of| pose.point(of(side)))
    });
    let bones: Vec<[Point; 2]> = limbs.iter().flat_map(|limb| limb.windows(2).map(|pair| [pair[0], pair[1]])).collect();
    let image = Similarity::new(f64::from(SIZE.width), 0.0, Point::new(0.0, -80.0));
    let cell = 1.0 / Silhouette::SIDE as f64;
    Silhouette::new(image, |column, row| {
        let at = image * Point::new((column as f64 + 0.5) * cell, (row as f64 + 0.5) * cell);
        bones.iter().any(|[from, to]| at.distance_to_line(*from, *to) < THICKNESS_PX / 2.0)
    })
}

/// What comes next in a script.
#[derive(Clone, Copy, Debug)]
pub enum Next {
    UserInput(SessionCommand),
    Frame(ScriptMoment),
}

/// A script as frames, each with its time in seconds.
pub fn film(script: &str) -> Vec<(f64, Next)> {
    let mut film = Vec::new();
    for pair in parse(script).windows(2) {
        let (a, b) = (pair[0], pair[1]);
        film.extend(a.said.map(|said| (a.secs, Next::UserInput(said))));
        let frames = if a.unplugged { 0 } else { ((b.secs - a.secs) * a.fps).round() as usize };
        for i in 0..frames {
            let share = i as f64 / frames as f64;
            let between = |of: fn(&ScriptMoment) -> f64| of(&a) + share * (of(&b) - of(&a));
            let now =
                ScriptMoment { hip: between(|m| m.hip), knee: between(|m| m.knee), other: between(|m| m.other), ..a };
            film.push((a.secs + i as f64 / a.fps, Next::Frame(now)));
        }
        if b.end {
            break;
        }
    }
    film
}

/// Measures a script in which this leg is raised; `see` may change what is seen in each frame.
pub fn measure(
    config: SessionConfig,
    raised: Side,
    film: impl IntoIterator<Item = (Timestamp, Next)>,
    mut see: impl FnMut(FrameEstimate) -> FrameEstimate,
) -> (SessionReport, Vec<Observation>) {
    let mut session = Session::new(config, SIZE);
    let mut observations = Vec::new();
    for (time, next) in film {
        match next {
            Next::UserInput(command) => session.handle(time, command),
            Next::Frame(moment) => {
                let seen = see(seen(moment, raised, session.wants(time)));
                observations.push(session.observe(time, &seen));
            }
        }
    }
    (session.finish(), observations)
}

/// A recording of somebody who may raise either leg.
pub fn config() -> SessionConfig {
    SessionConfig::default()
}

#[cfg(test)]
pub fn play(raised: Side, script: &str) -> (SessionReport, Vec<Observation>) {
    play_with(config(), raised, script)
}

#[cfg(test)]
pub fn play_with(config: SessionConfig, raised: Side, script: &str) -> (SessionReport, Vec<Observation>) {
    let film = film(script).into_iter().map(|(secs, next)| (Timestamp::from_secs(secs), next));
    measure(config, raised, film, |seen| seen)
}
