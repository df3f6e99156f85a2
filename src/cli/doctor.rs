//! `legraise doctor`: all that a report of a fault needs to say about this computer, and nothing personal.

use super::ExitStatus;
use super::keep::HistoryOptions;
use super::output::say;
use super::version::long_version;
#[cfg(feature = "providers")]
use crate::estimator::{BareModel, EstimatorError, LandmarkModel, Provider};
use crate::estimator::{Manifest, OnnxRuntime};
use crate::history::{self, SCHEMA_VERSION, StoreError};
use crate::runtime::Ffmpeg;
use crate::source::camera::{self, CameraFormat};
use crate::terminal::in_a_line;
use clap::Args;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::num::NonZeroUsize;
use std::thread::available_parallelism;

/// Is all there that the program needs? For a report of a fault: versions, parts, cameras, sound; nothing of a person
#[derive(Args)]
pub struct DoctorArguments {
    #[command(flatten)]
    record: HistoryOptions,
}

/// Prints what there is. [`ExitStatus::Failed`] where something is missing that every measurement needs.
pub fn run(arguments: &DoctorArguments) -> anyhow::Result<ExitStatus> {
    let mut findings = Findings { home: home(), text: String::new(), is_whole: true };
    program(&mut findings);
    models(&mut findings);
    runtime(&mut findings);
    cameras(&mut findings);
    sound(&mut findings);
    record(&mut findings, &arguments.record);
    findings.line("", "");
    findings.line("", "Cameras may be called after their owner: look it through before you pass it on.");
    say(findings.text.trim_end())?;
    Ok(if findings.is_whole { ExitStatus::Measured } else { ExitStatus::Failed })
}

/// The user's folder, which has a name in it.
fn home() -> Option<String> {
    directories::BaseDirs::new().map(|dirs| dirs.home_dir().display().to_string()).filter(|home| home.len() > 1)
}

/// What was found so far.
struct Findings {
    home: Option<String>,
    text: String,
    /// Nothing is missing that every measurement needs.
    is_whole: bool,
}

impl Findings {
    fn line(&mut self, what: &str, found: impl Display) {
        // what Windows puts before a path that was looked up
        let found = in_a_line(&found.to_string()).replace(r"\\?\", "");
        let found = self.home.as_ref().map_or(found.clone(), |home| found.replace(home.as_str(), "~"));
        self.text.push_str(format!("{what:<14}{found}").trim_end());
        self.text.push('\n');
    }

    /// A line about what nothing can be measured without.
    fn fault(&mut self, what: &str, found: impl Display) {
        self.is_whole = false;
        self.line(what, format!("✗ {found}"));
    }
}

fn program(findings: &mut Findings) {
    for (index, line) in long_version().lines().enumerate() {
        findings.line(if index == 0 { "program" } else { "" }, line);
    }
    if let Ok(program) = std::env::current_exe() {
        findings.line("", program.display());
    }
    let processors = available_parallelism().map_or(1, NonZeroUsize::get);
    findings.line("system", format!("{}, {processors} processors", os_info::get()));
    findings.line("language", sys_locale::get_locale().unwrap_or_else(|| "not told".to_owned()));
    let display = ["XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP", "WAYLAND_DISPLAY", "DISPLAY"];
    let told = display.iter().filter_map(|name| Some(format!("{name}={}", std::env::var(name).ok()?)));
    let told = told.collect::<Vec<_>>().join(" ");
    if !told.is_empty() {
        findings.line("desktop", told);
    }
    // the database and what it holds are told below, a passphrase never
    let mut ours: Vec<String> = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()).collect();
    ours.retain(|name| name.starts_with("LEGRAISE_") || name == "ORT_DYLIB_PATH");
    ours.sort();
    if !ours.is_empty() {
        findings.line("variables", format!("{} (set)", ours.join(", ")));
    }
}

fn models(findings: &mut Findings) {
    let manifest = match Manifest::find() {
        Ok(manifest) => manifest,
        Err(error) => return findings.fault("models", error),
    };
    findings.line("models", manifest.folder().display());
    for entry in manifest.entries() {
        match manifest.load(entry) {
            Ok(_) => findings.line("", format!("{}: {}, SHA-256 {}", entry.name, entry.file, &entry.sha256)),
            Err(error) => findings.fault("", format!("{}: {error}", entry.name)),
        }
    }
}

fn runtime(findings: &mut Findings) {
    match OnnxRuntime::load() {
        Ok(loaded) => {
            let library = loaded.library();
            let whose = if library.is_part { "as it came with the program" } else { "not the program's own" };
            findings.line("ONNX Runtime", format!("1.{}, {whose}: {}", library.minor, library.path.display()));
        }
        Err(error) => findings.fault("ONNX Runtime", error),
    }
    #[cfg(feature = "providers")]
    providers(findings);
    match Ffmpeg::find() {
        Ok(ffmpeg) => findings.line("FFmpeg", format!("{}: {}", ffmpeg.version(), ffmpeg.program().display())),
        Err(error) => findings.fault("FFmpeg", error),
    }
}

/// What else than the processor may run the model; none of it is needed.
#[cfg(feature = "providers")]
fn providers(findings: &mut Findings) {
    let chosen = Provider::chosen();
    findings.line("providers", if chosen == Provider::Processor { "processor (chosen)" } else { "processor" });
    for provider in Provider::others() {
        let told = match BareModel::load_by(LandmarkModel::Full, provider) {
            Ok(_) => format!("{provider}: works"),
            Err(EstimatorError::Provider(error)) => format!("✗ {error}"),
            // told above
            Err(_) => format!("{provider}: not tried"),
        };
        findings.line("", if provider == chosen { format!("{told} (chosen)") } else { told });
    }
}

fn cameras(findings: &mut Findings) {
    let cameras = camera::system();
    let listed = match cameras.cameras() {
        Ok(listed) if listed.is_empty() => return findings.line("cameras", "none"),
        Ok(listed) => listed,
        Err(fault) => return findings.line("cameras", format!("✗ {fault}")),
    };
    for (index, camera) in listed.iter().enumerate() {
        let infrared = if camera.infrared { ", infrared" } else { "" };
        findings.line(if index == 0 { "cameras" } else { "" }, format!("{}{infrared}", camera.name));
        match cameras.formats(&camera.name) {
            Ok(formats) => by_coding(&formats).iter().for_each(|line| findings.line("", format!("  {line}"))),
            Err(fault) => findings.line("", format!("  ✗ {fault}")),
        }
    }
}

/// The quickest rate of each size, frames in a thousand seconds.
type Sizes = BTreeMap<(u32, u32), u64>;

/// `MJPEG 1280×720 at 30, 640×480 at 30`: a line for each coding, the quickest rate of each size.
fn by_coding(formats: &[CameraFormat]) -> Vec<String> {
    let mut codings: Vec<(String, Sizes)> = Vec::new();
    for format in formats {
        let coding = format.pixels.to_string();
        let index = codings.iter().position(|(known, _)| *known == coding).unwrap_or_else(|| {
            codings.push((coding, Sizes::new()));
            codings.len() - 1
        });
        let rate = codings[index].1.entry((format.width, format.height)).or_default();
        *rate = format.rate.per_thousand_s().max(*rate);
    }
    let sizes = |sizes: Sizes| {
        let sizes = sizes.into_iter().rev();
        let told = sizes.map(|((width, height), rate)| format!("{width}×{height} at {}", rate as f64 / 1e3));
        told.collect::<Vec<_>>().join(", ")
    };
    codings.into_iter().map(|(coding, of)| format!("{coding} {}", sizes(of))).collect()
}

#[cfg(feature = "gui")]
fn sound(findings: &mut Findings) {
    let told =
        crate::voice::try_loudspeaker().map_or_else(|why| format!("✗ {why}"), |()| "the loudspeaker opens".to_owned());
    findings.line("sound", told);
}

#[cfg(not(feature = "gui"))]
fn sound(findings: &mut Findings) {
    findings.line("sound", "built without the window and its voice");
}

fn record(findings: &mut Findings, options: &HistoryOptions) {
    let told = options.path().and_then(|path| {
        let about = match history::about(&path) {
            Ok(about) => about,
            Err(StoreError::NoRecord(_)) => return Ok(format!("none yet: {}", path.display())),
            Err(error) => return Err(error),
        };
        let form = match about.version {
            Some(SCHEMA_VERSION) => format!("form {SCHEMA_VERSION}"),
            Some(version) => format!("form {version}; this program writes {SCHEMA_VERSION}"),
            None => "encrypted".to_owned(),
        };
        Ok(format!("{form}, {} kB: {}", about.bytes.div_ceil(1000), path.display()))
    });
    findings.line("record", told.unwrap_or_else(|error| format!("✗ {error}")));
    settings(findings);
}

#[cfg(feature = "gui")]
fn settings(findings: &mut Findings) {
    findings.line("settings", crate::ui::Settings::load().1.unwrap_or_else(|| "in order".to_owned()));
}

#[cfg(not(feature = "gui"))]
fn settings(_: &mut Findings) {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::camera::{PixelFormat, Rate};
    use std::path::Path;

    #[test]
    fn what_a_camera_offers_takes_a_line_for_each_coding() {
        let format = |pixels, width, height, rate| CameraFormat { width, height, pixels, rate: Rate::whole(rate) };
        let offered = [
            format(PixelFormat::Mjpeg, 640, 480, 30),
            format(PixelFormat::Yuyv, 640, 480, 15),
            format(PixelFormat::Mjpeg, 1280, 720, 15),
            format(PixelFormat::Mjpeg, 1280, 720, 30),
        ];
        assert_eq!(by_coding(&offered), ["MJPEG 1280×720 at 30, 640×480 at 30", "YUYV 640×480 at 15"]);
    }

    #[test]
    fn the_users_own_folder_is_told_without_its_name() {
        let mut findings = Findings { home: Some("/home/ana".to_owned()), text: String::new(), is_whole: true };
        findings.line("record", Path::new("/home/ana/.local/share/legraise/record.sqlite").display());
        findings.fault("models", "gone: /home/ana/models");
        assert_eq!(
            findings.text,
            "record        ~/.local/share/legraise/record.sqlite\nmodels        ✗ gone: ~/models\n"
        );
        assert!(!findings.is_whole);
    }
}
