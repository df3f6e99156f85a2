//! Short cuts, Escape, the full screen, and the display that stays awake.

use crate::test_window::{Playback, SIZE, TestWindow};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, ViewportCommand, ViewportId};
use egui_kittest::kittest::Queryable;
use legraise::live::LiveEnd;
use legraise::motion::Flow;
use legraise::ui::{AppCommand, HistoryCommand, Screen, Settings};
use std::path::PathBuf;
use std::sync::Arc;

fn press(window: &mut TestWindow, modifiers: Modifiers, key: Key) {
    window.harness.key_press_modifiers(modifiers, key);
    window.look();
}

/// What the window asks of the system with this key.
fn asked(window: &mut TestWindow, key: Key) -> Vec<ViewportCommand> {
    window.harness.key_press(key);
    let mut asked = Vec::new();
    for _ in 0..3 {
        window.harness.step();
        asked.extend(window.harness.output().viewport_output[&ViewportId::ROOT].commands.clone());
    }
    asked.retain(|command| matches!(command, ViewportCommand::Fullscreen(_)));
    asked
}

fn fill_the_screen(window: &mut TestWindow) {
    window.harness.input_mut().viewports.entry(ViewportId::ROOT).or_default().fullscreen = Some(true);
    window.look();
}

#[test]
fn f11_fills_the_screen_and_escape_leaves_that_first() {
    let mut window = TestWindow::new(&["Front camera"]);
    window.command(AppCommand::ShowSettings(true));
    assert_eq!(asked(&mut window, Key::F11), [ViewportCommand::Fullscreen(true)]);
    fill_the_screen(&mut window);
    assert_eq!(asked(&mut window, Key::Escape), [ViewportCommand::Fullscreen(false)]);
    window.assert_reads("Pose model");
    window.harness.input_mut().viewports.entry(ViewportId::ROOT).or_default().fullscreen = Some(false);
    window.look();
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!window.reads("Pose model"), "then it closes what is open");
}

#[test]
fn a_test_begins_on_the_full_screen_where_that_was_chosen() {
    for chosen in [false, true] {
        let settings = Settings { full_screen: chosen, ..Settings::default() };
        let mut window = TestWindow::with_settings(SIZE, &["Front camera"], Arc::new(|| Ok(None)), None, settings);
        window.command(AppCommand::OpenCamera(None));
        window.command(AppCommand::Answer(false));
        window.harness.state_mut().command(AppCommand::Answer(false));
        window.harness.step();
        let commands = window.harness.output().viewport_output[&ViewportId::ROOT].commands.clone();
        assert_eq!(commands.contains(&ViewportCommand::Fullscreen(true)), chosen);
    }
}

#[test]
fn short_cuts_open_settings_and_recordings_and_switch_the_voice() {
    let mut window = TestWindow::new(&["Front camera"]);
    press(&mut window, Modifiers::COMMAND, Key::Comma);
    window.assert_reads("Pose model");
    window.assert_reads("F11: Full screen");
    press(&mut window, Modifiers::COMMAND, Key::Comma);
    assert!(!window.reads("Pose model"));
    press(&mut window, Modifiers::NONE, Key::M);
    window.assert_reads("Voice off");
    *window.answer.borrow_mut() = Ok(Some(PathBuf::from("clip.mp4")));
    press(&mut window, Modifiers::COMMAND, Key::O);
    assert_eq!(window.recording(), "clip.mp4");
}

#[test]
fn short_cuts_are_letters_where_somebody_writes() {
    let mut window = TestWindow::new(&["Front camera"]);
    window.harness.get_by_role(Role::TextInput).focus();
    window.look();
    press(&mut window, Modifiers::NONE, Key::M);
    window.assert_reads("Voice on");
    press(&mut window, Modifiers::COMMAND, Key::Comma);
    assert!(!window.reads("Pose model"));
}

#[test]
fn escape_in_a_text_field_ends_the_writing_alone() {
    let mut window = TestWindow::new(&["Front camera"]);
    window.command(AppCommand::OpenRecording("clip.mp4".into()));
    window.command(AppCommand::Leave);
    window.harness.get_by_role(Role::TextInput).focus();
    window.look();
    window.harness.get_by_role(Role::TextInput).type_text("P012");
    window.look();
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.harness.state().state().person, "P012");
    assert_eq!(window.screen(), Screen::Welcome);
}

#[test]
fn no_key_ends_a_test_that_runs() {
    let (mut window, playback) = TestWindow::with_trace("v01_peak78_f1", Flow::Recorded);
    *window.answer.borrow_mut() = Ok(Some(PathBuf::from("other.mp4")));
    let mut first = true;
    playback.play(&mut window, |window, _| {
        if std::mem::take(&mut first) {
            press(window, Modifiers::NONE, Key::Escape);
            press(window, Modifiers::COMMAND, Key::O);
            assert_eq!((window.screen(), window.recording().as_str()), (Screen::Live, "clip.mp4"));
        }
    });
    assert_eq!(window.screen(), Screen::Summary);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.screen(), Screen::Summary, "a result of nobody's is nowhere else");
}

#[test]
fn escape_goes_back_where_nothing_gets_lost() {
    let mut window = TestWindow::new(&["Front camera"]);
    window.command(AppCommand::OpenCamera(None));
    assert_eq!(window.screen(), Screen::Screening);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.screen(), Screen::Welcome);
    window.command(AppCommand::History(HistoryCommand::Open(String::new())));
    assert_eq!(window.screen(), Screen::History);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.screen(), Screen::Welcome);
    window.command(AppCommand::KeepFor("P012".to_owned()));
    window.command(AppCommand::OpenRecording("clip.mp4".into()));
    Playback::of("v01_peak78_f1", Flow::Recorded).play(&mut window, |_, _| {});
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.screen(), Screen::Welcome, "it is in the record");
}

#[test]
fn the_display_stays_awake_only_while_somebody_is_led() {
    let mut window = TestWindow::new(&["Front camera"]);
    window.command(AppCommand::OpenRecording("clip.mp4".into()));
    assert_eq!(*window.awake.borrow(), [true; 0], "nobody lies before a recording");
    window.command(AppCommand::OpenCamera(None));
    assert_eq!(*window.awake.borrow(), [true; 0]);
    window.has_no_signs();
    assert_eq!(*window.awake.borrow(), [true]);
    window.end(LiveEnd::Measured(Playback::of("v01_peak78_f1", Flow::Recorded).measured(), Vec::new()));
    assert_eq!(*window.awake.borrow(), [true, false]);
    window.command(AppCommand::OpenCamera(None));
    window.command(AppCommand::Answer(false));
    window.command(AppCommand::Leave);
    assert_eq!(*window.awake.borrow(), [true, false, true, false]);
}
