### What somebody hears and reads while they exercise. What is spoken bears the name of a recording (`src/voice/lines/`).

## How each exercise goes.

how_supine_hamstring_stretch = Lie on your back, a strap round one foot. Pull that leg up, knee straight, to a gentle stretch, and hold it
how_straight_leg_raise = Lie on your back with one knee drawn up. Raise the other leg, knee straight, as high as that knee, and lower it slowly
how_bridge = Lie on your back with both knees drawn up. Lift your hips until shoulders, hips and knees are in one line, and hold it
how_active_hamstring_stretch = Lie on your back and hold one thigh upright with both hands. Stretch that knee as far as it goes, and hold it
how_knee_to_chest = Lie on your back. Pull one knee towards your chest, and hold it
how_seated_hamstring_stretch = Sit on the edge of a chair, side-on to the camera, one heel out in front, knee straight. Lean forward from the hips, chest lifted, and hold it
how_standing_march = Stand side-on to the camera. Lift one knee to hip height, then the other
how_standing_hamstring_stretch = Stand with one heel on a low step, knee straight. Lean forward from the hips, and hold it
how_seated_forward_bend = Sit on the floor, both legs out in front. Lean forward from the hips, and hold it
how_plank = Lie on your front. Lift your body onto forearms and toes, in one straight line, and hold it

## Getting into place.

posture_supine = Lie on your back, side-on to the camera
posture_hook_lying = Lie on your back, side-on to the camera, both knees drawn up
posture_sitting = Sit side-on to the camera
posture_standing = Stand side-on to the camera
coach_begins_by_itself = It begins by itself, or with a raised hand
coach_if_it_hurts = If it hurts, raise a hand

## While it goes.

coach_begin = Begin
coach_rest = Rest
coach_get_ready = Get ready
coach_halfway = Half way
coach_ten_seconds = Ten seconds more
coach_back_into_position = Go back into position. The time goes on from where it stood
coach_and_back = And back
coach_paused = Pause. Raise a hand to go on
    .headline = Pause
    .detail = Raise a hand or press P to go on
coach_over = That's it
coach_rate = How hard was it, and did it hurt? Tell it on the screen
coach_hurts = Stopped. Come out of it slowly
    .headline = Stopped: it hurts
coach_gentler = Enough for today. Go more gently next time
# A repetition, as a number is spoken.
count = { $count }

## What spoils it: what to do.

cue_knee_bent = Keep your knee straight
cue_other_leg_up = Keep the other leg down
cue_other_leg_bent = Stretch the other leg out
cue_too_high = No higher than the other knee
cue_hips_low = Lift your hips
cue_trunk_up = Keep your head and shoulders down
cue_bouncing = Don't bounce. Hold it still
cue_wrong_leg = It is the other leg's turn

## What is said now and then.

reminder_keep_breathing = Keep breathing
reminder_stretch_gently = To a gentle stretch, never into pain
reminder_keep_back_straight = Keep your back straight
