//! A kept trial's points, put right by hand.

use crate::record::Record;
use crate::test_window::{Playback, TestWindow};
use eframe::egui::{Key, Modifiers, Pos2};
use egui_kittest::kittest::Queryable;
use legraise::motion::{Flow, LegPoints, Point};
use legraise::ui::{AppCommand, HistoryCommand, LegJoint, Screen};

/// A window that shows the points of Ana's trial.
fn points_of(record: &Record) -> TestWindow {
    let mut window = record.history_of("Ana");
    window.click(&format!("Check trial {}", record.row("Ana").id.0));
    window.until("the points", |window| window.harness.state().state().screen() == Screen::Points);
    window.look();
    window
}

fn now(window: &TestWindow) -> LegPoints {
    window.harness.state().state().history.points.as_ref().and_then(|points| points.now).expect("points are shown")
}

fn place(window: &TestWindow, joint: &str) -> Pos2 {
    window.harness.get_by_label(&format!("{joint} in the picture")).rect().center()
}

/// Points of the screen for a pixel of the recording.
fn scale(window: &TestWindow, seen: &LegPoints) -> f32 {
    place(window, "Hip").distance(place(window, "Ankle")) / seen.hip.distance(seen.ankle) as f32
}

/// Drags a joint by pixels of the recording, from a little beside it.
fn drag(window: &mut TestWindow, joint: &str, by: Point) {
    let scale = scale(window, &now(window));
    let from = place(window, joint) + eframe::egui::Vec2::new(3.0, -2.0);
    let to = from + eframe::egui::Vec2::new(by.x as f32, by.y as f32) * scale;
    window.harness.hover_at(from);
    window.look();
    window.harness.drag_at(from);
    window.look();
    window.harness.hover_at(to);
    window.look();
    window.harness.drop_at(to);
    window.look();
    window.look();
}

#[test]
fn an_ankle_dragged_by_5_px_changes_the_angle_by_what_geometry_says_and_both_values_are_kept() {
    let record = Record::of(&["Ana"]);
    let kept = record.trial("Ana");
    let (seen, measured_deg) = (kept.seen_points().unwrap(), kept.row.measured_deg);
    let mut window = points_of(&record);
    window.assert_reads("not corrected");
    let along = seen.ankle - seen.hip;
    let across = Point::new(along.y, -along.x) * (5.0 / along.norm());
    drag(&mut window, "Ankle", across);
    let moved = now(&window);
    assert!(
        (moved.ankle - (seen.ankle + across)).norm() < 0.05,
        "{:?} instead of {:?}",
        moved.ankle,
        seen.ankle + across
    );
    assert_eq!((moved.hip, moved.knee), (seen.hip, seen.knee));
    // by the formula, without the window and the store
    let by_formula = measured_deg + kept.reader.change_rad(&seen, &moved).to_degrees();
    assert!((by_formula - measured_deg).abs() > 0.5, "{by_formula}");
    window.assert_reads(&format!("{by_formula:.1}° ± {:.1}°", kept.row.uncertainty_deg));
    window.assert_reads("not saved yet");
    assert_eq!(record.row("Ana").correction, None, "nothing is kept before it is saved");

    window.command(AppCommand::History(HistoryCommand::SignAs(" Dr. Ito ".to_owned())));
    window.click("Save");
    window.until_reads("corrected by Dr. Ito");
    let row = record.row("Ana");
    let correction = row.correction.clone().expect("it is kept");
    assert_eq!((row.measured_deg, correction.made_by.as_str()), (measured_deg, "Dr. Ito"));
    assert!((row.angle_deg() - by_formula).abs() < 0.01, "{} instead of {by_formula}", row.angle_deg());
    window.assert_reads(&format!("As measured {measured_deg:.1}°"));
    window.click("← Back");
    window.until_reads("corrected by Dr. Ito");
    window.assert_reads(&format!("measured {measured_deg:.0}°"));
    window.assert_reads(&format!("best {by_formula:.0}°, mean {by_formula:.0}°"));
}

#[test]
fn undo_takes_the_newest_correction_back_and_keeps_it() {
    let record = Record::of(&["Ana"]);
    let kept = record.trial("Ana");
    let seen = kept.seen_points().unwrap();
    let first = LegPoints { ankle: seen.ankle + Point::new(4.0, 0.0), ..seen };
    let first = record.store().correct(&kept, &first, "Lee", "2026-06-01T08:00:00Z").unwrap().unwrap();
    let mut window = points_of(&record);
    window.assert_reads("corrected by Lee");
    drag(&mut window, "Knee", Point::new(0.0, 6.0));
    window.command(AppCommand::History(HistoryCommand::SignAs("Ito".to_owned())));
    window.click("Save");
    window.until_reads("corrected by Ito");
    window.click("Undo the correction");
    window.until_reads("corrected by Lee");
    assert_eq!(record.row("Ana").angle_deg(), first.angle_deg);
    assert!(now(&window).knee.distance(seen.knee) < 1e-6, "the points go back, too");
    window.assert_reads("taken back");
    window.click("Undo the correction");
    window.until_reads("not corrected");
    assert_eq!(record.row("Ana").angle_deg(), kept.row.measured_deg);
    assert_eq!(record.store().corrections(kept.row.id).unwrap().len(), 2, "nothing is overwritten");
}

#[test]
fn arrow_keys_move_the_chosen_joint_by_a_pixel_and_with_shift_by_ten() {
    let record = Record::of(&["Ana"]);
    let mut window = points_of(&record);
    let seen = now(&window);
    window.harness.key_press(Key::ArrowRight);
    window.look();
    assert_eq!(now(&window), seen, "no joint is chosen yet");
    window.harness.get_by_label_contains("Ankle 3").click();
    window.look();
    window.look();
    for (key, modifiers) in
        [(Key::ArrowRight, Modifiers::NONE), (Key::ArrowUp, Modifiers::SHIFT), (Key::ArrowDown, Modifiers::NONE)]
    {
        window.harness.key_press_modifiers(modifiers, key);
        window.look();
        window.look();
    }
    let moved = now(&window).ankle - seen.ankle;
    assert!((moved - Point::new(1.0, -9.0)).norm() < 1e-9, "{moved:?}");
    assert_eq!(window.harness.state().state().history.points.as_ref().unwrap().chosen, Some(LegJoint::Ankle));
    window.click("Put the points back");
    assert_eq!(now(&window), seen);
}

#[test]
fn a_joint_stays_in_the_image() {
    let record = Record::of(&["Ana"]);
    let mut window = points_of(&record);
    drag(&mut window, "Ankle", Point::new(0.0, -5000.0));
    assert_eq!(now(&window).ankle.y, 0.0);
}

#[test]
fn leaving_asks_before_moved_points_are_dropped() {
    let record = Record::of(&["Ana"]);
    let mut window = points_of(&record);
    drag(&mut window, "Hip", Point::new(5.0, 0.0));
    let moved = now(&window);
    window.click("← Back");
    window.assert_reads("The points were moved and are not saved.");
    window.click("Cancel");
    assert_eq!(now(&window), moved);
    window.click("← Back");
    window.click("Leave without saving");
    assert_eq!(window.harness.state().state().screen(), Screen::History);
    assert_eq!(record.row("Ana").correction, None);
}

#[test]
fn moved_points_stay_when_somebody_else_corrects_the_same_trial() {
    let record = Record::of(&["Ana"]);
    let kept = record.trial("Ana");
    let seen = kept.seen_points().unwrap();
    let mut window = points_of(&record);
    drag(&mut window, "Ankle", Point::new(5.0, 0.0));
    let moved = now(&window);
    let theirs = LegPoints { knee: seen.knee + Point::new(3.0, 0.0), ..seen };
    record.store().correct(&kept, &theirs, "Lee", "2026-06-01T08:00:00Z").unwrap();
    window.until_reads("by Lee");
    assert_eq!(now(&window), moved);
    window.command(AppCommand::History(HistoryCommand::SignAs("Ito".to_owned())));
    window.click("Save");
    window.until_reads("corrected by Ito");
    let by: Vec<String> =
        record.store().corrections(kept.row.id).unwrap().into_iter().map(|correction| correction.made_by).collect();
    assert_eq!(by, ["Lee", "Ito"]);
}

#[test]
fn a_trial_measured_just_now_is_checked_from_the_summary_when_it_was_kept() {
    for person in ["Ana", ""] {
        let record = Record::of(&["Ana"]);
        let mut window = record.window();
        window.command(AppCommand::KeepFor(person.to_owned()));
        window.command(AppCommand::OpenRecording("clip.mp4".into()));
        Playback::of("v01_peak78_f1", Flow::Recorded).play(&mut window, |_, _| {});
        assert_eq!(window.harness.state().state().screen(), Screen::Summary);
        if person.is_empty() {
            assert!(!window.reads("Check the points"), "nothing was kept");
            continue;
        }
        window.click("Check the points");
        window.until("the points", |window| window.harness.state().state().screen() == Screen::Points);
        window.look();
        window.assert_reads(&format!("Trial {}, right leg", record.row("Ana").id.0));
        window.click("← Back");
        assert_eq!(window.harness.state().state().screen(), Screen::Summary);
    }
}

#[test]
fn a_correction_is_told_beside_the_measured_angle_in_the_test_and_where_it_is_copied() {
    let record = Record::of(&["Ana"]);
    let mut window = record.window();
    window.command(AppCommand::KeepFor("Ana".to_owned()));
    window.command(AppCommand::OpenRecording("clip.mp4".into()));
    Playback::of("v01_peak78_f1", Flow::Recorded).play(&mut window, |_, _| {});
    window.click("Check the points");
    window.until("the points", |window| window.harness.state().state().screen() == Screen::Points);
    window.look();
    window.look();
    drag(&mut window, "Ankle", Point::new(20.0, 0.0));
    window.command(AppCommand::History(HistoryCommand::SignAs("Ito".to_owned())));
    window.click("Save");
    window.until_reads("corrected by Ito");
    let told = format!("orrected to {:.0}° in the record; here it is as measured", record.row("Ana").angle_deg());
    window.click("← Back");
    window.assert_reads(&told);
    window.harness.state_mut().command(AppCommand::CopyResult);
    window.harness.step();
    assert!(window.copied().is_some_and(|copied| copied.contains(&told)));
}

#[test]
fn a_trial_that_was_not_kept_is_told_so() {
    let record = Record::of(&["Bo"]);
    let mut window = record.window();
    window.command(AppCommand::KeepFor("Ana".to_owned()));
    window.command(AppCommand::OpenRecording("clip.mp4".into()));
    Playback::of("v01_peak78_f1", Flow::Recorded).play(&mut window, |_, _| {});
    window.click("Check the points");
    window.until_reads("nobody called \"Ana\" is in the record");
    assert_eq!(window.harness.state().state().screen(), Screen::Summary);
}
