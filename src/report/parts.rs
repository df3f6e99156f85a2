//! What the parts of a page are to whoever does not see it: headings, paragraphs, tables, figures with a text in their
//! place. What is in none of them is ornament.

use super::canvas::{Area, Canvas};
use krilla::geom::Rect;
use krilla::tagging::{BBox, ContentTag, TableHeaderScope, Tag};
use std::num::{NonZeroU16, NonZeroU32};

impl Canvas<'_, '_> {
    pub fn heading(&mut self, level: u16, title: &str, draw: impl FnOnce(&mut Self)) {
        let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
        self.part(Tag::Hn(level, Some(title.to_owned())), draw);
    }

    /// Lines that belong together. A text by itself is a paragraph.
    pub fn paragraph_of<T>(&mut self, draw: impl FnOnce(&mut Self) -> T) -> T {
        self.part(Tag::P, draw)
    }

    pub fn table<T>(&mut self, draw: impl FnOnce(&mut Self) -> T) -> T {
        self.part(Tag::Table, draw)
    }

    pub fn table_row<T>(&mut self, draw: impl FnOnce(&mut Self) -> T) -> T {
        self.part(Tag::TR, draw)
    }

    /// The head of so many columns.
    pub fn head_cell(&mut self, columns: u32, draw: impl FnOnce(&mut Self)) {
        let columns = NonZeroU32::new(columns).filter(|columns| columns.get() > 1);
        self.part(Tag::TH(TableHeaderScope::Column).with_col_span(columns), draw);
    }

    pub fn cell(&mut self, draw: impl FnOnce(&mut Self)) {
        self.part(Tag::TD, draw);
    }

    /// What is drawn is one figure in this place, which that text stands for.
    pub fn figure(&mut self, text: &str, place: Area, draw: impl FnOnce(&mut Self)) {
        let bbox = Rect::from_xywh(place.x, place.y, place.width, place.height).map(|place| BBox::new(0, place));
        self.part(Tag::Figure(Some(text.to_owned())).with_bbox(bbox), |canvas| {
            canvas.content(ContentTag::Other, |canvas| {
                canvas.structure.in_figure = true;
                draw(canvas);
                canvas.structure.in_figure = false;
            });
        });
    }
}
