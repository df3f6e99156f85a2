//! The window's screens: start, settings, sizes.

use crate::desk::Desk;
use eframe::egui::{Vec2, accesskit::Role};
use egui_kittest::kittest::{NodeT, Queryable};
use legraise::motion::{Flow, Point};
use legraise::pipeline::UserInput;
use legraise::ui::{AppCommand, HistoryCommand, Screen};
use std::time::Duration;

#[test]
fn the_start_offers_every_camera_the_last_one_first() {
    let mut desk = Desk::new(&["Front camera", "Desk camera"]);
    desk.window.get_by_role_and_label(Role::Button, "▶ Start with Front camera");
    desk.window.get_by_role_and_label(Role::Button, "▶ Start with Desk camera").click();
    desk.look();
    desk.has_no_signs();
    assert_eq!(desk.window.state().state().screen(), Screen::Connecting);
    assert_eq!(desk.kept.borrow().last().unwrap().camera.as_deref(), Some("Desk camera"));
    desk.window.get_by_label("Cancel").click();
    desk.look();
    desk.look();
    let first = desk.window.query_all_by_label_contains("Start with").next().unwrap();
    assert_eq!(first.accesskit_node().label().unwrap(), "▶ Start with Desk camera");
}

#[test]
fn the_voice_is_switched_off_and_that_is_kept() {
    let mut desk = Desk::new(&[]);
    desk.window.get_by_label_contains("Voice on").click();
    desk.look();
    desk.look();
    desk.window.get_by_label_contains("Voice off");
    assert!(!desk.kept.borrow().last().unwrap().voice);
}

#[test]
fn settings_open_change_and_close() {
    let mut desk = Desk::new(&[]);
    desk.window.get_by_label_contains("Settings").click();
    desk.look();
    desk.look();
    desk.window.get_by_label("Heavy (accurate)").click();
    desk.look();
    desk.look();
    assert_eq!(desk.kept.borrow().last().unwrap().model, legraise::live::ModelPreference::Heavy);
    desk.window.get_by_label("Close").click();
    desk.look();
    desk.look();
    assert!(!desk.reads("Pose model"));
}

#[test]
fn everything_is_inside_the_window_at_any_size() {
    for size in [Vec2::new(1024.0, 640.0), Vec2::new(1280.0, 720.0), Vec2::new(3840.0, 2160.0)] {
        let mut desk = Desk::of_size(size, &["Front camera"]);
        inside(&desk, size);
        desk.command(AppCommand::OpenRecording("clip.mp4".into()));
        inside(&desk, size);
        let playback = crate::desk::Playback::of("v03_kneebend55_m3", Flow::Recorded);
        playback.play(&mut desk, |desk, step| {
            if step.frame.index % 10 == 0 {
                inside(desk, size);
            }
        });
        inside(&desk, size);
    }
}

#[track_caller]
pub fn inside(desk: &Desk, size: Vec2) {
    let window = eframe::egui::Rect::from_min_size(eframe::egui::Pos2::ZERO, size).expand(1.0);
    for node in desk.window.query_all_by(|node| node.label().or(node.value()).is_some_and(|text| !text.is_empty())) {
        let label = node.accesskit_node().label().or(node.accesskit_node().value()).unwrap_or_default();
        assert!(window.contains_rect(node.rect()), "{label:?} at {:?} leaves {size:?}", node.rect());
    }
}

#[test]
fn a_click_on_the_image_picks_the_person_there() {
    let (mut desk, playback) = Desk::with_trace("v01_peak78_f1", Flow::Recorded);
    let mut clicked = false;
    playback.play(&mut desk, |desk, step| {
        if clicked || step.frame.index < 5 {
            return;
        }
        clicked = true;
        // the middle of what is left of the numbers and above the words belongs to the image
        let at = eframe::egui::Pos2::new(400.0, 300.0);
        desk.window.hover_at(at);
        desk.window.drag_at(at);
        desk.window.drop_at(at);
        desk.look();
        desk.look();
        let said = desk.said();
        let [UserInput::Pick(Point { x, y })] = said[..] else { panic!("{said:?}") };
        assert!((0.0..640.0).contains(&x) && (0.0..480.0).contains(&y), "{x} {y}");
    });
    assert!(clicked);
}

#[test]
fn moving_over_the_chart_shows_that_moment_and_moving_away_the_result_again() {
    let (mut desk, playback) = Desk::with_trace("v01_peak78_f1", Flow::Recorded);
    playback.play(&mut desk, |_, _| {});
    let scrubbed = |desk: &Desk| desk.window.state().state().test.as_ref().unwrap().scrubbed;
    desk.assert_reads("The moment of the result");
    // the chart is the lower left of the summary
    desk.window.hover_at(eframe::egui::Pos2::new(200.0, 600.0));
    desk.look();
    desk.look();
    let early = scrubbed(&desk).expect("a moment");
    desk.window.hover_at(eframe::egui::Pos2::new(500.0, 600.0));
    desk.look();
    desk.look();
    let late = scrubbed(&desk).expect("a moment");
    assert!(late - early > 2.0, "{early:?} {late:?}");
    assert!(!desk.reads("The moment of the result"));
    desk.window.hover_at(eframe::egui::Pos2::new(1000.0, 300.0));
    desk.look();
    desk.look();
    assert_eq!(scrubbed(&desk), None);
}

#[test]
fn the_window_draws_itself_anew_only_while_something_changes_by_itself() {
    let (often, never) = (Duration::from_secs(1), Duration::from_secs(3600));
    let mut desk = Desk::new(&["Front camera"]);
    assert!(desk.pause() > never, "nothing changes on the first screen");
    desk.command(AppCommand::History(HistoryCommand::Open(String::new())));
    assert!(desk.pause() <= often, "others may write into the record");
    let (mut desk, playback) = Desk::with_trace("v01_peak78_f1", Flow::Recorded);
    assert!(desk.pause() <= often, "a camera may be lost");
    playback.play(&mut desk, |_, _| {});
    assert!(desk.pause() > never, "nothing changes when a test is over");
}
