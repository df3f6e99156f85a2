//! The sound output: opened when there is something to say, closed when there is not, lost, tried again.

use rodio::cpal::traits::{DeviceTrait, HostTrait};
use rodio::{CpalError, CpalErrorKind, Device, DeviceSinkBuilder, DeviceSinkError, MixerDeviceSink, cpal};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A machine without sound may get it later: tried again for the first utterance this long after the last try.
const TRY_AGAIN: Duration = Duration::from_secs(2);

/// Why nothing can be heard.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum NoSound {
    #[error("no loudspeaker was found; connect one, or headphones")]
    NoDevice,
    #[error(
        "the loudspeaker can't be used ({0}); close other programs that play sound, or choose another one in the system's settings"
    )]
    Unusable(String),
}

/// The system's sound output, on the thread that opened it.
#[derive(Default)]
pub(super) struct Output {
    opened: Option<OpenOutput>,
    last_try: Option<(Instant, NoSound)>,
}

struct OpenOutput {
    sink: MixerDeviceSink,
    lost: Arc<AtomicBool>,
    since: Instant,
}

impl Output {
    /// The open output, and since when it is; opens it when it is not, or when it was lost.
    pub fn get(&mut self) -> Result<(&MixerDeviceSink, Instant), NoSound> {
        if self.is_lost() {
            self.close();
        }
        if self.opened.is_none() {
            if let Some((when, why)) = &self.last_try
                && when.elapsed() < TRY_AGAIN
            {
                return Err(why.clone());
            }
            match open() {
                Ok(opened) => self.opened = Some(opened),
                Err(why) => self.last_try = Some((Instant::now(), why)),
            }
        }
        let why = || self.last_try.as_ref().map_or(NoSound::NoDevice, |(_, why)| why.clone());
        self.opened.as_ref().map(|opened| (&opened.sink, opened.since)).ok_or_else(why)
    }

    pub fn is_open(&self) -> bool {
        self.opened.is_some()
    }

    /// Whether it was open and plays no more.
    pub fn is_lost(&self) -> bool {
        self.opened.as_ref().is_some_and(|opened| opened.lost.load(Ordering::Relaxed))
    }

    /// Lets go of the device. What was to be played is not.
    pub fn close(&mut self) {
        self.opened = None;
    }
}

/// Opens the loudspeaker that the voice would use, and lets go of it.
///
/// # Errors
/// Why nothing can be heard, and what to do about it.
pub fn try_loudspeaker() -> Result<(), String> {
    Output::default().get().map(|_| ()).map_err(|why| why.to_string())
}

/// The default output, or else any other that works.
fn open() -> Result<OpenOutput, NoSound> {
    #[cfg(target_os = "linux")]
    let _quiet = quiet_alsa();
    let host = cpal::default_host();
    let default = host.default_output_device().ok_or(NoSound::NoDevice)?;
    open_device(default).or_else(|error| {
        let others = host.output_devices().into_iter().flatten().filter(can_be_heard);
        others.filter_map(|device| open_device(device).ok()).next().ok_or_else(|| reason(&error))
    })
}

/// ALSA lists a device that swallows all sound, at any pace: its thread would take a whole processor.
fn can_be_heard(device: &Device) -> bool {
    device.description().is_ok_and(|about| about.driver() != Some("null"))
}

fn open_device(device: Device) -> Result<OpenOutput, DeviceSinkError> {
    let lost = Arc::new(AtomicBool::new(false));
    let noticed = Arc::clone(&lost);
    // it plays on after a hiccup; anything else ends it
    let on_error = move |error: CpalError| {
        if !matches!(error.kind(), CpalErrorKind::Xrun | CpalErrorKind::RealtimeDenied | CpalErrorKind::DeviceChanged) {
            noticed.store(true, Ordering::Relaxed);
        }
    };
    let builder = DeviceSinkBuilder::from_device(device)?.with_error_callback(on_error);
    let mut sink = builder.open_sink_or_fallback()?;
    sink.log_on_drop(false);
    Ok(OpenOutput { sink, lost, since: Instant::now() })
}

fn reason(error: &DeviceSinkError) -> NoSound {
    let cause = match error {
        DeviceSinkError::PlayError(cause)
        | DeviceSinkError::DefaultSinkConfigError(cause)
        | DeviceSinkError::BuildError(cause)
        | DeviceSinkError::SupportedConfigsError(cause) => cause,
        DeviceSinkError::NoDevice => return NoSound::NoDevice,
        DeviceSinkError::UnsupportedSampleFormat => return NoSound::Unusable("its format is unknown".to_owned()),
    };
    // a machine without a sound card still has a default one by name
    match cause.kind() {
        CpalErrorKind::DeviceNotAvailable | CpalErrorKind::HostUnavailable => NoSound::NoDevice,
        _ => NoSound::Unusable(cause.to_string().trim_end_matches('.').to_lowercase()),
    }
}

/// ALSA writes its complaints to stderr; on this thread, as long as the handle lives, into a buffer instead. What is
/// wrong comes back as an error anyway.
#[cfg(target_os = "linux")]
fn quiet_alsa() -> Option<impl Sized> {
    alsa::Output::local_error_handler().ok()
}
