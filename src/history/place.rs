//! Where the record is kept, and whose it is: the file's and its folder's rights are the user's alone.

use super::StoreError;
use crate::pipeline::plain_reason;
use directories::ProjectDirs;
use std::fs;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

/// Where the record is, instead of the system's place for a user's data.
pub const DATABASE_VARIABLE: &str = "LEGRAISE_DATABASE";

/// The record's place on this computer; `None` for a user without a home.
pub fn usual_place() -> Option<PathBuf> {
    ProjectDirs::from("", "", "legraise").map(|dirs| dirs.data_dir().join("record.sqlite"))
}

/// Makes folder and file where there are none, for the user alone.
pub(super) fn prepare(path: &Path) -> Result<(), StoreError> {
    let unopenable = |error: Error| StoreError::Unopenable { path: path.to_owned(), reason: plain_reason(&error) };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private_folder(folder).map_err(unopenable)?;
    }
    match private_file(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(unopenable(error)),
        _ => {}
    }
    keep_private(path)
}

/// Takes the rights of others away, which somebody may have given them. SQLite gives the files beside it the same rights.
pub(super) fn keep_private(path: &Path) -> Result<(), StoreError> {
    let unopenable = |error: Error| StoreError::Unopenable { path: path.to_owned(), reason: plain_reason(&error) };
    if path.is_dir() {
        return Err(unopenable(Error::from(ErrorKind::IsADirectory)));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let rights = fs::metadata(path).map_err(unopenable)?.permissions();
        if rights.mode() & 0o077 != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(unopenable)?;
        }
    }
    Ok(())
}

fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn private_file(path: &Path) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}
