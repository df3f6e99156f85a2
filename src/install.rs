//! Where the parts that come with the program may lie: beside it, in a folder above it, or in the working directory.

use std::path::PathBuf;

/// Folders above the program to look in: `target/release/legraise` reaches the repository's root.
const LEVELS: usize = 4;

/// Every existing folder called `name` beside the program, up to a few levels above it, or in the working directory; nearest first.
pub fn folders_named(name: &str) -> Vec<PathBuf> {
    let program = std::env::current_exe().and_then(|p| p.canonicalize()).unwrap_or_default();
    let above = program.ancestors().skip(1).take(LEVELS).map(PathBuf::from);
    above.chain([PathBuf::from(".")]).map(|folder| folder.join(name)).filter(|folder| folder.is_dir()).collect()
}
