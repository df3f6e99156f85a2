//! The window's screens: start, settings, sizes.

use crate::test_window::TestWindow;
use eframe::egui::{Vec2, accesskit::Role};
use egui_kittest::kittest::{NodeT, Queryable};
use legraise::motion::{Flow, Point};
use legraise::pipeline::UserInput;
use legraise::ui::{AppCommand, ExerciseCommand, HistoryCommand, Screen};
use std::time::Duration;

#[test]
fn the_start_offers_every_camera_the_last_one_first() {
    let mut window = TestWindow::new(&["Front camera", "TestWindow camera"]);
    window.harness.get_by_role_and_label(Role::Button, "▶ Start with Front camera");
    window.harness.get_by_role_and_label(Role::Button, "▶ Start with TestWindow camera").click();
    window.look();
    window.has_no_signs();
    assert_eq!(window.harness.state().state().screen(), Screen::Connecting);
    assert_eq!(window.kept.borrow().last().unwrap().camera.as_deref(), Some("TestWindow camera"));
    window.harness.get_by_label("Cancel").click();
    window.look();
    window.look();
    let first = window.harness.query_all_by_label_contains("Start with").next().unwrap();
    assert_eq!(first.accesskit_node().label().unwrap(), "▶ Start with TestWindow camera");
}

#[test]
fn the_voice_is_switched_off_and_that_is_kept() {
    let mut window = TestWindow::new(&[]);
    window.harness.get_by_label_contains("Voice on").click();
    window.look();
    window.look();
    window.harness.get_by_label_contains("Voice off");
    assert!(!window.kept.borrow().last().unwrap().voice);
}

#[test]
fn settings_open_change_and_close() {
    let mut window = TestWindow::new(&[]);
    window.harness.get_by_label_contains("Settings").click();
    window.look();
    window.look();
    window.harness.get_by_label("Heavy (accurate)").click();
    window.look();
    window.look();
    assert_eq!(window.kept.borrow().last().unwrap().model, legraise::live::ModelPreference::Heavy);
    window.harness.get_by_label("Close").click();
    window.look();
    window.look();
    assert!(!window.reads("Pose model"));
}

#[test]
fn everything_is_inside_the_window_at_any_size() {
    for size in [Vec2::new(1024.0, 640.0), Vec2::new(1280.0, 720.0), Vec2::new(3840.0, 2160.0)] {
        let mut window = TestWindow::of_size(size, &["Front camera"]);
        inside(&window, size);
        window.command(AppCommand::OpenRecording("clip.mp4".into()));
        inside(&window, size);
        let playback = crate::test_window::Playback::of("v03_kneebend55_m3", Flow::Recorded);
        playback.play(&mut window, |window, step| {
            if step.frame.index % 10 == 0 {
                inside(window, size);
            }
        });
        inside(&window, size);
    }
}

#[track_caller]
pub fn inside(window: &TestWindow, size: Vec2) {
    let shown = eframe::egui::Rect::from_min_size(eframe::egui::Pos2::ZERO, size).expand(1.0);
    for node in window.harness.query_all_by(|node| node.label().or(node.value()).is_some_and(|text| !text.is_empty())) {
        let label = node.accesskit_node().label().or(node.accesskit_node().value()).unwrap_or_default();
        assert!(shown.contains_rect(node.rect()), "{label:?} at {:?} leaves {size:?}", node.rect());
    }
}

#[test]
fn a_click_on_the_image_picks_the_person_there() {
    let (mut window, playback) = TestWindow::with_trace("v01_peak78_f1", Flow::Recorded);
    let mut clicked = false;
    playback.play(&mut window, |window, step| {
        if clicked || step.frame.index < 5 {
            return;
        }
        clicked = true;
        // the middle of what is left of the numbers and above the words belongs to the image
        let at = eframe::egui::Pos2::new(400.0, 300.0);
        window.harness.hover_at(at);
        window.harness.drag_at(at);
        window.harness.drop_at(at);
        window.look();
        window.look();
        let said = window.said();
        let [UserInput::Pick(Point { x, y })] = said[..] else { panic!("{said:?}") };
        assert!((0.0..640.0).contains(&x) && (0.0..480.0).contains(&y), "{x} {y}");
    });
    assert!(clicked);
}

#[test]
fn moving_over_the_chart_shows_that_moment_and_moving_away_the_result_again() {
    let (mut window, playback) = TestWindow::with_trace("v01_peak78_f1", Flow::Recorded);
    playback.play(&mut window, |_, _| {});
    let scrubbed = |window: &TestWindow| window.harness.state().state().test.as_ref().unwrap().scrubbed;
    window.assert_reads("The moment of the result");
    // the chart is the lower left of the summary
    window.harness.hover_at(eframe::egui::Pos2::new(200.0, 600.0));
    window.look();
    window.look();
    let early = scrubbed(&window).expect("a moment");
    window.harness.hover_at(eframe::egui::Pos2::new(500.0, 600.0));
    window.look();
    window.look();
    let late = scrubbed(&window).expect("a moment");
    assert!(late - early > 2.0, "{early:?} {late:?}");
    assert!(!window.reads("The moment of the result"));
    window.harness.hover_at(eframe::egui::Pos2::new(1000.0, 300.0));
    window.look();
    window.look();
    assert_eq!(scrubbed(&window), None);
}

#[test]
fn the_window_draws_itself_anew_only_while_something_changes_by_itself() {
    let (often, never) = (Duration::from_secs(1), Duration::from_secs(3600));
    let mut window = TestWindow::new(&["Front camera"]);
    assert!(window.pause() > never, "nothing changes on the first screen");
    window.command(AppCommand::History(HistoryCommand::Open(String::new())));
    assert!(window.pause() > never, "what others write into the record wakes the window");
    let mut window = TestWindow::new(&["Front camera"]);
    window.command(AppCommand::Exercise(ExerciseCommand::Open));
    window.has_no_signs();
    assert!(window.pause() <= often, "a figure moves");
    window.harness.input_mut().focused = false;
    assert!(window.pause() > never, "nobody looks at it");
    let (mut window, playback) = TestWindow::with_trace("v01_peak78_f1", Flow::Recorded);
    assert!(window.pause() <= often, "a camera may be lost");
    playback.play(&mut window, |_, _| {});
    assert!(window.pause() > never, "nothing changes when a test is over");
}
