//! The announcer, told as the floor would: a script of what is observed, and what must be heard when.

use super::announcer::Announcer;
use super::lines::Line;
use super::utterance::{Priority, Tone, Utterance};
use crate::motion::{
    Answers, Caudal, Compensation, CompensationKind, Decision, Depth, EndedBy, Event, Flow, Guidance, LegReader,
    Method, Observation, Phase, References, SessionConfig, SetUpProblem, Side, Stage, Timestamp, Trial, TrialReason,
    Verdict,
};
use crate::words::Judged;

const FPS: f64 = 20.0;
pub(super) const GUIDED: Flow = Flow::guided(2);
const KNEE: CompensationKind = CompensationKind::KneeBend;

/// Observations from `secs` on, until the next part of the script.
#[derive(Clone, Default)]
pub(super) struct Part {
    pub secs: f64,
    pub stage: Stage,
    pub problem: Option<SetUpProblem>,
    pub next: Option<Side>,
    pub strap_to: Option<Side>,
    pub signal: f64,
    pub decision: Decision,
    pub held: Vec<Compensation>,
    /// In the first frame only.
    pub events: Vec<Event>,
}

pub(super) fn at(secs: f64, stage: Stage) -> Part {
    Part { secs, stage, next: Some(Side::Left), ..Part::default() }
}

impl Part {
    pub fn with(self, event: Event) -> Self {
        let held = match &event {
            Event::Compensated(compensation) => vec![*compensation],
            _ => self.held,
        };
        Self { events: self.events.into_iter().chain([event]).collect(), held, ..self }
    }

    fn next(self, side: Side) -> Self {
        Self { next: Some(side), ..self }
    }
}

fn set_up(secs: f64, problem: SetUpProblem) -> Part {
    Part { problem: Some(problem), ..at(secs, Stage::SetUp) }
}

fn compensated(kind: CompensationKind, stop: bool) -> Event {
    Event::Compensated(Compensation { kind, rad: 0.2, stop })
}

pub(super) fn trial(angle_deg: f64, ended_by: EndedBy, reasons: &[TrialReason]) -> Trial {
    let (angle_rad, time) = (angle_deg.to_radians(), Timestamp::ZERO);
    let verdict = match reasons {
        [] => Verdict::of(angle_rad, 3.0_f64.to_radians(), &Default::default()),
        _ => Verdict::UNCLEAR,
    };
    Trial {
        side: Side::Left,
        start: time,
        peak: time,
        end: time,
        angle_rad,
        hold_s: 1.0,
        uncertainty_rad: 3.0_f64.to_radians(),
        shared_uncertainty_rad: 3.0_f64.to_radians(),
        max_angle_rad: angle_rad,
        ended_by,
        sensation: None,
        ankle_rad: None,
        trunk_tilt_rad: 0.0,
        violations: Vec::new(),
        references: References { rest_rad: None, floor_rad: angle_rad, trunk_rad: angle_rad },
        knee_flexion_rad: 0.0,
        opposite_leg_rad: None,
        verdict,
        reasons: reasons.to_vec(),
        camera: None,
        curve: Vec::new(),
        reader: LegReader::side_on(Caudal::Right, Depth::Near),
    }
}

pub(super) fn ended(trial: Trial) -> Event {
    Event::TrialEnded(Box::new(trial))
}

fn observation(secs: f64, part: &Part, first: bool) -> Observation {
    Observation {
        time: Timestamp::from_secs(secs),
        phase: Phase::Searching,
        angles: None,
        legs: None,
        live: None,
        compensations: part.held.clone(),
        guidance: Guidance {
            stage: part.stage,
            problems: part.problem.into_iter().collect(),
            next_side: part.next,
            strap_to: part.strap_to,
            signal: part.signal,
            decision: part.decision,
            ..Guidance::default()
        },
        events: if first { part.events.clone() } else { Vec::new() },
        exercise: None,
    }
}

fn config(flow: Flow) -> SessionConfig {
    SessionConfig { flow, ..SessionConfig::default() }
}

/// What is heard when. The last part of the script only ends it.
pub(super) fn hear(flow: Flow, script: &[Part]) -> Vec<(f64, Utterance)> {
    hear_by(&config(flow), script)
}

fn hear_by(config: &SessionConfig, script: &[Part]) -> Vec<(f64, Utterance)> {
    let mut announcer = Announcer::new(config);
    let mut heard: Vec<(f64, Utterance)> = Vec::new();
    for pair in script.windows(2) {
        for i in 0..((pair[1].secs - pair[0].secs) * FPS).round() as usize {
            let secs = pair[0].secs + i as f64 / FPS;
            let said = announcer.observe(&observation(secs, &pair[0], i == 0));
            heard.extend(said.into_iter().map(|utterance| (secs, utterance)));
        }
    }
    let spoken: Vec<_> = heard.iter().filter(|(_, u)| !u.lines.is_empty()).collect();
    for pair in spoken.windows(2) {
        let ((before_at, before), (at, after)) = (pair[0], pair[1]);
        let free = before_at + before.secs() <= at + 1e-9;
        assert!(free || after.priority > before.priority, "{after:?} talks over {before:?} at {at} s");
    }
    heard
}

pub(super) fn lines(heard: &[(f64, Utterance)]) -> Vec<Line> {
    heard.iter().flat_map(|(_, utterance)| utterance.lines.clone()).collect()
}

fn tones(heard: &[(f64, Utterance)]) -> Vec<Tone> {
    heard.iter().filter_map(|(_, utterance)| utterance.tone).collect()
}

fn time_of(heard: &[(f64, Utterance)], line: Line) -> f64 {
    heard.iter().find(|(_, u)| u.lines.contains(&line)).unwrap_or_else(|| panic!("{line:?} in {heard:#?}")).0
}

#[test]
fn the_whole_test_is_led_in_order() {
    let heard = hear(
        GUIDED,
        &[
            set_up(0.0, SetUpProblem::NobodySeen),
            set_up(7.0, SetUpProblem::NotSideOn),
            at(12.0, Stage::Countdown { secs_left: 3 }),
            at(13.0, Stage::Countdown { secs_left: 2 }),
            at(14.0, Stage::Countdown { secs_left: 1 }),
            at(15.0, Stage::HoldStill),
            at(17.0, Stage::RaiseSlowly),
            at(31.0, Stage::Raising).with(Event::RaiseStarted),
            at(35.0, Stage::Holding),
            at(43.0, Stage::Lowering),
            at(46.0, Stage::Result).with(ended(trial(72.0, EndedBy::Peak, &[]))).next(Side::Right),
            at(55.0, Stage::HoldStill).next(Side::Right),
            at(59.0, Stage::RaiseSlowly).next(Side::Right),
            at(63.0, Stage::Raising).with(Event::RaiseStarted),
            at(67.0, Stage::Lowering),
            at(70.0, Stage::Summary),
            at(84.0, Stage::Summary),
        ],
    );
    let expected = [
        Line::NOBODY_IN_PICTURE,
        Line::set_up(SetUpProblem::NobodySeen),
        Line::set_up(SetUpProblem::NotSideOn),
        Line::LIE_STILL,
        Line::STOP_WHERE_IT_PULLS,
        Line::KEEP_FLAT,
        Line::raise(Some(Side::Left), None),
        Line::HOLD_IT,
        Line::LOWER_SLOWLY,
        Line::leg(Side::Left),
        Line::degrees(72),
        Line::verdict(Judged::SlightlyTight),
        Line::OTHER_LEG,
        Line::HOLD_STILL,
        Line::raise(Some(Side::Right), None),
        Line::SUMMARY,
        Line::NO_DIAGNOSIS,
    ];
    assert_eq!(lines(&heard), expected);
    let expected = [Tone::Tick, Tone::Tick, Tone::Go, Tone::Started, Tone::Held, Tone::Go, Tone::Started];
    assert_eq!(tones(&heard), expected);
    let could_go_on = 35.0 + Line::HOLD_IT.secs()..36.6 + Line::HOLD_IT.secs();
    assert!(could_go_on.contains(&time_of(&heard, Line::LOWER_SLOWLY)), "once there was time to go on");
}

#[test]
fn a_stop_cuts_short_what_is_being_said() {
    let heard = hear(
        GUIDED,
        &[
            at(0.0, Stage::RaiseSlowly),
            at(1.0, Stage::Raising).with(Event::RaiseStarted),
            at(1.2, Stage::Raising).with(compensated(KNEE, false)),
            at(1.6, Stage::Stop(EndedBy::KneeBend)).with(compensated(KNEE, true)),
            at(6.0, Stage::Lowering),
            at(9.0, Stage::Lowering),
        ],
    );
    assert_eq!(lines(&heard), [Line::raise(Some(Side::Left), None), Line::careful(KNEE), Line::stop(KNEE)]);
    assert!((1.19..1.21).contains(&time_of(&heard, Line::careful(KNEE))), "at once");
    let (when, stop) = heard.last().expect("the stop");
    assert!((1.59..1.61).contains(when), "at once");
    assert_eq!((stop.tone, stop.priority), (Some(Tone::Stop), Priority::Stop));
}

#[test]
fn a_stop_is_said_once_a_raise() {
    let raise = |secs| {
        [
            at(secs, Stage::Raising).with(Event::RaiseStarted),
            at(secs + 1.0, Stage::Raising).with(compensated(KNEE, true)),
            at(secs + 1.1, Stage::Stop(EndedBy::KneeBend)),
            at(secs + 6.0, Stage::Stop(EndedBy::Discomfort)),
            at(secs + 7.0, Stage::Lowering).with(compensated(CompensationKind::OppositeLegLift, false)),
        ]
    };
    let script: Vec<Part> = [raise(0.0), raise(20.0)].concat();
    assert_eq!(lines(&hear(GUIDED, &[&script[..], &[at(40.0, Stage::SetUp)]].concat())), [Line::stop(KNEE); 2]);
}

#[test]
fn pain_is_answered() {
    let script = [
        at(0.0, Stage::Raising),
        at(2.0, Stage::Stop(EndedBy::Discomfort)),
        at(5.0, Stage::Lowering),
        at(6.0, Stage::Lowering),
    ];
    assert_eq!(lines(&hear(GUIDED, &script)), [Line::STOPPED]);
}

#[test]
fn a_warning_that_no_longer_holds_is_not_said() {
    let lift = CompensationKind::OppositeLegLift;
    let raising = at(0.0, Stage::Raising).with(Event::RaiseStarted);
    let knee = at(1.0, Stage::Raising).with(compensated(KNEE, false));
    // while "careful: knee" is said, the other leg lifts for a moment
    let moment = at(1.5, Stage::Raising).with(compensated(lift, false));
    let over = at(1.7, Stage::Raising);
    let end = at(8.0, Stage::Raising);
    let brief = [raising.clone(), knee.clone(), moment.clone(), over, end.clone()];
    assert_eq!(lines(&hear(GUIDED, &brief)), [Line::careful(KNEE)]);
    let lasting = [raising, knee, moment, end];
    assert_eq!(lines(&hear(GUIDED, &lasting)), [Line::careful(KNEE), Line::careful(lift)]);
}

#[test]
fn a_set_up_problem_is_not_nagged_about() {
    let far = SetUpProblem::TooFarAway;
    let heard = hear(GUIDED, &[set_up(0.0, far), set_up(60.0, far)]);
    let times: Vec<f64> = heard.iter().map(|(secs, _)| *secs).collect();
    assert_eq!(lines(&heard), [Line::set_up(far); 4]);
    assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= 8.0), "{times:?}");
}

#[test]
fn flickering_problems_are_no_chatter() {
    let (a, b) = (SetUpProblem::NotSideOn, SetUpProblem::BadlySeen);
    let frame = |i: usize| set_up(i as f64 * 0.3, if i.is_multiple_of(2) { a } else { b });
    let quick: Vec<Part> = (0..100).map(frame).collect();
    assert_eq!(lines(&hear(GUIDED, &quick)), []);
    let slow: Vec<Part> = (0..10).map(|i| Part { secs: i as f64 * 3.0, ..frame(i) }).collect();
    let heard = hear(GUIDED, &slow);
    assert!((2..=6).contains(&lines(&heard).len()), "{heard:#?}");
}

#[test]
fn a_hold_that_comes_and_goes_is_told_once() {
    let stages = (0..8).map(|i| at(f64::from(i) * 0.5, if i % 2 == 0 { Stage::Holding } else { Stage::Raising }));
    let script: Vec<Part> = stages.collect();
    assert_eq!(lines(&hear(GUIDED, &script)), [Line::HOLD_IT]);
}

#[test]
fn who_does_not_raise_is_asked_again_ever_less_often() {
    let heard = hear(GUIDED, &[at(0.0, Stage::RaiseSlowly), at(45.0, Stage::RaiseSlowly)]);
    assert_eq!(lines(&heard), [Line::raise(Some(Side::Left), None); 3]);
}

#[test]
fn a_raised_hand_is_asked_for_when_all_is_well_and_answered() {
    let ready = at(0.0, Stage::SetUp);
    let waved = Part { signal: 1.0, ..at(6.0, Stage::SetUp) };
    let heard = hear(GUIDED, &[ready.clone(), waved, at(7.0, Stage::SetUp)]);
    assert_eq!((lines(&heard), tones(&heard)), (vec![Line::RAISE_HAND_TO_BEGIN], vec![Tone::Heard]));
    let heard = hear(Flow::Recorded, &[ready, at(60.0, Stage::SetUp)]);
    assert_eq!(heard, [], "nobody is led");
}

#[test]
fn with_a_strap_the_leg_is_pulled_and_there_is_time_to_put_it_round_the_other_foot() {
    let answers = Answers { method: Some(Method::Strap), screening: None };
    let script = [
        at(0.0, Stage::SoundCheck),
        at(5.0, Stage::Countdown { secs_left: 3 }),
        at(25.0, Stage::Result).with(ended(trial(48.0, EndedBy::Peak, &[]))).next(Side::Right),
        Part { strap_to: Some(Side::Right), ..at(35.0, Stage::SetUp).next(Side::Right) },
        at(47.0, Stage::Countdown { secs_left: 3 }).next(Side::Right),
        at(50.0, Stage::HoldStill).next(Side::Right),
        at(53.0, Stage::RaiseSlowly).next(Side::Right),
        at(58.0, Stage::RaiseSlowly),
    ];
    let heard = lines(&hear_by(&SessionConfig { answers, ..config(GUIDED) }, &script));
    let until_result = [Line::SOUND_CHECK, Line::LIE_STILL, Line::STOP_WHERE_IT_PULLS, Line::KEEP_FLAT];
    assert_eq!(heard[..4], until_result);
    let after =
        [Line::OTHER_LEG_STRAP, Line::LIE_STILL, Line::HOLD_STILL, Line::raise(Some(Side::Right), Some(Method::Strap))];
    assert_eq!(heard[heard.len() - 4..], after, "{heard:?}");
}

#[test]
fn whoever_cannot_go_on_from_a_rest_is_told_what_is_wrong() {
    let drawn = Part { problem: Some(SetUpProblem::KneeDrawnUp), ..at(0.0, Stage::HoldStill) };
    let heard = lines(&hear(GUIDED, &[drawn.clone(), Part { secs: 14.0, ..drawn }]));
    assert_eq!(
        heard,
        [Line::HOLD_STILL, Line::set_up(SetUpProblem::KneeDrawnUp), Line::set_up(SetUpProblem::KneeDrawnUp)]
    );
    let unlevel = Part { problem: Some(SetUpProblem::NotSideOn), ..at(0.0, Stage::HoldStill) };
    assert_eq!(lines(&hear(GUIDED, &[unlevel, at(14.0, Stage::HoldStill)])), [Line::HOLD_STILL], "that hinders nobody");
}

#[test]
fn a_second_raise_from_half_way_down_has_its_own_stop() {
    let script = [
        at(0.0, Stage::Raising).with(Event::RaiseStarted),
        at(2.0, Stage::Raising).with(compensated(KNEE, true)),
        at(2.1, Stage::Stop(EndedBy::KneeBend)),
        at(8.0, Stage::Raising).with(ended(trial(48.0, EndedBy::KneeBend, &[]))).with(Event::RaiseStarted),
        at(10.0, Stage::Raising).with(compensated(KNEE, true)),
        at(14.0, Stage::Stop(EndedBy::KneeBend)),
    ];
    assert_eq!(lines(&hear(GUIDED, &script)), [Line::stop(KNEE); 2], "and the old result is not told under it");
}

#[test]
fn somebody_else_who_is_pointed_at_is_told_so() {
    let before = trial(48.0, EndedBy::Peak, &[]).into_another_persons();
    let script = [at(0.0, Stage::SetUp).with(Event::TrialRevised(Box::new(before))), at(2.0, Stage::SetUp)];
    assert_eq!(lines(&hear(GUIDED, &script)), [Line::why(TrialReason::AnotherPerson)]);
}

#[test]
fn a_raise_that_begins_early_is_not_asked_for_any_more() {
    let result = at(0.0, Stage::Result).with(ended(trial(48.0, EndedBy::Peak, &[])));
    let script = [
        result,
        at(0.5, Stage::HoldStill),
        at(1.0, Stage::RaiseSlowly),
        at(2.0, Stage::Raising),
        at(20.0, Stage::Raising),
    ];
    let heard = lines(&hear(GUIDED, &script));
    assert!(!heard.contains(&Line::HOLD_STILL) && !heard.contains(&Line::raise(Some(Side::Left), None)), "{heard:?}");
}

#[test]
fn the_caption_is_what_is_said() {
    let mut announcer = Announcer::new(&config(GUIDED));
    let part = at(0.0, Stage::HoldStill);
    assert_eq!(announcer.observe(&observation(0.0, &part, true)).len(), 1);
    assert_eq!((announcer.latest_text(), announcer.is_speaking()), ("Hold still.", true));
    assert_eq!(announcer.observe(&observation(5.0, &part, false)), []);
    assert_eq!((announcer.latest_text(), announcer.is_speaking()), ("Hold still.", false));
}

#[test]
fn a_source_that_starts_again_is_followed_from_its_start() {
    let mut announcer = Announcer::new(&config(GUIDED));
    let part = at(0.0, Stage::HoldStill);
    assert_eq!(announcer.observe(&observation(100.0, &part, true)).len(), 1);
    assert_eq!(announcer.observe(&observation(0.0, &part, true)).len(), 1);
}
