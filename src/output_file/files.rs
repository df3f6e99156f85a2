//! The files that one run of the program reads and writes, so that it does not overwrite an input, or write a file
//! twice.

use std::collections::HashMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};

/// Files that are taken, as inputs or as outputs. A file is recognised by any path and by any of its hard links.
#[derive(Clone, Debug, Default)]
pub struct ClaimedPaths {
    /// What each is, such as "the input" or "--trace".
    by_path: HashMap<PathBuf, String>,
    by_identity: HashMap<(u64, u64), String>,
}

/// What SQLite has beside a database.
const BESIDE_A_DATABASE: [&str; 4] = ["", "-wal", "-shm", "-journal"];

impl ClaimedPaths {
    /// Registers an input.
    pub fn claim_input(&mut self, what: &str, path: &Path) {
        if let Some(identity) = path.metadata().ok().filter(Metadata::is_file).and_then(|about| identity(&about)) {
            self.by_identity.entry(identity).or_insert_with(|| what.to_owned());
        }
        self.by_path.entry(place(path)).or_insert_with(|| what.to_owned());
    }

    /// Registers a record, with the files that SQLite has beside it.
    pub fn claim_record(&mut self, record: &Path) {
        for ending in BESIDE_A_DATABASE {
            self.claim_input("the record", &super::with_ending(record, ending));
        }
    }

    /// Registers an output, if the option was given.
    ///
    /// # Errors It would overwrite another file of this run. In words for people, with the path last.
    pub fn claim_output(&mut self, option: &str, path: Option<&Path>) -> Result<(), String> {
        let Some(path) = path else { return Ok(()) };
        if let Some(other) = self.claimed_as(path) {
            return Err(format!("{option} would overwrite {other}; give it another name: {}", path.display()));
        }
        // everything may go to /dev/null
        if !is_device(path) {
            self.claim_input(option, path);
        }
        Ok(())
    }

    /// What a file was registered as, if it was.
    pub fn claimed_as(&self, path: &Path) -> Option<&str> {
        let by_identity = || self.by_identity.get(&identity(&path.metadata().ok().filter(Metadata::is_file)?)?);
        self.by_path.get(&place(path)).or_else(by_identity).map(String::as_str)
    }
}

/// The canonical path, even of a file that does not exist yet.
fn place(path: &Path) -> PathBuf {
    let of_folder = || Some(super::folder_of(path).canonicalize().ok()?.join(path.file_name()?));
    path.canonicalize().ok().or_else(of_folder).unwrap_or_else(|| path.to_owned())
}

/// Identifies the file whatever its path, if the system tells.
fn identity(about: &Metadata) -> Option<(u64, u64)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        Some((about.dev(), about.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = about;
        None
    }
}

fn is_device(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        path.metadata().is_ok_and(|about| about.file_type().is_char_device())
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}
