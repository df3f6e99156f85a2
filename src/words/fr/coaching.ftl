### Ce qui s’entend et se lit pendant un exercice. Ce qui est dit porte le nom d’un enregistrement (`src/voice/lines/`).

## Comment se fait chaque exercice.

how_supine_hamstring_stretch = Couchez-vous sur le dos, une sangle autour d’un pied. Tirez cette jambe vers le haut, genou tendu, jusqu’à un léger étirement, et tenez
how_straight_leg_raise = Couchez-vous sur le dos, un genou plié. Levez l’autre jambe, genou tendu, à la hauteur de ce genou, et baissez-la lentement
how_bridge = Couchez-vous sur le dos, les deux genoux pliés. Soulevez les hanches jusqu’à aligner épaules, hanches et genoux, et tenez
how_active_hamstring_stretch = Couchez-vous sur le dos et tenez une cuisse à la verticale avec les deux mains. Tendez ce genou aussi loin qu’il va, et tenez
how_knee_to_chest = Couchez-vous sur le dos. Tirez un genou vers la poitrine, et tenez
how_seated_hamstring_stretch = Asseyez-vous au bord d’une chaise, de profil, un talon devant vous, genou tendu. Penchez-vous en avant à partir des hanches, poitrine relevée, et tenez
how_standing_march = Tenez-vous debout, de profil. Levez un genou à la hauteur de la hanche, puis l’autre
how_standing_hamstring_stretch = Debout, posez un talon sur une petite marche, genou tendu. Penchez-vous en avant à partir des hanches, et tenez
how_seated_forward_bend = Asseyez-vous au sol, les deux jambes devant vous. Penchez-vous en avant à partir des hanches, et tenez
how_plank = Couchez-vous sur le ventre. Soulevez le corps sur les avant-bras et les orteils, bien droit, et tenez

## Prendre place.

posture_supine = Couchez-vous sur le dos, de profil par rapport à la caméra
posture_hook_lying = Couchez-vous sur le dos, de profil, les deux genoux pliés
posture_sitting = Asseyez-vous de profil par rapport à la caméra
posture_standing = Tenez-vous debout, de profil par rapport à la caméra
coach_begins_by_itself = Cela commence tout seul, ou quand vous levez une main
coach_if_it_hurts = Si cela fait mal, levez une main

## Pendant l’exercice.

coach_begin = Commencez
coach_rest = Reposez-vous
coach_get_ready = Préparez-vous
coach_halfway = La moitié est faite
coach_ten_seconds = Encore dix secondes
coach_back_into_position = Reprenez la position. Le temps continue là où il s’est arrêté
coach_and_back = Et revenez
# Its headline is as in English.
coach_paused = Pause. Levez une main pour continuer
    .headline = Pause
    .detail = Levez une main ou appuyez sur P pour continuer
coach_over = C’est fini
coach_rate = Était-ce difficile, et avez-vous eu mal ? Indiquez-le à l’écran
coach_hurts = Arrêté. Revenez lentement
    .headline = Arrêté : cela fait mal
coach_gentler = Cela suffit pour aujourd’hui. Allez-y plus doucement la prochaine fois
# as in English
count = { $count }

## Ce qui gâche l’exercice : quoi faire.

cue_knee_bent = Gardez le genou tendu
cue_other_leg_up = Gardez l’autre jambe au sol
cue_other_leg_bent = Allongez l’autre jambe
cue_too_high = Pas plus haut que l’autre genou
cue_hips_low = Soulevez les hanches
cue_trunk_up = Gardez la tête et les épaules au sol
cue_bouncing = Pas d’à-coups. Tenez sans bouger
cue_wrong_leg = C’est au tour de l’autre jambe

## Ce qui est dit de temps en temps.

reminder_keep_breathing = Continuez à respirer
reminder_stretch_gently = Jusqu’à un léger étirement, jamais jusqu’à la douleur
reminder_keep_back_straight = Gardez le dos droit
