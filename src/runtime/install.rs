//! Where the parts that come with the program lie, and whether they are those that came with it.
//!
//! The working folder and the folders above the program are no such places: they hold whatever somebody has put there.

use crate::files;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Tells which native libraries and programs lie in a folder; `.make/get_runtime.py` writes it.
const VERSIONS: &str = "versions.json";

/// The most that is read of a text file, bytes; they have a few kilobytes.
const MOST_BYTES: u64 = 1 << 20;

/// Every existing folder called `name` that the program may use, nearest first.
pub fn folders_named(name: &str) -> Vec<PathBuf> {
    let (program, built_by) = this_program();
    let mut places = places_for(name, &program, built_by.as_deref());
    places.extend(directories::ProjectDirs::from("", "", "legraise").map(|dirs| dirs.data_dir().join(name)));
    places.into_iter().filter(|folder| folder.is_dir()).collect()
}

/// What to do about a part that is missing or spoilt: who builds the program fetches it again, who installed it has no
/// `make`.
pub fn remedy() -> &'static str {
    let (program, built_by) = this_program();
    if source_tree(&program, built_by.as_deref()).is_some() { "run `make setup`" } else { "install LegRaise again" }
}

/// The program, and the package that cargo says it runs.
fn this_program() -> (PathBuf, Option<PathBuf>) {
    let program = std::env::current_exe().and_then(|p| p.canonicalize()).unwrap_or_default();
    (program, std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from))
}

/// Where a folder called `name` may lie for a program, whether it exists or not; nearest first: beside the program,
/// where installed things lie, and in the source tree that it was built in. `built_by` is the package that cargo says
/// it runs, wherever that builds.
fn places_for(name: &str, program: &Path, built_by: Option<&Path>) -> Vec<PathBuf> {
    let Some(folder) = program.parent().filter(|folder| folder.is_absolute()) else { return Vec::new() };
    let mut places = vec![folder.join(name)];
    let installed: &[&str] = match folder.file_name().and_then(|name| name.to_str()) {
        Some("bin") => &["share/legraise", "lib/legraise"],
        Some("MacOS") => &["Resources"],
        _ => &[],
    };
    places.extend(installed.iter().map(|place| folder.with_file_name(place).join(name)));
    places.extend(source_tree(program, built_by).map(|tree| tree.join(name)));
    places
}

/// The source tree that a program was built in: `target/release/legraise`, with `deps/` or the name of a platform
/// between them or not.
fn source_tree<'a>(program: &'a Path, built_by: Option<&'a Path>) -> Option<&'a Path> {
    let target = program.ancestors().skip(2).take(3).find(|folder| folder.ends_with("target"));
    let tree = target.and_then(Path::parent).filter(|tree| is_source_tree(tree));
    tree.or(built_by.filter(|tree| is_source_tree(tree)))
}

fn is_source_tree(folder: &Path) -> bool {
    let manifest = files::read_text(&folder.join("Cargo.toml"), MOST_BYTES).unwrap_or_default();
    manifest.lines().any(|line| line.trim() == "name = \"legraise\"")
}

/// Why a part can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is not the file that came with the program ({reason}); {}", remedy())]
pub struct PartError {
    reason: String,
}

#[derive(Deserialize)]
struct Versions {
    parts: BTreeMap<String, Part>,
}

#[derive(Deserialize)]
struct Part {
    file: String,
    bytes: u64,
    sha256: String,
}

/// Makes sure that a library or program is the one that was fetched, by its hash.
///
/// # Errors
/// It is another one, or nobody knows which one it should be.
pub fn check(part: &Path) -> Result<(), PartError> {
    let refused = |reason: String| PartError { reason };
    let unknown = |error: std::io::Error| refused(format!("{VERSIONS} beside it: {}", files::reason(&error)));
    let text = files::read_text(&part.with_file_name(VERSIONS), MOST_BYTES).map_err(unknown)?;
    let versions = serde_json::from_str::<Versions>(&text);
    let Versions { parts } = versions.map_err(|_| refused(format!("{VERSIONS} beside it is damaged")))?;
    let name = part.file_name().unwrap_or_default();
    let known = parts.into_values().find(|known| name == known.file.as_str());
    let known = known.ok_or_else(|| refused(format!("{VERSIONS} beside it does not name it")))?;
    match sha256_of(part, known.bytes) {
        Ok(sha256) if sha256 == known.sha256 => Ok(()),
        Ok(_) => Err(refused("its SHA-256 differs".to_owned())),
        Err(error) => Err(refused(files::reason(&error))),
    }
}

/// SHA-256 of a file's first `bytes` bytes and one more: that of a longer file differs.
fn sha256_of(path: &Path, bytes: u64) -> std::io::Result<String> {
    let mut file = files::open(path)?.take(bytes.saturating_add(1));
    let (mut hash, mut block) = (Sha256::new(), vec![0; 1 << 20]);
    loop {
        match file.read(&mut block)? {
            0 => return Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()),
            length => hash.update(&block[..length]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of sources with this in its Cargo.toml.
    fn tree(manifest: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
        folder
    }

    #[test]
    fn parts_lie_beside_the_program_where_installed_things_lie_or_in_its_source_tree() {
        let places = |program: &str| places_for("models", Path::new(program), None);
        assert_eq!(places("/opt/legraise/legraise"), [Path::new("/opt/legraise/models")]);
        let installed = ["/usr/bin/models", "/usr/share/legraise/models", "/usr/lib/legraise/models"];
        assert_eq!(places("/usr/bin/legraise"), installed.map(PathBuf::from));
        let app = ["/A/LegRaise.app/Contents/MacOS/models", "/A/LegRaise.app/Contents/Resources/models"];
        assert_eq!(places("/A/LegRaise.app/Contents/MacOS/legraise"), app.map(PathBuf::from));
        let own = tree("[package]\nname = \"legraise\"\n");
        for inside in ["release/legraise", "release/deps/cli-0a1b", "aarch64-apple-darwin/release/deps/cli-0a1b"] {
            let program = own.path().join("target").join(inside);
            assert_eq!(places_for("models", &program, None)[1..], [own.path().join("models")], "{inside}");
        }
        assert_eq!(
            places_for("models", Path::new("/tmp/b/legraise"), Some(own.path()))[1..],
            [own.path().join("models")]
        );
    }

    #[test]
    fn neither_the_working_folder_nor_a_folder_above_the_program_is_looked_into() {
        let other = tree("[package]\nname = \"other\"\n");
        for inside in ["legraise", "bin/legraise", "a/legraise", "a/b/legraise", "target/release/legraise"] {
            let program = other.path().join(inside);
            for place in places_for("runtime", &program, Some(other.path())) {
                assert_ne!(place.parent(), Some(other.path()).filter(|_| inside != "legraise"), "{inside}: {place:?}");
                assert!(place.is_absolute());
            }
        }
        assert!(places_for("runtime", Path::new(""), None).is_empty());
    }

    #[test]
    fn only_the_file_that_was_fetched_is_used() {
        let folder = tempfile::tempdir().unwrap();
        let part = folder.path().join("ffmpeg");
        std::fs::write(&part, "abc").unwrap();
        let told = || check(&part).unwrap_err().to_string();
        assert!(told().contains("versions.json beside it: no such file"), "{}", told());
        let versions = |text: &str| std::fs::write(folder.path().join(VERSIONS), text).unwrap();
        versions("{");
        assert!(told().contains("damaged"), "{}", told());
        versions(r#"{"parts": {}}"#);
        assert!(told().contains("does not name it"), "{}", told());
        let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        versions(&format!(r#"{{"parts": {{"ffmpeg": {{"file": "ffmpeg", "bytes": 3, "sha256": "{sha256}"}}}}}}"#));
        assert_eq!(check(&part), Ok(()));
        for changed in ["abd", "ab", "abcd", ""] {
            std::fs::write(&part, changed).unwrap();
            assert!(told().contains("its SHA-256 differs") && told().contains("make setup"), "{}", told());
        }
    }
}
