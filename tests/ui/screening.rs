//! What is asked before a test with a camera, and after a raise.

use crate::record::Record;
use crate::test_window::TestWindow;
use eframe::egui::Key;
use egui_kittest::kittest::Queryable;
use legraise::motion::{Answers, Flow, Method, Screening, Sensation, SessionCommand, Stage};
use legraise::pipeline::UserInput;
use legraise::ui::{AppCommand, Screen};

fn asked() -> TestWindow {
    let mut window = TestWindow::new(&["Front camera"]);
    window.harness.get_by_label_contains("Start with Front camera").click();
    window.look();
    window.look();
    window
}

fn press(window: &mut TestWindow, key: Key) {
    window.harness.key_press(key);
    window.look();
    window.look();
}

fn screen(window: &TestWindow) -> Screen {
    window.harness.state().state().screen()
}

#[test]
fn an_urgent_sign_ends_with_a_doctor_and_no_key_leads_to_a_test() {
    let mut window = asked();
    for sign in ["Loss of bladder or bowel control", "Numbness around the groin", "Pain down both legs"] {
        window.assert_reads(sign);
    }
    press(&mut window, Key::Num1);
    window.assert_reads("See a doctor now");
    for key in [Key::Space, Key::Enter, Key::Num1, Key::PageDown] {
        press(&mut window, key);
        assert_eq!(screen(&window), Screen::Screening, "{key:?}");
    }
    window.click("Leave");
    assert_eq!(screen(&window), Screen::Welcome);
    assert!(window.harness.state().state().test.is_none());
}

#[test]
fn one_key_each_leads_to_the_test_and_the_answers_go_with_it() {
    let mut window = asked();
    press(&mut window, Key::Space);
    window.assert_reads("Pain that radiates into the buttock or down the leg");
    press(&mut window, Key::Num1);
    window.assert_reads("Ask a professional before you stretch");
    press(&mut window, Key::Space);
    assert_eq!(screen(&window), Screen::Connecting);
    assert_eq!(window.answers().screening, Some(Screening::Caution));
}

#[test]
fn the_second_test_asks_whether_all_is_as_last_time() {
    let mut window = asked();
    window.has_no_signs();
    window.command(AppCommand::Leave);
    window.harness.get_by_label_contains("Start with Front camera").click();
    window.look();
    window.look();
    window.assert_reads("Is all as it was last time?");
    press(&mut window, Key::Space);
    assert_eq!((screen(&window), window.answers().screening), (Screen::Connecting, Some(Screening::Clear)));
    window.command(AppCommand::Leave);
    window.command(AppCommand::KeepFor("somebody else".to_owned()));
    window.command(AppCommand::OpenCamera(None));
    window.assert_reads("Is one of these true for you?");
}

#[test]
fn who_is_in_the_record_may_repeat_the_answer_of_today_and_of_no_other_day() {
    let record = Record::empty();
    let answers = Answers { method: None, screening: Some(Screening::Caution) };
    record.keep_with("Ana", &format!("{}T08:30", legraise::history::today()), answers);
    record.keep_with("Dora", "2026-05-03", answers);
    record.keep("Ben", "2026-05-03");
    let mut window = record.window();
    for (person, question) in [
        ("Ana", "Is all as it was last time?"),
        ("Dora", "Is one of these true for you?"),
        ("Ben", "Is one of these true for you?"),
        ("Cleo", "Is one of these true for you?"),
        ("", "Is one of these true for you?"),
    ] {
        window.command(AppCommand::KeepFor(person.to_owned()));
        window.command(AppCommand::OpenCamera(None));
        window.assert_reads(question);
        window.command(AppCommand::Leave);
    }
}

#[test]
fn how_the_leg_is_raised_is_chosen_once_kept_and_goes_with_the_test() {
    let mut window = TestWindow::new(&["Front camera"]);
    window.assert_reads("Put a belt, towel or sheet round the foot");
    window.harness.get_by_label("by somebody else").click();
    window.look();
    window.look();
    assert_eq!(window.kept.borrow().last().unwrap().method, Method::Helper);
    window.command(AppCommand::OpenCamera(None));
    window.has_no_signs();
    assert_eq!(window.answers().method, Some(Method::Helper));
}

#[test]
fn a_recording_is_measured_without_a_question_and_says_so() {
    let (mut window, playback) = TestWindow::with_trace("v07_vfr_peak45_f2", Flow::Recorded);
    playback.play(&mut window, |_, _| {});
    assert_eq!(window.answers(), Answers::default());
    window.click("What now?");
    window.assert_reads("Nobody was asked about warning signs.");
}

#[test]
fn what_stopped_a_raise_can_be_said_for_the_person_on_the_floor() {
    let (mut window, playback) = TestWindow::with_trace("v07_vfr_peak45_f2", Flow::Recorded);
    let mut said = None;
    playback.play(&mut window, |window, step| {
        if said.is_some() {
            return;
        }
        let mut asking = step.clone();
        asking.observation.guidance.stage = Stage::WhatStopped;
        window.engine().inbox.tell(|news| news.latest = Some(asking));
        window.look();
        window.assert_reads("What stopped you?");
        window.click("A pull");
        said = Some(window.said());
    });
    let pull = UserInput::Command(SessionCommand::ReportSensation(Sensation::Pull));
    assert_eq!(said, Some(vec![pull]));
}
