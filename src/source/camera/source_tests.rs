//! `CameraSource` with a camera that does what the test tells it, at a hundredth of the usual patience.

use super::scripted::{ScriptedCamera, Step};
use super::{CameraSource, Patience};
use crate::frame::Frame;
use crate::source::{CameraFault, Connection, FrameSource, LiveStatus, ProblemCode, SourceKind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const RED: [u8; 3] = [220, 20, 20];
const BLUE: [u8; 3] = [20, 20, 220];
const SIZE: (u32, u32) = (64, 48);
const EVER: u32 = u32::MAX;
const PATIENCE: Patience = Patience {
    opening: Duration::from_millis(300),
    frozen: Duration::from_millis(150),
    retry: Duration::from_millis(10),
};

fn ms(count: u64) -> Duration {
    Duration::from_millis(count)
}

/// A camera with a script, and every fault that the status showed.
struct Scene {
    camera: ScriptedCamera,
    status: Arc<LiveStatus>,
    stop: Arc<AtomicBool>,
}

impl Scene {
    fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        let camera = ScriptedCamera::new("Webcam", steps);
        Self { camera, status: Arc::default(), stop: Arc::default() }
    }

    fn connect(&self) -> CameraSource {
        self.connect_to(None).expect("a picture")
    }

    fn connect_to(&self, wanted: Option<&str>) -> Option<CameraSource> {
        self.connect_patiently(wanted, PATIENCE)
    }

    fn connect_patiently(&self, wanted: Option<&str>, patience: Patience) -> Option<CameraSource> {
        let (backend, wanted) = (Arc::new(self.camera.clone()), wanted.map(str::to_owned));
        CameraSource::connect_patiently(backend, wanted, self.status.clone(), self.stop.clone(), patience).unwrap()
    }

    /// Runs `wait` on a thread of its own, stops it when the status shows that fault, and says whether it did within 5
    /// s.
    fn shows<T: Send>(&self, fault: &CameraFault, wait: impl FnOnce() -> T + Send) -> bool {
        thread::scope(|scope| {
            scope.spawn(wait);
            let start = Instant::now();
            let seen = loop {
                match self.status.connection() {
                    Connection::Interrupted(seen) if seen == *fault => break true,
                    _ if start.elapsed() > Duration::from_secs(5) => break false,
                    _ => thread::sleep(ms(1)),
                }
            };
            self.stop.store(true, Ordering::Relaxed);
            seen
        })
    }
}

/// Connects to whichever of these cameras gives a frame; its name, and what was noted.
fn connect_to_any(cameras: &[ScriptedCamera]) -> (String, Vec<String>) {
    let (backend, status) = (Arc::new(cameras.to_vec()), Arc::<LiveStatus>::default());
    let source = CameraSource::connect_patiently(backend, None, status.clone(), Arc::default(), PATIENCE);
    let name = source.unwrap().expect("a picture").info().path.to_string_lossy().into_owned();
    (name, status.notes())
}

fn is_red(frame: &Frame) -> bool {
    let centre = frame.image.get_pixel(frame.image.width() / 2, frame.image.height() / 2);
    centre[0] > 150 && centre[2] < 100
}

/// The first frame that is blue, with how many came before.
fn until_blue(source: &mut CameraSource) -> (Frame, usize) {
    let mut before = 0;
    loop {
        let frame = source.next_frame().unwrap().expect("no stop");
        if !is_red(&frame) {
            return (frame, before);
        }
        before += 1;
    }
}

#[test]
fn frames_come_in_the_cameras_size_with_times_that_increase_by_the_clock() {
    let scene = Scene::new([Step::colour(RED, SIZE, ms(5), EVER)]);
    let mut source = scene.connect();
    let info = source.info().clone();
    assert_eq!((info.width, info.height, info.kind), (64, 48, SourceKind::Camera));
    assert_eq!(info.path.to_str(), Some("Webcam"));
    let format = "1280×720 MJPEG, 30 fps".to_owned();
    assert_eq!(scene.status.connection(), Connection::Streaming { format });
    let frames: Vec<Frame> = (0..20).map(|_| source.next_frame().unwrap().unwrap()).collect();
    assert_eq!((frames[0].index, frames[0].time.0, frames[19].index), (0, 0, 19));
    assert!(frames.windows(2).all(|pair| pair[1].time - pair[0].time > 0.004), "{frames:?}");
    let age = scene.status.age(frames[19].time).unwrap();
    assert!(age < ms(500), "{age:?}");
    assert_eq!(source.problems(), []);
}

#[test]
fn whatever_keeps_a_camera_from_opening_is_shown_and_it_is_tried_again() {
    let faults = [
        CameraFault::NoCamera,
        CameraFault::Busy,
        CameraFault::Refused,
        CameraFault::NoFormat,
        CameraFault::Other("odd".to_owned()),
    ];
    for fault in faults {
        let scene = Scene::new([Step::Fails(fault.clone(), EVER)]);
        assert!(scene.shows(&fault, || assert!(scene.connect_to(None).is_none())), "{fault:?}");
        let scene = Scene::new([Step::Fails(fault.clone(), 3), Step::colour(RED, SIZE, ms(1), EVER)]);
        assert!(is_red(&scene.connect().next_frame().unwrap().unwrap()), "{fault:?}");
    }
}

#[test]
fn another_camera_is_never_taken_for_the_wanted_one() {
    let scene = Scene::new([Step::colour(RED, SIZE, ms(1), EVER)]);
    let fault = CameraFault::NotThere("Front".to_owned());
    assert!(scene.shows(&fault, || assert!(scene.connect_to(Some("Front")).is_none())));
    assert_eq!(scene.camera.open_count(), 0);
}

fn red(name: &str) -> ScriptedCamera {
    ScriptedCamera::new(name, [Step::colour(RED, SIZE, ms(1), EVER)])
}

#[test]
fn an_infrared_camera_is_passed_over_and_named_where_there_is_another_one() {
    let (name, notes) = connect_to_any(&[red("Integrated IR Camera"), red("Integrated Camera")]);
    assert_eq!(name, "Integrated Camera");
    assert_eq!(notes, ["the camera \"Integrated IR Camera\" was passed over: it is an infrared one"]);
    let (name, notes) = connect_to_any(&[red("IR Camera")]);
    assert!(
        name == "IR Camera" && notes.len() == 1 && notes[0].contains("\"IR Camera\" is an infrared one"),
        "{notes:?}"
    );
    let (name, notes) = connect_to_any(&[red("A"), red("B")]);
    assert_eq!((name.as_str(), notes.len()), ("A", 0));
}

#[test]
fn a_camera_that_gives_no_frame_is_passed_over_and_named_where_none_was_chosen() {
    let silent = [
        (Step::Freezes, "has stopped sending pictures"),
        (Step::Fails(CameraFault::Busy, EVER), "is used by another program"),
        (Step::Fails(CameraFault::NoFormat, EVER), "offers no picture format"),
        (Step::junk(ms(5), EVER), "sends only damaged pictures"),
    ];
    for (step, why) in silent {
        let first = ScriptedCamera::new("First", [step]);
        let (name, notes) = connect_to_any(&[first.clone(), red("Second"), red("Third")]);
        assert_eq!(name, "Second", "{why}");
        assert!(
            notes.len() == 1 && notes[0].contains("\"First\" was passed over") && notes[0].contains(why),
            "{notes:?}"
        );
        first.thaw();
    }
}

#[test]
fn an_infrared_camera_is_tried_when_no_other_one_gives_a_frame() {
    let busy = ScriptedCamera::new("Webcam", [Step::Fails(CameraFault::Busy, EVER)]);
    let (name, notes) = connect_to_any(&[red("IR Camera"), busy]);
    assert_eq!((name.as_str(), notes.len()), ("IR Camera", 2), "{notes:?}");
}

#[test]
fn when_no_camera_gives_a_frame_the_first_ones_fault_is_told_and_all_are_tried_again() {
    let first = ScriptedCamera::new("First", [Step::Fails(CameraFault::Busy, 3), Step::colour(RED, SIZE, ms(1), EVER)]);
    let second = ScriptedCamera::new("Second", [Step::Fails(CameraFault::NoFormat, EVER)]);
    let (name, notes) = connect_to_any(&[first, second]);
    assert_eq!((name.as_str(), notes.len()), ("First", 1), "{notes:?}");
    let scene = Scene::new([]);
    let busy = |name| ScriptedCamera::new(name, [Step::Fails(CameraFault::Busy, EVER)]);
    let unfit = ScriptedCamera::new("Second", [Step::Fails(CameraFault::NoFormat, EVER)]);
    let backend = Arc::new(vec![busy("First"), unfit]);
    let connect = || CameraSource::connect_patiently(backend, None, scene.status.clone(), scene.stop.clone(), PATIENCE);
    assert!(scene.shows(&CameraFault::Busy, connect));
}

#[test]
fn a_chosen_camera_is_not_passed_over() {
    let backend = Arc::new(vec![ScriptedCamera::new("First", [Step::Fails(CameraFault::Busy, EVER)]), red("Second")]);
    let scene = Scene::new([]);
    let wanted = Some("First".to_owned());
    let connect = || {
        let source =
            CameraSource::connect_patiently(backend, wanted, scene.status.clone(), scene.stop.clone(), PATIENCE);
        assert!(source.unwrap().is_none());
    };
    assert!(scene.shows(&CameraFault::Busy, connect));
    assert_eq!(scene.status.notes().len(), 0);
}

#[test]
fn an_unplugged_camera_is_shown_and_goes_on_when_it_is_back() {
    let away = Step::Fails(CameraFault::NotThere("Webcam".to_owned()), 12);
    let steps = [
        Step::colour(RED, SIZE, ms(5), 10),
        Step::Ends(CameraFault::Unplugged),
        away,
        Step::colour(BLUE, SIZE, ms(5), EVER),
    ];
    let scene = Scene::new(steps);
    let mut source = scene.connect();
    let start = Instant::now();
    let (frame, before) = until_blue(&mut source);
    assert!(before > 1, "{before}");
    let real = start.elapsed().as_secs_f64();
    assert!(real > 0.12 && (frame.time.secs() - real).abs() < 0.1, "{} s in {real} s", frame.time.secs());
    assert!(matches!(scene.status.connection(), Connection::Streaming { .. }));
    let problems = source.problems();
    assert_eq!((problems.len(), problems[0].code), (1, ProblemCode::Interrupted));
    assert!(problems[0].text.contains("the camera was unplugged"), "{problems:?}");
}

#[test]
fn while_it_is_away_an_unplugged_camera_is_not_there() {
    let away = Step::Fails(CameraFault::NoCamera, EVER);
    let steps = [Step::colour(RED, SIZE, ms(5), 10), Step::Ends(CameraFault::Unplugged), away];
    let scene = Scene::new(steps);
    let mut source = scene.connect();
    let ends = || assert!(std::iter::from_fn(|| source.next_frame().unwrap()).count() > 1);
    assert!(scene.shows(&CameraFault::NotThere("Webcam".to_owned()), ends));
    assert!(source.problems()[0].text.contains("unplugged"), "{:?}", source.problems());
}

#[test]
fn a_camera_that_answers_with_anything_and_is_gone_was_unplugged() {
    let away = Step::Fails(CameraFault::NoCamera, 1);
    let odd = CameraFault::Other("Input/output error".to_owned());
    let steps = [Step::colour(RED, SIZE, ms(5), 10), Step::Ends(odd), away, Step::colour(BLUE, SIZE, ms(5), EVER)];
    let scene = Scene::new(steps);
    let mut source = scene.connect();
    until_blue(&mut source);
    assert!(source.problems()[0].text.contains("unplugged"), "{:?}", source.problems());
}

#[test]
fn a_frozen_camera_is_left_alone_and_opened_anew() {
    let steps = [Step::colour(RED, SIZE, ms(5), 10), Step::Freezes, Step::colour(BLUE, SIZE, ms(5), EVER)];
    let scene = Scene::new(steps);
    let mut source = scene.connect();
    until_blue(&mut source);
    assert!(source.problems()[0].text.contains("stopped sending"), "{:?}", source.problems());
    assert_eq!(scene.camera.open_count(), 2);
    scene.camera.thaw();
    let start = Instant::now();
    while scene.camera.open_count() > 1 {
        assert!(start.elapsed() < Duration::from_secs(5), "the thread that hung has kept the camera");
        source.next_frame().unwrap();
    }
}

#[test]
fn a_frozen_camera_that_keeps_itself_busy_is_told_as_frozen() {
    let steps = [Step::colour(RED, SIZE, ms(5), 10), Step::Freezes, Step::Fails(CameraFault::Busy, EVER)];
    let scene = Scene::new(steps);
    let mut source = scene.connect();
    thread::scope(|scope| {
        scope.spawn(|| while source.next_frame().unwrap().is_some() {});
        thread::sleep(ms(400));
        assert_eq!(scene.status.connection(), Connection::Interrupted(CameraFault::Frozen));
        scene.camera.thaw();
        thread::sleep(ms(200));
        assert_eq!(scene.status.connection(), Connection::Interrupted(CameraFault::Busy));
        scene.stop.store(true, Ordering::Relaxed);
    });
}

#[test]
fn cameras_that_freeze_one_after_the_other_do_not_pile_up() {
    let scene = Scene::new((0..50).map(|_| Step::Freezes));
    let wait = || assert!(scene.connect_to(None).is_none());
    thread::scope(|scope| {
        scope.spawn(wait);
        thread::sleep(ms(1800));
        assert_eq!(scene.camera.open_count(), 3);
        scene.stop.store(true, Ordering::Relaxed);
    });
}

#[test]
fn damaged_frames_are_left_out_and_counted() {
    let colour = |colour| Step::colour(colour, SIZE, ms(15), 1);
    let scene = Scene::new([colour(RED), Step::junk(ms(15), 3), Step::colour(BLUE, SIZE, ms(15), EVER)]);
    let mut source = scene.connect();
    until_blue(&mut source);
    assert_eq!(scene.status.dropped(), 3);
    assert_eq!(source.problems(), []);
}

#[test]
fn nothing_but_damaged_frames_is_told() {
    let scene = Scene::new([Step::colour(RED, SIZE, ms(5), 5), Step::junk(ms(5), EVER)]);
    let mut source = scene.connect();
    assert!(scene.shows(&CameraFault::Damaged, || while source.next_frame().unwrap().is_some() {}));
}

#[test]
fn a_camera_that_comes_back_with_another_size_keeps_the_first_one() {
    let steps = [
        Step::colour(RED, (64, 48), ms(5), 5),
        Step::Ends(CameraFault::Unplugged),
        Step::colour(BLUE, (128, 48), ms(5), EVER),
    ];
    let scene = Scene::new(steps);
    let mut source = scene.connect();
    let (frame, _) = until_blue(&mut source);
    assert_eq!(frame.image.dimensions(), (64, 48));
    assert_eq!(frame.image.get_pixel(32, 4).0, [0, 0, 0]);
    let codes: Vec<ProblemCode> = source.problems().into_iter().map(|problem| problem.code).collect();
    assert_eq!(codes, [ProblemCode::Interrupted, ProblemCode::SizeChanged]);
}

#[test]
fn a_slow_reader_gets_the_newest_frame_and_the_others_are_counted() {
    let red = |count| Step::colour(RED, SIZE, ms(1), count);
    let scene = Scene::new([red(1), Step::Waits, red(39), Step::colour(BLUE, SIZE, ms(1), 1), Step::Freezes]);
    let mut source = scene.connect_patiently(None, Patience::default()).expect("a picture");
    assert!(is_red(&source.next_frame().unwrap().unwrap()));
    scene.camera.thaw();
    while !scene.camera.is_at_its_end() {
        thread::sleep(ms(1));
    }
    assert!(!is_red(&source.next_frame().unwrap().unwrap()), "an old picture");
    assert_eq!(scene.status.dropped(), 39);
    scene.camera.thaw();
}

#[test]
fn a_stop_ends_the_wait_for_a_camera_and_for_a_frame() {
    let scene = Scene::new([Step::colour(RED, SIZE, ms(5), 3), Step::Ends(CameraFault::Unplugged)]);
    let mut source = scene.connect();
    scene.stop.store(true, Ordering::Relaxed);
    let start = Instant::now();
    let rest = std::iter::from_fn(|| source.next_frame().unwrap()).count();
    assert!(rest <= 1 && start.elapsed() < ms(500), "{rest}");
    assert!(scene.connect_to(None).is_none());
}

#[test]
fn dropping_the_source_closes_the_camera() {
    let scene = Scene::new([Step::colour(RED, SIZE, ms(5), EVER)]);
    let source = scene.connect();
    assert_eq!(scene.camera.open_count(), 1);
    drop(source);
    assert_eq!(scene.camera.open_count(), 0);
}
