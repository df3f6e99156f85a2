//! Both legs over the sessions, with the pass limit, and what change is too small to be real.

use crate::history::{REAL_CHANGE_DEG, day};
use crate::motion::Side;
use crate::ui::history::{PersonPage, SessionPoint};
use crate::ui::theme;
use crate::words::{self, Whole, window};
use eframe::egui::{Align2, Color32, RichText, Ui};
use egui_plot::{HLine, Line, LineStyle, MarkerShape, Plot, PlotPoint, PlotPoints, PlotUi, Points, Span, Text};

/// How many dates fit under the chart.
const MOST_DATES: usize = 6;
/// With more sessions than this the marks are small.
const MANY: usize = 40;

/// Of a set that colour-blind people tell apart, as the report has them; dark enough on light ground, light enough on
/// dark ground.
pub fn leg_colour(ui: &Ui, side: Side) -> Color32 {
    match (side, ui.visuals().dark_mode) {
        (Side::Left, true) => Color32::from_rgb(100, 180, 255),
        (Side::Left, false) => Color32::from_rgb(0, 96, 170),
        (Side::Right, true) => Color32::from_rgb(255, 176, 70),
        (Side::Right, false) => Color32::from_rgb(168, 84, 0),
    }
}

/// The sign of a leg, so that its colour is never alone.
pub fn leg_sign(side: Side) -> &'static str {
    if side == Side::Left { "●" } else { "■" }
}

fn leg_shape(side: Side) -> MarkerShape {
    if side == Side::Left { MarkerShape::Circle } else { MarkerShape::Square }
}

pub fn trend_ui(ui: &mut Ui, shown: &PersonPage) {
    let sessions = &shown.view.record.sessions;
    let (low, high) = range(shown);
    let step = sessions.len().div_ceil(MOST_DATES).max(1) as f64;
    let dates: Vec<String> = sessions.iter().map(|session| day(&session.date).to_owned()).collect();
    let place_of = |x: f64| ((x - x.round()).abs() < 0.01 && x >= -0.01).then_some(x.round() as usize);
    ui.label(theme::text(ui, window::trend_how(Whole(REAL_CHANGE_DEG)), 14.0).color(theme::quiet(ui)));
    let plot = Plot::new(("trend", shown.view.id))
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .reset()
        .show_grid([false, true])
        .x_grid_spacer(egui_plot::uniform_grid_spacer(move |_| [step, step, step]))
        .y_grid_spacer(egui_plot::uniform_grid_spacer(|_| [10.0, 10.0, 10.0]))
        .default_x_bounds(-0.5, sessions.len().max(2) as f64 - 0.5)
        .default_y_bounds(low, high)
        .x_axis_formatter(move |mark, _| {
            place_of(mark.value).and_then(|place| dates.get(place).cloned()).unwrap_or_default()
        })
        .y_axis_formatter(|mark, _| words::angle(Whole(mark.value)).into_owned())
        .label_formatter(|_| None)
        .cursor_color(Color32::TRANSPARENT);
    let legs = Side::BOTH.map(|side| (side, leg_colour(ui, side)));
    let quiet = theme::quiet(ui);
    let size = theme::scaled(ui, 13.0);
    let drawn = plot.show(ui, |plot| {
        pass_limit(plot, shown.thresholds.pass_deg, quiet, size);
        for (side, colour) in legs {
            leg(plot, side, &shown.legs[side], colour);
        }
        plot.pointer_coordinate().filter(|_| plot.response().hovered()).map(|at| at.x.round())
    });
    let place = drawn.inner.filter(|place| *place >= 0.0).map(|place| place as usize);
    if let Some(headline) = place.and_then(|place| about(shown, place)) {
        drawn.response.on_hover_text_at_pointer(headline);
    }
}

/// The session at this place, in words.
fn about(shown: &PersonPage, place: usize) -> Option<String> {
    let mut lines = vec![shown.view.record.sessions.get(place)?.date.replace('T', " ")];
    for side in Side::BOTH {
        let of_session = shown.legs[side].iter().find(|session| session.place == place);
        lines.extend(of_session.map(|session| {
            let told = if session.is_real { window::trend_session_changed } else { window::trend_session };
            let (mean, best) = (Whole(session.mean_deg), Whole(session.best_deg));
            format!("{} {}", leg_sign(side), told(side, mean, best, session.trials))
        }));
    }
    Some(lines.join("\n"))
}

/// Lowest and highest angle shown, degrees.
fn range(shown: &PersonPage) -> (f64, f64) {
    let pass_deg = shown.thresholds.pass_deg;
    let points = shown.legs.iter().flatten();
    let (low, high) =
        points.fold((pass_deg, pass_deg), |(low, high), point| (low.min(point.mean_deg), high.max(point.best_deg)));
    (low - REAL_CHANGE_DEG - 4.0, high + REAL_CHANGE_DEG + 4.0)
}

fn pass_limit(plot: &mut PlotUi<'_>, pass_deg: f64, colour: Color32, size: f32) {
    let name = window::chart_pass_limit(Whole(pass_deg));
    plot.hline(HLine::new(name.clone(), pass_deg).color(colour).width(1.5).style(LineStyle::dashed_loose()));
    let label = RichText::new(name.clone()).size(size).color(colour);
    plot.text(Text::new(name, PlotPoint::new(-0.48, pass_deg), label).anchor(Align2::LEFT_BOTTOM));
}

fn leg(plot: &mut PlotUi<'_>, side: Side, sessions: &[SessionPoint], colour: Color32) {
    let Some(first) = sessions.first() else { return };
    let (name, shape) = (words::side(side), leg_shape(side));
    if sessions.len() > 1 {
        let band = first.mean_deg - REAL_CHANGE_DEG..=first.mean_deg + REAL_CHANGE_DEG;
        plot.span(Span::new("", band).axis(egui_plot::Axis::Y).fill(colour.gamma_multiply(0.10)).border_width(0.0));
    }
    let (radius, width) = if sessions.len() > MANY { (2.5, 1.5) } else { (5.0, 2.5) };
    let at = |session: &SessionPoint| [session.place as f64, session.mean_deg];
    let line: PlotPoints<'_> = sessions.iter().map(at).collect();
    plot.line(Line::new(name.clone(), line).color(colour).width(width));
    let mut marks = |of: &dyn Fn(&&SessionPoint) -> bool, radius: f32, filled: bool, ground: Option<Color32>| {
        let points: Vec<[f64; 2]> = sessions.iter().filter(of).map(at).collect();
        let colour = ground.unwrap_or(colour);
        plot.points(Points::new(name.clone(), points).color(colour).shape(shape).radius(radius).filled(filled));
    };
    // hollow ones are filled with nothing, so that the line does not go through them
    marks(&|session| !session.is_real, radius, false, None);
    marks(&|session| session.is_real, radius + 1.0, true, None);
    let best: Vec<[f64; 2]> =
        sessions.iter().filter(|session| session.trials > 1).map(|s| [s.place as f64, s.best_deg]).collect();
    let best = Points::new(name, best).color(colour).shape(MarkerShape::Up).radius(radius * 0.7).filled(true);
    plot.points(best);
}
