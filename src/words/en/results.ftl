### What comes of a raise: its verdict, why it ended, what stands against it, and what to do.
###
### A thing is one message. What is seen in the middle of a sentence or in a table is the message itself; its other lengths are attributes:
### `.sentence` stands alone, `.spoken` is for the ear (and has a recording), `.short` fits a table's cell. Where a length is left out, it is the
### message itself with a capital letter, and with a full stop where it stands alone.

no_diagnosis = a flexibility check, not a diagnosis
    .spoken = This is a flexibility check, not a diagnosis

## Legs and angles.

leg_left = left leg
leg_right = right leg
# In the middle of a sentence, and at its beginning.
leg =
    { $side ->
        [left] left leg
       *[right] right leg
    }
leg_title =
    { $side ->
        [left] Left leg
       *[right] Right leg
    }
degrees =
    { $count ->
        [one] { $count } degree
       *[other] { $count } degrees
    }
angle = { $angle }°
range = ± { $range }°
angle_range = { $angle }° ± { $range }°
trials =
    { $count ->
        [one] 1 trial
       *[other] { $count } trials
    }

## How a raise is judged.

verdict_pass = pass
    .sentence = Pass: these hamstrings are long enough.
    .spoken = That is a pass
verdict_slightly_tight = slightly tight
verdict_moderately_tight = moderately tight
verdict_clearly_tight = clearly tight
verdict_unclear = cannot judge
    .sentence = This one can't be judged.
    .spoken = I can't judge this one
judged_borderline = { $verdict }, borderline

# Another trial could turn the verdict.
borderline = it is borderline
    .note = Borderline: the limit lies within the ±.
    .summary = borderline: the limit lies within ±{ $range }°

not_measured = not measured
not_judged = could not be judged
none_judged = none could be judged
not_judged_see_trials = Could not be judged: see each trial.
nothing_measured = Nothing was measured.

## Why a raise ended; goes after "ended because".

ended_peak = the leg had reached its highest point
    .sentence = It ended at your highest point.
    .short = highest point
ended_knee_bend = the knee began to bend
    .sentence = It ended when the knee began to bend.
    .short = knee bent
ended_opposite_leg_lift = the other leg began to lift
    .sentence = It ended when the other leg began to lift.
    .short = other leg lifted
ended_discomfort = discomfort was reported
    .sentence = It ended when you asked to stop.
    .short = asked to stop
ended_end_of_recording = the leg was not seen at its highest point
    .sentence = Your highest point was not seen.
    .short = highest point not seen

# The same where it is known when and at which angle. Its name is on the pictures and in the charts.
violated_knee_bend = the knee began to bend at { $time } s, at { $angle }°
    .sentence = It ended when the knee began to bend at { $angle }°.
    .name = knee bends
violated_opposite_leg_lift = the other leg began to lift at { $time } s, at { $angle }°
    .sentence = It ended when the other leg began to lift at { $angle }°.
    .name = other leg lifts

## What stands against a verdict: what was wrong, and what to do better.

why_radiating_pain = what stopped it is a warning and no result, so it is not judged; don't raise the leg again, and see a professional
    .spoken = That is a warning, and no result
why_poor_view = the view was not good enough to judge
    .spoken = I could not see you well enough
why_not_on_back = you were not seen lying on your back with your side to the camera; lie flat on your back, and film from the side
    .spoken = Lie flat on your back
why_trunk_up = your back was not flat on the floor, but propped up or half sitting; lie down flat, with head and shoulders on the floor
    .spoken = Lie down flat, with your shoulders on the floor
why_pelvis_up = your pelvis was lifted off the floor; keep your lower back and your bottom down
    .spoken = Keep your lower back on the floor
why_both_legs_raised = both legs were raised; keep one leg flat on the floor, and raise the other one alone
    .spoken = Both legs came up. Raise one leg alone
why_other_knee_bent = the knee of the other leg was bent; stretch the other leg out flat on the floor
    .spoken = Stretch the other leg out flat
why_no_rest_before = no rest with both legs flat and straight was seen before this raise; lie still for two seconds first
    .spoken = Before a raise, keep both legs flat and still
why_too_quick = the leg was swung up too quickly; raise it slowly, in three seconds or more
    .spoken = That was too quick. Raise your leg slowly
why_repeated = the leg went up and down, or up again without a rest between, as in an exercise; raise it once until it pulls, hold it for a second, and lie still before the next raise
    .spoken = Raise your leg once, hold it, and lie still before the next raise
why_spoiled_at_the_start = it was no straight-leg raise from the start; keep the knee straight and the other leg down
    .spoken = Keep the knee straight and the other leg down
why_resting_leg_not_seen = the other leg was hidden, so whether it stayed down is not known; let nothing cover it, and nobody stand before it
    .spoken = The resting leg was hidden
why_side_not_certain = it is not certain whether it was the left or the right leg; measure it again
    .spoken = I could not tell which leg it was
why_foot_out_of_picture = the raised foot left the picture; move the camera further away
    .spoken = Your foot left the picture. Move the camera further away
why_not_held = the leg came up only a little, and was not held there; raise it with a straight knee until it pulls, and hold it for a second
    .spoken = That was low. Raise your leg until it pulls, and hold it
why_stop_not_confirmed = you were told to stop, and the whole raise shows no reason for it; raise the leg again
    .spoken = I stopped you for nothing. Raise your leg again
why_another_person = somebody else was pointed at after this raise, so it counts for nobody
    .spoken = Now I measure somebody else
why_too_few_pictures = too few pictures came to see whether knee and other leg stayed straight; close other programs, or choose the faster model
    .spoken = The pictures came too slowly. Close other programs
why_not_finished = the recording stopped before the leg's highest point, or the leg was out of sight there; let nobody and nothing stand before it
    .spoken = I did not see the highest point
why_too_uncertain = the leg was too hard to see for a certain number; let nobody and nothing stand before it
    .spoken = I could not see your leg well enough

## Why a view is not good, and what to do.

view_nobody_lying = nobody lying down was seen; lie flat on your back, side-on to the camera
view_camera_off_side_on = the camera does not look straight at your side; place it level with your hip
view_partly_out_of_picture = part of your body was outside the picture; move the camera further away
view_badly_seen = your legs were hard to see; use more light and plain, close-fitting clothes

## Left against right, and now against the first time.

difference = Left and right differ by { $difference }°.
    .same = Left and right are the same.
    .usual =
        { $lower ->
            [left] Left and right differ by { $difference }°, the left one is lower: as is usual (up to { $limit }°).
           *[right] Left and right differ by { $difference }°, the right one is lower: as is usual (up to { $limit }°).
        }
    .unusual =
        { $lower ->
            [left] Left and right differ by { $difference }°, the left one is lower: more than is usual (up to { $limit }°).
           *[right] Left and right differ by { $difference }°, the right one is lower: more than is usual (up to { $limit }°).
        }
# Of the same method and set-up; where somebody else measures, or the camera stands otherwise, less is sure.
change = { leg_title } since { $day }: { $change }°, within what measuring twice in the same way gives by itself ({ $limit }°).
    .real = { leg_title } since { $day }: { $change }°, more than what measuring twice in the same way gives by itself ({ $limit }°; { $otherwise }° where somebody else measured).
# Where the leg was raised in another way from some day on: both spans side by side.
method_changed = { leg_title }: the method changed on { $day }, from “{ $before }” to “{ $after }”: { $change }°, within what another method gives by itself ({ $limit }°).
    .real = { leg_title }: the method changed on { $day }, from “{ $before }” to “{ $after }”: { $change }°, more than what another method gives by itself ({ $limit }°).

## How a leg was raised, in lists and in the report.

method_not_asked = not asked
day_raised = { $day } ({ $method })
raised_how = Raised { $method }.
    .leg = { leg_title } raised { $method }.
