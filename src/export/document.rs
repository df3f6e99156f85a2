//! JSON: a person's whole record as one document, `legraise.history/1`. Fields are added, never renamed.

use crate::document::{ExerciseDocument, TrialDocument};
use crate::estimator::ModelInfo;
use crate::history::{
    Change, Correction, DayMean, KeptExercise, MethodChange, Note, PersonId, PersonRecord, Plan, Rating, SideTrend,
    Store, StoreError, TrialId,
};
use crate::motion::{Grade, LegPoints, Method, SessionConfig, Side, VerdictKind, hundredths};
use serde::Serialize;

/// The document's name and version.
pub const SCHEMA: &str = "legraise.history/1";

/// All that is kept of a person, but for traces and images.
#[derive(Debug, Serialize)]
pub struct HistoryDocument {
    pub schema: &'static str,
    pub person: String,
    pub sessions: Vec<SessionDocument>,
    pub sides: TrendsDocument,
    /// In order of time.
    pub exercises: Vec<KeptExerciseDocument>,
    /// The current plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanDocument>,
    pub notes: Vec<NoteDocument>,
}

#[derive(Debug, Serialize)]
pub struct SessionDocument {
    /// The same in every export.
    pub uid: String,
    /// ISO 8601.
    pub date: String,
    pub source: String,
    pub config: SessionConfig,
    pub model: ModelInfo,
    /// Version of LegRaise that measured.
    pub program: String,
    pub trials: Vec<KeptTrialDocument>,
}

#[derive(Debug, Serialize)]
pub struct KeptTrialDocument {
    /// What `history correct` takes.
    pub id: i64,
    /// Number of the trial in its session, from 1.
    pub number: u32,
    /// The angle that counts: the corrected one, or the measured one.
    pub angle_deg: f64,
    /// The trial as measured.
    pub measured: TrialDocument,
    /// Hip, knee and ankle as the model saw them in the frame of the highest point, pixels of the recording.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<LegPoints>,
    /// The corrections, also those that were undone, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<CorrectionDocument>,
}

#[derive(Debug, Serialize)]
pub struct CorrectionDocument {
    pub made_at: String,
    pub made_by: String,
    pub points: LegPoints,
    pub angle_deg: f64,
    pub verdict: VerdictKind,
    pub grade: Grade,
    pub borderline: bool,
    pub undone_at: Option<String>,
}

/// An exercise: with `exercise`, `complete`, `stopped`, `sensation` and `sets` as in a measurement's document.
#[derive(Debug, Serialize)]
pub struct KeptExerciseDocument {
    /// The same in every export.
    pub uid: String,
    /// ISO 8601.
    pub date: String,
    pub source: String,
    pub config: SessionConfig,
    pub model: ModelInfo,
    /// Version of LegRaise that counted it.
    pub program: String,
    #[serde(flatten)]
    pub rating: Rating,
    #[serde(flatten)]
    pub done: ExerciseDocument,
}

#[derive(Debug, Serialize)]
pub struct PlanDocument {
    /// Day that it was made, ISO 8601.
    pub made_on: String,
    pub legs: Vec<Side>,
    /// Names of the exercises.
    pub exercises: Vec<String>,
    /// Day to test again, ISO 8601.
    pub retest_on: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct NoteDocument {
    pub made_at: String,
    pub text: String,
}

#[derive(Debug, Serialize)]
pub struct TrendsDocument {
    pub left: Option<TrendDocument>,
    pub right: Option<TrendDocument>,
    /// Left minus right on the newest day with both legs.
    pub difference_deg: Option<f64>,
}

/// The trend of one leg, over the trials that could be judged.
#[derive(Debug, Serialize)]
pub struct TrendDocument {
    pub best_deg: f64,
    pub mean_deg: f64,
    /// How the leg was raised last; nothing where nobody was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// Change from the first day's mean to the last one's, of the days with that method.
    pub change_deg: Option<f64>,
    /// Whether the change is larger than that of measuring twice.
    pub change_is_real: Option<bool>,
    /// The day that the change is counted from, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change_since: Option<String>,
    /// The change of method before it, if there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method_changed: Option<MethodChangeDocument>,
    /// Each day, in order of time; recordings of one day are one.
    pub days: Vec<DayDocument>,
}

/// A leg's judged trials of a day, raised in one way.
#[derive(Debug, Serialize)]
pub struct DayDocument {
    pub day: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    pub trials: usize,
    pub mean_deg: f64,
    pub best_deg: f64,
}

/// Where the method became another one; nothing for one that nobody was asked about.
#[derive(Debug, Serialize)]
pub struct MethodChangeDocument {
    pub day: String,
    pub before: Option<Method>,
    pub after: Option<Method>,
    /// Change from the last day before the method changed to that day.
    pub change_deg: f64,
    /// Whether the change is larger than that by another method alone.
    pub change_is_real: bool,
}

impl HistoryDocument {
    pub fn of(record: &PersonRecord, store: &Store, person: PersonId) -> Result<Self, StoreError> {
        let mut sessions = Vec::new();
        for session in &record.sessions {
            let mut trials = Vec::new();
            for row in record.rows_of(session) {
                trials.extend(trial(store, person, row.id)?);
            }
            sessions.push(SessionDocument {
                uid: session.uid.clone(),
                date: session.date.clone(),
                source: session.source.path_text().into_owned(),
                config: session.config,
                model: session.model.clone(),
                program: session.program.clone(),
                trials,
            });
        }
        let [left, right] = Side::BOTH.map(|side| record.trend(side).map(|trend| TrendDocument::of(&trend)));
        let difference_deg = record.difference().map(|difference| hundredths(difference.deg));
        let note = |note: &Note| NoteDocument { made_at: note.made_at.clone(), text: note.text.clone() };
        Ok(Self {
            schema: SCHEMA,
            person: record.name.clone(),
            sessions,
            sides: TrendsDocument { left, right, difference_deg },
            exercises: record.exercises.iter().map(KeptExerciseDocument::of).collect(),
            plan: record.plan.as_ref().map(|plan| PlanDocument::of(plan, record.newest_test())),
            notes: record.notes.iter().map(note).collect(),
        })
    }
}

fn trial(store: &Store, person: PersonId, id: TrialId) -> Result<Option<KeptTrialDocument>, StoreError> {
    let Some(kept) = store.trial(person, id)? else { return Ok(None) };
    let corrections = store.corrections(id)?;
    Ok(Some(KeptTrialDocument {
        id: id.0,
        number: kept.row.number,
        angle_deg: kept.row.angle_deg(),
        points: kept.seen_points(),
        measured: kept.record,
        corrections: corrections.into_iter().map(CorrectionDocument::of).collect(),
    }))
}

impl KeptExerciseDocument {
    fn of(kept: &KeptExercise) -> Self {
        let source = kept.source.path_text().into_owned();
        let KeptExercise { id: _, uid, date, source: _, config, model, program, done, rating } = kept.clone();
        Self { uid, date, source, config, model, program, rating, done }
    }
}

impl PlanDocument {
    fn of(plan: &Plan, newest_test: Option<&str>) -> Self {
        let retest_on = plan.retest_on(newest_test);
        let Plan { legs, exercises, made_on } = plan.clone();
        Self { made_on, legs, exercises, retest_on }
    }
}

impl CorrectionDocument {
    fn of(correction: Correction) -> Self {
        let Correction { id: _, trial: _, made_at, made_by, points, angle_deg, verdict, grade, borderline, undone_at } =
            correction;
        Self { made_at, made_by, points, angle_deg, verdict, grade, borderline, undone_at }
    }
}

impl TrendDocument {
    fn of(trend: &SideTrend) -> Self {
        let change = trend.change();
        Self {
            best_deg: hundredths(trend.best_deg),
            mean_deg: hundredths(trend.mean_deg),
            method: trend.days.last().and_then(|of_day| of_day.method),
            change_deg: change.as_ref().map(|change| hundredths(change.deg)),
            change_is_real: change.as_ref().map(Change::is_real),
            change_since: change.map(|change| change.since),
            method_changed: trend.method_change().map(MethodChangeDocument::of),
            days: trend.days.iter().map(DayDocument::of).collect(),
        }
    }
}

impl DayDocument {
    fn of(of_day: &DayMean) -> Self {
        let DayMean { day, method, trials, mean_deg, best_deg } = of_day.clone();
        Self { day, method, trials, mean_deg: hundredths(mean_deg), best_deg: hundredths(best_deg) }
    }
}

impl MethodChangeDocument {
    fn of(changed: MethodChange) -> Self {
        let MethodChange { day, before, after, change } = changed;
        Self { day, before, after, change_deg: hundredths(change.deg), change_is_real: change.is_real() }
    }
}
