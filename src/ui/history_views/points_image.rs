//! The frame of a trial's highest point, with the joints to take hold of. Places are pixels of the recording, and
//! never mirrored.

use super::loupe::Loupe;
use super::tell;
use crate::history::TrialId;
use crate::motion::{LegPoints, Point};
use crate::overlay;
use crate::ui::history::HistoryCommand;
use crate::ui::history::{LegJoint, Points, PointsCommand};
use crate::ui::shown_image::{Place, ShownImage};
use crate::ui::state::AppCommand;
use crate::ui::theme;
use crate::words::window;
use eframe::egui::{self, Color32, CursorIcon, Key, Response, Sense, Stroke, Ui};

/// A joint can be taken hold of from this far away, points of a window of 1280 × 720.
const REACH: f32 = 26.0;

/// The image on the graphics card, smooth in its place and with its pixels as they are under the loupe.
#[derive(Default)]
pub struct PointsImage {
    shown: ShownImage,
    loupe: Loupe,
    trial: Option<TrialId>,
}

impl PointsImage {
    pub fn show(&mut self, ui: &mut Ui, points: &Points, commands: &mut Vec<AppCommand>) {
        let (Some(now), Some(seen), Some(frame)) =
            (&points.now, points.view.kept.seen_points(), &points.view.kept.key_frame)
        else {
            return;
        };
        let trial = points.view.kept.row.id;
        if let Some(image) = points.view.image.as_ref().filter(|_| self.trial != Some(trial)) {
            self.shown = ShownImage::default();
            self.shown.load_ref(ui.ctx(), 0, image);
            self.loupe.load(ui.ctx(), image);
            self.trial = Some(trial);
        }
        let marks = overlay::corrected_marks(&frame.pose, points.view.kept.row.side, &seen, now, frame.size);
        let (place, response) = self.shown.lay(ui, frame.size, &marks, false, Sense::click_and_drag());
        let reach = theme::scaled(ui, REACH);
        let hovered = response.hover_pos().and_then(|at| nearest(&place, now, at, reach));
        if hovered.is_some() || points.is_grabbed() {
            ui.set_cursor_icon(if points.is_grabbed() { CursorIcon::Grabbing } else { CursorIcon::Grab });
        }
        for joint in LegJoint::ALL {
            handle_ui(ui, joint, place.screen_from_image(joint.of(now)), points.chosen == Some(joint));
        }
        if let Some(joint) = points.chosen {
            self.loupe.show(ui, &response.rect, &place, now, joint, frame.size);
        }
        pointer(ui, &response, &place, now, reach, commands);
        arrows(ui, commands);
    }
}

/// A ring, so that the joint itself can be seen in it.
fn handle_ui(ui: &Ui, joint: LegJoint, at: egui::Pos2, chosen: bool) {
    let radius = theme::scaled(ui, if chosen { 10.0 } else { 7.0 });
    let there = egui::Rect::from_center_size(at, egui::Vec2::splat(2.0 * radius));
    let name = window::joint_in_picture(&joint.name());
    let handle = ui.interact(there, ui.scope_id().with(joint.name()), Sense::hover());
    handle.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &name));
    let colour = if chosen { Color32::WHITE } else { theme::tone(overlay::Emphasis::RaisedLeg) };
    let painter = ui.painter();
    painter.circle_stroke(at, radius, Stroke::new(4.0, Color32::from_black_alpha(190)));
    painter.circle_stroke(at, radius, Stroke::new(2.0, colour));
    painter.circle_filled(at, 1.5, colour);
}

/// The joint next to a place on the screen, within reach.
fn nearest(place: &Place, points: &LegPoints, at: egui::Pos2, reach: f32) -> Option<LegJoint> {
    let apart = |joint: LegJoint| place.screen_from_image(joint.of(points)).distance(at);
    let near = LegJoint::ALL.into_iter().filter(|joint| apart(*joint) <= reach);
    near.min_by(|a, b| apart(*a).total_cmp(&apart(*b)))
}

/// Drags a joint with its distance to the pointer kept, so that it does not jump.
fn pointer(ui: &Ui, response: &Response, place: &Place, now: &LegPoints, reach: f32, commands: &mut Vec<AppCommand>) {
    let mut tell = |command| tell(commands, HistoryCommand::Points(command));
    let Some(at) = response.interact_pointer_pos() else { return };
    let there = place.image_from_screen(at);
    let (pressed, origin) = ui.input(|input| (input.pointer.primary_pressed(), input.pointer.press_origin()));
    if response.is_pointer_button_down_on() {
        let joint = origin.filter(|_| pressed).and_then(|origin| nearest(place, now, origin, reach));
        if let (Some(joint), Some(origin)) = (joint, origin) {
            tell(PointsCommand::Grab(joint, place.image_from_screen(origin)));
        }
        tell(PointsCommand::Drag(there));
    } else {
        tell(PointsCommand::Drag(there));
        tell(PointsCommand::Release);
    }
}

/// One pixel of the recording, ten with Shift.
fn arrows(ui: &Ui, commands: &mut Vec<AppCommand>) {
    if ui.ctx().text_edit_focused() {
        return;
    }
    for (key, right, down) in [
        (Key::ArrowLeft, -1.0, 0.0),
        (Key::ArrowRight, 1.0, 0.0),
        (Key::ArrowUp, 0.0, -1.0),
        (Key::ArrowDown, 0.0, 1.0),
    ] {
        let (presses, shift) = ui.input(|input| (input.num_presses(key), input.modifiers.shift));
        if presses > 0 {
            let by = Point::new(right, down) * (if shift { 10.0 } else { 1.0 } * presses as f64);
            tell(commands, HistoryCommand::Points(PointsCommand::Step(by.x, by.y)));
        }
    }
}
