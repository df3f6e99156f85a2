### What comes of a raise: its verdict, why it ended, what stands against it, and what to do.
###
### The lengths of a message are told in the English file. The verdicts are nouns or stand without one, so that they agree with whatever they are
### said of.

no_diagnosis = un test de souplesse, pas un diagnostic
    .spoken = Ceci est un test de souplesse, pas un diagnostic

## Legs and angles.

leg_left = la jambe gauche
leg_right = la jambe droite
leg =
    { $side ->
        [left] jambe gauche
       *[right] jambe droite
    }
leg_title =
    { $side ->
        [left] Jambe gauche
       *[right] Jambe droite
    }
degrees =
    { $count ->
        [one] { $count } degré
       *[other] { $count } degrés
    }
angle = { $angle }°
range = ± { $range }°
angle_range = { $angle }° ± { $range }°
trials =
    { $count ->
        [one] { $count } essai
       *[other] { $count } essais
    }

## How a raise is judged.

verdict_pass = réussi
    .sentence = Réussi : ces ischio-jambiers sont assez longs.
    .spoken = Le test est réussi
verdict_slightly_tight = raideur légère
verdict_moderately_tight = raideur modérée
verdict_clearly_tight = raideur nette
verdict_unclear = non évaluable
    .sentence = Cet essai ne peut pas être évalué.
    .spoken = Je ne peux pas évaluer cet essai
judged_borderline = { $verdict }, à la limite

borderline = c’est à la limite
    .note = À la limite : la valeur limite se trouve dans l’intervalle ±.
    .summary = à la limite : la valeur limite se trouve dans l’intervalle de ±{ $range }°

not_measured = non mesurée
not_judged = n’a pas pu être évaluée
none_judged = aucun essai n’a pu être évalué
not_judged_see_trials = Pas d’évaluation possible : voir chaque essai.
nothing_measured = Rien n’a été mesuré.


## Why a raise ended; goes after a colon.

ended_peak = la jambe avait atteint son point le plus haut
    .sentence = L’essai a pris fin à votre point le plus haut.
    .short = point le plus haut
ended_knee_bend = le genou a commencé à plier
    .sentence = L’essai a pris fin quand le genou a commencé à plier.
    .short = genou plié
ended_opposite_leg_lift = l’autre jambe a commencé à se soulever
    .sentence = L’essai a pris fin quand l’autre jambe a commencé à se soulever.
    .short = autre jambe levée
ended_discomfort = une gêne a été signalée
    .sentence = L’essai a pris fin quand vous avez demandé d’arrêter.
    .short = arrêt demandé
ended_end_of_recording = la jambe n’a pas été vue à son point le plus haut
    .sentence = Votre point le plus haut n’a pas été vu.
    .short = point le plus haut non vu

violated_knee_bend = le genou a commencé à plier à { $time } s, à { $angle }°
    .sentence = L’essai a pris fin quand le genou a commencé à plier, à { $angle }°.
    .name = genou qui plie
violated_opposite_leg_lift = l’autre jambe a commencé à se soulever à { $time } s, à { $angle }°
    .sentence = L’essai a pris fin quand l’autre jambe a commencé à se soulever, à { $angle }°.
    .name = autre jambe qui se lève

## What stands against a verdict: what was wrong, and what to do better.

why_radiating_pain = ce qui l’a arrêtée est un avertissement et non un résultat, elle n’est donc pas évaluée ; ne levez plus la jambe, et consultez un professionnel de santé
    .spoken = C’est un avertissement, et non un résultat
why_poor_view = la vue n’était pas assez bonne pour évaluer
    .spoken = Je ne vous voyais pas assez bien
why_not_on_back = vous n’étiez pas visible sur le dos, de profil par rapport à la caméra ; allongez-vous à plat sur le dos et filmez de côté
    .spoken = Allongez-vous à plat sur le dos
why_trunk_up = vous n’aviez pas le dos à plat sur le sol, mais relevé, en appui ou en position semi-assise ; allongez-vous à plat, la tête et les épaules au sol
    .spoken = Allongez-vous à plat, les épaules au sol
why_pelvis_up = votre bassin s’est soulevé du sol ; gardez le bas du dos et les fesses au sol
    .spoken = Gardez le bas du dos au sol
why_both_legs_raised = les deux jambes étaient levées ; gardez une jambe à plat au sol et levez seulement l’autre
    .spoken = Les deux jambes se sont levées. Levez une seule jambe
why_other_knee_bent = le genou de l’autre jambe était plié ; allongez l’autre jambe à plat sur le sol
    .spoken = Allongez l’autre jambe, à plat
why_no_rest_before = avant cette élévation, aucun repos n’a été vu, les deux jambes à plat et tendues ; restez d’abord immobile pendant deux secondes
    .spoken = Avant de lever une jambe, gardez les deux jambes à plat, sans bouger
why_too_quick = la jambe a été lancée trop vite ; levez-la lentement, en trois secondes ou plus
    .spoken = C’était trop rapide. Levez la jambe lentement
why_repeated = la jambe est montée et descendue, ou remontée sans repos entre les deux, comme dans un exercice ; levez-la une fois jusqu’à ce que ça tire, tenez-la une seconde, et restez immobile avant l’élévation suivante
    .spoken = Levez la jambe une fois, tenez-la, et restez immobile avant l’élévation suivante
why_spoiled_at_the_start = ce n’était pas une élévation de la jambe tendue dès le départ ; gardez le genou tendu et l’autre jambe au sol
    .spoken = Gardez le genou tendu et l’autre jambe au sol
why_resting_leg_not_seen = l’autre jambe était cachée, on ne sait donc pas si elle est restée au sol ; ne laissez rien la couvrir, ni personne se tenir devant
    .spoken = La jambe au repos était cachée
why_side_not_certain = il n’est pas certain que ce soit la jambe gauche ou la droite ; mesurez-la de nouveau
    .spoken = Je n’ai pas pu voir de quelle jambe il s’agit
why_foot_out_of_picture = le pied levé est sorti de l’image ; éloignez la caméra
    .spoken = Votre pied est sorti de l’image. Éloignez la caméra
why_not_held = la jambe ne s’est levée que peu, et n’a pas été tenue ; levez-la, le genou tendu, jusqu’à ce que ça tire, et tenez-la une seconde
    .spoken = C’était peu. Levez la jambe jusqu’à ce que ça tire, et tenez-la
why_stop_not_confirmed = on vous a demandé d’arrêter, et l’ensemble de l’élévation n’en montre pas la raison ; levez la jambe de nouveau
    .spoken = Je vous ai arrêté pour rien. Levez la jambe de nouveau
why_another_person = une autre personne a été désignée après cette élévation : elle ne compte pour personne
    .spoken = Je mesure maintenant quelqu’un d’autre
why_too_few_pictures = trop peu d’images sont arrivées pour voir si le genou et l’autre jambe restaient tendus ; fermez d’autres programmes, ou choisissez le modèle plus rapide
    .spoken = Les images arrivaient trop lentement. Fermez d’autres programmes
why_not_finished = l’enregistrement s’est arrêté avant le point le plus haut de la jambe, ou la jambe y était cachée ; que rien ni personne ne se trouve devant
    .spoken = Je n’ai pas vu le point le plus haut
why_too_uncertain = la jambe était trop difficile à voir pour donner une valeur sûre ; que rien ni personne ne se trouve devant
    .spoken = Je ne voyais pas assez bien votre jambe

## Why a view is not good, and what to do.

view_nobody_lying = personne n’a été vu allongé ; allongez-vous à plat sur le dos, de profil par rapport à la caméra
view_camera_off_side_on = la caméra ne vous voit pas exactement de profil ; placez-la à la hauteur de votre hanche
view_partly_out_of_picture = une partie de votre corps était hors de l’image ; éloignez la caméra
view_badly_seen = vos jambes étaient difficiles à voir ; éclairez mieux, et portez des vêtements unis et près du corps

## Left against right, and now against the first time.

difference = La gauche et la droite diffèrent de { $difference }°.
    .same = La gauche et la droite sont égales.
    .usual =
        { $lower ->
            [left] La gauche et la droite diffèrent de { $difference }°, la gauche est plus basse : c’est habituel (jusqu’à { $limit }°).
           *[right] La gauche et la droite diffèrent de { $difference }°, la droite est plus basse : c’est habituel (jusqu’à { $limit }°).
        }
    .unusual =
        { $lower ->
            [left] La gauche et la droite diffèrent de { $difference }°, la gauche est plus basse : c’est plus que d’habitude (jusqu’à { $limit }°).
           *[right] La gauche et la droite diffèrent de { $difference }°, la droite est plus basse : c’est plus que d’habitude (jusqu’à { $limit }°).
        }
change = { leg_title } depuis le { $day } : { $change }°, pas plus que l’écart normal entre deux mesures faites de la même façon ({ $limit }°).
    .real = { leg_title } depuis le { $day } : { $change }°, plus que l’écart normal entre deux mesures faites de la même façon ({ $limit }° ; { $otherwise }° si quelqu’un d’autre a mesuré).
method_changed = { leg_title } : la méthode a changé le { $day }, de « { $before } » à « { $after } » : { $change }°, pas plus que l’écart normal entre deux méthodes ({ $limit }°).
    .real = { leg_title } : la méthode a changé le { $day }, de « { $before } » à « { $after } » : { $change }°, plus que l’écart normal entre deux méthodes ({ $limit }°).
