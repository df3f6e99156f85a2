//! What the person on the floor hears: what to say when ([`Announcer`]), in which words ([`Line`]), and through which
//! loudspeaker ([`Voice`]).
//!
//! The announcer is pure: observations in, utterances out, and no clock but theirs. It knows how long each recording
//! takes, so it never talks over itself, and what is no longer true by the time the voice is free is not said at all.
//! The voice only plays what it is given.

mod announcer;
#[cfg(test)]
mod announcer_tests;
mod exercise_announcer;
#[cfg(test)]
mod exercise_announcer_tests;
mod floor;
mod lines;
#[cfg(feature = "gui")]
mod output;
#[cfg(test)]
mod play_tests;
#[cfg(feature = "gui")]
mod player;
mod recordings;
mod results;
#[cfg(test)]
mod results_tests;
mod set_up;
mod sink;
#[cfg(feature = "gui")]
mod sound;
mod utterance;

pub use announcer::Announcer;
pub use exercise_announcer::ExerciseAnnouncer;
pub use lines::Line;
#[cfg(feature = "gui")]
pub use output::try_loudspeaker;
#[cfg(feature = "gui")]
pub use player::{Voice, VoiceHandle, VoiceStatus};
pub use sink::{Caption, Speak, VoiceSink};
#[cfg(feature = "gui")]
pub use sound::{SAMPLE_RATE, samples};
pub use utterance::{Priority, Tone, Utterance};
