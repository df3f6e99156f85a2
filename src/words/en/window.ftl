### The window's own words: headings, labels, buttons, hints, questions and notices.

## The bar at the top, and notices below.

settings = ⚙ Settings
voice_on = 🔊 Voice on
voice_off = 🔇 Voice off
voice_switch = Voice on or off
full_screen = Full screen
    .leave = Leave full screen
    .setting = Full screen
    .check = from the start of a test
leave = Leave
camera = Camera
ok = OK

## Before the first picture.

welcome_title = How far does your straight leg go up?
welcome_how =
    Put the laptop on the floor or a low table, 2 m away, and lie down side-on to it.
    You will hear what to do. Nothing leaves this computer.
open_recording = Open a recording…
drop_recording = or drop videos, or a folder of them, onto this window
recent = Opened last
    .clear = Clear
no_camera = No camera was found. Plug one in, then look again.
look_again = Look again
start_with = ▶ Start with { $camera }
keep_for = Keep the results of (a name or a code)
    .hint = nobody: not kept
history = History
another_camera = Choose another camera
opening_recording = Opening the recording…
opening_camera = Opening the camera…
cancel = Cancel
goes_on = It goes on by itself.
    .kept =
        { $count ->
            [one] It goes on by itself. The trial so far is kept.
           *[other] It goes on by itself. The { $count } trials so far are kept.
        }

## Several recordings.

recordings_now = { $number } of { $of }: { $name }
recordings_over =
    { $count ->
        [one] 1 recording
       *[other] { $count } recordings
    }
recordings_kept = Kept in the record of { $person }, where nothing else is said.
recordings_end = Stop after this one
recordings_dropped = Not measured, because you stopped: { $count }
recordings_left_out = Left out: { $names }
verdict_of_leg =
    { $side ->
        [left] left { $verdict }
       *[right] right { $verdict }
    }
verdict_of_legs = { $left }; { $right }

## While the test runs.

skip = Skip to the result

hurts = Stop: it hurts (Space)
    .plain = Stop: it hurts
start_now = Start (Space)
finish = Finish
live_title = Straight-leg raise
    .how = Lie flat on your back, side-on to the camera. Raise one straight leg slowly, hold it, lower it.
knee_bend_now = Knee bend { $angle }°
other_leg_now = Other leg lifts { $angle }°
    .unseen = Other leg not seen
last_leg = Last: { leg }
side_title_left = Left
side_title_right = Right

## A trial's result.

trial_of_leg = Trial { $number }, { leg }
moment_of_result = The moment of the result, at { $seconds } s
    .scrubbed = at { $seconds } s
which_leg = Which leg was it?
go_on = Go on (Space)
check_points = Check the points
corrected_in_record = corrected to { $angle }° in the record; here it is as measured
leg_so_far = { leg_title }: mean { $mean }°, best { $best }° ({ trials })
chart_curve = thigh over the floor
chart_rest = rest
chart_result = result
chart_shown = shown
chart_pass_limit = pass { $limit }°
chart_clear_limit = clearly tight up to { $limit }°

## Both legs, at the end.

summary_title = Your straight-leg raise
best_of_trials = Best of { trials }, mean { $mean }°
trial_ended = Trial { $number }: { $ending }
another_round = Another round (Space)
copy_result = Copy result
copied = ✔ Copied
result_of_day = Straight-leg raise, { $day }
save_result = Save result…
new_test = New test

close = Close

## The settings.

settings_title = Settings
settings_from_next = Model, trials and limits hold from the next test on.
settings_defaults = Defaults
short_cuts = Keys
short_cut = { $keys }: { $what }
short_cut_back = Esc: back
appearance = Appearance
    .system = As the system
    .light = Light
    .dark = Dark
mirror = Mirror the camera's picture
    .check = on screen only
diagnostics = Diagnostics line
    .check = show
voice = Voice
    .check = speak
volume = Volume
pose_model = Pose model
    .auto = By speed
    .heavy = Heavy (accurate)
    .full = Full (fast)
trials_per_leg = Trials for each leg
limit_pass = Pass from
limit_slight = Slightly tight from
limit_clear = Clearly tight up to

## How the pictures come.

model_pace = model { $model }, { $ms } ms a picture
fps = { $count } fps
picture_age = picture { $ms } ms old
pictures_left_out = { $count } left out

## The record of people.

back = ← Back
reading_record = Reading the record…
reading_person = Reading…
choose_person = Choose somebody on the left.
record_unreadable = The record can't be read now.
try_again = Try again
nobody_yet = Nobody is in the record yet.
    .how =
        Go back, type a name or a code under “Keep the results of”, and do the test: every trial is kept then, and shown here.
        Recordings are kept by the command “legraise measure my-raise.mp4 --save P012”.
people = People ({ $count })
search = Search
    .hint = 🔍 name or code
nobody_found = Nobody is called so.
delete = Delete…
export = Export
    .what = CSV, JSON, FHIR, traces, OpenSim’s tables and pictures
    .folder = Into a folder…
    .faces = leave faces as they are
    .comma = decimal comma in the CSV file
report = Report
    .none = There is no session to report.
    .day = Of { $day }
    .a4 = PDF, A4…
    .letter = PDF, Letter…
    .card = Card to share, without name…
    .face = leave the face as it is
best_and_mean = best { $best }°, mean { $mean }°
notes = Notes
    .hint = write a note
    .add = Add
session_leg = { side_of }: mean { $mean }°, best { $best }°
side_of =
    { $side ->
        [left] left
       *[right] right
    }
choose_session = choose it for a report
trial_of_record = trial { $trial }
check = Check
    .trial = Check trial { $trial }
    .hint = see the points, and put them right
corrected_remark = measured { $measured }°; corrected by { $by }, { $day }
trend_how = Mean of each day, small marks its best. Filled: changed by more than { $limit }° since the first with the same method, which is real ({ $otherwise }° where somebody else measured); within the band it is not. Each method has a line of its own.
trend_session = { side_of }: mean { $mean }°, best { $best }°, trials { $count }
    .changed = { side_of }: mean { $mean }°, best { $best }°, trials { $count }, changed since the first with the same method

## The points of a trial.

no_points = No picture of this trial was kept, so there are no points to put right.
points_how = Drag a joint, or choose one and use the arrow keys: 1 pixel of the recording, with Shift 10. The faint line is what the model saw. Of a trial only the picture of its highest point is kept.
points_of = Trial { $trial }, { leg }, { $day }
exact_range = { $angle }° ± { $range }°
as_measured = As measured { $angle }° ± { $range }°
    .moved = As measured { $angle }° ± { $range }°; the points were moved by hand, not saved yet
    .corrected = As measured { $angle }° ± { $range }°; corrected by { $by }
    .untouched = As measured { $angle }° ± { $range }°; not corrected
joint_hip = Hip
joint_knee = Knee
joint_ankle = Ankle
joint_in_picture = { $joint } in the picture
corrections = Corrections
correction = { $angle }° by { $by }, { $moment }
    .undone = { $angle }° by { $by }, { $moment }; taken back { $undone }
who_corrects = Who corrects
    .hint = name
    .missing = To save it, say who corrects.
save = Save
put_back = Put the points back
undo_correction = Undo the correction
points_unsaved = The points were moved and are not saved.
leave_unsaved = Leave without saving

## Files and notices.

videos = Videos
all_files = All files
saved = saved: { $place }
no_dialog_open = this system has no dialog to choose a file; drag the recording onto the window, start with “legraise live --source FILE”, or install xdg-desktop-portal
no_dialog_save = this system has no dialog to choose a file; install xdg-desktop-portal or zenity, or use the command line: “legraise --help”
deleted_elsewhere = this person was deleted from the record by another window or program
record_busy = the record is busy; wait a moment and try again
cannot_read_record = can't read the record ({ $why }); close other programs
cannot_start = can't start measuring ({ $why }); close other programs

## Exercises.

exercises = Exercises
    .watched = ▶ Stretch now, with the camera watching
    .next = ▶ Next
    .finish = Finish
    .none = Nothing is offered until you have asked.
exercises_stretches_left = Stretches for your left leg
exercises_stretches_right = Stretches for your right leg
exercises_stretches_both = Stretches for both legs
exercises_companions = Gentle work for anybody
exercises_not_measured = Stretches are for a leg that is tight. Measure both legs first:
exercises_not_tight = Stretches are for a leg that is tight, and yours are not:
exercises_one_leg_tight = These stretch both legs at once, and only one of yours is tight:
dose_held = { $count } × { $secs } s
dose_repeated = { $count } ×
dose_sets = { $sets } × { $count }
exercise_start = ▶ Start (Space)
exercise_hold = Hold { $secs } s
exercise_reps = { $count } times
exercise_sets =
    { $count ->
        [one] 1 set
       *[other] { $count } sets
    }
exercise_both_legs = Both legs in turn
less = Less
more = More
exercise_pause = Pause (P)
exercise_set_of = Set { $number } of { $sets }
exercise_rep_of = { $count } of { $wanted } done
exercise_of = of { $wanted }
exercise_seconds_left = seconds left
rate_effort = How hard was it?
    .scale = 0 nothing at all, 10 as hard as it can be
rate_pain = How much did it hurt?
    .scale = 0 not at all, 10 as much as it can
plan_make = Plan until the next test: the lying and the seated stretch
plan_end = End the plan
