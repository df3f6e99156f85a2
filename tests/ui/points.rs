//! A kept trial's points, put right by hand.

use crate::desk::{Desk, Playback};
use crate::record::Record;
use eframe::egui::{Key, Modifiers, Pos2};
use egui_kittest::kittest::Queryable;
use legraise::motion::{Flow, LegPoints, Point};
use legraise::ui::{AppCommand, HistoryCommand, LegJoint, Screen};

/// A window that shows the points of Ana's trial.
fn points_of(record: &Record) -> Desk {
    let mut desk = record.history_of("Ana");
    desk.click(&format!("Check trial {}", record.row("Ana").id.0));
    desk.until("the points", |desk| desk.window.state().state().screen() == Screen::Points);
    desk.look();
    desk
}

fn now(desk: &Desk) -> LegPoints {
    desk.window.state().state().history.points.as_ref().and_then(|points| points.now).expect("points are shown")
}

fn place(desk: &Desk, joint: &str) -> Pos2 {
    desk.window.get_by_label(&format!("{joint} in the picture")).rect().center()
}

/// Points of the screen for a pixel of the recording.
fn scale(desk: &Desk, seen: &LegPoints) -> f32 {
    place(desk, "Hip").distance(place(desk, "Ankle")) / seen.hip.distance(seen.ankle) as f32
}

/// Drags a joint by pixels of the recording, from a little beside it.
fn drag(desk: &mut Desk, joint: &str, by: Point) {
    let scale = scale(desk, &now(desk));
    let from = place(desk, joint) + eframe::egui::Vec2::new(3.0, -2.0);
    let to = from + eframe::egui::Vec2::new(by.x as f32, by.y as f32) * scale;
    desk.window.hover_at(from);
    desk.look();
    desk.window.drag_at(from);
    desk.look();
    desk.window.hover_at(to);
    desk.look();
    desk.window.drop_at(to);
    desk.look();
    desk.look();
}

#[test]
fn an_ankle_dragged_by_5_px_changes_the_angle_by_what_geometry_says_and_both_values_are_kept() {
    let record = Record::of(&["Ana"]);
    let kept = record.trial("Ana");
    let (seen, measured_deg) = (kept.seen_points().unwrap(), kept.row.measured_deg);
    let mut desk = points_of(&record);
    desk.assert_reads("not corrected");
    let along = seen.ankle - seen.hip;
    let across = Point::new(along.y, -along.x) * (5.0 / along.norm());
    drag(&mut desk, "Ankle", across);
    let moved = now(&desk);
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
    desk.assert_reads(&format!("{by_formula:.1}° ± {:.1}°", kept.row.uncertainty_deg));
    desk.assert_reads("not saved yet");
    assert_eq!(record.row("Ana").correction, None, "nothing is kept before it is saved");

    desk.command(AppCommand::History(HistoryCommand::SignAs(" Dr. Ito ".to_owned())));
    desk.click("Save");
    desk.until_reads("corrected by Dr. Ito");
    let row = record.row("Ana");
    let correction = row.correction.clone().expect("it is kept");
    assert_eq!((row.measured_deg, correction.made_by.as_str()), (measured_deg, "Dr. Ito"));
    assert!((row.angle_deg() - by_formula).abs() < 0.01, "{} instead of {by_formula}", row.angle_deg());
    desk.assert_reads(&format!("As measured {measured_deg:.1}°"));
    desk.click("← Back");
    desk.until_reads("corrected by Dr. Ito");
    desk.assert_reads(&format!("measured {measured_deg:.0}°"));
    desk.assert_reads(&format!("best {by_formula:.0}°, mean {by_formula:.0}°"));
}

#[test]
fn undo_takes_the_newest_correction_back_and_keeps_it() {
    let record = Record::of(&["Ana"]);
    let kept = record.trial("Ana");
    let seen = kept.seen_points().unwrap();
    let first = LegPoints { ankle: seen.ankle + Point::new(4.0, 0.0), ..seen };
    let first = record.store().correct(&kept, &first, "Lee", "2026-06-01T08:00:00Z").unwrap().unwrap();
    let mut desk = points_of(&record);
    desk.assert_reads("corrected by Lee");
    drag(&mut desk, "Knee", Point::new(0.0, 6.0));
    desk.command(AppCommand::History(HistoryCommand::SignAs("Ito".to_owned())));
    desk.click("Save");
    desk.until_reads("corrected by Ito");
    desk.click("Undo the correction");
    desk.until_reads("corrected by Lee");
    assert_eq!(record.row("Ana").angle_deg(), first.angle_deg);
    assert!(now(&desk).knee.distance(seen.knee) < 1e-6, "the points go back, too");
    desk.assert_reads("taken back");
    desk.click("Undo the correction");
    desk.until_reads("not corrected");
    assert_eq!(record.row("Ana").angle_deg(), kept.row.measured_deg);
    assert_eq!(record.store().corrections(kept.row.id).unwrap().len(), 2, "nothing is overwritten");
}

#[test]
fn arrow_keys_move_the_chosen_joint_by_a_pixel_and_with_shift_by_ten() {
    let record = Record::of(&["Ana"]);
    let mut desk = points_of(&record);
    let seen = now(&desk);
    desk.window.key_press(Key::ArrowRight);
    desk.look();
    assert_eq!(now(&desk), seen, "no joint is chosen yet");
    desk.window.get_by_label_contains("Ankle 3").click();
    desk.look();
    desk.look();
    for (key, modifiers) in
        [(Key::ArrowRight, Modifiers::NONE), (Key::ArrowUp, Modifiers::SHIFT), (Key::ArrowDown, Modifiers::NONE)]
    {
        desk.window.key_press_modifiers(modifiers, key);
        desk.look();
        desk.look();
    }
    let moved = now(&desk).ankle - seen.ankle;
    assert!((moved - Point::new(1.0, -9.0)).norm() < 1e-9, "{moved:?}");
    assert_eq!(desk.window.state().state().history.points.as_ref().unwrap().chosen, Some(LegJoint::Ankle));
    desk.click("Put the points back");
    assert_eq!(now(&desk), seen);
}

#[test]
fn a_joint_stays_in_the_image() {
    let record = Record::of(&["Ana"]);
    let mut desk = points_of(&record);
    drag(&mut desk, "Ankle", Point::new(0.0, -5000.0));
    assert_eq!(now(&desk).ankle.y, 0.0);
}

#[test]
fn leaving_asks_before_moved_points_are_dropped() {
    let record = Record::of(&["Ana"]);
    let mut desk = points_of(&record);
    drag(&mut desk, "Hip", Point::new(5.0, 0.0));
    let moved = now(&desk);
    desk.click("← Back");
    desk.assert_reads("The points were moved and are not saved.");
    desk.click("Cancel");
    assert_eq!(now(&desk), moved);
    desk.click("← Back");
    desk.click("Leave without saving");
    assert_eq!(desk.window.state().state().screen(), Screen::History);
    assert_eq!(record.row("Ana").correction, None);
}

#[test]
fn moved_points_stay_when_somebody_else_corrects_the_same_trial() {
    let record = Record::of(&["Ana"]);
    let kept = record.trial("Ana");
    let seen = kept.seen_points().unwrap();
    let mut desk = points_of(&record);
    drag(&mut desk, "Ankle", Point::new(5.0, 0.0));
    let moved = now(&desk);
    let theirs = LegPoints { knee: seen.knee + Point::new(3.0, 0.0), ..seen };
    record.store().correct(&kept, &theirs, "Lee", "2026-06-01T08:00:00Z").unwrap();
    desk.until_reads("by Lee");
    assert_eq!(now(&desk), moved);
    desk.command(AppCommand::History(HistoryCommand::SignAs("Ito".to_owned())));
    desk.click("Save");
    desk.until_reads("corrected by Ito");
    let by: Vec<String> =
        record.store().corrections(kept.row.id).unwrap().into_iter().map(|correction| correction.made_by).collect();
    assert_eq!(by, ["Lee", "Ito"]);
}

#[test]
fn a_trial_measured_just_now_is_checked_from_the_summary_when_it_was_kept() {
    for person in ["Ana", ""] {
        let record = Record::of(&["Ana"]);
        let mut desk = record.desk();
        desk.command(AppCommand::KeepFor(person.to_owned()));
        desk.command(AppCommand::OpenRecording("clip.mp4".into()));
        Playback::of("v01_peak78_f1", Flow::Recorded).play(&mut desk, |_, _| {});
        assert_eq!(desk.window.state().state().screen(), Screen::Summary);
        if person.is_empty() {
            assert!(!desk.reads("Check the points"), "nothing was kept");
            continue;
        }
        desk.click("Check the points");
        desk.until("the points", |desk| desk.window.state().state().screen() == Screen::Points);
        desk.look();
        desk.assert_reads(&format!("Trial {}, right leg", record.row("Ana").id.0));
        desk.click("← Back");
        assert_eq!(desk.window.state().state().screen(), Screen::Summary);
    }
}

#[test]
fn a_trial_that_was_not_kept_is_told_so() {
    let record = Record::of(&["Bo"]);
    let mut desk = record.desk();
    desk.command(AppCommand::KeepFor("Ana".to_owned()));
    desk.command(AppCommand::OpenRecording("clip.mp4".into()));
    Playback::of("v01_peak78_f1", Flow::Recorded).play(&mut desk, |_, _| {});
    desk.click("Check the points");
    desk.until_reads("nobody called \"Ana\" is in the record");
    assert_eq!(desk.window.state().state().screen(), Screen::Summary);
}
