//! Letters that can be printed: Noto Sans has those of Latin, Greek, Cyrillic and their kin; others come from a font
//! that the user names, or from the system's.

use super::system_fonts::system_fonts;
use crate::files;
use ab_glyph::{Font as _, FontArc, FontVec, ScaleFont};
use krilla::text::Font;
use std::path::{Path, PathBuf};

/// No font is larger: those with all of Chinese, in all weights, are not.
const MOST_BYTES: u64 = 256 << 20;

/// Why a font can't be used.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    #[error("can't read the font ({reason}): {}", .path.display())]
    Unreadable { path: PathBuf, reason: String },
    #[error("not a font of the kinds TTF, OTF or TTC; name another file: {}", .0.display())]
    NoFont(PathBuf),
}

/// A font to print with and to measure by.
#[derive(Clone)]
pub struct Face {
    pub font: Font,
    sizes: FontArc,
}

/// The fonts of a report.
#[derive(Clone)]
pub struct Fonts {
    regular: Face,
    bold: Face,
    /// Fonts for letters that the others do not have: each comes from the first one with it.
    further: Vec<Face>,
}

impl Face {
    fn of(bytes: Vec<u8>, index: u32) -> Option<Self> {
        let sizes = FontArc::new(FontVec::try_from_vec_and_index(bytes.clone(), index).ok()?);
        Some(Self { font: Font::new(bytes.into(), index)?, sizes })
    }

    fn has(&self, letter: char) -> bool {
        letter.is_whitespace() || self.sizes.glyph_id(letter).0 != 0
    }

    /// How long a piece of text is, points.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        // a PDF's size is of the em square, ab_glyph's of the line
        let units = self.sizes.units_per_em().unwrap_or(1000.0);
        let scaled = self.sizes.as_scaled(size * self.sizes.height_unscaled() / units);
        text.chars().map(|c| scaled.h_advance(self.sizes.glyph_id(c))).sum()
    }
}

impl Fonts {
    /// The fonts that come with the program.
    pub fn own() -> Self {
        let own = |bytes: &[u8]| Face::of(bytes.to_vec(), 0).expect("the font is compiled into the program");
        Self { regular: own(notosans::REGULAR_TTF), bold: own(notosans::BOLD_TTF), further: Vec::new() }
    }

    /// Adds the font in a file of the user's.
    pub fn with_file(mut self, path: &Path) -> Result<Self, FontError> {
        let unreadable = |e: std::io::Error| FontError::Unreadable { path: path.to_owned(), reason: files::reason(&e) };
        let bytes = files::read(path, MOST_BYTES).map_err(unreadable)?;
        self.further.push(Face::of(bytes, 0).ok_or_else(|| FontError::NoFont(path.to_owned()))?);
        Ok(self)
    }

    /// Adds fonts of the system's for letters of this text that are still missing, as far as there are any.
    pub fn with_letters_of(mut self, text: &str) -> Self {
        for font in system_fonts(&text.chars().filter(|letter| !self.has(*letter)).collect()) {
            let face = files::read(&font.path, MOST_BYTES).ok().and_then(|bytes| Face::of(bytes, font.index));
            self.further.extend(face);
        }
        self
    }

    /// Whether every letter can be printed.
    pub fn have(&self, text: &str) -> bool {
        text.chars().all(|letter| self.has(letter))
    }

    fn has(&self, letter: char) -> bool {
        self.regular.has(letter) || self.further.iter().any(|face| face.has(letter))
    }

    /// The text in pieces, each with what prints it. What stands between words of another script stays with them,
    /// because their order is not from left to right everywhere.
    pub fn pieces<'t>(&self, text: &'t str, bold: bool) -> Vec<(&Face, &'t str)> {
        let own = if bold { &self.bold } else { &self.regular };
        let mut pieces: Vec<(&Face, &str)> = Vec::new();
        let mut begin = 0;
        for (at, letter) in text.char_indices() {
            let before = pieces.last().map(|(face, _)| *face);
            let stays = before.filter(|face| face.has(letter) && !letter.is_alphanumeric());
            let first = || [own].into_iter().chain(&self.further).find(|face| face.has(letter));
            let face = stays.or_else(first).unwrap_or(own);
            if before.is_none_or(|before| !std::ptr::eq(before, face)) {
                begin = at;
                pieces.push((face, ""));
            }
            if let Some((_, piece)) = pieces.last_mut() {
                *piece = &text[begin..at + letter.len_utf8()];
            }
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_signs() -> Fonts {
        let mut fonts = Fonts::own();
        fonts.further.push(Face::of(epaint_default_fonts::NOTO_EMOJI_REGULAR.to_vec(), 0).unwrap());
        fonts
    }

    #[test]
    fn latin_greek_and_cyrillic_names_need_no_other_font_and_chinese_ones_do() {
        assert!(Fonts::own().have("Zoë O’Brien Αλέξανδρος Наталья Ngô Thị Ánh"));
        assert!(!Fonts::own().have("Li 李"));
    }

    #[test]
    fn every_language_can_be_printed() {
        let (fonts, words) = (Fonts::own(), Path::new(env!("CARGO_MANIFEST_DIR")).join("src/words"));
        let entries = |folder: &Path| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        for path in entries(&words).filter(|path| path.is_dir()).flat_map(|folder| entries(&folder)) {
            let text = std::fs::read_to_string(&path).unwrap();
            let missing: String = text.chars().filter(|c| c.is_alphanumeric() && !fonts.has(*c)).collect();
            assert_eq!(missing, "", "{}", path.display());
        }
        assert!(Fonts::own().have("« Œuvre »\u{a0}: ’ … – ±"));
    }

    #[test]
    fn a_text_is_printed_in_pieces_by_whatever_font_has_the_letters() {
        let fonts = with_signs();
        let pieces =
            |text: &'static str| fonts.pieces(text, false).into_iter().map(|(_, piece)| piece).collect::<Vec<_>>();
        assert_eq!(pieces("Zoë, 71°"), ["Zoë, 71°"]);
        assert_eq!(pieces("Zoë 🐎 🐄 runs"), ["Zoë ", "🐎 🐄 ", "runs"]);
        assert!(pieces("").is_empty());
        assert!(fonts.have("Zoë 🐎") && !Fonts::own().have("Zoë 🐎"));
    }

    #[test]
    fn letters_that_no_font_has_stay_in_the_text() {
        let fonts = Fonts::own();
        let pieces: Vec<&str> = fonts.pieces("a\u{10FFFD}b", true).into_iter().map(|(_, piece)| piece).collect();
        assert_eq!(pieces.concat(), "a\u{10FFFD}b");
        assert!(!fonts.have("\u{10FFFD}"));
    }
}
