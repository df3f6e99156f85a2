### People and what is kept of them: the command line's history, the window's, the report and the card.

## What a deletion takes, and what it leaves.

kept_of_person =
    { $sessions ->
        [one] { $sessions } séance
       *[other] { $sessions } séances
    } avec { $trials ->
        [one] { $trials } essai
       *[other] { $trials } essais
    }, les traces, { $pictures ->
        [one] { $pictures } image
       *[other] { $pictures } images
    }, { $corrections ->
        [one] { $corrections } correction
       *[other] { $corrections } corrections
    }, { $exercises ->
        [one] { $exercises } exercice
       *[other] { $exercises } exercices
    } et { $notes ->
        [one] { $notes } note
       *[other] { $notes } notes
    }
deleted = { $name } : données supprimées ({ $kept }).
deleted_leaves = Les fichiers exportés et vos sauvegardes ne sont pas touchés.
deleted_unwiped = Un autre programme lit le registre en ce moment ; fermez-le, puis supprimez ou affichez une personne, afin que le reste soit effacé du disque.
delete_question = Supprimer tout ce qui concerne { $name } ?
delete_takes = Cela représente { $kept }. Tout sera effacé du fichier, sans retour possible ; exportez d’abord ce dont vous pourriez avoir besoin.
delete_now = Supprimer définitivement

## The history on the command line.

nobody_kept = Le registre ne contient personne ; conservez une mesure avec --save PERSONNE.
person_line = { $name } : { sessions_and_trials }
    .day = { $name } : { sessions_and_trials }, le { $first }
    .days = { $name } : { sessions_and_trials }, du { $first } au { $last }
    .exercises = { $person }, { $exercises ->
        [one] { $exercises } exercice
       *[other] { $exercises } exercices
    }
sessions_and_trials =
    { $sessions ->
        [one] { $sessions } séance
       *[other] { $sessions } séances
    }, { $trials ->
        [one] { $trials } essai
       *[other] { $trials } essais
    }
leg_line = { leg_title }, { trials } : meilleur { $best }°, moyenne { $mean }°
    .some_unjudged = { leg_title }, { trials } : meilleur { $best }°, moyenne { $mean }° ; { $unjudged } de plus sans évaluation possible
    .unjudged = { leg_title }, { trials } : rien n’a pu être évalué
session_line = { $day } : moyenne { $mean }°, meilleur { $best }°
trial_line = essai { $trial } : { $angle }° ± { $range }°, { $verdict }
    .corrected = essai { $trial } : { $angle }° ± { $range }°, { $verdict } ; corrigé par { $by }, { $day }, mesuré { $measured }°
note_line = Note, { $day } : { $note }
noted = { $name } : note enregistrée.
corrected_angle = { $name }, essai { $trial } : { $angle }° après correction par { $by }, mesuré { $measured }°.
undone_angle = { $name }, essai { $trial } : de nouveau { $angle }°.
files_written = { $name } : { $count } fichiers enregistrés : { $place }
file_written = { $name } : fichier enregistré : { $place }

## The report and the card.

report_title = Élévation de la jambe tendue
letters_missing = Des lettres manquent ici : installez une police qui les contient.
best_of = { $verdict } ; meilleur de { trials }, moyenne { $mean }°
column_trial = essai
column_leg = jambe
# The same as in English.
column_angle = angle
column_ended = fin de l’essai
trials_left_out = et { $count } de plus
side_left = gauche
side_right = droite
corrected_line = mesuré { $measured }° ; corrigé par { $by } le { $day }
report_note = Note du { $day } : { $note }
chart_raises = Angle au cours du temps, chaque élévation depuis son début
    .dot = le point marque le résultat
chart_trend = Moyenne de chaque jour ; la ligne s’interrompt là où la méthode a changé
chart_pass = réussi à partir de { $limit }°
picture_caption = Essai { $number }, { leg }, point le plus haut : { $angle }°
    .day = { $day }, { leg }, point le plus haut : { $angle }°
report_method = Limites : réussi à partir de { $pass }°, raideur légère à partir de { $slight }°, raideur nette jusqu’à { $clear }° ; une élévation prend fin quand le genou plie de { $knee }° ou que l’autre jambe se soulève de { $other }°. Angle : élévation de la cuisse levée par rapport au sol, mesurée par caméra (LegRaise { $program }, modèle de pose { $model }) ; ± est la moitié de l’intervalle à 95 %. Un quart à un tiers de l’angle vient du bassin, comme dans tout test de ce type.
card_measured = Mesuré par caméra avec LegRaise
method_not_asked = non demandé
day_raised = { $day } ({ $method })
raised_how = Levée { $method }.
    .leg = { leg_title } levée { $method }.

# Ce qu’il est advenu d’une mesure à conserver.
kept_left_out = l’élévation pendant laquelle la mesure a été arrêtée n’est pas gardée ; mesurez-la de nouveau
kept_settled = on sait maintenant de quelle jambe il s’agit, pour ce qui était déjà dans le registre de { $person }
kept_no_raise = aucune élévation n’y figure : rien n’est gardé dans le registre de { $person }
kept_no_exercise = rien de l’exercice n’y figure : rien n’est gardé dans le registre de { $person }
kept_before = déjà dans le registre de { $person }, et pas gardé une seconde fois
write_held = { $why } ; d’ici là, ce qui est mesuré est retenu, et LegRaise réessaie de lui-même
write_caught_up = ce qui était retenu est maintenant enregistré
kept_under =
    .written = l’enregistrement ne dit pas quand il a été filmé ; gardé au { $day }, date de la dernière écriture du fichier
    .today = l’enregistrement ne dit pas quand il a été filmé ; gardé au { $day }, aujourd’hui
