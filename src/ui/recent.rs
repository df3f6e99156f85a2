//! The recordings that were opened last, offered to be opened again.

use std::path::{Path, PathBuf};

/// At most this many are offered.
const MOST: usize = 5;

/// The recordings of the settings that still exist.
pub fn still_there(kept: &[PathBuf]) -> Vec<PathBuf> {
    kept.iter().take(MOST).filter(|path| Path::exists(path)).cloned().collect()
}

/// Puts the newest one first, without duplicates.
pub fn put_first(recent: &mut Vec<PathBuf>, path: &Path) {
    recent.retain(|known| known != path);
    recent.insert(0, path.to_owned());
    recent.truncate(MOST);
}
