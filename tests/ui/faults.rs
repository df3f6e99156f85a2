//! What the user sees when the camera fails.

use crate::test_window::TestWindow;
use egui_kittest::kittest::Queryable;
use legraise::live::WriteNews;
use legraise::motion::Flow;
use legraise::source::{CameraFault, Connection};
use legraise::ui::{AppCommand, Screen};

/// Where the system refuses.
const ALLOW: &str = if cfg!(target_os = "linux") { "Add yourself to the group" } else { "Allow it in" };

/// Each fault, what the window says, and what it says to do.
fn faults() -> Vec<(CameraFault, &'static str, &'static str)> {
    vec![
        (CameraFault::NoCamera, "No camera was found.", "Plug one in, or open a recording."),
        (CameraFault::NotThere("Cam".into()), "The camera \"Cam\" is not there.", "Plug it in"),
        (CameraFault::Busy, "The camera is used by another program.", "Close that program"),
        (CameraFault::Refused, "This program may not use the camera.", ALLOW),
        (CameraFault::Unplugged, "The camera was unplugged.", "Plug it in again."),
        (CameraFault::Frozen, "The camera has stopped sending pictures.", "Unplug it and plug it in again."),
        (CameraFault::Damaged, "The camera sends only damaged pictures.", "Unplug it and plug it in again"),
        (CameraFault::NoFormat, "The camera offers no picture format", "Choose another camera."),
        (CameraFault::Other("EIO".into()), "The camera does not work (EIO).", "Unplug it and plug it in again"),
    ]
}

#[test]
fn a_fault_before_the_first_frame_is_told_with_what_to_do_and_a_recording_is_offered() {
    for (fault, what, todo) in faults() {
        let mut window = TestWindow::new(&["Front camera"]);
        window.command(AppCommand::OpenCamera(Some("Front camera".to_owned())));
        window.has_no_signs();
        window.engine().channels.status.set_connection(Connection::Interrupted(fault));
        window.look();
        assert_eq!(window.harness.state().state().screen(), Screen::Connecting);
        window.assert_reads(what);
        window.assert_reads(todo);
        window.assert_reads("Open a recording");
        window.harness.get_by_label("Choose another camera");
    }
}

#[test]
fn a_fault_in_a_test_is_told_what_was_measured_is_kept_and_it_goes_on() {
    let (mut window, playback) = TestWindow::with_trace("v01_peak78_f1", Flow::Recorded);
    let mut tried = false;
    playback.play(&mut window, |window, _| {
        let trials = window.harness.state().state().test.as_ref().unwrap().trials.len();
        if tried || trials == 0 {
            return;
        }
        tried = true;
        for (fault, what, todo) in faults() {
            window.engine().channels.status.set_connection(Connection::Interrupted(fault));
            window.look();
            window.assert_reads(what);
            window.assert_reads(todo);
            window.assert_reads("The trial so far is kept.");
            window.assert_reads("Open a recording");
        }
        window.engine().channels.status.set_connection(Connection::Streaming { format: "MJPEG".to_owned() });
        window.look();
        assert!(!window.reads("It goes on by itself."));
        assert_eq!(window.harness.state().state().test.as_ref().unwrap().trials.len(), trials);
    });
    assert!(tried);
}

#[test]
fn without_a_camera_there_is_still_a_recording() {
    let window = TestWindow::new(&[]);
    window.assert_reads("No camera was found.");
    window.assert_reads("Open a recording");
    window.harness.get_by_label("Look again");
}

#[test]
fn what_the_source_notes_is_told_once() {
    let mut window = TestWindow::new(&["Front camera"]);
    window.command(AppCommand::OpenCamera(None));
    window.has_no_signs();
    window.engine().channels.status.note("the camera \"Dark\" was passed over: it is an infrared one".to_owned());
    window.look();
    window.assert_reads("The camera \"Dark\" was passed over");
    window.click("OK");
    window.look();
    assert!(!window.reads("passed over"));
}

#[test]
fn an_output_that_cannot_be_written_is_told_while_the_test_runs() {
    let mut window = TestWindow::new(&["Front camera"]);
    window.command(AppCommand::OpenCamera(None));
    window.has_no_signs();
    let why = "can't write the record: another program has held it: record.sqlite".to_owned();
    window.engine().inbox.tell(|news| news.writing.push(WriteNews::Held(why)));
    window.look();
    window.assert_reads("Can't write the record");
    window.assert_reads("LegRaise tries again by itself");
    window.engine().inbox.tell(|news| news.writing.push(WriteNews::Written));
    window.look();
    window.assert_reads("What was held is written now.");
}

#[test]
fn cameras_that_may_not_be_listed_are_told_with_what_to_do() {
    let mut window = TestWindow::new(&["refused"]);
    window.assert_reads("This program may not use the camera.");
    window.assert_reads(ALLOW);
    window.click("OK");
    window.click("Look again");
    window.assert_reads("This program may not use the camera.");
}

#[test]
fn a_test_that_cannot_begin_says_why_and_leads_back() {
    let mut window = TestWindow::new(&[]);
    window.command(AppCommand::OpenRecording("nowhere.mp4".into()));
    window.engine().inbox.tell(|news| {
        news.ending = Some(legraise::live::LiveEnd::Failed("no such file or folder: nowhere.mp4".to_owned()));
    });
    window.look();
    assert_eq!(window.harness.state().state().screen(), Screen::Welcome);
    window.assert_reads("no such file or folder: nowhere.mp4");
    window.harness.get_by_label("OK").click();
    window.look();
    window.look();
    assert!(!window.reads("nowhere.mp4"));
}
