//! Recordings: several one after the other, in a hurry, opened again, copied.

use crate::screens::inside;
use crate::test_window::{Playback, SIZE, TestWindow};
use eframe::egui::{DroppedFile, Vec2};
use egui_kittest::kittest::Queryable;
use legraise::live::{Input, LiveEnd, ModelPreference};
use legraise::motion::Flow;
use legraise::ui::{AppCommand, NoDialog, Screen, Settings};
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn measured(trace: &str) -> LiveEnd {
    LiveEnd::Measured(Playback::of(trace, Flow::Recorded).measured(), Vec::new())
}

fn open(window: &mut TestWindow, names: &[&str]) {
    window.command(AppCommand::OpenRecordings(names.iter().map(PathBuf::from).collect()));
}

#[test]
fn several_recordings_are_measured_one_after_the_other_in_a_hurry_and_without_a_word() {
    let mut window = TestWindow::new(&[]);
    open(&mut window, &["a.mp4", "b.mp4"]);
    window.assert_reads("1 of 2: a.mp4");
    assert_eq!((window.screen(), window.recording().as_str()), (Screen::Recordings, "a.mp4"));
    assert!(window.engine().channels.status.is_hurried() && window.hushed.get());
    window.end(measured("v01_peak78_f1"));
    window.assert_reads("2 of 2: b.mp4");
    assert_eq!(window.recording(), "b.mp4");
    assert!(window.engine().channels.status.is_hurried());
    window.assert_reads("78° ± 5°");
    window.harness.get_by_label("Left");
    window.harness.get_by_label("Right");
    window.end(measured("v03_kneebend55_m3"));
    window.assert_reads("2 recordings");
    assert!(window.harness.state().state().is_over());
    assert!(window.harness.state().state().test.is_none(), "its pictures are let go");
}

#[test]
fn how_busy_the_computer_is_does_not_change_what_several_recordings_come_to() {
    let mut window = TestWindow::new(&[]);
    open(&mut window, &["a.mp4"]);
    assert_eq!(window.engine().model, ModelPreference::Auto, "one is watched");
    open(&mut window, &["a.mp4", "b.mp4"]);
    assert_eq!(window.engine().model, ModelPreference::Heavy);
    let settings = Settings { model: ModelPreference::Full, ..Settings::default() };
    let mut window = TestWindow::with_settings(SIZE, &[], Arc::new(|| Ok(None)), None, settings);
    open(&mut window, &["a.mp4", "b.mp4"]);
    assert_eq!(window.engine().model, ModelPreference::Full, "whoever chose has chosen");
}

#[test]
fn a_broken_recording_is_told_in_its_line_and_the_others_are_measured() {
    let mut window = TestWindow::new(&[]);
    open(&mut window, &["a.mp4", "broken.mp4", "c.mp4"]);
    window.end(measured("v01_peak78_f1"));
    window.end(LiveEnd::Failed("it is a text file; choose a video: broken.mp4".to_owned()));
    assert_eq!(window.recording(), "c.mp4");
    window.end(measured("v01_peak78_f1"));
    window.assert_reads("3 recordings");
    window.assert_reads("⚠ It is a text file; choose a video.");
    window.command(AppCommand::CopyResult);
    let copied = window.harness.state().state().series.as_ref().map(|series| series.done.len());
    assert_eq!(copied, Some(3));
}

#[test]
fn a_recording_that_can_not_be_kept_says_so_and_the_next_one_comes() {
    let mut window = TestWindow::new(&[]);
    window.command(AppCommand::KeepFor("no record".to_owned()));
    open(&mut window, &["a.mp4", "b.mp4"]);
    window.assert_reads("2 recordings");
    window.assert_reads("⚠ Can't open the record.");
}

#[test]
fn a_recording_that_was_kept_before_says_so() {
    let mut window = TestWindow::new(&[]);
    window.command(AppCommand::KeepFor("there before".to_owned()));
    open(&mut window, &["a.mp4", "b.mp4"]);
    window.end(measured("v01_peak78_f1"));
    window.assert_reads("In the record of there before already, and not kept again.");
    let mut window = TestWindow::new(&[]);
    window.command(AppCommand::KeepFor("there before".to_owned()));
    open(&mut window, &["a.mp4"]);
    window.end(measured("v01_peak78_f1"));
    window.assert_reads("⚠ In the record of there before already, and not kept again.");
}

#[test]
fn recordings_and_settings_are_inside_the_window_at_any_size() {
    for size in [Vec2::new(800.0, 500.0), SIZE, Vec2::new(3840.0, 2160.0)] {
        let mut window = TestWindow::of_size(size, &["Front camera"]);
        window.command(AppCommand::ShowSettings(true));
        window.look();
        let close = window.harness.get_by_label("Close").rect();
        assert!(close.max.y < size.y, "the settings can be closed at {size:?}: {close:?}");
        window.command(AppCommand::ShowSettings(false));
        open(&mut window, &["a-recording-with-a-long-name-as-phones-and-clinics-write-it-P012-left.mp4", "b.mp4"]);
        inside(&window, size);
        window.end(measured("v01_peak78_f1"));
        window.end(LiveEnd::Failed("not a video that can be decoded; copy it again: b.mp4".to_owned()));
        inside(&window, size);
    }
}

#[test]
fn several_recordings_end_after_the_one_that_is_measured_and_keep_what_was() {
    let mut window = TestWindow::new(&[]);
    open(&mut window, &["a.mp4", "b.mp4", "c.mp4"]);
    window.click("Stop after this one");
    assert_eq!(window.recording(), "a.mp4");
    window.end(measured("v01_peak78_f1"));
    window.assert_reads("1 recording");
    window.assert_reads("78° ± 5°");
    window.assert_reads("Not measured, because you stopped: 2");
    window.click("New test");
    assert_eq!(window.screen(), Screen::Welcome);
}

#[test]
fn more_recordings_come_after_those_that_are_measured() {
    let mut window = TestWindow::new(&[]);
    open(&mut window, &["a.mp4", "b.mp4"]);
    open(&mut window, &["c.mp4"]);
    window.assert_reads("1 of 3: a.mp4");
}

#[test]
fn a_folder_is_what_is_in_it_and_what_is_left_out_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["v10.mp4", "v2.mp4", "notes.txt"] {
        std::fs::write(folder.path().join(name), "x").expect("a file");
    }
    let mut window = TestWindow::new(&[]);
    window.command(AppCommand::OpenRecordings(vec![folder.path().to_owned()]));
    window.assert_reads("1 of 2: v2.mp4");
    window.assert_reads("Left out: notes.txt");
    let empty = tempfile::tempdir().expect("a folder");
    let mut window = TestWindow::new(&[]);
    window.command(AppCommand::OpenRecordings(vec![empty.path().to_owned()]));
    assert_eq!(window.screen(), Screen::Welcome);
    window.assert_reads("mp4, mov");
}

#[test]
fn one_recording_plays_at_real_time_and_aloud_until_somebody_skips_to_its_result() {
    let mut window = TestWindow::new(&[]);
    open(&mut window, &["clip.mp4"]);
    assert_eq!(window.engine().input, Input::Recording("clip.mp4".into()));
    let mut skipped = false;
    Playback::of("v01_peak78_f1", Flow::Recorded).play(&mut window, |window, step| {
        if !skipped && step.frame.index > 20 {
            skipped = true;
            assert!(!window.engine().channels.status.is_hurried() && !window.hushed.get());
            window.click("Skip to the result");
            assert!(window.engine().channels.status.is_hurried() && window.hushed.get());
            assert!(!window.reads("Skip to the result"), "it is skipped once");
        }
    });
    assert!(skipped);
    assert_eq!(window.screen(), Screen::Summary);
    open(&mut window, &["clip.mp4"]);
    assert!(!window.hushed.get(), "the next one is heard");
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("it is opened by its path".to_owned())
    }
}

#[test]
fn files_that_are_dropped_are_opened_together() {
    let mut window = TestWindow::new(&[]);
    let dropped = ["a.mp4", "b.mp4"].map(|name| Dropped(name.into()));
    window.harness.input_mut().dropped_files.extend(dropped.map(|file| Arc::new(file) as _));
    window.look();
    window.assert_reads("1 of 2: a.mp4");
}

#[test]
fn a_result_is_copied_as_text_and_that_is_confirmed_for_a_moment() {
    let (mut window, playback) = TestWindow::with_trace("v01_peak78_f1", Flow::Recorded);
    playback.play(&mut window, |_, _| {});
    window.harness.state_mut().command(AppCommand::CopyResult);
    window.harness.step();
    let copied = window.copied().expect("something on the clipboard");
    let lines: Vec<&str> = copied.lines().collect();
    assert_eq!(lines[0], "Straight-leg raise");
    assert!(lines[1].starts_with("Trial 1, right leg: 78° ± 5°, "), "{copied}");
    assert_eq!(lines[2], "Right leg: 78°, near 80°.");
    assert_eq!(lines.last(), Some(&"A flexibility check, not a diagnosis."));
    assert!(!copied.contains("clip.mp4"), "nothing tells where the file lies: {copied}");
    window.assert_reads("✔ Copied");
    window.until("the button as it was", |window| window.reads("Copy result"));
}

#[test]
fn several_results_are_copied_as_a_table() {
    let mut window = TestWindow::new(&[]);
    open(&mut window, &["a.mp4", "b.mp4"]);
    window.end(measured("v01_peak78_f1"));
    window.end(LiveEnd::Failed("it is a text file: b.mp4".to_owned()));
    window.harness.state_mut().command(AppCommand::CopyResult);
    window.harness.step();
    let copied = window.copied().expect("something on the clipboard");
    let wanted =
        "a.mp4\t–\t78° ± 5°\tNear 80°.\nb.mp4\t–\t–\tIt is a text file.\nA flexibility check, not a diagnosis.";
    assert_eq!(copied, wanted);
}

/// A window that opened these, of which each could be read.
fn having_opened(paths: &[&Path], person: &str) -> TestWindow {
    let mut window = TestWindow::new(&[]);
    window.command(AppCommand::KeepFor(person.to_owned()));
    for path in paths {
        window.command(AppCommand::OpenRecording((*path).to_owned()));
        Playback::of("v01_peak78_f1", Flow::Recorded).begin(&mut window);
    }
    window.command(AppCommand::Leave);
    window
}

#[test]
fn recordings_opened_last_are_offered_again_the_newest_first_and_can_be_forgotten() {
    let folder = tempfile::tempdir().expect("a folder");
    let paths: Vec<PathBuf> = (1..=7).map(|i| folder.path().join(format!("r{i}.mp4"))).collect();
    paths.iter().for_each(|path| std::fs::write(path, "x").expect("a file"));
    let mut window = having_opened(&paths.iter().map(PathBuf::as_path).collect::<Vec<_>>(), "P012");
    assert_eq!(window.harness.state().state().recent.len(), 5);
    let kept = window.kept.borrow().last().expect("settings").recent.clone();
    assert_eq!(kept, [&paths[6], &paths[5], &paths[4], &paths[3], &paths[2]].map(Clone::clone));
    window.click("r7.mp4");
    assert_eq!(window.recording(), "r7.mp4");
    window.command(AppCommand::Leave);
    window.click("Clear");
    assert!(!window.reads("r7.mp4"));
    assert_eq!(window.kept.borrow().last().expect("settings").recent, Vec::<PathBuf>::new());
}

#[test]
fn recordings_of_nobody_are_offered_in_this_window_and_kept_nowhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("r.mp4");
    std::fs::write(&path, "x").expect("a file");
    let window = having_opened(&[&path], "");
    window.assert_reads("r.mp4");
    assert!(window.kept.borrow().iter().all(|settings| settings.recent.is_empty()));
}

#[test]
fn a_recording_that_is_gone_is_not_offered() {
    let folder = tempfile::tempdir().expect("a folder");
    let [there, gone] = ["there.mp4", "gone.mp4"].map(|name| folder.path().join(name));
    std::fs::write(&there, "x").expect("a file");
    let settings = Settings { recent: vec![gone, there], ..Settings::default() };
    let window = TestWindow::with_settings(SIZE, &[], Arc::new(|| Ok(None)), None, settings);
    window.assert_reads("there.mp4");
    assert!(!window.reads("gone.mp4"));
}

#[test]
fn where_no_dialog_can_be_shown_that_is_told_with_what_to_do() {
    let mut window = TestWindow::new(&[]);
    *window.answer.borrow_mut() = Err(NoDialog);
    window.click("Open a recording…");
    window.assert_reads("drag the recording onto the window");
    window.command(AppCommand::Dismiss);
    *window.answer.borrow_mut() = Ok(None);
    window.click("Open a recording…");
    assert!(!window.reads("drag the recording"), "who has thought better of it is told nothing");
}
