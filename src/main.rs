//! The program: run, exit code.

use legraise::{cli, runtime};
use std::process::ExitCode;

fn main() -> ExitCode {
    if let Some(ended) = runtime::become_ffmpeg_if_asked() {
        return ended;
    }
    cli::run(std::env::args_os())
}
