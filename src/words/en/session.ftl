### What somebody is told while the test runs: by the voice, in the large under the picture, and on the annotated video.
###
### The voice says every message here that bears the name of a recording (`src/voice/lines/`): its `.spoken`, else the message itself. To change
### what is spoken, change it here and in `src/voice/lines/en/manifest.json`, and run `.make/make_voice.py`; a test holds the two together.

## Getting into place.

nobody_in_picture = Nobody is in the picture
setup_nobody_seen = Lie down where the camera sees you
setup_not_lying = Lie flat on your back, side-on to the camera
setup_out_of_picture = Move back until your whole body is in the picture
setup_too_far_away = Move closer to the camera
setup_not_side_on = Turn until the camera looks straight at your side
setup_badly_seen = Make more light, and wear plain, close-fitting clothes
setup_knee_drawn_up = Stretch the other leg out flat, too
setup_legs_not_flat = Put both legs flat on the floor
too_dark = Make more light
start_anyway = Or raise a hand for a second to start anyway
sound_check = Can you hear me? Raise a hand
    .headline = Can you hear me?
    .detail = Raise a hand. If you hear nothing, turn the sound up; it goes on by itself.
in_place = You are in place
    .detail = It starts by itself
raise_hand_to_begin = Raise a hand to begin
raise_hand_to_go_on = Raise a hand to go on
keep_hand_up = ✋ Keep your hand up

## The raise.

lie_still = Good. Lie still
countdown = Starting in { $seconds }
    .detail = Both legs flat
hold_still = Hold still
    .headline = Lie still
    .detail = Both legs flat: your rest is being measured
raise_left = Raise your left leg slowly, knee straight
    .headline = Raise your left leg
raise_right = Raise your right leg slowly, knee straight
    .headline = Raise your right leg
raise_one = Raise one leg slowly, knee straight
    .headline = Raise one leg
raise_detail = Knee straight, ankle relaxed. Low back and other leg stay flat.
    .strap = Pull with the strap. Knee straight, ankle relaxed; low back and other leg flat.
raise_strap_left = Pull your left leg up slowly with the strap, knee straight
raise_strap_right = Pull your right leg up slowly with the strap, knee straight
raise_strap_one = Pull one leg up slowly with the strap, knee straight
keep_flat = Keep your low back and the other leg flat, and the ankle relaxed
stop_where_it_pulls = Stop where it pulls. If it hurts or tingles, raise a hand
raising = Slowly up
    .detail = Stop where it pulls. If it hurts or tingles, raise a hand.
hold_it = Hold it
    .spoken = Hold it. If it goes further without pain, go on
    .detail = If it goes further without pain, go on. Then lower it slowly.
lower_slowly = Now lower your leg slowly
    .headline = Lower your leg
    .detail = Slowly, all the way down

## What goes wrong in a raise. The headline is under the picture, the caption on it.

careful_knee_bend = Careful: keep your knee straight
    .headline = Keep your knee straight
    .detail = Go only as high as it stays straight
    .caption = Careful: knee bends { $angle }°
careful_opposite_leg_lift = Careful: keep the other leg down
    .headline = Keep the other leg down
    .detail = Go only as high as it stays down
    .caption = Careful: other leg lifts { $angle }°
stop_knee_bend = Stop. Your knee bends. Lower your leg
    .headline = Stop: your knee bends
    .caption = Stop: knee bends { $angle }°
stop_opposite_leg_lift = Stop. The other leg lifts. Lower your leg
    .headline = Stop: the other leg lifts
    .caption = Stop: other leg lifts { $angle }°
stop_discomfort = Stopped. Lower your leg slowly
    .headline = Stopped: it hurts
# Where a raise ended by itself.
stop = Stop
    .detail = Lower your leg slowly

## After the raise.

same_leg = Again with the same leg
other_leg = Now the other leg
other_leg_strap = Now the other leg. Put the strap round that foot
    .headline = Strap round the other foot
    .detail = It goes on by itself. Or lie flat, and raise a hand.
result = Result
next_left = Next: your left leg
next_right = Next: your right leg
next_one = Then again, or the other leg
summary = That's it. The results are on the screen
    .headline = That's it
    .detail = Raise a hand for another round
    .advice = Raise a hand to hear what to do now
camera_lost = The camera gives no picture
camera_back = The camera is back

## On the annotated video.

phase_searching = Looking for somebody lying down
phase_settling = Lie still, both legs flat
phase_rest = Ready: raise one straight leg slowly
phase_raise = Raising
phase_hold = Holding
phase_lower = Lowering
caption_live = { $phase }, { leg }
caption_result = Result, { leg }: { $verdict }
