//! The validation as an image: differences against means (Bland and Altman, Lancet 1986;1:307), and errors against the
//! truth.

use super::compare::{Row, RowKind};
use super::report::{GroupDocument, Validation};
use super::stats::Agreement;
use crate::motion::EndedBy;
use image::RgbImage;
use plotters::chart::ChartContext;
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::register_font;
use plotters::style::text_anchor::{HPos, Pos, VPos};

const SIZE: (u32, u32) = (1800, 860);
const TITLE_HEIGHT: u32 = 60;
const LEGEND_HEIGHT: i32 = 60;
const FONT: &str = "LegRaise";

/// Error axes show at least this and at most that, degrees: a swapped leg must not press the rest into a line.
const LEAST_ERROR_DEG: f64 = 5.0;
const MOST_ERROR_DEG: f64 = 20.0;

/// Room at the side of a panel for the values of its lines, on the axis of angles.
const ROOM_DEG: f64 = 20.0;

const INK: RGBColor = RGBColor(40, 40, 40);
const FAINT: RGBColor = RGBColor(225, 225, 225);

/// What a point stands for. Colours from Okabe and Ito's set for every kind of colour vision, and each its own shape.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ChartMark {
    Trial,
    /// A trial that a violation ended, in truth or as measured.
    Violated,
    Image,
    /// A leg marked by eye.
    Marked,
}

impl ChartMark {
    const ALL: [Self; 4] = [Self::Trial, Self::Violated, Self::Image, Self::Marked];

    /// `None` of what has no angle.
    fn of(row: &Row) -> Option<Self> {
        let violated = |ended_by| matches!(ended_by, Some(EndedBy::KneeBend | EndedBy::OppositeLegLift));
        Some(match row.kind {
            RowKind::Expectation => return None,
            RowKind::Mark => Self::Marked,
            RowKind::Picture => Self::Image,
            RowKind::Trial if violated(row.ended_by_true) || violated(row.ended_by) => Self::Violated,
            RowKind::Trial => Self::Trial,
        })
    }

    fn colour(self) -> RGBColor {
        match self {
            Self::Trial => RGBColor(0, 114, 178),
            Self::Violated => RGBColor(213, 94, 0),
            Self::Image => RGBColor(0, 158, 115),
            Self::Marked => RGBColor(204, 121, 167),
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Trial => "trial",
            Self::Violated => "trial ended by a violation",
            Self::Image => "picture",
            Self::Marked => "marked leg",
        }
    }

    /// Outline around the origin, pixels.
    fn outline(self) -> Vec<(i32, i32)> {
        match self {
            Self::Trial => {
                (0..24).map(|i| f64::from(i) * std::f64::consts::TAU / 24.0).map(|a| at_angle(a, 8.0)).collect()
            }
            Self::Violated => vec![(-7, -7), (7, -7), (7, 7), (-7, 7)],
            Self::Image => vec![(0, -7), (7, 6), (-7, 6)],
            Self::Marked => vec![(0, -8), (8, 0), (0, 8), (-8, 0)],
        }
    }
}

fn at_angle(rad: f64, radius: f64) -> (i32, i32) {
    ((radius * rad.cos()).round() as i32, (radius * rad.sin()).round() as i32)
}

/// Why there is no image.
#[derive(Debug, thiserror::Error)]
#[error("can't draw the chart: {0}")]
pub struct ChartError(String);

fn failed(error: impl std::fmt::Display) -> ChartError {
    ChartError(error.to_string())
}

type Area<'a> = DrawingArea<BitMapBackend<'a>, Shift>;
type Panel<'a, 'b> = ChartContext<'a, BitMapBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// One measured row: true and measured angle, degrees.
struct Point {
    truth: f64,
    error: f64,
    mark: ChartMark,
}

/// Draws both panels.
///
/// # Errors
/// The drawing library refuses.
pub fn draw(validation: &Validation) -> Result<RgbImage, ChartError> {
    register_font(FONT, FontStyle::Normal, epaint_default_fonts::UBUNTU_LIGHT)
        .map_err(|_| failed("the font compiled into the program cannot be read"))?;
    let (width, height) = SIZE;
    let mut pixels = vec![0; (width * height * 3) as usize];
    {
        let root = BitMapBackend::with_buffer(&mut pixels, SIZE).into_drawing_area();
        draw_all(&root, validation)?;
        root.present().map_err(failed)?;
    }
    RgbImage::from_raw(width, height, pixels).ok_or_else(|| failed("a buffer of the wrong size"))
}

fn draw_all(root: &Area<'_>, v: &Validation) -> Result<(), ChartError> {
    root.fill(&WHITE).map_err(failed)?;
    let points: Vec<Point> = v
        .rows
        .iter()
        .filter_map(|row| {
            let (truth, error) = (row.angle_true_deg?, row.error_deg?);
            Some(Point { truth, error, mark: ChartMark::of(row)? })
        })
        .collect();
    let (top, rest) = root.split_vertically(TITLE_HEIGHT);
    let (panels, bottom) = rest.split_vertically(SIZE.1 as i32 - TITLE_HEIGHT as i32 - LEGEND_HEIGHT);
    title(&top, v)?;
    legend(&bottom, &points)?;
    let (left, right) = panels.split_horizontally(SIZE.0 as i32 / 2);
    let heading = "Bland–Altman: difference against mean";
    let room = room_for_values(&points);
    let mut panel =
        axes(&left, heading, "mean of true and measured angle", &points, room, |p| p.truth + p.error / 2.0)?;
    if let Some(all) = v.agreement.iter().find(|group| group.by == GroupDocument::ALL) {
        for (agreement, mark) in [(&all.trials, ChartMark::Trial), (&all.pictures, ChartMark::Image)] {
            if let Some(agreement) = agreement {
                limit_lines(&mut panel, agreement, mark)?;
            }
        }
    }
    axes(&right, "Error against the true angle", "true angle", &points, [0.0; 2], |p| p.truth)?;
    Ok(())
}

fn title(area: &Area<'_>, v: &Validation) -> Result<(), ChartError> {
    let commit = v.program.commit.as_ref().map_or(String::new(), |commit| format!(" ({commit})"));
    let models: Vec<&str> = v.models.iter().map(|model| model.name.as_str()).collect();
    let text = format!(
        "Validation of LegRaise {}{commit}, model {}, {} UTC",
        v.program.version,
        models.join(" and "),
        v.program.date
    );
    area.draw(&Text::new(text, (30, 20), (FONT, 30).into_font().color(&INK))).map_err(failed)
}

fn legend(area: &Area<'_>, points: &[Point]) -> Result<(), ChartError> {
    let mut x = 110;
    for mark in ChartMark::ALL {
        let count = points.iter().filter(|p| p.mark == mark).count();
        if count == 0 {
            continue;
        }
        let text = format!("{} (n = {count})", mark.text());
        let style = (FONT, 24).into_font().color(&INK);
        let (text_width, _) = area.estimate_text_size(&text, &style).map_err(failed)?;
        area.draw(&(EmptyElement::at((x, 17)) + Polygon::new(mark.outline(), mark.colour().filled())))
            .map_err(failed)?;
        area.draw(&Text::new(text, (x + 20, 9), style)).map_err(failed)?;
        x += text_width as i32 + 70;
    }
    let beyond = points.iter().filter(|p| p.error.abs() > error_range(points)).count();
    if beyond > 0 {
        let text = format!("hollow: beyond the scale (n = {beyond})");
        area.draw(&Text::new(text, (x, 9), (FONT, 24).into_font().color(&INK))).map_err(failed)?;
    }
    Ok(())
}

/// Half the height of the error axes, degrees.
fn error_range(points: &[Point]) -> f64 {
    let largest = points.iter().map(|p| p.error.abs()).fold(0.0, f64::max);
    (1.1 * largest).clamp(LEAST_ERROR_DEG, MOST_ERROR_DEG)
}

/// Left of the points for the values of the images' lines and right of them for those of the trials', degrees.
fn room_for_values(points: &[Point]) -> [f64; 2] {
    let room = |marks: &[ChartMark]| if points.iter().any(|p| marks.contains(&p.mark)) { ROOM_DEG } else { 0.0 };
    [room(&[ChartMark::Image]), room(&[ChartMark::Trial, ChartMark::Violated])]
}

/// Axes with all points. Those beyond the scale stand hollow at its edge.
fn axes<'a, 'b>(
    area: &'a Area<'b>,
    heading: &str,
    x_label: &str,
    points: &[Point],
    [before, after]: [f64; 2],
    x_of: impl Fn(&Point) -> f64,
) -> Result<Panel<'a, 'b>, ChartError> {
    let xs = || points.iter().map(&x_of);
    // no more than a turn: each ten degrees are drawn
    let (least, most) = (xs().fold(0.0, f64::min).max(-180.0), xs().fold(90.0, f64::max).min(180.0));
    let x_range = tens_below(least) - before..tens_above(most) + after;
    let range = error_range(points);
    let font = |size: u32| (FONT, size).into_font().color(&INK);
    let mut panel = ChartBuilder::on(area)
        .margin(20)
        .margin_right(30)
        .caption(heading, font(28))
        .x_label_area_size(60)
        .y_label_area_size(80)
        .build_cartesian_2d(x_range.clone(), -range..range)
        .map_err(failed)?;
    panel
        .configure_mesh()
        .x_desc(format!("{x_label}, degrees"))
        .y_desc("measured − true, degrees")
        .axis_desc_style(font(24))
        .label_style(font(22))
        .x_label_formatter(&|x| format!("{x:.0}").replace('-', "−"))
        .y_label_formatter(&|y| format!("{y:+.0}").replace("+0", "0").replace('-', "−"))
        .bold_line_style(FAINT)
        .light_line_style(TRANSPARENT)
        .axis_style(INK)
        .draw()
        .map_err(failed)?;
    let zero = [(x_range.start, 0.0), (x_range.end, 0.0)];
    panel.draw_series(LineSeries::new(zero, INK.stroke_width(1))).map_err(failed)?;
    for point in points {
        let at = (x_of(point).clamp(x_range.start, x_range.end), point.error.clamp(-range, range));
        let colour = point.mark.colour();
        let outline = point.mark.outline();
        if point.error.abs() > range {
            let closed = outline.iter().chain(outline.first()).copied().collect::<Vec<_>>();
            let hollow = EmptyElement::at(at) + PathElement::new(closed, colour.stroke_width(2));
            panel.draw_series([hollow]).map_err(failed)?;
        } else {
            let filled = EmptyElement::at(at) + Polygon::new(outline, colour.mix(0.7).filled());
            panel.draw_series([filled]).map_err(failed)?;
        }
    }
    Ok(panel)
}

fn tens_below(value: f64) -> f64 {
    (value / 10.0).floor() * 10.0
}

fn tens_above(value: f64) -> f64 {
    (value / 10.0).ceil() * 10.0
}

/// Bias and limits of agreement, with their values: of trials at the right edge, of images at the left one.
fn limit_lines(panel: &mut Panel<'_, '_>, agreement: &Agreement, mark: ChartMark) -> Result<(), ChartError> {
    let (x, y) = (panel.x_range(), panel.y_range());
    let bias = [(agreement.bias_deg, "bias", 0)];
    let [low, high] = agreement.limits_of_agreement_deg.map_or([None, None], |limits| limits.map(Some));
    let limits = [(low, "−1.96 SD", 8), (high, "+1.96 SD", 8)];
    let limits = limits.into_iter().filter_map(|(value, name, dash)| Some((value?, name, dash)));
    let (edge, side, shift) = match mark {
        ChartMark::Image => (x.start, HPos::Left, 6),
        _ => (x.end, HPos::Right, -6),
    };
    for (value, name, dash) in bias.into_iter().chain(limits).filter(|(value, ..)| y.contains(value)) {
        let ends = [(x.start, value), (x.end, value)];
        let style = mark.colour().stroke_width(2);
        if dash > 0 {
            panel.draw_series(DashedLineSeries::new(ends, dash, dash, style)).map_err(failed)?;
        } else {
            panel.draw_series(LineSeries::new(ends, style)).map_err(failed)?;
        }
        let text = format!("{name} {value:+.1}°").replace('-', "−");
        let font = (FONT, 22).into_font().color(&mark.colour()).pos(Pos::new(side, VPos::Bottom));
        let label = EmptyElement::at((edge, value)) + Text::new(text, (shift, -2), font);
        panel.draw_series([label]).map_err(failed)?;
    }
    Ok(())
}
