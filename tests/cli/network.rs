//! Nothing goes over a network: which sockets the program and FFmpeg ask the system for.

use crate::bench::*;
use std::path::Path;
use std::process::Command;

/// Families of sockets that stay on this machine.
const LOCAL: [&str; 2] = ["AF_UNIX", "AF_NETLINK"];

/// The program under `strace`; `None`, with the reason printed, where that can't be.
fn watched(log: &Path) -> Option<Command> {
    let strace = || {
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-e", "trace=socket", "-o"]).arg(log);
        command
    };
    match strace().arg("true").output() {
        Ok(output) if output.status.success() => {}
        Ok(output) => {
            println!("skipped: strace may not watch here: {}", String::from_utf8_lossy(&output.stderr).trim());
            return None;
        }
        Err(error) => {
            println!("skipped: there is no strace here to watch sockets with ({error})");
            return None;
        }
    }
    let mut command = strace();
    let program = program();
    command.arg(program.get_program());
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    Some(command)
}

/// Runs it; every socket it asks for is local.
#[track_caller]
fn stays_local(command: &mut Command, log: &Path) -> Output {
    let output = output(command);
    let log = std::fs::read_to_string(log).expect("a log");
    let far = |line: &&str| line.contains("socket(") && !LOCAL.iter().any(|family| line.contains(family));
    assert_eq!(log.lines().find(far), None);
    output
}

#[test]
fn measuring_opens_no_socket_to_a_network() {
    let bench = Bench::new();
    let log = bench.path("log");
    let Some(mut command) = watched(&log) else { return };
    command.args(["measure", "--model", "full", "--annotate"]).arg(bench.path("seen.mp4")).arg(little());
    stays_local(&mut command, &log).tells(0, &["Trial 1"]);
}

#[test]
fn a_playlist_opens_no_socket_to_a_network() {
    let bench = Bench::new();
    let log = bench.path("log");
    let list = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n";
    for name in ["list.m3u8", "list.mp4"] {
        let Some(mut command) = watched(&log) else { return };
        command.args(["measure", "--model", "full"]).arg(bench.write(name, list));
        assert_ne!(stays_local(&mut command, &log).code, Some(0));
    }
}

#[test]
fn a_live_measurement_opens_no_socket_to_a_network() {
    let bench = Bench::new();
    let log = bench.path("log");
    let Some(mut command) = watched(&log) else { return };
    command.args(["live", "--headless", "--seconds", "4", "--model", "full", "--source"]).arg(little());
    let output = stays_local(&mut command, &log);
    assert!(output.stderr.contains("model full"), "{output:?}");
}
