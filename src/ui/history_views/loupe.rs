//! A magnifier beside the joint that is moved: the image's pixels as they are, each a square of whole pixels of the
//! screen.

use crate::motion::{ImageSize, LegPoints, Point};
use crate::ui::history::LegJoint;
use crate::ui::shown_image::Place;
use crate::ui::theme;
use eframe::egui::{self, Color32, ColorImage, Pos2, Rect, Stroke, TextureHandle, TextureOptions, Ui, Vec2};
use image::RgbImage;

/// Least magnification against the image beside it.
const MAGNIFIED: f32 = 3.5;
/// Side, points of a window of 1280 × 720.
const SIDE: f32 = 190.0;
/// Between the joint and the loupe.
const GAP: f32 = 46.0;

#[derive(Default)]
pub struct Loupe {
    texture: Option<TextureHandle>,
}

impl Loupe {
    pub fn load(&mut self, ctx: &egui::Context, image: &RgbImage) {
        let pixels = ColorImage::from_rgb([image.width() as usize, image.height() as usize], image.as_raw());
        self.texture = Some(ctx.load_texture("loupe", pixels, TextureOptions::NEAREST));
    }

    /// Draws it beside `joint`; `size` is that of the recording, whose pixels `points` are in.
    pub fn show(&self, ui: &Ui, area: &Rect, place: &Place, points: &LegPoints, joint: LegJoint, size: ImageSize) {
        let Some(texture) = &self.texture else { return };
        let side = theme::scaled(ui, SIDE);
        let taken = LegJoint::ALL.map(|joint| place.screen_from_image(joint.of(points)));
        let rect = beside(*area, taken, place.screen_from_image(joint.of(points)), side, theme::scaled(ui, GAP));
        let kept_width = texture.size()[0] as f32;
        // the stored image may be smaller than the recording's
        let kept_per_recorded = kept_width / size.width.max(1) as f32;
        let points_per_kept = place.points_per_pixel() / kept_per_recorded;
        let screen_pixels = ui.ctx().pixels_per_point();
        let magnified = (MAGNIFIED * points_per_kept * screen_pixels).ceil().max(1.0) / screen_pixels;
        let on_screen = |at: Point| Vec2::new(at.x as f32, at.y as f32) * kept_per_recorded * magnified;
        let whole =
            |at: Pos2| Pos2::new((at.x * screen_pixels).round(), (at.y * screen_pixels).round()) / screen_pixels;
        let corner = whole(rect.center() - on_screen(joint.of(points)));
        let painter = ui.painter().with_clip_rect(rect);
        painter.rect_filled(rect, 0.0, Color32::BLACK);
        let image = Rect::from_min_size(corner, texture.size_vec2() * magnified);
        let all = Rect::from_min_max(Pos2::ZERO, Pos2::new(1.0, 1.0));
        painter.image(texture.id(), image, all, Color32::WHITE);
        let at = |point: Point| corner + on_screen(point);
        let leg = [points.hip, points.knee, points.ankle].map(at);
        painter.line(leg.to_vec(), Stroke::new(1.0, theme::tone(crate::overlay::Emphasis::RaisedLeg)));
        cross(&painter, at(joint.of(points)), side);
        ui.painter().rect_stroke(
            rect,
            2.0,
            Stroke::new(3.0, Color32::from_black_alpha(200)),
            egui::StrokeKind::Outside,
        );
        ui.painter().rect_stroke(rect, 2.0, Stroke::new(1.5, Color32::WHITE), egui::StrokeKind::Outside);
    }
}

/// A cross that leaves the joint itself free.
fn cross(painter: &egui::Painter, at: Pos2, side: f32) {
    for direction in [Vec2::X, -Vec2::X, Vec2::Y, -Vec2::Y] {
        let line = [at + direction * 0.06 * side, at + direction * 0.2 * side];
        painter.line_segment(line, Stroke::new(3.0, Color32::from_black_alpha(190)));
        painter.line_segment(line, Stroke::new(1.5, Color32::WHITE));
    }
}

/// A square beside `at`, inside `area`, that hides none of the joints, if there is one.
fn beside(area: Rect, joints: [Pos2; 3], at: Pos2, side: f32, gap: f32) -> Rect {
    let away = gap + side / 2.0;
    let places = [(1.0, -1.0), (-1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (0.0, 1.0)];
    let square = |(x, y): (f32, f32)| {
        let away = if x == 0.0 || y == 0.0 { away } else { 0.75 * away };
        Rect::from_center_size(at + Vec2::new(x, y) * away, Vec2::splat(side))
    };
    let squares = places.map(square);
    let inside = |rect: &&Rect| area.contains_rect(**rect);
    let free = |rect: &&Rect| joints.iter().all(|joint| !rect.expand(gap * 0.2).contains(*joint));
    let best = squares.iter().find(|rect| inside(rect) && free(rect));
    // at an edge it is pushed inside, from a place that keeps it off the joint
    let pushed = |rect: &Rect| {
        let over = (area.min - rect.min).max(Vec2::ZERO) + (area.max - rect.max).min(Vec2::ZERO);
        rect.translate(over)
    };
    let off = squares.map(|rect| pushed(&rect)).into_iter().find(|rect| !rect.expand(gap * 0.2).contains(at));
    best.copied().or(off).unwrap_or(squares[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loupe_is_inside_and_never_over_the_joint() {
        let area = Rect::from_min_size(Pos2::new(20.0, 60.0), Vec2::new(860.0, 560.0));
        for x in (0..=20).map(|i| area.left() + area.width() * i as f32 / 20.0) {
            for y in (0..=20).map(|i| area.top() + area.height() * i as f32 / 20.0) {
                let at = Pos2::new(x, y);
                let rect = beside(area, [at, area.center(), area.right_top()], at, SIDE, GAP);
                assert!(area.contains_rect(rect), "{rect:?} leaves {area:?}");
                assert!(!rect.contains(at), "{rect:?} hides {at:?}");
            }
        }
    }
}
