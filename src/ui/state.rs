//! The window's state. Views read it and send commands; nothing else changes it.

pub use super::command::AppCommand;
use super::exercise_choice::{ExerciseChoice, PersonState};
use super::history::{HistoryCommand, HistoryState};
use super::host::{Host, NoDialog};
use super::recent::still_there;
use super::result_text;
use super::screen::{Dialog, Screen};
use super::screening::{LastScreening, Questions};
use super::series::Series;
use super::settings::Settings;
use super::test_run::TestRun;
use super::write_notices::{all_told, write_notice};
use crate::document::Measurement;
use crate::live::{Input, LiveEnd, News, leave_telling_frames};
use crate::motion::{Exercise, SessionCommand, SessionConfig, Stage};
use crate::pipeline::UserInput;
use crate::source::Connection;
use crate::voice::{Line, Priority, Utterance};
use crate::words::window;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Wakes the window when there are news.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// Everything the window shows.
pub struct AppState {
    pub settings: Settings,
    pub settings_shown: bool,
    /// What to do about the result.
    pub advice_shown: bool,
    /// Something the user should know.
    pub notice: Option<String>,
    pub cameras: Vec<String>,
    /// Name of the person in whose record tests are stored; empty for nobody.
    pub person: String,
    /// The questions before a test, while they are asked.
    pub screening: Option<Questions>,
    /// The last result of the questions in this window, and for whom.
    pub(super) last_screening: Option<LastScreening>,
    /// The exercises, while one is chosen.
    pub exercises: Option<ExerciseChoice>,
    /// Show the exercises as soon as the running test has ended.
    pub(super) exercises_wanted: bool,
    /// What this window knows of the person measured last.
    pub(super) known: Option<PersonState>,
    /// Name of the exercise that was done last.
    pub(super) last_exercise: Option<String>,
    /// The exercise to do first in place of a test, from the command line.
    pub first_exercise: Option<Exercise>,
    pub test: Option<TestRun>,
    /// Several recordings, while they are measured or their results are shown.
    pub series: Option<Series>,
    /// The recordings that were opened last and still exist, the newest first.
    pub recent: Vec<PathBuf>,
    /// Text to be copied to the clipboard at the next frame, and when something was last copied.
    pub(super) to_copy: Option<String>,
    pub(super) copied: Option<Instant>,
    /// Whether to fill the screen, or to leave the full screen, at the next frame.
    pub(super) full_screen: Option<bool>,
    /// A question to be asked with the system's dialog; the answer comes as a command.
    pub dialog: Option<Dialog>,
    /// The part of the record that is shown.
    pub history: HistoryState,
    pub(super) config: SessionConfig,
    /// The camera was lost, and the voice has said so.
    lost: bool,
    /// The display is kept awake.
    awake: bool,
    /// The window should close.
    pub quitting: bool,
    pub(super) host: Box<dyn Host>,
    /// Wakes the window.
    pub(super) wake: Wake,
}

impl AppState {
    pub fn new(settings: Settings, config: SessionConfig, host: Box<dyn Host>, wake: Wake) -> Self {
        let mut state = Self {
            recent: still_there(&settings.recent),
            settings,
            settings_shown: false,
            advice_shown: false,
            notice: None,
            cameras: Vec::new(),
            person: String::new(),
            screening: None,
            last_screening: None,
            exercises: None,
            exercises_wanted: false,
            known: None,
            last_exercise: None,
            first_exercise: None,
            test: None,
            series: None,
            to_copy: None,
            copied: None,
            full_screen: None,
            dialog: None,
            history: HistoryState::new(host.history(), wake.clone()),
            config,
            lost: false,
            awake: false,
            quitting: false,
            host,
            wake,
        };
        state.look_for_cameras();
        state
    }

    pub fn screen(&self) -> Screen {
        let screen = self.test_screen();
        // a person on the floor needs the screen while they are guided
        let led = matches!(screen, Screen::Screening | Screen::Connecting | Screen::Live | Screen::Exercise);
        self.history.screen().filter(|_| !led).unwrap_or(screen)
    }

    fn test_screen(&self) -> Screen {
        if self.screening.is_some() {
            return Screen::Screening;
        }
        if self.exercises.is_some() {
            return Screen::Exercises;
        }
        if self.series.is_some() {
            return Screen::Recordings;
        }
        let Some(test) = &self.test else { return Screen::Welcome };
        if test.exercise.is_some() && (test.is_over() || test.latest.is_some()) {
            return if test.is_over() { Screen::ExerciseDone } else { Screen::Exercise };
        }
        if test.is_over() || matches!(test.stage(), Stage::Summary | Stage::WhatNow) {
            return Screen::Summary;
        }
        if test.latest.is_none() {
            return Screen::Connecting;
        }
        let result = test.stage() == Stage::Result && !test.trials.is_empty();
        if result || test.shown.is_some() { Screen::Result } else { Screen::Live }
    }

    /// How long the button says "copied".
    pub const CONFIRMED: Duration = Duration::from_secs(2);

    /// Looks for news.
    pub fn look(&mut self, now: Instant) {
        self.copied.take_if(|copied| now - *copied >= Self::CONFIRMED);
        self.tell_lost();
        self.history.look();
        self.hear_record();
        self.screen_person(now);
        if let Some(test) = &mut self.test {
            let news = test.measuring.inbox.take();
            if news.started.is_some() {
                self.remember_recording();
            }
            self.absorb(news, now);
        }
        self.keep_awake();
    }

    /// Keeps the display awake for a person on the floor, who does not touch the keyboard.
    fn keep_awake(&mut self) {
        let led = self.test.as_ref().is_some_and(|test| !test.is_over() && matches!(test.input, Input::Camera(_)));
        if std::mem::replace(&mut self.awake, led) != led {
            self.host.stay_awake(led);
        }
    }

    /// Takes over the history's notices and dialogs.
    fn hear_record(&mut self) {
        self.notice = self.history.notice.take().or(self.notice.take());
        self.dialog = self.history.dialog.take().or(self.dialog.take());
    }

    /// Says that the camera was lost, which a person on the floor does not see.
    fn tell_lost(&mut self) {
        let in_test = self.test.as_ref().is_some_and(|test| test.latest.is_some());
        let lost = in_test && matches!(self.connection(), Some(Connection::Interrupted(_)));
        if std::mem::replace(&mut self.lost, lost) != lost && in_test {
            // a leg that is up is no longer watched
            let is_up = self.test.as_ref().is_some_and(|test| test.stage().leg_is_up());
            let lines = match lost {
                true => [Line::CAMERA_LOST].into_iter().chain(is_up.then_some(Line::LOWER_SLOWLY)).collect(),
                false => vec![Line::CAMERA_BACK],
            };
            self.host.say(Utterance::lines(lines).at(Priority::Stop));
        }
    }

    /// What was said last, while the voice is on.
    pub fn caption(&self) -> Option<String> {
        let hushed = self.test.as_ref().is_some_and(|test| test.status().is_hurried());
        Some(self.host.caption()).filter(|text| self.settings.voice && !hushed && !text.is_empty())
    }

    fn absorb(&mut self, news: News, now: Instant) {
        let Some(test) = &mut self.test else { return };
        let was = test.stage();
        test.start = news.started.or(test.start.take());
        test.model = news.model.or(test.model);
        if news.steps > 0 {
            test.pace.add(now, news.steps);
        }
        if let Some(age) = news.latest.as_ref().and_then(|step| test.measuring.status.age(step.frame.time)) {
            test.ages.add(age);
        }
        test.latest = news.latest.or(test.latest.take());
        let told: Vec<String> =
            test.new_notes().into_iter().chain(news.writing.into_iter().map(write_notice)).collect();
        self.notice = (!told.is_empty()).then(|| told.join("\n")).or(self.notice.take());
        for revised in news.revised {
            if let Some(known) = test.trials.iter_mut().find(|known| known.trial.is_same_raise(&revised)) {
                known.trial = revised;
            }
        }
        if !news.trials.is_empty() {
            test.trials.extend(news.trials);
            leave_telling_frames(&mut test.trials);
        }
        if (test.stage() == Stage::WhatNow) != (was == Stage::WhatNow) {
            self.advice_shown = test.stage() == Stage::WhatNow;
        }
        let begins = test.stage() == Stage::Raising && was != Stage::Raising;
        if begins {
            // going on with the test closes the last trial's details
            (test.shown, test.scrubbed) = (None, None);
        }
        if test.coach().is_some_and(|coach| coach.is_over) {
            test.measuring.finish();
        }
        self.end(news.ending);
    }

    fn end(&mut self, ending: Option<LiveEnd>) {
        let (Some(test), Some(ending)) = (&mut self.test, ending) else { return };
        match ending {
            ending if self.series.is_some() => self.end_one_of_series(ending),
            LiveEnd::Measured(measurement, failures) => {
                let unwritten = self.host.finished(&measurement, &test.summary()).err();
                test.result = Some(measurement);
                let person = test.person.clone();
                let kept = self.kept_notices(&person);
                self.notice = all_told(failures, unwritten, kept).or(self.notice.take());
                self.learn();
                if self.exercises_wanted {
                    self.open_exercises();
                }
            }
            LiveEnd::Nothing => {
                self.drop_test();
                self.exercises_wanted = false;
            }
            LiveEnd::Failed(why) => {
                self.host.failed(&why);
                self.notice = Some(why);
                self.drop_test();
                self.exercises_wanted = false;
            }
        }
    }

    /// Carries out a view's command.
    pub fn handle(&mut self, command: AppCommand) {
        match command {
            AppCommand::OpenCamera(name) => {
                self.settings.camera.clone_from(&name);
                self.keep_settings();
                self.drop_test();
                self.series = None;
                self.screening = Some(Questions::new(Input::Camera(name), self.screening_of_today()));
            }
            AppCommand::OpenRecording(path) => {
                let exercise = self.first_exercise.take().map(|exercise| (exercise, self.config.side));
                self.start(Input::Recording(path), None, exercise);
            }
            AppCommand::OpenRecordings(paths) => self.open_recordings(paths),
            AppCommand::EndSeries => self.end_series(),
            AppCommand::Skip => self.skip(),
            AppCommand::ChooseRecording => self.dialog = Some(Dialog::Recording),
            AppCommand::KeepFor(person) => self.person = person,
            AppCommand::CopyResult => self.to_copy = self.result_text(),
            AppCommand::FullScreen(full) => self.full_screen = Some(full),
            AppCommand::ClearRecent => self.clear_recent(),
            AppCommand::SaveResult => self.dialog = Some(Dialog::WhereToSave),
            AppCommand::Signal => self.say(UserInput::Command(SessionCommand::Signal)),
            AppCommand::Answer(yes) => self.answer(yes),
            AppCommand::Sensation(felt) => self.say(UserInput::Command(SessionCommand::ReportSensation(felt))),
            AppCommand::TellSide(side) => self.say(UserInput::Command(SessionCommand::TellSide(side))),
            AppCommand::Discomfort => self.say(UserInput::Command(SessionCommand::ReportDiscomfort)),
            AppCommand::Pick(at) => self.say(UserInput::Pick(at)),
            AppCommand::Finish => {
                if let Some(test) = &self.test {
                    test.measuring.finish();
                }
            }
            AppCommand::Leave => {
                self.drop_test();
                self.forget_nameless();
                self.series = None;
                self.look_for_recent();
                (self.screening, self.exercises, self.exercises_wanted) = (None, None, false);
                self.look_for_cameras();
            }
            AppCommand::ShowTrial(shown) => {
                if let Some(test) = &mut self.test {
                    (test.shown, test.scrubbed) = (shown, None);
                }
            }
            AppCommand::Scrub(time) => {
                if let Some(test) = &mut self.test {
                    test.scrubbed = time;
                }
            }
            AppCommand::ShowSettings(shown) => self.settings_shown = shown,
            AppCommand::ShowAdvice(shown) => self.advice_shown = shown,
            AppCommand::Change(settings) => {
                self.settings = settings;
                self.keep_settings();
            }
            AppCommand::Dismiss => self.notice = None,
            AppCommand::Exercise(command) => self.handle_exercise(command),
            AppCommand::History(HistoryCommand::MakePlan(name)) => self.make_plan(name),
            AppCommand::History(command) => {
                self.history.handle(command);
                self.hear_record();
            }
            AppCommand::Quit => self.quitting = true,
        }
    }

    /// Asks the waiting question with the system's dialog, and carries out the answer.
    pub fn ask(&mut self) {
        let Some(dialog) = self.dialog.take() else { return };
        let path = match self.host.ask(dialog) {
            Ok(Some(path)) => path,
            Ok(None) => return,
            Err(NoDialog) => {
                let is_opened = dialog == Dialog::Recording;
                let todo = if is_opened { window::no_dialog_open() } else { window::no_dialog_save() };
                self.notice = Some(todo.into_owned());
                return;
            }
        };
        match dialog {
            Dialog::Recording => self.handle(AppCommand::OpenRecordings(vec![path])),
            Dialog::Report(format) => self.handle(AppCommand::History(HistoryCommand::WriteReport(format, path))),
            Dialog::Export => self.handle(AppCommand::History(HistoryCommand::WriteExport(path))),
            Dialog::WhereToSave => {
                let Some(result) = self.test.as_ref().and_then(|test| test.result.as_deref()) else { return };
                let saved = self.host.save(result, &path);
                self.notice =
                    Some(saved.map_or_else(|why| why, |()| window::saved(&path.display().to_string()).into_owned()));
            }
        }
    }

    /// The result as a document, when the test is over.
    pub fn result(&self) -> Option<&Measurement> {
        self.test.as_ref()?.result.as_deref()
    }

    pub(super) fn say(&self, said: UserInput) {
        if let Some(test) = &self.test {
            test.measuring.say(said);
        }
    }

    /// Whether something was copied just now.
    pub fn is_copied(&self) -> bool {
        self.copied.is_some()
    }

    /// What can be copied, as plain text.
    fn result_text(&self) -> Option<String> {
        let test = self.test.as_ref().filter(|test| !test.trials.is_empty());
        let of_test = || test.map(|test| result_text::of_test(test, &self.history));
        self.series.as_ref().map(result_text::of_series).or_else(of_test)
    }

    pub(super) fn keep_settings(&mut self) {
        if let Err(problem) = self.host.keep_settings(&self.settings) {
            self.notice = Some(problem);
        }
    }

    /// The status of the source.
    pub fn connection(&self) -> Option<Connection> {
        self.test.as_ref().filter(|test| !test.is_over()).map(|test| test.status().connection())
    }
}
