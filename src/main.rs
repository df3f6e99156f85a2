//! The program: run, exit code.

use legraise::{cli, source};
use std::process::ExitCode;

fn main() -> ExitCode {
    if let Some(ended) = source::become_ffmpeg_if_asked() {
        return ended;
    }
    cli::run(std::env::args_os())
}
