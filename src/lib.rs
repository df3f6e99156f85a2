//! LegRaise measures the straight-leg raise with a camera: frames go through a pose model, hip, knee and ankle become
//! the elevation of the raised thigh over the floor, and a session judges each raise.
//!
//! # Code map
//!
//! Rooms, lowest first; a room uses only rooms above it in this list, and `tests/layering/` holds the exact table.
//!
//! - [`motion`]: the measurement. Pure: no file, thread, clock, pixel, model or window; time is an argument. Six
//!   rooms, one above the other: `body/` is what is seen of a person, `camera/` where the camera stood and reading a
//!   leg through it, `trial/` one raise and its judgement, `guide/` what the person is asked to do, `exercise/` what is
//!   counted of an exercise in place of the test, `session/` the state machine that all of it comes together in.
//! - [`words`]: everything that a person reads or hears, as whole sentences with typed arguments: the wordings are in
//!   Fluent files, a folder for each language, and a function asks for each. Who shows, says or prints takes the words
//!   from here. `build.rs` finds the folders, and those of the voice's recordings.
//! - [`terminal`]: everything that is printed, and what the libraries log, where somebody asks. [`breakdown`]: what
//!   becomes of a panic.
//! - [`files`]: reads what others made, within limits.
//! - [`runtime`]: the parts that come with the program: where they lie, and how FFmpeg is started; which library of
//!   ONNX Runtime is tried.
//! - [`sheet`]: tables of text as spreadsheets save them.
//! - [`exercise`]: the exercises that there are, as files of data: those of the program, and the user's own.
//! - [`frame`]: one image with its time.
//! - [`source`]: where frames come from: recordings, images, folders of images, cameras. `video/` reads a
//!   recording through FFmpeg; `camera/` holds a camera on a thread of its own, and goes on when it is back; only
//!   `camera/devices/` knows the system's cameras.
//! - [`estimator`]: from an image to a pose. `blazepose/` is BlazePose on ONNX Runtime: it finds a lying person, tracks
//!   them in a region that is kept still, so that the next frames can be read in parallel, makes the person's
//!   silhouette on request, finds upright lines of the room, and finds faces, to be covered.
//! - [`blur`]: makes faces unrecognisable in what is exported.
//! - [`pipeline`]: the one path from source over estimator and session, a test's or an exercise's, to sinks.
//! - [`album`]: the frames of each raise, small and compressed, for whoever keeps or shows them.
//! - [`output_file`]: the one way to write a file: beside its place, and into it when it is whole. Nothing else makes
//!   files but the record.
//! - [`trace`]: raw poses as JSON lines, written and read; `replay.rs` is such a file in place of a source and an
//!   estimator.
//! - [`overlay`]: what to draw over an image, as data.
//! - [`sinks`]: what a measurement leaves behind besides its trace: table of frames, OpenSim's tables, C3D, annotated
//!   video. `markers.rs` is what the files of markers are made of.
//! - [`voice`]: what the person on the floor hears. `announcer.rs` decides what to say when, in an exercise
//!   `exercise_announcer.rs`; `lines.rs` knows the recordings, `player.rs` plays them.
//! - [`document`]: the measurement as a document, a contract with other programs.
//! - [`live`]: a measurement that runs beside a window, on a thread of its own.
//! - [`history`]: the record of people: sessions, trials, corrections, exercises, plans, in the user's own SQLite file;
//!   it only stores. `sink.rs` keeps trials and exercises as they end, `trend.rs` says what trials come to over time,
//!   `plan.rs` how a plan stands.
//! - [`export`]: the record in other programs' formats, one file a format.
//! - [`report`]: a person's record on one page, as a PDF.
//! - [`history_service`]: what is done with people's records. `acts/` is each act once, for the command line and the
//!   window: note, correct, undo, plan, rate, delete, export, report; `work.rs` does them for the window, on a
//!   thread of its own.
//! - [`validation`]: files whose truth is known through the pipeline, and how well the two agree.
//! - `ui`: the window, the only room that knows egui.
//! - `fuzzing`: what must hold of whatever is read, for the searches of `fuzz/`; not in the program.
//! - [`cli`]: the command line, one file a subcommand.
//!
//! # Glossary
//!
//! - *Frame*: an image with its time, one of a recording or of a camera. The model *estimates* some frames; those
//!   between are *skipped*, and their poses *interpolated*. *Image*: pixels without a time, such as a photograph, a
//!   decoded JPEG or what is drawn. *Picture*: either of them, in words for people and in data formats.
//! - *Pose*: 33 *keypoints* that the model sees of one person. *Landmark*: which of them is which part of the body.
//! - *Raise*: a leg in the air. *Trial*: a raise that was judged. *Session*: one person's trials from the first frame
//!   to the last.
//! - *Rest*: both legs flat and still; a raise is measured against it. The *resting leg* is the one that is not raised.
//!   *Baseline*: the numbers of a rest.
//! - *Track*: one of the two legs as it is followed, whatever the model calls it. *Side*: left or right, of the
//!   person's body. *Depth*: the near or the far leg, as the camera sees them.
//! - *Exercise*: what is done in place of the test, in *sets* of *repetitions*. *Position*: what it asks to be held or
//!   reached. *Fault*: what spoils it.
//! - *Compensation*: a bent knee or a lifted other leg, as it is seen now. *Violation*: one that ended what counts of a
//!   raise; its *onset* is when it began.
//! - *Phase*: what the leg does. *Stage*: what the person is asked to do.
//! - *Verdict*: pass, tight or unclear. *Grade*: how tight. *Reason*: why a raise could not be judged, or not surely.
//! - *Problem*: what the user should know of a recording as a whole; its *code* is for programs.
//! - *Outcome*: the result of a run of the pipeline. *Document*: the same as JSON. *Trace*: the poses that it was made
//!   from.
//! - *The record*, or *history*: what is kept of people. *Correction*: points of a trial that somebody moved by hand.
//! - *Line* of a leg: from the keypoint of the hip to that of the ankle. *Elevation*: an angle over the floor.
//!   *Reading*: the legs' angles in one frame.
//! - *Roll*, *pitch*, *yaw*: how the camera is tilted about its axis, how far it looks down, how far off side-on it
//!   stands.
//!
//! # Invariants
//!
//! - One path: whatever is measured, from whatever source, goes through [`pipeline::Pipeline`]. The same poses at the
//!   same times give the same result: [`motion::Session`] has no other input but the estimates that it asked for
//!   ([`motion::FrameEstimate`]) and the user's commands, and a trace keeps both.
//! - A verdict is earned: what a raise lacks of the test is a [`motion::TrialReason`] that forbids it, and nothing
//!   overrules one.
//! - Angles are radians in the code and degrees in documents and on screen. Names that hold degrees end in `_deg`.
//! - Nobody there is a value (`None`), not an error. A keypoint that can't be believed is *not seen*: it never becomes
//!   a violation.
//! - A reading depends on its frame and its region alone: whatever is read ahead, on however many threads, the
//!   results are those of one frame after the other.
//! - What the user has is never destroyed: a file stays until what replaces it is whole, and no output is an input, the
//!   record or another output.
//! - A sink that fails is reported and dropped; the measuring goes on. The record holds what it can't take and tries
//!   again. What was measured before an error or a Ctrl-C is reported.
//! - A panic costs no more than the piece of work it happened in, and is told in a sentence; nobody waits for a thread
//!   that broke down.
//! - The number shown live is causal; the number reported comes from the whole raise, smoothed without delay
//!   ([`motion::Trial`]).
//! - Nobody waits for a camera without a limit: a thread that hangs in one is left to itself.
//! - A model file runs only when its SHA-256 is the manifest's.
//! - No network anywhere; FFmpeg is told not to use it either.

// one way to print: `terminal`, which neither breaks down when nobody reads nor lets names change the terminal
#![cfg_attr(not(test), deny(clippy::dbg_macro, clippy::print_stderr, clippy::print_stdout))]
// what can't fail says why it can't
#![cfg_attr(not(test), deny(clippy::unwrap_used))]

pub mod album;
pub mod blur;
pub mod breakdown;
#[cfg(feature = "onnx")]
pub mod cli;
pub mod document;
pub mod estimator;
pub mod exercise;
pub mod export;
pub mod files;
pub mod frame;
#[cfg(any(test, feature = "fuzzing"))]
#[doc(hidden)]
pub mod fuzzing;
pub mod history;
pub mod history_service;
pub mod live;
pub mod motion;
pub mod output_file;
pub mod overlay;
pub mod pipeline;
pub mod report;
pub mod runtime;
pub mod sheet;
pub mod sinks;
pub mod source;
pub mod terminal;
pub mod trace;
#[cfg(feature = "gui")]
pub mod ui;
pub mod validation;
pub mod voice;
pub mod words;
