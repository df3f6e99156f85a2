//! What is asked before a test with a camera, and after a raise.

use crate::desk::Desk;
use crate::record::Record;
use eframe::egui::Key;
use egui_kittest::kittest::Queryable;
use legraise::motion::{Answers, Flow, Method, Screening, Sensation, SessionCommand, Stage};
use legraise::pipeline::UserInput;
use legraise::ui::{AppCommand, Screen};

fn asked() -> Desk {
    let mut desk = Desk::new(&["Front camera"]);
    desk.window.get_by_label_contains("Start with Front camera").click();
    desk.look();
    desk.look();
    desk
}

fn press(desk: &mut Desk, key: Key) {
    desk.window.key_press(key);
    desk.look();
    desk.look();
}

fn screen(desk: &Desk) -> Screen {
    desk.window.state().state().screen()
}

#[test]
fn an_urgent_sign_ends_with_a_doctor_and_no_key_leads_to_a_test() {
    let mut desk = asked();
    for sign in ["Loss of bladder or bowel control", "Numbness around the groin", "Pain down both legs"] {
        desk.assert_reads(sign);
    }
    press(&mut desk, Key::Num1);
    desk.assert_reads("See a doctor now");
    for key in [Key::Space, Key::Enter, Key::Num1, Key::PageDown] {
        press(&mut desk, key);
        assert_eq!(screen(&desk), Screen::Screening, "{key:?}");
    }
    desk.click("Leave");
    assert_eq!(screen(&desk), Screen::Welcome);
    assert!(desk.window.state().state().test.is_none());
}

#[test]
fn one_key_each_leads_to_the_test_and_the_answers_go_with_it() {
    let mut desk = asked();
    press(&mut desk, Key::Space);
    desk.assert_reads("Pain that radiates into the buttock or down the leg");
    press(&mut desk, Key::Num1);
    desk.assert_reads("Ask a professional before you stretch");
    press(&mut desk, Key::Space);
    assert_eq!(screen(&desk), Screen::Connecting);
    assert_eq!(desk.answers().screening, Some(Screening::Caution));
}

#[test]
fn the_second_test_asks_whether_all_is_as_last_time() {
    let mut desk = asked();
    desk.has_no_signs();
    desk.command(AppCommand::Leave);
    desk.window.get_by_label_contains("Start with Front camera").click();
    desk.look();
    desk.look();
    desk.assert_reads("Is all as it was last time?");
    press(&mut desk, Key::Space);
    assert_eq!((screen(&desk), desk.answers().screening), (Screen::Connecting, Some(Screening::Clear)));
    desk.command(AppCommand::Leave);
    desk.command(AppCommand::KeepFor("somebody else".to_owned()));
    desk.command(AppCommand::OpenCamera(None));
    desk.assert_reads("Is one of these true for you?");
}

#[test]
fn who_is_in_the_record_may_repeat_the_answer_of_another_day() {
    let record = Record::empty();
    record.keep_with("Ana", "2026-05-03", Answers { method: None, screening: Some(Screening::Caution) });
    record.keep("Ben", "2026-05-03");
    let mut desk = record.desk();
    for (person, question) in [
        ("Ana", "Is all as it was last time?"),
        ("Ben", "Is one of these true for you?"),
        ("Cleo", "Is one of these true for you?"),
        ("", "Is one of these true for you?"),
    ] {
        desk.command(AppCommand::KeepFor(person.to_owned()));
        desk.command(AppCommand::OpenCamera(None));
        desk.assert_reads(question);
        desk.command(AppCommand::Leave);
    }
}

#[test]
fn how_the_leg_is_raised_is_chosen_once_kept_and_goes_with_the_test() {
    let mut desk = Desk::new(&["Front camera"]);
    desk.assert_reads("Put a belt, towel or sheet round the foot");
    desk.window.get_by_label("by somebody else").click();
    desk.look();
    desk.look();
    assert_eq!(desk.kept.borrow().last().unwrap().method, Method::Helper);
    desk.command(AppCommand::OpenCamera(None));
    desk.has_no_signs();
    assert_eq!(desk.answers().method, Some(Method::Helper));
}

#[test]
fn a_recording_is_measured_without_a_question_and_says_so() {
    let (mut desk, playback) = Desk::with_trace("v07_vfr_peak45_f2", Flow::Recorded);
    playback.play(&mut desk, |_, _| {});
    assert_eq!(desk.answers(), Answers::default());
    desk.click("What now?");
    desk.assert_reads("Nobody was asked about warning signs.");
}

#[test]
fn what_stopped_a_raise_can_be_said_for_the_person_on_the_floor() {
    let (mut desk, playback) = Desk::with_trace("v07_vfr_peak45_f2", Flow::Recorded);
    let mut said = None;
    playback.play(&mut desk, |desk, step| {
        if said.is_some() {
            return;
        }
        let mut asking = step.clone();
        asking.observation.guidance.stage = Stage::WhatStopped;
        desk.engine().inbox.tell(|news| news.latest = Some(asking));
        desk.look();
        desk.assert_reads("What stopped you?");
        desk.click("A pull");
        said = Some(desk.said());
    });
    let pull = UserInput::Command(SessionCommand::ReportSensation(Sensation::Pull));
    assert_eq!(said, Some(vec![pull]));
}
