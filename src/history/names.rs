//! People's names, in any script, normalised so that one person is not stored twice because two keyboards encode a
//! letter differently.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;

/// A longer name is refused, characters: it was pasted by mistake.
const LONGEST_NAME: usize = 200;

/// Characters that are not seen, or change the direction of text: Unicode's Default_Ignorable_Code_Point, and the blank
/// of braille.
const INVISIBLE: [RangeInclusive<char>; 19] = [
    '\u{ad}'..='\u{ad}',
    '\u{34f}'..='\u{34f}',
    '\u{61c}'..='\u{61c}',
    '\u{115f}'..='\u{1160}',
    '\u{17b4}'..='\u{17b5}',
    '\u{180b}'..='\u{180f}',
    '\u{200b}'..='\u{200f}',
    '\u{202a}'..='\u{202e}',
    '\u{2060}'..='\u{206f}',
    '\u{2800}'..='\u{2800}',
    '\u{3164}'..='\u{3164}',
    '\u{fe00}'..='\u{fe0f}',
    '\u{feff}'..='\u{feff}',
    '\u{ffa0}'..='\u{ffa0}',
    '\u{fff0}'..='\u{fffb}',
    '\u{1bca0}'..='\u{1bca3}',
    '\u{1d173}'..='\u{1d17a}',
    '\u{e0000}'..='\u{e00ff}',
    '\u{e0100}'..='\u{e0fff}',
];

/// Scripts in which a joiner may change a word: Arabic, those of India, and their neighbours.
const JOINED: RangeInclusive<char> = '\u{600}'..='\u{1aff}';

/// A person's name in the record: never empty, on one line, without invisible characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonName(String);

impl FromStr for PersonName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.chars().any(char::is_control) {
            return Err("a name is on one line, without control characters".to_owned());
        }
        if text.contains(char::REPLACEMENT_CHARACTER) {
            return Err("a letter of the name can't be read; write it anew".to_owned());
        }
        let name = tidy(text);
        if let Some(unseen) = text.chars().find(|c| is_invisible(*c) && !name.contains(*c)) {
            let code = u32::from(unseen);
            return Err(format!("an invisible character (U+{code:04X}) is in the name; write it without"));
        }
        match name.chars().count() {
            0 => Err("give a name or a code".to_owned()),
            1..=LONGEST_NAME => Ok(Self(name)),
            _ => Err(format!("a name has at most {LONGEST_NAME} characters")),
        }
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for PersonName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// The name as stored: composed letters, single spaces, and invisible characters only where a script needs them.
pub(super) fn tidy(name: &str) -> String {
    let mut tidy = String::new();
    for c in name.nfc() {
        if !is_invisible(c) || tidy.chars().next_back().is_some_and(|before| belongs(before, c)) {
            tidy.push(c);
        }
    }
    // compose again: two letters may have been separated by what was removed
    tidy.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect()
}

/// Equal for names of the same person, in the record and in every search: the visible characters in lower case.
pub fn key(name: &str) -> String {
    let seen: String = name.nfc().filter(|c| !is_invisible(*c)).collect();
    tidy(&seen).to_lowercase().nfc().collect()
}

fn is_invisible(c: char) -> bool {
    INVISIBLE.iter().any(|range| range.contains(&c))
}

/// Whether an invisible character belongs there: a joiner in words of some scripts, a variation selector behind its
/// base.
fn belongs(before: char, c: char) -> bool {
    match c {
        '\u{200c}' | '\u{200d}' => JOINED.contains(&before),
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{180b}'..='\u{180d}' | '\u{180f}' => {
            !before.is_whitespace() && !is_invisible(before)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(one: &str, other: &str) {
        assert_eq!(key(one), key(other), "{one:?} {other:?}");
    }

    #[test]
    fn one_name_is_one_name_however_it_is_written() {
        same("Müller", "Mu\u{308}ller");
        same("MÜLLER", "mu\u{308}ller");
        same("Ana Ito", "  ana\u{a0}  ITO ");
        same("Nguyễn", "Nguye\u{302}\u{303}n");
        same("한국", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}");
        same("Ana", "A\u{200b}na");
        same("می\u{200c}نا", "مینا");
        same("I\u{307}lker", "İlker");
        assert_ne!(key("Ana"), key("Anna"));
        assert_eq!("Mu\u{308}ller  K.".parse::<PersonName>().unwrap().to_string(), "Müller K.");
    }

    #[test]
    fn names_of_any_script_are_names() {
        for name in [
            "P012",
            "O'Neill-Żak",
            "می\u{200c}نا",
            "രാജന്\u{200d}",
            "葛\u{e0100}城",
            "นภา",
            "#7",
            "Ana / \"A\"",
            "🙂",
            "م. א",
        ] {
            let parsed = name.parse::<PersonName>().unwrap_or_else(|why| panic!("{name:?}: {why}"));
            assert_eq!(parsed.as_ref(), name.nfc().collect::<String>());
        }
    }

    #[test]
    fn a_name_that_can_not_be_seen_is_refused_with_a_sentence() {
        for (name, why) in [
            ("", "give a name"),
            (" \u{a0}\u{2003}\u{3000}", "give a name"),
            ("\u{200b}", "U+200B"),
            ("\u{2800}", "U+2800"),
            ("\u{3164}", "U+3164"),
            ("Ana\u{200b}", "U+200B"),
            ("a\u{202e}anA", "U+202E"),
            ("\u{2066}Ana\u{2069}", "U+2066"),
            ("Ana\u{ad}bel", "U+00AD"),
            ("A\u{200d}na", "U+200D"),
            ("\u{feff}Ana", "U+FEFF"),
            ("\u{fe0f}", "U+FE0F"),
            ("Ana\u{e0041}", "U+E0041"),
            ("a\u{1b}b", "control"),
            ("a\nb", "one line"),
            ("a\u{85}b", "control"),
            ("Jos\u{fffd}", "can't be read"),
        ] {
            let told = name.parse::<PersonName>().expect_err(name);
            assert!(told.contains(why), "{name:?}: {told}");
        }
        assert!("x".repeat(201).parse::<PersonName>().is_err());
        assert!("x".repeat(200).parse::<PersonName>().is_ok());
    }
}
