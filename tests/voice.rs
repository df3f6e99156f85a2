//! The voice through a real sound system: ALSA writes what the loudspeaker would get into a pipe, which is read at the
//! loudspeaker's pace.
//!
//! ALSA takes its settings once a process, so each test starts this program again for the part that speaks.
#![cfg(target_os = "linux")]

use legraise::motion::{CompensationKind, Referral, Side};
use legraise::voice::{Line, Priority, SAMPLE_RATE, Speak, Tone, Utterance, Voice, VoiceHandle, VoiceStatus, samples};
use legraise::words::Judged;
use std::fs::OpenOptions;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// What the sound card of the tests plays: 16 bits, one channel.
const CARD_RATE: u32 = 48_000;
/// Sounds are compared at this rate.
const COMPARED_RATE: u32 = 8_000;
/// What waits in the pipe and in the sound system is heard later.
const LATENCY: Duration = Duration::from_millis(2500);
/// The loudspeaker is let go some seconds after the last sound; this is longer.
const LINGER: Duration = Duration::from_secs(14);
/// What there is where no sound card is.
const NO_CARD: &str = "pcm.!default { type hw card 31 }\n";

fn speaks_of(secs: f64) -> Duration {
    Duration::from_secs_f64(secs)
}

fn long() -> Utterance {
    Utterance::lines([Line::referral(Referral::AfterPain)])
}

fn stop() -> Utterance {
    Utterance::lines([Line::stop(CompensationKind::KneeBend)]).after(Tone::Stop).at(Priority::Stop)
}

fn result() -> Utterance {
    Utterance::lines([Line::leg(Side::Left), Line::degrees(72), Line::verdict(Judged::SlightlyTight)])
}

fn raise() -> Utterance {
    Utterance::lines([Line::raise(Some(Side::Right), None)]).after(Tone::Go)
}

/// The part that speaks: started by the other tests, in a process of its own.
#[test]
#[ignore = "started by the other tests"]
fn speak() {
    let voice = Voice::start().expect("a thread");
    let handle = voice.handle();
    match std::env::var("LEGRAISE_TEST_SPEAKS").expect("a scene").as_str() {
        "two" => [result(), raise()].into_iter().for_each(|utterance| handle.say(utterance)),
        "interrupted" => {
            handle.say(long());
            wait_until(&handle, true);
            thread::sleep(Duration::from_millis(2000));
            handle.say(Utterance::tone(Tone::Tick));
            handle.say(stop());
        }
        "volume" => {
            say_at(&handle, 1.0);
            say_at(&handle, 0.25);
            handle.set_volume(1.0);
            handle.set_muted(true);
            handle.say(raise());
            thread::sleep(speaks_of(raise().secs()));
        }
        "now and then" => now_and_then(&handle),
        "comes and goes" => {
            comes_and_goes(&handle);
            return;
        }
        "nothing" => {
            handle.say(stop());
            wait_for_status(&handle);
            println!("available: {}; {:?}", is_available(&handle), handle.status());
            return;
        }
        scene => panic!("what is {scene}?"),
    }
    thread::sleep(speaks_of(result().secs() + raise().secs()) + LATENCY);
    println!("available: {}", is_available(&handle));
}

fn say_at(handle: &VoiceHandle, volume: f32) {
    handle.set_volume(volume);
    say_through(handle, raise());
}

fn say_through(handle: &VoiceHandle, utterance: Utterance) {
    handle.say(utterance);
    wait_until(handle, true);
    wait_until(handle, false);
}

/// Says something with a long pause before, between and after, and something while muted.
fn now_and_then(handle: &VoiceHandle) {
    let tell = |when: &str| println!("{when}: {}", if has_loudspeaker() { "open" } else { "closed" });
    thread::sleep(Duration::from_secs(1));
    tell("before");
    handle.say(result());
    wait_until(handle, true);
    tell("while it speaks");
    wait_until(handle, false);
    thread::sleep(Duration::from_secs(1));
    tell("a second later");
    thread::sleep(LINGER);
    tell("long after");
    handle.set_muted(true);
    handle.say(stop());
    thread::sleep(Duration::from_secs(1));
    tell("muted");
    handle.set_muted(false);
    say_through(handle, raise());
    tell("again");
    thread::sleep(LATENCY);
    handle.say(long());
    wait_until(handle, true);
    handle.set_muted(true);
    wait_until(handle, false);
    thread::sleep(Duration::from_millis(500));
    tell("muted while it speaks");
}

/// The loudspeaker is not there at first, then comes, goes and comes again.
fn comes_and_goes(handle: &VoiceHandle) {
    let config = PathBuf::from(std::env::var_os("ALSA_CONFIG_PATH").expect("a configuration"));
    let becomes = |card: &str| {
        let new = config.with_extension("new");
        std::fs::copy(config.with_file_name(card), &new).and_then(|_| std::fs::rename(&new, &config)).expect("a file");
    };
    let tell = || println!("available: {}", is_available(handle));
    handle.say(stop());
    wait_for_status(handle);
    tell();
    for card in ["card", "none", "card"] {
        becomes(card);
        thread::sleep(LINGER);
        handle.say(raise());
        thread::sleep(speaks_of(raise().secs()) + LATENCY);
        tell();
    }
}

fn wait_for_status(handle: &VoiceHandle) {
    let begun = Instant::now();
    while handle.status() == VoiceStatus::Untried && begun.elapsed() < Duration::from_secs(20) {
        thread::sleep(Duration::from_millis(5));
    }
}

/// Whether this program has the loudspeaker open, which is a pipe beside the configuration.
fn has_loudspeaker() -> bool {
    let pipe = PathBuf::from(std::env::var_os("ALSA_CONFIG_PATH").expect("a configuration")).with_file_name("pcm");
    let files = std::fs::read_dir("/proc/self/fd").expect("open files");
    files.filter_map(|file| std::fs::read_link(file.ok()?.path()).ok()).any(|file| file == pipe)
}

fn is_available(handle: &VoiceHandle) -> bool {
    handle.status() == VoiceStatus::Ready
}

fn wait_until(handle: &VoiceHandle, speaking: bool) {
    while handle.is_speaking() != speaking {
        thread::sleep(Duration::from_millis(5));
    }
}

fn started(scene: &str, config: &Path) -> std::process::Child {
    Command::new(std::env::current_exe().expect("this program"))
        .args(["speak", "--exact", "--ignored", "--nocapture"])
        .env("LEGRAISE_TEST_SPEAKS", scene)
        .env("ALSA_CONFIG_PATH", config)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("this program again")
}

/// Plays the scene; what the loudspeaker got, at [`COMPARED_RATE`].
fn loudspeaker(scene: &str) -> Vec<f32> {
    let (played, told) = played(scene);
    assert!(told.contains("available: true"), "{told}");
    played
}

/// Plays the scene; what the loudspeaker got, at [`COMPARED_RATE`], and what was told.
fn played(scene: &str) -> (Vec<f32>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let (config, pipe) = (folder.path().join("asound.conf"), folder.path().join("pcm"));
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    let card = format!(
        "pcm.!default {{ type plug slave {{ format S16_LE rate {CARD_RATE} channels 1 pcm {{ type file file \"{}\" \
         format raw slave.pcm {{ type null }} }} }} }}\n",
        pipe.display()
    );
    std::fs::write(config.with_file_name("card"), &card).expect("a file");
    std::fs::write(config.with_file_name("none"), NO_CARD).expect("a file");
    std::fs::write(&config, if scene == "comes and goes" { NO_CARD } else { &card }).expect("a file");
    let played = read_at_pace(&pipe);
    let output = started(scene, &config).wait_with_output().expect("the end");
    let told = text(&output);
    assert!(output.status.success() && !told.contains("ALSA lib"), "{told}");
    let mut bytes = Vec::new();
    while let Ok(more) = played.recv_timeout(Duration::from_millis(500)) {
        bytes.extend(more);
    }
    let card: Vec<f32> = bytes.chunks_exact(2).map(|b| f32::from(i16::from_le_bytes([b[0], b[1]])) / 32768.0).collect();
    (at_compared_rate(&card, CARD_RATE), told)
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// More chunks of a tenth of a second than any test plays.
const CHUNKS: usize = 6000;

/// Takes as much a second as a loudspeaker would. The thread ends with the test program.
fn read_at_pace(pipe: &Path) -> Receiver<Vec<u8>> {
    // opened for writing, too: so it does not end when the sound system closes it for a moment
    let mut pipe = OpenOptions::new().read(true).write(true).open(pipe).expect("the pipe");
    let (out, played) = sync_channel(CHUNKS);
    let read = move || {
        let mut chunk = vec![0; CARD_RATE as usize / 10];
        let mut due = Instant::now();
        while let Ok(n) = pipe.read(&mut chunk) {
            if out.send(chunk[..n].to_vec()).is_err() {
                break;
            }
            due =
                due.max(Instant::now() - Duration::from_millis(200)) + speaks_of(n as f64 / 2.0 / f64::from(CARD_RATE));
            thread::sleep(due.saturating_duration_since(Instant::now()));
        }
    };
    thread::Builder::new().name("loudspeaker".to_owned()).spawn(read).expect("a thread");
    played
}

fn at_compared_rate(sound: &[f32], rate: u32) -> Vec<f32> {
    let block = (rate / COMPARED_RATE) as usize;
    sound.chunks_exact(block).map(|samples| samples.iter().sum::<f32>() / block as f32).collect()
}

fn expected(utterance: &Utterance) -> Vec<f32> {
    at_compared_rate(&samples(utterance), SAMPLE_RATE)
}

fn energy(sound: &[f32]) -> f32 {
    sound.iter().map(|s| s * s).sum()
}

/// Where `part` fits best into `whole`, and how well: 1 is exactly, whatever the volume.
fn find(part: &[f32], whole: &[f32]) -> (usize, f32) {
    assert!(part.len() < whole.len(), "{} samples in {}", part.len(), whole.len());
    let mut energies = vec![0.0_f64];
    whole.iter().for_each(|s| energies.push(energies[energies.len() - 1] + f64::from(s * s)));
    let own = f64::from(energy(part));
    let fit = |at: usize| {
        let there = energies[at + part.len()] - energies[at];
        // hardly anything is there: nothing to compare
        if there < 1e-3 * own {
            0.0
        } else {
            f64::from(product(&whole[at..at + part.len()], part)) / (there * own).sqrt()
        }
    };
    let fits = (0..whole.len() - part.len()).map(|at| (at, fit(at) as f32));
    fits.max_by(|a, b| a.1.total_cmp(&b.1)).expect("a place")
}

/// In eight sums, so that the processor can add them side by side.
fn product(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 8];
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        sums.iter_mut().zip(a.iter().zip(b)).for_each(|(sum, (a, b))| *sum += a * b);
    }
    sums.iter().sum()
}

#[test]
fn what_is_said_reaches_the_loudspeaker_in_order() {
    let played = loudspeaker("two");
    let (result, raise) = (expected(&result()), expected(&raise()));
    let (first, fit) = find(&result, &played);
    assert!(fit > 0.93, "the result fits to {fit}");
    let (second, fit) = find(&raise, &played);
    assert!(fit > 0.93, "the request fits to {fit}");
    assert!(second >= first + result.len() - 80, "one after the other: {first}, {second}");
    let other =
        expected(&Utterance::lines([Line::leg(Side::Left), Line::degrees(73), Line::verdict(Judged::SlightlyTight)]));
    let (_, fit) = find(&other, &played);
    assert!(fit < 0.8, "73 degrees fits as well, to {fit}");
    let said = energy(&result) + energy(&raise);
    let ratio = energy(&played) / said;
    assert!((0.9..1.1).contains(&ratio), "nothing else is played, and nothing is lost: {ratio}");
}

#[test]
fn a_stop_cuts_a_line_short() {
    let played = loudspeaker("interrupted");
    let (long, stop) = (expected(&long()), expected(&stop()));
    let third = long.len() / 3;
    let (begun, fit) = find(&long[..third / 2], &played);
    assert!(fit > 0.93, "it begins: {fit}");
    let (stopped, fit) = find(&stop, &played);
    assert!(fit > 0.93, "the stop is said in whole: {fit}");
    assert!(stopped < begun + long.len(), "before the line would have been over: {begun}, {stopped}");
    let (_, fit) = find(&long[2 * third..], &played);
    assert!(fit < 0.8, "the line goes on: {fit}");
}

#[test]
fn volume_and_silence_are_obeyed() {
    let played = loudspeaker("volume");
    let raise = expected(&raise());
    let (one, fit) = find(&raise, &played);
    assert!(fit > 0.93, "{fit}");
    let (before, after) = (&played[..one], &played[one + raise.len()..]);
    let elsewhere = [before, after].into_iter().filter(|rest| rest.len() > raise.len());
    let (other, fit) = elsewhere
        .map(|rest| (rest, find(&raise, rest)))
        .map(|(rest, (at, fit))| (&rest[at..], fit))
        .fold((&played[..0], 0.0), |best, found| if found.1 > best.1 { found } else { best });
    assert!(fit > 0.93, "{fit}");
    let loudness = |sound: &[f32]| (energy(&sound[..raise.len()]) / energy(&raise)).sqrt();
    let (one, other) = (loudness(&played[one..]), loudness(other));
    let (full, quarter) = (one.max(other), one.min(other));
    assert!((full - 1.0).abs() < 0.05 && (quarter - 0.25).abs() < 0.02, "{full}, {quarter}");
    let muted = energy(&played) / (energy(&raise) * (1.0 + 0.0625));
    assert!((0.95..1.05).contains(&muted), "something is heard while muted: {muted}");
}

#[test]
fn a_tone_begins_at_its_own_pitch() {
    let played = loudspeaker("interrupted");
    let stop = expected(&stop());
    let (at, _) = find(&stop, &played);
    // the 21 ms which an empty player would play at twice the pace
    let beginning = COMPARED_RATE as usize * 20 / 1000;
    let (_, fit) = find(&stop[..beginning], &played[at.saturating_sub(8)..at + beginning + 8]);
    assert!(fit > 0.93, "its first 20 ms fit to {fit}");
}

#[test]
fn the_loudspeaker_is_open_only_for_what_is_said() {
    let (played, told) = played("now and then");
    let states = [
        "before: closed",
        "while it speaks: open",
        "a second later: open",
        "long after: closed",
        "muted: closed",
        "again: open",
        "muted while it speaks: closed",
    ];
    assert!(states.iter().all(|state| told.contains(state)), "{told}");
    let (result, raise) = (expected(&result()), expected(&raise()));
    let [(first, fit), (second, other)] = [&result, &raise].map(|part| find(part, &played));
    assert!(fit > 0.93 && other > 0.93 && first < second, "both are said in whole: {fit}, {other}");
    let opened = played.iter().position(|s| s.abs() > 0.01).expect("a sound");
    assert!(opened > COMPARED_RATE as usize / 5, "it had {opened} samples to wake");
    let (_, fit) = find(&expected(&stop()), &played);
    assert!(fit < 0.8, "what was muted is said, to {fit}");
}

#[test]
fn a_loudspeaker_that_comes_and_goes_is_told_and_tried_anew() {
    let (played, told) = played("comes and goes");
    let available: Vec<&str> = told.lines().filter_map(|line| line.split("available: ").nth(1)).collect();
    assert_eq!(available, ["false", "true", "false", "true"], "{told}");
    let raise = expected(&raise());
    let (at, fit) = find(&raise, &played);
    assert!(fit > 0.93, "{fit}");
    let said = energy(&played) / energy(&played[at..at + raise.len()]);
    assert!((1.9..2.1).contains(&said), "said {said} times");
}

#[test]
fn a_machine_without_sound_is_told_so_quietly() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("asound.conf");
    std::fs::write(&config, NO_CARD).expect("a file");
    let begun = Instant::now();
    let output = started("nothing", &config).wait_with_output().expect("the end");
    let text = text(&output);
    assert!(output.status.success(), "{text}");
    assert!(text.contains("available: false; Unavailable(\"no loudspeaker was found; connect one"), "{text}");
    assert!(!text.contains("ALSA") && !text.contains("snd_"), "{text}");
    assert!(begun.elapsed() < Duration::from_secs(30));
}
