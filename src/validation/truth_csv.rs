//! `truth.csv`: what anybody with a goniometer can write down. One row a trial, in order; one a picture, with its raised leg.

use super::truth::{Case, CaseView, TruePicture, TrueTrial, Truth, TruthError, text_of};
use crate::motion::{EndedBy, Side, Thresholds};
use crate::source::is_picture;
use csv::{StringRecord, Trim};
use std::path::{Path, PathBuf};

/// Columns that must be there …
const REQUIRED: [&str; 3] = ["file", "side", "angle_deg"];
/// … and those that may.
const OPTIONAL: [&str; 4] = ["ended_by", "verdict", "onset_s", "yaw_deg"];

/// Names of what can end a trial, as in the measurement's document.
const ENDINGS: [(&str, EndedBy); 5] = [
    ("peak", EndedBy::Peak),
    ("knee_bend", EndedBy::KneeBend),
    ("opposite_leg_lift", EndedBy::OppositeLegLift),
    ("discomfort", EndedBy::Discomfort),
    ("end_of_recording", EndedBy::EndOfRecording),
];

pub(super) fn read(path: &Path, thresholds: &Thresholds) -> Result<Vec<Case>, TruthError> {
    parse(&text_of(path)?, path, thresholds)
}

/// One line with what its columns hold.
struct Row<'a> {
    path: &'a Path,
    line: u64,
    columns: &'a StringRecord,
    fields: &'a StringRecord,
}

impl Row<'_> {
    /// What stands in a column; `None` when it is empty or there is no such column.
    fn get(&self, column: &str) -> Option<&str> {
        let at = self.columns.iter().position(|c| c == column)?;
        self.fields.get(at).filter(|text| !text.is_empty())
    }

    fn error(&self, reason: String) -> TruthError {
        TruthError::Malformed { path: self.path.to_owned(), line: self.line, reason }
    }

    fn number(&self, column: &str) -> Result<Option<f64>, TruthError> {
        let parse = |text: &str| text.parse::<f64>().ok().filter(|value| value.is_finite());
        self.get(column)
            .map(|text| parse(text).ok_or_else(|| self.error(format!("{column} must be a number, not \"{text}\""))))
            .transpose()
    }

    fn one_of<T: Copy>(&self, column: &str, choices: &[(&str, T)]) -> Result<Option<T>, TruthError> {
        let Some(text) = self.get(column) else { return Ok(None) };
        let found = choices.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
        let names = || choices.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        match found {
            Some((_, value)) => Ok(Some(*value)),
            None => Err(self.error(format!("{column} must be one of {} or empty, not \"{text}\"", names()))),
        }
    }

    fn file(&self) -> Result<PathBuf, TruthError> {
        let name = self.get("file").ok_or_else(|| self.error("the name of the file is missing".to_owned()))?;
        let file = self.path.with_file_name(name);
        if file.is_file() {
            return Ok(file);
        }
        Err(self.error(format!("there is no file \"{name}\" beside the truth; check the spelling")))
    }
}

/// `path` is where the text comes from; the files that it names lie beside it.
fn parse(text: &str, path: &Path, thresholds: &Thresholds) -> Result<Vec<Case>, TruthError> {
    let mut reader =
        csv::ReaderBuilder::new().trim(Trim::All).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let malformed = |error: &csv::Error| TruthError::Malformed {
        path: path.to_owned(),
        line: error.position().map_or(1, csv::Position::line),
        reason: match error.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                format!("{len} columns instead of {expected_len}, as the first line has")
            }
            _ => error.to_string(),
        },
    };
    let columns = reader.headers().map_err(|e| malformed(&e))?.clone();
    check_columns(&columns, path)?;
    let mut cases: Vec<Case> = Vec::new();
    for fields in reader.records() {
        let fields = fields.map_err(|e| malformed(&e))?;
        let line = fields.position().map_or(0, csv::Position::line);
        add(&mut cases, &Row { path, line, columns: &columns, fields: &fields }, thresholds)?;
    }
    if cases.is_empty() {
        let reason = "no rows below the header; write one for each trial".to_owned();
        return Err(TruthError::Malformed { path: path.to_owned(), line: 1, reason });
    }
    Ok(cases)
}

fn check_columns(columns: &StringRecord, path: &Path) -> Result<(), TruthError> {
    let error = |reason: String| Err(TruthError::Malformed { path: path.to_owned(), line: 1, reason });
    let (required, optional) = (REQUIRED.join(","), OPTIONAL.join(", "));
    if let Some(missing) = REQUIRED.iter().find(|name| !columns.iter().any(|c| c == **name)) {
        return error(format!("no column \"{missing}\"; the first line must be {required}, and may add {optional}"));
    }
    let known = |name: &str| REQUIRED.contains(&name) || OPTIONAL.contains(&name);
    match columns.iter().find(|name| !known(name)) {
        Some(unknown) => error(format!("unknown column \"{unknown}\"; columns are {required}, and may be {optional}")),
        None => Ok(()),
    }
}

fn add(cases: &mut Vec<Case>, row: &Row<'_>, thresholds: &Thresholds) -> Result<(), TruthError> {
    let file = row.file()?;
    let side = row.one_of("side", &Side::BOTH.map(|side| (side.name(), side)))?;
    let angle_deg = row.number("angle_deg")?;
    let view = CaseView { yaw_deg: row.number("yaw_deg")?, ..CaseView::default() };
    if is_picture(&file) {
        if cases.iter().any(|case| case.path == file) {
            return Err(row.error("this picture has a row already; give the raised leg's".to_owned()));
        }
        let leg_deg = angle_deg.ok_or_else(|| row.error("angle_deg is missing".to_owned()))?;
        cases.push(Case { path: file, view, truth: Truth::Picture(TruePicture { side, leg_deg, other_deg: None }) });
        return Ok(());
    }
    let at = cases.iter().position(|case| case.path == file).unwrap_or_else(|| {
        cases.push(Case { path: file, view, truth: Truth::Clip(Vec::new()) });
        cases.len() - 1
    });
    if let (Truth::Clip(trials), Some(angle_deg)) = (&mut cases[at].truth, angle_deg) {
        trials.push(true_trial(row, side, angle_deg, thresholds)?);
    }
    Ok(())
}

/// Without a verdict in its row the angle gives it.
fn true_trial(
    row: &Row<'_>,
    side: Option<Side>,
    angle_deg: f64,
    thresholds: &Thresholds,
) -> Result<TrueTrial, TruthError> {
    let passed = row.one_of("verdict", &[("pass", true), ("tight", false)])?;
    Ok(TrueTrial {
        side,
        angle_deg,
        ended_by: row.one_of("ended_by", &ENDINGS)?,
        onset_s: row.number("onset_s")?,
        passed: passed.unwrap_or(angle_deg >= thresholds.pass_deg),
        frames: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The truth beside the files `a.mp4`, `b.mov` and `c.jpg`.
    fn parsed(text: &str) -> Result<Vec<Case>, TruthError> {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.mp4", "b.mov", "c.jpg"] {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        parse(text, &folder.path().join("truth.csv"), &Thresholds::default())
    }

    #[track_caller]
    fn refused(text: &str, at_line: u64, words: &[&str]) {
        let error = parsed(text).unwrap_err();
        assert!(matches!(error, TruthError::Malformed { line, .. } if line == at_line), "{error}");
        let message = error.to_string();
        assert!(message.ends_with("truth.csv"), "{message}");
        for word in words {
            assert!(message.contains(word), "{message}");
        }
    }

    #[test]
    fn rows_of_one_clip_are_its_trials_in_order() {
        let cases = parsed("file,side,angle_deg\na.mp4,left,58\nb.mov,,70.5\n a.mp4 , Right , 84 \n").unwrap();
        assert_eq!(cases.len(), 2);
        let Truth::Clip(trials) = &cases[0].truth else { panic!("a clip") };
        let angles: Vec<_> = trials.iter().map(|t| (t.side, t.angle_deg, t.passed, t.ended_by)).collect();
        assert_eq!(angles, [(Some(Side::Left), 58.0, false, None), (Some(Side::Right), 84.0, true, None)]);
        let Truth::Clip(trials) = &cases[1].truth else { panic!("a clip") };
        assert_eq!((trials[0].side, trials[0].angle_deg), (None, 70.5));
    }

    #[test]
    fn optional_columns_stand_anywhere_and_may_be_empty() {
        let text = "yaw_deg,onset_s,file,angle_deg,side,ended_by,verdict\n-20,5.1,a.mp4,66,right,knee_bend,tight\n,,b.mov,85,,,\n";
        let cases = parsed(text).unwrap();
        assert_eq!((cases[0].view.yaw_deg, cases[1].view.yaw_deg), (Some(-20.0), None));
        let Truth::Clip(trials) = &cases[0].truth else { panic!("a clip") };
        assert_eq!((trials[0].ended_by, trials[0].onset_s), (Some(EndedBy::KneeBend), Some(5.1)));
        assert!(!trials[0].passed);
    }

    #[test]
    fn a_picture_has_a_raised_leg_and_a_clip_without_an_angle_has_no_raise() {
        let cases = parsed("\u{feff}file,side,angle_deg\nc.jpg,left,44\na.mp4,,\n").unwrap();
        assert_eq!(
            cases[0].truth,
            Truth::Picture(TruePicture { side: Some(Side::Left), leg_deg: 44.0, other_deg: None })
        );
        assert_eq!(cases[1].truth, Truth::Clip(Vec::new()));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        refused("file,angle_deg\na.mp4,70\n", 1, &["\"side\"", "file,side,angle_deg"]);
        refused("file,side,angle_deg,mood\na.mp4,,70,good\n", 1, &["\"mood\"", "ended_by"]);
        refused("file,side,angle_deg\n", 1, &["no rows"]);
        refused("file,side,angle_deg\na.mp4,left,70\na.mp4,left,7o\n", 3, &["angle_deg", "\"7o\""]);
        refused("file,side,angle_deg\na.mp4,left,nan\n", 2, &["angle_deg"]);
        refused("file,side,angle_deg\na.mp4,up,70\n", 2, &["left, right or empty", "\"up\""]);
        refused("file,side,angle_deg,ended_by\na.mp4,,70,fun\n", 2, &["opposite_leg_lift", "\"fun\""]);
        refused("file,side,angle_deg\nd.mp4,left,70\n", 2, &["no file \"d.mp4\"", "spelling"]);
        refused("file,side,angle_deg\n,left,70\n", 2, &["name of the file"]);
        refused("file,side,angle_deg\na.mp4,left\n", 2, &["2 columns instead of 3"]);
        refused("file,side,angle_deg\nc.jpg,left,70\nc.jpg,right,0\n", 3, &["has a row already"]);
        refused("file,side,angle_deg\nc.jpg,left,\n", 2, &["angle_deg is missing"]);
    }
}
