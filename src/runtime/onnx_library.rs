//! Where ONNX Runtime's library lies. `estimator/` loads it.

use super::install;
use std::cmp::Reverse;
use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::path::{Path, PathBuf};

/// Names the library to use, instead of any search.
const LIBRARY_VARIABLE: &str = "ORT_DYLIB_PATH";

/// Where systems and their package managers put libraries.
#[cfg(all(target_os = "linux", target_arch = "aarch64"))]
const SYSTEM_FOLDERS: &[&str] = &["/usr/local/lib", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];
#[cfg(all(target_os = "linux", not(target_arch = "aarch64")))]
const SYSTEM_FOLDERS: &[&str] = &["/usr/local/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib"];
#[cfg(target_os = "macos")]
const SYSTEM_FOLDERS: &[&str] = &["/opt/homebrew/lib", "/usr/local/lib", "/opt/local/lib"];
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
const SYSTEM_FOLDERS: &[&str] = &[];

/// A library to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LibraryCandidate {
    /// Its file, or a name alone, which the system's loader knows where to find.
    pub path: PathBuf,
    /// Lies where the program's parts do, so it has to be the one that came with it.
    pub is_part: bool,
}

/// Where to look for ONNX Runtime's library, in order. A path given by the user stands alone, so that a mistake in it
/// is not papered over; then come the program's own, and the system's.
pub fn onnx_libraries() -> Vec<LibraryCandidate> {
    let other = |path| LibraryCandidate { path, is_part: false };
    if let Some(path) = std::env::var_os(LIBRARY_VARIABLE) {
        return vec![other(PathBuf::from(path))];
    }
    let name = format!("{DLL_PREFIX}onnxruntime{DLL_SUFFIX}");
    let files = install::folders_named("runtime").into_iter().map(|folder| folder.join(&name));
    let parts = files.filter(|file| file.is_file()).map(|path| LibraryCandidate { path, is_part: true });
    // the system's loader knows where; Windows' would look into the working folder, too
    let by_name = cfg!(not(windows)).then(|| other(PathBuf::from(&name)));
    let by_version = SYSTEM_FOLDERS.iter().flat_map(|folder| versions_in(Path::new(folder)));
    parts.chain(by_name).chain(by_version.map(other)).collect()
}

/// The libraries in a folder whose names end in a version, as packages name them that hold no more than what runs;
/// newest first.
fn versions_in(folder: &Path) -> Vec<PathBuf> {
    let names = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
    let versions = names.filter_map(|name| Some((version_of(name.to_str()?)?, folder.join(&name))));
    let mut found: Vec<_> = versions.collect();
    found.sort_by_key(|(version, path)| (Reverse(version.clone()), path.clone()));
    found.into_iter().map(|(_, path)| path).collect()
}

/// `libonnxruntime.so.1.21` and `libonnxruntime.1.21.0.dylib` have one.
fn version_of(name: &str) -> Option<Vec<u32>> {
    let rest = name.strip_prefix("libonnxruntime.")?;
    let digits = rest.strip_prefix("so.").or_else(|| rest.strip_suffix(".dylib"))?;
    digits.split('.').map(|number| number.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_of_the_system_is_found_by_its_versioned_name_the_newest_first() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["libonnxruntime.so.1.9", "libonnxruntime.so.1.21", "libonnxruntime.so.1.21.0"];
        let others = ["libonnxruntime.so", "libonnxruntime_providers_shared.so.1", "libonnxruntime.so.1.21.gz", "x"];
        for name in names.iter().chain(&others) {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let found = versions_in(folder.path());
        let found: Vec<_> = found.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
        assert_eq!(found, ["libonnxruntime.so.1.21.0", "libonnxruntime.so.1.21", "libonnxruntime.so.1.9"]);
        assert_eq!(version_of("libonnxruntime.1.21.0.dylib"), Some(vec![1, 21, 0]));
        assert!(versions_in(Path::new("/nowhere")).is_empty());
    }
}
