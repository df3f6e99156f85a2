//! A person's record in the form that it is drawn in, made once when it has been read: a frame costs the same for 200
//! sessions as for one.

use crate::history::{REAL_CHANGE_DEG, SessionId, SideTrend, TrialRow, day};
use crate::history_service::PersonModel;
use crate::motion::{Sides, Thresholds};
use crate::words::{Whole, window};
use std::collections::HashMap;
use std::sync::Arc;

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrialLine {
    /// Place in the record's sessions.
    Session(usize),
    /// Place in the record's rows.
    Trial(usize),
}

/// One leg's session in the chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SessionPoint {
    /// Place among the sessions, from 0: evenly and not by the calendar, or two tests of a day would be one.
    pub place: usize,
    pub mean_deg: f64,
    pub best_deg: f64,
    pub trials: usize,
    /// Apart from the first session by more than measuring twice gives.
    pub is_real: bool,
}

/// A person's record, ready to be drawn.
pub struct PersonPage {
    pub view: Arc<PersonModel>,
    /// Newest session first.
    pub lines: Vec<TrialLine>,
    /// Each session's headline.
    pub headlines: Vec<String>,
    /// Left and right.
    pub legs: Sides<Vec<SessionPoint>>,
    /// The limits of the newest session, which the chart shows.
    pub thresholds: Thresholds,
}

impl PersonPage {
    pub fn of(view: Arc<PersonModel>) -> Self {
        let record = &view.record;
        let places: HashMap<SessionId, usize> =
            record.sessions.iter().enumerate().map(|(place, session)| (session.id, place)).collect();
        let legs = Sides::of(|side| leg(view.trends[side].as_ref(), &places));
        let headlines =
            record.sessions.iter().enumerate().map(|(place, session)| headline(&session.date, &legs, place));
        Self {
            lines: lines(&record.rows, &places),
            headlines: headlines.collect(),
            thresholds: record.sessions.last().map(|session| session.config.thresholds).unwrap_or_default(),
            legs,
            view,
        }
    }

    pub fn session_of(&self, place: usize) -> Option<SessionId> {
        self.view.record.sessions.get(place).map(|session| session.id)
    }
}

fn leg(trend: Option<&SideTrend>, places: &HashMap<SessionId, usize>) -> Vec<SessionPoint> {
    let Some(trend) = trend else { return Vec::new() };
    let first_deg = trend.sessions.first().map_or(0.0, |session| session.mean_deg);
    let point = |session: &crate::history::SessionMean| {
        Some(SessionPoint {
            place: *places.get(&session.session)?,
            mean_deg: session.mean_deg,
            best_deg: session.best_deg,
            trials: session.trials,
            is_real: (session.mean_deg - first_deg).abs() > REAL_CHANGE_DEG,
        })
    };
    trend.sessions.iter().filter_map(point).collect()
}

/// The rows come in order of their sessions, which come in order of time.
fn lines(rows: &[TrialRow], places: &HashMap<SessionId, usize>) -> Vec<TrialLine> {
    let mut lines = Vec::with_capacity(rows.len() + places.len());
    let mut end = rows.len();
    for session in rows.chunk_by(|a, b| a.session == b.session).rev() {
        lines.extend(places.get(&session[0].session).map(|place| TrialLine::Session(*place)));
        let start = end - session.len();
        lines.extend((start..end).map(TrialLine::Trial));
        end = start;
    }
    lines
}

/// Such as "2026-05-03   left: mean 74°, best 76°"; of a single trial the line below says all.
fn headline(date: &str, legs: &Sides<Vec<SessionPoint>>, place: usize) -> String {
    let mut text = day(date).to_owned();
    if let Some(time) = date.get(11..16) {
        text += &format!(" {time}");
    }
    for (side, leg) in legs.named() {
        let at = leg.binary_search_by_key(&place, |session| session.place);
        let several = at.ok().map(|at| leg[at]).filter(|session| session.trials > 1);
        if let Some(SessionPoint { mean_deg, best_deg, .. }) = several {
            text += "   ";
            text += &window::session_leg(side, Whole(mean_deg), Whole(best_deg));
        }
    }
    text
}
