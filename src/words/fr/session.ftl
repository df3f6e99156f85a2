### What somebody is told while the test runs: by the voice, in the large under the picture, and on the annotated video.

## Getting into place.

nobody_in_picture = Il n’y a personne dans l’image
setup_nobody_seen = Allongez-vous là où la caméra vous voit
setup_not_lying = Allongez-vous à plat sur le dos, de profil par rapport à la caméra
setup_out_of_picture = Reculez jusqu’à ce que tout votre corps soit dans l’image
setup_too_far_away = Rapprochez-vous de la caméra
setup_not_side_on = Tournez-vous jusqu’à ce que la caméra vous voie bien de profil
setup_badly_seen = Éclairez mieux la pièce, et portez des vêtements unis et près du corps
setup_knee_drawn_up = Allongez aussi l’autre jambe, à plat
setup_legs_not_flat = Posez les deux jambes à plat sur le sol
too_dark = Éclairez mieux la pièce
start_anyway = Ou levez une main pendant une seconde pour commencer quand même
sound_check = M’entendez-vous ? Levez une main
    .headline = M’entendez-vous ?
    .detail = Levez une main. Si vous n’entendez rien, montez le son ; le test continue tout seul.
in_place = Vous êtes en place
    .detail = Le test démarre tout seul
raise_hand_to_begin = Levez une main pour commencer
raise_hand_to_go_on = Levez une main pour continuer
keep_hand_up = ✋ Gardez la main levée

## The raise.

lie_still = Bien. Restez immobile
countdown = Début dans { $seconds }
    .detail = Les deux jambes à plat
hold_still = Ne bougez pas
    .headline = Restez immobile
    .detail = Les deux jambes à plat : votre position de repos est mesurée
raise_left = Levez lentement la jambe gauche, le genou tendu
    .headline = Levez la jambe gauche
raise_right = Levez lentement la jambe droite, le genou tendu
    .headline = Levez la jambe droite
raise_one = Levez lentement une jambe, le genou tendu
    .headline = Levez une jambe
raise_detail = Genou tendu, cheville relâchée. Le bas du dos et l’autre jambe restent à plat.
    .strap = Tirez avec la sangle. Genou tendu, cheville relâchée ; bas du dos et autre jambe à plat.
raise_strap_left = Avec la sangle, tirez lentement la jambe gauche vers le haut, le genou tendu
raise_strap_right = Avec la sangle, tirez lentement la jambe droite vers le haut, le genou tendu
raise_strap_one = Avec la sangle, tirez lentement une jambe vers le haut, le genou tendu
keep_flat = Gardez le bas du dos et l’autre jambe à plat, et la cheville relâchée
stop_where_it_pulls = Arrêtez-vous là où ça tire. Si cela fait mal ou fourmille, levez une main
raising = Montez lentement
    .detail = Arrêtez-vous là où ça tire. Si cela fait mal ou fourmille, levez une main.
hold_it = Gardez la position
    .spoken = Gardez la position. Si la jambe monte encore sans douleur, continuez
    .detail = Si la jambe monte encore sans douleur, continuez. Puis redescendez-la lentement.
lower_slowly = Maintenant, redescendez la jambe lentement
    .headline = Redescendez la jambe
    .detail = Lentement, jusqu’au sol

## What goes wrong in a raise. The headline is under the picture, the caption on it.

careful_knee_bend = Attention : gardez le genou tendu
    .headline = Gardez le genou tendu
    .detail = Ne montez que tant qu’il reste tendu
    .caption = Attention : genou plié de { $angle }°
careful_opposite_leg_lift = Attention : gardez l’autre jambe au sol
    .headline = Gardez l’autre jambe au sol
    .detail = Ne montez que tant qu’elle reste au sol
    .caption = Attention : autre jambe levée de { $angle }°
stop_knee_bend = Stop. Votre genou plie. Redescendez la jambe
    .headline = Stop : votre genou plie
    .caption = Stop : genou plié de { $angle }°
stop_opposite_leg_lift = Stop. L’autre jambe se soulève. Redescendez la jambe
    .headline = Stop : l’autre jambe se soulève
    .caption = Stop : autre jambe levée de { $angle }°
stop_discomfort = On arrête. Redescendez la jambe lentement
    .headline = On arrête : ça fait mal
stop = Stop !
    .detail = Redescendez la jambe lentement

## After the raise.

same_leg = Encore une fois, la même jambe
other_leg = Maintenant, l’autre jambe
other_leg_strap = Maintenant, l’autre jambe. Passez la sangle autour de ce pied
    .headline = Sangle autour de l’autre pied
    .detail = Le test continue tout seul. Ou, à plat, levez une main.
result = Résultat
next_left = Ensuite : la jambe gauche
next_right = Ensuite : la jambe droite
next_one = Ensuite, encore celle-ci, ou l’autre jambe
summary = C’est terminé. Les résultats sont à l’écran
    .headline = C’est terminé
    .detail = Levez une main pour une nouvelle série
    .advice = Levez une main pour savoir quoi faire maintenant
camera_lost = La caméra ne donne plus d’image
camera_back = La caméra fonctionne de nouveau

## On the annotated video.

phase_searching = Recherche d’une personne allongée
phase_settling = Restez immobile, les deux jambes à plat
phase_rest = C’est prêt : levez lentement une jambe tendue
phase_raise = Montée
phase_hold = Maintien
phase_lower = Descente
caption_live = { $phase }, { leg }
caption_result = Résultat, { leg } : { $verdict }
