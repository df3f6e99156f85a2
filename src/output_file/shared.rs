//! A file that several programs may add to at once.

use super::{PathContent, path_content};
use crate::pipeline::SinkError;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Longest wait for another program, which needs a moment for a row.
const PATIENCE_S: u64 = 10;
/// Nobody's table is larger, bytes.
pub const LARGEST_TABLE_BYTES: u64 = 1 << 28;

/// The file, open, read, and this program's alone until it is dropped.
pub struct SharedFile {
    what: &'static str,
    path: PathBuf,
    file: File,
    content: Vec<u8>,
}

impl SharedFile {
    /// Opens a file and makes it where there is none; `None` for what is no file, such as `/dev/stdout`.
    ///
    /// # Errors
    /// Those of [`super::OutputFile::create`]; or another program has held it too long.
    pub fn open(what: &'static str, path: &Path) -> Result<Option<Self>, SinkError> {
        if let PathContent::Stream = path_content(path).map_err(|refusal| refusal.of(what, path))? {
            return Ok(None);
        }
        let failed = |error: io::Error| match error.kind() {
            ErrorKind::WouldBlock => {
                let reason = format!("another program has held it for {PATIENCE_S} seconds; try again");
                SinkError::new(what, reason, path)
            }
            ErrorKind::FileTooLarge => SinkError::new(what, "it is too large to be one; name another file", path),
            _ => SinkError::of_io(what, &error, path),
        };
        let mut options = OpenOptions::new();
        let mut file = options.read(true).write(true).create(true).truncate(false).open(path).map_err(failed)?;
        lock(&file).map_err(failed)?;
        let content = read(&mut file).map_err(failed)?;
        Ok(Some(Self { what, path: path.to_owned(), file, content }))
    }

    pub fn content(&self) -> &[u8] {
        &self.content
    }

    /// Puts bytes on the disk after the first `whole` ones of the file; what was there after those goes.
    ///
    /// # Errors
    /// The disk is full: then the file has the first `whole` bytes as before.
    pub fn add(mut self, whole: usize, bytes: &[u8]) -> Result<(), SinkError> {
        let whole = whole as u64;
        let mut write = || {
            self.file.set_len(whole)?;
            self.file.seek(SeekFrom::End(0))?;
            self.file.write_all(bytes)?;
            self.file.sync_data()
        };
        write().map_err(|error| {
            // half a row would be mended by the next one anyway
            let _ = self.file.set_len(whole);
            SinkError::of_io(self.what, &error, &self.path)
        })
    }
}

fn lock(file: &File) -> io::Result<()> {
    const STEP: Duration = Duration::from_millis(20);
    for _ in 0..PATIENCE_S * 1000 / STEP.as_millis() as u64 {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) => std::thread::sleep(STEP),
            // some network disks have no locks
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => return Ok(()),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Err(ErrorKind::WouldBlock.into())
}

fn read(file: &mut File) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    file.take(LARGEST_TABLE_BYTES + 1).read_to_end(&mut content)?;
    if content.len() as u64 > LARGEST_TABLE_BYTES { Err(ErrorKind::FileTooLarge.into()) } else { Ok(content) }
}
