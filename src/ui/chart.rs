//! The thigh's angle over a raise, with the limits, the violations and the result.

use super::state::AppCommand;
use super::theme::{self, Meaning};
use crate::motion::{Thresholds, Timestamp, Trial};
use crate::words::{self, Whole, window};
use eframe::egui::{self, Align2, Color32, Ui};
use egui_plot::{HLine, Line, LineStyle, Plot, PlotPoint, PlotPoints, Points, Span, Text, VLine};

/// Height of a label in the chart's degrees: two violations may begin at nearly the same time.
const LABEL_DEG: f64 = 8.0;

/// Draws the chart in the available room. Moving the pointer or dragging over it shows that moment's frame.
pub fn chart_ui(
    ui: &mut Ui,
    trial: &Trial,
    thresholds: &Thresholds,
    scrubbed: Option<Timestamp>,
    commands: &mut Vec<AppCommand>,
) {
    let start = trial.start.secs();
    let colours = Colours::of(ui);
    let size = theme::scaled(ui, 13.0);
    let highest = trial.max_angle_rad.to_degrees().max(thresholds.pass_deg) + 12.0;
    let duration = trial.end - trial.start;
    let plot = Plot::new(("angle over time", trial.start.0))
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .show_grid([false, true])
        .y_grid_spacer(egui_plot::uniform_grid_spacer(|_| [20.0, 20.0, 20.0]))
        .default_x_bounds(-0.3, duration + 0.3)
        .default_y_bounds(-8.0, highest)
        .x_axis_formatter(|mark, _| format!("{:.0} s", mark.value))
        .y_axis_formatter(|mark, _| words::angle(Whole(mark.value)).into_owned())
        .label_formatter(|_| None)
        .cursor_color(Color32::TRANSPARENT)
        .sense(egui::Sense::click_and_drag());
    let shown = plot.show(ui, |plot| {
        limits(plot, trial, thresholds, &colours, size);
        let at = |time: Timestamp| time.secs() - start;
        let curve: PlotPoints<'_> = trial.curve.iter().map(|p| [at(p.time), p.thigh_rad.to_degrees()]).collect();
        plot.line(Line::new(window::chart_curve(), curve).color(colours.curve).width(3.0));
        for (row, violation) in trial.violations.iter().enumerate() {
            let name = words::violation_name(violation.kind);
            let x = at(violation.onset);
            plot.vline(VLine::new(name.clone(), x).color(colours.stop).width(2.0).style(LineStyle::dashed_dense()));
            let label = egui::RichText::new(format!(" ⛔ {name}")).size(size).color(colours.stop);
            plot.text(
                Text::new(name, PlotPoint::new(x, highest - 2.0 - LABEL_DEG * row as f64), label)
                    .anchor(Align2::LEFT_TOP),
            );
        }
        let (x, y) = (at(trial.peak), trial.angle_rad.to_degrees());
        plot.points(Points::new(window::chart_result(), vec![[x, y]]).radius(7.0).color(colours.result));
        let label = egui::RichText::new(words::angle(Whole(y))).size(size * 1.3).strong().color(colours.result);
        plot.text(Text::new(window::chart_result(), PlotPoint::new(x, y + 2.0), label).anchor(Align2::CENTER_BOTTOM));
        if let Some(time) = scrubbed {
            plot.vline(VLine::new(window::chart_shown(), at(time)).color(colours.text).width(1.5));
        }
        let there = plot.pointer_coordinate().filter(|_| plot.response().hovered() || plot.response().dragged());
        there.map(|there| Timestamp::from_secs(start + there.x))
    });
    if let Some(time) = shown.inner {
        commands.push(AppCommand::Scrub(Some(time)));
    } else if scrubbed.is_some() && !shown.response.hovered() {
        commands.push(AppCommand::Scrub(None));
    }
}

/// The rest, and the limits of the verdict.
fn limits<'a>(plot: &mut egui_plot::PlotUi<'a>, trial: &Trial, limits: &Thresholds, colours: &Colours, size: f32) {
    plot.hline(HLine::new(window::chart_rest(), 0.0).color(colours.quiet).width(1.0));
    plot.span(
        Span::new(
            "",
            trial.angle_rad.to_degrees() - trial.uncertainty_rad.to_degrees()
                ..=trial.angle_rad.to_degrees() + trial.uncertainty_rad.to_degrees(),
        )
        .axis(egui_plot::Axis::Y)
        .fill(colours.result.gamma_multiply(0.16))
        .border_width(0.0),
    );
    let (pass, clear) = (Whole(limits.pass_deg), Whole(limits.clear_deg));
    let named =
        [(limits.pass_deg, window::chart_pass_limit(pass)), (limits.clear_deg, window::chart_clear_limit(clear))];
    for (deg, name) in named {
        plot.hline(HLine::new(name.clone(), deg).color(colours.quiet).width(1.5).style(LineStyle::dashed_loose()));
        let label = egui::RichText::new(name.clone()).size(size).color(colours.quiet);
        plot.text(Text::new(name, PlotPoint::new(-0.2, deg), label).anchor(Align2::LEFT_BOTTOM));
    }
}

struct Colours {
    curve: Color32,
    result: Color32,
    stop: Color32,
    quiet: Color32,
    text: Color32,
}

impl Colours {
    fn of(ui: &Ui) -> Self {
        let dark = ui.visuals().dark_mode;
        Self {
            curve: if dark { Color32::from_rgb(255, 190, 60) } else { Color32::from_rgb(176, 98, 0) },
            result: Meaning::Good.colour(ui),
            stop: Meaning::Stop.colour(ui),
            quiet: theme::quiet(ui),
            text: ui.visuals().text_color(),
        }
    }
}
