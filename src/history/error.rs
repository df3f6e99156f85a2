//! Why the record can't be read or written: what is wrong, what to do, and the file.

use super::{BUSY, PASSPHRASE_VARIABLE, SCHEMA_VERSION};
use std::fmt::{self, Display};
use std::path::{Path, PathBuf};

/// Why the record could not be read or written.
#[derive(Debug)]
pub enum StoreError {
    NoPlace,
    NoRecord(PathBuf),
    Unopenable { path: PathBuf, reason: String },
    Newer { path: PathBuf, found: i64 },
    PassphraseNeeded(PathBuf),
    WrongPassphrase(PathBuf),
    NoDecryption(PathBuf),
    OpenElsewhere(PathBuf),
    Foreign { path: PathBuf, what: &'static str },
    Damaged { path: PathBuf, reason: String },
    Busy(PathBuf),
    Unwritable { path: PathBuf, reason: String },
    NoSuchPerson { path: PathBuf, name: String },
    PersonDeleted { path: PathBuf, name: String },
    NoLeg(&'static str),
}

impl StoreError {
    /// The record's file, where it is about that.
    fn path(&self) -> Option<&Path> {
        match self {
            Self::NoRecord(path)
            | Self::Unopenable { path, .. }
            | Self::Newer { path, .. }
            | Self::PassphraseNeeded(path)
            | Self::WrongPassphrase(path)
            | Self::NoDecryption(path)
            | Self::OpenElsewhere(path)
            | Self::Foreign { path, .. }
            | Self::Damaged { path, .. }
            | Self::Busy(path)
            | Self::Unwritable { path, .. }
            | Self::NoSuchPerson { path, .. }
            | Self::PersonDeleted { path, .. } => Some(path),
            Self::NoPlace | Self::NoLeg(_) => None,
        }
    }

    /// What is wrong and what to do, without the path.
    fn without_path(&self) -> String {
        match self {
            Self::NoPlace => "there is no folder of yours to keep a record in; name a file with --database".to_owned(),
            Self::NoRecord(_) => "there is no record yet; keep a measurement with --save PERSON".to_owned(),
            Self::Unopenable { reason, .. } => format!("can't open the record ({reason})"),
            Self::Newer { found, .. } => format!(
                "the record was written by a newer LegRaise (its version {found}, this one knows {SCHEMA_VERSION}); update LegRaise"
            ),
            Self::PassphraseNeeded(_) => format!(
                "the record is encrypted; give its passphrase, in {PASSPHRASE_VARIABLE} where nobody can be asked"
            ),
            Self::WrongPassphrase(_) => "that is not the passphrase of the record; try again".to_owned(),
            Self::NoDecryption(_) => {
                "the record is encrypted, and this LegRaise can't decrypt; build it with `--features passphrase`"
                    .to_owned()
            }
            Self::OpenElsewhere(_) => {
                "the record is open in another window or program; close it and try again".to_owned()
            }
            Self::Foreign { what, .. } => format!("this is no record of LegRaise but {what}; name another file"),
            Self::Damaged { reason, .. } => format!(
                "the record is damaged ({reason}); put a backup in its place, or save what can be with `sqlite3 FILE .recover`"
            ),
            Self::Busy(_) => {
                format!("another program has held the record for {} seconds; close it and try again", BUSY.as_secs())
            }
            Self::Unwritable { reason, .. } => format!("can't write the record: {reason}"),
            Self::NoSuchPerson { name, .. } => {
                format!("nobody called {name:?} is in the record; `legraise history` lists who is")
            }
            Self::PersonDeleted { name, .. } => format!(
                "{name} was deleted from the record while this was measured, and nothing of it is kept; measure again"
            ),
            Self::NoLeg(reason) => format!("these points are no leg: {reason}; nothing was changed"),
        }
    }

    /// The same for a sentence that names the record itself.
    pub(super) fn reason(&self) -> String {
        match self {
            Self::Unopenable { reason, .. } | Self::Unwritable { reason, .. } => reason.clone(),
            other => other.without_path(),
        }
    }
}

impl Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path() {
            Some(path) => write!(f, "{}: {}", self.without_path(), path.display()),
            None => f.write_str(&self.without_path()),
        }
    }
}

impl std::error::Error for StoreError {}
