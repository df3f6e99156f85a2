//! From the text of a file to an exercise, or to what is wrong with it, and in which line.

use crate::files;
use crate::motion::{BadExercise, Exercise};
use regex::Regex;
use std::fmt::{self, Display};
use std::path::{Path, PathBuf};

/// No exercise is longer; what is belongs to something else.
const MOST_BYTES: u64 = 256 << 10;

/// Why a file holds no exercise.
#[derive(Clone, Debug, PartialEq)]
pub struct ExerciseError {
    pub path: PathBuf,
    /// Number of the line, from 1, where it is in one.
    pub line: Option<usize>,
    /// What is wrong, and what to do.
    pub reason: String,
}

impl Display for ExerciseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.line.map(|line| format!("line {line}: ")).unwrap_or_default();
        write!(f, "{line}{}: {}", self.reason, self.path.display())
    }
}

impl std::error::Error for ExerciseError {}

/// The exercise in a file.
///
/// # Errors
/// The file can't be read, is no TOML, has a field that is not known, or makes no sense.
pub fn read(path: &Path) -> Result<Exercise, ExerciseError> {
    let unreadable = |error: std::io::Error| ExerciseError {
        path: path.to_owned(),
        line: None,
        reason: format!("can't read it ({})", files::reason(&error)),
    };
    let text = files::read_text(path, MOST_BYTES).map_err(unreadable)?;
    parse(&text).map_err(|(line, reason)| ExerciseError { path: path.to_owned(), line, reason })
}

/// The exercise in a text; else in which line what is wrong.
pub(crate) fn parse(text: &str) -> Result<Exercise, (Option<usize>, String)> {
    let exercise: Exercise = toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| line_of(text, span.start));
        (line, error.message().replace('\n', " "))
    })?;
    exercise.check().map_err(|bad| (line_of_bad(text, &bad), in_words(&bad)))?;
    Ok(exercise)
}

fn line_of(text: &str, place: usize) -> usize {
    1 + text.bytes().take(place).filter(|byte| *byte == b'\n').count()
}

/// Where the value stands that makes no sense: the line that gives its field that value.
fn line_of_bad(text: &str, bad: &BadExercise) -> Option<usize> {
    let gives = |line: &str, field: &str| line.split(['{', ',']).any(|part| part.trim_start().starts_with(field));
    let find = |field: &str| text.lines().position(|line| gives(line, field)).map(|line| line + 1);
    match bad {
        BadExercise::Beyond { what, value, .. } => {
            let number = Regex::new(&format!(r"(?-u)\b{}\s*=\s*([-+\w.]+)", regex::escape(what))).ok()?;
            let is_it = |line: &str| {
                let given = number.captures_iter(line).map(|found| found[1].replace('_', "").parse::<f64>());
                given.flatten().any(|given| given == *value || given.is_nan() && value.is_nan())
            };
            text.lines().position(is_it).map(|line| line + 1).or_else(|| find("from_pose")).or_else(|| find("to_pose"))
        }
        BadExercise::Name(_) => find("name"),
        BadExercise::Title => find("title"),
        BadExercise::TooMany { what, .. } => find(&format!("[[{what}]]")),
        BadExercise::NoPosition | BadExercise::Unwatched => find("watch"),
        BadExercise::NoStart | BadExercise::Untimed => find("dose").or_else(|| find("reps")),
        BadExercise::Reversed => find("from_deg"),
        BadExercise::NoLimit => find("measure"),
    }
}

fn in_words(bad: &BadExercise) -> String {
    match bad {
        BadExercise::Name(name) => {
            format!("the name {name:?} has other letters than a-z, digits and underscores, or more than 60 of them")
        }
        BadExercise::Title => "the title has more than 80 letters, or letters that are not shown".to_owned(),
        BadExercise::Beyond { what, value, range } => {
            format!("{what} is {value}; give {} to {}", range.start(), range.end())
        }
        BadExercise::TooMany { what, most } => format!("there are more than {most} of {what}; leave some out"),
        BadExercise::NoPosition => {
            "the camera watches, but nothing says for what; give [[position]], or watch = \"none\"".to_owned()
        }
        BadExercise::Unwatched => {
            "nothing is watched, so nothing can be judged; leave out position, start, fault and bounce".to_owned()
        }
        BadExercise::Untimed => "nothing is watched, so only time can be told; give hold_s in dose".to_owned(),
        BadExercise::NoStart => "it is repeated, but nothing says where a repetition begins; give [[start]]".to_owned(),
        BadExercise::NoLimit => "a condition has no limit; give from_deg, to_deg or both".to_owned(),
        BadExercise::Reversed => "from_deg is above to_deg; give the smaller one as from_deg".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = r#"name = "heel_slide"
posture = "supine"
legs = "each"
watch = "full"
dose = { sets = 2, reps = 10 }

[[position]]
measure = "knee_flexion"
from_deg = 90

[[start]]
measure = "knee_flexion"
to_deg = 20
"#;

    #[test]
    fn a_file_is_an_exercise() {
        let exercise = parse(PLAIN).expect("an exercise");
        assert_eq!((exercise.dose.sets, exercise.dose.reps, exercise.position[0].slack_deg), (2, 10, 5.0));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let wrong = |from: &str, to: &str| {
            assert!(PLAIN.contains(from));
            parse(&PLAIN.replace(from, to)).expect_err(to)
        };
        for (from, to, line, words) in [
            ("reps = 10", "reps = 1000000000", 5, "reps is 1000000000; give 1 to 200"),
            ("reps = 10", "hold_s = nan", 5, "hold_s is NaN"),
            ("from_deg = 90", "from_deg = inf", 9, "from_deg is inf"),
            ("from_deg = 90", "", 8, "no limit"),
            ("from_deg = 90", "from_deg = 90\nspeed = 3", 10, "unknown field `speed`"),
            ("\"supine\"", "\"hanging\"", 2, "unknown variant `hanging`"),
            ("sets = 2", "sets = -2", 5, "invalid value"),
            ("watch = \"full\"", "watch = \"none\"", 4, "nothing is watched"),
            ("heel_slide", "Heel slide", 1, "the name"),
            ("to_deg = 20", "to_deg = ", 13, ""),
        ] {
            let (at, reason) = wrong(from, to);
            assert_eq!(at, Some(line), "{to}: {reason}");
            assert!(reason.contains(words), "{to}: {reason}");
        }
    }

    #[test]
    fn a_hostile_file_is_refused() {
        let deep = format!("name = {}1{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(parse(&deep).is_err());
        let many = format!("{PLAIN}{}", "[[position]]\nmeasure = \"knee_flexion\"\nto_deg = 3\n".repeat(3_000));
        assert!(parse(&many).expect_err("too many").1.contains("more than 20"));
        let folder = tempfile::tempdir().expect("a folder");
        let huge = folder.path().join("huge.toml");
        std::fs::write(&huge, vec![b'#'; 1 << 20]).expect("written");
        assert!(read(&huge).expect_err("too large").to_string().contains("huge.toml"));
    }
}
