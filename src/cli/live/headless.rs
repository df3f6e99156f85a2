//! `legraise live` without a window: what happens is told on the terminal.

use super::LiveArguments;
use crate::album::AlbumThread;
use crate::cli::keep::tell_kept;
use crate::cli::output::say;
use crate::cli::{ExitStatus, measure, summary};
use crate::live::{Ages, Inbox, Input, Job, LiveEnd, LiveMeasurement, ModelPreference, News, WriteNews, start};
use crate::motion::{Flow, SessionConfig, Timestamp};
use crate::source::{Connection, ProblemCode, camera};
use crate::terminal::{complain, in_a_line, tell};
use crate::words;
use anyhow::Context;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

/// Measures without a window, and tells what happens.
pub fn run(arguments: &LiveArguments) -> anyhow::Result<ExitStatus> {
    let input = arguments.input().unwrap_or(Input::Camera(None));
    let config = arguments.session.over(SessionConfig::default())?;
    let person = arguments.save.person().cloned();
    let album = AlbumThread::start().context("can't start a thread for the pictures")?;
    let recording = arguments.source.as_deref();
    let history_sink = person.map(|person| arguments.history_sink(person, recording, &album)).transpose()?;
    let receipt = history_sink.as_ref().map(|history_sink| history_sink.receipt());
    let exercise = arguments.exercise()?;
    // nobody is led without a window
    let job = Job {
        input,
        cameras: camera::system(),
        model: arguments.preference(ModelPreference::Auto),
        config: SessionConfig { flow: Flow::Recorded, ..config },
        exercise,
        album,
        sinks: arguments.sinks(history_sink)?,
    };
    let stop = measure::stop_on_interrupt()?;
    let waiting = thread::current();
    let measuring = start(job, Arc::new(Inbox::new(move || waiting.unpark())))?;
    let deadline = arguments.seconds.map(|seconds| Instant::now() + Duration::from_secs_f64(seconds));
    let mut told = Reported::default();
    loop {
        let news = measuring.inbox.take();
        told.tell(&measuring, &news);
        if let Some(ending) = news.ending {
            if let Some(recording) = &arguments.source {
                tell_kept(receipt.as_ref(), arguments.save.person(), recording);
            }
            return finish(arguments, ending, stop.load(Ordering::Relaxed), &told.given_up);
        }
        let over = deadline.is_some_and(|deadline| Instant::now() >= deadline);
        if over || stop.load(Ordering::Relaxed) {
            measuring.finish();
        }
        thread::park_timeout(Duration::from_millis(100));
    }
}

/// `told` are the failures that have been reported before the end.
fn finish(
    arguments: &LiveArguments,
    ending: LiveEnd,
    interrupted: bool,
    told: &[String],
) -> anyhow::Result<ExitStatus> {
    let (measurement, failures) = match ending {
        LiveEnd::Measured(measurement, failures) => (measurement, failures),
        LiveEnd::Nothing => return Ok(if interrupted { ExitStatus::Interrupted } else { ExitStatus::NothingMeasured }),
        LiveEnd::Failed(why) => anyhow::bail!(why),
    };
    let failed = failures.iter().map(|failure| failure.0.to_string());
    failed.filter(|failure| !told.contains(failure)).for_each(|failure| complain(&failure));
    let broken_off = measurement.problems.iter().find(|problem| problem.code == ProblemCode::BrokenOff);
    if let Some(problem) = broken_off {
        complain(&problem.text);
    }
    let written = arguments.write(&measurement);
    // printed even if it could not be written
    say(&summary::text(&measurement))?;
    written?;
    Ok(match (interrupted, failures.is_empty() && broken_off.is_none(), measurement.is_valid()) {
        (true, ..) => ExitStatus::Interrupted,
        (_, false, _) => ExitStatus::Failed,
        (_, _, true) => ExitStatus::Measured,
        (_, _, false) => ExitStatus::NothingMeasured,
    })
}

/// What was last printed, so that only changes are.
#[derive(Default)]
struct Reported {
    connection: Option<Connection>,
    notes: usize,
    /// Why outputs were given up.
    given_up: Vec<String>,
    stage: Option<&'static str>,
    steps: u64,
    ages: Ages,
    /// When the first step came.
    since: Option<Instant>,
}

impl Reported {
    fn tell(&mut self, measuring: &LiveMeasurement, news: &News) {
        for note in measuring.status.notes().iter().skip(self.notes) {
            tell(note);
            self.notes += 1;
        }
        for news in &news.writing {
            match news {
                WriteNews::Held(why) => complain(&words::in_english(|| words::write_held(why).into_owned())),
                WriteNews::Written => tell(&words::in_english(|| words::write_caught_up().into_owned())),
                WriteNews::GivenUp(why) => {
                    complain(why);
                    self.given_up.push(why.clone());
                }
            }
        }
        let connection = measuring.status.connection();
        if self.connection.as_ref() != Some(&connection) {
            match &connection {
                Connection::Opening => {}
                Connection::Streaming { format } => tell(&in_a_line(&format!("pictures come: {format}"))),
                Connection::Interrupted(fault) => tell(&in_a_line(&format!("no pictures: {fault}"))),
            }
            self.connection = Some(connection);
        }
        if let Some(choice) = news.model {
            tell(&format!("model {}, {:.0} ms a picture", choice.model.name(), choice.frame_s * 1e3));
        }
        self.steps += news.steps;
        if let Some(step) = &news.latest {
            self.since.get_or_insert_with(Instant::now);
            measuring.status.age(step.frame.time).into_iter().for_each(|age| self.ages.add(age));
            let exercise = step.observation.exercise.as_ref().map(|state| state.stage.name());
            self.stage(step.frame.time, exercise.unwrap_or(step.observation.phase.name()));
        }
        for trial in &news.trials {
            tell(&format!("trial: {} leg {:.0}°", trial.trial.side.name(), trial.trial.angle_rad.to_degrees()));
        }
        if news.ending.is_some() && self.steps > 0 {
            tell(&format!("{} pictures measured, {} left out", self.steps, measuring.status.dropped()));
            let secs = self.since.map_or(0.0, |since| since.elapsed().as_secs_f64());
            tell(&format!(
                "{:.1} pictures a second; with its angle a picture was {} ms old (95 %: {} ms)",
                self.steps as f64 / secs.max(1e-3),
                self.ages.at_most_ms(0.5),
                self.ages.at_most_ms(0.95)
            ));
        }
    }

    fn stage(&mut self, time: Timestamp, stage: &'static str) {
        if self.stage.replace(stage) != Some(stage) {
            tell(&format!("{:7.1} s  {stage}", time.secs()));
        }
    }
}
