//! Where the record is stored, and the checks before it is opened: a file that is not a record is left alone.

use super::{StoreError, failed, passphrase, schema};
use crate::pipeline::plain_reason;
use directories::ProjectDirs;
use rusqlite::{Connection, OpenFlags};
use std::fs::{self, File};
use std::io::{Error, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::process;

/// Where the record is, instead of the system's place for a user's data.
pub const DATABASE_VARIABLE: &str = "LEGRAISE_DATABASE";

/// How every unencrypted SQLite file begins, and the offset of the application's id.
pub(super) const SQLITE: &[u8; 16] = b"SQLite format 3\0";
const APPLICATION_ID_AT: std::ops::Range<usize> = 68..72;

/// The record's place on this computer; `None` for a user without a home.
pub fn usual_place() -> Option<PathBuf> {
    ProjectDirs::from("", "", "legraise").map(|dirs| dirs.data_dir().join("record.sqlite"))
}

/// What lies at the record's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FoundFile {
    Plain,
    /// Random bytes, as in an encrypted record.
    Encrypted,
}

/// What is known of a record without opening it for writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordAbout {
    pub bytes: u64,
    /// The version of its tables; `None` where it is encrypted.
    pub version: Option<i64>,
}

/// Looks at a record without changing anything.
///
/// # Errors
/// There is none, it is something else, or it can't be read.
pub fn about(path: &Path) -> Result<RecordAbout, StoreError> {
    let found = look(path)?;
    let unopenable = |e: Error| StoreError::Unopenable { path: path.to_owned(), reason: plain_reason(&e) };
    let bytes = fs::metadata(path).map_err(unopenable)?.len();
    let version = match found {
        FoundFile::Encrypted => None,
        FoundFile::Plain => {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let connection = Connection::open_with_flags(path, flags);
            Some(connection.and_then(|connection| schema::version(&connection)).map_err(|e| failed(path, e))?)
        }
    };
    Ok(RecordAbout { bytes, version })
}

/// Checks the file at the record's place, without changing anything.
///
/// # Errors
/// Nothing, or something else than a record.
pub(super) fn look(path: &Path) -> Result<FoundFile, StoreError> {
    let unopenable = |reason: &str| StoreError::Unopenable { path: path.to_owned(), reason: reason.to_owned() };
    let foreign = |what| Err(StoreError::Foreign { path: path.to_owned(), what });
    let about = match fs::metadata(path) {
        Err(e) if e.kind() == ErrorKind::NotFound && fs::symlink_metadata(path).is_ok() => {
            return Err(unopenable("it is a link that leads nowhere; mend it or name another file"));
        }
        Err(e) if e.kind() == ErrorKind::NotFound => return Err(StoreError::NoRecord(path.to_owned())),
        other => other.map_err(|e| unopenable(&plain_reason(&e)))?,
    };
    // opening something that is not a file may change it, or block
    if about.is_dir() {
        return Err(unopenable("it is a folder; add a file name"));
    }
    if !about.is_file() {
        return Err(unopenable("it is a device or a pipe; name a file"));
    }
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(passphrase::PAGE).read_to_end(&mut head));
    read.map_err(|e| unopenable(&plain_reason(&e)))?;
    match head.get(APPLICATION_ID_AT) {
        _ if head.is_empty() => foreign("an empty file"),
        Some(id) if head.starts_with(SQLITE) => {
            let is_ours = *id == schema::APPLICATION_ID.to_be_bytes()[4..] || is_ours_by_its_log(path)?;
            if is_ours { Ok(FoundFile::Plain) } else { foreign("another program's database") }
        }
        _ if passphrase::is_noise(&head, about.len()) => Ok(FoundFile::Encrypted),
        _ => foreign("a file of another kind"),
    }
}

/// Whether the log beside a database says that it is ours: the application's id may still be only there.
fn is_ours_by_its_log(path: &Path) -> Result<bool, StoreError> {
    if !has_log(path) {
        return Ok(false);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let is_ours = Connection::open_with_flags(path, flags).and_then(|connection| schema::is_ours(&connection));
    is_ours.map_err(|e| failed(path, e))
}

/// Whether a file beside the record has its newest part, or what is needed to roll back an unfinished change.
pub(super) fn has_log(path: &Path) -> bool {
    // beside the file that a link leads to
    let there = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    ["-wal", "-journal"].iter().any(|end| fs::metadata(beside(&there, end)).is_ok_and(|log| log.len() > 0))
}

/// Makes an empty record that only the user can read, in one step.
pub(super) fn make(path: &Path) -> Result<(), StoreError> {
    if fs::symlink_metadata(path).is_ok() {
        return Ok(());
    }
    let unopenable = |error: Error| StoreError::Unopenable { path: path.to_owned(), reason: plain_reason(&error) };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private_folder(folder).map_err(unopenable)?;
    }
    let fresh = fresh_file(path).map_err(unopenable)?;
    let made = fill(&fresh).map_err(|e| failed(path, e)).and_then(|()| publish(&fresh, path).map_err(unopenable));
    for end in ["", "-journal", "-wal", "-shm"] {
        let _ = fs::remove_file(beside(&fresh, end));
    }
    made
}

fn fill(fresh: &Path) -> rusqlite::Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(fresh, flags)?;
    schema::make(&mut connection)?;
    connection.close().map_err(|(_, error)| error)
}

/// Gives the new file its name, unless another program has made the record meanwhile: then that one stays.
fn publish(fresh: &Path, path: &Path) -> std::io::Result<()> {
    match fs::hard_link(fresh, path) {
        Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(()),
        // not every file system has hard links
        Err(_) if fs::symlink_metadata(path).is_err() => fs::rename(fresh, path),
        other => other,
    }
}

/// An empty file beside `path` with a name that nobody else has.
fn fresh_file(path: &Path) -> std::io::Result<PathBuf> {
    let mut number = 0;
    loop {
        let fresh = beside(path, &format!(".new-{}-{number}", process::id()));
        match private_file(&fresh) {
            Err(e) if e.kind() == ErrorKind::AlreadyExists && number < u16::MAX => number += 1,
            other => return other.map(|()| fresh),
        }
    }
}

/// Removes other users' rights on the record, if this user may.
pub(super) fn keep_private(path: &Path) {
    #[cfg(unix)]
    for end in ["", "-wal", "-shm"] {
        use std::os::unix::fs::PermissionsExt;
        let file = path.canonicalize().map_or_else(|_| beside(path, end), |there| beside(&there, end));
        let Ok(about) = fs::symlink_metadata(&file) else { continue };
        let mode = about.permissions().mode();
        if about.is_file() && mode & 0o077 != 0 {
            let _ = fs::set_permissions(&file, fs::Permissions::from_mode(mode & 0o700));
        }
    }
    #[cfg(not(unix))]
    let _ = path;
}

/// Identifies a file whatever its path; `None` if the system does not tell.
pub(super) fn identity(path: &Path) -> Option<(u64, u64)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

/// The path with `end` appended to its name.
pub(super) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

pub(super) fn private_file(path: &Path) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// A path as a URI, different for different paths even if they are not UTF-8.
pub(super) fn uri(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    let root = match bytes.first() {
        Some(b'/') => "file://",
        Some(b'\\') if cfg!(windows) => "file://",
        // a drive has a letter and no slash in front of it
        _ if cfg!(windows) && path.is_absolute() => "file:///",
        _ => "file:",
    };
    let mut uri = root.to_owned();
    for byte in bytes {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b':' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => uri.push(char::from(*byte)),
            b'\\' if cfg!(windows) => uri.push('/'),
            other => uri += &format!("%{other:02X}"),
        }
    }
    uri
}
