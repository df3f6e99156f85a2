//! The one-page report in every shape that it may have to take. The pages are left in the test folder, to be looked at.

use legraise::estimator::ModelInfo;
use legraise::history::{KeyFrame, NewSession, NewTrial, PersonName, Store};
use legraise::history_service::acts::report_of_day;
use legraise::motion::{
    Answers, EndedBy, ImageSize, Method, Pose, Screening, Sensation, SessionConfig, Side, Trial, TrialReason, Verdict,
};
use legraise::report::{Fonts, Paper, card, pdf};
use legraise::source::{FrameSource, SourceInfo};
use legraise::trace::Replay;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a recorded raise of the right leg gave, and the pose of its highest point.
fn raise() -> (SourceInfo, ModelInfo, legraise::motion::SessionConfig, Trial, Pose) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/v01_peak78_f1.jsonl");
    let mut replay = Replay::open(&path).unwrap();
    let (source, config) = (replay.source.info().clone(), replay.config);
    let mut pipeline = replay.pipeline();
    let model = pipeline.start().model.clone();
    let (mut steps, mut trial) = (Vec::new(), None);
    while let Some(step) = pipeline.step().unwrap() {
        for event in &step.observation.events {
            if let legraise::motion::Event::TrialEnded(ended) = event {
                trial = Some((**ended).clone());
            }
        }
        steps.push(step);
    }
    let trial = trial.expect("the trace has a raise");
    let apart = |time: legraise::motion::Timestamp| (time - trial.peak).abs();
    let highest = steps.into_iter().min_by(|a, b| apart(a.frame.time).total_cmp(&apart(b.frame.time)));
    let pose = highest.and_then(|step| step.seen.pose).expect("somebody is seen");
    (source, model, config, trial, pose)
}

/// An image with fine stripes all over, where a blurred place shows.
fn image(size: ImageSize) -> Vec<u8> {
    let stripes = image::RgbImage::from_fn(size.width, size.height, |x, y| {
        image::Rgb(if (x / 3 + y / 3) % 2 == 0 { [90, 110, 120] } else { [170, 180, 170] })
    });
    let mut jpeg = std::io::Cursor::new(Vec::new());
    stripes.write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    jpeg.into_inner()
}

struct Case {
    file: &'static str,
    name: &'static str,
    /// Side and degrees of each trial, for each session.
    sessions: &'static [&'static [(Side, f64)]],
    /// All sessions on the last one's day.
    same_day: bool,
    with_image: bool,
    unclear: bool,
    paper: Paper,
    notes: &'static [&'static str],
    /// Whether the first trial was put right by hand.
    corrected: bool,
    /// What was asked before each session; the last holds for all that follow.
    answers: &'static [Answers],
    felt: Option<Sensation>,
}

/// What most of the pages have.
const PLAIN: Case = Case {
    file: "",
    name: "P012",
    sessions: &[BOTH],
    same_day: false,
    with_image: true,
    unclear: false,
    paper: Paper::A4,
    notes: &[],
    corrected: false,
    answers: &[Answers { method: None, screening: None }],
    felt: None,
};

/// The report's text, or `None` where nothing can read a PDF.
fn text_of(path: &Path) -> Option<String> {
    let output = Command::new("pdftotext").args(["-layout".as_ref(), path.as_os_str(), "-".as_ref()]).output();
    match output {
        Ok(output) => Some(String::from_utf8(output.stdout).unwrap()),
        Err(_) => {
            eprintln!("not read back: pdftotext is not installed (Debian: poppler-utils)");
            None
        }
    }
}

/// Checks the page, and gives the image to share.
fn check(case: &Case, words: &[&str]) -> image::RgbImage {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut store = Store::open(&folder.path().join("record.sqlite")).unwrap();
    let (source, model, config, measured, pose) = raise();
    let size = ImageSize { width: source.width, height: source.height };
    let name: PersonName = case.name.parse().unwrap();
    let frame = KeyFrame { time: measured.peak, size, pose, jpeg: image(size) };
    for (i, trials) in case.sessions.iter().enumerate() {
        let month = if case.same_day { case.sessions.len() } else { i % 12 + 1 };
        let date = format!("2026-{month:02}-03");
        let trials: Vec<Trial> = trials.iter().map(|(side, deg)| like(&measured, *side, *deg, case)).collect();
        let answers = case.answers[i.min(case.answers.len() - 1)];
        let config = SessionConfig { answers, ..config };
        let key_frame = case.with_image.then_some(&frame);
        let new: Vec<NewTrial<'_>> =
            (1..).zip(&trials).map(|(number, trial)| NewTrial { number, trial, trace: b"", key_frame }).collect();
        let (config, now) = (&config, "2026-06-01T08:00:00Z");
        let session =
            NewSession { person: &name, date: &date, recording: None, source: &source, config, model: &model, now };
        store.keep_trials(&session, &mut None, &new).unwrap();
    }
    let person = store.person(&name).unwrap();
    for (i, note) in case.notes.iter().enumerate() {
        store.add_note(person, note, &format!("2026-01-{:02}T08:00:00Z", i + 1)).unwrap();
    }
    if case.corrected {
        let first = store.trials(person).unwrap()[0].id;
        let trial = store.trial(person, first).unwrap().unwrap();
        let mut points = trial.seen_points().unwrap();
        points.ankle.y += 25.0;
        store.correct(&trial, &points, "Dr. Ito", "2026-02-05T09:00:00Z").unwrap().unwrap();
    }
    let report = report_of_day(&store, person, None, false).unwrap();
    let bytes = pdf(&report, &Fonts::own(), case.paper).unwrap();
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(case.file);
    std::fs::write(&path, &bytes).unwrap();
    assert!(bytes.starts_with(b"%PDF-") && bytes.len() < 500_000, "{} bytes", bytes.len());
    let shared = card(&report);
    shared.save(path.with_extension("png")).unwrap();
    let Some(text) = text_of(&path) else { return shared };
    assert_eq!(text.matches('\u{c}').count(), 1, "one page");
    // wherever a line of the page ends
    let flowing = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for word in words.iter().chain(&["A flexibility check, not a diagnosis.", "Limits: pass from 80°"]) {
        assert!(flowing.contains(word) || text.contains(word), "{word:?} is not in {}:\n{text}", case.file);
    }
    shared
}

fn like(measured: &Trial, side: Side, deg: f64, case: &Case) -> Trial {
    let unclear = case.unclear;
    let angle_rad = deg.to_radians();
    let curve = measured.curve.iter().map(|point| {
        let thigh_rad = point.thigh_rad * angle_rad / measured.angle_rad;
        legraise::motion::CurvePoint { thigh_rad, ..*point }
    });
    let verdict = Verdict::of(angle_rad, measured.uncertainty_rad, &Default::default());
    Trial {
        side,
        angle_rad,
        curve: curve.collect(),
        verdict: if unclear { Verdict::UNCLEAR } else { verdict },
        reasons: if unclear { vec![TrialReason::PoorView] } else { Vec::new() },
        sensation: case.felt,
        ended_by: if deg < 70.0 { EndedBy::KneeBend } else { EndedBy::Peak },
        ..measured.clone()
    }
}

const BOTH: &[(Side, f64)] = &[(Side::Left, 68.0), (Side::Left, 71.0), (Side::Right, 84.0), (Side::Right, 86.0)];
/// With a right leg that is near the limit.
const NEAR: &[(Side, f64)] = &[(Side::Left, 68.0), (Side::Left, 71.0), (Side::Right, 79.0), (Side::Right, 82.0)];
const TWELVE: &[(Side, f64)] = &[
    (Side::Left, 55.0),
    (Side::Left, 58.0),
    (Side::Left, 61.0),
    (Side::Left, 64.0),
    (Side::Left, 67.0),
    (Side::Left, 69.0),
    (Side::Right, 72.0),
    (Side::Right, 74.0),
    (Side::Right, 77.0),
    (Side::Right, 79.0),
    (Side::Right, 81.0),
    (Side::Right, 96.0),
];

#[test]
fn a_day_with_a_recording_for_each_leg_is_one_report() {
    let legs: &[&[(Side, f64)]] = &[&[(Side::Left, 68.0)], &[(Side::Right, 85.0), (Side::Right, 83.0)]];
    let case = Case { file: "report-recordings.pdf", sessions: legs, same_day: true, ..PLAIN };
    let words = ["68° ±", "best of 2 trials, mean 84°", "differ by 16°, the left one is lower", "Trial 1, left leg"];
    check(&case, &words);
    assert!(!text(&case).contains("since") && !text(&case).contains("Mean of each day"), "a day is no trend");
}

#[test]
fn both_sides_with_what_changed() {
    let earlier: &[(Side, f64)] = &[(Side::Left, 58.0), (Side::Right, 82.0)];
    let sessions = Box::leak(Box::new([earlier, earlier, BOTH]));
    let case = Case { file: "report-both.pdf", name: "Ana García", sessions, ..PLAIN };
    let words = [
        "Ana García",
        "71° ±",
        "86° ±",
        "the left one is lower: more than is usual",
        "since 2026-01-03: +12°, more than",
        "+3°, within",
        "Mean of each day",
    ];
    check(&case, &words);
}

/// The page as text, as far as it can be read here; after [`check`].
fn text(case: &Case) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(case.file);
    text_of(&path).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

const STRAP: Answers = Answers { method: Some(Method::Strap), screening: Some(Screening::Clear) };

#[test]
fn what_it_comes_to_and_how_it_was_done_is_said() {
    let case =
        Case { file: "report-asked.pdf", answers: &[STRAP], felt: Some(Sensation::Pull), sessions: &[NEAR], ..PLAIN };
    let words = [
        "near 80°; best of 2 trials",
        "Left leg: stretching may help, but it is not so likely.",
        "Right leg: so near to the limit, stretching will not likely help much.",
        "Ask a professional before you start stretching.",
        "Raised with a belt, towel or sheet. A pull behind the thigh, which is the normal end.",
        "80° is demanding",
        "See a doctor at once for: loss of bladder",
    ];
    check(&case, &words);
    let text = text(&case);
    assert!(!text.contains("Nobody was asked") && !text.contains("Two safe stretches"), "{text}");
}

#[test]
fn a_warning_goes_before_all_advice_and_what_was_not_asked_is_told() {
    let caution = &[Answers { method: None, screening: Some(Screening::Caution) }];
    let warned = Case { file: "report-caution.pdf", answers: caution, ..PLAIN };
    check(
        &warned,
        &["Ask a professional before you stretch anything: you have a warning sign.", "Left leg: ask a professional"],
    );
    assert!(!text(&warned).contains("Raised"), "nothing is said of a method that nobody was asked about");
    let hurt = Case { file: "report-pain.pdf", felt: Some(Sensation::Radiating), ..PLAIN };
    let words = [
        "see a professional about the pain that stopped you",
        "a warning, not a result",
        "Nobody was asked about warning",
    ];
    check(&hurt, &words);
}

#[test]
fn the_pictures_of_the_first_day_and_of_this_one_are_beside_each_other() {
    let sessions: &[&[(Side, f64)]] = &[&[(Side::Left, 58.0), (Side::Left, 54.0)], &[(Side::Left, 77.0)]];
    let case = Case { file: "report-then-and-now.pdf", sessions, ..PLAIN };
    check(&case, &["2026-01-03, left leg, highest point: 58°", "2026-02-03, left leg, highest point: 77°"]);
    // what was raised in another way is not compared
    let case = Case {
        file: "report-then-otherwise.pdf",
        answers: &[Answers { method: None, screening: None }, STRAP],
        ..case
    };
    check(&case, &["Trial 1, left leg, highest point: 77°"]);
    assert!(!text(&case).contains("2026-01-03, left leg"));
}

#[test]
fn a_method_that_took_the_place_of_another_is_told() {
    const ACTIVE: Answers = Answers { method: Some(Method::Active), ..STRAP };
    let sessions: &[&[(Side, f64)]] = Box::leak(Box::new(
        [[(Side::Left, 58.0)], [(Side::Left, 60.0)], [(Side::Left, 68.0)], [(Side::Left, 77.0)]]
            .each_ref()
            .map(|of| &of[..]),
    ));
    let answers = &[ACTIVE, ACTIVE, STRAP];
    let case = Case { file: "report-methods.pdf", sessions, answers, ..PLAIN };
    let words = [
        "the method changed on 2026-03-03, from “by its own strength” to “with a belt, towel or sheet”: +8°, within",
        "Left leg since 2026-03-03: +9°, more than",
        "Raised with a belt",
    ];
    check(&case, &words);
}

#[test]
fn twelve_trials_on_letter_paper_and_a_long_name() {
    let name =
        "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Maria Magdalena Theresia Anna Josepha, the Younger";
    let case = Case { file: "report-twelve.pdf", name, sessions: &[TWELVE], paper: Paper::Letter, ..PLAIN };
    check(&case, &["Wolfeschlegelsteinhausen", "the Younger", "best of 6 trials", "96° ±", "the knee began to bend"]);
}

#[test]
fn one_side_only_without_an_image() {
    let case = Case {
        file: "report-one-side.pdf",
        name: "Ελένη Παπαδοπούλου / Андрей",
        sessions: &[&[(Side::Right, 77.0)]],
        with_image: false,
        ..PLAIN
    };
    check(&case, &["Ελένη Παπαδοπούλου / Андрей", "not measured", "77° ±"]);
}

#[test]
fn what_could_not_be_judged_is_no_number_in_the_large() {
    let case = Case { file: "report-unclear.pdf", unclear: true, ..PLAIN };
    check(&case, &["could not be judged", "cannot judge", "the view was not good enough to judge"]);
}

const LONG_NOTE: &str = "Pulls behind the left knee since the half marathon in April; no numbness, no tingling, no pain below the knee. \
    Stretches twice a day, thirty seconds, three times each side, and walks; wants to be measured again before the summer holidays.";

#[test]
fn notes_are_on_the_page_the_newest_first_and_a_correction_tells_who_made_it_and_when() {
    let case = Case {
        file: "report-notes.pdf",
        notes: &["Used a strap.", LONG_NOTE, "Fresh from the gym."],
        corrected: true,
        ..PLAIN
    };
    let words = [
        "Note of 2026-01-03: Fresh from the gym.",
        "Note of 2026-01-02: Pulls behind",
        "summer holidays. …",
        "measured 68°; corrected by Dr. Ito on 2026-02-05",
    ];
    check(&case, &words);
}

#[test]
fn a_note_without_spaces_is_broken_where_the_line_ends() {
    let note = "Ω".repeat(150);
    let case = Case { file: "report-one-word.pdf", notes: Box::leak(Box::new([&*note.leak()])), ..PLAIN };
    let half = "Ω".repeat(40);
    check(&case, &[&format!("Note of 2026-01-01: {half}"), &format!("{half}\n")]);
}

#[test]
fn a_full_page_stays_one_page() {
    let case = Case {
        file: "report-full.pdf",
        name: "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Maria Magdalena Theresia Anna Josepha, the Younger",
        sessions: &[TWELVE, TWELVE],
        paper: Paper::Letter,
        notes: &[LONG_NOTE, LONG_NOTE, LONG_NOTE],
        corrected: true,
        answers: &[Answers { method: Some(Method::Active), screening: None }, STRAP],
        felt: Some(Sensation::Radiating),
        ..PLAIN
    };
    check(
        &case,
        &["best of 6 trials", "Note of 2026-01-03", "Limits: pass", "the method changed on", "80° is demanding"],
    );
}

#[test]
fn the_image_to_share_does_not_tell_whose_it_is() {
    let of = |file, name, with_image| check(&Case { file, name, with_image, ..PLAIN }, &[name]);
    let (one, other) = (of("report-one.pdf", "Ana", true), of("report-other.pdf", "Somebody Else", false));
    assert!(one == other, "the same angles, the same picture");
    assert!(one.pixels().any(|pixel| pixel.0 != [250, 250, 250]));
}

/// The parts of the page in the order in which they are read to somebody; `None` where nothing can tell.
fn structure_of(path: &Path) -> Option<String> {
    let output = Command::new("pdfinfo").args(["-struct-text".as_ref(), path.as_os_str()]).output().ok()?;
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn the_page_is_for_archives_and_for_whoever_does_not_see_it() {
    let sessions: &[&[(Side, f64)]] = &[&[(Side::Left, 58.0)], &[(Side::Left, 77.0), (Side::Right, 81.0)]];
    let file = "report-archive.pdf";
    check(&Case { file, sessions, with_image: true, corrected: true, ..PLAIN }, &[]);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(file);
    let bytes = std::fs::read(&path).unwrap();
    // PDF/A-2a and PDF/UA-1, as the page itself declares it once it has been validated
    for declared in ["<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<", "<dc:language>"] {
        assert!(bytes.windows(declared.len()).any(|part| part == declared.as_bytes()), "{declared}");
    }
    let Some(read) = structure_of(&path) else { return };
    let mut rest = read.as_str();
    for part in
        ["H1 \"Straight-leg raise\"", "P012", "H2 \"Left leg\"", "H2 \"Right leg\"", "Table", "TH", "TD", "Figure"]
    {
        let at = rest.find(part).unwrap_or_else(|| panic!("{part} is not behind what is before it in:\n{read}"));
        rest = &rest[at + part.len()..];
    }
    assert!(rest.contains("A flexibility check, not a diagnosis."), "the foot is read last:\n{read}");
}

#[test]
fn a_letter_that_no_font_has_costs_the_standards_and_not_the_page() {
    let file = "report-no-letter.pdf";
    check(&Case { file, name: "Ana \u{10FFFD}", ..PLAIN }, &[]);
    let bytes = std::fs::read(Path::new(env!("CARGO_TARGET_TMPDIR")).join(file)).unwrap();
    assert!(!bytes.windows(6).any(|part| part == b"pdfaid"));
}

#[test]
fn a_name_that_can_not_be_printed_is_told() {
    let case = Case { file: "report-no-font.pdf", name: "山田花子", with_image: false, ..PLAIN };
    check(&case, &["Letters are missing here"]);
}

#[test]
fn a_file_that_is_no_font_is_refused() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "no font").unwrap();
    assert!(Fonts::own().with_file(file.path()).err().unwrap().to_string().contains("not a font"));
    let missing = PathBuf::from("/nowhere/font.ttf");
    assert!(Fonts::own().with_file(&missing).err().unwrap().to_string().contains("can't read the font"));
}
