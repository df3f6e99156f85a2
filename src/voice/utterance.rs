//! Something that is said in one go.

use super::lines::Line;

/// Silence between two lines of an utterance, seconds.
pub(super) const PAUSE_S: f64 = 0.22;

/// A sound without words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// One second of the countdown.
    Tick,
    /// Raise the leg now.
    Go,
    /// The raise is seen.
    Started,
    /// The hold is seen.
    Held,
    /// Go no higher: low, and unlike the others.
    Stop,
    /// The raised hand is understood.
    Heard,
    /// The position was held for long enough.
    HoldOver,
}

impl Tone {
    /// How long it sounds, seconds.
    pub fn secs(self) -> f64 {
        match self {
            Self::Tick | Self::Started => 0.09,
            Self::Held => 0.14,
            Self::Go | Self::Heard | Self::HoldOver => 0.22,
            Self::Stop => 0.35,
        }
    }

    /// The pitch it goes from and the one it goes to, Hz. Small loudspeakers give little below 200.
    pub fn pitch_hz(self) -> (f64, f64) {
        match self {
            Self::Tick => (660.0, 660.0),
            Self::Started => (880.0, 880.0),
            Self::Held => (1046.5, 1046.5),
            Self::Go => (660.0, 990.0),
            Self::Heard => (523.3, 1046.5),
            Self::HoldOver => (1046.5, 698.5),
            Self::Stop => (262.0, 220.0),
        }
    }
}

/// Which utterance may interrupt which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// What to do next, and results: waits its turn.
    Guide,
    /// "Careful": cuts guidance short.
    Warning,
    /// "Stop": cuts everything else short.
    Stop,
}

/// A tone, lines, or a tone and then lines. A tone alone sounds over what is being said and cuts nothing short.
#[derive(Clone, Debug, PartialEq)]
pub struct Utterance {
    pub tone: Option<Tone>,
    pub lines: Vec<Line>,
    pub priority: Priority,
}

impl Utterance {
    /// Lines that wait their turn.
    pub fn lines(lines: impl Into<Vec<Line>>) -> Self {
        Self { tone: None, lines: lines.into(), priority: Priority::Guide }
    }

    /// A tone alone.
    pub fn tone(tone: Tone) -> Self {
        Self { tone: Some(tone), lines: Vec::new(), priority: Priority::Guide }
    }

    /// The same with this tone before the lines.
    pub fn after(self, tone: Tone) -> Self {
        Self { tone: Some(tone), ..self }
    }

    /// The same with this priority.
    pub fn at(self, priority: Priority) -> Self {
        Self { priority, ..self }
    }

    /// How long it takes, seconds.
    pub fn secs(&self) -> f64 {
        let spoken: f64 = self.lines.iter().map(|line| line.secs()).sum();
        let parts = self.lines.len() + usize::from(self.tone.is_some());
        spoken + self.tone.map_or(0.0, Tone::secs) + PAUSE_S * parts.saturating_sub(1) as f64
    }

    /// What is said, as sentences.
    pub fn text(&self) -> String {
        let ended = |text: String| if text.ends_with(['?', '!']) { text } else { text + "." };
        let sentences: Vec<String> = self.lines.iter().map(|line| ended(line.text())).collect();
        sentences.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_utterance_lasts_as_long_as_its_parts_and_the_pauses_between() {
        let both = Utterance::lines([Line::LOWER_SLOWLY, Line::HOLD_STILL]).after(Tone::Held);
        let parts = Tone::Held.secs() + Line::LOWER_SLOWLY.secs() + Line::HOLD_STILL.secs();
        assert!((both.secs() - parts - 2.0 * PAUSE_S).abs() < 1e-9);
        assert!(Line::LOWER_SLOWLY.secs() > 0.3);
        assert_eq!(both.text(), "Now lower your leg slowly. Hold still.");
        assert_eq!(Utterance::lines([Line::SCREENING_URGENT]).text(), "Is one of these true for you?");
    }
}
