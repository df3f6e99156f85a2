//! The window's own words.

use super::bundle::{Tenths, Whole};
use super::things::Stretched;
use crate::motion::Side;

pub use super::window_people::*;

messages! {
    settings();
    voice_on();
    voice_off();
    /// What a key does.
    voice_switch();
    full_screen();
    full_screen_leave = "full_screen.leave"();
    full_screen_setting = "full_screen.setting"();
    full_screen_check = "full_screen.check"();
    leave();
    /// A camera whose name is not known.
    camera();
    ok();
    welcome_title();
    welcome_how();
    open_recording();
    /// A way to the exercises.
    exercises();
    exercises_watched = "exercises.watched"();
    exercises_next = "exercises.next"();
    exercises_finish = "exercises.finish"();
    exercises_none = "exercises.none"();
    exercises_stretches[Stretched: "exercises_stretches_"]();
    exercises_companions();
    exercises_not_measured();
    exercises_not_tight();
    exercises_one_leg_tight();
    dose_held(count: u32, secs: Whole);
    dose_repeated(count: u32);
    dose_sets(sets: u32, count: u32);
    exercise_start();
    exercise_hold(secs: Whole);
    exercise_reps(count: u32);
    exercise_sets(count: u32);
    exercise_both_legs();
    less();
    more();
    exercise_pause();
    exercise_set_of(number: u32, sets: u32);
    exercise_rep_of(count: u32, wanted: u32);
    exercise_of(wanted: u32);
    exercise_seconds_left();
    rate_effort();
    rate_effort_scale = "rate_effort.scale"();
    rate_pain();
    rate_pain_scale = "rate_pain.scale"();
    drop_recording();
    recent();
    recent_clear = "recent.clear"();
    recordings_now(number: usize, of: usize, name: &str);
    recordings_over(count: usize);
    recordings_kept(person: &str);
    recordings_end();
    recordings_dropped(count: usize);
    recordings_left_out(names: &str);
    /// The verdict on one leg as a phrase, where the other leg's is another.
    verdict_of_leg(side: Side, verdict: &str);
    verdict_of_legs(left: &str, right: &str);
    /// As fast as the computer can.
    skip();
    no_camera();
    look_again();
    start_with(camera: &str);
    keep_for();
    keep_for_hint = "keep_for.hint"();
    history();
    another_camera();
    opening_recording();
    opening_camera();
    cancel();
    /// The camera gives no frame, and will be asked again.
    goes_on();
    goes_on_kept = "goes_on.kept"(count: usize);
    hurts();
    /// Where a key says something else.
    hurts_plain = "hurts.plain"();
    start_now();
    finish();
    live_title();
    live_how = "live_title.how"();
    knee_bend_now(angle: Whole);
    other_leg_now(angle: Whole);
    other_leg_unseen = "other_leg_now.unseen"();
    last_leg(side: Side);
    side_title[Side: "side_title_"]();
    trial_of_leg(number: usize, side: Side);
    moment_of_result(seconds: Tenths);
    moment_scrubbed = "moment_of_result.scrubbed"(seconds: Tenths);
    which_leg();
    go_on();
    check_points();
    /// Of a trial that is shown as it was measured.
    corrected_in_record(angle: Whole);
    leg_so_far(side: Side, mean: Whole, best: Whole, count: usize);
    chart_curve();
    chart_rest();
    chart_result();
    chart_shown();
    chart_pass_limit(limit: Whole);
    chart_clear_limit(limit: Whole);
    summary_title();
    best_of_trials(count: usize, mean: Whole);
    trial_ended(number: usize, ending: &str);
    another_round();
    copy_result();
    /// In place of it, for a moment.
    copied();
    /// Above a result that is copied.
    result_of_day(day: &str);
    save_result();
    new_test();
    close();
    settings_title();
    settings_from_next();
    settings_defaults();
    short_cuts();
    short_cut(keys: &str, what: &str);
    short_cut_back();
    appearance();
    appearance_system = "appearance.system"();
    appearance_light = "appearance.light"();
    appearance_dark = "appearance.dark"();
    language();
    language_system = "language.system"();
    language_unchecked = "language.unchecked"(language: &str);
    mirror();
    mirror_check = "mirror.check"();
    diagnostics();
    diagnostics_check = "diagnostics.check"();
    voice();
    voice_check = "voice.check"();
    volume();
    pose_model();
    pose_model_auto = "pose_model.auto"();
    pose_model_heavy = "pose_model.heavy"();
    pose_model_full = "pose_model.full"();
    trials_per_leg();
    limit_pass();
    limit_slight();
    limit_clear();
    model_pace(model: &str, ms: Whole);
    fps(count: Tenths);
    picture_age(ms: u64);
    pictures_left_out(count: u64);
    videos();
    all_files();
    saved(place: &str);
    /// The system has no dialog for files.
    no_dialog_open();
    no_dialog_save();
    deleted_elsewhere();
    record_busy();
    cannot_read_record(why: &str);
    cannot_start(why: &str);
}
