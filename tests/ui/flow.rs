//! A whole test, stage by stage.

use crate::desk::Desk;
use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use legraise::motion::{Flow, SessionCommand, Stage};
use legraise::pipeline::UserInput;
use legraise::ui::{AppCommand, Screen};

#[test]
fn each_stage_says_what_to_do_and_the_raise_shows_its_angle() {
    let (mut desk, playback) = Desk::with_trace("v01_peak78_f1", Flow::Recorded);
    let mut checked = 0;
    playback.play(&mut desk, |desk, step| {
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
        desk.assert_reads(text);
        if let (Some(live), Stage::Raising | Stage::Holding) = (step.observation.live, step.observation.guidance.stage)
        {
            desk.assert_reads(&format!("{:.0}°", live.angle_rad.to_degrees()));
            desk.assert_reads("Right leg");
            desk.assert_reads("it hurts (Space)");
        }
    });
    assert!(checked > 20);
    assert_eq!(desk.window.state().state().screen(), Screen::Summary);
}

#[test]
fn whose_a_test_is_can_be_typed_and_is_told_when_it_can_not_be_kept() {
    let mut desk = Desk::new(&["Front camera"]);
    desk.window.get_by_role(Role::TextInput).focus();
    desk.look();
    desk.window.get_by_role(Role::TextInput).type_text("no record");
    desk.look();
    assert_eq!(desk.window.state().state().person, "no record");
    desk.window.get_by_label_contains("Start with Front camera").click();
    desk.look();
    desk.has_no_signs();
    desk.assert_reads("can't open the record");
    assert_eq!(desk.window.state().state().screen(), Screen::Welcome);
    desk.command(AppCommand::KeepFor("P012".to_owned()));
    desk.window.get_by_label_contains("Start with Front camera").click();
    desk.look();
    desk.has_no_signs();
    assert_eq!(desk.window.state().state().screen(), Screen::Connecting);
}

#[test]
fn a_bent_knee_is_warned_of_then_stopped_and_the_result_says_why() {
    let (mut desk, playback) = Desk::with_trace("v03_kneebend55_m3", Flow::Recorded);
    let (mut warned, mut stopped) = (0, 0);
    playback.play(&mut desk, |desk, step| {
        let stage = step.observation.guidance.stage;
        if matches!(stage, Stage::Stop(_)) {
            stopped += 1;
            desk.assert_reads("Stop: your knee bends");
            desk.assert_reads("Lower your leg slowly");
        } else if matches!(stage, Stage::Raising) && step.observation.compensations.iter().any(|c| !c.stop) {
            warned += 1;
            desk.assert_reads("Keep your knee straight");
        }
    });
    assert!(warned > 0 && stopped > 5, "{warned} {stopped}");
    desk.assert_reads("the knee began to bend");
    desk.assert_reads("A flexibility check, not a diagnosis.");
}

#[test]
fn the_summary_has_each_trial_the_verdict_and_why_it_ended() {
    let (mut desk, playback) = Desk::with_trace("v01_peak78_f1", Flow::Recorded);
    playback.play(&mut desk, |_, _| {});
    let result = desk.window.state().state().result().expect("a result").trials[0].angle_deg;
    desk.assert_reads("Right leg");
    desk.assert_reads(&format!("{result:.0}° ± "));
    desk.assert_reads("Near 80°.");
    desk.assert_reads("Trial 1: It ended at your highest point.");
    desk.window.get_by_label_contains("Save result");
    desk.click("What now?");
    desk.assert_reads("Right leg: so near to the limit, stretching will not likely help much.");
    desk.assert_reads("loss of bladder or bowel control");
    assert!(!desk.reads("Two safe stretches"), "nobody is told to stretch who is near the limit");
    desk.click("Close");
    assert!(!desk.reads("loss of bladder"));
    desk.window.get_by_label("New test").click();
    desk.look();
    assert_eq!(desk.window.state().state().screen(), Screen::Welcome);
}

#[test]
fn a_trial_can_be_looked_at_again_during_the_test_and_the_next_raise_goes_on() {
    let (mut desk, playback) = Desk::with_trace("v01_peak78_f1", Flow::Recorded);
    let mut looked = false;
    playback.play(&mut desk, |desk, _| {
        if !looked && !desk.window.state().state().test.as_ref().unwrap().trials.is_empty() {
            looked = true;
            desk.command(AppCommand::ShowTrial(Some(0)));
            assert_eq!(desk.window.state().state().screen(), Screen::Result);
            desk.assert_reads("Trial 1, right leg");
            desk.command(AppCommand::ShowTrial(None));
        }
    });
    assert!(looked);
}

#[test]
fn space_enter_and_a_clicker_say_what_a_raised_hand_says() {
    for key in [Key::Space, Key::Enter, Key::PageDown] {
        let mut desk = Desk::new(&["Front camera"]);
        desk.command(AppCommand::OpenCamera(None));
        desk.has_no_signs();
        desk.window.key_press(key);
        desk.look();
        assert_eq!(desk.said(), [UserInput::Command(SessionCommand::Signal)], "{key:?}");
    }
}

#[test]
fn the_button_for_pain_ends_the_raise() {
    let (mut desk, playback) = Desk::with_trace("v01_peak78_f1", Flow::Recorded);
    let mut pressed = false;
    playback.play(&mut desk, |desk, step| {
        if !pressed && step.observation.guidance.stage == Stage::Raising {
            pressed = true;
            desk.window.get_by_label_contains("it hurts").click();
            desk.look();
            desk.look();
            assert_eq!(desk.said(), [UserInput::Command(SessionCommand::ReportDiscomfort)]);
        }
    });
    assert!(pressed);
}

#[test]
fn a_person_in_front_of_a_camera_is_led_from_the_set_up_to_the_result() {
    let (mut desk, playback) = Desk::with_trace("h01_start_arm_near_m1", Flow::guided(1));
    let mut seen: Vec<String> = Vec::new();
    playback.play(&mut desk, |desk, step| {
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
            desk.assert_reads(text);
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
    let (mut desk, playback) = Desk::with_trace("h02_hand_at_60_f3", Flow::Recorded);
    let mut stopped = false;
    playback.play(&mut desk, |desk, step| {
        if !stopped && matches!(step.observation.guidance.stage, Stage::Stop(_)) {
            stopped = true;
            desk.assert_reads("Stopped: it hurts");
        }
    });
    assert!(stopped);
    desk.assert_reads("It ended when you said that it hurts.");
}

#[test]
fn a_tight_leg_is_told_how_to_stretch_and_which_one() {
    let (mut desk, playback) = Desk::with_trace("v07_vfr_peak45_f2", Flow::Recorded);
    playback.play(&mut desk, |_, _| {});
    // in the middle of the hold
    desk.assert_reads("The moment of the result, at 3.3 s");
    desk.assert_reads("Clearly tight. Stretching could make a real difference.");
    desk.click("What now?");
    for text in [
        "Left leg: stretching could",
        "3 times with your left leg",
        "a strap round the foot",
        "lean forward from the hips",
        "Ask a professional before you start stretching.",
    ] {
        desk.assert_reads(text);
    }
    let (mut desk, playback) = Desk::with_trace("h02_hand_at_60_f3", Flow::Recorded);
    playback.play(&mut desk, |_, _| {});
    desk.assert_reads("when you said that it hurts");
}
