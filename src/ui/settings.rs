//! What the user has chosen, kept between runs.

use crate::live::ModelPreference;
use crate::motion::Thresholds;
use directories::ProjectDirs;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Where settings are kept, instead of the system's place for them.
pub const SETTINGS_VARIABLE: &str = "LEGRAISE_SETTINGS";

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Appearance {
    /// As the system is.
    #[default]
    System,
    Light,
    Dark,
}

/// The user's choices; what a file does not name keeps its default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub appearance: Appearance,
    /// Whether prompts are spoken.
    pub voice: bool,
    /// Of the voice, 0..1.
    pub volume: f32,
    pub model: ModelPreference,
    /// By name; `None` for the first one there is.
    pub camera: Option<String>,
    /// Show a camera's picture as a mirror would. The measurement never sees that.
    pub mirror: bool,
    pub trials_per_leg: u32,
    pub thresholds: Thresholds,
    /// Show how fast the pictures come and how old they are.
    pub diagnostics: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            appearance: Appearance::default(),
            voice: true,
            volume: 0.8,
            model: ModelPreference::default(),
            camera: None,
            mirror: true,
            trials_per_leg: 2,
            thresholds: Thresholds::default(),
            diagnostics: false,
        }
    }
}

impl Settings {
    /// The settings of the last run, the defaults where there are none, and what is wrong with them, for people.
    pub fn load() -> (Self, Option<String>) {
        match place() {
            Some(path) => Self::load_from(&path),
            None => (Self::default(), None),
        }
    }

    fn load_from(path: &Path) -> (Self, Option<String>) {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return (Self::default(), None),
            Err(error) => return (Self::default(), Some(unreadable(&error.to_string(), path))),
        };
        match serde_json::from_str(&text) {
            Ok(settings) => (settings, None),
            Err(error) => (Self::default(), Some(unreadable(&error.to_string(), path))),
        }
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
        // whole or not at all
        let part = path.with_extension("part");
        std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, path)).map_err(failed)
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
        let settings = Settings { voice: false, camera: Some("Cam".to_owned()), ..Settings::default() };
        settings.save_to(&path).unwrap();
        assert_eq!(Settings::load_from(&path), (settings, None));
        std::fs::write(&path, r#"{"volume": 0.5, "unknown": 1}"#).unwrap();
        assert_eq!(Settings::load_from(&path).0, Settings { volume: 0.5, ..Settings::default() });
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
