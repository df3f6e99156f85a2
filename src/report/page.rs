//! The page's layout.

use super::canvas::{Area, BLACK, Canvas, GREY, PALE, Pen, Style};
use super::charts::{colour, raises, trend};
use super::content::Report;
use super::fonts::Fonts;
use super::outcome::{Weight, outcome};
use super::structure::Structure;
use crate::history::{KeptTrial, Note, day, local_day};
use crate::motion::{Landmark, Point, Screening, Side, TrialReason};
use crate::words::{self, Language, Whole};
use krilla::configure::{Accessibility, Archival, Configuration, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::error::KrillaResult;
use krilla::image::Image;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::{Document, SerializeSettings};
use std::borrow::Cow;

/// The size of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    #[default]
    A4,
    Letter,
}

impl Paper {
    /// Width and height, points.
    fn size(self) -> (f32, f32) {
        match self {
            Self::A4 => (595.28, 841.89),
            Self::Letter => (612.0, 792.0),
        }
    }
}

const MARGIN: f32 = 42.0;
const GAP: f32 = 18.0;
/// More lines than this do not fit; the table says how many trials are left out.
const MOST_ROWS: usize = 14;
/// Notes in no more lines than this; what is older or longer is left out, and the record has it.
const MOST_NOTE_LINES: usize = 4;
/// Height of a chart; smaller ones tell nothing.
const LEAST_CHART: f32 = 60.0;
/// Height of the lines that say what it comes to.
const LINE: f32 = 13.0;
/// What is in small letters at the page's foot.
const FOOT: Style = Style::new(7.5).in_colour(GREY);
/// Height of the table's rows.
const ROW: f32 = 13.0;

/// The report as a PDF of one page.
///
/// # Errors
/// In words, when the PDF can't be made.
pub fn pdf(report: &Report, fonts: &Fonts, paper: Paper) -> Result<Vec<u8>, String> {
    // PDF/A and PDF/UA, for archives and for people who do not see; a letter that no font has violates both, and then a
    // plain PDF is made
    let strict = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| format!("{error:?}"))?;
    made(report, fonts, paper, strict)
        .or_else(|_| made(report, fonts, paper, Configuration::default()))
        .map_err(|error| format!("{error:?}"))
}

fn made(report: &Report, fonts: &Fonts, paper: Paper, configuration: Configuration) -> KrillaResult<Vec<u8>> {
    let (width, height) = paper.size();
    let (title, language) = (words::report_title().into_owned(), Language::current().code());
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let metadata = Metadata::new().title(title.clone()).creator("LegRaise".to_owned()).language(language.to_owned());
    document.set_metadata(metadata.creation_date(moment(&report.session.date)));
    let mut outline = Outline::new();
    outline.push_child(OutlineNode::new(title, XyzDestination::new(0, krilla::geom::Point::from_xy(MARGIN, MARGIN))));
    document.set_outline(outline);
    let mut page = document.start_page_with(PageSettings::from_wh(width, height).unwrap_or_default());
    let mut surface = page.surface();
    let mut canvas = Canvas { surface: &mut surface, fonts, structure: Structure::default() };
    let room = width - 2.0 * MARGIN;
    let y = heading(&mut canvas, report, room);
    let y = sides(&mut canvas, report, y, room);
    let y = sentences(&mut canvas, report, y, room);
    let y = table(&mut canvas, report, y, room);
    let y = notes(&mut canvas, report, y, room);
    let foot = foot_lines(&canvas, report, room);
    let top = height - MARGIN - 25.0 - 1.3 * FOOT.size * (foot.len() - 1) as f32;
    figures(&mut canvas, report, y + 16.0, top - 14.0, room);
    footing(&mut canvas, &foot, top, room);
    let structure = canvas.structure.finish(language);
    surface.finish();
    page.finish();
    document.set_tag_tree(structure);
    document.finish()
}

/// The date of the test, so that the same record gives the same page; with the time if that is known.
fn moment(date: &str) -> DateTime {
    let mut parts = date.split(|letter: char| !letter.is_ascii_digit()).map_while(|part| part.parse::<u16>().ok());
    let year = DateTime::new(parts.next().unwrap_or_default());
    let finer = [DateTime::month, DateTime::day, DateTime::hour, DateTime::minute];
    finer.into_iter().zip(parts).fold(year, |moment, (set, part)| set(moment, part as u8))
}

fn heading(canvas: &mut Canvas<'_, '_>, report: &Report, room: f32) -> f32 {
    let date = report.session.date.replace('T', " ");
    let style = Style::new(11.0).in_colour(GREY);
    let title = words::report_title();
    canvas.heading(1, &title, |canvas| canvas.text(MARGIN, MARGIN + 8.0, &title, style));
    canvas.text_to(MARGIN + room, MARGIN + 8.0, &date, style);
    let name = &report.record.name;
    if !canvas.fonts.have(&report.written()) {
        canvas.text_to(MARGIN + room, MARGIN + 32.0, &words::letters_missing(), Style::new(9.0));
    }
    let large = Style::new(20.0).bold();
    if canvas.width(name, large) <= room {
        canvas.text(MARGIN, MARGIN + 32.0, name, large);
        return MARGIN + 46.0;
    }
    // a long name is small and whole
    canvas.paragraph(MARGIN, MARGIN + 28.0, room, name, Style::new(12.0).bold()) + 2.0
}

/// Left and right in the large.
fn sides(canvas: &mut Canvas<'_, '_>, report: &Report, y: f32, room: f32) -> f32 {
    let width = (room - GAP) / 2.0;
    for (side, x) in [(Side::Left, MARGIN), (Side::Right, MARGIN + width + GAP)] {
        canvas.rectangle(x, y, width, 76.0, colour(side), 0.08);
        canvas.rectangle(x, y, 3.0, 76.0, colour(side), 1.0);
        side_card(canvas, report, side, x + 14.0, y, width - 20.0);
    }
    y + 76.0 + 16.0
}

/// The result, each sentence in as many lines as it needs.
fn sentences(canvas: &mut Canvas<'_, '_>, report: &Report, mut y: f32, room: f32) -> f32 {
    for (weight, sentence) in outcome(report) {
        let style = Style::new(9.5);
        let style = match weight {
            Weight::Advice => style.bold(),
            Weight::Finding => style,
            Weight::Remark => style.in_colour(GREY),
        };
        canvas.paragraph_of(|canvas| {
            for line in canvas.lines(room, &sentence, style) {
                canvas.text_within(MARGIN, y, room, &line, style);
                y += LINE;
            }
        });
    }
    y
}

fn side_card(canvas: &mut Canvas<'_, '_>, report: &Report, side: Side, x: f32, y: f32, room: f32) {
    let (title, bold) = (words::leg_title(side), Style::new(10.0).bold().in_colour(colour(side)));
    canvas.heading(2, &title, |canvas| canvas.text(x, y + 16.0, &title, bold));
    let count = report.of_side(side).count();
    let Some(summary) = report.summary(side) else {
        let why = if count == 0 { words::not_measured() } else { words::not_judged() };
        canvas.text(x, y + 44.0, &why, Style::new(16.0).in_colour(GREY));
        return;
    };
    let [best, mean, range] =
        [summary.best_rad, summary.mean_rad, summary.uncertainty_rad].map(|rad| Whole(rad.to_degrees()));
    canvas.text(x, y + 46.0, &words::angle_range(best, range), Style::new(28.0).bold());
    let judged = words::leg_verdict(&summary.verdict, report.session.config.thresholds.pass_deg);
    let judged = if summary.trials > 1 { words::best_of(&judged, summary.trials, mean) } else { judged };
    canvas.text_within(x, y + 65.0, room, &judged, Style::new(11.0));
}

/// Every trial in a line.
fn table(canvas: &mut Canvas<'_, '_>, report: &Report, y: f32, room: f32) -> f32 {
    let mut y = y + 10.0;
    let columns = [0.0, 0.07, 0.16, 0.33, 0.54].map(|part| MARGIN + part * room);
    let head = Style::new(8.0).in_colour(GREY);
    // the verdict has no name of its own: it belongs to the angle
    let names = [
        (columns[0], 1, words::column_trial()),
        (columns[1], 1, words::column_leg()),
        (columns[2], 2, words::column_angle()),
        (columns[4], 1, words::column_ended()),
    ];
    let (mut lines, mut shown) = (0, 0);
    canvas.table(|canvas| {
        canvas.table_row(|canvas| {
            for (x, span, name) in names {
                canvas.head_cell(span, |canvas| canvas.text(x, y, &name, head));
            }
        });
        canvas.line(&[(MARGIN, y + 3.5), (MARGIN + room, y + 3.5)], Pen::new(0.6, PALE));
        for (trial, number) in report.trials.iter().zip(1..) {
            lines += 1 + usize::from(trial.row.correction.is_some());
            if lines > MOST_ROWS {
                break;
            }
            y = canvas.table_row(|canvas| row(canvas, (number, trial), columns, y + ROW, MARGIN + room));
            shown += 1;
        }
    });
    let left_out = report.trials.len() - shown;
    if left_out > 0 {
        y += ROW;
        canvas.text(MARGIN, y, &words::trials_left_out(left_out), head);
    }
    y
}

/// A trial's row, and below it the measured values if it was corrected. Returns where its last line is.
fn row(canvas: &mut Canvas<'_, '_>, (number, trial): (usize, &KeptTrial), columns: [f32; 5], y: f32, end: f32) -> f32 {
    let (row, style) = (&trial.row, Style::new(9.0));
    let angle = words::angle_range(Whole(row.angle_deg()), Whole(row.uncertainty_deg));
    canvas.cell(|canvas| canvas.text(columns[0], y, &number.to_string(), style));
    canvas.cell(|canvas| canvas.text(columns[1], y, &words::side(row.side), style.in_colour(colour(row.side))));
    canvas.cell(|canvas| canvas.text(columns[2], y, &angle, style.bold()));
    let judged = words::judged(row.verdict, row.grade, row.borderline);
    canvas.cell(|canvas| canvas.text_within(columns[3], y, columns[4] - columns[3] - 6.0, &judged, style));
    let reason = trial.record.reasons.first().copied().filter(|_| !row.is_judged());
    let reason = if row.is_of_another_person { Some(TrialReason::AnotherPerson) } else { reason };
    let why = reason.map_or_else(|| words::ended(row.ended_by), words::reason);
    let corrected = row.correction.as_ref().map(|correction| {
        words::corrected_line(Whole(row.measured_deg), &correction.made_by, &local_day(&correction.made_at))
    });
    canvas.cell(|canvas| {
        canvas.text_within(columns[4], y, end - columns[4], &why, style);
        if let Some(before) = &corrected {
            canvas.text_within(columns[2], y + ROW, end - columns[2], before, Style::new(8.0).in_colour(GREY));
        }
    });
    if corrected.is_some() { y + ROW } else { y }
}

/// What somebody wrote about the person, the newest first.
fn notes(canvas: &mut Canvas<'_, '_>, report: &Report, y: f32, room: f32) -> f32 {
    let style = Style::new(9.0);
    let of_note = |note: &Note| canvas.lines(room, &words::report_note(&local_day(&note.made_at), &note.text), style);
    let all: Vec<String> = report.notes().flat_map(of_note).collect();
    if all.is_empty() {
        return y;
    }
    let mut y = y + 8.0;
    canvas.paragraph_of(|canvas| {
        for (i, line) in all.iter().take(MOST_NOTE_LINES).enumerate() {
            y += ROW;
            let is_cut = i + 1 == MOST_NOTE_LINES && all.len() > MOST_NOTE_LINES;
            let line = if is_cut { format!("{line} …") } else { line.clone() };
            canvas.text_within(MARGIN, y, room, &line, style);
        }
    });
    y
}

/// The image beside the raises, the trend below, in what room is left. Where there is one of the first day, both images
/// are beside each other, and the charts below.
fn figures(canvas: &mut Canvas<'_, '_>, report: &Report, top: f32, bottom: f32, room: f32) {
    let (gap, tallest) = (40.0, 190.0);
    // one day is no trend
    let days = |side| report.record.trend(side).map_or(0, |trend| trend.days.len());
    let is_trend = Side::BOTH.into_iter().any(|side| days(side) > 1);
    let (half, whole) = ((bottom - top - gap) / 2.0, bottom - top - 10.0);
    // where both would be too small, the day is shown alone
    let with_trend = is_trend && half >= LEAST_CHART;
    let room_each = if with_trend { half } else { whole };
    let height = room_each.min(tallest);
    if height < LEAST_CHART {
        return;
    }
    let inner = |x: f32, y: f32, width: f32| Area { x: x + 24.0, y, width: width - 24.0, height: height - 22.0 };
    let half = (room - GAP) / 2.0;
    let (second, below) = (MARGIN + half + GAP, top + height + gap);
    let mut show = |trial: &KeptTrial, jpeg: &Option<Vec<u8>>, caption: &str, x: f32| {
        image(canvas, (trial, jpeg), caption, (x, top + 4.0), (half, height - 8.0))
    };
    let then = report.then.as_ref().filter(|_| with_trend);
    let has_then = then.is_some_and(|trial| show(trial, &report.then_image, &caption_of_day(trial), MARGIN));
    let has_image = report.shown_trial().is_some_and(|trial| match has_then {
        true => show(trial, &report.image, &caption_of_day(trial), second),
        false => show(trial, &report.image, &caption(report, trial), MARGIN),
    });
    if has_then {
        raises(canvas, inner(MARGIN, below, half), report);
        trend(canvas, inner(second, below, half), report);
        return;
    }
    let (x, width) = if has_image { (second, half) } else { (MARGIN, room) };
    raises(canvas, inner(x, top + 10.0, width), report);
    if with_trend {
        trend(canvas, inner(MARGIN, below, room), report);
    }
}

fn caption(report: &Report, trial: &KeptTrial) -> Cow<'static, str> {
    let number = 1 + report.trials.iter().position(|other| other.row.id == trial.row.id).unwrap_or_default();
    words::picture_caption(number, trial.row.side, Whole(trial.row.angle_deg()))
}

fn caption_of_day(trial: &KeptTrial) -> Cow<'static, str> {
    words::picture_caption_of_day(day(&trial.row.date), trial.row.side, Whole(trial.row.angle_deg()))
}

/// The frame of a trial's highest point with the skeleton on it; `false` when there is none.
fn image(
    canvas: &mut Canvas<'_, '_>,
    (trial, jpeg): (&KeptTrial, &Option<Vec<u8>>),
    caption: &str,
    at: (f32, f32),
    room: (f32, f32),
) -> bool {
    let (Some(frame), Some(jpeg)) = (&trial.key_frame, jpeg.clone()) else { return false };
    let (frame_width, frame_height) = (frame.size.width as f32, frame.size.height as f32);
    let scale = (room.0 / frame_width).min((room.1 - 12.0) / frame_height);
    // smoothed by whoever shows it as they like: archives leave that to them
    let Ok(image) = Image::from_jpeg(jpeg.into(), false) else { return false };
    let size = (frame_width * scale, frame_height * scale);
    let place = |p: Point| (at.0 + p.x as f32 * scale, at.1 + p.y as f32 * scale);
    let raised = frame.raised(trial.row.side);
    let pose = &frame.pose;
    let leg = |side| [Landmark::Hip(side), Landmark::Knee(side), Landmark::Ankle(side)].map(|l| place(pose.point(l)));
    let points = trial.row.correction.as_ref().map(|c| [c.points.hip, c.points.knee, c.points.ankle].map(place));
    let trunk = [pose.midpoint(Landmark::Shoulder), pose.midpoint(Landmark::Hip)].map(place);
    // as in the window, a leg that is not seen is not drawn
    let resting = frame.are_both_legs_seen().then(|| (leg(raised.opposite()).to_vec(), PALE));
    let trunk = (trunk.to_vec(), PALE);
    let bones = [trunk].into_iter().chain(resting).chain([(points.unwrap_or(leg(raised)).to_vec(), [255, 176, 0])]);
    let whole = Area { x: at.0, y: at.1, width: size.0, height: size.1 + 12.0 };
    canvas.figure(caption, whole, |canvas| {
        canvas.image(at.0, at.1, size, image);
        for (points, colour) in bones {
            canvas.line(&points, Pen::new(3.4, BLACK));
            canvas.line(&points, Pen::new(2.0, colour));
            points.iter().for_each(|(x, y)| canvas.dot(*x, *y, 2.4, colour));
        }
        canvas.text_within(at.0, at.1 + size.1 + 10.0, room.0, caption, Style::new(8.0).in_colour(GREY));
    });
    true
}

/// Warning signs, limits and method.
fn foot_lines(canvas: &Canvas<'_, '_>, report: &Report, room: f32) -> Vec<String> {
    let (session, limits) = (&report.session, &report.session.config.thresholds);
    let model = format!("{} {}", session.model.name, session.model.sha256.get(..12).unwrap_or_default());
    let method = words::report_method(
        Whole(limits.pass_deg),
        Whole(limits.slight_deg),
        Whole(limits.clear_deg),
        Whole(limits.knee_bend.stop_deg),
        Whole(limits.opposite_leg_lift.stop_deg),
        &session.program,
        &model,
    );
    let signs = [
        (!report.was_asked()).then(|| words::signs_not_asked().into_owned()),
        Some(words::signs_professional(&words::signs(Screening::Caution)).into_owned()),
        Some(words::signs_at_once(&words::signs(Screening::Urgent)).into_owned()),
    ];
    let signs = signs.into_iter().flatten().collect::<Vec<_>>().join(" ");
    [signs, method.into_owned()].iter().flat_map(|text| canvas.lines(room, text, FOOT)).collect()
}

/// They and the disclaimer at the page's foot, which begins there.
fn footing(canvas: &mut Canvas<'_, '_>, lines: &[String], top: f32, room: f32) {
    canvas.line(&[(MARGIN, top), (MARGIN + room, top)], Pen::new(0.6, PALE));
    canvas.text(MARGIN, top + 12.0, &words::no_diagnosis(), Style::new(10.0).bold());
    canvas.paragraph_of(|canvas| {
        for (line, y) in lines.iter().zip(0_u8..) {
            canvas.text_within(MARGIN, top + 25.0 + 1.3 * FOOT.size * f32::from(y), room, line, FOOT);
        }
    });
}
