//! Angle over time for each trial, and the trend over days.

use super::canvas::{Area, Canvas, Colour, GREY, LEFT, PALE, Pen, RIGHT, Style};
use super::content::Report;
use crate::history::{DayMean, REAL_CHANGE_DEG, day};
use crate::motion::Side;
use crate::words::{self, Whole};

const SMALL: Style = Style::new(7.0).in_colour(GREY);
/// Angles are shown up to here at least, degrees.
const TOP_DEG: f64 = 100.0;

pub fn colour(side: Side) -> Colour {
    if side == Side::Left { LEFT } else { RIGHT }
}

/// A chart with its title, and what is written along its sides.
fn whole(Area { x, y, width, height }: Area) -> Area {
    Area { x: x - 24.0, y: y - 16.0, width: width + 24.0, height: height + 28.0 }
}

/// Where an angle is in a chart.
fn height_of(area: Area, deg: f64) -> f32 {
    area.y + area.height * (1.0 - (deg.clamp(0.0, TOP_DEG + 30.0) / TOP_DEG) as f32)
}

fn frame(canvas: &mut Canvas<'_, '_>, area: Area, title: &str, pass_deg: f64) {
    canvas.text_within(area.x, area.y - 6.0, area.width, title, Style::new(9.0).bold());
    for deg in [0, 20, 40, 60, 80, 100] {
        let y = height_of(area, f64::from(deg));
        canvas.line(&[(area.x, y), (area.x + area.width, y)], Pen::new(0.5, PALE));
        canvas.text_to(area.x - 3.0, y + 2.5, &words::angle(Whole(f64::from(deg))), SMALL);
    }
    let y = height_of(area, pass_deg);
    canvas.line(&[(area.x, y), (area.x + area.width, y)], Pen::new(0.8, GREY).dashed());
    canvas.text_to(area.x + area.width, y - 2.0, &words::chart_pass(Whole(pass_deg)), SMALL);
}

/// The raises of a session, each from its start.
pub fn raises(canvas: &mut Canvas<'_, '_>, area: Area, report: &Report) {
    canvas.figure(&words::chart_raises(), whole(area), |canvas| draw_raises(canvas, area, report));
}

fn draw_raises(canvas: &mut Canvas<'_, '_>, area: Area, report: &Report) {
    frame(canvas, area, &words::chart_raises(), report.session.config.thresholds.pass_deg);
    let length = |curve: &[(f64, f64)]| curve.first().zip(curve.last()).map_or(0.0, |(first, last)| last.0 - first.0);
    let longest_s = report.own().map(|trial| length(&trial.curve)).fold(1.0, f64::max);
    for trial in report.own() {
        let Some(start) = trial.curve.first().map(|point| point.0) else { continue };
        let place = |s: f64, deg: f64| (area.x + area.width * ((s - start) / longest_s) as f32, height_of(area, deg));
        let points: Vec<(f32, f32)> = trial.curve.iter().map(|(s, deg)| place(*s, *deg)).collect();
        let colour = colour(trial.row.side);
        canvas.line(&points, Pen::new(1.1, colour));
        let (x, y) = place(trial.record.peak_s, trial.row.angle_deg());
        canvas.dot(x, y, 2.2, colour);
    }
    canvas.text_to(area.x + area.width, area.y + area.height + 9.0, &format!("{longest_s:.0} s"), SMALL);
    canvas.text(area.x, area.y + area.height + 9.0, &words::chart_raises_dot(), SMALL);
}

/// Each day's mean, a line for each method, and the band of change too small to be real around the
/// first day of each.
pub fn trend(canvas: &mut Canvas<'_, '_>, area: Area, report: &Report) {
    canvas.figure(&words::chart_trend(), whole(area), |canvas| draw_trend(canvas, area, report));
}

fn draw_trend(canvas: &mut Canvas<'_, '_>, area: Area, report: &Report) {
    frame(canvas, area, &words::chart_trend(), report.session.config.thresholds.pass_deg);
    let days: Vec<&str> = report.record.days().map(|sessions| day(&sessions[0].date)).collect();
    let last = days.len().saturating_sub(1).max(1);
    // evenly, not by the calendar
    let across = |of: &str| {
        let place = days.iter().position(|day| *day == of).unwrap_or(0);
        area.x + 8.0 + (area.width - 16.0) * place as f32 / last as f32
    };
    for side in Side::BOTH {
        let Some(trend) = report.record.trend(side) else { continue };
        for line in trend.by_method() {
            let place = |mean: &DayMean| (across(&mean.day), height_of(area, mean.mean_deg));
            let points: Vec<(f32, f32)> = line.iter().copied().map(place).collect();
            if let ([first, .., last], first_deg) = (points.as_slice(), line[0].mean_deg) {
                let [top, bottom] = [REAL_CHANGE_DEG, -REAL_CHANGE_DEG].map(|deg| height_of(area, first_deg + deg));
                canvas.rectangle(first.0 - 6.0, top, last.0 - first.0 + 12.0, bottom - top, colour(side), 0.12);
            }
            canvas.line(&points, Pen::new(1.1, colour(side)));
            let radius = if days.len() > 40 { 1.0 } else { 2.2 };
            points.iter().for_each(|(x, y)| canvas.dot(*x, *y, radius, colour(side)));
        }
    }
    let below = area.y + area.height + 9.0;
    canvas.text(area.x, below, days.first().unwrap_or(&""), SMALL);
    if let [_, .., last] = days.as_slice() {
        canvas.text_to(area.x + area.width, below, last, SMALL);
    }
}
