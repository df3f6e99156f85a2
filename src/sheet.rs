//! Tables of text as spreadsheets save them: in UTF-8 with a byte order mark or without one, in UTF-16 or in Windows'
//! western letters; with commas, semicolons or tabs between cells; with a decimal point or comma.

use std::borrow::Cow;

/// How letters are bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    #[default]
    Utf8,
    Utf16Le,
    Utf16Be,
    /// What spreadsheets on Windows save as "CSV" without further words, in western Europe and America.
    Windows1252,
}

/// What may stand between cells.
const DELIMITERS: [u8; 3] = *b",;\t";

impl Encoding {
    /// What a file is written in.
    fn of(bytes: &[u8]) -> Self {
        match bytes {
            [0xff, 0xfe, ..] => Self::Utf16Le,
            [0xfe, 0xff, ..] => Self::Utf16Be,
            _ => match std::str::from_utf8(bytes) {
                // a letter of which the end is missing is half-written
                Err(error) if error.error_len().is_some() => Self::Windows1252,
                _ => Self::Utf8,
            },
        }
    }

    /// The text as bytes; letters that the encoding does not have become question marks.
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Self::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Self::Windows1252 => {
                let has = |c: char| !encoding_rs::WINDOWS_1252.encode(c.encode_utf8(&mut [0; 4])).2;
                let text: String = text.chars().map(|c| if c.is_ascii() || has(c) { c } else { '?' }).collect();
                encoding_rs::WINDOWS_1252.encode(&text).0.into_owned()
            }
        }
    }
}

/// A file's text, its byte order mark included, and how it was written: encoded again any part of it has as many bytes
/// as in the file.
pub fn decode(bytes: &[u8]) -> (Cow<'_, str>, Encoding) {
    let encoding = Encoding::of(bytes);
    let wide = |of: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| of([pair[0], pair[1]]));
        Cow::Owned(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
    };
    let text = match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(bytes),
        Encoding::Utf16Le => wide(u16::from_le_bytes),
        Encoding::Utf16Be => wide(u16::from_be_bytes),
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    };
    (text, encoding)
}

/// What stands between the cells of a table that begins with this line of names.
pub fn delimiter(line: &str) -> u8 {
    let count = |delimiter: u8| line.bytes().filter(|byte| *byte == delimiter).count();
    // of as many it is the first one
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

/// A number with a decimal point or comma.
pub fn number(text: &str) -> Option<f64> {
    text.trim().replace(',', ".").parse().ok().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_from_every_encoding_and_has_as_many_bytes() {
        let text = "Müller;78,5\r\n";
        for (encoding, mark) in [
            (Encoding::Utf8, ""),
            (Encoding::Utf8, "\u{feff}"),
            (Encoding::Utf16Le, "\u{feff}"),
            (Encoding::Utf16Be, "\u{feff}"),
            (Encoding::Windows1252, ""),
        ] {
            let text = format!("{mark}{text}");
            let bytes = encoding.encode(&text);
            assert_eq!(decode(&bytes), (text.clone().into(), encoding));
            assert_eq!(encoding.encode(&decode(&bytes).0), bytes);
        }
        assert_eq!(Encoding::Windows1252.encode("é°±≤"), b"\xe9\xb0\xb1?");
    }

    #[test]
    fn half_a_letter_at_the_end_is_no_other_encoding() {
        let bytes = "a,Müller".as_bytes();
        assert_eq!(decode(&bytes[..4]), ("a,M\u{fffd}".into(), Encoding::Utf8));
    }

    #[test]
    fn cells_are_parted_by_what_is_there_most() {
        for (line, expected) in [("a,b;c,d", b','), ("a;b", b';'), ("a\tb\tc", b'\t'), ("a", b',')] {
            assert_eq!(delimiter(line), expected, "{line}");
        }
    }

    #[test]
    fn numbers_have_a_point_or_a_comma() {
        for (text, expected) in [("78", Some(78.0)), (" 78,5", Some(78.5)), ("-1.25", Some(-1.25)), ("1.234,5", None)] {
            assert_eq!(number(text), expected, "{text}");
        }
        assert!(number("").is_none() && number("inf").is_none() && number("78°").is_none());
    }
}
