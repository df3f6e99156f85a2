//! Paths as text, for documents, tables and the record. Bytes that are not UTF-8 are escaped, so that two paths never
//! become the same text.

use serde::Serializer;
use std::borrow::Cow;
use std::fmt::Write;
use std::path::Path;

/// The path as text, with bytes that are not UTF-8 as `\xE9`.
pub fn path_text(path: &Path) -> Cow<'_, str> {
    if let Some(text) = path.to_str() {
        return Cow::Borrowed(text);
    }
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        text += chunk.valid();
        for byte in chunk.invalid() {
            // writing into a string cannot fail
            let _ = write!(text, "\\x{byte:02X}");
        }
    }
    Cow::Owned(text)
}

/// A path in a document, as [`path_text`].
pub(super) fn serialize<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&path_text(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_as_it_is() {
        for path in ["clip.mp4", "/a b/Müller \\xE9.mp4", ""] {
            assert_eq!(path_text(Path::new(path)), path);
        }
    }

    #[cfg(unix)]
    #[test]
    fn paths_that_are_no_text_stay_different() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let text = |bytes: &[u8]| path_text(Path::new(OsStr::from_bytes(bytes))).into_owned();
        assert_eq!(text(b"Jos\xe9.mp4"), "Jos\\xE9.mp4");
        assert_ne!(text(b"Jos\xe9.mp4"), text(b"Jos\xe8.mp4"));
        assert_eq!(text("ü\u{0}".as_bytes()).as_bytes(), "ü\u{0}".as_bytes());
        assert_eq!(text(b"\xff\xfe/\xc3"), "\\xFF\\xFE/\\xC3");
    }
}
