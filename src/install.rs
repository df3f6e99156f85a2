//! Where the parts that come with the program may lie: beside it, in a folder above it, or in the working directory.

use std::path::{Path, PathBuf};

/// Folders above the program to look in: `target/release/legraise` reaches the repository's root.
const LEVELS: usize = 4;

/// Every existing folder called `name` beside the program, up to a few levels above it, or in the working directory; nearest first.
pub fn folders_named(name: &str) -> Vec<PathBuf> {
    let program = std::env::current_exe().and_then(|p| p.canonicalize()).unwrap_or_default();
    places_for(name, &program, Path::new(".")).into_iter().filter(|folder| folder.is_dir()).collect()
}

/// Where a folder called `name` may lie for a program and a working folder, whether it exists or not; nearest first.
pub fn places_for(name: &str, program: &Path, working_folder: &Path) -> Vec<PathBuf> {
    let above = program.ancestors().skip(1).take(LEVELS);
    above.chain([working_folder]).map(|folder| folder.join(name)).collect()
}
