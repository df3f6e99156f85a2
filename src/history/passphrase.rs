//! A record behind a passphrase: SQLCipher encrypts every page of the file. To set, change or remove the passphrase,
//! the file is written anew beside the old one and replaces it in one step: if that is interrupted, one of the two is
//! there, complete.

use super::PASSPHRASE_VARIABLE;
use std::fmt;

/// Size of SQLCipher's pages, bytes: an encrypted file is a multiple of it.
pub(super) const PAGE: u64 = 4096;
/// A random page contains nearly all of the 256 byte values, and hardly a zero among its first 64 bytes; fewer happens
/// once in a million records.
const FEWEST_VALUES: usize = 245;
const MOST_ZEROS: usize = 5;

/// What opens an encrypted record. It is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Passphrase(String);

impl Passphrase {
    /// `None` for an empty one.
    pub fn new(text: String) -> Option<Self> {
        (!text.is_empty()).then_some(Self(text))
    }

    /// The one in `LEGRAISE_PASSPHRASE`.
    pub fn of_environment() -> Option<Self> {
        std::env::var(PASSPHRASE_VARIABLE).ok().and_then(Self::new)
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Passphrase(…)")
    }
}

/// Whether a file with this head looks random, as an encrypted record does, unlike a video or an image.
pub(super) fn is_noise(head: &[u8], length: u64) -> bool {
    let mut seen = [false; 256];
    head.iter().for_each(|byte| seen[usize::from(*byte)] = true);
    let values = seen.iter().filter(|seen| **seen).count();
    let zeros = head.iter().take(64).filter(|byte| **byte == 0).count();
    head.len() as u64 == PAGE && length.is_multiple_of(PAGE) && values >= FEWEST_VALUES && zeros <= MOST_ZEROS
}

#[cfg(not(feature = "passphrase"))]
pub(super) fn unlock(
    _: &rusqlite::Connection,
    path: &std::path::Path,
    _: Option<&Passphrase>,
) -> Result<(), super::StoreError> {
    Err(super::StoreError::NoDecryption(path.to_owned()))
}

#[cfg(feature = "passphrase")]
pub(super) use encrypted::unlock;

#[cfg(feature = "passphrase")]
mod encrypted {
    use super::super::{Store, StoreError, failed, place};
    use super::Passphrase;
    use crate::pipeline::plain_reason;
    use rusqlite::{Connection, ErrorCode};
    use std::fs::{self, File, OpenOptions};
    use std::io::{self, Write};
    use std::path::Path;
    use std::time::Duration;

    /// How long to wait for a program that is writing; a window that stays open is not waited for.
    const WAIT_FOR_OTHERS: Duration = Duration::from_secs(2);

    /// Makes an encrypted file readable over this connection, before anything else is done with it.
    pub fn unlock(connection: &Connection, path: &Path, passphrase: Option<&Passphrase>) -> Result<(), StoreError> {
        let passphrase = passphrase.ok_or_else(|| StoreError::PassphraseNeeded(path.to_owned()))?;
        let try_it = || {
            // this program reports a wrong passphrase itself
            connection.pragma_update(None, "cipher_log_level", "NONE")?;
            connection.pragma_update(None, "key", &passphrase.0)?;
            connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get::<_, i64>(0))
        };
        match try_it() {
            Ok(_) => Ok(()),
            Err(e) if e.sqlite_error_code() == Some(ErrorCode::NotADatabase) => {
                Err(StoreError::WrongPassphrase(path.to_owned()))
            }
            Err(e) => Err(failed(path, e)),
        }
    }

    impl Store {
        /// From now on the record opens with `new`, or is not encrypted. What it was before is overwritten and deleted.
        ///
        /// # Errors
        /// Nothing has changed: the record is open elsewhere, or the disk is full.
        pub fn with_passphrase(self, new: Option<&Passphrase>) -> Result<Self, StoreError> {
            let path = self.path.clone();
            if let Some(reason) = &self.read_only {
                return Err(StoreError::Unwritable { path, reason: reason.clone() });
            }
            let fresh = place::beside(&path, ".new");
            let made = self.hold_alone().and_then(|()| self.copy_to(&fresh, new));
            if let Err(error) = made {
                let _ = fs::remove_file(&fresh);
                return Err(error);
            }
            let unwritable = |e: io::Error| StoreError::Unwritable { path: path.clone(), reason: plain_reason(&e) };
            let old = OpenOptions::new().write(true).open(&path).map_err(unwritable)?;
            fs::rename(&fresh, &path).map_err(unwritable)?;
            // a program that has the old file open then finds no record in it, instead of writing into a deleted one
            let wiped = wipe(&old);
            drop(self);
            wiped.map_err(unwritable)?;
            let store = Self::open_existing_with(&path, new)?;
            store.read(|connection| connection.pragma_update(None, "journal_mode", "WAL"))?;
            Ok(store)
        }

        /// Locks the file until this store is dropped, and empties the log into it.
        fn hold_alone(&self) -> Result<(), StoreError> {
            let alone = || {
                self.connection.busy_timeout(WAIT_FOR_OTHERS)?;
                self.connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
                self.connection.pragma_update(None, "journal_mode", "DELETE")?;
                self.connection.execute_batch("BEGIN EXCLUSIVE; COMMIT")
            };
            alone().map_err(|e| match e.sqlite_error_code() {
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                    StoreError::OpenElsewhere(self.path.clone())
                }
                _ => failed(&self.path, e),
            })
        }

        fn copy_to(&self, fresh: &Path, passphrase: Option<&Passphrase>) -> Result<(), StoreError> {
            let unwritable = |e: io::Error| StoreError::Unwritable { path: fresh.to_owned(), reason: plain_reason(&e) };
            match fs::remove_file(fresh) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(unwritable(e)),
                _ => place::private_file(fresh).map_err(unwritable)?,
            }
            let key = passphrase.map_or("", |passphrase| passphrase.0.as_str());
            let copy = |connection: &Connection| {
                let number = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
                connection.execute("ATTACH DATABASE ?1 AS fresh KEY ?2", [place::uri(fresh).as_str(), key])?;
                connection.query_row("SELECT sqlcipher_export('fresh')", [], |_| Ok(()))?;
                // the export leaves these out
                for pragma in ["user_version", "application_id"] {
                    connection.pragma_update(Some("fresh"), pragma, number(pragma)?)?;
                }
                connection.execute_batch("DETACH DATABASE fresh")
            };
            self.read(copy)?;
            File::open(fresh).and_then(|file| file.sync_all()).map_err(unwritable)
        }
    }

    /// Overwrites a file with zeros.
    fn wipe(mut file: &File) -> io::Result<()> {
        let length = file.metadata()?.len();
        io::copy(&mut io::Read::take(io::repeat(0), length), &mut file)?;
        file.flush()?;
        file.sync_all()
    }
}
