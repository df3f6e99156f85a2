//! Utterances as samples.

use super::lines::Line;
use super::utterance::{PAUSE_S, Tone, Utterance};
use rodio::{Decoder, Source};
use std::f64::consts::TAU;
use std::io::Cursor;

/// Sample rate of everything that is said, Hz; one channel.
pub const SAMPLE_RATE: u32 = 24_000;
/// Amplitude of the tones' peak: about as loud as the voice.
const TONE_LEVEL: f64 = 0.3;
/// Tones fade in and out over this, so that they do not click, seconds.
const FADE_S: f64 = 0.012;

/// The utterance from its first sample to its last, -1 to 1.
pub fn samples(utterance: &Utterance) -> Vec<f32> {
    let tone = utterance.tone.map(tone_samples);
    let parts = tone.into_iter().chain(utterance.lines.iter().map(|line| line_samples(*line)));
    let mut samples = Vec::new();
    for part in parts {
        if !samples.is_empty() {
            samples.resize(samples.len() + (PAUSE_S * f64::from(SAMPLE_RATE)) as usize, 0.0);
        }
        samples.extend(part);
    }
    samples
}

/// A recording that can't be read is silence, which a test rules out.
fn line_samples(line: Line) -> Vec<f32> {
    let recording = Decoder::new(Cursor::new(line.ogg())).ok();
    let readable = recording.filter(|r| r.sample_rate().get() == SAMPLE_RATE && r.channels().get() == 1);
    readable.map(Iterator::collect).unwrap_or_default()
}

fn tone_samples(tone: Tone) -> Vec<f32> {
    let (from, to) = tone.pitch_hz();
    let rate = f64::from(SAMPLE_RATE);
    let sample = |i: usize| {
        let t = i as f64 / rate;
        let turns = from * t + (to - from) * t * t / (2.0 * tone.secs());
        let fade = (t.min(tone.secs() - t) / FADE_S).clamp(0.0, 1.0);
        // an octave above, softly: small loudspeakers swallow low pitches
        let wave = (TAU * turns).sin() + 0.35 * (2.0 * TAU * turns).sin();
        (TONE_LEVEL * fade * wave) as f32
    };
    (0..(tone.secs() * rate) as usize).map(sample).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rms(samples: &[f32]) -> f64 {
        (samples.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / samples.len() as f64).sqrt()
    }

    #[test]
    fn every_recording_can_be_heard() {
        for line in Line::all() {
            let samples = line_samples(line);
            // the decoder keeps what the last block is filled up with
            let secs = samples.len() as f64 / f64::from(SAMPLE_RATE);
            assert!((secs - line.secs()).abs() < 0.03, "{line:?} lasts {secs} s, not {}", line.secs());
            let peak = samples.iter().fold(0.0_f32, |peak, s| peak.max(s.abs()));
            assert!((0.2..1.0).contains(&peak), "{line:?} peaks at {peak}");
            let loudness = 20.0 * rms(&samples).log10();
            assert!((-24.0..-12.0).contains(&loudness), "{line:?} has {loudness:.1} dB");
            let silent = |s: &&f32| s.abs() < 0.01 * peak;
            let around = [samples.iter().take_while(silent).count(), samples.iter().rev().take_while(silent).count()];
            assert!(
                around.iter().all(|n| (*n as f64) < 0.15 * f64::from(SAMPLE_RATE)),
                "{line:?} is silent for {around:?}"
            );
        }
    }

    #[test]
    fn an_utterance_sounds_as_long_as_it_says() {
        let utterance = Utterance::lines([Line::HOLD_STILL, Line::degrees(72)]).after(Tone::Stop);
        let secs = samples(&utterance).len() as f64 / f64::from(SAMPLE_RATE);
        // each line is decoded to a whole block
        assert!((secs - utterance.secs()).abs() < 0.05, "{secs} s, not {}", utterance.secs());
    }

    #[test]
    fn tones_neither_click_nor_clip() {
        for tone in [Tone::Tick, Tone::Go, Tone::Started, Tone::Held, Tone::Stop, Tone::Heard] {
            let samples = tone_samples(tone);
            assert!(samples[0].abs() < 0.01 && samples[samples.len() - 1].abs() < 0.01, "{tone:?} clicks");
            assert!(samples.iter().all(|s| s.abs() < 0.6), "{tone:?} is too loud");
            assert!(rms(&samples) > 0.1, "{tone:?} is too soft");
        }
    }
}
