//! Letters that Noto Sans lacks, which comes with the program: names in other scripts are written with a font of the system's.

use ab_glyph::{Font, FontRef};
use fontdb::{Database, Source, Style, Weight};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// More fonts than this are not loaded for one text: each may have some 20 MB.
const MOST_FONTS: usize = 4;

/// A font in a file of the system's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemFont {
    pub name: String,
    pub path: PathBuf,
    /// Its place in the file, which may hold several.
    pub index: u32,
}

/// The letters of a text that Noto Sans lacks.
pub fn foreign_letters(text: &str) -> BTreeSet<char> {
    let own = FontRef::try_from_slice(notosans::REGULAR_TTF).expect("the font is compiled into the program");
    text.chars().filter(|c| !c.is_whitespace() && !c.is_control() && own.glyph_id(*c).0 == 0).collect()
}

/// Fonts of this system that have these letters between them, as far as there are any. Looks through all of them: not for a thread that
/// draws.
pub fn system_fonts(letters: &BTreeSet<char>) -> Vec<SystemFont> {
    if letters.is_empty() {
        return Vec::new();
    }
    let mut database = Database::new();
    database.load_system_fonts();
    let mut candidates: Vec<(SystemFont, BTreeSet<char>)> = Vec::new();
    for face in database.faces().filter(|face| face.style == Style::Normal && face.weight == Weight::NORMAL) {
        let (Source::File(path) | Source::SharedFile(path, _)) = &face.source else { continue };
        let had = database.with_face_data(face.id, |bytes, index| had(letters, bytes, index)).unwrap_or_default();
        if !had.is_empty() {
            let font = SystemFont { name: face.post_script_name.clone(), path: path.clone(), index: face.index };
            candidates.push((font, had));
        }
    }
    // of equals the same one every time
    candidates.sort_by(|(a, _), (b, _)| (&a.path, a.index).cmp(&(&b.path, b.index)));
    fewest(candidates, letters.clone())
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
        SystemFont { name: name.to_owned(), path: PathBuf::from(name), index: 0 }
    }

    #[test]
    fn latin_greek_and_cyrillic_names_need_no_other_font_and_chinese_ones_do() {
        assert!(foreign_letters("Zoë O’Brien Αλέξανδρος Наталья Ngô Thị Ánh").is_empty());
        assert_eq!(foreign_letters("Li 李 山"), BTreeSet::from(['山', '李']));
    }

    #[test]
    fn as_few_fonts_as_have_the_letters_and_none_that_adds_nothing() {
        let set = |text: &str| text.chars().collect::<BTreeSet<char>>();
        let fonts = vec![(font("few"), set("a")), (font("most"), set("abc")), (font("other"), set("cd"))];
        assert_eq!(fewest(fonts.clone(), set("abcd")), [font("most"), font("other")]);
        assert_eq!(fewest(fonts, set("abx")), [font("most")]);
    }
}
