//! The parts of a page for whoever does not see it, as a PDF holds them.

use krilla::tagging::{Node, TagGroup, TagTree};

/// The parts in the order in which they are drawn, which is that in which they are read.
#[derive(Default)]
pub struct Structure {
    /// Those that are whole.
    parts: Vec<Node>,
    /// Those that are being drawn, the innermost one last.
    pub(super) open: Vec<TagGroup>,
    /// Whether what is drawn belongs to a figure as a whole.
    pub(super) in_figure: bool,
}

impl Structure {
    /// The whole page, in that language.
    pub fn finish(self, language: &str) -> TagTree {
        TagTree::from(self.parts).with_lang(Some(language.to_owned()))
    }

    pub(super) fn add(&mut self, part: impl Into<Node>) {
        self.open.last_mut().map_or(&mut self.parts, |group| &mut group.children).push(part.into());
    }
}
