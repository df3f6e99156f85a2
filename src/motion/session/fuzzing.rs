//! Random recordings of random people through a session, and what must hold whatever comes of them.

use super::script::{Next, config, film, measure};
use crate::motion::body::lying_figure::with_arm;
use crate::motion::{
    CameraRoll, Flow, FrameEstimate, LANDMARK_COUNT, Observation, Point, SessionCommand, SessionConfig, SessionReport,
    Side, Silhouette, Similarity, Timestamp, Trial, VerdictKind,
};
use arbitrary::{Result, Unstructured};
use std::fmt::Debug;

/// Frames per second.
const RATES: [f64; 8] = [5.0, 10.0, 15.0, 20.0, 29.97, 60.0, 120.0, 240.0];
/// What a person does besides raising a leg, in the words of a script.
const DEEDS: [&str; 20] = [
    "",
    "",
    "",
    "",
    "gone",
    "unplugged",
    "hurts",
    "signal",
    "next",
    "hand",
    "lowered",
    "copied",
    "swapped",
    "far",
    "outlined",
    "drawn",
    "propped",
    "bridged",
    "prone",
    "sideways",
];
const MOST_MOMENTS: usize = 16;
const MOST_FRAMES: usize = 1500;
const MOST_FAULTS: usize = 12;

/// Measures the recording that `data` describes, and checks what comes of it.
pub fn protocol(data: &[u8]) {
    let mut data = Unstructured::new(data);
    if let Ok(recording) = FuzzedRecording::of(&mut data) {
        let (report, observations) = recording.measure();
        observations.iter().for_each(assert_sound_observation);
        assert_sound(&report);
    }
}

struct FuzzedRecording {
    config: SessionConfig,
    raised: Side,
    fps: f64,
    start_s: f64,
    /// How many of 256 frames are left out.
    dropped: u8,
    /// Keypoints tremble by so many pixels.
    tremble_px: f32,
    faults: Vec<(usize, Fault)>,
    script: String,
}

/// What is wrong with a frame.
#[derive(Clone, Copy, Debug)]
enum Fault {
    X(usize, f32),
    Y(usize, f32),
    Visibility(usize, f32),
    Presence(f32),
    Scaled(f32),
    Arm(f64),
    Nobody,
    CameraRoll(f64, f64),
    Outline(f64, f64),
    At(u64),
    Later(f64),
    Again,
    UserInput(SessionCommand),
}

impl Fault {
    fn of(data: &mut Unstructured<'_>) -> Result<Self> {
        let landmark = |data: &mut Unstructured<'_>| data.choose_index(LANDMARK_COUNT);
        Ok(match data.int_in_range(0..=14)? {
            0 => Self::X(landmark(data)?, data.arbitrary()?),
            1 => Self::Y(landmark(data)?, data.arbitrary()?),
            2 => Self::Visibility(landmark(data)?, data.arbitrary()?),
            3 => Self::Presence(data.arbitrary()?),
            4 => Self::Scaled(data.arbitrary()?),
            5 => Self::Arm(f64::from(data.arbitrary::<i8>()?)),
            6 => Self::Nobody,
            7 => Self::CameraRoll(data.arbitrary()?, data.arbitrary()?),
            8 => Self::Outline(data.arbitrary()?, data.arbitrary()?),
            9 => Self::At(data.arbitrary()?),
            10 => Self::Later(data.arbitrary()?),
            11 => Self::Again,
            12 => Self::UserInput(SessionCommand::ReportDiscomfort),
            13 => Self::UserInput(SessionCommand::Signal),
            _ => Self::UserInput(SessionCommand::ChangePerson),
        })
    }

    fn change(self, seen: &mut FrameEstimate) {
        if let Self::CameraRoll(roll_rad, sd_rad) = self {
            seen.room.camera_roll = Some(CameraRoll { roll_rad, sd_rad });
        }
        if let Self::Outline(scale, shift) = self {
            let place = Similarity::new(scale, shift, Point::new(shift, scale));
            seen.silhouette = Some(Silhouette::new(place, |column, row| column > row));
        }
        if let Self::Nobody = self {
            *seen = FrameEstimate::default();
        }
        let Some(pose) = &mut seen.pose else { return };
        match self {
            Self::X(at, x) => pose.keypoints[at].x = x,
            Self::Y(at, y) => pose.keypoints[at].y = y,
            Self::Visibility(at, visibility) => pose.keypoints[at].visibility = visibility,
            Self::Presence(presence) => pose.presence = presence,
            Self::Scaled(factor) => pose.keypoints.iter_mut().for_each(|k| (k.x, k.y) = (k.x * factor, k.y * factor)),
            Self::Arm(degrees) => *pose = with_arm(pose.clone(), Side::Left, degrees),
            _ => {}
        }
    }

    fn time(self, due: Timestamp, last: Timestamp) -> Timestamp {
        match self {
            Self::At(ns) => Timestamp(ns),
            Self::Later(secs) => due + secs,
            Self::Again => last,
            _ => due,
        }
    }
}

impl FuzzedRecording {
    fn of(data: &mut Unstructured<'_>) -> Result<Self> {
        let flow = match data.int_in_range(0..=3)? {
            0 => Flow::guided(data.arbitrary()?),
            _ => Flow::Recorded,
        };
        let side = *data.choose(&[None, None, Some(Side::Left), Some(Side::Right)])?;
        let raised = *data.choose(&Side::BOTH)?;
        let fps = *data.choose(&RATES)?;
        let start_s = *data.choose(&[0.0, 0.0, 1e6])?;
        let dropped = data.arbitrary::<u8>()? / 2;
        let tremble_px = f32::from(data.arbitrary::<u8>()?) / 32.0;
        let faults = (0..data.int_in_range(0..=MOST_FAULTS)?)
            .map(|_| Ok((data.int_in_range(0..=511)?, Fault::of(data)?)))
            .collect::<Result<_>>()?;
        Ok(Self {
            config: SessionConfig { side, flow, ..config() },
            raised,
            fps,
            start_s,
            dropped,
            tremble_px,
            faults,
            script: script(data)?,
        })
    }

    fn measure(&self) -> (SessionReport, Vec<Observation>) {
        let mut film = film(&format!("0 fps {} | {}", self.fps, self.script));
        film.truncate(MOST_FRAMES);
        let mut chance = Chance(7);
        film.retain(|_| chance.next() >= f32::from(self.dropped) / 256.0);
        let fault = |frame: usize| self.faults.iter().find(|(at, _)| *at == frame).map(|(_, fault)| *fault);
        let mut last = Timestamp::ZERO;
        let mut timed = Vec::new();
        for (frame, (secs, next)) in film.into_iter().enumerate() {
            let due = Timestamp::from_secs(self.start_s + secs);
            last = fault(frame).map_or(due, |fault| fault.time(due, last));
            if let Some(Fault::UserInput(command)) = fault(frame) {
                timed.push((last, Next::UserInput(command)));
            }
            timed.push((last, next));
        }
        let mut frames = 0..;
        measure(self.config, self.raised, timed, |mut seen| {
            let keypoints = seen.pose.iter_mut().flat_map(|pose| &mut pose.keypoints);
            keypoints.for_each(|k| {
                k.x += self.tremble_px * (chance.next() - 0.5);
                k.y += self.tremble_px * (chance.next() - 0.5);
            });
            if let Some(fault) = frames.next().and_then(fault) {
                fault.change(&mut seen);
            }
            seen
        })
    }
}

/// What the person does, as a script.
fn script(data: &mut Unstructured<'_>) -> Result<String> {
    let (mut secs, mut moments) = (0.0, vec!["0 rest".to_owned()]);
    while !data.is_empty() && moments.len() < MOST_MOMENTS {
        secs += f64::from(data.arbitrary::<u8>()?) / 32.0;
        let [hip, knee, other] = [data.arbitrary::<u8>()?, data.arbitrary()?, data.arbitrary()?];
        let deed = data.choose(&DEEDS)?;
        moments.push(format!("{secs} hip {}° knee {}° other {}° {deed}", hip / 2, knee / 4, other / 4));
    }
    Ok(moments.join(" | "))
}

/// Numbers 0..1 that are the same in every run.
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 40) as f32 / (1u64 << 24) as f32
    }
}

/// What holds of everything that a session ever says.
pub fn assert_sound(report: &SessionReport) {
    assert_numbers(report);
    report.trials.iter().for_each(assert_sound_trial);
    for side in report.sides.iter().flatten() {
        assert!(side.trials > 0 && side.best_rad >= side.mean_rad - 1e-9, "{side:?}");
        assert_ne!(side.verdict.kind, VerdictKind::Unclear);
    }
}

fn assert_sound_trial(trial: &Trial) {
    let onset = trial.violations.first().map(|v| v.onset);
    assert!(onset.is_none_or(|onset| trial.peak <= onset), "measured after its violation: {trial:?}");
    assert!(trial.violations.is_sorted_by_key(|v| v.onset), "{trial:?}");
    assert!((trial.start..=trial.end).contains(&trial.peak), "measured at another time: {trial:?}");
    assert!(trial.max_angle_rad >= trial.angle_rad, "{trial:?}");
    assert!(trial.uncertainty_rad > 0.0, "{trial:?}");
    let kind = trial.verdict.kind;
    let forbidden = trial.reasons.iter().any(|reason| reason.forbids(kind));
    assert!(kind == VerdictKind::Unclear || !forbidden, "a verdict that was not earned: {trial:?}");
}

pub fn assert_sound_observation(observation: &Observation) {
    assert_numbers(&(observation.angles, observation.live));
    assert_numbers(&(&observation.compensations, &observation.guidance));
}

/// No number in it is none, or without bounds.
pub fn assert_numbers(of: &impl Debug) {
    let text = format!("{of:?}");
    let is_none = |word: &str| word == "NaN" || word == "inf";
    assert!(!text.split(|c: char| !c.is_alphanumeric()).any(is_none), "{text}");
}
