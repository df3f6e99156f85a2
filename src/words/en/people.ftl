### People and what is kept of them: the command line's history, the window's, the report and the card.

## What a deletion takes, and what it leaves.

# All that is kept of somebody, or was.
kept_of_person =
    { $sessions ->
        [one] 1 session
       *[other] { $sessions } sessions
    } with { $trials ->
        [one] 1 trial
       *[other] { $trials } trials
    }, the traces, { $pictures ->
        [one] 1 picture
       *[other] { $pictures } pictures
    }, { $corrections ->
        [one] 1 correction
       *[other] { $corrections } corrections
    }, { $exercises ->
        [one] 1 exercise
       *[other] { $exercises } exercises
    } and { $notes ->
        [one] 1 note
       *[other] { $notes } notes
    }
deleted = { $name }: deleted { $kept }.
deleted_leaves = Files that were exported, and backups of yours, are not touched.
deleted_unwiped = Another program reads the record now; close it, and delete or show anybody again, so that the rest is wiped from the disk.
delete_question = Delete everything of { $name }?
delete_takes = That is { $kept }. It is wiped from the file, and can't be taken back; export it before, if you may need it.
delete_now = Delete for good

## The history on the command line.

nobody_kept = Nobody is in the record; keep a measurement with --save PERSON.
person_line = { $name }: { sessions_and_trials }
    .day = { $name }: { sessions_and_trials }, { $first }
    .days = { $name }: { sessions_and_trials }, { $first } to { $last }
    .exercises = { $person }, { $exercises ->
        [one] 1 exercise
       *[other] { $exercises } exercises
    }
sessions_and_trials =
    { $sessions ->
        [one] 1 session
       *[other] { $sessions } sessions
    }, { $trials ->
        [one] 1 trial
       *[other] { $trials } trials
    }
leg_line = { leg_title }, { trials }: best { $best }°, mean { $mean }°
    .some_unjudged = { leg_title }, { trials }: best { $best }°, mean { $mean }°; { $unjudged } more could not be judged
    .unjudged = { leg_title }, { trials }: none could be judged
session_line = { $day }: mean { $mean }°, best { $best }°
trial_line = trial { $trial }: { $angle }° ± { $range }°, { $verdict }
    .corrected = trial { $trial }: { $angle }° ± { $range }°, { $verdict }; corrected by { $by }, { $day }, measured { $measured }°
note_line = Note, { $day }: { $note }
noted = { $name }: noted.
corrected_angle = { $name }, trial { $trial }: { $angle }° as corrected by { $by }, { $measured }° as measured.
undone_angle = { $name }, trial { $trial }: { $angle }° again.
files_written = { $name }: { $count } files written: { $place }
file_written = { $name }: written: { $place }

## The report and the card.

report_title = Straight-leg raise
letters_missing = Letters are missing here: install a font that has them.
best_of = { $verdict }; best of { trials }, mean { $mean }°
column_trial = trial
column_leg = leg
column_angle = angle
column_ended = ended because
trials_left_out = and { $count } more
side_left = left
side_right = right
corrected_line = measured { $measured }°; corrected by { $by } on { $day }
report_note = Note of { $day }: { $note }
chart_raises = Angle over time, each raise from its start
    .dot = the dot is the result
chart_trend = Mean of each day; the line breaks where the method changed
chart_pass = pass from { $limit }°
picture_caption = Trial { $number }, { leg }, highest point: { $angle }°
    .day = { $day }, { leg }, highest point: { $angle }°
report_method = Limits: pass from { $pass }°, slightly tight from { $slight }°, clearly tight up to { $clear }°; a raise ends when the knee bends by { $knee }° or the other leg lifts by { $other }°. Angle: elevation of the raised thigh over the floor, from a camera (LegRaise { $program }, pose model { $model }); ± is half of the 95 % interval. A quarter to a third of the angle comes from the pelvis, as in any such test.
card_measured = Measured with a camera by LegRaise

# What became of a measurement that was to be kept.
kept_left_out = the raise that it was stopped in is not kept; measure it again
kept_settled = which leg it was is known now of what was in the record of { $person } already
kept_no_raise = no raise in it, so nothing is kept in the record of { $person }
kept_no_exercise = nothing of the exercise in it, so nothing is kept in the record of { $person }
kept_before = in the record of { $person } already, and not kept again
write_held = { $why }; what is measured is held until then, and LegRaise tries again by itself
write_caught_up = what was held is written now
kept_under =
    .written = it does not tell when it was filmed; kept under { $day }, when the file was last written
    .today = it does not tell when it was filmed; kept under { $day }, today
