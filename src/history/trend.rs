//! What a person's trials over time come to: best and mean of each session, what changed, left against right. Pure.

use super::dates::day;
use super::ids::SessionId;
use super::trials::TrialRow;
use crate::motion::{Side, UNUSUAL_DIFFERENCE_DEG, VerdictKind};

/// A change between sessions beyond this is real: 6–7°, the wider one taken (Neto et al., N = 102, standard error of
/// measurement 2.2–2.6°).
pub const REAL_CHANGE_DEG: f64 = 7.0;
/// One leg's judged trials of one session.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionMean {
    pub session: SessionId,
    /// ISO 8601.
    pub date: String,
    pub trials: usize,
    pub mean_deg: f64,
    pub best_deg: f64,
}

/// One leg over time.
#[derive(Clone, Debug, PartialEq)]
pub struct SideTrend {
    /// In order of time.
    pub sessions: Vec<SessionMean>,
    pub best_deg: f64,
    /// Of all judged trials.
    pub mean_deg: f64,
}

/// From one session to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    pub deg: f64,
    /// More than measuring twice gives by itself.
    pub is_real: bool,
}

/// Left against right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SideDifference {
    /// Left minus right, of the means.
    pub deg: f64,
    pub is_unusual: bool,
}

impl SideTrend {
    /// The judged trials of one leg, from `rows` in order of time; `None` when there are none.
    pub fn of(rows: &[TrialRow], side: Side) -> Option<Self> {
        let mut sessions: Vec<SessionMean> = Vec::new();
        let (mut sum, mut count, mut best_deg) = (0.0, 0, f64::NEG_INFINITY);
        for row in rows.iter().filter(|row| row.side == side && row.verdict != VerdictKind::Unclear) {
            let deg = row.angle_deg();
            (sum, count, best_deg) = (sum + deg, count + 1, best_deg.max(deg));
            match sessions.last_mut().filter(|last| last.session == row.session) {
                Some(last) => {
                    last.trials += 1;
                    last.mean_deg += (deg - last.mean_deg) / last.trials as f64;
                    last.best_deg = last.best_deg.max(deg);
                }
                None => sessions.push(SessionMean {
                    session: row.session,
                    date: row.date.clone(),
                    trials: 1,
                    mean_deg: deg,
                    best_deg: deg,
                }),
            }
        }
        (count > 0).then(|| Self { sessions, best_deg, mean_deg: sum / f64::from(count) })
    }

    /// From the first session to the last one.
    pub fn change(&self) -> Option<Change> {
        let [first, .., last] = self.sessions.as_slice() else { return None };
        Some(Change::between(first, last))
    }
}

impl Change {
    /// Of the means, which scatter less than the best.
    pub fn between(before: &SessionMean, after: &SessionMean) -> Self {
        let deg = after.mean_deg - before.mean_deg;
        Self { deg, is_real: deg.abs() > REAL_CHANGE_DEG }
    }
}

impl SideDifference {
    /// On the newest day that has both legs: each may have a recording of its own.
    pub fn of(left: &SideTrend, right: &SideTrend) -> Option<Self> {
        let mut lefts = left.sessions.iter().rev();
        let both = |l: &SessionMean| {
            Some((l.mean_deg, right.sessions.iter().rev().find(|r| day(&r.date) == day(&l.date))?.mean_deg))
        };
        let (left, right) = lefts.find_map(both)?;
        Some(Self { deg: left - right, is_unusual: (left - right).abs() > UNUSUAL_DIFFERENCE_DEG })
    }
}
