### The language itself.

language_name = Français
# "yes" once somebody whose language it is has read every text and heard every line.
language_checked = no
# Before the tenths of a number.
decimal_mark = ,
language = Langue
    .system = Comme le système
    .unchecked = { $language } : textes et voix non vérifiés par un locuteur natif.
