//! Finds the images and videos of a folder, and puts them in order.

use super::SourceError;
use super::content::Content;
use super::file_check::{DEAD_LINK, io_error};
use super::names::{IMAGE_EXTENSIONS, VIDEO_EXTENSIONS, has_extension, is_image, is_video, wanted};
use std::cmp::Ordering;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// Files that cameras write beside a recording: small copies of it, and what was done to it.
const COMPANION_EXTENSIONS: &[&str] = &["lrv", "lrf", "thm", "aae", "xmp", "srt", "gpx"];
/// Files that systems leave in a folder, in small letters; those that begin with a dot are hidden anyway.
const SYSTEM_FILES: &[&str] = &[
    "thumbs.db",
    "ehthumbs.db",
    "desktop.ini",
    "$recycle.bin",
    "system volume information",
    "lost+found",
    "__macosx",
    "@eadir",
];

/// A folder's images and videos, and what else is in it.
#[derive(Debug, Default)]
pub struct FolderContent {
    pub media: Vec<Medium>,
    pub left_out: Vec<LeftOut>,
}

impl FolderContent {
    /// The images, in order.
    pub fn images(&self) -> impl Iterator<Item = &Path> {
        let images = self.media.iter().filter(|medium| medium.kind == MediaKind::Image);
        images.map(|medium| medium.path.as_path())
    }
}

/// An image or a video in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Medium {
    pub path: PathBuf,
    pub kind: MediaKind,
}

/// Whether a file is measured as an image or as a video.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKind {
    Image,
    Video,
}

/// Something in a folder that is not measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    pub path: PathBuf,
    /// What it is and, if there is something to do, what.
    pub why: String,
}

/// What is in `folder`, not in its subfolders, number 10 after number 9. Files that are hidden or the system's own are
/// passed over; what is neither named like an image or video nor one by its first bytes is left out.
///
/// # Errors
/// No such folder, not readable, or no image or video in it.
pub fn media_in(folder: &Path) -> Result<FolderContent, SourceError> {
    let mut content = FolderContent::default();
    for path in entries(folder)? {
        match medium(&path) {
            Ok(kind) => content.media.push(Medium { path, kind }),
            Err(why) => content.left_out.push(LeftOut { path, why }),
        }
    }
    if content.media.is_empty() {
        let wanted = format!("{} or {}", wanted("videos", VIDEO_EXTENSIONS), wanted("pictures", IMAGE_EXTENSIONS));
        return Err(SourceError::NothingInFolder { path: folder.to_owned(), wanted });
    }
    Ok(content)
}

/// What is measured of a folder's entry, or why it is left out.
fn medium(path: &Path) -> Result<MediaKind, String> {
    if path.is_dir() {
        return Err("a folder; name it to measure what is in it".to_owned());
    }
    if path.is_symlink() && !path.exists() {
        return Err(DEAD_LINK.to_owned());
    }
    if has_extension(path, COMPANION_EXTENSIONS) {
        return Err("it goes with a recording of the same name".to_owned());
    }
    let named = match (is_image(path), is_video(path)) {
        (true, _) => Some(MediaKind::Image),
        (_, true) => Some(MediaKind::Video),
        _ => None,
    };
    // a file that is only named like one gives its error when it is opened
    match (Content::of(path), named) {
        (Ok(content), _) if content.is_image() => Ok(MediaKind::Image),
        (Ok(Content::Recording), _) => Ok(MediaKind::Video),
        (_, Some(kind)) => Ok(kind),
        (Ok(Content::Foreign(what)), None) => Err(what),
        (Ok(_), None) => Err("no known kind of picture or video".to_owned()),
        (Err(SourceError::Empty(_)), None) => Err("an empty file".to_owned()),
        (Err(SourceError::Unreadable { reason, .. }), None) => Err(reason),
        (Err(error), None) => Err(error.to_string()),
    }
}

/// The entries of `folder`, in the order of [`media_in`].
fn entries(folder: &Path) -> Result<Vec<PathBuf>, SourceError> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| folder_error(folder, &error))? {
        let path = entry.map_err(|error| folder_error(folder, &error))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        if !name.starts_with('.') && !SYSTEM_FILES.contains(&name.as_str()) {
            paths.push(path);
        }
    }
    paths.sort_by(|a, b| by_number(a.file_name().unwrap_or_default(), b.file_name().unwrap_or_default()));
    Ok(paths)
}

fn folder_error(folder: &Path, error: &std::io::Error) -> SourceError {
    if folder.is_file() {
        return SourceError::Unreadable { path: folder.to_owned(), reason: "it is a file, not a folder".to_owned() };
    }
    io_error(folder, error)
}

/// `f2` before `f10`, `B` after `a`; ties by the plain names, so that the order is total.
pub fn by_number(a: &OsStr, b: &OsStr) -> Ordering {
    let (left, right) = (a.to_string_lossy().to_lowercase(), b.to_string_lossy().to_lowercase());
    let (mut left, mut right) = (left.as_str(), right.as_str());
    while !left.is_empty() && !right.is_empty() {
        let (left_part, left_rest) = split_part(left);
        let (right_part, right_rest) = split_part(right);
        let are_numbers = [left_part, right_part].iter().all(|part| part.starts_with(|c: char| c.is_ascii_digit()));
        let order = if are_numbers {
            let (left_value, right_value) = (left_part.trim_start_matches('0'), right_part.trim_start_matches('0'));
            left_value.len().cmp(&right_value.len()).then_with(|| left_value.cmp(right_value))
        } else {
            left_part.cmp(right_part)
        };
        if order != Ordering::Equal {
            return order;
        }
        (left, right) = (left_rest, right_rest);
    }
    left.len().cmp(&right.len()).then_with(|| a.cmp(b))
}

/// The digits, or the one other character, at the start of `text`, which is not empty; and the rest.
fn split_part(text: &str) -> (&str, &str) {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let first = text.chars().next().map_or(0, char::len_utf8);
    text.split_at(if digits > 0 { digits } else { first })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_by_their_numbers() {
        let mut names =
            ["f10.png", "F9.png", "f010.png", "f1.png", "f1b.png", "f.png", "a2", "ü1", "f99999999999999999999999.png"];
        names.sort_by(|a, b| by_number(OsStr::new(a), OsStr::new(b)));
        assert_eq!(
            names,
            ["a2", "f.png", "f1.png", "f1b.png", "F9.png", "f010.png", "f10.png", "f99999999999999999999999.png", "ü1"]
        );
    }

    #[test]
    fn a_folder_gives_its_visible_media() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["v10.MP4", "v2.mov", "photo.JPeG", "notes.txt", ".hidden.mp4", "noextension"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        fs::create_dir(folder.path().join("folder.mp4")).unwrap();
        let content = media_in(folder.path()).unwrap();
        let names: Vec<_> = content.media.iter().map(|medium| medium.path.file_name().unwrap()).collect();
        assert_eq!(names, ["photo.JPeG", "v2.mov", "v10.MP4"]);
    }

    #[test]
    fn an_empty_or_missing_folder_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let text = media_in(folder.path()).unwrap_err().to_string();
        assert!(
            text.contains("mp4, mov")
                && text.contains("jpg, jpeg")
                && text.ends_with(&folder.path().display().to_string()),
            "{text}"
        );
        assert!(matches!(media_in(&folder.path().join("no")), Err(SourceError::NotFound(_))));
    }
}
