//! What a language says of itself: how it is called, and whether somebody who speaks it has read it.

use super::bundle::said_by;
use super::language::Language;
use std::borrow::Cow;
use std::str::FromStr;

impl Language {
    /// Name of the language as it calls itself, such as "Français".
    pub fn own_name(self) -> Cow<'static, str> {
        said_by(self, "language_name").unwrap_or(Cow::Borrowed(self.code()))
    }

    /// Whether somebody whose language it is has read every text and heard every line.
    pub fn is_checked(self) -> bool {
        said_by(self, "language_checked").is_some_and(|checked| checked == "yes")
    }
}

/// By its code; the error lists the languages that there are.
impl FromStr for Language {
    type Err = String;

    fn from_str(code: &str) -> Result<Self, String> {
        let known = || Self::all().map(|language| format!("{} ({})", language.code(), language.own_name()));
        Self::all()
            .find(|language| language.code().eq_ignore_ascii_case(code))
            .ok_or_else(|| format!("there is no such language; give one of {}", known().collect::<Vec<_>>().join(", ")))
    }
}
