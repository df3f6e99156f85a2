//! The whole validation as a document: `legraise.validation/1`. Fields are added, never renamed.

use super::compare::{Compared, Found, Row, RowKind};
use super::expectation::Answer;
use super::provenance::Provenance;
use super::stats::{Agreement, Share, mean};
use super::truth::Head;
use crate::estimator::ModelInfo;
use crate::motion::{Depth, EndedBy, SessionConfig, Side, Thresholds, VerdictKind};
use serde::Serialize;
use std::collections::BTreeMap;

/// The document's name and version.
pub const SCHEMA: &str = "legraise.validation/1";

/// How good the measurement is, in degrees and seconds.
#[derive(Debug, Serialize)]
pub struct Validation {
    pub schema: &'static str,
    pub program: Provenance,
    pub models: Vec<ModelInfo>,
    /// Only raises of this leg counted.
    pub side: Option<Side>,
    pub thresholds: Thresholds,
    /// Measured to their end; a file counts once for each model, and once more when mirrored.
    pub files: usize,
    pub failures: Vec<FileFailure>,
    pub trials: TrialsDocument,
    pub pictures: ImagesDocument,
    pub marks: MarksDocument,
    pub expectations: ExpectationsDocument,
    /// The same for all and for parts.
    pub agreement: Vec<GroupDocument>,
    pub rows: Vec<Row>,
}

/// A file that could not be measured.
#[derive(Debug, Serialize)]
pub struct FileFailure {
    pub file: String,
    pub error: String,
}

#[derive(Debug, Serialize)]
pub struct TrialsDocument {
    pub found: usize,
    pub missed: usize,
    pub extra: usize,
    /// Trials found whose side, and whose verdict, is the true one.
    pub side: Share,
    pub verdict: Share,
    /// Trials found that were judged unclear; they count as wrong in `verdict`.
    pub unclear: usize,
    /// Trials found whose truth lies within ±.
    pub within_uncertainty: Share,
    pub mean_uncertainty_deg: Option<f64>,
    pub violations: ViolationsDocument,
}

/// Violations, over all trials of which it is known what ended them.
#[derive(Debug, PartialEq, Serialize)]
pub struct ViolationsDocument {
    /// Trials that really ended by the violation that is said, as a share of those that are said to end by one.
    pub precision: Share,
    /// Trials that are said to end by the right violation, as a share of those that really ended by one.
    pub recall: Share,
    /// Measured minus true onset where both are known: mean and largest absolute error.
    pub onsets: usize,
    pub onset_mae_s: Option<f64>,
    pub onset_max_s: Option<f64>,
}

#[derive(Debug, Serialize)]
pub struct ImagesDocument {
    pub found: usize,
    pub missed: usize,
    /// Images with the true side, as a share of those in which one leg is clearly raised.
    pub side: Share,
}

/// Legs marked by eye in frames of recordings.
#[derive(Debug, Serialize)]
pub struct MarksDocument {
    /// Read, and with nobody seen lying in their frame.
    pub found: usize,
    pub missed: usize,
    /// Legs read within 5° of the mark, as a share of those found.
    pub within_5_deg: Share,
    /// Legs called by their true side, as a share of those found whose side is known.
    pub side: Share,
}

/// What was expected of recordings; a recording counts once for each model, and once more when mirrored.
#[derive(Debug, Serialize)]
pub struct ExpectationsDocument {
    /// Recordings of which everything came as expected.
    pub met: Share,
    /// Recordings with a verdict where none was due, and without one where one was due.
    pub false_verdicts: usize,
    pub missing_verdicts: usize,
}

/// Agreement in one part of the files.
#[derive(Debug, Serialize)]
pub struct GroupDocument {
    /// What the parts differ in.
    pub by: &'static str,
    pub part: String,
    /// The result of each trial.
    pub trials: Option<Agreement>,
    /// Every frame of the raises. Neighbours err together, so these are worth less than their number.
    pub frames: Option<Agreement>,
    /// The raised leg in each image.
    pub pictures: Option<Agreement>,
    /// Each marked leg's line hip → ankle in the image.
    pub marks: Option<Agreement>,
}

impl GroupDocument {
    /// What all files together are called.
    pub const ALL: &'static str = "all";

    fn of<'a>(by: &'static str, part: String, members: impl Iterator<Item = &'a Compared> + Clone) -> Self {
        let errors = |kind: RowKind| {
            let of_kind = members.clone().filter(move |c| c.row.kind == kind);
            Agreement::of(&of_kind.filter_map(|c| c.row.error_deg).collect::<Vec<_>>())
        };
        let frames: Vec<f64> = members.clone().flat_map(|c| c.frame_errors_deg.iter().copied()).collect();
        Self {
            by,
            part,
            trials: errors(RowKind::Trial),
            frames: Agreement::of(&frames),
            pictures: errors(RowKind::Picture),
            marks: errors(RowKind::Mark),
        }
    }
}

impl Validation {
    pub fn of(
        program: Provenance,
        models: Vec<ModelInfo>,
        config: &SessionConfig,
        files: usize,
        compared: Vec<Compared>,
        failures: Vec<FileFailure>,
    ) -> Self {
        let agreement = groups(&compared);
        let rows: Vec<Row> = compared.into_iter().map(|c| c.row).collect();
        let of = |kind: RowKind| rows.iter().filter(|row| row.kind == kind).collect::<Vec<&Row>>();
        Self {
            schema: SCHEMA,
            program,
            models,
            side: config.side,
            thresholds: config.thresholds,
            files,
            failures,
            trials: TrialsDocument::of(&of(RowKind::Trial)),
            pictures: ImagesDocument::of(&of(RowKind::Picture)),
            marks: MarksDocument::of(&of(RowKind::Mark)),
            expectations: ExpectationsDocument::of(&of(RowKind::Expectation)),
            agreement,
            rows,
        }
    }
}

/// How many rows have met their truth like this.
fn number(rows: &[&Row], found: Found) -> usize {
    rows.iter().filter(|row| row.found == found).count()
}

impl TrialsDocument {
    fn of(rows: &[&Row]) -> Self {
        let found: Vec<&&Row> = rows.iter().filter(|row| row.found == Found::Found).collect();
        let both = |row: &&&Row| row.error_deg.zip(row.uncertainty_deg);
        let uncertainties: Vec<f64> = found.iter().filter_map(|row| row.uncertainty_deg).collect();
        Self {
            found: found.len(),
            missed: number(rows, Found::Missed),
            extra: number(rows, Found::Extra),
            side: Share::count(found.iter().filter(|r| r.side_true.is_some()).map(|r| r.side == r.side_true)),
            verdict: Share::count(found.iter().map(|r| r.verdict == r.verdict_true)),
            unclear: found.iter().filter(|r| r.verdict == Some(VerdictKind::Unclear)).count(),
            within_uncertainty: Share::count(found.iter().filter_map(both).map(|(error, pm)| error.abs() <= pm)),
            mean_uncertainty_deg: mean(&uncertainties),
            violations: ViolationsDocument::of(rows),
        }
    }
}

impl ViolationsDocument {
    fn of(rows: &[&Row]) -> Self {
        // of an extra trial it is known that nothing ended it
        let known = || rows.iter().filter(|row| row.ended_by_true.is_some() || row.found == Found::Extra);
        let same = |row: &&&Row| row.ended_by == row.ended_by_true;
        let right = known().filter(|row| is_violation(row.ended_by)).filter(same);
        let onsets: Vec<f64> = right.filter_map(|row| Some((row.onset_s? - row.onset_true_s?).abs())).collect();
        Self {
            precision: Share::count(known().filter(|row| is_violation(row.ended_by)).map(|row| same(&row))),
            recall: Share::count(known().filter(|row| is_violation(row.ended_by_true)).map(|row| same(&row))),
            onsets: onsets.len(),
            onset_mae_s: mean(&onsets),
            onset_max_s: onsets.into_iter().reduce(f64::max),
        }
    }
}

fn is_violation(ended_by: Option<EndedBy>) -> bool {
    matches!(ended_by, Some(EndedBy::KneeBend | EndedBy::OppositeLegLift))
}

impl ImagesDocument {
    fn of(rows: &[&Row]) -> Self {
        let sides = rows.iter().filter_map(|row| Some((row.side?, row.side_true?)));
        Self {
            found: number(rows, Found::Found),
            missed: number(rows, Found::Missed),
            side: Share::count(sides.map(|(got, want)| got == want)),
        }
    }
}

/// A marked leg is read well within this, degrees.
const WITHIN_DEG: f64 = 5.0;

impl MarksDocument {
    fn of(rows: &[&Row]) -> Self {
        let sides = rows.iter().filter_map(|row| Some((row.side?, row.side_true?)));
        Self {
            found: number(rows, Found::Found),
            missed: number(rows, Found::Missed),
            within_5_deg: Share::count(rows.iter().filter_map(|row| row.error_deg).map(|e| e.abs() <= WITHIN_DEG)),
            side: Share::count(sides.map(|(got, want)| got == want)),
        }
    }
}

impl ExpectationsDocument {
    fn of(rows: &[&Row]) -> Self {
        let mut recordings: BTreeMap<(&str, &str, bool), bool> = BTreeMap::new();
        for row in rows {
            let met = row.answer == Some(Answer::Met);
            let all_met = recordings.entry((&row.file, &row.model, row.mirrored)).or_insert(true);
            *all_met = *all_met && met;
        }
        // there is one row a recording that asks for the verdict
        let count = |answer: Answer| rows.iter().filter(|row| row.answer == Some(answer)).count();
        Self {
            met: Share::count(recordings.into_values()),
            false_verdicts: count(Answer::FalseVerdict),
            missing_verdicts: count(Answer::MissingVerdict),
        }
    }
}

/// What files differ in, and the part to which a row belongs; `None` when that is not known of it.
type Division = (&'static str, fn(&Row) -> Option<String>);

const DIVISIONS: [Division; 7] = [
    ("camera off side-on", |row| row.yaw_deg.map(|yaw| yaw_band(yaw).to_owned())),
    ("camera tilted", |row| {
        row.roll_deg.map(|roll| if roll.abs() <= LEVEL_DEG { "up to 2°" } else { "over 2°" }.to_owned())
    }),
    ("leg", |row| {
        row.depth.map(|depth| match depth {
            Depth::Near => "near".to_owned(),
            Depth::Far => "far".to_owned(),
        })
    }),
    ("head in the picture", |row| {
        row.head.map(|head| match head {
            Head::Left => "left".to_owned(),
            Head::Right => "right".to_owned(),
        })
    }),
    ("model", |row| Some(row.model.clone())),
    ("mirrored", |row| Some(if row.mirrored { "yes" } else { "no" }.to_owned())),
    ("folder", |row| {
        let folder = std::path::Path::new(&row.file).parent()?;
        Some(folder.to_string_lossy().into_owned())
    }),
];

/// A camera tilted by less stands level, as far as the eye can tell.
const LEVEL_DEG: f64 = 2.0;

/// The bands of the view: good up to 15° off side-on, fair up to 25°.
fn yaw_band(yaw_deg: f64) -> &'static str {
    match yaw_deg.abs() {
        yaw if yaw <= 15.0 => "up to 15°",
        yaw if yaw <= 25.0 => "15 to 25°",
        _ => "over 25°",
    }
}

/// All, and each division in the order in which its parts first come.
fn groups(compared: &[Compared]) -> Vec<GroupDocument> {
    let mut groups = vec![GroupDocument::of(GroupDocument::ALL, GroupDocument::ALL.to_owned(), compared.iter())];
    for (by, part_of) in DIVISIONS {
        let mut parts: Vec<String> = Vec::new();
        for part in compared.iter().filter_map(|c| part_of(&c.row)) {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        for part in parts {
            let members = compared.iter().filter(|c| part_of(&c.row).as_ref() == Some(&part));
            let group = GroupDocument::of(by, part.clone(), members);
            groups.push(group);
        }
    }
    groups
}
