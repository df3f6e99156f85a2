//! CSV, one row a trial. Each line of text is one row: line breaks inside cells become spaces, so that files can be
//! joined, counted and cut by line.

use super::cell::{self, Cell, Decimal, joined, number, text};
use crate::document::{CameraDocument, TrialDocument};
use crate::estimator::ModelInfo;
use crate::history::Correction;
use crate::motion::{EndedBy, Grade, Method, Sensation, Side, VerdictKind};
use crate::words;
use serde::Serialize;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// A row: a trial, or an input without one.
#[derive(Clone, Copy, Debug)]
pub struct TrialLine<'a> {
    pub person: Option<&'a str>,
    pub date: Option<&'a str>,
    pub source: &'a Path,
    pub model: &'a ModelInfo,
    /// Number of the source's trials; 0 when there is none.
    pub trials: usize,
    /// The trial and its number in the source, from 1.
    pub trial: Option<(usize, &'a TrialDocument)>,
    pub correction: Option<&'a Correction>,
    /// How the leg was raised; `None` where nobody was asked.
    pub method: Option<Method>,
    /// What the user should know of the source.
    pub problem: &'a str,
}

/// A column: its name, what it means, and what is in it.
pub struct Column {
    pub name: &'static str,
    pub meaning: &'static str,
    of: fn(&TrialLine<'_>) -> Cell,
}

const fn column(name: &'static str, meaning: &'static str, of: fn(&TrialLine<'_>) -> Cell) -> Column {
    Column { name, meaning, of }
}

/// Number of the columns that every table has; the others came later.
pub const FIRST_COLUMNS: usize = 30;

/// The columns in their order. Further ones are added at the end, none is renamed.
pub const COLUMNS: [Column; 34] = [
    column("person", "name or code, where it is known", |l| text(l.person)),
    column("date", "of the test, ISO 8601", |l| text(l.date)),
    column("source", "the recording, or the camera", |l| text(Some(&source_cell(l.source)))),
    column("trials", "how many trials the source has", |l| Cell::Number(l.trials as f64)),
    column("trial", "number of this one, from 1; empty when there is none", |l| number(l.trial.map(|t| t.0 as f64))),
    column("side", "left or right", |l| name(l, |t| t.side)),
    column("angle_deg", "the result: as corrected by hand, else as measured", |l| {
        number(l.correction.map(|c| c.angle_deg).or(l.trial.map(|(_, t)| t.angle_deg)))
    }),
    column("uncertainty_deg", "±, half of the 95 % interval", |l| value(l, |t| Some(t.uncertainty_deg))),
    column("verdict", "pass, tight or unclear", |l| match l.correction {
        Some(correction) => named(&correction.verdict),
        None => name(l, |t| t.verdict),
    }),
    column("grade", "how tight: none, slight, moderate or clear", |l| match l.correction {
        Some(correction) => named(&correction.grade),
        None => name(l, |t| t.grade),
    }),
    column("borderline", "yes when the pass limit lies within the ±", |l| {
        let corrected = l.correction.map(|c| c.borderline);
        let borderline = corrected.or(l.trial.map(|(_, t)| t.borderline));
        text(borderline.map(|yes| if yes { "yes" } else { "no" }))
    }),
    column("ended_by", "peak, knee_bend, opposite_leg_lift, discomfort or end_of_recording", |l| {
        name(l, |t| t.ended_by)
    }),
    column("measured_deg", "the angle as measured, also when it was corrected", |l| value(l, |t| Some(t.angle_deg))),
    column("corrected_by", "who put the points right", |l| text(l.correction.map(|c| c.made_by.as_str()))),
    column("corrected_at", "when, RFC 3339", |l| text(l.correction.map(|c| c.made_at.as_str()))),
    column("max_angle_deg", "highest angle of the whole raise; empty where it was corrected", |l| {
        as_measured(l, |t| Some(t.max_angle_deg))
    }),
    column("knee_flexion_deg", "at the result, beyond straight or beyond rest", |l| {
        value(l, |t| Some(t.knee_flexion_deg))
    }),
    column("opposite_leg_deg", "the other leg's lift; empty when it was not seen", |l| {
        value(l, |t| t.opposite_leg_deg)
    }),
    column("rest_deg", "the result against the leg at rest; empty where it was corrected", |l| {
        as_measured(l, |t| t.references.rest_deg)
    }),
    column("floor_deg", "the result against the picture's horizontal; empty where it was corrected", |l| {
        as_measured(l, |t| Some(t.references.floor_deg))
    }),
    column("trunk_deg", "the result against the trunk; empty where it was corrected", |l| {
        as_measured(l, |t| Some(t.references.trunk_deg))
    }),
    column("start_s", "of the raise, seconds since the source's start", |l| value(l, |t| Some(t.start_s))),
    column("peak_s", "of the result", |l| value(l, |t| Some(t.peak_s))),
    column("end_s", "of the raise", |l| value(l, |t| Some(t.end_s))),
    column("camera_yaw_deg", "camera off side-on", |l| camera(l, |c| c.yaw_deg)),
    column("camera_pitch_deg", "camera looking down", |l| camera(l, |c| c.pitch_deg)),
    column("camera_roll_deg", "camera turned clockwise", |l| camera(l, |c| c.roll_deg)),
    column("notes", "what limits the trust in the trial", |l| {
        let told = |t: &TrialDocument| t.reasons.iter().map(|r| words::reason(*r)).collect::<Vec<_>>().join("; ");
        let reasons = l.trial.map(|(_, t)| words::in_english(|| told(t)));
        text(reasons.as_deref())
    }),
    column("problem", "what is to be said of the source, such as why nothing was measured", |l| text(Some(l.problem))),
    column("model", "pose model, and the first characters of its SHA-256", |l| {
        let sha256: String = l.model.sha256.chars().take(12).collect();
        text(Some(format!("{} {sha256}", l.model.name).trim_end()))
    }),
    column("ankle_deg", "of the raised leg: 90 square, less with the foot drawn in; empty when it was not seen", |l| {
        value(l, |t| t.ankle_deg)
    }),
    column("trunk_tilt_deg", "of the trunk against the flat legs, positive with the hips up", |l| {
        value(l, |t| t.trunk_tilt_deg)
    }),
    column(
        "sensation",
        "what the person felt that ended the raise: pull or radiating; empty when nobody said so",
        |l| text(l.trial.and_then(|(_, t)| t.sensation).map(Sensation::name)),
    ),
    column("method", "how the leg was raised: strap, active or helper; empty when nobody was asked", |l| {
        text(l.method.map(Method::name))
    }),
];

/// The first line of a file, with its line break.
pub fn header(decimal: Decimal) -> String {
    cell::header(COLUMNS.iter().map(|column| column.name), decimal)
}

/// A row, with its line break.
pub fn line(line: &TrialLine<'_>, decimal: Decimal) -> String {
    joined(cells(line, decimal).into_iter(), decimal)
}

/// A row's cells, in the order of [`COLUMNS`].
pub fn cells(line: &TrialLine<'_>, decimal: Decimal) -> Vec<String> {
    COLUMNS.iter().map(|column| (column.of)(line).written(decimal)).collect()
}

/// A path, different for different paths and convertible back: characters that a cell can't hold are escaped, such as
/// `\x0A`.
fn source_cell(path: &Path) -> String {
    let mut cell = String::new();
    let bytes = path.as_os_str().as_encoded_bytes();
    let escape = |cell: &mut String, bytes: &[u8]| bytes.iter().for_each(|byte| *cell += &format!("\\x{byte:02X}"));
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid();
        for (at, c) in valid.char_indices() {
            if c.is_control() || escaped(&valid[at..]).is_some() {
                escape(&mut cell, c.encode_utf8(&mut [0; 4]).as_bytes());
            } else {
                cell.push(c);
            }
        }
        escape(&mut cell, chunk.invalid());
    }
    // readers remove a leading apostrophe, which protects a formula
    if cell.starts_with('\'') { format!("'{cell}") } else { cell }
}

/// The byte that a text begins with, when it begins with one that is written as such.
fn escaped(text: &str) -> Option<u8> {
    let digits = text.strip_prefix("\\x")?.get(..2)?;
    u8::from_str_radix(digits, 16).ok().filter(|_| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

/// The path that a cell of the column `source` tells.
pub fn path_of_cell(cell: &str) -> PathBuf {
    let mut rest = cell.strip_prefix('\'').unwrap_or(cell);
    let mut bytes = Vec::new();
    while let Some(c) = rest.chars().next() {
        if let Some(byte) = escaped(rest) {
            bytes.push(byte);
            rest = &rest[4..];
        } else {
            let (first, others) = rest.split_at(c.len_utf8());
            bytes.extend(first.as_bytes());
            rest = others;
        }
    }
    path_of_bytes(bytes)
}

#[cfg(unix)]
fn path_of_bytes(bytes: Vec<u8>) -> PathBuf {
    <OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn path_of_bytes(bytes: Vec<u8>) -> PathBuf {
    OsString::from(String::from_utf8_lossy(&bytes).into_owned()).into()
}

fn value(line: &TrialLine<'_>, of: fn(&TrialDocument) -> Option<f64>) -> Cell {
    number(line.trial.and_then(|(_, trial)| of(trial)))
}

/// A cell that is true only of the measured angle: empty for a corrected one.
fn as_measured(line: &TrialLine<'_>, of: fn(&TrialDocument) -> Option<f64>) -> Cell {
    if line.correction.is_some() { Cell::Empty } else { value(line, of) }
}

fn camera(line: &TrialLine<'_>, of: fn(&CameraDocument) -> f64) -> Cell {
    number(line.trial.and_then(|(_, trial)| trial.camera.as_ref()).map(of))
}

fn name<T: Named>(line: &TrialLine<'_>, of: fn(&TrialDocument) -> T) -> Cell {
    line.trial.map_or(Cell::Empty, |(_, trial)| named(&of(trial)))
}

/// What has a name in the documents.
trait Named: Serialize {}
impl Named for Side {}
impl Named for VerdictKind {}
impl Named for Grade {}
impl Named for EndedBy {}

fn named(value: &impl Named) -> Cell {
    let name = serde_json::to_value(value).ok();
    text(name.as_ref().and_then(serde_json::Value::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::ReferencesDocument;
    use crate::export::cell::harmless;

    pub fn trial() -> TrialDocument {
        TrialDocument {
            side: Side::Left,
            start_s: 2.5,
            peak_s: 6.7,
            end_s: 9.0,
            angle_deg: 78.25,
            uncertainty_deg: 3.1,
            shared_uncertainty_deg: None,
            sensation: None,
            ankle_deg: None,
            trunk_tilt_deg: None,
            max_angle_deg: 79.0,
            ended_by: EndedBy::KneeBend,
            violations: Vec::new(),
            references: ReferencesDocument { rest_deg: None, floor_deg: 77.0, trunk_deg: -0.5 },
            knee_flexion_deg: 1.5,
            opposite_leg_deg: None,
            verdict: VerdictKind::Tight,
            grade: Grade::Slight,
            borderline: true,
            reasons: Vec::new(),
            camera: None,
        }
    }

    #[test]
    fn every_column_is_told() {
        let told = include_str!("table.md");
        for Column { name, meaning, .. } in &COLUMNS {
            assert!(told.contains(&format!("| `{name}` | {meaning} |")), "{name}");
        }
    }

    fn read(text: &str, delimiter: u8) -> Vec<(String, String)> {
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
        let header = reader.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 1, "one line, one row: {text}");
        header.iter().zip(rows[0].iter()).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    }

    fn cell<'a>(row: &'a [(String, String)], name: &str) -> &'a str {
        &row.iter().find(|(column, _)| column == name).expect("a column").1
    }

    #[test]
    fn a_row_comes_back_as_it_was_with_either_decimal() {
        let (record, model) = (trial(), ModelInfo { name: "heavy".into(), sha256: "d3c09ea204a0ff".into() });
        let line_of = TrialLine {
            person: Some("Zoë \"Z\"; Müller,\nJr"),
            date: Some("2026-05-03"),
            source: Path::new("=clip.mp4"),
            model: &model,
            trials: 1,
            trial: Some((1, &record)),
            correction: None,
            method: Some(Method::Strap),
            problem: "",
        };
        for (decimal, delimiter, angle) in [(Decimal::Point, b',', "78.25"), (Decimal::Comma, b';', "78,25")] {
            let text = header(decimal) + &line(&line_of, decimal);
            assert_eq!(text.lines().count(), 2, "{text}");
            let row = read(&text, delimiter);
            assert_eq!(row[0].0, "person", "the byte order mark is no part of the name");
            assert_eq!(cell(&row, "person"), "Zoë \"Z\"; Müller, Jr");
            assert_eq!(cell(&row, "angle_deg"), angle);
            assert_eq!(cell(&row, "source"), "'=clip.mp4", "no formula");
            assert_eq!(cell(&row, "side"), "left");
            assert_eq!(cell(&row, "ended_by"), "knee_bend");
            assert_eq!(cell(&row, "rest_deg"), "");
            assert_eq!(cell(&row, "model"), "heavy d3c09ea204a0");
            assert_eq!((cell(&row, "method"), cell(&row, "sensation")), ("strap", ""));
            if decimal == Decimal::Point {
                let number = |name: &str| cell(&row, name).parse::<f64>().unwrap();
                let got = (number("angle_deg"), number("uncertainty_deg"), number("trunk_deg"), number("peak_s"));
                assert_eq!(got, (record.angle_deg, record.uncertainty_deg, record.references.trunk_deg, record.peak_s));
            }
        }
    }

    #[test]
    fn nothing_that_looks_like_a_formula_is_one() {
        for text in ["=1+1", "＝1+1", "＠x", "+1", "-1", " =1", "\u{200b}=1", "\u{feff}＋1"] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        for text in ["Ana", "'t Hooft", "1=1", ""] {
            assert_eq!(harmless(text), text);
        }
    }

    #[test]
    fn a_path_is_found_again_whatever_is_in_it() {
        let names = [
            "a.mp4",
            "'q.mp4",
            "''q.mp4",
            "=q.mp4",
            "c\nd.mp4",
            "c d.mp4",
            "\\x0A.mp4",
            "C:\\xa\\x.mp4",
            "é\u{85}",
            "\\x5Cx0a",
        ];
        let mut cells: Vec<String> = names.iter().map(|name| harmless(&source_cell(Path::new(name)))).collect();
        for (name, cell) in names.iter().zip(&cells) {
            assert_eq!(path_of_cell(cell), Path::new(name), "{cell}");
            assert!(!cell.contains(char::is_control), "{cell}");
        }
        cells.sort();
        cells.dedup();
        assert_eq!(cells.len(), names.len(), "no two are the same");
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_no_text_is_found_again() {
        use std::os::unix::ffi::OsStrExt;
        for bytes in [&b"Jos\xe9.mp4"[..], b"Jos\xe8.mp4", b"\xff\xfe"] {
            let path = Path::new(std::ffi::OsStr::from_bytes(bytes));
            assert_eq!(path_of_cell(&source_cell(path)), path);
        }
    }
}
