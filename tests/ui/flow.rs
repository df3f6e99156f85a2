//! A whole test, stage by stage.

use crate::test_window::TestWindow;
use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use legraise::motion::{Flow, SessionCommand, Stage};
use legraise::pipeline::UserInput;
use legraise::ui::{AppCommand, Screen};

#[test]
fn each_stage_says_what_to_do_and_the_raise_shows_its_angle() {
    let (mut window, playback) = TestWindow::with_trace("v01_peak78_f1", Flow::Recorded);
    let mut checked = 0;
    playback.play(&mut window, |window, step| {
        if step.frame.index % 6 != 0 {
            return;
        }
        checked += 1;
        let text = match step.observation.guidance.stage {
            Stage::SetUp | Stage::Result | Stage::Summary | Stage::Stop(_) | Stage::Countdown { .. } => return,
            Stage::SoundCheck | Stage::WhatStopped | Stage::WhatNow => panic!("a recording is asked nothing"),
            Stage::HoldStill => "Lie still",
            Stage::RaiseSlowly => "Raise",
            Stage::Raising => "Slowly up",
            Stage::Holding => "Hold it",
            Stage::Lowering => "Lower your leg",
        };
        window.assert_reads(text);
        if let (Some(live), Stage::Raising | Stage::Holding) = (step.observation.live, step.observation.guidance.stage)
        {
            window.assert_reads(&format!("{:.0}°", live.angle_rad.to_degrees()));
            window.assert_reads("Right leg");
            window.assert_reads("it hurts (Space)");
        }
    });
    assert!(checked > 20);
    assert_eq!(window.harness.state().state().screen(), Screen::Summary);
}

#[test]
fn whose_a_test_is_can_be_typed_and_is_told_when_it_can_not_be_kept() {
    let mut window = TestWindow::new(&["Front camera"]);
    window.harness.get_by_role(Role::TextInput).focus();
    window.look();
    window.harness.get_by_role(Role::TextInput).type_text("no record");
    window.look();
    assert_eq!(window.harness.state().state().person, "no record");
    window.harness.get_by_label_contains("Start with Front camera").click();
    window.look();
    window.has_no_signs();
    window.assert_reads("can't open the record");
    assert_eq!(window.harness.state().state().screen(), Screen::Welcome);
    window.command(AppCommand::KeepFor("P012".to_owned()));
    window.harness.get_by_label_contains("Start with Front camera").click();
    window.look();
    window.has_no_signs();
    assert_eq!(window.harness.state().state().screen(), Screen::Connecting);
}

#[test]
fn a_bent_knee_is_warned_of_then_stopped_and_the_result_says_why() {
    let (mut window, playback) = TestWindow::with_trace("v03_kneebend55_m3", Flow::Recorded);
    let (mut warned, mut stopped) = (0, 0);
    playback.play(&mut window, |window, step| {
        let stage = step.observation.guidance.stage;
        if matches!(stage, Stage::Stop(_)) {
            stopped += 1;
            window.assert_reads("Stop: your knee bends");
            window.assert_reads("Lower your leg slowly");
        } else if matches!(stage, Stage::Raising) && step.observation.compensations.iter().any(|c| !c.stop) {
            warned += 1;
            window.assert_reads("Keep your knee straight");
        }
    });
    assert!(warned > 0 && stopped > 5, "{warned} {stopped}");
    window.assert_reads("the knee began to bend");
    window.assert_reads("A flexibility check, not a diagnosis.");
}

#[test]
fn the_summary_has_each_trial_the_verdict_and_why_it_ended() {
    let (mut window, playback) = TestWindow::with_trace("v01_peak78_f1", Flow::Recorded);
    playback.play(&mut window, |_, _| {});
    let result = window.harness.state().state().result().expect("a result").trials[0].angle_deg;
    window.assert_reads("Right leg");
    window.assert_reads(&format!("{result:.0}° ± "));
    window.assert_reads("Near 80°.");
    window.assert_reads("Trial 1: It ended at your highest point.");
    window.harness.get_by_label_contains("Save result");
    window.click("What now?");
    window.assert_reads("Right leg: so near to the limit, stretching will not likely help much.");
    window.assert_reads("loss of bladder or bowel control");
    assert!(!window.reads("Two safe stretches"), "nobody is told to stretch who is near the limit");
    window.click("Close");
    assert!(!window.reads("loss of bladder"));
    window.harness.get_by_label("New test").click();
    window.look();
    assert_eq!(window.harness.state().state().screen(), Screen::Welcome);
}

#[test]
fn a_trial_can_be_looked_at_again_during_the_test_and_the_next_raise_goes_on() {
    let (mut window, playback) = TestWindow::with_trace("v01_peak78_f1", Flow::Recorded);
    let mut looked = false;
    playback.play(&mut window, |window, _| {
        if !looked && !window.harness.state().state().test.as_ref().unwrap().trials.is_empty() {
            looked = true;
            window.command(AppCommand::ShowTrial(Some(0)));
            assert_eq!(window.harness.state().state().screen(), Screen::Result);
            window.assert_reads("Trial 1, right leg");
            window.command(AppCommand::ShowTrial(None));
        }
    });
    assert!(looked);
}

#[test]
fn space_enter_and_a_clicker_say_what_a_raised_hand_says() {
    for key in [Key::Space, Key::Enter, Key::PageDown] {
        let (mut window, playback) = TestWindow::with_trace("h01_start_arm_near_m1", Flow::guided(1));
        let mut first = true;
        playback.play(&mut window, |window, _| {
            if std::mem::take(&mut first) {
                window.harness.key_press(key);
                window.look();
                assert_eq!(window.said(), [UserInput::Command(SessionCommand::Signal)], "{key:?}");
            }
        });
    }
}

#[test]
fn a_key_says_nothing_before_the_first_picture() {
    let mut window = TestWindow::new(&["Front camera"]);
    window.command(AppCommand::OpenCamera(None));
    window.has_no_signs();
    assert_eq!(window.harness.state().state().screen(), Screen::Connecting);
    window.harness.key_press(Key::Space);
    window.look();
    assert_eq!(window.said(), []);
}

#[test]
fn the_button_for_pain_ends_the_raise() {
    let (mut window, playback) = TestWindow::with_trace("v01_peak78_f1", Flow::Recorded);
    let mut pressed = false;
    playback.play(&mut window, |window, step| {
        if !pressed && step.observation.guidance.stage == Stage::Raising {
            pressed = true;
            window.harness.get_by_label_contains("Stop: it hurts").click();
            window.look();
            window.look();
            assert_eq!(window.said(), [UserInput::Command(SessionCommand::ReportDiscomfort)]);
        }
    });
    assert!(pressed);
}

#[test]
fn a_person_in_front_of_a_camera_is_led_from_the_set_up_to_the_result() {
    let (mut window, playback) = TestWindow::with_trace("h01_start_arm_near_m1", Flow::guided(1));
    let mut seen: Vec<String> = Vec::new();
    playback.play(&mut window, |window, step| {
        let (name, text) = match step.observation.guidance.stage {
            Stage::SetUp => ("set up", "It starts by itself"),
            Stage::Countdown { .. } => ("countdown", "Starting in"),
            Stage::HoldStill => ("hold still", "Lie still"),
            Stage::RaiseSlowly => ("raise", "Raise"),
            Stage::Raising => ("raising", "Right leg"),
            Stage::Holding => ("holding", "Right leg"),
            Stage::Stop(why) => panic!("{why:?}"),
            Stage::SoundCheck | Stage::WhatStopped | Stage::WhatNow => panic!("nothing is asked here"),
            Stage::Lowering => ("lowering", "Lower your leg"),
            Stage::Result => ("result", "Trial 1, right leg"),
            Stage::Summary => ("summary", "Right leg"),
        };
        if seen.last().is_none_or(|last| last != name) {
            seen.push(name.to_owned());
            window.assert_reads(text);
        }
    });
    seen.dedup();
    let expect = ["set up", "countdown", "hold still", "raise", "raising", "holding", "lowering", "result"];
    let mut rest = seen.iter();
    let in_order = expect.iter().all(|stage| rest.any(|name| name == stage));
    assert!(in_order, "{seen:?}");
}

#[test]
fn a_raised_hand_during_the_raise_stops_it() {
    let (mut window, playback) = TestWindow::with_trace("h02_hand_at_60_f3", Flow::Recorded);
    let mut stopped = false;
    playback.play(&mut window, |window, step| {
        if !stopped && matches!(step.observation.guidance.stage, Stage::Stop(_)) {
            stopped = true;
            window.assert_reads("Stopped: it hurts");
        }
    });
    assert!(stopped);
    window.assert_reads("It ended when you asked to stop.");
}

#[test]
fn a_tight_leg_is_told_how_to_stretch_and_which_one() {
    let (mut window, playback) = TestWindow::with_trace("v07_vfr_peak45_f2", Flow::Recorded);
    playback.play(&mut window, |_, _| {});
    // in the middle of the hold
    window.assert_reads("The moment of the result, at 3.3 s");
    window.assert_reads("Clearly tight. Stretching could make a real difference.");
    window.click("What now?");
    for text in [
        "Left leg: stretching could",
        "3 times with your left leg",
        "a strap round the foot",
        "lean forward from the hips",
        "Ask a professional before you start stretching.",
    ] {
        window.assert_reads(text);
    }
    let (mut window, playback) = TestWindow::with_trace("h02_hand_at_60_f3", Flow::Recorded);
    playback.play(&mut window, |_, _| {});
    window.assert_reads("when you asked to stop");
}
