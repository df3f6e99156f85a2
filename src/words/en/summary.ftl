### The result on the command line, and the texts of a measurement's problems, which its JSON has, too.

## A line each.

summary_trial = Trial { $number }, { leg }: { $angle }° ± { $range }°, { $verdict }
summary_ended = highest at { $peak } s; ended because { $ended }
summary_note = note: { $reason }
summary_tell_side = --side left or --side right says which leg it was
summary_leg = { leg_title }: { $best }°, { $verdict }.
    .several = { leg_title }, { trials }, best { $best }°, mean { $mean }°: { $verdict }.
summary_view = View: { $reason }.
summary_problem = Note: { $problem }.

## Limits of the test that make no sense, where they are given.

limits_beyond = { $limit } must be between { $least } and { $most } degrees, not { $degrees }
limits_shrinking = the limits must grow: { $clear } ({ $clear_degrees }) ≤ { $slight } ({ $slight_degrees }) ≤ { $pass } ({ $pass_degrees })
limits_late_warning = a warning comes before the stop: { $warn } ({ $warn_degrees }) must not be above { $stop } ({ $stop_degrees })

## One picture.

still_leg = { leg_title }: { $line }° ± { $range }° over the floor from hip to ankle; thigh { $thigh }°, knee straight
    .bent = { leg_title }: { $line }° ± { $range }° over the floor from hip to ankle; thigh { $thigh }°, knee bent { $knee }°
still_raised = The { leg } is raised. One picture gives angles, not a verdict.
    .both = Both legs are raised: for the test, keep one flat on the floor.
    .none = Neither leg is raised.

## Why nothing was measured, or less than was shown: what was wrong; what to do.

problem_broken_off = the measurement broke off: { $why }
problem_interrupted = stopped by you; only what came before was measured
problem_upside_down = the picture stands on its head; turn it by 180° and measure again
problem_not_lying = somebody is there, but not lying flat on the back and side-on to the camera; lie down with the trunk on the floor, and film from the side, with the floor level in the picture; turn a picture that lies on its side
problem_misread = a leg seemed to go higher than a leg can; film side-on, with only one person in the picture
    .left_out = a raise was left out: a leg seemed to go higher than a leg can; film side-on, with only one person in the picture
problem_too_small = the picture is too small to see anybody ({ $width }x{ $height } pixels); film with 640x360 or more
problem_other_leg =
    { $wanted ->
        [left] only the right leg was raised, and only the left one was to be measured; raise the left leg, or measure either leg
       *[right] only the left leg was raised, and only the right one was to be measured; raise the right leg, or measure either leg
    }
problem_nobody = nobody was seen; have the whole body in the picture, with enough light
problem_too_short = the recording is too short to hold a leg raise; film the rest, the raise and the lowering
problem_no_rest = no leg raise was seen, and no rest either; lie still with both legs flat, then raise one leg slowly
problem_no_raise = somebody lies there, but no leg was raised; raise one straight leg slowly, hold it, and lower it
problem_cut =
    { $count ->
        [one] the film is cut at { $time } s: what was seen before does not count for what comes after; a raise needs its rest in the same scene
       *[other] the film is cut { $count } times, first at { $time } s: what was seen before a cut does not count for what comes after; a raise needs its rest in the same scene
    }
