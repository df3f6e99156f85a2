//! What a file's name tells: person, side and date, by a pattern such as `{person}_{side}_{date}`.

use crate::motion::Side;
use regex::Regex;
use std::path::Path;

/// A pattern for file names without their extension.
#[derive(Clone, Debug)]
pub struct NamePattern(Regex);

/// What a name told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    pub person: Option<String>,
    pub side: Option<Side>,
    /// ISO 8601.
    pub date: Option<String>,
}

/// What stands for a part of a name, and what it matches.
const PARTS: [(&str, &str); 4] = [
    ("{person}", "(?P<person>.+?)"),
    ("{side}", "(?P<side>(?i-u:left|right|l|r))"),
    ("{date}", "(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8})"),
    ("{*}", ".*?"),
];

impl std::str::FromStr for NamePattern {
    type Err = String;

    fn from_str(pattern: &str) -> Result<Self, String> {
        let mut regex = regex::escape(pattern);
        for (part, matches) in PARTS {
            regex = regex.replacen(&regex::escape(part), matches, if part == "{*}" { usize::MAX } else { 1 });
        }
        if regex.contains("\\{") || !regex.contains("(?P<") {
            return Err("use {person}, {side} and {date}, each once at most, and {*} for anything else".to_owned());
        }
        Regex::new(&format!("^{regex}$")).map(Self).map_err(|error| error.to_string())
    }
}

impl NamePattern {
    /// Whether names of this form tell a person.
    pub fn has_person(&self) -> bool {
        self.0.capture_names().flatten().any(|part| part == "person")
    }

    /// `None` when the name is not of this form.
    pub fn read(&self, path: &Path) -> Option<Named> {
        let stem = path.file_stem()?.to_string_lossy().into_owned();
        let found = self.0.captures(&stem)?;
        let part = |name: &str| found.name(name).map(|part| part.as_str());
        let date = match part("date") {
            Some(text) => Some(date(text)?),
            None => None,
        };
        let side = part("side").map(|text| if text.to_lowercase().starts_with('l') { Side::Left } else { Side::Right });
        Some(Named { person: part("person").map(str::to_owned), side, date })
    }
}

/// A day that is in the calendar, as ISO 8601.
pub fn date(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    let day = jiff::civil::Date::strptime("%Y%m%d", digits).ok()?;
    Some(day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, file: &str, expect: Option<(Option<&str>, Option<Side>, Option<&str>)>) {
        let pattern: NamePattern = pattern.parse().unwrap();
        let expect = expect.map(|(person, side, date)| Named {
            person: person.map(str::to_owned),
            side,
            date: date.map(str::to_owned),
        });
        assert_eq!(pattern.read(Path::new(file)), expect, "{file}");
    }

    #[test]
    fn a_name_tells_person_side_and_date() {
        let full = "{person}_{side}_{date}";
        check(full, "clinic/P012_left_2026-05-03.mp4", Some((Some("P012"), Some(Side::Left), Some("2026-05-03"))));
        check(full, "A_B_R_20260503.mov", Some((Some("A_B"), Some(Side::Right), Some("2026-05-03"))));
        check("{date} {person}.{*}", "2026-05-03 Ana.take2.mp4", Some((Some("Ana"), None, Some("2026-05-03"))));
        check("{person} ({*})", "Müller (2).mp4", Some((Some("Müller"), None, None)));
        check(full, "holiday.mp4", None);
        check(full, "P012_left_2026-02-31.mp4", None);
    }

    #[test]
    fn a_pattern_without_a_meaning_is_refused() {
        for pattern in ["", "clip", "{name}_{side}", "{person}_{person}"] {
            assert!(pattern.parse::<NamePattern>().is_err(), "{pattern}");
        }
    }
}
