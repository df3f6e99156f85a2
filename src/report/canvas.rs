//! Text, lines and images on a page; points from its upper left corner, baselines for text.

use super::fonts::Fonts;
use super::structure::Structure;
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, LineCap, LineJoin, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag, Tag, TagGroup, TagKind};
use krilla::text::TextDirection;

/// Red, green, blue.
pub type Colour = [u8; 3];

pub const BLACK: Colour = [25, 25, 25];
pub const GREY: Colour = [110, 110, 110];
pub const PALE: Colour = [225, 225, 225];
/// Left and right, of a set that colour-blind people tell apart (after Wong, Nature Methods 2011;8:441).
pub const LEFT: Colour = [0, 114, 178];
pub const RIGHT: Colour = [213, 94, 0];

/// How text looks.
#[derive(Clone, Copy)]
pub struct Style {
    pub size: f32,
    pub bold: bool,
    pub colour: Colour,
}

impl Style {
    pub const fn new(size: f32) -> Self {
        Self { size, bold: false, colour: BLACK }
    }

    pub const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub const fn in_colour(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }
}

/// How a line looks.
#[derive(Clone, Copy)]
pub struct Pen {
    pub width: f32,
    pub colour: Colour,
    pub dashed: bool,
}

impl Pen {
    pub const fn new(width: f32, colour: Colour) -> Self {
        Self { width, colour, dashed: false }
    }

    pub const fn dashed(self) -> Self {
        Self { dashed: true, ..self }
    }
}

/// Where something is, points.
#[derive(Clone, Copy)]
pub struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// A page to draw on.
pub struct Canvas<'a, 's> {
    pub surface: &'a mut Surface<'s>,
    pub fonts: &'a Fonts,
    pub structure: Structure,
}

impl Canvas<'_, '_> {
    pub fn width(&self, text: &str, style: Style) -> f32 {
        self.fonts.pieces(text, style.bold).into_iter().map(|(face, piece)| face.width(piece, style.size)).sum()
    }

    pub fn text(&mut self, mut x: f32, y: f32, text: &str, style: Style) {
        self.read(|canvas| {
            canvas.surface.set_stroke(None);
            canvas.surface.set_fill(Some(fill(style.colour, 1.0)));
            for (face, piece) in canvas.fonts.pieces(text, style.bold) {
                let (font, at) = (face.font.clone(), Point::from_xy(x, y));
                canvas.surface.draw_text(at, font, style.size, piece, false, TextDirection::Auto);
                x += face.width(piece, style.size);
            }
        });
    }

    /// Ends at `x`.
    pub fn text_to(&mut self, x: f32, y: f32, text: &str, style: Style) {
        self.text(x - self.width(text, style), y, text, style);
    }

    /// Text that is scaled down, to half its size at most, and then cut, if it is longer than `room`.
    pub fn text_within(&mut self, x: f32, y: f32, room: f32, text: &str, style: Style) {
        let width = self.width(text, style);
        // a little smaller than would just fit: rounding must not cost a letter
        let fit = if width > room { (0.999 * room / width).max(0.5) } else { 1.0 };
        let style = Style { size: style.size * fit, ..style };
        let mut shown = text.to_owned();
        while self.width(&shown, style) > room && shown.chars().count() > 1 {
            shown = shown.trim_end_matches('…').to_owned();
            shown.pop();
            shown.push('…');
        }
        self.text(x, y, &shown, style);
    }

    /// Text in lines of at most `room`, the first one at `y`. Returns the next line's y.
    pub fn paragraph(&mut self, x: f32, mut y: f32, room: f32, text: &str, style: Style) -> f32 {
        self.part(Tag::P, |canvas| {
            for line in canvas.lines(room, text, style) {
                canvas.text_within(x, y, room, &line, style);
                y += 1.3 * style.size;
            }
        });
        y
    }

    /// The text in lines of at most `room`. A word that is longer, as in scripts without spaces, is broken where the
    /// line ends.
    pub fn lines(&self, room: f32, text: &str, style: Style) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split(is_break).filter(|word| !word.is_empty()) {
            let parts = if self.width(word, style) > room {
                word.chars().map(String::from).collect()
            } else {
                vec![word.to_owned()]
            };
            for (i, part) in parts.iter().enumerate() {
                let line = lines.last_mut().expect("there is a first line");
                let space = if line.is_empty() || i > 0 { "" } else { " " };
                let longer = format!("{line}{space}{part}");
                if self.width(&longer, style) > room && !line.is_empty() {
                    lines.push(part.clone());
                } else {
                    *line = longer;
                }
            }
        }
        lines
    }

    pub fn line(&mut self, points: &[(f32, f32)], pen: Pen) {
        let mut path = PathBuilder::new();
        for (i, (x, y)) in points.iter().enumerate() {
            if i == 0 { path.move_to(*x, *y) } else { path.line_to(*x, *y) }
        }
        let Some(path) = path.finish() else { return };
        self.ornament(|surface| {
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke {
                paint: rgb(pen.colour).into(),
                width: pen.width,
                line_cap: LineCap::Round,
                line_join: LineJoin::Round,
                dash: pen.dashed.then(|| StrokeDash { array: vec![3.0, 3.0], offset: 0.0 }),
                ..Stroke::default()
            }));
            surface.draw_path(&path);
        });
    }

    pub fn rectangle(&mut self, x: f32, y: f32, width: f32, height: f32, colour: Colour, opacity: f32) {
        if let Some(path) = rectangle(x, y, width, height) {
            self.ornament(|surface| {
                surface.set_stroke(None);
                surface.set_fill(Some(fill(colour, opacity)));
                surface.draw_path(&path);
            });
        }
    }

    pub fn dot(&mut self, x: f32, y: f32, radius: f32, colour: Colour) {
        // a point with round ends
        self.line(&[(x, y), (x + 0.01, y)], Pen::new(2.0 * radius, colour));
    }

    /// Draws text.
    fn read(&mut self, draw: impl FnOnce(&mut Self)) {
        if self.structure.open.is_empty() {
            self.part(Tag::P, |canvas| canvas.content(ContentTag::Span(SpanTag::empty()), draw));
        } else {
            self.content(ContentTag::Span(SpanTag::empty()), draw);
        }
    }

    /// Draws lines and areas that are decoration outside figures.
    fn ornament(&mut self, draw: impl FnOnce(&mut Surface<'_>)) {
        if self.structure.in_figure {
            return draw(self.surface);
        }
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other)));
        draw(self.surface);
        self.surface.end_tagged();
    }

    /// Draws what is a leaf of the page's parts.
    pub(super) fn content(&mut self, tag: ContentTag<'_>, draw: impl FnOnce(&mut Self)) {
        if self.structure.in_figure {
            return draw(self);
        }
        let drawn = self.surface.start_tagged(tag);
        draw(self);
        self.surface.end_tagged();
        self.structure.add(drawn);
    }

    /// Draws a part of the page.
    pub(super) fn part<T>(&mut self, tag: impl Into<TagKind>, draw: impl FnOnce(&mut Self) -> T) -> T {
        self.structure.open.push(TagGroup::new(tag));
        let drawn = draw(self);
        if let Some(part) = self.structure.open.pop() {
            self.structure.add(part);
        }
        drawn
    }

    /// As part of a figure.
    pub fn image(&mut self, x: f32, y: f32, (width, height): (f32, f32), image: Image) {
        let Some(size) = Size::from_wh(width, height) else { return };
        self.surface.push_transform(&Transform::from_translate(x, y));
        self.surface.draw_image(image, size);
        self.surface.pop();
    }
}

/// Where a line may end: some spaces hold together what stands on both sides, such as a number and its unit.
fn is_break(letter: char) -> bool {
    letter.is_whitespace() && !['\u{a0}', '\u{202f}'].contains(&letter)
}

fn rectangle(x: f32, y: f32, width: f32, height: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(x, y, width, height)?);
    path.finish()
}

fn rgb([red, green, blue]: Colour) -> rgb::Color {
    rgb::Color::new(red, green, blue)
}

fn fill(colour: Colour, opacity: f32) -> Fill {
    let opacity = NormalizedF32::new(opacity).unwrap_or(NormalizedF32::ONE);
    Fill { paint: rgb(colour).into(), opacity, ..Fill::default() }
}
