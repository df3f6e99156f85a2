//! `labels.csv`: legs marked by eye in frames of real recordings. One row a leg; columns that are not asked for here
//! may stand there.

use super::truth::{Case, CaseView, Head, LEGS_DEG, MarkedLeg, TrueMark, Truth, TruthError, existing};
use super::truth_table::{TableLine, read_lines, text_of_table};
use crate::motion::{Depth, Side};
use csv::StringRecord;
use std::path::Path;

/// Columns that must be there. Of the others `feet` and `plus_minus_deg` are used.
const REQUIRED: [&str; 4] = ["file", "frame", "leg", "hip_ankle_deg"];

/// How far off a marker is taken to be who does not say it, degrees.
const USUAL_PLUS_MINUS_DEG: f64 = 5.0;

/// What `leg` may be.
const LEGS: &str = "near(left), far(right), near, far of both, left, both or the like";

pub(super) fn read(path: &Path) -> Result<Vec<Case>, TruthError> {
    existing(parse(&text_of_table(path)?, path)?, path)
}

/// `path` is where the text comes from; the files that it names lie beside it.
fn parse(text: &str, path: &Path) -> Result<Vec<Case>, TruthError> {
    let mut cases: Vec<Case> = Vec::new();
    read_lines(text, path, check_columns, |line| {
        let (file, mark) = (line.file()?, mark(line)?);
        let at = cases.iter().position(|case| case.path == file).unwrap_or_else(|| {
            cases.push(Case { path: file, view: CaseView::default(), truths: vec![Truth::Marks(Vec::new())] });
            cases.len() - 1
        });
        if let [Truth::Marks(marks)] = &mut cases[at].truths[..] {
            marks.push(mark);
        }
        Ok(())
    })?;
    Ok(cases)
}

/// What is wrong with the names of the columns.
fn check_columns(columns: &StringRecord) -> Result<(), String> {
    match REQUIRED.iter().find(|name| !columns.iter().any(|column| column == **name)) {
        Some(missing) => Err(format!(
            "no column \"{missing}\"; the first line must hold {}, and may add feet, plus_minus_deg and others",
            REQUIRED.join(",")
        )),
        None => Ok(()),
    }
}

fn mark(line: &TableLine<'_>) -> Result<TrueMark, TruthError> {
    let head = line.one_of("feet", &[("left", Head::Right), ("right", Head::Left)])?;
    let (leg, depth) = leg(line, head)?;
    let missing = || line.error("hip_ankle_deg is missing".to_owned());
    let plus_minus_deg = line.number("plus_minus_deg", 0.0..=90.0)?.unwrap_or(USUAL_PLUS_MINUS_DEG);
    Ok(TrueMark {
        frame: frame(line)?,
        leg,
        depth,
        head,
        leg_deg: line.number("hip_ankle_deg", LEGS_DEG)?.ok_or_else(missing)?,
        plus_minus_deg,
    })
}

fn frame(line: &TableLine<'_>) -> Result<u64, TruthError> {
    let text = line.get("frame").unwrap_or_default();
    text.parse()
        .map_err(|_| line.error(format!("frame must be the number of the frame, 0 for the first one, not \"{text}\"")))
}

/// Which leg is meant. Its depth where it stands alone.
fn leg(line: &TableLine<'_>, head: Option<Head>) -> Result<(MarkedLeg, Option<Depth>), TruthError> {
    let text = line.get("leg").unwrap_or_default().to_lowercase();
    let wrong = || line.error(format!("leg must be {LEGS}, not \"{text}\""));
    let (depth, rest) = match (text.strip_prefix("near"), text.strip_prefix("far")) {
        (Some(rest), _) => (Some(Depth::Near), rest),
        (_, Some(rest)) => (Some(Depth::Far), rest),
        _ => (None, text.as_str()),
    };
    match (rest.trim(), depth) {
        ("(left)", Some(_)) | ("left", None) => Ok((MarkedLeg::Named(Side::Left), depth)),
        ("(right)", Some(_)) | ("right", None) => Ok((MarkedLeg::Named(Side::Right), depth)),
        ("both", None) => Ok((MarkedLeg::Either, None)),
        (rest @ ("" | "of both"), Some(at)) => {
            let head = head.ok_or_else(|| {
                line.error(format!(
                    "feet must be left or right where leg is \"{text}\", or write the side, as near(left)"
                ))
            })?;
            Ok((MarkedLeg::Like(side_at(at, head)), depth.filter(|_| rest.is_empty())))
        }
        _ => Err(wrong()),
    }
}

/// Somebody on the back with the feet to the image's right has the right leg at the camera.
fn side_at(depth: Depth, head: Head) -> Side {
    match (depth, head) {
        (Depth::Near, Head::Left) | (Depth::Far, Head::Right) => Side::Right,
        (Depth::Near, Head::Right) | (Depth::Far, Head::Left) => Side::Left,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Vec<Case>, TruthError> {
        parse(text, Path::new("clips/labels.csv"))
    }

    /// The marks of the only file.
    fn marks(text: &str) -> Vec<TrueMark> {
        let cases = parsed(text).unwrap();
        assert_eq!(cases.len(), 1);
        let [Truth::Marks(marks)] = &cases[0].truths[..] else { panic!("marks") };
        marks.clone()
    }

    #[track_caller]
    fn refused(text: &str, at_line: u64, words: &[&str]) {
        let error = parsed(text).unwrap_err();
        assert!(matches!(error, TruthError::Malformed { line, .. } if line == at_line), "{error}");
        let message = error.to_string();
        assert!(message.ends_with("labels.csv"), "{message}");
        for word in words {
            assert!(message.contains(word), "{message}");
        }
    }

    #[test]
    fn legs_are_named_or_near_or_either() {
        let text = "file,frame,leg,feet,hip_ankle_deg\n\
            a.mp4,0,near(left),left,10\na.mp4,1,far(right),left,10\na.mp4,2,near of both,left,10\na.mp4,3,near,right,10\n\
            a.mp4,4,both,,10\na.mp4,5,Far,left,10\na.mp4,6,left,,10\n";
        let legs: Vec<_> = marks(text).iter().map(|mark| (mark.leg, mark.depth)).collect();
        let expected = [
            (MarkedLeg::Named(Side::Left), Some(Depth::Near)),
            (MarkedLeg::Named(Side::Right), Some(Depth::Far)),
            (MarkedLeg::Like(Side::Left), None),
            (MarkedLeg::Like(Side::Right), Some(Depth::Near)),
            (MarkedLeg::Either, None),
            (MarkedLeg::Like(Side::Right), Some(Depth::Far)),
            (MarkedLeg::Named(Side::Left), None),
        ];
        assert_eq!(legs, expected);
    }

    #[test]
    fn a_row_has_its_frame_angle_and_certainty_and_columns_for_people() {
        let text = "file,frame,width,leg,feet,hip_ankle_deg,plus_minus_deg,note\n\
            a.mp4,23,640,both,left,-4.5,8,\"knee bent, both up\"\na.mp4,30,640,both,left,80,,\n";
        let marks = marks(text);
        let numbers: Vec<_> = marks.iter().map(|mark| (mark.frame, mark.leg_deg, mark.plus_minus_deg)).collect();
        assert_eq!(numbers, [(23, -4.5, 8.0), (30, 80.0, 5.0)]);
        assert_eq!(marks[0].head, Some(Head::Right));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        refused("file,frame,leg\na.mp4,0,both\n", 1, &["\"hip_ankle_deg\"", "file,frame,leg,hip_ankle_deg"]);
        refused("file,frame,leg,hip_ankle_deg\n", 1, &["no rows"]);
        refused("file,frame,leg,hip_ankle_deg\na.mp4,0,both,1\na.mp4,-1,both,1\n", 3, &["frame", "\"-1\""]);
        refused("file,frame,leg,hip_ankle_deg\na.mp4,0,upper,1\n", 2, &["near(left)", "\"upper\""]);
        refused("file,frame,leg,hip_ankle_deg\na.mp4,0,both,\n", 2, &["hip_ankle_deg is missing"]);
        refused("file,frame,leg,hip_ankle_deg\n,0,both,1\n", 2, &["name of the file"]);
        refused("file,frame,leg,hip_ankle_deg\na.mp4,0,near,1\n", 2, &["feet must be left or right", "near(left)"]);
        refused("file,frame,leg,feet,hip_ankle_deg\na.mp4,0,near,up,1\n", 2, &["feet", "\"up\""]);
        refused("file,frame,leg,hip_ankle_deg,plus_minus_deg\na.mp4,0,both,1,-2\n", 2, &["from 0 to 90", "-2"]);
    }

    #[test]
    fn part_of_a_collection_is_a_collection_and_none_of_it_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("labels.csv");
        std::fs::write(&path, "file,frame,leg,hip_ankle_deg\na.mp4,0,both,1\nb.mp4,0,both,1\n").unwrap();
        assert!(matches!(read(&path), Err(TruthError::FilesMissing(_))));
        std::fs::write(folder.path().join("b.mp4"), "").unwrap();
        assert_eq!(read(&path).unwrap().len(), 1);
    }
}
