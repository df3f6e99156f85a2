### Autour du test : ce qui est demandé avant et après une élévation, les signes d’alerte, ce qu’il en ressort, et que faire maintenant.

## Avant le test.

method_question = Comment la jambe est-elle levée ?
method_strap = avec une ceinture, une serviette ou un drap
    .how = Passez une ceinture, une serviette ou un drap autour du pied, tenez les deux bouts au-dessus du ventre, à l’écart de la jambe, et tirez lentement la jambe vers le haut. Cheville relâchée, genou tendu ; le bas du dos et l’autre jambe restent à plat.
method_active = par sa propre force
    .how = Levez lentement la jambe par sa propre force : elle va moins haut qu’avec une sangle. Cheville relâchée, genou tendu ; le bas du dos et l’autre jambe restent à plat.
method_helper = par quelqu’un d’autre
    .how = Quelqu’un lève lentement la jambe et s’arrête là où cela tire. Cheville relâchée, genou tendu ; le bas du dos et l’autre jambe restent à plat.
screening_title = Avant de commencer
screening_urgent = L’un de ces points est-il vrai pour vous ?
screening_caution = Ou l’un de ceux-ci ?
screening_answer = Si l’un est vrai, appuyez sur 1. Si aucun ne l’est, appuyez sur la barre d’espace, ou attendez
screening_yes = L’un est vrai (1)
screening_no = Aucun n’est vrai (Espace)
screening_waits = Dans { $seconds } s, le test continue comme si aucun n’était vrai
screening_as_last_time = Tout est-il comme la dernière fois ?
    .spoken = Tout est-il comme la dernière fois ? Si quelque chose a changé, appuyez sur 1
screening_last_clear = Vous n’aviez aucun des signes d’alerte.
screening_last_caution = Vous aviez un signe d’alerte : vous pouvez mesurer, mais demandez conseil à un professionnel de santé avant de vous étirer.
screening_same = Comme la dernière fois (Espace)
screening_changed = Quelque chose a changé (1)
screening_same_waits = Dans { $seconds } s, le test continue comme la dernière fois
screening_go_on = Mesurer (Espace)
screening_goes_on = Le test continue dans { $seconds } s
urgent_title = Consultez un médecin maintenant
urgent_how = Ce que vous avez répondu doit être examiné par un médecin aujourd’hui. La nuit ou le week-end, allez aux urgences. Ne faites pas le test et ne vous étirez pas.
caution_title = Demandez conseil à un professionnel de santé avant de vous étirer
caution_how = Vous pouvez mesurer et montrer le résultat. Ce que vous avez répondu devrait être examiné avant tout étirement.

## Signes d’alerte : ceux qui demandent un médecin tout de suite, et ceux qui demandent l’avis d’un professionnel de santé.

sign_bladder_or_bowel = perte du contrôle de la vessie ou des intestins
sign_passing_water = difficulté à uriner, ou ne pas le sentir
sign_groin_numbness = engourdissement autour de l’entrejambe ou de l’anus
sign_weak_legs = faiblesse dans les deux jambes
sign_pain_in_both_legs = douleur qui descend dans les deux jambes
sign_pain_down_leg = douleur qui irradie dans la fesse ou le long de la jambe
sign_numbness_or_weakness = engourdissement, fourmillements ou faiblesse
sign_severe_pain = douleur intense, persistante ou qui s’aggrave
sign_sudden_pain = douleur apparue soudainement, sans cause
sign_standing_or_walking = difficulté à se tenir debout ou à marcher
sign_sleep_or_daily_life = douleur qui perturbe votre sommeil ou votre vie quotidienne
signs_professional = Consultez un professionnel de santé en cas de : { $signs }.
signs_at_once = Consultez un médecin tout de suite en cas de : { $signs }.
signs_not_asked = Les signes d’alerte n’ont pas été demandés.

## Après une élévation.

what_stopped = Qu’est-ce qui vous a arrêté ?
    .spoken = Qu’est-ce qui vous a arrêté ? Si c’était une douleur vive, ou sous le genou, ou des fourmillements, levez une main. Si c’était un tiraillement derrière la cuisse, restez immobile
    .detail = Douleur vive, ou sous le genou, ou fourmillements : levez une main. Un tiraillement derrière la cuisse : restez immobile.
what_stopped_pull = Un tiraillement
what_stopped_radiating = Douleur vive, ou sous le genou, ou fourmillements
sensation_pull = un tiraillement derrière la cuisse, ce qui est la fin normale
    .spoken = Un tiraillement est la fin normale du test
sensation_radiating = douleur vive, douleur sous le genou, ou fourmillements : un avertissement, pas un résultat

## Ce qu’il en ressort. Plus on est loin de la limite, plus il est probable que l’étirement aide.

near_limit = proche de { $limit }°
advice_no_stretching = étirer ces ischio-jambiers n’aidera probablement pas votre dos
advice_near_limit = si près de la limite, l’étirement n’aidera probablement pas beaucoup
    .spoken = C’est proche de la limite. L’étirement n’aidera probablement pas beaucoup
advice_stretching_less_likely = des étirements peuvent aider, mais c’est moins probable
advice_stretching_more_likely = des étirements ont plus de chances d’aider
    .spoken = Des étirements ont plus de chances d’aider
advice_stretching_likely = des étirements pourraient faire une vraie différence
advice_ask_first = demandez conseil à un professionnel de santé avant de vous étirer
advice_repeat = mesurez de nouveau
    .spoken = Veuillez mesurer de nouveau
advice_of_leg = { leg_title } : { $advice }.
both_legs = les deux jambes
advice_of_both = Les deux jambes : { $advice }.
referral_now = consultez un médecin maintenant, et ne vous étirez pas : ce que vous avez répondu doit être examiné aujourd’hui
    .spoken = Consultez un médecin maintenant, et ne vous étirez pas
referral_after_pain = ne vous étirez pas et ne continuez pas le test : consultez un professionnel de santé pour la douleur qui vous a arrêté
    .spoken = Ne vous étirez pas, et ne continuez pas. Consultez un professionnel de santé pour la douleur qui vous a arrêté
referral_pain_not_told = demandez conseil à un professionnel de santé avant tout étirement : cela a fait mal, et comment n’a pas été dit
    .spoken = Cela a fait mal, et je ne sais pas comment. Demandez conseil à un professionnel de santé avant tout étirement
referral_before_stretching = demandez conseil à un professionnel de santé avant tout étirement : vous avez un signe d’alerte
    .spoken = Vous avez un signe d’alerte. Demandez conseil à un professionnel de santé avant tout étirement

## Que faire maintenant ?

what_now = Et maintenant ?
    .key = Et maintenant ? (Espace)
raise_hand_for_advice = Levez une main pour savoir quoi faire maintenant
offer_left = Deux étirements sûrs, 30 secondes ou plus, 3 fois avec la jambe gauche :
    .spoken = Voici deux étirements sûrs. Trente secondes ou plus, trois fois avec la jambe gauche
offer_right = Deux étirements sûrs, 30 secondes ou plus, 3 fois avec la jambe droite :
    .spoken = Voici deux étirements sûrs. Trente secondes ou plus, trois fois avec la jambe droite
offer_both = Deux étirements sûrs, 30 secondes ou plus, 3 fois avec chaque jambe :
    .spoken = Voici deux étirements sûrs. Trente secondes ou plus, trois fois avec chaque jambe
stretch_lying = Sur le dos, une sangle autour du pied, genou tendu : levez la jambe jusqu’à sentir un léger étirement
stretch_sitting = Au bord d’une chaise, un talon devant vous, genou tendu, poitrine relevée : penchez-vous en avant à partir des hanches
stretch_gently = Jamais d’à-coups, et ne forcez jamais jusqu’à la douleur. N’arrondissez pas le dos, et continuez à respirer
stretch_weeks = Le changement prend des semaines : refaites le test, et regardez la tendance
ask_before = Demandez conseil à un professionnel de santé avant de commencer à vous étirer
context = { $limit }° est exigeant : les moyennes publiées d’adultes en bonne santé vont de 61° à 87°. Les femmes atteignent environ 8° de plus que les hommes ; l’âge ne change rien.
