//! The languages that people read and hear, and which of them is theirs. Each is a folder of Fluent files; `build.rs`
//! finds them.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cell::Cell;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Each language's code and its files, English first.
pub(super) const LANGUAGES: &[(&str, &[&str])] = include!(concat!(env!("OUT_DIR"), "/wordings.rs"));

/// The language of the whole program; English until one is chosen.
static CHOSEN: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// The language of what this thread does now, instead of the program's.
    static FOR_NOW: Cell<Option<Language>> = const { Cell::new(None) };
}

/// One of the languages that there are: its place among them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Language(usize);

impl Language {
    /// What programs read, and what is there before anything is chosen.
    pub const ENGLISH: Self = Self(0);

    pub fn all() -> impl Iterator<Item = Self> {
        (0..LANGUAGES.len()).map(Self)
    }

    /// Code of the language, such as "fr".
    pub fn code(self) -> &'static str {
        LANGUAGES[self.0].0
    }

    /// The first of the languages that the system's user understands, else English.
    pub fn of_system() -> Self {
        sys_locale::get_locales().find_map(|locale| Self::of_locale(&locale)).unwrap_or(Self::ENGLISH)
    }

    /// The language of a place such as "fr-CA"; `None` for one that there is not.
    fn of_locale(locale: &str) -> Option<Self> {
        let is = |code: &str| Self::all().find(|language| language.code().eq_ignore_ascii_case(code));
        is(locale).or_else(|| is(locale.split('-').next()?))
    }

    /// What people read and hear from now on, everywhere in the program.
    pub fn choose(self) {
        CHOSEN.store(self.0, Ordering::Relaxed);
    }

    /// What people read and hear now.
    pub fn current() -> Self {
        FOR_NOW.get().unwrap_or_else(|| Self(CHOSEN.load(Ordering::Relaxed)))
    }

    /// What `work` gives in this language, whatever was chosen.
    pub fn speaking<T>(self, work: impl FnOnce() -> T) -> T {
        struct Before(Option<Language>);
        impl Drop for Before {
            fn drop(&mut self) {
                FOR_NOW.set(self.0);
            }
        }
        let _before = Before(FOR_NOW.replace(Some(self)));
        work()
    }

    pub(super) fn place(self) -> usize {
        self.0
    }
}

/// What `work` gives in English, whatever was chosen: for what programs read.
pub fn in_english<T>(work: impl FnOnce() -> T) -> T {
    Language::ENGLISH.speaking(work)
}

impl fmt::Debug for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_goes_by_its_code_or_by_the_systems_place() {
        let french: Language = "fr".parse().unwrap();
        assert_eq!((french.code(), &*french.own_name()), ("fr", "Français"));
        assert_eq!("EN".parse(), Ok(Language::ENGLISH));
        for (locale, language) in [("fr", Some(french)), ("fr-CA", Some(french)), ("en-US", Some(Language::ENGLISH))] {
            assert_eq!(Language::of_locale(locale), language, "{locale}");
        }
        assert_eq!([Language::of_locale("xx-FR"), Language::of_locale("C"), Language::of_locale("")], [None; 3]);
        let error = "xx".parse::<Language>().unwrap_err();
        assert!(error.contains("en (English), fr (Français)"), "{error}");
    }

    #[test]
    fn what_is_done_in_a_language_leaves_the_next_thing_in_the_one_before() {
        let french: Language = "fr".parse().unwrap();
        let seen = french.speaking(|| (in_english(Language::current), Language::current()));
        assert_eq!(seen, (Language::ENGLISH, french));
        assert_eq!(Language::current(), Language::ENGLISH);
        let broken = std::panic::catch_unwind(|| french.speaking(|| panic!("on purpose")));
        assert!(broken.is_err() && Language::current() == Language::ENGLISH);
    }
}
