### Around the test: what is asked before it and after a raise, the warning signs, what all of it comes to, and what to do now.

## Before the test.

method_question = How is the leg raised?
method_strap = with a belt, towel or sheet
    .how = Put a belt, towel or sheet round the foot, hold its ends over your belly, clear of the leg, and pull the leg up slowly. Ankle relaxed, knee straight; low back and other leg stay flat.
method_active = by its own strength
    .how = Raise the leg slowly by its own strength: it goes less far than with a strap. Ankle relaxed, knee straight; low back and other leg stay flat.
method_helper = by somebody else
    .how = Somebody raises the leg slowly, and stops where it pulls. Ankle relaxed, knee straight; low back and other leg stay flat.
screening_title = Before you begin
screening_urgent = Is one of these true for you?
screening_caution = Or one of these?
screening_answer = If one is true, press 1. If none is, press the space bar, or wait
screening_yes = One is true (1)
screening_no = None is true (Space)
screening_waits = Goes on in { $seconds } s as if none were true
screening_as_last_time = Is all as it was last time?
    .spoken = Is all as it was last time? If something has changed, press 1
screening_last_clear = You had none of the warning signs.
screening_last_caution = You had a warning sign: you can measure, but ask a professional before you stretch.
screening_same = As last time (Space)
screening_changed = Something has changed (1)
screening_same_waits = Goes on in { $seconds } s as last time
screening_go_on = Measure (Space)
screening_goes_on = Goes on in { $seconds } s
urgent_title = See a doctor now
urgent_how = What you answered has to be looked at by a doctor today. At night or at the weekend, go to an emergency department. Don't test, and don't stretch.
caution_title = Ask a professional before you stretch
caution_how = You can measure, and show the result. What you answered should be looked at before you stretch anything.

## Warning signs: those that need a doctor at once, and those that ask for a professional's advice.

sign_bladder_or_bowel = loss of bladder or bowel control
sign_passing_water = trouble passing water, or not feeling it
sign_groin_numbness = numbness around the groin or back passage
sign_weak_legs = weakness in both legs
sign_pain_in_both_legs = pain down both legs
sign_pain_down_leg = pain that radiates into the buttock or down the leg
sign_numbness_or_weakness = numbness, tingling or weakness
sign_severe_pain = severe, persistent or worsening pain
sign_sudden_pain = pain that began suddenly, without a cause
sign_standing_or_walking = trouble standing or walking
sign_sleep_or_daily_life = pain that disturbs your sleep or your daily life
signs_professional = See a professional for: { $signs }.
signs_at_once = See a doctor at once for: { $signs }.
signs_not_asked = Nobody was asked about warning signs.

## After a raise.

what_stopped = What stopped you?
    .spoken = What stopped you? If it was sharp, below the knee, or tingling, raise a hand. If it was a pull behind the thigh, stay still
    .detail = Sharp, below the knee, or tingling: raise a hand. A pull behind the thigh: stay still.
what_stopped_pull = A pull
what_stopped_radiating = Sharp, below the knee, or tingling
sensation_pull = a pull behind the thigh, which is the normal end
    .spoken = A pull is the normal end of the test
sensation_radiating = sharp pain, pain below the knee, or tingling: a warning, not a result

## What it comes to. The self-test's own words: the further from the limit, the likelier stretching helps.

near_limit = near { $limit }°
advice_no_stretching = stretching these hamstrings will not likely help your back
advice_near_limit = so near to the limit, stretching will not likely help much
    .spoken = It is near the limit. Stretching will not likely help much
advice_stretching_less_likely = stretching may help, but it is not so likely
advice_stretching_more_likely = stretching may well help: it is more likely
    .spoken = Stretching may well help
advice_stretching_likely = stretching could make a real difference
advice_ask_first = ask a professional before you stretch
advice_repeat = measure again
    .spoken = Please measure again
advice_of_leg = { leg_title }: { $advice }.
both_legs = both legs
advice_of_both = Both legs: { $advice }.
referral_now = see a doctor now, and don't stretch: what you answered has to be looked at today
    .spoken = See a doctor now, and don't stretch
referral_after_pain = don't stretch, and don't go on with the test: see a professional about the pain that stopped you
    .spoken = Don't stretch, and don't go on. See a professional about the pain that stopped you
referral_pain_not_told = ask a professional before you stretch anything: it hurt, and how was not told
    .spoken = It hurt, and I don't know how. Ask a professional before you stretch anything
referral_before_stretching = ask a professional before you stretch anything: you have a warning sign
    .spoken = You have a warning sign. Ask a professional before you stretch anything

## What now? The self-test's own words.

what_now = What now?
    .key = What now? (Space)
raise_hand_for_advice = Raise a hand to hear what to do now
offer_left = Two safe stretches, 30 seconds or longer, 3 times with your left leg:
    .spoken = Here are two safe stretches. Thirty seconds or longer, three times with your left leg
offer_right = Two safe stretches, 30 seconds or longer, 3 times with your right leg:
    .spoken = Here are two safe stretches. Thirty seconds or longer, three times with your right leg
offer_both = Two safe stretches, 30 seconds or longer, 3 times with each leg:
    .spoken = Here are two safe stretches. Thirty seconds or longer, three times with each leg
stretch_lying = Lying on your back, a strap round the foot, knee straight: raise the leg to a gentle stretch
stretch_sitting = On the edge of a chair, one heel out in front, knee straight, chest lifted: lean forward from the hips
stretch_gently = Never bounce, and never push into pain. Don't let your back round, and keep breathing
stretch_weeks = Change takes weeks: repeat the test, and look at the trend
ask_before = Ask a professional before you start stretching
context = { $limit }° is demanding: published means of healthy adults lie between 61° and 87°. Women reach about 8° more than men; age makes no difference.
