//! Fonts of the system's for letters that those of the program lack: names may be written in any script.

use ab_glyph::{Font, FontRef};
use fontdb::{Database, FaceInfo, Source, Style, Weight};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// More fonts than this are not loaded for one text: each may have some 20 MB.
const MOST_FONTS: usize = 4;

/// A font in a file of the system's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemFont {
    pub path: PathBuf,
    /// The font's place in the file, which may hold several.
    pub index: u32,
}

/// Fonts of this system that have these letters between them, as far as there are any. Looks through all of them, which
/// takes a moment.
pub fn system_fonts(letters: &BTreeSet<char>) -> Vec<SystemFont> {
    if letters.is_empty() {
        return Vec::new();
    }
    let mut database = Database::new();
    database.load_system_fonts();
    let upright = database.faces().filter(|face| face.style == Style::Normal);
    let mut faces: Vec<(&FaceInfo, &PathBuf)> = upright.filter_map(|face| Some((face, file(face)?))).collect();
    // of equals the most ordinary one, and the same one every time; some scripts have fonts of another weight only
    faces.sort_by_key(|(face, path)| (face.weight.0.abs_diff(Weight::NORMAL.0), *path, face.index));
    let with_letters = faces.into_iter().filter_map(|(face, path)| {
        let had = database.with_face_data(face.id, |bytes, index| had(letters, bytes, index))?;
        (!had.is_empty()).then(|| (SystemFont { path: path.clone(), index: face.index }, had))
    });
    fewest(with_letters.collect(), letters.clone())
}

fn file(face: &FaceInfo) -> Option<&PathBuf> {
    match &face.source {
        Source::File(path) | Source::SharedFile(path, _) => Some(path),
        Source::Binary(_) => None,
    }
}

fn had(letters: &BTreeSet<char>, bytes: &[u8], index: u32) -> BTreeSet<char> {
    let Ok(font) = FontRef::try_from_slice_and_index(bytes, index) else { return BTreeSet::new() };
    letters.iter().copied().filter(|c| font.glyph_id(*c).0 != 0).collect()
}

/// Always the font that has most of what is still missing.
fn fewest(candidates: Vec<(SystemFont, BTreeSet<char>)>, mut missing: BTreeSet<char>) -> Vec<SystemFont> {
    let mut fonts = Vec::new();
    while fonts.len() < MOST_FONTS {
        let gain = |had: &BTreeSet<char>| had.intersection(&missing).count();
        // the first of equals: `max_by_key` alone takes the last
        let Some((font, had)) = candidates.iter().rev().max_by_key(|(_, had)| gain(had)) else { break };
        if gain(had) == 0 {
            break;
        }
        missing.retain(|c| !had.contains(c));
        fonts.push(font.clone());
    }
    fonts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn font(name: &str) -> SystemFont {
        SystemFont { path: PathBuf::from(name), index: 0 }
    }

    #[test]
    fn as_few_fonts_as_have_the_letters_and_none_that_adds_nothing() {
        let set = |text: &str| text.chars().collect::<BTreeSet<char>>();
        let fonts = vec![(font("few"), set("a")), (font("most"), set("abc")), (font("other"), set("cd"))];
        assert_eq!(fewest(fonts.clone(), set("abcd")), [font("most"), font("other")]);
        assert_eq!(fewest(fonts, set("abx")), [font("most")]);
    }
}
