//! `expectations.json`: what must come of a recording that nobody has measured otherwise, above all of one that holds
//! no valid test.

use super::expectation::{Expectation, Saying};
use super::truth::{Case, CaseView, LEGS_DEG, Truth, TruthError, existing, text_of};
use crate::motion::{EndedBy, Grade, Side, VerdictKind};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Deserialize)]
struct FileDocument {
    expect: ExpectDocument,
}

/// `expect` as it stands in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectDocument {
    trials: Option<usize>,
    side: Option<Side>,
    angle_deg: Option<Interval>,
    // named, so that it must be there: nothing expected of the verdict is no expectation
    #[serde(deserialize_with = "Option::deserialize")]
    verdict: Option<VerdictDocument>,
    grade: Option<Grade>,
    ended_by: Option<EndedBy>,
    #[serde(default)]
    say: Vec<Saying>,
    side_uncertain: Option<bool>,
    /// A note for people.
    #[serde(rename = "identity")]
    _identity: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum VerdictDocument {
    Pass,
    Tight,
}

#[derive(Deserialize)]
#[serde(try_from = "[f64; 2]")]
struct Interval([f64; 2]);

impl TryFrom<[f64; 2]> for Interval {
    type Error = String;

    fn try_from([low, high]: [f64; 2]) -> Result<Self, String> {
        if low <= high && [low, high].iter().all(|angle| LEGS_DEG.contains(angle)) {
            return Ok(Self([low, high]));
        }
        let (least, most) = (LEGS_DEG.start(), LEGS_DEG.end());
        Err(format!("angle_deg must be [lowest, highest], from {least} to {most}, not [{low}, {high}]"))
    }
}

impl From<ExpectDocument> for Expectation {
    fn from(record: ExpectDocument) -> Self {
        let verdict = record.verdict.map(|verdict| match verdict {
            VerdictDocument::Pass => VerdictKind::Pass,
            VerdictDocument::Tight => VerdictKind::Tight,
        });
        Self {
            trials: record.trials,
            side: record.side,
            angle_deg: record.angle_deg.map(|Interval(angles)| angles),
            verdict,
            grade: record.grade,
            ended_by: record.ended_by,
            say: record.say,
            side_uncertain: record.side_uncertain,
        }
    }
}

pub(super) fn read(path: &Path) -> Result<Vec<Case>, TruthError> {
    existing(parse(&text_of(path)?, path)?, path)
}

/// `path` is where the text comes from; the files that it names lie beside it.
fn parse(text: &str, path: &Path) -> Result<Vec<Case>, TruthError> {
    let files: BTreeMap<String, FileDocument> =
        serde_json::from_str(text).map_err(|error| advised(TruthError::of_json(path, &error)))?;
    let case = |(name, record): (String, FileDocument)| Case {
        path: path.with_file_name(name),
        view: CaseView::default(),
        truths: vec![Truth::Expected(record.expect.into())],
    };
    Ok(files.into_iter().map(case).collect())
}

/// What to do where the reader of JSON only says what is wrong.
fn advised(error: TruthError) -> TruthError {
    match error {
        TruthError::Malformed { path, line, reason } if reason.starts_with("missing field") => {
            let form = r#"{"NAME.mp4": {"expect": {"verdict": null}}}, or "pass" or "tight" for null"#;
            TruthError::Malformed { path, line, reason: format!("{reason}; the form is {form}") }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validation::Word;

    fn parsed(text: &str) -> Result<Vec<Case>, TruthError> {
        parse(text, Path::new("clips/expectations.json"))
    }

    /// The expectation of a file that has this in its `expect`.
    fn expectation(expect: &str) -> Expectation {
        let cases = parsed(&format!(r#"{{"a.mp4": {{"shows": "a raise", "expect": {{{expect}}}}}}}"#)).unwrap();
        assert_eq!(cases[0].path, Path::new("clips/a.mp4"));
        let [Truth::Expected(expectation)] = &cases[0].truths[..] else { panic!("an expectation") };
        expectation.clone()
    }

    #[track_caller]
    fn refused(expect: &str, words: &[&str]) {
        let error = parsed(&format!("{{\"a.mp4\": {{\"expect\":\n{{{expect}}}}}}}")).unwrap_err();
        assert!(matches!(error, TruthError::Malformed { line: 2, .. }), "{error}");
        let message = error.to_string();
        assert!(message.ends_with("expectations.json"), "{message}");
        for word in words {
            assert!(message.contains(word), "{message}");
        }
    }

    #[test]
    fn nothing_but_no_verdict_may_be_expected() {
        assert_eq!(expectation(r#""verdict": null"#), Expectation::default());
    }

    #[test]
    fn everything_may_be_expected() {
        let expectation = expectation(
            r#""trials": 1, "side": "left", "angle_deg": [27, 38], "verdict": "tight", "grade": "clear",
            "ended_by": "opposite_leg_lift", "say": ["no_rest or other knee bent", "knee"], "side_uncertain": true,
            "identity": "hard""#,
        );
        assert_eq!((expectation.trials, expectation.side), (Some(1), Some(Side::Left)));
        assert_eq!((expectation.angle_deg, expectation.verdict), (Some([27.0, 38.0]), Some(VerdictKind::Tight)));
        assert_eq!((expectation.grade, expectation.ended_by), (Some(Grade::Clear), Some(EndedBy::OppositeLegLift)));
        let words: Vec<_> = expectation.say.iter().map(|saying| saying.words.clone()).collect();
        assert_eq!(words, [vec![Word::NoRest, Word::OtherKnee], vec![Word::Knee]]);
        assert_eq!(expectation.side_uncertain, Some(true));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        refused(r#""verdict": null, "say": ["knee or hip"]"#, &["\"hip\"", "other_leg, knee, no_rest, not side-on"]);
        refused(r#""verdict": "unclear""#, &["unclear", "pass", "tight"]);
        refused(r#""verdict": null, "mood": "good""#, &["mood", "side_uncertain"]);
        refused(r#""verdict": null, "side": "up""#, &["up", "left"]);
        refused(r#""verdict": null, "angle_deg": [40, 30]"#, &["[lowest, highest]", "[40, 30]"]);
        refused(r#""trials": 1"#, &["verdict", "null", "\"pass\""]);
    }

    #[test]
    fn part_of_a_collection_is_a_collection_and_none_of_it_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("expectations.json");
        let text = r#"{"a.mp4": {"expect": {"verdict": null}}, "b.mp4": {"expect": {"verdict": "pass"}}}"#;
        std::fs::write(&path, text).unwrap();
        assert!(matches!(read(&path), Err(TruthError::FilesMissing(_))));
        std::fs::write(folder.path().join("b.mp4"), "").unwrap();
        assert_eq!(read(&path).unwrap().len(), 1);
    }
}
