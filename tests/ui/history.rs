//! People over time, in the window.

use crate::record::Record;
use crate::test_window::TestWindow;
use eframe::egui::Vec2;
use egui_kittest::kittest::Queryable;
use legraise::history::PersonName;
use legraise::history_service::acts::ReportFormat;
use legraise::report::Paper;
use legraise::ui::{AppCommand, HistoryCommand, Screen};

fn screen(window: &TestWindow) -> Screen {
    window.harness.state().state().screen()
}

#[test]
fn an_empty_record_says_what_to_do_and_shows_whoever_is_kept_meanwhile() {
    let record = Record::empty();
    let mut window = record.window();
    window.click("History");
    assert_eq!(screen(&window), Screen::History);
    window.until_reads("Nobody is in the record yet.");
    window.assert_reads("do the test");
    record.keep("Ana", "2026-05-03");
    window.until_reads("best 78°, mean 78°");
    window.click("← Back");
    assert_eq!(screen(&window), Screen::Welcome);
}

#[test]
fn a_record_that_cannot_be_opened_is_told_and_the_window_goes_on() {
    let record = Record::empty();
    std::fs::write(&record.path, "no database at all, but long enough to be looked at as one").unwrap();
    let mut window = record.window();
    window.click("History");
    window.until_reads("this is no record of LegRaise");
    window.click("OK");
    assert!(!window.reads("this is no record of LegRaise"));
    window.click("Try again");
    window.until_reads("this is no record of LegRaise");
    window.click("← Back");
    assert_eq!(screen(&window), Screen::Welcome);
    window.command(AppCommand::OpenRecording("clip.mp4".into()));
    assert_eq!(screen(&window), Screen::Connecting, "a test begins all the same");
}

#[test]
fn a_person_is_found_by_a_few_letters_and_shown_with_their_trials() {
    let people = ["Ana", "Bo", "Chi", "Dana", "Ed", "Fay", "Gus", "Hal", "Ingrid Øst"];
    let record = Record::of(&people);
    let mut window = record.window();
    window.click("History");
    window.until_reads("People (9)");
    window.command(AppCommand::History(HistoryCommand::Search("øS".to_owned())));
    assert!(!window.reads("Dana"));
    window.harness.get_by_label_contains("Ingrid").click();
    window.look();
    window.until_reads("best 78°, mean 78°");
    for text in ["78° ± 5°", "slightly tight, borderline", "highest point", "2026-05-03", "not measured"] {
        window.assert_reads(text);
    }
}

#[test]
fn a_person_is_found_however_the_accent_of_the_name_is_written() {
    let record = Record::of(&["Zoe\u{301} Marin", "Bo"]);
    let mut window = record.history_of("ZO\u{c9}  Marin");
    window.until("the person", |window| {
        window.harness.state().state().history.chosen == Some(record.person("Zo\u{e9} Marin"))
    });
}

#[test]
fn a_change_within_what_measuring_gives_by_itself_is_told_as_such() {
    let record = Record::of(&["Ana"]);
    record.keep("Ana", "2026-06-03");
    let window = record.history_of("Ana");
    window.assert_reads("leg since 2026-05-03: +0°, within what measuring twice in the same way gives by itself");
}

#[test]
fn a_note_is_written_and_kept() {
    let record = Record::of(&["Ana"]);
    let mut window = record.history_of("Ana");
    window.command(AppCommand::History(HistoryCommand::WriteNote("sits all day".to_owned())));
    window.click("Add");
    window.until("the note", |_| record.store().notes(record.person("Ana")).unwrap().len() == 1);
    window.until_reads("sits all day");
    assert_eq!(window.harness.state().state().history.draft(), "");
}

/// Another program that holds the record makes the note fail.
#[test]
fn a_note_that_could_not_be_kept_is_a_draft_again_before_what_was_begun_since() {
    let record = Record::of(&["Ana"]);
    let mut window = record.history_of("Ana");
    window.command(AppCommand::History(HistoryCommand::WriteNote("first".to_owned())));
    let other = rusqlite::Connection::open(&record.path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    window.command(AppCommand::History(HistoryCommand::AddNote));
    window.command(AppCommand::History(HistoryCommand::WriteNote("second".to_owned())));
    window.until("the draft", |window| window.harness.state().state().history.draft() == "first\nsecond");
    window.assert_reads("the record");
    other.execute_batch("ROLLBACK").unwrap();
    // what else fails puts nothing back that is kept
    window.command(AppCommand::History(HistoryCommand::AddNote));
    window.until("the note", |_| record.store().notes(record.person("Ana")).unwrap().len() == 1);
    window.command(AppCommand::History(HistoryCommand::WriteExport("/dev/null".into())));
    window.until_reads("can't write");
    assert_eq!(window.harness.state().state().history.draft(), "");
}

#[test]
fn a_note_half_written_stays_with_its_person() {
    let record = Record::of(&["Ana", "Bo"]);
    let mut window = record.history_of("Ana");
    window.command(AppCommand::History(HistoryCommand::WriteNote("of Ana".to_owned())));
    window.command(AppCommand::History(HistoryCommand::Choose(record.person("Bo"))));
    assert_eq!(window.harness.state().state().history.draft(), "");
    window.command(AppCommand::History(HistoryCommand::Choose(record.person("Ana"))));
    assert_eq!(window.harness.state().state().history.draft(), "of Ana");
}

#[test]
fn deleting_asks_first_says_what_and_tells_what_was_deleted() {
    let record = Record::of(&["Ana", "Bo"]);
    let mut window = record.history_of("Ana");
    window.click("Delete…");
    window.until_reads("Delete everything of Ana?");
    window.assert_reads("1 session with 1 trial, the traces, 1 picture, 0 corrections, 0 exercises and 0 notes");
    window.click("Cancel");
    assert!(!window.reads("Delete everything"));
    assert_eq!(record.store().people().unwrap().len(), 2);
    window.click("Delete…");
    window.until_reads("Delete everything of Ana?");
    window.click("Delete for good");
    window.until_reads("Ana: deleted 1 session with 1 trial");
    let left = record.store().people().unwrap();
    assert_eq!(left.iter().map(|person| person.name.as_str()).collect::<Vec<_>>(), ["Bo"]);
    window.until_reads("best 78°");
}

#[test]
fn what_another_window_writes_is_shown_by_itself() {
    let record = Record::of(&["Ana"]);
    let mut window = record.history_of("Ana");
    record.store().add_note(record.person("Ana"), "from next door", "2026-06-01T08:00:00Z").unwrap();
    window.until_reads("from next door");
    record.keep("Bo", "2026-06-03");
    window.until_reads("People (2)");
    let ana = record.person("Ana");
    record.store().delete(ana).unwrap();
    window.until_reads("People (1)");
    window.until("Ana is gone", |window| !window.reads("from next door"));
    assert!(record.store().person("Ana".parse::<PersonName>().unwrap()).is_err());
}

#[test]
fn report_card_and_export_are_written_where_the_user_says() {
    let record = Record::of(&["Ana / Station 4"]);
    let mut window = record.history_of("Ana / Station 4");
    let pdf = record.folder().join("ana.pdf");
    for paper in [Paper::A4, Paper::Letter] {
        window.command(AppCommand::History(HistoryCommand::WriteReport(ReportFormat::Pdf(paper), pdf.clone())));
        window.until_reads("written: ");
        assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF-"));
        window.click("OK");
    }
    let card = record.folder().join("card.png");
    window.command(AppCommand::History(HistoryCommand::WriteReport(ReportFormat::Card, card.clone())));
    window.until_reads("written: ");
    assert!(image::open(&card).is_ok());
    window.click("OK");
    window.command(AppCommand::History(HistoryCommand::WriteExport(record.folder().to_owned())));
    window.until_reads("files written: ");
    let folder = record.folder().join("leg raise Ana _ Station 4");
    let table = std::fs::read_to_string(folder.join("trials.csv")).unwrap();
    assert!(table.lines().count() == 2 && table.contains("Ana / Station 4"), "{table}");
    window.click("OK");
    let nowhere = record.folder().join("nowhere/ana.pdf");
    window.command(AppCommand::History(HistoryCommand::WriteReport(ReportFormat::Pdf(Paper::A4), nowhere)));
    window.until_reads("the report");
    window.assert_reads("nowhere/ana.pdf");
}

#[test]
fn the_history_is_inside_the_window_at_any_size() {
    let long = "Maximiliane-Philippa von Hohenstein-Wittgenstein zu Brandenburg-Ansbach, geborene Schmidt";
    let record = Record::of(&[long]);
    for size in [Vec2::new(1024.0, 640.0), Vec2::new(1280.0, 720.0), Vec2::new(3840.0, 2160.0)] {
        let mut window = record.desk_of_size(size);
        window.command(AppCommand::History(HistoryCommand::Open(String::new())));
        window.until_reads("Notes");
        crate::screens::inside(&window, size);
        window.click(&format!("Check trial {}", record.row(long).id.0));
        window.until("the points", |window| screen(window) == Screen::Points);
        window.look();
        crate::screens::inside(&window, size);
    }
}

#[test]
fn the_test_that_runs_needs_the_screen_more_than_the_history() {
    let record = Record::of(&["Ana"]);
    let mut window = record.history_of("Ana");
    window.command(AppCommand::OpenRecording("clip.mp4".into()));
    assert_eq!(screen(&window), Screen::Connecting);
    window.command(AppCommand::Leave);
    assert_eq!(screen(&window), Screen::History, "and comes back when it is over");
}

#[test]
fn a_record_that_nobody_writes_into_is_not_drawn_anew() {
    let record = Record::of(&["Ana"]);
    let mut window = record.history_of("Ana");
    let pause = window.pause();
    let causes = window.harness.ctx.repaint_causes();
    assert!(pause > std::time::Duration::from_secs(3600), "{pause:?}: {causes:?}");
}
