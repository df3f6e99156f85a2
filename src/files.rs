//! Reading files that others made: only what is a file, only so much of it, and why it can't be read in the words of
//! this program.

use std::fs::File;
use std::io::{Error, ErrorKind, Read, Result};
use std::path::Path;

/// Opens a file for reading. A device or a pipe is refused: it may never end, or never begin.
///
/// # Errors
/// There is none, it can't be read, or it is something else.
pub fn open(path: &Path) -> Result<File> {
    // before it is opened, which waits at a pipe that nobody writes into
    is_plain(&path.metadata()?)?;
    let file = File::open(path)?;
    is_plain(&file.metadata()?)?;
    Ok(file)
}

fn is_plain(found: &std::fs::Metadata) -> Result<()> {
    match () {
        () if found.is_file() => Ok(()),
        () if found.is_dir() => Err(Error::from(ErrorKind::IsADirectory)),
        () => Err(Error::other("it is a device or a pipe; write what comes out of it into a file, and name that")),
    }
}

/// What is in a file.
///
/// # Errors
/// It can't be read, or holds more than `most` bytes.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>> {
    up_to(most, open(path)?)
}

/// The same of a text in UTF-8.
///
/// # Errors
/// Those of [`read`], or the text is not UTF-8.
pub fn read_text(path: &Path, most: u64) -> Result<String> {
    String::from_utf8(read(path, most)?).map_err(|error| Error::new(ErrorKind::InvalidData, error))
}

/// Everything that comes out of `from`.
///
/// # Errors
/// It can't be read, or gives more than `most` bytes.
pub fn up_to(most: u64, from: impl Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // one more, to know
    from.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(Error::new(ErrorKind::FileTooLarge, format!("it holds more than {}", size(most))));
    }
    Ok(bytes)
}

/// A number of bytes for people.
fn size(bytes: u64) -> String {
    match bytes >> 20 {
        0 => format!("{} KB", bytes >> 10),
        megabytes => format!("{megabytes} MB"),
    }
}

/// Why a file can't be read, as part of a sentence, without "(os error 2)".
pub fn reason(error: &Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file".to_owned(),
        ErrorKind::PermissionDenied => "no permission".to_owned(),
        ErrorKind::IsADirectory => "it is a folder; name a file".to_owned(),
        ErrorKind::NotADirectory => "a part of its path is no folder".to_owned(),
        ErrorKind::InvalidData => "it is not a text in UTF-8".to_owned(),
        // in our own words
        _ if error.raw_os_error().is_none() => in_a_sentence(&error.to_string()),
        _ => in_a_sentence(error.to_string().split(" (os error").next().unwrap_or_default()).to_lowercase(),
    }
}

/// What is wrong with a text in JSON, without its place in it.
pub fn json_reason(error: &serde_json::Error) -> String {
    error.to_string().split(" at line ").next().unwrap_or_default().to_owned()
}

/// Somebody else's words as part of a sentence of ours: in one line, without the full stop.
pub fn in_a_sentence(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why<T: std::fmt::Debug>(result: Result<T>) -> String {
        reason(&result.unwrap_err())
    }

    #[test]
    fn no_more_is_read_than_is_allowed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, [b'a'; 5000]).unwrap();
        assert_eq!(read(&path, 5000).unwrap().len(), 5000);
        assert_eq!(why(read(&path, 4096)), "it holds more than 4 KB");
        assert_eq!(why(up_to(3 << 20, std::io::repeat(0))), "it holds more than 3 MB");
    }

    #[test]
    fn what_is_no_text_or_no_file_is_told_without_an_error_number() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, [0xff]).unwrap();
        assert_eq!(why(read_text(&path, 10)), "it is not a text in UTF-8");
        assert_eq!(why(read(&folder.path().join("b"), 10)), "no such file");
        assert_eq!(why(read(folder.path(), 10)), "it is a folder; name a file");
        assert_eq!(why(Err::<(), _>(Error::from_raw_os_error(5))).split("(os").count(), 1);
        assert_eq!(in_a_sentence("a\n  b.\n"), "a b");
    }

    #[cfg(unix)]
    #[test]
    fn devices_and_pipes_are_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        for path in [Path::new("/dev/zero"), &pipe] {
            assert!(why(read(path, 10)).contains("it is a device or a pipe"));
        }
    }
}
