### The window's own words: headings, labels, buttons, hints, questions and notices.

## The bar at the top, and notices below.

settings = ⚙ Réglages
voice_on = 🔊 Voix activée
voice_off = 🔇 Voix coupée
voice_switch = Activer ou couper la voix
full_screen = Plein écran
    .leave = Quitter le plein écran
    .setting = Plein écran
    .check = dès le début d’un test
leave = Quitter
camera = Caméra
# The same as in English.
ok = OK

## Before the first picture.

welcome_title = Jusqu’où monte votre jambe tendue ?
welcome_how =
    Posez l’ordinateur portable par terre ou sur une table basse, à 2 m, et allongez-vous de profil par rapport à lui.
    Une voix vous dira quoi faire. Rien ne quitte cet ordinateur.
open_recording = Ouvrir un enregistrement…
drop_recording = ou déposez des vidéos, ou un dossier de vidéos, sur cette fenêtre
recent = Ouverts récemment
    .clear = Effacer
no_camera = Aucune caméra trouvée. Branchez-en une, puis cherchez de nouveau.
look_again = Chercher de nouveau
start_with = ▶ Commencer avec { $camera }
keep_for = Garder les résultats de (un nom ou un code)
    .hint = personne : non gardés
history = Historique
another_camera = Choisir une autre caméra
opening_recording = Ouverture de l’enregistrement…
opening_camera = Ouverture de la caméra…
cancel = Annuler
goes_on = Le test reprendra de lui-même.
    .kept =
        { $count ->
            [one] Le test reprendra de lui-même. L’essai déjà fait est gardé.
           *[other] Le test reprendra de lui-même. Les { $count } essais déjà faits sont gardés.
        }

## Several recordings.

recordings_now = { $number } sur { $of } : { $name }
recordings_over =
    { $count ->
        [one] 1 enregistrement
       *[other] { $count } enregistrements
    }
recordings_kept = Gardés dans le registre de { $person }, sauf mention contraire.
recordings_end = Arrêter après celui-ci
recordings_dropped = Non mesurés, car vous avez arrêté : { $count }
recordings_left_out = Laissés de côté : { $names }
verdict_of_leg =
    { $side ->
        [left] gauche { $verdict }
       *[right] droite { $verdict }
    }
verdict_of_legs = { $left } ; { $right }

## While the test runs.

skip = Passer au résultat

hurts = Stop : j’ai mal (Espace)
    .plain = Stop : j’ai mal
start_now = Commencer (Espace)
finish = Terminer
live_title = Élévation de la jambe tendue
    .how = Allongez-vous à plat sur le dos, de profil par rapport à la caméra. Levez lentement une jambe tendue, tenez, redescendez.
knee_bend_now = Genou plié de { $angle }°
other_leg_now = Autre jambe levée de { $angle }°
    .unseen = Autre jambe non visible
last_leg = Dernier : { leg }
side_title_left = Gauche
side_title_right = Droite

## A trial's result.

trial_of_leg = Essai { $number }, { leg }
moment_of_result = Le moment du résultat, à { $seconds } s
    .scrubbed = à { $seconds } s
which_leg = Quelle jambe était-ce ?
go_on = Continuer (Espace)
check_points = Vérifier les points
corrected_in_record = corrigé à { $angle }° dans le registre ; ici tel que mesuré
leg_so_far = { leg_title } : moyenne { $mean }°, meilleur { $best }° ({ trials })
chart_curve = cuisse par rapport au sol
chart_rest = repos
chart_result = résultat
chart_shown = affiché
chart_pass_limit = réussi { $limit }°
chart_clear_limit = raideur nette jusqu’à { $limit }°

## Both legs, at the end.

summary_title = Élévation jambe tendue
best_of_trials = Meilleur de { trials }, moyenne { $mean }°
trial_ended = Essai { $number } : { $ending }
another_round = Nouvelle série (Espace)
copy_result = Copier le résultat
copied = ✔ Copié
result_of_day = Élévation de la jambe tendue, { $day }
save_result = Enregistrer le résultat…
new_test = Nouveau test

close = Fermer

## The settings.

settings_title = Réglages
settings_from_next = Le modèle, les essais et les limites valent à partir du prochain test.
settings_defaults = Valeurs par défaut
short_cuts = Touches
short_cut = { $keys } : { $what }
short_cut_back = Échap : retour
appearance = Apparence
    .system = Comme le système
    .light = Claire
    .dark = Sombre
mirror = Image de la caméra en miroir
    .check = à l’écran seulement
diagnostics = Ligne de diagnostic
    .check = afficher
voice = Voix
    .check = parler
volume = Volume sonore
pose_model = Modèle de pose
    .auto = Selon la vitesse
    .heavy = Heavy (précis)
    .full = Full (rapide)
trials_per_leg = Essais pour chaque jambe
limit_pass = Réussi à partir de
limit_slight = Raideur légère à partir de
limit_clear = Raideur nette jusqu’à

## How the pictures come.

model_pace = modèle { $model }, { $ms } ms par image
fps = { $count } images/s
picture_age = image d’il y a { $ms } ms
pictures_left_out = { $count } images omises

## The record of people.

back = ← Retour
reading_record = Lecture du registre…
reading_person = Lecture…
choose_person = Choisissez une personne à gauche.
record_unreadable = Le registre ne peut pas être lu pour le moment.
try_again = Réessayer
nobody_yet = Le registre ne contient encore personne.
    .how =
        Revenez en arrière, tapez un nom ou un code sous « Garder les résultats de », et faites le test : chaque essai est alors gardé et affiché ici.
        Les enregistrements se gardent avec la commande « legraise measure my-raise.mp4 --save P012 ».
people = Personnes ({ $count })
search = Recherche
    .hint = 🔍 nom ou code
nobody_found = Personne ne porte ce nom.
delete = Supprimer…
export = Exporter
    .what = CSV, JSON, FHIR, traces, tableaux d’OpenSim et images
    .folder = Dans un dossier…
    .faces = laisser les visages tels quels
    .comma = virgule décimale dans le fichier CSV
report = Rapport
    .none = Aucune séance à mettre en rapport.
    .day = Du { $day }
    .a4 = PDF, format A4…
    .letter = PDF, format Letter…
    .card = Carte à partager, sans nom…
    .face = laisser le visage tel quel
best_and_mean = meilleur { $best }°, moyenne { $mean }°
# The same as in English.
notes = Notes
    .hint = écrire une note
    .add = Ajouter
session_leg = { side_of } : moyenne { $mean }°, meilleur { $best }°
side_of =
    { $side ->
        [left] gauche
       *[right] droite
    }
choose_session = la choisir pour un rapport
trial_of_record = essai { $trial }
check = Vérifier
    .trial = Vérifier l’essai { $trial }
    .hint = voir les points, et les corriger
corrected_remark = mesuré { $measured }° ; corrigé par { $by }, { $day }
trend_how = Moyenne de chaque jour, petites marques : le meilleur. Plein : changé de plus de { $limit }° depuis le premier jour avec la même méthode, ce qui est réel ({ $otherwise }° si quelqu’un d’autre a mesuré) ; dans la bande, ce ne l’est pas. Chaque méthode a sa propre ligne.
trend_session = { side_of } : moyenne { $mean }°, meilleur { $best }°, essais : { $count }
    .changed = { side_of } : moyenne { $mean }°, meilleur { $best }°, essais : { $count }, changé depuis le premier avec la même méthode

## The points of a trial.

no_points = Aucune image de cet essai n’a été gardée, il n’y a donc pas de points à corriger.
points_how = Faites glisser une articulation, ou choisissez-en une et utilisez les flèches : 1 pixel de l’enregistrement, avec Maj 10. La ligne pâle est ce que le modèle a vu. D’un essai, seule l’image de son point le plus haut est gardée.
points_of = Essai { $trial }, { leg }, { $day }
exact_range = { $angle }° ± { $range }°
as_measured = Mesuré : { $angle }° ± { $range }°
    .moved = Mesuré : { $angle }° ± { $range }° ; les points ont été déplacés à la main, pas encore enregistrés
    .corrected = Mesuré : { $angle }° ± { $range }° ; corrigé par { $by }
    .untouched = Mesuré : { $angle }° ± { $range }° ; sans correction
joint_hip = Hanche
joint_knee = Genou
joint_ankle = Cheville
joint_in_picture = { $joint } dans l’image
# The same as in English.
corrections = Corrections
correction = { $angle }° par { $by }, { $moment }
    .undone = { $angle }° par { $by }, { $moment } ; annulé { $undone }
who_corrects = Qui corrige
    .hint = nom
    .missing = Pour enregistrer, dites qui corrige.
save = Enregistrer
put_back = Remettre les points en place
undo_correction = Annuler la correction
points_unsaved = Les points ont été déplacés et ne sont pas enregistrés.
leave_unsaved = Quitter sans enregistrer

## Files and notices.

videos = Vidéos
all_files = Tous les fichiers
saved = enregistré : { $place }
no_dialog_open = ce système n’a pas de fenêtre pour choisir un fichier ; faites glisser l’enregistrement sur la fenêtre, lancez « legraise live --source FICHIER », ou installez xdg-desktop-portal
no_dialog_save = ce système n’a pas de fenêtre pour choisir un fichier ; installez xdg-desktop-portal ou zenity, ou utilisez la ligne de commande : « legraise --help »
deleted_elsewhere = cette personne a été supprimée du registre par une autre fenêtre ou un autre programme
record_busy = le registre est occupé ; attendez un instant et réessayez
cannot_read_record = le registre ne peut pas être lu ({ $why }) ; fermez les autres programmes
cannot_start = la mesure ne peut pas commencer ({ $why }) ; fermez les autres programmes

## Les exercices.

exercises = Exercices
    .watched = ▶ S’étirer maintenant, devant la caméra
    .next = ▶ Suivant
    .finish = Terminer
    .none = Rien n’est proposé avant que vous ayez demandé conseil.
exercises_stretches_left = Étirements de la jambe gauche
exercises_stretches_right = Étirements de la jambe droite
exercises_stretches_both = Étirements des deux jambes
exercises_companions = Exercices doux, pour tous
exercises_not_measured = Les étirements sont pour une jambe raide. Mesurez d’abord les deux jambes :
exercises_not_tight = Les étirements sont pour une jambe raide, et les vôtres ne le sont pas :
exercises_one_leg_tight = Ceux-ci étirent les deux jambes à la fois, et une seule des vôtres est raide :
# as in English
dose_held = { $count } × { $secs } s
# as in English
dose_repeated = { $count } ×
# as in English
dose_sets = { $sets } × { $count }
exercise_start = ▶ Commencer (Espace)
exercise_hold = Tenir { $secs } s
exercise_reps = { $count } fois
exercise_sets =
    { $count ->
        [one] 1 série
       *[other] { $count } séries
    }
exercise_both_legs = Les deux jambes, l’une après l’autre
less = Moins
more = Plus
# as in English
exercise_pause = Pause (P)
exercise_set_of = Série { $number } sur { $sets }
exercise_rep_of = { $count } sur { $wanted }
exercise_of = sur { $wanted }
exercise_seconds_left = secondes à tenir
rate_effort = Était-ce difficile ?
    .scale = 0 pas du tout, 10 le plus dur possible
rate_pain = Avez-vous eu mal ?
    .scale = 0 pas du tout, 10 le plus possible
plan_make = Plan jusqu’au prochain test : les étirements couché et assis
plan_end = Terminer le plan
