//! The recordings that were opened last, to be opened again.

use std::path::{Path, PathBuf};

/// More than these are found by the system's own dialog.
const MOST: usize = 5;

/// Those of the settings that are there.
pub fn still_there(kept: &[PathBuf]) -> Vec<PathBuf> {
    kept.iter().take(MOST).filter(|path| Path::exists(path)).cloned().collect()
}

/// The newest one first, and none twice.
pub fn put_first(recent: &mut Vec<PathBuf>, path: &Path) {
    recent.retain(|known| known != path);
    recent.insert(0, path.to_owned());
    recent.truncate(MOST);
}
