//! The user's settings, kept between runs.

use crate::files;
use crate::live::ModelPreference;
use crate::motion::{Method, Thresholds};
use crate::output_file;
use crate::words::{self, Language};
use directories::ProjectDirs;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// Where settings are kept, instead of the system's place for them.
pub const SETTINGS_VARIABLE: &str = "LEGRAISE_SETTINGS";

/// How often each leg can be raised in a test.
pub const TRIALS_PER_LEG: RangeInclusive<u32> = 1..=5;

/// The most that is read of the file, bytes; it usually has less than a kilobyte.
const MOST_BYTES: u64 = 1 << 20;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Appearance {
    /// Light or dark, whichever the system is.
    #[default]
    System,
    Light,
    Dark,
}

/// The settings; those that are missing in the file keep their defaults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub appearance: Appearance,
    /// The language; `None` for the system's.
    pub language: Option<Language>,
    /// Whether prompts are spoken.
    pub voice: bool,
    /// Volume of the voice, 0..1.
    pub volume: f32,
    pub model: ModelPreference,
    /// Name of the camera; `None` for the first one there is.
    pub camera: Option<String>,
    /// Mirror a camera's image on the screen. The measurement uses the image as it is.
    pub mirror: bool,
    pub trials_per_leg: u32,
    /// How the leg is raised.
    pub method: Method,
    pub thresholds: Thresholds,
    /// Show how fast the frames come and how old they are.
    pub diagnostics: bool,
    /// Fill the screen when a test begins.
    pub full_screen: bool,
    /// The last recordings opened for a person whose results are stored, the newest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub recent: Vec<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            appearance: Appearance::default(),
            language: None,
            voice: true,
            volume: 0.8,
            model: ModelPreference::default(),
            camera: None,
            mirror: true,
            trials_per_leg: 2,
            method: Method::Strap,
            thresholds: Thresholds::default(),
            diagnostics: false,
            full_screen: false,
            recent: Vec::new(),
        }
    }
}

impl Settings {
    /// The settings of the last run, or the defaults; and what is wrong with the file, for people.
    pub fn load() -> (Self, Option<String>) {
        match place() {
            Some(path) => Self::load_from(&path),
            None => (Self::default(), None),
        }
    }

    pub(crate) fn load_from(path: &Path) -> (Self, Option<String>) {
        let text = match files::read_text(path, MOST_BYTES) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return (Self::default(), None),
            Err(error) => return (Self::default(), Some(unreadable(&files::reason(&error), path))),
        };
        let settings = serde_json::from_str::<Self>(&text).map_err(|error| error.to_string());
        match settings.and_then(|settings| settings.check().map(|()| settings)) {
            Ok(settings) => (settings, None),
            Err(reason) => (Self::default(), Some(unreadable(&reason, path))),
        }
    }

    /// The language that these settings mean.
    pub fn language(&self) -> Language {
        self.language.unwrap_or_else(Language::of_system)
    }

    /// Refuses values that make no sense: the file may have been edited by hand.
    fn check(&self) -> Result<(), String> {
        if !(0.0..=1.0).contains(&self.volume) {
            return Err(format!("volume must be between 0 and 1, not {}", self.volume));
        }
        if !TRIALS_PER_LEG.contains(&self.trials_per_leg) {
            let (least, most) = (TRIALS_PER_LEG.start(), TRIALS_PER_LEG.end());
            return Err(format!("trials_per_leg must be between {least} and {most}, not {}", self.trials_per_leg));
        }
        let in_words = |bad| words::in_english(|| words::bad_limits(&bad, str::to_owned).into_owned());
        self.thresholds.check().map_err(in_words)
    }

    /// Keeps the settings for the next run.
    ///
    /// # Errors
    /// What could not be written, for people.
    pub fn save(&self) -> Result<(), String> {
        place().map_or(Ok(()), |path| self.save_to(&path))
    }

    fn save_to(&self, path: &Path) -> Result<(), String> {
        let failed = |error: std::io::Error| {
            format!("can't keep the settings ({}): {}", crate::pipeline::plain_reason(&error), path.display())
        };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        let text = serde_json::to_string_pretty(self).map_err(|e| failed(e.into()))?;
        // the file may be a link to one elsewhere
        let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        output_file::write("the settings", &place, text).map_err(|error| error.to_string())
    }
}

fn unreadable(reason: &str, path: &Path) -> String {
    format!("the settings can't be read, and the defaults are used ({reason}): {}", path.display())
}

fn place() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os(SETTINGS_VARIABLE) {
        return Some(path.into());
    }
    ProjectDirs::from("", "", "legraise").map(|dirs| dirs.config_dir().join("settings.json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_survive_the_round_trip_and_older_files_keep_the_defaults() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/settings.json");
        let language = Some("fr".parse().unwrap());
        let settings = Settings { voice: false, camera: Some("Cam".to_owned()), language, ..Settings::default() };
        settings.save_to(&path).unwrap();
        assert_eq!(Settings::load_from(&path), (settings, None));
        std::fs::write(&path, r#"{"volume": 0.5, "unknown": 1}"#).unwrap();
        assert_eq!(Settings::load_from(&path).0, Settings { volume: 0.5, ..Settings::default() });
    }

    #[test]
    fn settings_that_make_no_sense_are_told_and_the_defaults_are_used() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        let limits = |change: &dyn Fn(&mut Thresholds)| {
            let mut settings = Settings::default();
            change(&mut settings.thresholds);
            serde_json::to_string(&settings).unwrap()
        };
        for (text, word) in [
            (limits(&|t| t.pass_deg = 50.0), "the limits must grow"),
            (limits(&|t| t.clear_deg = 75.0), "the limits must grow"),
            (limits(&|t| t.knee_bend.warn_deg = 20.0), "a warning comes before the stop"),
            (limits(&|t| t.opposite_leg_lift.stop_deg = 1.0), "a warning comes before the stop"),
            (limits(&|t| t.pass_deg = 1e308), "pass must be"),
            (limits(&|t| t.knee_bend.warn_deg = -5.0), "knee-warn must be"),
            (r#"{"volume": 1e308}"#.to_owned(), "volume"),
            (r#"{"volume": -0.1}"#.to_owned(), "volume"),
            (r#"{"trials_per_leg": 0}"#.to_owned(), "trials_per_leg"),
            (r#"{"trials_per_leg": 4294967295}"#.to_owned(), "trials_per_leg"),
            (r#"{"trials_per_leg": -1}"#.to_owned(), "-1"),
            (r#"{"language": "xx"}"#.to_owned(), "en (English), fr (Français)"),
        ] {
            std::fs::write(&path, &text).unwrap();
            let (settings, problem) = Settings::load_from(&path);
            assert_eq!(settings, Settings::default(), "{text}");
            let problem = problem.expect(&text);
            assert!(problem.contains(word) && problem.contains("the defaults are used"), "{text}: {problem}");
        }
    }

    #[test]
    fn broken_settings_are_told_and_do_not_stop_the_program() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        assert_eq!(Settings::load_from(&path), (Settings::default(), None));
        std::fs::write(&path, "{").unwrap();
        let (settings, problem) = Settings::load_from(&path);
        assert_eq!(settings, Settings::default());
        assert!(problem.unwrap().contains("the defaults are used"));
    }
}
