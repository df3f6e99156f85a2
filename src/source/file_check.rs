//! Errors of files that are missing, no files, empty or not readable.

use super::SourceError;
use crate::files;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Checks `path` without looking at its content.
///
/// # Errors
/// It is missing, a folder, a device, unreadable or empty.
pub(super) fn check_file(path: &Path) -> Result<(), SourceError> {
    let unreadable = |reason: &str| SourceError::Unreadable { path: path.to_owned(), reason: reason.to_owned() };
    let metadata = fs::metadata(path).map_err(|error| io_error(path, &error))?;
    if metadata.is_dir() {
        return Err(unreadable("it is a folder; name a file in it"));
    }
    if !metadata.is_file() {
        return Err(unreadable("it is a device or a pipe; name a file"));
    }
    // A sleeping disk wakes up here, where no time limit runs.
    let first = File::open(path).and_then(|mut file| file.read(&mut [0]));
    first.map_err(|error| io_error(path, &error))?;
    if metadata.len() == 0 {
        return Err(SourceError::Empty(path.to_owned()));
    }
    Ok(())
}

/// What is said of a link without its file.
pub(super) const DEAD_LINK: &str = "a link that leads nowhere; put the file back";

/// The error for a file that the system does not let us read.
pub(super) fn io_error(path: &Path, error: &io::Error) -> SourceError {
    match error.kind() {
        io::ErrorKind::NotFound if path.is_symlink() => {
            SourceError::Unreadable { path: path.to_owned(), reason: format!("it is {DEAD_LINK}") }
        }
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => SourceError::NotFound(path.to_owned()),
        _ => SourceError::Unreadable { path: path.to_owned(), reason: files::reason(error) },
    }
}
