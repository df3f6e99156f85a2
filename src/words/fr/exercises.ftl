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
exercise_repeated = { $count } répétitions sur { $wanted }
    .held = { $count } répétitions de { $secs } s sur { $wanted }
exercise_set = Série { $number } : { $done }
    .leg = Série { $number }, { leg } : { $done }
exercise_fault_at = note : { $fault }, à { $time } s
exercise_result_popliteal_angle = angle poplité { $angle }°
exercise_complete = Terminé.
exercise_incomplete = Pas fait jusqu'au bout.
exercise_stopped = Arrêté parce que cela faisait mal.
exercise_partly_watched = La caméra ne voit pas tout ce qui compte.
exercise_unwatched = La caméra ne peut rien juger de cet exercice : le temps a passé.
problem_not_in_posture = quelqu'un est là, mais pas comme cet exercice le demande ; couchez-vous, asseyez-vous ou tenez-vous debout comme indiqué, de profil par rapport à la caméra
problem_nothing_counted = rien de cet exercice n'a été vu ; faites-le de profil par rapport à la caméra, le corps entier dans l'image
