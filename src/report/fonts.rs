//! Letters that can be printed: Noto Sans has those of Latin, Greek, Cyrillic and their kin; for others the user names a font.

use ab_glyph::{Font as _, FontArc, ScaleFont};
use krilla::text::Font;
use std::path::{Path, PathBuf};

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
struct Face {
    font: Font,
    sizes: FontArc,
}

/// The fonts of a report.
pub struct Fonts {
    regular: Face,
    bold: Face,
    /// The user's, for letters that the others do not have.
    further: Option<Face>,
}

impl Face {
    fn of(bytes: Vec<u8>) -> Option<Self> {
        let sizes = FontArc::try_from_vec(bytes.clone()).ok()?;
        Some(Self { font: Font::new(bytes.into(), 0)?, sizes })
    }

    fn has(&self, text: &str) -> bool {
        text.chars().all(|c| c.is_whitespace() || self.sizes.glyph_id(c).0 != 0)
    }
}

impl Fonts {
    /// The fonts that come with the program, and the one in a file of the user's.
    pub fn with(further: Option<&Path>) -> Result<Self, FontError> {
        let own = |bytes: &[u8]| Face::of(bytes.to_vec()).expect("the font is compiled into the program");
        let further = further.map(Self::read).transpose()?;
        Ok(Self { regular: own(notosans::REGULAR_TTF), bold: own(notosans::BOLD_TTF), further })
    }

    fn read(path: &Path) -> Result<Face, FontError> {
        let unreadable = |e: std::io::Error| FontError::Unreadable { path: path.to_owned(), reason: e.to_string() };
        Face::of(std::fs::read(path).map_err(unreadable)?).ok_or_else(|| FontError::NoFont(path.to_owned()))
    }

    /// Whether every letter can be printed.
    pub fn have(&self, text: &str) -> bool {
        self.regular.has(text) || self.further.as_ref().is_some_and(|face| face.has(text))
    }

    fn face(&self, text: &str, bold: bool) -> &Face {
        let own = if bold { &self.bold } else { &self.regular };
        let further = self.further.as_ref().filter(|face| !own.has(text) && face.has(text));
        further.unwrap_or(own)
    }

    /// What prints this text.
    pub fn font(&self, text: &str, bold: bool) -> Font {
        self.face(text, bold).font.clone()
    }

    /// How long a line of text is, points.
    pub fn width(&self, text: &str, bold: bool, size: f32) -> f32 {
        let sizes = &self.face(text, bold).sizes;
        // a PDF's size is of the em square, ab_glyph's of the line
        let units = sizes.units_per_em().unwrap_or(1000.0);
        let scaled = sizes.as_scaled(size * sizes.height_unscaled() / units);
        text.chars().map(|c| scaled.h_advance(sizes.glyph_id(c))).sum()
    }
}
