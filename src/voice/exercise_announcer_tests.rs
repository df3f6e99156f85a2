//! What is heard while figures exercise: the real coach, what it sees made up.

use super::exercise_announcer::ExerciseAnnouncer;
use super::lines::Line;
use super::utterance::{Priority, Tone, Utterance};
use crate::exercise::Library;
use crate::motion::{
    Caudal, Coach, Exercise, FaultKind, Legs, Offer, Pose, QUESTION_S, Referral, Reminder, Sensation, Side, Timestamp,
    lying_figure,
};
use crate::words::Language;

/// What was said, and when.
type Heard = Vec<(f64, Utterance)>;

fn exercise(name: &str) -> Exercise {
    Library::open(None).find(name).cloned().expect("it comes with the program")
}

/// Leads through an exercise of the left leg, ten frames a second; `pose` is what is seen at a time, `act` what is done
/// beside it.
fn led(exercise: &Exercise, secs: f64, pose: impl Fn(f64) -> Option<Pose>, act: impl Fn(f64, &mut Coach)) -> Heard {
    let mut coach = Coach::new(exercise.clone(), &[Side::Left]).guided();
    let mut announcer = ExerciseAnnouncer::new(exercise.clone());
    let mut heard = Vec::new();
    for frame in 0..(secs * 10.0) as u32 {
        let at = f64::from(frame) / 10.0;
        act(at, &mut coach);
        let time = Timestamp::from_secs(at);
        let state = coach.observe(time, pose(at).as_ref());
        heard.extend(announcer.observe(time, &state).into_iter().map(|utterance| (at, utterance)));
    }
    heard
}

fn figure(leg: (f64, f64)) -> Option<Pose> {
    Some(lying_figure(Caudal::Right, [leg, (0.0, 0.0)]))
}

fn lines(heard: &Heard) -> Vec<Line> {
    heard.iter().flat_map(|(_, utterance)| utterance.lines.clone()).collect()
}

/// Nothing is said while something else of the same weight is being said.
#[track_caller]
fn assert_one_at_a_time(heard: &Heard) {
    let spoken: Vec<_> = heard.iter().filter(|(_, utterance)| !utterance.lines.is_empty()).collect();
    for pair in spoken.windows(2) {
        let ((at, first), (next, second)) = (pair[0], pair[1]);
        let is_over = *next >= at + first.secs() - 1e-6;
        assert!(is_over || second.priority > first.priority, "{} over {}", second.text(), first.text());
    }
}

const UP: (f64, f64) = (65.0, 0.0);

#[test]
fn a_hold_is_led_from_how_it_goes_to_the_rest() {
    let stretch = exercise("supine_hamstring_stretch");
    let up = |at: f64| figure(if at < stretch.led_ready_s() + 6.0 { (0.0, 0.0) } else { UP });
    let heard = led(&stretch, 64.0, up, |_, _| {});
    let said = lines(&heard);
    let expected = [
        Line::how(&stretch).unwrap(),
        Line::STRETCH_GENTLY,
        Line::COACH_IF_IT_HURTS,
        Line::leg(Side::Left),
        Line::reminder(stretch.reminders[0]),
        Line::COACH_HALFWAY,
        Line::COACH_TEN_SECONDS,
        Line::COACH_REST,
        Line::COACH_GET_READY,
        Line::leg(Side::Left),
    ];
    assert_eq!(said, expected);
    assert_one_at_a_time(&heard);
    let tones: Vec<Tone> = heard.iter().filter_map(|(_, utterance)| utterance.tone).collect();
    assert_eq!(tones, [Tone::Go, Tone::Held, Tone::HoldOver]);
}

#[test]
fn the_last_seconds_of_a_hold_are_quiet() {
    for name in ["supine_hamstring_stretch", "knee_to_chest", "active_hamstring_stretch"] {
        let one = exercise(name);
        let pose = one.to_pose.expect("it is shown");
        let heard = led(&one, 58.0, |_| figure((pose.working[0], pose.working[1])), |_, _| {});
        let over = heard.iter().find(|(_, utterance)| utterance.tone == Some(Tone::HoldOver)).expect("it is held").0;
        for (at, utterance) in heard.iter().filter(|(at, utterance)| *at < over && !utterance.lines.is_empty()) {
            assert!(at + utterance.secs() <= over - 4.8, "{name}: {} at {at}, over at {over}", utterance.text());
        }
    }
}

#[test]
fn a_bent_knee_is_told_once_and_again_only_after_a_while() {
    let stretch = exercise("supine_hamstring_stretch");
    let bent = |at: f64| figure(if at < 28.0 { UP } else { (65.0, 50.0) });
    let heard = led(&stretch, 48.0, bent, |_, _| {});
    let cue = Line::cue(FaultKind::KneeBent);
    let at: Vec<f64> = heard.iter().filter(|(_, said)| said.lines == [cue]).map(|(at, _)| *at).collect();
    assert!(at.len() >= 2 && at[0] < 30.0, "{at:?}");
    assert!(at.windows(2).all(|pair| pair[1] - pair[0] >= 8.0), "{at:?}");
    assert_one_at_a_time(&heard);
}

#[test]
fn two_faults_at_once_are_told_one_after_the_other() {
    let stretch = exercise("supine_hamstring_stretch");
    let both = |at: f64| match at {
        at if at < 28.0 => figure(UP),
        _ => Some(lying_figure(Caudal::Right, [(65.0, 35.0), (22.0, 0.0)])),
    };
    let heard = led(&stretch, 44.0, both, |_, _| {});
    let cues: Vec<f64> =
        heard.iter().filter(|(_, said)| said.priority == Priority::Warning).map(|(at, _)| *at).collect();
    assert!(cues.len() >= 2, "{cues:?}");
    assert!(cues.windows(2).all(|pair| pair[1] - pair[0] >= 3.0), "{cues:?}");
}

#[test]
fn repetitions_are_counted_aloud() {
    let raises = exercise("straight_leg_raise");
    let pose = |at: f64| {
        let leg = if (at % 4.0) < 2.0 { 0.0 } else { 40.0 };
        Some(lying_figure(Caudal::Right, [(leg, 0.0), (55.0, 105.0)]))
    };
    let heard = led(&raises, 60.0, pose, |_, _| {});
    let counted: Vec<Line> = lines(&heard).into_iter().filter(|line| line.name().starts_with("count_")).collect();
    let all: Vec<Line> = (1..=30).filter_map(Line::count).collect();
    assert!(counted.len() > 8 && all.starts_with(&counted), "{counted:?}");
    assert_one_at_a_time(&heard);
}

#[test]
fn pain_stops_at_once_and_what_it_was_is_asked() {
    let stretch = exercise("supine_hamstring_stretch");
    let hurts = |at: f64, coach: &mut Coach| {
        if (at - 28.0).abs() < 0.01 {
            coach.signal(Timestamp::from_secs(at));
        }
    };
    let heard = led(&stretch, 68.0, |_| figure(UP), hurts);
    let (at, said) = heard.iter().find(|(_, said)| said.lines.contains(&Line::COACH_HURTS)).expect("it is said");
    assert!((at - 28.0).abs() < 0.2 && said.priority == Priority::Stop && said.tone == Some(Tone::Stop));
    assert!(said.lines.contains(&Line::WHAT_STOPPED) && said.secs() <= QUESTION_S + 3.0, "{}", said.secs());
    assert_eq!(*lines(&heard).last().unwrap(), Line::COACH_GENTLER, "who lies still felt a pull");
    let radiating = |at: f64, coach: &mut Coach| {
        hurts(at, coach);
        if (at - 44.0).abs() < 0.01 {
            coach.answer(Timestamp::from_secs(at), Sensation::Radiating);
        }
    };
    let heard = led(&stretch, 58.0, |_| figure(UP), radiating);
    assert_eq!(*lines(&heard).last().unwrap(), Line::referral(Referral::AfterPain));
}

#[test]
fn pain_that_nobody_explained_leads_to_a_professional() {
    let hurts = |at: f64, coach: &mut Coach| {
        if (at - 28.0).abs() < 0.01 {
            coach.stop(Timestamp::from_secs(at));
        }
    };
    let last = |heard: Heard| *lines(&heard).last().expect("something is said");
    let referral = Line::referral(Referral::PainNotTold);
    let stretch = exercise("supine_hamstring_stretch");
    // out of view while it is asked
    let leaves = |at: f64| figure(UP).filter(|_| at < 32.0);
    assert_eq!(last(led(&stretch, 68.0, leaves, hurts)), referral);
    // a pull is no normal end of what stretches nothing
    assert_eq!(last(led(&exercise("knee_to_chest"), 60.0, |_| figure((125.0, 130.0)), hurts)), referral);
}

#[test]
fn who_leaves_a_hold_is_called_back_and_who_is_not_there_is_told_how_to_be() {
    let stretch = exercise("supine_hamstring_stretch");
    let left = |at: f64| figure(if (22.0..32.0).contains(&at) { UP } else { (0.0, 0.0) });
    let said = lines(&led(&stretch, 48.0, left, |_, _| {}));
    assert!(said.contains(&Line::COACH_BACK_INTO_POSITION), "{said:?}");
    let said = lines(&led(&stretch, 40.0, |_| None, |_, _| {}));
    assert!(said.ends_with(&[Line::NOBODY_IN_PICTURE, Line::posture(stretch.posture)]), "{said:?}");
}

#[test]
fn a_pause_is_told_and_what_follows_goes_on() {
    let stretch = exercise("supine_hamstring_stretch");
    let pause = |at: f64, coach: &mut Coach| {
        if [26.0, 38.0].iter().any(|when| (at - when).abs() < 0.01) {
            coach.pause(Timestamp::from_secs(at));
        }
    };
    let heard = led(&stretch, 68.0, |_| figure(UP), pause);
    let said = lines(&heard);
    assert!(said.contains(&Line::COACH_PAUSED) && said.contains(&Line::COACH_REST), "{said:?}");
    let over = heard.iter().find(|(_, utterance)| utterance.tone == Some(Tone::HoldOver)).expect("it is held").0;
    assert!((over - (stretch.led_ready_s() + 30.0 + 12.0)).abs() < 1.0, "{over}");
}

#[test]
fn how_an_exercise_goes_and_what_to_do_if_it_hurts_is_spoken_before_it_begins() {
    for language in Language::all() {
        language.speaking(|| {
            for one in Library::open(None).iter() {
                let heard = led(one, 1.0, |_| None, |_, _| {});
                let [(_, before)] = &heard[..] else { panic!("{heard:?}") };
                assert_eq!(before.lines[0], Line::how(one).expect("it is told how"));
                assert_eq!(before.lines.last(), Some(&Line::COACH_IF_IT_HURTS), "{}", one.name);
                let is_gentle = before.lines.contains(&Line::STRETCH_GENTLY);
                assert_eq!(is_gentle, one.offer == Offer::Stretch, "{}", one.name);
                assert!(before.secs() <= one.led_ready_s(), "{}: {}", one.name, before.secs());
            }
        });
    }
}

#[test]
fn who_holds_for_ten_seconds_hears_to_keep_breathing() {
    let active = exercise("active_hamstring_stretch");
    let to = active.to_pose.expect("it is shown").working;
    let heard = led(&active, active.led_ready_s() + 10.0, |_| figure((to[0], to[1])), |_, _| {});
    assert!(lines(&heard).contains(&Line::reminder(Reminder::KeepBreathing)), "{heard:?}");
}

#[test]
fn an_exercise_of_the_users_own_is_led_without_words_of_its_own() {
    let own = Exercise { name: "my_own".to_owned(), legs: Legs::Both, ..exercise("knee_to_chest") };
    let said = lines(&led(&own, 16.0, |_| figure((125.0, 130.0)), |_, _| {}));
    assert_eq!(said[..3], [Line::posture(own.posture), Line::COACH_IF_IT_HURTS, Line::COACH_BEGIN]);
}
