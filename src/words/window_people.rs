//! The window's words for the record of people.

use super::bundle::{Tenths, Whole};
use crate::motion::Side;

messages! {
    back();
    plan_make();
    plan_end();
    reading_record();
    reading_person();
    choose_person();
    record_unreadable();
    try_again();
    nobody_yet();
    nobody_yet_how = "nobody_yet.how"();
    people(count: usize);
    search();
    search_hint = "search.hint"();
    nobody_found();
    delete();
    export();
    export_what = "export.what"();
    export_folder = "export.folder"();
    export_faces = "export.faces"();
    export_comma = "export.comma"();
    report();
    report_none = "report.none"();
    report_day = "report.day"(day: &str);
    report_a4 = "report.a4"();
    report_letter = "report.letter"();
    report_card = "report.card"();
    report_face = "report.face"();
    best_and_mean(best: Whole, mean: Whole);
    notes();
    notes_hint = "notes.hint"();
    notes_add = "notes.add"();
    session_leg(side: Side, mean: Whole, best: Whole);
    choose_session();
    trial_of_record(trial: i64);
    check();
    check_trial = "check.trial"(trial: i64);
    check_hint = "check.hint"();
    corrected_remark(measured: Whole, by: &str, day: &str);
    trend_how(limit: Whole, otherwise: Whole);
    trend_session(side: Side, mean: Whole, best: Whole, count: usize);
    trend_session_changed = "trend_session.changed"(side: Side, mean: Whole, best: Whole, count: usize);
    no_points();
    points_how();
    points_of(trial: i64, side: Side, day: &str);
    /// With a decimal: an angle that is put right by hand moves by less than a degree.
    exact_range(angle: Tenths, range: Tenths);
    as_measured(angle: Tenths, range: Tenths);
    as_measured_moved = "as_measured.moved"(angle: Tenths, range: Tenths);
    as_measured_corrected = "as_measured.corrected"(angle: Tenths, range: Tenths, by: &str);
    as_measured_untouched = "as_measured.untouched"(angle: Tenths, range: Tenths);
    joint_hip();
    joint_knee();
    joint_ankle();
    /// What a screen reader says of the joint on the image.
    joint_in_picture(joint: &str);
    corrections();
    correction(angle: Tenths, by: &str, moment: &str);
    correction_undone = "correction.undone"(angle: Tenths, by: &str, moment: &str, undone: &str);
    who_corrects();
    who_corrects_hint = "who_corrects.hint"();
    who_corrects_missing = "who_corrects.missing"();
    save();
    put_back();
    undo_correction();
    points_unsaved();
    leave_unsaved();
}
