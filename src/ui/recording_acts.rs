//! How the window handles recordings: one, several one after the other, and the list of those opened last.

use super::recent::put_first;
use super::series::Series;
use super::state::{AppCommand, AppState};
use super::write_notices::all_told;
use crate::live::{Input, LiveEnd};
use crate::words;
use std::path::PathBuf;

impl AppState {
    /// Measures these files and the contents of these folders: a single one as usual, several one after the other.
    /// While several are being measured, they are added at the end.
    pub(super) fn open_recordings(&mut self, paths: Vec<PathBuf>) {
        let found = Series::of(paths);
        if let Some(series) = self.series.as_mut().filter(|series| !series.is_over()) {
            series.append(found);
            return;
        }
        match (found.waiting.len(), found.done.first().map(|failed| &failed.came_to)) {
            (0, Some(Err(why))) => self.notice = Some(why.clone()),
            (0, _) => {}
            (1, None) => found.waiting.into_iter().for_each(|path| self.handle(AppCommand::OpenRecording(path))),
            _ => self.start_series(found),
        }
    }

    fn start_series(&mut self, mut found: Series) {
        (self.screening, self.exercises, self.exercises_wanted) = (None, None, false);
        self.notice = None;
        self.person.trim().clone_into(&mut found.person);
        found.exercise = self.first_exercise.take().map(|exercise| (exercise, self.config.side));
        self.series = Some(found);
        self.measure_next();
    }

    /// Measures the next of several recordings. It runs faster than real time, so nothing is spoken.
    fn measure_next(&mut self) {
        while let Some(path) = self.series.as_mut().and_then(Series::next) {
            let exercise = self.series.as_ref().and_then(|series| series.exercise.clone());
            self.host.hush(true);
            match self.begin(Input::Recording(path), None, exercise) {
                Ok(()) => return self.test.iter().for_each(|test| test.measuring.hurry()),
                Err(why) => self.series.iter_mut().for_each(|series| series.note(Err(why.clone()), None, Vec::new())),
            }
        }
        self.drop_test();
    }

    /// One of several recordings has ended, in whatever way: goes on with the next.
    pub(super) fn end_one_of_series(&mut self, ending: LiveEnd) {
        let person = self.series.as_ref().map(|series| series.person.clone()).unwrap_or_default();
        let notices = self.kept_notices(&person);
        let (came_to, unkept) = match ending {
            LiveEnd::Measured(measurement, failures) => {
                let frames = self.test.as_ref().map(|test| test.summary()).unwrap_or_default();
                let unwritten = self.host.finished(&measurement, &frames).err();
                (Ok(measurement), all_told(failures, unwritten, Vec::new()))
            }
            LiveEnd::Nothing => (Err(words::nothing_measured().into_owned()), None),
            LiveEnd::Failed(why) => {
                self.host.failed(&why);
                (Err(why), None)
            }
        };
        if let Some(series) = &mut self.series {
            series.note(came_to, unkept, notices);
        }
        self.measure_next();
    }

    /// Notices on how the last recording was stored.
    pub(super) fn kept_notices(&self, person: &str) -> Vec<String> {
        let kept = self.host.kept();
        let all = kept.iter().flat_map(|kept| kept.notices(person).into_iter().chain(kept.day_notice()));
        all.map(|notice| words::sentence(&notice)).collect()
    }

    /// Ends the series; results so far stay.
    pub(super) fn end_series(&mut self) {
        self.series.iter_mut().for_each(Series::end_after_this);
    }

    /// Measures the rest of a recording without waiting for its time.
    pub(super) fn skip(&mut self) {
        self.host.hush(true);
        self.test.iter().for_each(|test| test.measuring.hurry());
    }

    /// Whether everything that was begun is over.
    pub fn is_over(&self) -> bool {
        let test_over = self.test.as_ref().is_none_or(|test| test.is_over());
        test_over && self.series.as_ref().is_none_or(Series::is_over)
    }

    /// Adds a recording that could be opened to the list. The settings keep it only if the results are stored, too:
    /// measuring without a person leaves no file name behind.
    pub(super) fn remember_recording(&mut self) {
        let Some(test) = &self.test else { return };
        let Input::Recording(path) = &test.input else { return };
        let path = std::path::absolute(path).unwrap_or_else(|_| path.clone());
        // names that are not UTF-8 can't be written into the settings
        let is_kept = !test.person.is_empty() && path.to_str().is_some();
        put_first(&mut self.recent, &path);
        if is_kept {
            put_first(&mut self.settings.recent, &path);
            self.keep_settings();
        }
    }

    /// Drops recordings that no longer exist.
    pub(super) fn look_for_recent(&mut self) {
        self.recent.retain(|path| path.exists());
    }

    pub(super) fn clear_recent(&mut self) {
        self.recent.clear();
        self.settings.recent.clear();
        self.keep_settings();
    }
}
