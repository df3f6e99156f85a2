//! The window's view of the record. [`HistoryService`] reads and writes on its own thread; this sends it requests and
//! keeps its last answers.

use super::person_page::PersonPage;
use super::points::{Points, PointsCommand};
use crate::document::ExerciseDocument;
use crate::history::{Deleted, Person, PersonId, Rating, SessionId, TrialId, day, name_key};
use crate::history_service::acts::{CorrectionRequest, ExportOptions, ReportFormat, ReportRequest};
use crate::history_service::{Answer, HistoryService, MeasuredTrial, OpenHistory, Request, TrialView, Whose};
use crate::ui::screen::{Dialog, Screen};
use crate::words::window;
use std::path::PathBuf;
use std::sync::Arc;

/// What a view can ask for.
#[derive(Clone, Debug, PartialEq)]
pub enum HistoryCommand {
    /// Show the history, of the person of this name.
    Open(String),
    Close,
    Search(String),
    Choose(PersonId),
    /// The day that a report is of; `None` for the last one.
    ChooseSession(Option<SessionId>),
    WriteNote(String),
    AddNote,
    /// Make the plan that this person's newest test asks for.
    MakePlan(String),
    EndPlan(String),
    /// Rate the exercise of which this was done.
    Rate {
        name: String,
        done: Box<ExerciseDocument>,
        rating: Rating,
    },
    /// Ask whether everything of the person shown is to be deleted.
    AskDelete,
    Delete(PersonId),
    Options(ExportOptions),
    /// Ask where the report goes.
    AskReport(ReportFormat),
    WriteReport(ReportFormat, PathBuf),
    /// Ask where the export goes.
    AskExport,
    /// Write the export into a folder of its own in this one.
    WriteExport(PathBuf),
    /// Show a trial's points.
    Check(TrialId),
    CheckMeasured(MeasuredTrial),
    Points(PointsCommand),
    /// Who corrects.
    SignAs(String),
    Save,
    /// Take the newest correction back.
    Undo,
    /// Leave the points, after asking if they were moved; `quit`: close the window afterwards.
    LeavePoints {
        quit: bool,
    },
    DropPoints,
    /// Close a question and change nothing.
    Stay,
}

/// Questions before something is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    DropPoints { quit: bool },
    Delete(PersonId, Deleted),
}

/// The record of people, as far as it is shown.
pub struct HistoryState {
    open: OpenHistory,
    wake: Arc<dyn Fn() + Send + Sync>,
    /// Started when the record is shown for the first time.
    history_service: Option<HistoryService>,
    /// The history is shown, or is behind the points.
    shown: bool,
    /// `None` until they are read.
    pub people: Option<Vec<Person>>,
    /// They could not be read, which was reported.
    pub unreadable: bool,
    pub search: String,
    pub chosen: Option<PersonId>,
    /// The chosen person's record, once it is read.
    pub person: Option<PersonPage>,
    pub session: Option<SessionId>,
    /// Unfinished notes.
    drafts: Vec<(PersonId, String)>,
    /// Notes being stored, oldest first: they become drafts again if that fails.
    sent: Vec<(PersonId, String)>,
    pub options: ExportOptions,
    pub points: Option<Points>,
    /// Who corrects: remembered until the window is closed.
    pub signed_by: String,
    pub question: Option<Question>,
    /// What the user should know.
    pub notice: Option<String>,
    /// What is to be asked with the system's own dialog.
    pub dialog: Option<Dialog>,
    /// The person to choose once the list is read.
    wanted: String,
    /// A trial was requested to show its points.
    awaited: bool,
    /// Changes by others are being watched.
    watched: bool,
    /// The trial of a test whose points are shown.
    checked: Option<MeasuredTrial>,
    /// Trials of a test that are corrected in the record, and the angle there.
    corrected: Vec<(MeasuredTrial, f64)>,
}

impl HistoryState {
    pub fn new(open: OpenHistory, wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        Self {
            open,
            wake,
            history_service: None,
            shown: false,
            people: None,
            unreadable: false,
            search: String::new(),
            chosen: None,
            person: None,
            session: None,
            drafts: Vec::new(),
            sent: Vec::new(),
            options: ExportOptions::default(),
            points: None,
            signed_by: String::new(),
            question: None,
            notice: None,
            dialog: None,
            wanted: String::new(),
            awaited: false,
            watched: false,
            checked: None,
            corrected: Vec::new(),
        }
    }

    /// The screen of the record that is shown, if any.
    pub fn screen(&self) -> Option<Screen> {
        let points = self.points.as_ref().map(|_| Screen::Points);
        points.or(self.shown.then_some(Screen::History))
    }

    /// Whether points were moved that are not saved.
    pub fn is_unsaved(&self) -> bool {
        self.points.as_ref().is_some_and(Points::is_moved)
    }

    /// The corrected angle of a test's trial, if it was corrected from the result's view.
    pub fn corrected_deg(&self, measured: &MeasuredTrial) -> Option<f64> {
        self.corrected.iter().find(|(of, _)| of == measured).map(|(_, deg)| *deg)
    }

    /// The note on the chosen person that is being written.
    pub fn draft(&self) -> &str {
        let draft = self.drafts.iter().find(|(person, _)| Some(*person) == self.chosen);
        draft.map_or("", |(_, text)| text)
    }

    /// Takes answers; while the record is shown, changes by others are among them.
    pub fn look(&mut self) {
        let answers: Vec<Answer> = self.history_service.iter().flat_map(HistoryService::answers).collect();
        for answer in answers {
            self.absorb(answer);
        }
        let shown = self.screen().is_some();
        if shown != self.watched && self.is_asked(Request::Watch(shown)) {
            self.watched = shown;
        }
    }

    fn absorb(&mut self, answer: Answer) {
        match answer {
            Answer::People(people) => self.meet(people),
            Answer::Person(view) => {
                if self.chosen == Some(view.id) {
                    self.person = Some(PersonPage::of(view));
                }
            }
            Answer::Noted(person) => drop(self.take_sent(person)),
            Answer::NotNoted(person) => {
                // before what was begun since
                let begun = self.drafts.iter().filter(|(of, _)| *of == person).map(|(_, text)| text.clone()).collect();
                let both: Vec<String> = self.take_sent(person).into_iter().chain::<Vec<String>>(begun).collect();
                self.draft_note(person, both.join("\n"));
            }
            Answer::Trial(view) => self.show_points(*view),
            Answer::Gone(person) => self.forget(person),
            Answer::WouldDelete(person, deleted) => self.question = Some(Question::Delete(person, deleted)),
            Answer::Changed => {
                self.ask(Request::People);
                self.ask_for_shown();
            }
            Answer::Done(what) => self.notice = Some(what),
            Answer::Failed(why) => {
                self.awaited = false;
                self.unreadable = self.people.is_none();
                self.notice = Some(why.on_screen());
            }
        }
    }

    fn show_points(&mut self, view: TrialView) {
        let corrected_deg = view.kept.row.correction.as_ref().map(|correction| correction.angle_deg);
        match &mut self.points {
            Some(points) if points.view.kept.row.id == view.kept.row.id => points.refresh(view),
            _ if std::mem::take(&mut self.awaited) => self.points = Some(Points::of(view)),
            _ => return,
        }
        if let Some(checked) = &self.checked {
            self.corrected.retain(|(of, _)| of != checked);
            self.corrected.extend(corrected_deg.map(|deg| (checked.clone(), deg)));
        }
    }

    fn ask_for_shown(&mut self) {
        if let Some(person) = self.chosen {
            self.ask(Request::Person(person));
        }
        if let Some(points) = &self.points {
            self.ask(Request::Trial(points.view.person, points.view.kept.row.id));
        }
    }

    fn meet(&mut self, people: Vec<Person>) {
        let wanted = name_key(&std::mem::take(&mut self.wanted));
        let by_name = people.iter().find(|person| name_key(&person.name) == wanted);
        let only = people.first().filter(|_| people.len() == 1);
        let choice = by_name.or(only.filter(|_| self.chosen.is_none())).map(|person| person.id);
        self.people = Some(people);
        if let Some(person) = choice.filter(|person| self.chosen != Some(*person)) {
            self.choose(person);
        }
    }

    fn forget(&mut self, person: PersonId) {
        if self.chosen == Some(person) {
            (self.chosen, self.person, self.session) = (None, None, None);
        }
        if self.points.as_ref().is_some_and(|points| points.view.person == person) {
            self.points = None;
            self.notice = Some(window::deleted_elsewhere().into_owned());
        }
        self.drafts.retain(|(of, _)| *of != person);
        self.sent.retain(|(of, _)| *of != person);
    }

    fn choose(&mut self, person: PersonId) {
        (self.chosen, self.person, self.session) = (Some(person), None, None);
        self.ask(Request::Person(person));
    }

    fn ask(&mut self, request: Request) {
        if !self.is_asked(request) {
            self.tell_refused();
        }
    }

    fn tell_refused(&mut self) {
        if self.history_service.is_some() {
            self.notice = Some(window::record_busy().into_owned());
        }
    }

    /// Sends a request. Returns whether it will be done.
    fn is_asked(&mut self, request: Request) -> bool {
        if self.history_service.is_none() {
            match HistoryService::start(self.open.clone(), self.wake.clone()) {
                Ok(history_service) => self.history_service = Some(history_service),
                Err(error) => {
                    self.notice = Some(window::cannot_read_record(&error.to_string()).into_owned());
                    return false;
                }
            }
        }
        self.history_service.as_ref().is_some_and(|history_service| history_service.ask(request))
    }

    /// Carries out a view's command.
    pub fn handle(&mut self, command: HistoryCommand) {
        match command {
            HistoryCommand::Open(person) => {
                (self.shown, self.wanted, self.unreadable) = (true, person, false);
                self.ask(Request::People);
                self.ask_for_shown();
            }
            HistoryCommand::Close => (self.shown, self.question) = (false, None),
            HistoryCommand::Search(text) => self.search = text,
            HistoryCommand::Choose(person) => self.choose(person),
            HistoryCommand::ChooseSession(session) => self.session = session,
            HistoryCommand::WriteNote(text) => {
                if let Some(person) = self.chosen {
                    self.draft_note(person, text);
                }
            }
            HistoryCommand::AddNote => self.add_note(),
            HistoryCommand::MakePlan(name) => self.ask(Request::MakePlan(Whose::Name(name))),
            HistoryCommand::EndPlan(name) => self.ask(Request::EndPlan(Whose::Name(name))),
            HistoryCommand::Rate { name, done, rating } => self.ask(Request::Rate(Whose::Name(name), done, rating)),
            HistoryCommand::AskDelete => self.for_chosen(Request::PreviewDelete),
            HistoryCommand::Delete(person) => {
                self.question = None;
                self.ask(Request::Delete(person));
            }
            HistoryCommand::Options(options) => self.options = options,
            HistoryCommand::AskReport(format) => self.dialog = Some(Dialog::Report(format)),
            HistoryCommand::WriteReport(format, to) => self.report(format, to),
            HistoryCommand::AskExport => self.dialog = Some(Dialog::Export),
            HistoryCommand::WriteExport(folder) => {
                let (options, to) = (self.options, folder.join(self.export_name()));
                self.for_chosen(|person| Request::Export { person, to, options });
            }
            HistoryCommand::Check(trial) => {
                (self.awaited, self.checked) = (true, None);
                self.for_chosen(|person| Request::Trial(person, trial));
            }
            HistoryCommand::CheckMeasured(measured) => {
                (self.awaited, self.checked) = (true, Some(measured.clone()));
                self.ask(Request::Find(measured));
            }
            HistoryCommand::Points(command) => {
                if let Some(points) = &mut self.points {
                    points.handle(command);
                }
            }
            HistoryCommand::SignAs(who) => self.signed_by = who,
            HistoryCommand::Save => self.save(),
            HistoryCommand::Undo => {
                if let Some(points) = &self.points {
                    self.ask(Request::Undo(points.view.person, points.view.kept.row.id));
                }
            }
            HistoryCommand::LeavePoints { quit } if self.is_unsaved() => {
                self.question = Some(Question::DropPoints { quit });
            }
            HistoryCommand::LeavePoints { .. } | HistoryCommand::DropPoints => {
                (self.points, self.question) = (None, None)
            }
            HistoryCommand::Stay => self.question = None,
        }
    }

    fn for_chosen(&mut self, request: impl FnOnce(PersonId) -> Request) {
        if let Some(person) = self.chosen {
            self.ask(request(person));
        }
    }

    fn draft_note(&mut self, person: PersonId, text: String) {
        self.drafts.retain(|(of, _)| *of != person);
        self.drafts.extend((!text.is_empty()).then_some((person, text)));
    }

    fn add_note(&mut self) {
        let text = self.draft().to_owned();
        let Some(person) = self.chosen.filter(|_| !text.trim().is_empty()) else { return };
        // what is not going to be done stays a draft
        if !self.is_asked(Request::AddNote(person, text.clone())) {
            return self.tell_refused();
        }
        self.sent.push((person, text));
        self.draft_note(person, String::new());
    }

    fn take_sent(&mut self, person: PersonId) -> Option<String> {
        let place = self.sent.iter().position(|(of, _)| *of == person)?;
        Some(self.sent.remove(place).1)
    }

    fn report(&mut self, format: ReportFormat, to: PathBuf) {
        let sessions = self.person.iter().flat_map(|shown| &shown.view.record.sessions);
        let chosen = sessions.filter(|session| Some(session.id) == self.session);
        let day = chosen.map(|session| day(&session.date).to_owned()).next_back();
        let request = ReportRequest { day, show_face: self.options.show_face, font: None };
        self.for_chosen(|person| Request::Report { person, request, format, to });
    }

    /// A folder name with the person's name in it, of characters that every system allows.
    fn export_name(&self) -> String {
        let name = self.person.as_ref().map_or("", |shown| &shown.view.record.name);
        let plain = |c: char| if c.is_alphanumeric() || " -".contains(c) { c } else { '_' };
        format!("leg raise {}", name.chars().map(plain).take(80).collect::<String>()).trim().to_owned()
    }

    fn save(&mut self) {
        let made_by = self.signed_by.clone();
        let signed = !made_by.trim().is_empty();
        let Some(points) = self.points.as_ref().filter(|points| points.is_moved() && signed) else { return };
        let Some(now) = points.now else { return };
        let (person, trial) = (points.view.person, points.view.kept.row.id);
        self.ask(Request::Correct(person, CorrectionRequest { trial, points: now.into(), made_by }));
    }
}
