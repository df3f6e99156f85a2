//! News of a running measurement since the window last looked.

use super::ModelChoice;
use super::trial_news::TrialNews;
use crate::album::AlbumThread;
use crate::document::Measurement;
use crate::motion::{Event, Sensation, Trial};
use crate::pipeline::{Outcome, Sink, SinkError, SinkFailure, Start, Step};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How a measurement ended.
#[derive(Debug)]
pub enum LiveEnd {
    /// It ended with a result, even if it ended early; and the outputs that could not be written.
    Measured(Box<Measurement>, Vec<SinkFailure>),
    /// Stopped before the first frame.
    Nothing,
    /// It failed before there was anything to measure: why, and what to do, for people.
    Failed(String),
}

/// What happened since the last look: the newest frame, and every event.
#[derive(Debug, Default)]
pub struct News {
    pub started: Option<Start>,
    pub model: Option<ModelChoice>,
    pub latest: Option<Step>,
    /// Steps since the last look.
    pub steps: u64,
    pub trials: Vec<TrialNews>,
    /// What the person said stopped a raise that was reported in earlier news.
    pub sensation: Option<Sensation>,
    /// Raises that were reported in earlier news and have been revised since.
    pub revised: Vec<Trial>,
    pub ending: Option<LiveEnd>,
}

/// Where news wait until the window looks.
pub struct Inbox {
    news: Mutex<News>,
    /// Wakes the window when there are news.
    wake: Box<dyn Fn() + Send + Sync>,
}

impl Inbox {
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self { news: Mutex::default(), wake: Box::new(wake) }
    }

    /// Takes all news, and leaves the inbox empty.
    pub fn take(&self) -> News {
        std::mem::take(&mut *self.lock())
    }

    /// Adds to the news.
    pub fn tell(&self, add: impl FnOnce(&mut News)) {
        add(&mut self.lock());
        (self.wake)();
    }

    /// A poisoned lock is safe to use: each update is a single assignment.
    fn lock(&self) -> MutexGuard<'_, News> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Puts every step into an inbox.
pub struct InboxSink {
    inbox: Arc<Inbox>,
    album: Arc<AlbumThread>,
    /// Raises that have been reported.
    told: usize,
}

impl InboxSink {
    /// `album` must receive each step before this sink does.
    pub fn new(inbox: Arc<Inbox>, album: Arc<AlbumThread>) -> Self {
        Self { inbox, album, told: 0 }
    }

    fn news_of(&self, trial: &Trial) -> TrialNews {
        TrialNews { trial: trial.clone(), frames: self.album.of(trial) }
    }
}

impl Sink for InboxSink {
    fn begin(&mut self, start: &Start) -> Result<(), SinkError> {
        self.inbox.tell(|news| news.started = Some(start.clone()));
        Ok(())
    }

    fn step(&mut self, step: &Step) -> Result<(), SinkError> {
        let ended = step.observation.events.iter().filter_map(|event| match event {
            Event::TrialEnded(trial) => Some(self.news_of(trial)),
            _ => None,
        });
        let trials: Vec<TrialNews> = ended.collect();
        self.told += trials.len();
        let revised = step.observation.events.iter().filter_map(|event| match event {
            Event::TrialRevised(trial) => Some((**trial).clone()),
            _ => None,
        });
        self.inbox.tell(|news| {
            news.trials.extend(trials);
            for trial in revised {
                match news.trials.iter_mut().find(|news| news.trial.is_same_raise(&trial)) {
                    Some(news) => news.trial = trial,
                    None => news.revised.push(trial),
                }
            }
            news.steps += 1;
            news.latest = Some(step.clone());
        });
        Ok(())
    }

    fn finish(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        // a raise that was still going on at the end was judged after the last step
        for trial in outcome.report.trials.iter().skip(self.told) {
            let news_of_it = self.news_of(trial);
            self.inbox.tell(|news| news.trials.push(news_of_it));
        }
        Ok(())
    }
}
