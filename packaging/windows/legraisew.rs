//! Opens the window on Windows without the black one of a console: what the start menu and the Explorer call. It starts
//! `legraise.exe` beside it with the same arguments.

#![windows_subsystem = "windows"]

use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let Ok(own) = std::env::current_exe() else { return ExitCode::FAILURE };
    let mut program = Command::new(own.with_file_name("legraise.exe"));
    program.args(std::env::args_os().skip(1));
    #[cfg(windows)]
    {
        use std::os::windows::process::CommandExt;
        const CREATE_NO_WINDOW: u32 = 0x0800_0000;
        program.creation_flags(CREATE_NO_WINDOW);
    }
    let ended = program.status();
    if ended.is_ok_and(|status| status.success()) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
