//! A ring that fills, with a number in it.

use crate::ui::theme;
use eframe::egui::{Color32, Pos2, Rect, Shape, Stroke, Ui, Vec2};
use std::f32::consts::TAU;

/// What stands in the ring.
pub struct Ring<'a> {
    /// How much of it is filled, 0..1, from the top clockwise.
    pub filled: f64,
    pub number: &'a str,
    /// Under the number.
    pub unit: &'a str,
    pub colour: Color32,
}

/// Draws it as large as it fits into `room`, in the middle of the line.
pub fn ring_ui(ui: &mut Ui, ring: &Ring<'_>, room: f32) {
    let size = ui.available_width().min(room).max(40.0);
    let (area, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), size), eframe::egui::Sense::hover());
    let rect = Rect::from_center_size(area.center(), Vec2::splat(size));
    let painter = ui.painter();
    let (width, radius) = (0.07 * size, 0.45 * size);
    painter.circle_stroke(rect.center(), radius, Stroke::new(width, theme::card(ui)));
    let filled = ring.filled.clamp(0.0, 1.0) as f32;
    let steps = (96.0 * filled).ceil() as usize;
    let at = |step: usize| {
        let turn = TAU * filled * step as f32 / steps as f32;
        rect.center() + radius * Vec2::new(turn.sin(), -turn.cos())
    };
    if steps > 0 {
        let points: Vec<Pos2> = (0..=steps).map(at).collect();
        painter.add(Shape::line(points, Stroke::new(width, ring.colour)));
    }
    let fitted = |text: &str, size: f32, most: f32| {
        let width = painter.layout_no_wrap(text.to_owned(), theme::bold_font(size), ring.colour).size().x;
        theme::bold_font(size * (most / width.max(1.0)).min(1.0))
    };
    let centre = rect.center() - Vec2::new(0.0, 0.05 * size);
    let middle = eframe::egui::Align2::CENTER_CENTER;
    painter.text(centre, middle, ring.number, fitted(ring.number, 0.46 * size, 0.68 * size), ring.colour);
    let below = rect.center() + Vec2::new(0.0, 0.25 * size);
    painter.text(below, middle, ring.unit, fitted(ring.unit, 0.085 * size, 0.6 * size), theme::quiet(ui));
    let label = format!("{} {}", ring.number, ring.unit);
    let id = ui.scope_id().with("ring");
    ui.interact(rect, id, eframe::egui::Sense::hover())
        .widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Label, true, &label));
}
