//! Plays utterances through the loudspeaker, on a thread of its own that keeps it open only while there is something to
//! say.

use super::output::Output;
use super::sink::Speak;
use super::sound::{SAMPLE_RATE, samples};
use super::utterance::{Priority, Utterance};
use rodio::buffer::SamplesBuffer;
use rodio::mixer::Mixer;
use rodio::source::Zero;
use rodio::{ChannelCount, Player, SampleRate};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

/// At most this many utterances wait for the thread; more are dropped, because a late one would be wrong.
const QUEUE: usize = 16;
/// At most this many utterances wait behind the one that is being said.
const LONGEST_WAIT: usize = 4;
/// How often volume and end are checked while something is said.
const TICK: Duration = Duration::from_millis(20);
/// The loudspeaker is closed this long after the last sound: longer than the pauses within a raise, so that "stop"
/// never waits for it to open.
const LINGER: Duration = Duration::from_secs(10);
/// Pause after opening the loudspeaker: many lose the beginning of a sound while they wake up.
const WAKING: Duration = Duration::from_millis(250);
/// An utterance that should have ended this long ago will never end: the output is stuck.
const STUCK: Duration = Duration::from_secs(10);
/// On drop: how long the sound system may take to let go. One that hangs must not keep the program from ending.
const PATIENCE: Duration = Duration::from_millis(1500);

/// Whether anything can be heard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum VoiceStatus {
    /// Nothing was said yet.
    #[default]
    Untried,
    /// The loudspeaker works, as far as the last utterance has shown.
    Ready,
    /// Nothing can be heard: why, and what to do. It is tried again with a later utterance.
    Unavailable(String),
}

/// The voice. Saying is asynchronous and never fails: without a loudspeaker it is silent, and [`VoiceHandle::status`]
/// says why.
pub struct Voice {
    handle: VoiceHandle,
    thread: Option<JoinHandle<()>>,
    /// Disconnects when the thread ends.
    ended: Receiver<()>,
}

/// What the rest of the program holds of a [`Voice`]; after the voice's end it does nothing.
#[derive(Clone)]
pub struct VoiceHandle {
    orders: SyncSender<Request>,
    shared: Arc<Shared>,
}

enum Request {
    Say(Utterance),
    /// Check the shared state.
    Wake,
}

#[derive(Default)]
struct Shared {
    /// Volume, 0..1, as the bits of an f32.
    volume: AtomicU32,
    muted: AtomicBool,
    ending: AtomicBool,
    speaking: AtomicBool,
    status: Mutex<VoiceStatus>,
}

impl Voice {
    /// Starts the thread, which opens the loudspeaker when there is something to say.
    pub fn start() -> std::io::Result<Self> {
        let (orders, waiting) = sync_channel(QUEUE);
        let (ending, ended) = sync_channel(0);
        let shared = Arc::new(Shared { volume: AtomicU32::new(1.0_f32.to_bits()), ..Shared::default() });
        let handle = VoiceHandle { orders, shared: Arc::clone(&shared) };
        let thread = Builder::new().name("voice".to_owned()).spawn(move || {
            // dropped last
            let _ending: SyncSender<()> = ending;
            Playback { shared, output: Output::default(), speaking: None, spoke: Instant::now() }.run(&waiting);
        })?;
        Ok(Self { handle, thread: Some(thread), ended })
    }

    /// A handle for whoever wants something said.
    pub fn handle(&self) -> VoiceHandle {
        self.handle.clone()
    }
}

impl Drop for Voice {
    fn drop(&mut self) {
        self.handle.shared.ending.store(true, Ordering::Relaxed);
        // a full queue wakes the thread as well
        let _ = self.handle.orders.try_send(Request::Wake);
        let gone = self.ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Disconnected);
        if let Some(thread) = self.thread.take().filter(|_| gone) {
            let _ = thread.join();
        }
    }
}

impl Speak for VoiceHandle {
    fn say(&self, utterance: Utterance) {
        let _ = self.orders.try_send(Request::Say(utterance));
    }
}

impl VoiceHandle {
    /// Sets the volume, 0 to 1, from now on.
    pub fn set_volume(&self, volume: f32) {
        self.shared.volume.store(volume.clamp(0.0, 1.0).to_bits(), Ordering::Relaxed);
    }

    /// The volume, 0 to 1, also while muted.
    pub fn volume(&self) -> f32 {
        self.shared.volume()
    }

    /// Mutes or unmutes. Muting ends what is being said and closes the loudspeaker; what comes meanwhile is dropped.
    pub fn set_muted(&self, muted: bool) {
        if self.shared.muted.swap(muted, Ordering::Relaxed) != muted {
            // a full queue wakes the thread as well
            let _ = self.orders.try_send(Request::Wake);
        }
    }

    /// Whether something is being said; a moment behind.
    pub fn is_speaking(&self) -> bool {
        self.shared.speaking.load(Ordering::Relaxed)
    }

    /// Whether anything can be heard, and if not, why.
    pub fn status(&self) -> VoiceStatus {
        self.shared.status().clone()
    }
}

impl Shared {
    fn status(&self) -> MutexGuard<'_, VoiceStatus> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn volume(&self) -> f32 {
        f32::from_bits(self.volume.load(Ordering::Relaxed))
    }

    fn is_muted(&self) -> bool {
        self.muted.load(Ordering::Relaxed)
    }
}

/// The thread's side: rodio's stream must stay where it was opened.
struct Playback {
    shared: Arc<Shared>,
    output: Output,
    speaking: Option<Speaking>,
    /// When something was said last.
    spoke: Instant,
}

struct Speaking {
    lines: Player,
    /// Tones over the lines.
    tones: Player,
    priority: Priority,
    /// When all of it will have been said.
    due: Instant,
}

impl Playback {
    fn run(mut self, orders: &Receiver<Request>) {
        while !self.shared.ending.load(Ordering::Relaxed) {
            let order = match self.patience() {
                Some(patience) => orders.recv_timeout(patience),
                None => orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match order {
                Ok(Request::Say(utterance)) => self.say(&utterance),
                Ok(Request::Wake) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            self.tend();
        }
    }

    /// How long until [`Self::tend`] is needed; `None` if only a request can make it so.
    fn patience(&self) -> Option<Duration> {
        match (&self.speaking, self.output.is_open()) {
            (Some(_), _) => Some(TICK),
            (None, true) => Some(LINGER.saturating_sub(self.spoke.elapsed())),
            (None, false) => None,
        }
    }

    fn say(&mut self, utterance: &Utterance) {
        if self.shared.is_muted() {
            return;
        }
        if self.output.is_lost() {
            self.speaking = None;
        }
        let (sink, opened) = match self.output.get() {
            Ok(open) => open,
            Err(why) => {
                self.speaking = None;
                *self.shared.status() = VoiceStatus::Unavailable(why.to_string());
                return;
            }
        };
        *self.shared.status() = VoiceStatus::Ready;
        let tone_alone = utterance.lines.is_empty();
        let interrupts = self.speaking.as_ref().is_some_and(|s| !tone_alone && s.priority < utterance.priority);
        if interrupts {
            self.speaking = None;
        }
        let volume = self.shared.volume();
        let now = Instant::now();
        let speaking = self.speaking.get_or_insert_with(|| {
            let [lines, tones] = [(); 2].map(|()| player(sink.mixer(), volume));
            Speaking { lines, tones, priority: utterance.priority, due: now }
        });
        let player = if tone_alone { &speaking.tones } else { &speaking.lines };
        if player.len() < LONGEST_WAIT {
            let sound = after_silence(WAKING.saturating_sub(opened.elapsed()), samples(utterance));
            speaking.due = speaking.due.max(now) + Duration::from_secs_f64(sound.len() as f64 / f64::from(SAMPLE_RATE));
            player.append(SamplesBuffer::new(ChannelCount::MIN, RATE, sound));
            speaking.priority = speaking.priority.max(utterance.priority);
        }
    }

    /// Applies the volume, drops finished utterances, and closes a loudspeaker that is not needed or is stuck.
    fn tend(&mut self) {
        let muted = self.shared.is_muted();
        let stuck = self.speaking.as_ref().is_some_and(|s| s.due.elapsed() > STUCK);
        if muted || stuck || self.output.is_lost() {
            self.speaking = None;
            self.output.close();
        }
        if self.speaking.as_ref().is_some_and(|s| s.lines.empty() && s.tones.empty()) {
            self.speaking = None;
        }
        if let Some(speaking) = &self.speaking {
            let volume = self.shared.volume();
            speaking.lines.set_volume(volume);
            speaking.tones.set_volume(volume);
            self.spoke = Instant::now();
        } else if self.spoke.elapsed() >= LINGER {
            self.output.close();
        }
        self.shared.speaking.store(self.speaking.is_some(), Ordering::Relaxed);
    }
}

fn after_silence(silence: Duration, sound: Vec<f32>) -> Vec<f32> {
    let mut all = vec![0.0; (silence.as_secs_f64() * f64::from(SAMPLE_RATE)) as usize];
    all.extend(sound);
    all
}

/// Joins the mixer with one silent sample: an empty player has a rate of its own, at which rodio 0.23 then plays the
/// first 512 samples of what is appended at once, so every line and tone would begin an octave too high (the race of
/// rodio's issue 871).
fn player(mixer: &Mixer, volume: f32) -> Player {
    let (player, queue) = Player::new();
    player.set_volume(volume);
    player.append(Zero::new_samples(ChannelCount::MIN, RATE, 1));
    mixer.add(queue);
    player
}

const RATE: SampleRate = SampleRate::new(SAMPLE_RATE).expect("a rate");
