//! The program: parse, dispatch, exit code.

use clap::Parser;
use legraise::cli;
use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run(cli::Arguments::parse())
}
