//! Which files are pictures or videos, in which order, and what opens them.

use super::picture::has_extension;
use super::probe::{check_file, io_error};
use super::{
    Ffmpeg, FfmpegError, FrameSource, ImageSequence, PICTURE_EXTENSIONS, ReadAhead, SourceError, VideoFile, is_picture,
};
use std::cmp::Ordering;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// Names of videos end in one of these, in small or capital letters.
pub const VIDEO_EXTENSIONS: &[&str] = &[
    "mp4", "mov", "m4v", "mkv", "webm", "avi", "gif", "mpg", "mpeg", "3gp", "wmv", "ts", "mts", "flv", "ogv", "hevc",
    "h264",
];

/// So many kinds of files are told when a folder has none of them.
const KINDS_TOLD: usize = 6;

/// Whether `path` is named like a video. The file is not looked at.
pub fn is_video(path: &Path) -> bool {
    has_extension(path, VIDEO_EXTENSIONS)
}

/// The pictures and videos in `folder`, not in its subfolders and without hidden ones, number 10 after number 9.
///
/// # Errors
/// No such folder, not readable, or nothing of these kinds in it.
pub fn media_in(folder: &Path) -> Result<Vec<PathBuf>, SourceError> {
    let files = files_in(folder, |path| is_picture(path) || is_video(path))?;
    if files.is_empty() {
        let wanted = format!("{} or {}", wanted("videos", VIDEO_EXTENSIONS), wanted("pictures", PICTURE_EXTENSIONS));
        return Err(SourceError::NothingInFolder { path: folder.to_owned(), wanted });
    }
    Ok(files)
}

/// Opens the file at `path` as a picture if it is named like one, else as a video. `get_ffmpeg` is called for videos only.
///
/// # Errors
/// What [`ImageSequence::open_one`], [`VideoFile::open`] and `get_ffmpeg` give; for a folder, that it is one.
pub fn open(
    path: &Path,
    get_ffmpeg: impl FnOnce() -> Result<Ffmpeg, FfmpegError>,
) -> Result<Box<dyn FrameSource + Send>, SourceError> {
    if is_picture(path) {
        return Ok(Box::new(ImageSequence::open_one(path)?));
    }
    // A misspelt name is told before a missing FFmpeg.
    check_file(path)?;
    Ok(Box::new(ReadAhead::new(Box::new(VideoFile::open(&get_ffmpeg()?, path)?))?))
}

/// The files in `folder` for which `is_wanted` holds, in the order of [`media_in`].
pub(super) fn files_in(folder: &Path, is_wanted: impl Fn(&Path) -> bool) -> Result<Vec<PathBuf>, SourceError> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| folder_error(folder, &error))? {
        let path = entry.map_err(|error| folder_error(folder, &error))?.path();
        let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if !is_hidden && is_wanted(&path) && path.is_file() {
            files.push(path);
        }
    }
    files.sort_by(|a, b| by_number(a.file_name().unwrap_or_default(), b.file_name().unwrap_or_default()));
    Ok(files)
}

/// `pictures (jpg, png)`; of many kinds the usual ones.
pub(super) fn wanted(what: &str, extensions: &[&str]) -> String {
    let told = &extensions[..extensions.len().min(KINDS_TOLD)];
    let rest = if extensions.len() > KINDS_TOLD { ", …" } else { "" };
    format!("{what} ({}{rest})", told.join(", "))
}

fn folder_error(folder: &Path, error: &std::io::Error) -> SourceError {
    if folder.is_file() {
        return SourceError::Unreadable { path: folder.to_owned(), reason: "it is a file, not a folder".to_owned() };
    }
    io_error(folder, error)
}

/// `f2` before `f10`, `B` after `a`; ties by the plain names, so that the order is total.
fn by_number(a: &OsStr, b: &OsStr) -> Ordering {
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
        let names: Vec<_> =
            media_in(folder.path()).unwrap().iter().map(|p| p.file_name().unwrap().to_owned()).collect();
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

    #[test]
    fn ffmpeg_is_asked_for_only_when_a_video_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let picture = folder.path().join("a.png");
        image::RgbImage::new(4, 4).save(&picture).unwrap();
        assert!(open(&picture, || panic!("a picture needs no FFmpeg")).is_ok());
        fs::write(&picture, "text").unwrap();
        assert!(matches!(open(&picture, || panic!("a picture needs no FFmpeg")), Err(SourceError::NotMedia { .. })));
        assert!(matches!(
            open(&folder.path().join("no.mp4"), || panic!("no file, no FFmpeg")),
            Err(SourceError::NotFound(_))
        ));
        assert!(matches!(open(folder.path(), || panic!("no file, no FFmpeg")), Err(SourceError::Unreadable { .. })));
        let video = folder.path().join("a.mp4");
        fs::write(&video, "text").unwrap();
        assert!(matches!(open(&video, || Err(FfmpegError::NotFound)), Err(SourceError::Ffmpeg(_))));
    }
}
