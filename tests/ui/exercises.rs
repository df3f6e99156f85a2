//! From a result to what to do about it: which exercises are offered, how one is led, and what came of it.

use crate::test_window::{Playback, SIZE, TestWindow};
use eframe::egui::Key;
use egui_kittest::kittest::Queryable;
use legraise::exercise::Library;
use legraise::history::StoreError;
use legraise::history_service::OpenHistory;
use legraise::motion::{CoachStage, Exercise, Flow, Sensation, SessionCommand, Side};
use legraise::pipeline::UserInput;
use legraise::ui::{AppCommand, ExerciseCommand, Screen};
use std::sync::Arc;

fn screen(window: &TestWindow) -> Screen {
    window.harness.state().state().screen()
}

/// A stretch that is short enough for a trace.
fn short_stretch(hold_s: f64) -> Exercise {
    let library = Library::open(None);
    let mut stretch = library.find("supine_hamstring_stretch").cloned().expect("it comes with the program");
    (stretch.dose.sets, stretch.dose.hold_s) = (1, hold_s);
    stretch
}

/// A window in which that exercise is under way.
fn exercising() -> TestWindow {
    let mut window = TestWindow::new(&["Front camera"]);
    window.command(AppCommand::Exercise(ExerciseCommand::Open));
    window.has_no_signs();
    window.command(AppCommand::Exercise(ExerciseCommand::Start));
    window
}

#[test]
fn who_was_not_measured_is_asked_about_signs_and_offered_no_stretch() {
    let mut window = TestWindow::new(&["Front camera"]);
    window.click("Exercises");
    assert_eq!(screen(&window), Screen::Screening);
    window.has_no_signs();
    assert_eq!(screen(&window), Screen::Exercises);
    window.assert_reads("Gentle work for anybody");
    window.assert_reads("Measure both legs first");
    window.assert_reads("Lie on your back with one knee drawn up");
    assert!(!window.reads("Stretches for your"), "no stretch is offered");
    window.click("▶ Start (Space)");
    assert_eq!(screen(&window), Screen::Connecting);
    let started = window.exercise.borrow().clone().expect("an exercise runs");
    assert_eq!((started.0.name.as_str(), started.1), ("straight_leg_raise", None));
    assert!(window.answers().screening.is_some());
}

#[test]
fn nothing_is_offered_after_a_warning_sign() {
    let mut window = TestWindow::new(&["Front camera"]);
    window.command(AppCommand::Exercise(ExerciseCommand::Open));
    for yes in [false, true, false] {
        window.command(AppCommand::Answer(yes));
    }
    assert_eq!(screen(&window), Screen::Exercises);
    window.assert_reads("Ask a professional before you stretch anything");
    assert!(!window.reads("▶ Start (Space)"));
    window.harness.key_press(Key::Space);
    window.look();
    assert!(window.exercise.borrow().is_none(), "no key leads past it");
    window.click("← Back");
    assert_eq!(screen(&window), Screen::Welcome);
}

#[test]
fn a_tight_leg_leads_from_its_result_to_its_stretches() {
    let (mut window, playback) = TestWindow::with_trace("v07_vfr_peak45_f2", Flow::Recorded);
    playback.play(&mut window, |_, _| {});
    window.click("What now?");
    window.click("▶ Stretch now, with the camera watching");
    // a recording was not asked about signs
    assert_eq!(screen(&window), Screen::Screening);
    window.has_no_signs();
    window.assert_reads("Stretches for your");
    window.assert_reads("Supine hamstring stretch");
    window.assert_reads("These stretch both legs at once, and only one of yours is tight:");
    window.assert_reads("Hold 30 s");
    window.click("+");
    window.assert_reads("Hold 35 s");
    window.harness.key_press(Key::ArrowDown);
    window.look();
    window.harness.key_press(Key::ArrowUp);
    window.look();
    window.harness.key_press(Key::Space);
    window.look();
    let (exercise, side) = window.exercise.borrow().clone().expect("an exercise runs");
    assert_eq!(exercise.name, "supine_hamstring_stretch");
    assert!(side.is_some(), "only one leg is tight");
}

/// Somebody who was measured, and whose record may tell of pain.
#[test]
fn no_stretch_is_offered_while_nobody_can_read_what_the_record_holds() {
    let broken: OpenHistory = Arc::new(|| Err(StoreError::Busy("record.sqlite".into())));
    let mut window = TestWindow::with_record(SIZE, &["Front camera"], broken);
    window.command(AppCommand::KeepFor("Ana".to_owned()));
    window.command(AppCommand::OpenRecording("clip.mp4".into()));
    Playback::of("v07_vfr_peak45_f2", Flow::Recorded).play(&mut window, |_, _| {});
    window.click("What now?");
    window.click("▶ Stretch now, with the camera watching");
    window.has_no_signs();
    window.assert_reads("another program has held the record");
    window.assert_reads("Ask a professional before you stretch anything");
    assert!(!window.reads("Stretches for your"));
}

#[test]
fn a_hold_is_shown_second_by_second_and_rated_afterwards() {
    let mut window = exercising();
    let playback = Playback::of("v01_peak78_f1", Flow::Recorded).with_exercise(short_stretch(1.0), Side::Right);
    let mut counted = false;
    // the window's own exercise is another one; what is shown is what the steps tell
    playback.play(&mut window, |window, step| {
        let now = step.observation.exercise.as_ref().expect("an exercise");
        if now.stage == CoachStage::Working && now.set.counts && step.frame.index % 5 == 0 {
            counted = true;
            window.assert_reads("Right leg");
        }
    });
    assert!(counted);
    assert_eq!(screen(&window), Screen::ExerciseDone);
    window.assert_reads("Set 1, right leg: held 1 of 1 s");
    window.assert_reads("Done.");
    window.click("How hard was it? 4");
    window.click("How much did it hurt? 0");
    let rating = window.harness.state().state().test.as_ref().expect("it is shown").rating;
    assert_eq!((rating.effort, rating.pain), (Some(4), Some(0)));
    window.click("▶ Next");
    assert_eq!(screen(&window), Screen::Exercises);
}

#[test]
fn who_rates_an_exercise_as_painful_is_offered_nothing_more() {
    let mut window = exercising();
    Playback::of("v01_peak78_f1", Flow::Recorded)
        .with_exercise(short_stretch(1.0), Side::Right)
        .play(&mut window, |_, _| {});
    assert!(window.reads("▶ Next"));
    window.click("How much did it hurt? 4");
    window.assert_reads("Ask a professional before you stretch");
    assert!(!window.reads("▶ Next"));
    window.command(AppCommand::Exercise(ExerciseCommand::Open));
    window.assert_reads("Nothing is offered until you have asked.");
}

#[test]
fn a_key_pauses_and_a_button_says_that_it_hurts() {
    let mut window = exercising();
    let playback = Playback::of("v01_peak78_f1", Flow::Recorded).with_exercise(short_stretch(30.0), Side::Right);
    let mut asked = false;
    playback.play(&mut window, |window, step| {
        let working = step.observation.exercise.as_ref().is_some_and(|now| now.stage == CoachStage::Working);
        if working && !std::mem::replace(&mut asked, true) {
            window.harness.key_press(Key::P);
            window.look();
            window.harness.get_by_label_contains("it hurts").click();
            window.look();
            window.look();
            let said = window.said();
            assert!(said.contains(&UserInput::Command(SessionCommand::Pause)), "{said:?}");
            assert!(said.contains(&UserInput::Command(SessionCommand::ReportDiscomfort)), "{said:?}");
        }
    });
    assert!(asked);
    window.assert_reads("Not done to the end.");
}

#[test]
fn pain_that_radiates_ends_it_and_nothing_more_is_offered() {
    let mut window = exercising();
    let playback = Playback::of("v01_peak78_f1", Flow::guided(1))
        .with_exercise(short_stretch(30.0), Side::Right)
        .saying(3.0, SessionCommand::ReportDiscomfort)
        .saying(4.0, SessionCommand::ReportSensation(Sensation::Radiating));
    let mut asked = false;
    playback.play(&mut window, |window, step| {
        if step.observation.exercise.as_ref().is_some_and(|now| now.stage == CoachStage::WhatStopped) {
            asked = true;
            window.assert_reads("What stopped you?");
        }
    });
    assert!(asked);
    assert_eq!(screen(&window), Screen::ExerciseDone);
    window.assert_reads("see a professional about the pain that stopped you");
    assert!(!window.reads("▶ Next"));
    window.command(AppCommand::Exercise(ExerciseCommand::Open));
    window.assert_reads("Nothing is offered until you have asked.");
}

#[test]
fn who_finishes_while_it_is_asked_what_hurt_is_offered_nothing_more() {
    let mut window = exercising();
    Playback::of("v01_peak78_f1", Flow::guided(1))
        .with_exercise(short_stretch(30.0), Side::Right)
        .saying(3.0, SessionCommand::ReportDiscomfort)
        .play(&mut window, |_, _| {});
    assert_eq!(screen(&window), Screen::ExerciseDone);
    window.assert_reads("it hurt, and how was not told");
    window.command(AppCommand::Exercise(ExerciseCommand::Open));
    window.assert_reads("Nothing is offered until you have asked.");
}

/// A test that was led, and what was felt in it.
fn tested(window: &mut TestWindow, said: Option<Sensation>) {
    window.command(AppCommand::OpenCamera(None));
    while screen(window) == Screen::Screening {
        window.command(AppCommand::Answer(false));
    }
    let mut playback = Playback::of("v07_vfr_peak45_f2", Flow::Recorded);
    if let Some(sensation) = said {
        playback = playback.saying(10.0, SessionCommand::ReportSensation(sensation));
    }
    playback.play(window, |_, _| {});
    assert_eq!(screen(window), Screen::Summary);
}

#[test]
fn a_later_test_that_hurt_takes_back_what_an_earlier_one_offered() {
    let mut window = TestWindow::new(&["Front camera"]);
    window.command(AppCommand::KeepFor("Ana".to_owned()));
    tested(&mut window, None);
    window.command(AppCommand::Exercise(ExerciseCommand::Open));
    window.has_no_signs();
    window.assert_reads("Stretches for your");
    window.command(AppCommand::Leave);
    tested(&mut window, Some(Sensation::Radiating));
    window.command(AppCommand::Leave);
    window.command(AppCommand::Exercise(ExerciseCommand::Open));
    if screen(&window) == Screen::Screening {
        window.has_no_signs();
    }
    window.assert_reads("Nothing is offered until you have asked.");
    assert!(!window.reads("Stretches for your"));
}

#[test]
fn an_urgent_sign_is_not_forgotten_on_the_way_back() {
    let mut window = TestWindow::new(&["Front camera"]);
    window.command(AppCommand::KeepFor("Ana".to_owned()));
    tested(&mut window, None);
    window.command(AppCommand::Leave);
    window.command(AppCommand::OpenCamera(None));
    // all is not as last time, and one of the urgent signs is true
    while window.reads("as it was last time") {
        window.command(AppCommand::Answer(true));
    }
    window.command(AppCommand::Answer(true));
    window.assert_reads("See a doctor now");
    window.command(AppCommand::Leave);
    window.command(AppCommand::Exercise(ExerciseCommand::Open));
    window.assert_reads("Nothing is offered until you have asked.");
}

#[test]
fn whoever_comes_next_without_a_name_is_asked_anew() {
    let mut window = TestWindow::new(&["Front camera"]);
    tested(&mut window, None);
    window.command(AppCommand::Leave);
    window.command(AppCommand::Exercise(ExerciseCommand::Open));
    assert_eq!(screen(&window), Screen::Screening);
    window.command(AppCommand::Answer(false));
    if screen(&window) == Screen::Screening {
        window.command(AppCommand::Answer(false));
    }
    assert!(!window.reads("Stretches for your"), "those were somebody else's");
    window.assert_reads("Measure both legs first");
}
