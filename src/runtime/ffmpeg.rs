//! Finds the `ffmpeg` program and starts it safely. What it prints is read in `source/video/`.

use super::guard;
use super::install::{self, PartError};
use crate::files;
use std::env;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

/// Names the program to use, instead of any search.
const FFMPEG_VARIABLE: &str = "LEGRAISE_FFMPEG";

/// With `auto`, video is decoded on graphics where FFmpeg can.
const HWACCEL_VARIABLE: &str = "LEGRAISE_HWACCEL";

/// The first version that has `-fps_mode`, without which variable frame rates come out resampled.
const OLDEST: (u32, u32) = (5, 1);

/// The kinds of files that FFmpeg may read: what cameras, phones, editors and recorders write, single images, and
/// sound, to be told from them. No playlist and no list of files, which name other files; no numbered images; nothing
/// that makes images out of a text.
const FORMATS: &str = "mov,matroska,webm,avi,asf,asf_o,flv,live_flv,kux,mpeg,mpegts,mpegvideo,m4v,h261,h263,h264,hevc,vvc,vc1,vc1test,evc,av1,obu,\
ivf,ogg,dv,mxf,gxf,lxf,nut,nsv,nuv,rm,wtv,ty,dhav,mlv,cine,mjpeg,mjpeg_2000,smjpeg,ingenient,dnxhd,dirac,cavsvideo,avs2,avs3,apv,yuv4mpegpipe,\
hxvs,ifv,iv8,luodat,lmlm4,mxg,pmp,swf,film_cpk,roq,smk,bink,flic,gif,apng,webp_anim,jpegxl_anim,\
bmp_pipe,gif_pipe,j2k_pipe,jpeg_pipe,jpegxl_pipe,png_pipe,tiff_pipe,webp_pipe,\
aac,ac3,eac3,aiff,amr,amrnb,amrwb,ape,au,caf,dts,flac,loas,mp3,oma,tta,voc,w64,wav,wv";

/// An `ffmpeg` program that ran and is new enough.
#[derive(Clone, Debug)]
pub struct Ffmpeg {
    program: PathBuf,
    version: String,
    hwaccel: bool,
    stop: Option<Arc<AtomicBool>>,
}

/// Why FFmpeg can't be used. The usual images need no FFmpeg, videos do.
#[derive(Debug, thiserror::Error)]
pub enum FfmpegError {
    #[error(
        "can't find FFmpeg, which reads and writes video; {}, or install FFmpeg 5.1 or newer, or set LEGRAISE_FFMPEG to the program",
        install::remedy()
    )]
    NotFound,
    #[error("LEGRAISE_FFMPEG does not name an FFmpeg that runs ({reason}); correct it or unset it: {}", .path.display())]
    Variable { path: PathBuf, reason: String },
    #[error(
        "LEGRAISE_HWACCEL is {0:?}; set it to auto, with which FFmpeg decodes on graphics where it can, or unset it"
    )]
    Hwaccel(OsString),
    #[error("FFmpeg {version} is too old; {}, or install FFmpeg 5.1 or newer, or set LEGRAISE_FFMPEG: {}", install::remedy(), .path.display())]
    TooOld { path: PathBuf, version: String },
    #[error("can't use FFmpeg: {reason}: {}", .path.display())]
    Changed { path: PathBuf, reason: PartError },
    #[error("can't run FFmpeg ({reason}); {}, or install FFmpeg 5.1 or newer, or set LEGRAISE_FFMPEG: {}", install::remedy(), .path.display())]
    NotRunnable { path: PathBuf, reason: String },
}

/// Where to look, as plain values so that tests need not change the process's environment.
struct Places {
    variable: Option<OsString>,
    /// Folders of the program's own.
    runtimes: Vec<PathBuf>,
    path: Option<OsString>,
}

impl Ffmpeg {
    /// Looks at `LEGRAISE_FFMPEG` (when it is set, nothing else counts), in `runtime/` where the program's parts lie,
    /// and on `PATH`. What was found is kept: its hash takes as long as an image to measure, and a folder has many.
    ///
    /// # Errors
    /// Nothing found, nothing that runs, nothing of version 5.1 or newer, another file in `runtime/` than the one that
    /// was fetched, or a `LEGRAISE_HWACCEL` that is not `auto`.
    pub fn find() -> Result<Self, FfmpegError> {
        static FOUND: OnceLock<Ffmpeg> = OnceLock::new();
        if let Some(found) = FOUND.get() {
            return Ok(found.clone());
        }
        let hwaccel = is_auto(env::var_os(HWACCEL_VARIABLE))?;
        let found = Self::find_in(&Places {
            variable: env::var_os(FFMPEG_VARIABLE).filter(|value| !value.is_empty()),
            runtimes: install::folders_named("runtime"),
            path: env::var_os("PATH"),
        })?;
        let found = Self { hwaccel, ..found };
        log::debug!("FFmpeg {}: {}", found.version, found.program.display());
        Ok(FOUND.get_or_init(|| found).clone())
    }

    fn find_in(places: &Places) -> Result<Self, FfmpegError> {
        if let Some(program) = &places.variable {
            return Self::check(Path::new(program)).map_err(|error| match error {
                FfmpegError::NotRunnable { path, reason } => FfmpegError::Variable { path, reason },
                other => other,
            });
        }
        let mut first_failure = None;
        let name = format!("ffmpeg{}", env::consts::EXE_SUFFIX);
        let own = places.runtimes.iter().map(|runtime| (runtime.join(&name), true));
        let paths = places.path.iter().flat_map(env::split_paths).filter(|folder| folder.is_absolute());
        let others = paths.map(|folder| (folder.join(&name), false));
        for (candidate, is_own) in own.chain(others).filter(|(path, _)| path.is_file()) {
            if is_own {
                install::check(&candidate)
                    .map_err(|reason| FfmpegError::Changed { path: candidate.clone(), reason })?;
            }
            match Self::check(&candidate) {
                Ok(found) => return Ok(found),
                Err(error) => _ = first_failure.get_or_insert(error),
            }
        }
        Err(first_failure.unwrap_or(FfmpegError::NotFound))
    }

    /// Runs `program -version` and judges the answer.
    fn check(program: &Path) -> Result<Self, FfmpegError> {
        let not_runnable = |reason: String| FfmpegError::NotRunnable { path: program.to_owned(), reason };
        let output = bare_command(Command::new(program))
            .arg("-version")
            .stdin(Stdio::null())
            .output()
            .map_err(|error| not_runnable(files::reason(&error)))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let version = text
            .strip_prefix("ffmpeg version ")
            .and_then(|rest| rest.split_whitespace().next())
            .ok_or_else(|| not_runnable("it does not answer `-version` as FFmpeg does".to_owned()))?;
        if !is_new_enough(version) {
            return Err(FfmpegError::TooOld { path: program.to_owned(), version: version.to_owned() });
        }
        Ok(Self { program: program.to_owned(), version: version.to_owned(), hwaccel: false, stop: None })
    }

    /// The same program, for whose frames nobody waits any more when `stop` becomes true.
    pub fn until(self, stop: Arc<AtomicBool>) -> Self {
        Self { stop: Some(stop), ..self }
    }

    /// The same program, which decodes on graphics where it can.
    #[cfg(test)]
    pub(crate) fn on_graphics(self) -> Self {
        Self { hwaccel: true, ..self }
    }

    /// Whether it decodes on graphics where it can.
    pub(crate) fn hwaccel(&self) -> bool {
        self.hwaccel
    }

    /// What ends the waiting, where that was said.
    pub(crate) fn stop(&self) -> Option<Arc<AtomicBool>> {
        self.stop.clone()
    }

    /// The program's file.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// The version as the program words it, such as `7.0.2-static` or `N-12345-gabcdef`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// A call that has only `-hide_banner -nostdin` so far; the caller adds arguments and sets up the pipes.
    /// Pass files as [`Ffmpeg::file_argument`].
    pub fn command(&self) -> Command {
        let mut command = bare_command(Command::new(&self.program));
        command.args(["-hide_banner", "-nostdin"]);
        command
    }

    /// `path` as FFmpeg must be told it, as input or output: a leading `-` or a `:` in a name mean nothing then.
    pub fn file_argument(path: &Path) -> OsString {
        let mut argument = OsString::from("file:");
        argument.push(path);
        argument
    }

    /// A call with `path` as its only input, cut off from the network, from other files (a playlist opens nothing) and
    /// from the terminal, within limits of memory where the system has them. Every line on stderr has its level in it:
    /// `[h264 @ 0x5581] [error] no frame!`. `options` are for how it is read. It ends with the *thread* that starts it.
    pub(crate) fn input(&self, path: &Path, options: &[&str]) -> Command {
        let mut command = bare_command(guard::command(self.program.as_os_str()));
        command.args(["-hide_banner", "-nostdin", "-nostats", "-loglevel", "repeat+level+info"]);
        command.args(["-protocol_whitelist", "file,pipe", "-format_whitelist", FORMATS]).args(options);
        command.arg("-i").arg(Self::file_argument(path)).stdin(Stdio::null());
        command
    }

    /// The error for a program that was found earlier and does not start now.
    pub(crate) fn not_startable(&self, error: &io::Error) -> FfmpegError {
        FfmpegError::NotRunnable { path: self.program.clone(), reason: files::reason(error) }
    }
}

/// Whether a value says `auto`, or nothing.
fn is_auto(value: Option<OsString>) -> Result<bool, FfmpegError> {
    match value.filter(|value| !value.is_empty()) {
        None => Ok(false),
        Some(value) if value == "auto" => Ok(true),
        Some(value) => Err(FfmpegError::Hwaccel(value)),
    }
}

/// The call without the settings of the user's shell that change what it prints or writes.
fn bare_command(mut command: Command) -> Command {
    command.env_remove("FFREPORT").env_remove("AV_LOG_FORCE_COLOR").env("AV_LOG_FORCE_NOCOLOR", "1");
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        // a Ctrl-C in the terminal is for us: reading and writing end in good order
        command.process_group(0);
    }
    #[cfg(windows)]
    {
        use std::os::windows::process::CommandExt;
        const CREATE_NO_WINDOW: u32 = 0x0800_0000;
        command.creation_flags(CREATE_NO_WINDOW);
    }
    command
}

/// Builds from git (`N-12345-g…`, `git-…`) and dated builds (`2024-05-01-git-…`) count as new.
fn is_new_enough(version: &str) -> bool {
    let mut numbers = version
        .strip_prefix('n')
        .unwrap_or(version)
        .split(|c: char| !c.is_ascii_digit())
        .map(|part| part.parse::<u32>().ok());
    match numbers.next().flatten() {
        Some(major) => (major, numbers.next().flatten().unwrap_or(0)) >= OLDEST,
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_from_every_kind_of_build_are_understood() {
        for new in [
            "5.1.9-0+deb12u1",
            "5.1",
            "n9.0.2-17-g2a571b6068-20260930",
            "7.0.2-static",
            "9.x",
            "10.0",
            "N-12345-gabc",
            "git-2025-01-01-abc",
            "2024-05-01-git-full",
        ] {
            assert!(is_new_enough(new), "{new}");
        }
        for old in ["5.0.3", "4.4.2-0ubuntu0.22.04.1", "n4.4", "3.4.11", "5"] {
            assert!(!is_new_enough(old), "{old}");
        }
    }

    /// A shell script that answers like an FFmpeg of `version`.
    #[cfg(unix)]
    fn fake(path: &Path, version: &str) {
        use std::os::unix::fs::PermissionsExt;
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, format!("#!/bin/sh\necho 'ffmpeg version {version} Copyright'\n")).unwrap();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
        // Another test's child may hold the freshly written file open for a moment.
        while Command::new(path).output().is_err_and(|error| error.kind() == io::ErrorKind::ExecutableFileBusy) {}
    }

    /// Describes the program in this folder as the one that the setup fetched.
    #[cfg(unix)]
    fn fetched(runtime: &Path) {
        use sha2::{Digest, Sha256};
        let program = std::fs::read(runtime.join("ffmpeg")).unwrap();
        let sha256: String = Sha256::digest(&program).iter().map(|byte| format!("{byte:02x}")).collect();
        let part = format!(r#"{{"file": "ffmpeg", "bytes": {}, "sha256": "{sha256}"}}"#, program.len());
        std::fs::write(runtime.join("versions.json"), format!(r#"{{"parts": {{"ffmpeg": {part}}}}}"#)).unwrap();
    }

    #[test]
    fn graphics_decode_when_they_are_asked_to() {
        let asked = |value: &str| is_auto(Some(value.into()));
        assert!(!is_auto(None).unwrap() && !asked("").unwrap() && asked("auto").unwrap());
        let error = asked("vaapi").unwrap_err().to_string();
        assert!(error.starts_with("LEGRAISE_HWACCEL is \"vaapi\"; set it to auto"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn the_variable_allows_no_fallback_an_old_program_gives_way_and_a_changed_one_does_not_run() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let runtime = at("repo/runtime");
        fake(&runtime.join("ffmpeg"), "4.4.2");
        fetched(&runtime);
        fake(&at("bin/ffmpeg"), "7.0");
        let mut places =
            Places { variable: None, runtimes: vec![runtime.clone()], path: Some(at("bin").into_os_string()) };
        assert_eq!(Ffmpeg::find_in(&places).unwrap().program(), at("bin/ffmpeg"));

        places.path = None;
        let error = Ffmpeg::find_in(&places).unwrap_err();
        assert!(matches!(&error, FfmpegError::TooOld { version, .. } if version == "4.4.2"), "{error}");

        fake(&runtime.join("ffmpeg"), "7.0");
        let error = Ffmpeg::find_in(&places).unwrap_err().to_string();
        assert!(error.contains("its SHA-256 differs") && error.ends_with("runtime/ffmpeg"), "{error}");
        fetched(&runtime);
        assert_eq!(Ffmpeg::find_in(&places).unwrap().program(), runtime.join("ffmpeg"));

        places.runtimes.clear();
        assert!(matches!(Ffmpeg::find_in(&places), Err(FfmpegError::NotFound)));

        places.path = Some(at("bin").into_os_string());
        places.variable = Some(at("missing").into_os_string());
        let error = Ffmpeg::find_in(&places).unwrap_err().to_string();
        assert!(
            error.starts_with("LEGRAISE_FFMPEG") && error.ends_with("missing") && error.contains("no such file"),
            "{error}"
        );

        std::fs::write(at("text"), "hello").unwrap();
        places.variable = Some(at("text").into_os_string());
        assert!(Ffmpeg::find_in(&places).unwrap_err().to_string().contains("no permission"));
    }
}
