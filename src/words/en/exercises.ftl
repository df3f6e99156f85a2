### Exercises: what they are called, what spoils them, and what was done.

exercise_supine_hamstring_stretch = supine hamstring stretch
exercise_straight_leg_raise = straight-leg raises with the other knee drawn up
exercise_bridge = bridges
exercise_active_hamstring_stretch = active hamstring stretch
exercise_knee_to_chest = single knee to chest
exercise_seated_hamstring_stretch = seated hamstring stretch
exercise_standing_march = standing marches
exercise_standing_hamstring_stretch = standing hamstring stretch
exercise_seated_forward_bend = seated forward bend
exercise_plank = plank

## What spoils one.

exercise_fault_knee_bent = the knee was bent
exercise_fault_other_leg_up = the other leg came up
exercise_fault_other_leg_bent = the other knee was bent
exercise_fault_too_high = the leg went too high
exercise_fault_hips_low = the hips sank
exercise_fault_trunk_up = the trunk came off the floor
exercise_fault_bouncing = it bounced instead of being held
exercise_fault_wrong_leg = it was the other leg

## What was done, a line each.

exercise_held = held { $held } of { $wanted } s
exercise_repeated = { $count } of { $wanted } repetitions
    .held = { $count } of { $wanted } repetitions of { $secs } s
exercise_set = Set { $number }: { $done }
    .leg = Set { $number }, { leg }: { $done }
exercise_fault_at = note: { $fault }, at { $time } s
exercise_result_popliteal_angle = popliteal angle { $angle }°
exercise_complete = Done.
exercise_incomplete = Not done to the end.
exercise_stopped = Ended because it hurt.
exercise_partly_watched = Not all that matters can be seen by the camera.
exercise_unwatched = Nothing of this exercise can be judged by the camera: it is only timed.
problem_not_in_posture = somebody is there, but not as this exercise asks; lie down, sit or stand as it says, side-on to the camera
problem_nothing_counted = nothing of this exercise was seen; do it side-on to the camera, with the whole body in the picture

## Over weeks: how an exercise was, the plan until the next test, and what was done of it.

exercise_effort = effort { $effort } of 10
exercise_pain = pain { $pain } of 10
exercise_of_day = { $day }: { $exercise }
exercise_rated = { $name }, { $exercise } of { $day }: { $rating }.
plan_made = { $name }: { $plan }
plan_ended = { $name }: the plan has ended.
plan_legs_left = { leg_left }
plan_legs_right = { leg_right }
plan_legs_both = { both_legs }
plan = Plan since { $day }, { $legs }, each day: { $exercises }; each { $times } times { $secs } s.
plan_practised = { leg_title }, in the week up to { $day }: held { $minutes } min ({ $exercises }); more than { $enough } min a week is not known to gain more.
plan_exercise = { $exercise } { $minutes }
plan_retest = Test again on { $day }, in the same way: a change of up to { $limit }° is within what measuring twice gives by itself.
    .due = It is time to test again, since { $day }, in the same way: a change of up to { $limit }° is within what measuring twice gives by itself.
