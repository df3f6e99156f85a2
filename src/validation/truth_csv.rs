//! `truth.csv`: what anybody with a goniometer can write down. One row a trial, in order; one for an image, with its
//! raised leg.

use super::truth::{Case, CaseView, LEGS_DEG, TIMES_S, TURNS_DEG, TrueImage, TrueTrial, Truth, TruthError};
use super::truth_table::{TableLine, read_lines, text_of_table};
use crate::motion::{EndedBy, Side, Thresholds};
use crate::source::is_image;
use csv::StringRecord;
use std::path::{Path, PathBuf};

/// Columns that must be there.
const REQUIRED: [&str; 3] = ["file", "side", "angle_deg"];
/// Columns that may be there.
const OPTIONAL: [&str; 4] = ["ended_by", "verdict", "onset_s", "yaw_deg"];

/// Names of what can end a trial, as in the measurement's document.
const ENDINGS: [(&str, EndedBy); 5] = [
    ("peak", EndedBy::Peak),
    ("knee_bend", EndedBy::KneeBend),
    ("opposite_leg_lift", EndedBy::OppositeLegLift),
    ("discomfort", EndedBy::Discomfort),
    ("end_of_recording", EndedBy::EndOfRecording),
];

/// The files that it names lie beside it.
pub(super) fn read(path: &Path, thresholds: &Thresholds) -> Result<Vec<Case>, TruthError> {
    let mut cases: Vec<Case> = Vec::new();
    read_lines(&text_of_table(path)?, path, check_columns, |line| add(&mut cases, line, thresholds))?;
    Ok(cases)
}

/// The file that a line names; it lies beside the truth.
fn file_of(line: &TableLine<'_>) -> Result<PathBuf, TruthError> {
    let file = line.file()?;
    if file.is_file() {
        return Ok(file);
    }
    let name = line.get("file").unwrap_or_default();
    Err(line.error(format!("there is no file \"{name}\" beside the truth; check the spelling")))
}

/// What is wrong with the names of the columns.
fn check_columns(columns: &StringRecord) -> Result<(), String> {
    let (required, optional) = (REQUIRED.join(","), OPTIONAL.join(", "));
    if let Some(missing) = REQUIRED.iter().find(|name| !columns.iter().any(|c| c == **name)) {
        return Err(format!("no column \"{missing}\"; the first line must be {required}, and may add {optional}"));
    }
    let known = |name: &str| REQUIRED.contains(&name) || OPTIONAL.contains(&name);
    match columns.iter().find(|name| !known(name)) {
        Some(unknown) => Err(format!("unknown column \"{unknown}\"; columns are {required}, and may be {optional}")),
        None => Ok(()),
    }
}

fn add(cases: &mut Vec<Case>, row: &TableLine<'_>, thresholds: &Thresholds) -> Result<(), TruthError> {
    let file = file_of(row)?;
    let side = row.one_of("side", &Side::BOTH.map(|side| (side.name(), side)))?;
    let angle_deg = row.number("angle_deg", LEGS_DEG)?;
    let view = CaseView { yaw_deg: row.number("yaw_deg", TURNS_DEG)?, ..CaseView::default() };
    if is_image(&file) {
        if cases.iter().any(|case| case.path == file) {
            return Err(row.error("this picture has a row already; give the raised leg's".to_owned()));
        }
        let leg_deg = angle_deg.ok_or_else(|| row.error("angle_deg is missing".to_owned()))?;
        cases.push(Case { path: file, view, truths: vec![Truth::Image(TrueImage { side, leg_deg, other_deg: None })] });
        return Ok(());
    }
    let at = cases.iter().position(|case| case.path == file).unwrap_or_else(|| {
        cases.push(Case { path: file, view, truths: vec![Truth::Clip(Vec::new())] });
        cases.len() - 1
    });
    if let ([Truth::Clip(trials)], Some(angle_deg)) = (&mut cases[at].truths[..], angle_deg) {
        trials.push(true_trial(row, side, angle_deg, thresholds)?);
    }
    Ok(())
}

/// Without a verdict in its row the angle gives it.
fn true_trial(
    row: &TableLine<'_>,
    side: Option<Side>,
    angle_deg: f64,
    thresholds: &Thresholds,
) -> Result<TrueTrial, TruthError> {
    let passed = row.one_of("verdict", &[("pass", true), ("tight", false)])?;
    Ok(TrueTrial {
        side,
        angle_deg,
        ended_by: row.one_of("ended_by", &ENDINGS)?,
        onset_s: row.number("onset_s", TIMES_S)?,
        passed: passed.unwrap_or(angle_deg >= thresholds.pass_deg),
        frames: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The truth beside the files `a.mp4`, `b.mov` and `c.jpg`.
    fn parsed(text: impl AsRef<[u8]>) -> Result<Vec<Case>, TruthError> {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.mp4", "b.mov", "c.jpg"] {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        let path = folder.path().join("truth.csv");
        std::fs::write(&path, text).unwrap();
        read(&path, &Thresholds::default())
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
        let Truth::Clip(trials) = &cases[0].truths[0] else { panic!("a clip") };
        let angles: Vec<_> = trials.iter().map(|t| (t.side, t.angle_deg, t.passed, t.ended_by)).collect();
        assert_eq!(angles, [(Some(Side::Left), 58.0, false, None), (Some(Side::Right), 84.0, true, None)]);
        let Truth::Clip(trials) = &cases[1].truths[0] else { panic!("a clip") };
        assert_eq!((trials[0].side, trials[0].angle_deg), (None, 70.5));
    }

    #[test]
    fn optional_columns_stand_anywhere_and_may_be_empty() {
        let text = "yaw_deg,onset_s,file,angle_deg,side,ended_by,verdict\n-20,5.1,a.mp4,66,right,knee_bend,tight\n,,b.mov,85,,,\n";
        let cases = parsed(text).unwrap();
        assert_eq!((cases[0].view.yaw_deg, cases[1].view.yaw_deg), (Some(-20.0), None));
        let Truth::Clip(trials) = &cases[0].truths[0] else { panic!("a clip") };
        assert_eq!((trials[0].ended_by, trials[0].onset_s), (Some(EndedBy::KneeBend), Some(5.1)));
        assert!(!trials[0].passed);
    }

    #[test]
    fn an_image_has_a_raised_leg_and_a_clip_without_an_angle_has_no_raise() {
        let cases = parsed("\u{feff}file,side,angle_deg\nc.jpg,left,44\na.mp4,,\n").unwrap();
        assert_eq!(
            cases[0].truths[0],
            Truth::Image(TrueImage { side: Some(Side::Left), leg_deg: 44.0, other_deg: None })
        );
        assert_eq!(cases[1].truths[0], Truth::Clip(Vec::new()));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        refused("file,angle_deg\na.mp4,70\n", 1, &["\"side\"", "file,side,angle_deg"]);
        refused("file,side,angle_deg,mood\na.mp4,,70,good\n", 1, &["\"mood\"", "ended_by"]);
        refused("file,side,angle_deg\n", 1, &["no rows"]);
        refused("file,side,angle_deg\na.mp4,left,70\na.mp4,left,7o\n", 3, &["angle_deg", "\"7o\""]);
        refused("file,side,angle_deg\na.mp4,left,nan\n", 2, &["angle_deg"]);
        for angle in ["1e308", "-500", "780", "inf", "-91", "180.5"] {
            refused(&format!("file,side,angle_deg\na.mp4,left,{angle}\n"), 2, &["angle_deg", "from -90 to 180", angle]);
        }
        refused("file,side,angle_deg,yaw_deg\na.mp4,,70,1e300\n", 2, &["yaw_deg", "from -180 to 180"]);
        refused("file,side,angle_deg,onset_s\na.mp4,,70,-1\n", 2, &["onset_s", "from 0 to 86400"]);
        refused("file,side,angle_deg\na.mp4,up,70\n", 2, &["left, right or empty", "\"up\""]);
        refused("file,side,angle_deg,ended_by\na.mp4,,70,fun\n", 2, &["opposite_leg_lift", "\"fun\""]);
        refused("file,side,angle_deg\nd.mp4,left,70\n", 2, &["no file \"d.mp4\"", "spelling"]);
        refused("file,side,angle_deg\n,left,70\n", 2, &["name of the file"]);
        refused("file,side,angle_deg\na.mp4,left\n", 2, &["2 columns instead of 3"]);
        refused("file,side,angle_deg\nc.jpg,left,70\nc.jpg,right,0\n", 3, &["has a row already"]);
        refused("file,side,angle_deg\nc.jpg,left,\n", 2, &["angle_deg is missing"]);
    }

    #[test]
    fn a_table_is_read_as_any_spreadsheet_saves_it() {
        let plain = parsed("file,side,angle_deg,onset_s\na.mp4,right,78.5,\nb.mov,left,60,5.1\n").unwrap();
        let angles = |cases: &[Case]| {
            let trials = cases.iter().map(|case| match &case.truths[0] {
                Truth::Clip(trials) => (trials[0].side, trials[0].angle_deg, trials[0].onset_s),
                _ => panic!("a clip"),
            });
            trials.collect::<Vec<_>>()
        };
        let german = "file;side;angle_deg;onset_s\r\na.mp4;right;78,5;\r\nb.mov;left;60;5,1\r\n;;;\r\n;;;\r\n";
        let wide: Vec<u8> =
            format!("\u{feff}{}", german.replace(';', "\t")).encode_utf16().flat_map(u16::to_le_bytes).collect();
        let texts = [
            german.as_bytes().to_vec(),
            format!("\u{feff}{german}").into_bytes(),
            wide,
            german.replace(';', "\t").into_bytes(),
            german.replace("\r\n", "\r").into_bytes(),
            b"\"file\",\"side\",\"angle_deg\",\"onset_s\"\n\"a.mp4\",\"right\",\"78,5\",\"\"\n\"b.mov\",\"left\",\"60\",\"5,1\"".to_vec(),
            // an empty column that somebody has had something in
            german.replace("\r\n", ";\r\n").into_bytes(),
        ];
        for text in texts {
            let read = parsed(&text).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&text)));
            assert_eq!(angles(&read), angles(&plain));
        }
    }

    #[test]
    fn a_line_has_the_number_that_an_editor_shows() {
        for line_end in ["\n", "\r\n", "\r"] {
            let at =
                |line_number, text: &str, words: &str| refused(&text.replace('\n', line_end), line_number, &[words]);
            at(3, "file,side,angle_deg\na.mp4,right,78\na.mp4,R,78\n", "side must be one of");
            at(5, "file,side,angle_deg\na.mp4,right,78\n\n\na.mp4,right,high\n", "must be a number");
            at(4, "file;side;angle_deg\na.mp4;right;78\n\na.mp4;right\n", "2 columns instead of 3");
        }
    }

    #[test]
    fn an_angle_that_no_leg_has_is_refused() {
        for angle in ["-500", "780", "78000", "1e308"] {
            refused(&format!("file,side,angle_deg\na.mp4,right,{angle}\n"), 2, &["from -90 to 180"]);
        }
    }
}
