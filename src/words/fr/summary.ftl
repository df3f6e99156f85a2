### The result on the command line, and the texts of a measurement's problems.

## A line each.

summary_trial = Essai { $number }, { leg } : { $angle }° ± { $range }°, { $verdict }
summary_ended = point le plus haut à { $peak } s ; fin de l’essai : { $ended }
summary_note = remarque : { $reason }
summary_tell_side = --side left (gauche) ou --side right (droite) indique quelle jambe c’était
summary_leg = { leg_title } : { $best }°, { $verdict }.
    .several = { leg_title }, { trials }, meilleur { $best }°, moyenne { $mean }° : { $verdict }.
summary_view = Vue : { $reason }.
summary_problem = Remarque : { $problem }.

## Limits of the test that make no sense, where they are given.

limits_beyond = { $limit } doit être entre { $least } et { $most } degrés, et non { $degrees }
limits_shrinking = les limites doivent être croissantes : { $clear } ({ $clear_degrees }) ≤ { $slight } ({ $slight_degrees }) ≤ { $pass } ({ $pass_degrees })
limits_late_warning = un avertissement vient avant l’arrêt : { $warn } ({ $warn_degrees }) ne doit pas dépasser { $stop } ({ $stop_degrees })

## One picture.

still_leg = { leg_title } : { $line }° ± { $range }° par rapport au sol, de la hanche à la cheville ; cuisse { $thigh }°, genou tendu
    .bent = { leg_title } : { $line }° ± { $range }° par rapport au sol, de la hanche à la cheville ; cuisse { $thigh }°, genou plié de { $knee }°
still_raised = La { leg } est levée. Une seule image donne des angles, pas une évaluation.
    .both = Les deux jambes sont levées : pour le test, gardez-en une à plat au sol.
    .none = Aucune jambe n’est levée.

## Why nothing was measured, or less than was shown: what was wrong; what to do.

problem_broken_off = la mesure s’est interrompue : { $why }
problem_interrupted = arrêtée par vous ; seul ce qui précède a été mesuré
problem_upside_down = l’image est à l’envers ; tournez-la de 180° et mesurez de nouveau
problem_not_lying = quelqu’un est là, mais pas à plat sur le dos et de profil par rapport à la caméra ; allongez-vous, le tronc au sol, et filmez de côté, le sol bien horizontal dans l’image ; redressez une image couchée sur le côté
problem_misread = une jambe a semblé monter plus haut qu’une jambe ne le peut ; filmez de profil, avec une seule personne dans l’image
    .left_out = une élévation a été écartée : une jambe a semblé monter plus haut qu’une jambe ne le peut ; filmez de profil, avec une seule personne dans l’image
problem_too_small = l’image est trop petite pour y voir quelqu’un ({ $width }x{ $height } pixels) ; filmez en 640x360 ou plus
problem_other_leg =
    { $wanted ->
        [left] seule la jambe droite a été levée, et seule la gauche devait être mesurée ; levez la jambe gauche, ou mesurez l’une ou l’autre
       *[right] seule la jambe gauche a été levée, et seule la droite devait être mesurée ; levez la jambe droite, ou mesurez l’une ou l’autre
    }
problem_nobody = personne n’a été vu ; le corps entier doit être dans l’image, avec assez de lumière
problem_too_short = l’enregistrement est trop court pour une élévation de la jambe ; filmez le repos, la montée et la descente
problem_no_rest = aucune élévation de la jambe n’a été vue, et aucun repos non plus ; restez immobile, les deux jambes à plat, puis levez lentement une jambe
problem_no_raise = quelqu’un est allongé, mais aucune jambe n’a été levée ; levez lentement une jambe tendue, tenez la position, puis redescendez
problem_cut =
    { $count ->
        [one] le film est coupé à { $time } s : ce qui a été vu avant ne compte pas pour la suite ; une élévation a besoin de son repos dans la même scène
       *[other] le film est coupé { $count } fois, d'abord à { $time } s : ce qui a été vu avant une coupe ne compte pas pour la suite ; une élévation a besoin de son repos dans la même scène
    }
