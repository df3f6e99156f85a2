### The language itself.

language_name = English
# "yes" once somebody whose language it is has read every text and heard every line.
language_checked = yes
# Before the tenths of a number.
decimal_mark = .
language = Language
    .system = As the system
    .unchecked = { $language }: texts and voice not checked by a native speaker.
