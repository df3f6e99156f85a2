### Les exercices : leurs noms, ce qui les gâche, et ce qui a été fait.

exercise_supine_hamstring_stretch = étirement des ischio-jambiers, couché
exercise_straight_leg_raise = élévations jambe tendue, l'autre genou plié
exercise_bridge = ponts
exercise_active_hamstring_stretch = étirement actif des ischio-jambiers
exercise_knee_to_chest = un genou vers la poitrine
exercise_seated_hamstring_stretch = étirement des ischio-jambiers, assis
exercise_standing_march = marche sur place
exercise_standing_hamstring_stretch = étirement des ischio-jambiers, debout
exercise_seated_forward_bend = flexion vers l'avant, assis
exercise_plank = planche

## Ce qui en gâche un.

exercise_fault_knee_bent = le genou était plié
exercise_fault_other_leg_up = l'autre jambe s'est soulevée
exercise_fault_other_leg_bent = l'autre genou était plié
exercise_fault_too_high = la jambe est montée trop haut
exercise_fault_hips_low = les hanches sont descendues
exercise_fault_trunk_up = le tronc a quitté le sol
exercise_fault_bouncing = des à-coups au lieu de tenir
exercise_fault_wrong_leg = c'était l'autre jambe

## Ce qui a été fait, une ligne chacun.

exercise_held = tenu { $held } s sur { $wanted }
exercise_repeated =
    { $count ->
        [one] { $count } répétition sur { $wanted }
       *[other] { $count } répétitions sur { $wanted }
    }
    .held =
        { $count ->
            [one] { $count } répétition de { $secs } s sur { $wanted }
           *[other] { $count } répétitions de { $secs } s sur { $wanted }
        }
exercise_set = Série { $number } : { $done }
    .leg = Série { $number }, { leg } : { $done }
exercise_fault_at = note : { $fault }, à { $time } s
exercise_result_popliteal_angle = angle poplité { $angle }°
exercise_complete = Terminé.
exercise_incomplete = Pas fait jusqu'au bout.
exercise_stopped = Arrêté parce que cela faisait mal.
exercise_partly_watched = La caméra ne voit pas tout ce qui compte.
exercise_unwatched = La caméra ne peut rien juger de cet exercice : seul le temps est compté.
problem_not_in_posture = quelqu'un est là, mais pas comme cet exercice le demande ; couchez-vous, asseyez-vous ou tenez-vous debout comme indiqué, de profil par rapport à la caméra
problem_nothing_counted = rien de cet exercice n'a été vu ; faites-le de profil par rapport à la caméra, le corps entier dans l'image

## Sur des semaines : comment un exercice s’est passé, le plan jusqu’au prochain test, et ce qui en a été fait.

exercise_effort = effort { $effort } sur 10
exercise_pain = douleur { $pain } sur 10
exercise_of_day = { $day } : { $exercise }
exercise_rated = { $name }, { $exercise } du { $day } : { $rating }.
plan_made = { $name } : { $plan }
plan_ended = { $name } : le plan est terminé.
plan_legs_left = { leg_left }
plan_legs_right = { leg_right }
plan_legs_both = { both_legs }
plan = Plan depuis le { $day }, { $legs }, chaque jour : { $exercises } ; chacun { $times } fois { $secs } s.
plan_practised = { leg_title }, dans la semaine jusqu’au { $day } : tenu { $minutes } min ({ $exercises }) ; au-delà de { $enough } min par semaine, aucun gain de plus n’est connu.
plan_exercise = { $exercise } { $minutes }
plan_retest = Refaites le test le { $day }, de la même façon : un écart jusqu’à { $limit }° reste dans ce que donnent deux mesures d’elles-mêmes.
    .due = Il est temps de refaire le test, depuis le { $day }, de la même façon : un écart jusqu’à { $limit }° reste dans ce que donnent deux mesures d’elles-mêmes.
