//! `annotations.json`: photographs with joints marked by eye. Images of other exercises than a straight leg raised
//! are passed over.

use super::truth::{Case, CaseView, Head, TrueImage, Truth, TruthError, existing, leg_deg, text_of};
use crate::motion::{Depth, Side};
use serde::Deserialize;
use std::path::Path;

/// How a straight leg raised is called there.
const STRAIGHT_LEG_RAISE: &str = "slr";

#[derive(Deserialize)]
struct Annotations {
    images: Vec<Label>,
}

#[derive(Deserialize)]
struct Label {
    file: String,
    pose: String,
    leg_of_interest: Side,
    leg_of_interest_is: Option<Depth>,
    head: Option<Head>,
    angles: LabelledAngles,
}

#[derive(Deserialize)]
struct LabelledAngles {
    /// Line hip → ankle over the image's horizontal, degrees.
    #[serde(deserialize_with = "leg_deg")]
    leg_vs_horizontal: f64,
}

pub(super) fn read(path: &Path) -> Result<Vec<Case>, TruthError> {
    let annotations: Annotations =
        serde_json::from_str(&text_of(path)?).map_err(|error| TruthError::of_json(path, &error))?;
    let straight = annotations.images.into_iter().filter(|label| label.pose == STRAIGHT_LEG_RAISE);
    let case = |label: Label| Case {
        path: path.with_file_name(&label.file),
        view: CaseView { depth: label.leg_of_interest_is, head: label.head, ..CaseView::default() },
        truths: vec![Truth::Image(TrueImage {
            side: Some(label.leg_of_interest),
            leg_deg: label.angles.leg_vs_horizontal,
            other_deg: None,
        })],
    };
    existing(straight.map(case).collect(), path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn straight_legs_are_taken_and_other_exercises_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("annotations.json");
        std::fs::write(folder.path().join("a.jpg"), "").unwrap();
        std::fs::write(folder.path().join("b.jpg"), "").unwrap();
        let label = |file: &str, pose: &str| {
            format!(
                r#"{{"file": "{file}", "pose": "{pose}", "leg_of_interest": "left", "leg_of_interest_is": "far",
                "head": "right", "angles": {{"leg_vs_horizontal": 81.5}}}}"#
            )
        };
        let text = format!(r#"{{"images": [{}, {}]}}"#, label("a.jpg", "slr"), label("b.jpg", "bridge"));
        std::fs::write(&path, text).unwrap();
        let cases = read(&path).unwrap();
        assert_eq!(cases.len(), 1);
        assert_eq!(cases[0].path, folder.path().join("a.jpg"));
        assert_eq!(
            cases[0].truths[0],
            Truth::Image(TrueImage { side: Some(Side::Left), leg_deg: 81.5, other_deg: None })
        );
        assert_eq!(cases[0].view, CaseView { depth: Some(Depth::Far), head: Some(Head::Right), ..CaseView::default() });
    }

    #[test]
    fn a_missing_angle_is_told_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("annotations.json");
        let text = "{\"images\": [\n{\"file\": \"a.jpg\", \"pose\": \"slr\", \"leg_of_interest\": \"left\",\n\"angles\": {}}]}";
        std::fs::write(&path, text).unwrap();
        let error = read(&path).unwrap_err();
        assert!(matches!(error, TruthError::Malformed { line: 3, .. }), "{error}");
        assert!(error.to_string().contains("leg_vs_horizontal"), "{error}");
        let beyond = text.replace("{}", "{\"leg_vs_horizontal\": 78000}");
        std::fs::write(&path, beyond).unwrap();
        let error = read(&path).unwrap_err().to_string();
        assert!(error.contains("from -90 to 180") && error.contains("line 3"), "{error}");
    }
}
