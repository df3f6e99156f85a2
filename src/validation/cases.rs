//! Where truth is looked for in a folder: everything that is known of its files.

use super::truth::{Case, TruthError, unreadable};
use super::{truth_csv, truth_expectations, truth_labels, truth_marks, truth_rendered};
use crate::motion::Thresholds;
use crate::source::is_video;
use std::path::{Path, PathBuf};

/// Files of truth with a fixed name, and what reads them.
const NAMED: [(&str, Reader); 5] = [
    ("truth.csv", truth_csv::read),
    ("truth.json", |path, _| truth_rendered::read_stills(path)),
    ("annotations.json", |path, _| truth_labels::read(path)),
    ("labels.csv", |path, _| truth_marks::read(path)),
    ("expectations.json", |path, _| truth_expectations::read(path)),
];
/// Truth of one clip: `NAME.truth.json` beside `NAME.mp4`.
const CLIP_SUFFIX: &str = ".truth.json";

type Reader = fn(&Path, &Thresholds) -> Result<Vec<Case>, TruthError>;

/// Everything in `folder` (not in its subfolders) whose truth is known. `thresholds` say where a violation begins.
///
/// # Errors
/// No truth there, or a file of truth that cannot be understood.
pub fn cases_in(folder: &Path, thresholds: &Thresholds) -> Result<Vec<Case>, TruthError> {
    let mut cases = Vec::new();
    for (name, read) in NAMED {
        let path = folder.join(name);
        if path.is_file() {
            read(&path, thresholds)?.into_iter().for_each(|case| join(&mut cases, case));
        }
    }
    for path in files_in(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if let Some(stem) = name.strip_suffix(CLIP_SUFFIX).filter(|stem| !stem.is_empty()) {
            let clip = clip_called(folder, stem).ok_or_else(|| TruthError::FilesMissing(path.clone()))?;
            join(&mut cases, truth_rendered::read_clip(&path, clip, thresholds)?);
        }
    }
    if cases.is_empty() { Err(TruthError::NotFound(folder.to_owned())) } else { Ok(cases) }
}

/// A file of which several files of truth tell is measured once.
fn join(cases: &mut Vec<Case>, case: Case) {
    match cases.iter_mut().find(|known| known.path == case.path) {
        Some(known) => {
            known.view = known.view.or(case.view);
            known.truths.extend(case.truths);
        }
        None => cases.push(case),
    }
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>, TruthError> {
    let entries = std::fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    let paths: Result<Vec<PathBuf>, _> = entries.map(|entry| entry.map(|e| e.path())).collect();
    let mut paths = paths.map_err(|error| unreadable(folder, &error))?;
    paths.sort();
    Ok(paths)
}

fn clip_called(folder: &Path, stem: &str) -> Option<PathBuf> {
    let files = files_in(folder).ok()?;
    files.into_iter().find(|path| is_video(path) && path.file_stem().is_some_and(|s| s == stem))
}

#[cfg(test)]
mod tests {
    use super::super::truth::Truth;
    use super::*;

    #[test]
    fn a_folder_without_truth_is_told_what_is_looked_for() {
        let folder = tempfile::tempdir().unwrap();
        let text = cases_in(folder.path(), &Thresholds::default()).unwrap_err().to_string();
        for word in
            ["truth.csv", "truth.json", "annotations.json", "labels.csv", "expectations.json", "NAME.truth.json"]
        {
            assert!(text.contains(word), "{text}");
        }
        assert!(text.ends_with(&folder.path().display().to_string()), "{text}");
    }

    #[test]
    fn a_missing_folder_and_a_file_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let check = |path: &Path, words: &str| {
            let text = cases_in(path, &Thresholds::default()).unwrap_err().to_string();
            assert!(text.contains(words), "{text}");
        };
        check(&folder.path().join("no"), "check the spelling");
        let file = folder.path().join("clip.mp4");
        std::fs::write(&file, "x").unwrap();
        check(&file, "it is a file");
    }

    #[test]
    fn a_file_of_which_several_files_tell_is_one_case() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("a.mp4", "x");
        write("b.mp4", "x");
        write("truth.csv", "file,side,angle_deg,yaw_deg\na.mp4,left,70,12\n");
        write("labels.csv", "file,frame,leg,hip_ankle_deg\nb.mp4,3,both,10\na.mp4,0,both,10\n");
        write("expectations.json", r#"{"a.mp4": {"expect": {"verdict": null}}}"#);
        let cases = cases_in(folder.path(), &Thresholds::default()).unwrap();
        let names: Vec<_> = cases.iter().map(|case| case.path.file_name().unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["a.mp4", "b.mp4"]);
        assert!(matches!(cases[0].truths[..], [Truth::Clip(_), Truth::Marks(_), Truth::Expected(_)]));
        assert!(matches!(cases[1].truths[..], [Truth::Marks(_)]));
        assert_eq!(cases[0].view.yaw_deg, Some(12.0));
    }
}
