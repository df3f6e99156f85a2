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

/// What became of an output that could not be written; why and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteNews {
    /// The data is held, and writing it will be tried again.
    Held(String),
    /// What was held has been written.
    Written,
    /// Nothing more is written.
    GivenUp(String),
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
    /// News of outputs that could not be written, oldest first.
    pub writing: Vec<WriteNews>,
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

/// Wraps a sink and reports its write errors as soon as they occur, not only at the end.
pub struct WatchedSink {
    sink: Box<dyn Sink + Send>,
    inbox: Arc<Inbox>,
    /// Whether it was reported that something is held.
    is_held: bool,
}

impl WatchedSink {
    pub fn new(sink: Box<dyn Sink + Send>, inbox: Arc<Inbox>) -> Self {
        Self { sink, inbox, is_held: false }
    }

    fn tell(&mut self, done: Result<(), SinkError>) -> Result<(), SinkError> {
        let held = self.sink.held_back().map(ToString::to_string);
        let was_held = std::mem::replace(&mut self.is_held, held.is_some());
        let news = match (&done, held) {
            (Err(error), _) => Some(WriteNews::GivenUp(error.to_string())),
            (Ok(()), Some(why)) => (!was_held).then_some(WriteNews::Held(why)),
            (Ok(()), None) => was_held.then_some(WriteNews::Written),
        };
        if let Some(news_of_it) = news {
            self.inbox.tell(|news| news.writing.push(news_of_it));
        }
        done
    }
}

impl Sink for WatchedSink {
    fn begin(&mut self, start: &Start) -> Result<(), SinkError> {
        let done = self.sink.begin(start);
        self.tell(done)
    }

    fn step(&mut self, step: &Step) -> Result<(), SinkError> {
        let done = self.sink.step(step);
        self.tell(done)
    }

    /// A failure here is reported with the ending.
    fn finish(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        self.sink.finish(outcome)?;
        if std::mem::take(&mut self.is_held) {
            self.inbox.tell(|news| news.writing.push(WriteNews::Written));
        }
        Ok(())
    }

    fn held_back(&self) -> Option<&SinkError> {
        self.sink.held_back()
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
