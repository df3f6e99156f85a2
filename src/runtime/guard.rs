//! FFmpeg within limits: it ends when this program does, however that happens, and takes only so much memory.
//!
//! Without unsafe code a program can set such limits for itself alone. So it starts itself, sets them, and becomes
//! FFmpeg.

use std::ffi::OsStr;
use std::process::{Command, ExitCode};

/// What FFmpeg may take, bytes: its part in measuring 8K with 10 bits is 0.9 GB.
#[cfg(target_os = "linux")]
const MEMORY_BYTES: u64 = 1_300_000_000;

/// The part of FFmpeg's memory that is set aside for each of its threads, bytes: a phone's image of many tiles has two
/// threads a tile.
#[cfg(target_os = "linux")]
const STACK_BYTES: u64 = 2 << 20;

/// The argument that makes this program become another one; its process number and that program's call follow.
#[cfg(target_os = "linux")]
const ARGUMENT: &str = "--become-within-limits";

/// Whether this program heeds [`ARGUMENT`]: programs that only use the library don't.
#[cfg(target_os = "linux")]
static IS_OFFERED: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

/// The first thing in `main`: makes this process FFmpeg within limits when it was started for that, and lets FFmpeg be
/// started so from now on.
///
/// Returns `None` in a program that goes on as itself, else with what to exit.
#[cfg(target_os = "linux")]
pub fn become_ffmpeg_if_asked() -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == ARGUMENT) {
        let parent = arguments.next().and_then(|id| id.to_str()?.parse().ok())?;
        let program = arguments.next()?;
        return Some(become_ffmpeg(parent, &program, arguments));
    }
    IS_OFFERED.store(true, std::sync::atomic::Ordering::Relaxed);
    None
}

/// Elsewhere FFmpeg has no such limits: it ends when it can't write to us any more.
#[cfg(not(target_os = "linux"))]
pub fn become_ffmpeg_if_asked() -> Option<ExitCode> {
    None
}

#[cfg(target_os = "linux")]
fn become_ffmpeg(parent: i32, program: &OsStr, arguments: impl Iterator<Item = std::ffi::OsString>) -> ExitCode {
    use nix::sys::{prctl, resource, signal::Signal};
    use std::os::unix::process::CommandExt;
    // A system that refuses a limit has FFmpeg run without it.
    _ = prctl::set_pdeathsig(Signal::SIGKILL);
    _ = resource::setrlimit(resource::Resource::RLIMIT_DATA, MEMORY_BYTES, MEMORY_BYTES);
    _ = resource::setrlimit(resource::Resource::RLIMIT_STACK, STACK_BYTES, STACK_BYTES);
    if nix::unistd::getppid().as_raw() != parent {
        // it died before we asked to be told
        return ExitCode::FAILURE;
    }
    let error = Command::new(program).args(arguments).exec();
    // told to this program, which reads what FFmpeg prints
    crate::terminal::tell(&format!("[fatal] can't start FFmpeg: {error}"));
    ExitCode::FAILURE
}

/// A call of `program` within limits, where this program can set them. It ends with the *thread* that starts it.
pub(super) fn command(program: &OsStr) -> Command {
    #[cfg(target_os = "linux")]
    if IS_OFFERED.load(std::sync::atomic::Ordering::Relaxed) {
        // not by name: a newer version may have taken its place meanwhile
        let mut command = Command::new("/proc/self/exe");
        command.arg(ARGUMENT).arg(std::process::id().to_string()).arg(program);
        return command;
    }
    Command::new(program)
}
