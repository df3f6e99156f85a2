//! What a file's extension tells.

use std::ffi::OsStr;
use std::path::Path;

/// Names of images end in one of these, in small or capital letters.
pub const IMAGE_EXTENSIONS: &[&str] = &[
    "jpg", "jpeg", "png", "heic", "webp", "tif", "tiff", "bmp", "avif", "jfif", "jpe", "heif", "hif", "jxl", "jp2",
    "j2k",
];

/// Names of videos end in one of these, in small or capital letters.
pub const VIDEO_EXTENSIONS: &[&str] = &[
    "mp4", "mov", "m4v", "mkv", "webm", "avi", "gif", "mpg", "mpeg", "3gp", "wmv", "ts", "mts", "m2ts", "flv", "ogv",
    "hevc", "h264", "apng", "mjpg", "mjpeg",
];

/// This many extensions are listed when a folder has no such file.
const KINDS_TOLD: usize = 6;

/// Whether `path` is named like an image. The file is not looked at.
pub fn is_image(path: &Path) -> bool {
    has_extension(path, IMAGE_EXTENSIONS)
}

pub(super) fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().and_then(OsStr::to_str);
    extension.is_some_and(|extension| extensions.iter().any(|known| known.eq_ignore_ascii_case(extension)))
}

/// Whether `path` is named like a video. The file is not looked at.
pub fn is_video(path: &Path) -> bool {
    has_extension(path, VIDEO_EXTENSIONS)
}

/// `pictures (jpg, png)`; of many kinds the usual ones.
pub(super) fn wanted(what: &str, extensions: &[&str]) -> String {
    let told = &extensions[..extensions.len().min(KINDS_TOLD)];
    let rest = if extensions.len() > KINDS_TOLD { ", …" } else { "" };
    format!("{what} ({}{rest})", told.join(", "))
}
