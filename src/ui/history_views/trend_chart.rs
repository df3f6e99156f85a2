//! Both legs over the days, with the pass limit, and the band of changes too small to be real.

use crate::history::{REAL_CHANGE_DEG, REAL_CHANGE_OTHERWISE_DEG};
use crate::motion::Side;
use crate::ui::history::{DayPoint, PersonPage};
use crate::ui::theme;
use crate::words::{self, Whole, window};
use eframe::egui::{Align2, Color32, RichText, Ui};
use egui_plot::{HLine, Line, LineStyle, MarkerShape, Plot, PlotPoint, PlotPoints, PlotUi, Points, Polygon, Text};

/// How many dates fit under the chart.
const MOST_DATES: usize = 6;
/// With more days than this the marks are small.
const MANY: usize = 40;

/// A leg's colour, of a set that colour-blind people tell apart, as in the report; dark enough on light ground, light
/// enough on dark ground.
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
    let dates = shown.days.clone();
    let count = dates.len();
    let (low, high) = range(shown);
    let step = count.div_ceil(MOST_DATES).max(1) as f64;
    let place_of = |x: f64| ((x - x.round()).abs() < 0.01 && x >= -0.01).then_some(x.round() as usize);
    let how = window::trend_how(Whole(REAL_CHANGE_DEG), Whole(REAL_CHANGE_OTHERWISE_DEG));
    ui.label(theme::text(ui, how, 14.0).color(theme::quiet(ui)));
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
        .default_x_bounds(-0.5, count.max(2) as f64 - 0.5)
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
            shown.legs[side].iter().for_each(|line| leg(plot, side, line, colour, count));
        }
        plot.pointer_coordinate().filter(|_| plot.response().hovered()).map(|at| at.x.round())
    });
    let place = drawn.inner.filter(|place| *place >= 0.0).map(|place| place as usize);
    if let Some(headline) = place.and_then(|place| about(shown, place)) {
        drawn.response.on_hover_text_at_pointer(headline);
    }
}

/// The day at this place, in words.
fn about(shown: &PersonPage, place: usize) -> Option<String> {
    let mut lines = vec![shown.days.get(place)?.clone()];
    for side in Side::BOTH {
        lines.extend(shown.points_at(side, place).map(|point| {
            let told = if point.is_real { window::trend_session_changed } else { window::trend_session };
            let (mean, best) = (Whole(point.mean_deg), Whole(point.best_deg));
            let told = words::day_and_method(&told(side, mean, best, point.trials), point.method);
            format!("{} {told}", leg_sign(side))
        }));
    }
    Some(lines.join("\n"))
}

/// Lowest and highest angle shown, degrees.
fn range(shown: &PersonPage) -> (f64, f64) {
    let pass_deg = shown.thresholds.pass_deg;
    let points = shown.legs.iter().flatten().flatten();
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

/// The days of one method, with the band of change too small to be real around the first one.
fn leg(plot: &mut PlotUi<'_>, side: Side, of_method: &[DayPoint], colour: Color32, days: usize) {
    let [first, .., last] = of_method else { return marks(plot, side, of_method, colour, days) };
    let (low, high) = (first.mean_deg - REAL_CHANGE_DEG, first.mean_deg + REAL_CHANGE_DEG);
    let (left, right) = (first.place as f64 - BAND_BESIDE, last.place as f64 + BAND_BESIDE);
    let band: PlotPoints<'_> = vec![[left, low], [right, low], [right, high], [left, high]].into();
    let fill = colour.gamma_multiply(0.10);
    plot.polygon(Polygon::new("", band).fill_color(fill).stroke((0.0, Color32::TRANSPARENT)));
    let line: PlotPoints<'_> = of_method.iter().map(at).collect();
    let width = if days > MANY { 1.5 } else { 2.5 };
    plot.line(Line::new(words::side(side), line).color(colour).width(width));
    marks(plot, side, of_method, colour, days);
}

/// How far a band reaches beyond its days, in days.
const BAND_BESIDE: f64 = 0.3;

fn at(point: &DayPoint) -> [f64; 2] {
    [point.place as f64, point.mean_deg]
}

fn marks(plot: &mut PlotUi<'_>, side: Side, of_method: &[DayPoint], colour: Color32, days: usize) {
    let radius = if days > MANY { 2.5 } else { 5.0 };
    let mut draw = |points: Vec<[f64; 2]>, shape: MarkerShape, radius: f32, filled: bool| {
        plot.points(Points::new(words::side(side), points).color(colour).shape(shape).radius(radius).filled(filled));
    };
    // hollow ones are filled with nothing, so that the line does not go through them
    draw(of_method.iter().filter(|point| !point.is_real).map(at).collect(), leg_shape(side), radius, false);
    draw(of_method.iter().filter(|point| point.is_real).map(at).collect(), leg_shape(side), radius + 1.0, true);
    let best = of_method.iter().filter(|point| point.trials > 1).map(|point| [point.place as f64, point.best_deg]);
    draw(best.collect(), MarkerShape::Up, radius * 0.7, true);
}
