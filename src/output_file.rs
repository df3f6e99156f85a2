//! The one way to write a file. It is written under another name in the same folder, such as `.clip.csv.part-k3Xz9a`,
//! and renamed when it is complete and on the disk: the file that was there before stays until then, whatever ends the
//! program.
//!
//! Nothing is written through a link, over a file that is write-protected or not the user's, or over a database. What
//! is no file (`/dev/null`, `/dev/stdout`, a shell's `>(…)`) is written as it comes. [`ClaimedPaths`] is what one call
//! of the program reads and writes. A [`SharedFile`] grows instead, under a lock.

mod files;
mod shared;

pub use files::ClaimedPaths;
pub use shared::{LARGEST_TABLE_BYTES, SharedFile};

use crate::pipeline::{Outcome, SinkError};
use std::ffi::OsString;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file that is being written. Dropping it before it is finished leaves everything as it was.
pub struct OutputFile {
    what: &'static str,
    path: PathBuf,
    place: Place,
}

enum Place {
    /// The file is written here, and replaces what is at its path in the end.
    Beside(NamedTempFile),
    /// A device or a pipe is written directly.
    Stream(File),
}

/// Writes a whole file. `what` it is, is told when it fails, such as "the trace".
///
/// # Errors
/// Those of [`OutputFile::create`], or the disk is full.
pub fn write(what: &'static str, path: &Path, content: impl AsRef<[u8]>) -> Result<(), SinkError> {
    let mut file = OutputFile::create(what, path)?;
    file.write_all(content.as_ref()).map_err(|error| file.failed(&error))?;
    file.finish()
}

impl OutputFile {
    /// Makes sure that a file can be written at `path`.
    ///
    /// # Errors
    /// There is no such folder, no permission, or what is there must not be replaced.
    pub fn create(what: &'static str, path: &Path) -> Result<Self, SinkError> {
        let place = place_for(path).map_err(|refusal| refusal.of(what, path))?;
        Ok(Self { what, path: path.to_owned(), place })
    }

    /// Where the file is written until it is whole; `None` for what is no file.
    pub fn part(&self) -> Option<&Path> {
        match &self.place {
            Place::Beside(part) => Some(part.path()),
            Place::Stream(_) => None,
        }
    }

    /// An error of writing in the words of this program.
    pub fn failed(&self, error: &io::Error) -> SinkError {
        SinkError::of_io(self.what, error, &self.path)
    }

    /// Puts the whole file in its place.
    ///
    /// # Errors
    /// The disk is full, or the folder has gone.
    pub fn finish(self) -> Result<(), SinkError> {
        let Self { what, path, place } = self;
        let failed = |error: &io::Error| SinkError::of_io(what, error, &path);
        match place {
            Place::Stream(mut stream) => stream.flush().map_err(|error| failed(&error)),
            Place::Beside(part) => {
                part.as_file().sync_all().map_err(|error| failed(&error))?;
                part.persist(&path).map_err(|error| failed(&error.error))?;
                sync_folder(&path);
                Ok(())
            }
        }
    }

    /// Finishes the file of a run; that of one that broke off does not replace an older file.
    ///
    /// # Errors
    /// Those of [`Self::finish`]; and the run was broken off and a file was there: it stays, and the error tells where
    /// the part is.
    pub fn finish_after(self, run: &Outcome) -> Result<(), SinkError> {
        if run.interrupted || run.failure.is_some() { self.finish_broken_off() } else { self.finish() }
    }

    /// Puts the file in its place when nothing is there, else beside it, under a name that says so.
    fn finish_broken_off(self) -> Result<(), SinkError> {
        let Self { what, path, place } = self;
        let part = match place {
            Place::Beside(part) if fs::symlink_metadata(&path).is_ok() => part,
            place => return Self { what, path, place }.finish(),
        };
        part.as_file().sync_all().map_err(|error| SinkError::of_io(what, &error, &path))?;
        let kept = keep_beside(part, &path).map_err(|error| SinkError::of_io(what, &error, &path))?;
        sync_folder(&path);
        let told = format!(
            "the run was broken off, and the file that was there stays; what was measured is in {}",
            kept.display()
        );
        Err(SinkError::new(what, told, &path))
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.place {
            Place::Beside(part) => part.as_file_mut().write(bytes),
            Place::Stream(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.place {
            Place::Beside(part) => part.as_file_mut().flush(),
            Place::Stream(stream) => stream.flush(),
        }
    }
}

/// Why a place is not written to.
enum Refusal {
    Io(io::Error),
    Because(String),
}

impl Refusal {
    fn of(self, what: &'static str, path: &Path) -> SinkError {
        match self {
            Self::Io(error) => SinkError::of_io(what, &error, path),
            Self::Because(reason) => SinkError::new(what, reason, path),
        }
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// What is at a path that is to be written.
enum PathContent {
    Nothing,
    /// A file that may be replaced.
    File(Metadata),
    /// A device or a pipe that may be written.
    Stream,
}

fn path_content(path: &Path) -> Result<PathContent, Refusal> {
    let is_folder =
        path.as_os_str().as_encoded_bytes().last().is_some_and(|last| std::path::is_separator(*last as char));
    if is_folder || path.file_name().is_none() {
        return Err(io::Error::from(ErrorKind::IsADirectory).into());
    }
    if is_stream(path) {
        return Ok(PathContent::Stream);
    }
    let about = match fs::symlink_metadata(path) {
        Ok(about) => about,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(PathContent::Nothing),
        Err(error) => return Err(error.into()),
    };
    let because = |reason: &str| Err(Refusal::Because(reason.to_owned()));
    if about.is_symlink() {
        let target = fs::read_link(path)?;
        return Err(Refusal::Because(format!("it is a link to {}; name a file", target.display())));
    }
    if about.is_dir() {
        return Err(io::Error::from(ErrorKind::IsADirectory).into());
    }
    if !about.is_file() {
        return because("it is a device or a pipe; name a file");
    }
    if about.permissions().readonly() {
        return because("the file that is there is write-protected; choose another place");
    }
    let is_database = || because("it is a database, such as a record; choose another place");
    // a database in use: opening and closing it would release the locks that this program may have on it
    if ["-wal", "-shm"].iter().any(|ending| with_ending(path, ending).exists()) {
        return is_database();
    }
    // a user who may not write the file may not replace it either
    let mut file = OpenOptions::new().read(true).write(true).open(path)?;
    let mut head = [0; DATABASE.len()];
    if file.read_exact(&mut head).is_ok() && head == *DATABASE {
        return is_database();
    }
    Ok(PathContent::File(about))
}

/// How an SQLite file begins.
const DATABASE: &[u8; 16] = b"SQLite format 3\0";

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Whether it is one of the system's devices, or a pipe that a shell has made.
fn is_stream(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let of_system = ["/dev", "/proc"].iter().any(|folder| path.starts_with(folder));
        let kind = fs::metadata(path).map(|about| about.file_type());
        let is_stream = |kind: fs::FileType| kind.is_char_device() || kind.is_fifo() || kind.is_socket();
        standard(path).is_some() || of_system && kind.is_ok_and(is_stream)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// The program's own stdout or stderr, if the path means that: opened again, a file behind it would be written from its
/// start.
#[cfg(unix)]
fn standard(path: &Path) -> Option<io::Result<File>> {
    use std::os::fd::AsFd;
    let same = |fd: std::os::fd::BorrowedFd<'_>| fd.try_clone_to_owned().map(File::from);
    match path.to_str()? {
        "/dev/stdout" | "/dev/fd/1" | "/proc/self/fd/1" => Some(same(io::stdout().as_fd())),
        "/dev/stderr" | "/dev/fd/2" | "/proc/self/fd/2" => Some(same(io::stderr().as_fd())),
        _ => None,
    }
}

fn open_stream(path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    if let Some(standard) = standard(path) {
        return standard;
    }
    OpenOptions::new().write(true).open(path)
}

fn place_for(path: &Path) -> Result<Place, Refusal> {
    let old = match path_content(path)? {
        PathContent::Stream => return Ok(Place::Stream(open_stream(path)?)),
        PathContent::File(old) => Some(old),
        PathContent::Nothing => None,
    };
    let mut prefix = OsString::from(".");
    prefix.push(short_name(path));
    prefix.push(".part-");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix);
    // a file's usual rights, instead of the private ones of a temporary file
    #[cfg(unix)]
    let builder = builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let part = builder.tempfile_in(folder_of(path))?;
    if let Some(old) = old {
        keep_rights(part.as_file(), &old)?;
    }
    Ok(Place::Beside(part))
}

/// The new file is whose the old one was, and has its rights.
fn keep_rights(file: &File, old: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        // only an administrator may give files away
        let _ = std::os::unix::fs::fchown(file, Some(old.uid()), Some(old.gid()));
    }
    file.set_permissions(old.permissions())
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The file's name, cut off if nothing could be added to it.
fn short_name(path: &Path) -> OsString {
    /// Names have 255 bytes, some of which are for `.part-`.
    const LONGEST: usize = 200;
    let name = path.file_name().unwrap_or_default();
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let name = name.to_string_lossy();
    name[..name.floor_char_boundary(LONGEST)].into()
}

/// Gives the part a name of its own beside the file: `clip.part.csv`, or `clip.part-2.csv` when that is taken.
fn keep_beside(mut part: NamedTempFile, path: &Path) -> io::Result<PathBuf> {
    let stem = path.file_stem().unwrap_or_default();
    for number in 1.. {
        let mut name = stem.to_owned();
        name.push(if number > 1 { format!(".part-{number}") } else { ".part".to_owned() });
        if let Some(extension) = path.extension() {
            name.push(".");
            name.push(extension);
        }
        let kept = path.with_file_name(name);
        match part.persist_noclobber(&kept) {
            Ok(_) => return Ok(kept),
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => part = error.file,
            // such as a disk without hard links, or a name that has become too long
            Err(error) => return error.file.keep().map(|(_, path)| path).map_err(|error| error.error),
        }
    }
    unreachable!("some number is free")
}

/// Syncs the folder, so that the new name survives a crash. Best effort: not every system can, and the file is complete
/// anyway.
fn sync_folder(path: &Path) {
    if let Ok(folder) = File::open(folder_of(path)) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests;
