//! Nothing of the user's is destroyed: every writer against every place that it must not write to.

use crate::bench::*;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::process::Command;

/// Ways to have the program write a file: each option of each command that writes.
#[cfg(unix)]
const WRITERS: [&str; 17] = [
    "measure --frames",
    "measure --trace",
    "measure --mot",
    "measure --trc",
    "measure --c3d",
    "measure --annotate",
    "measure --csv",
    "measure --out",
    "replay --frames",
    "replay --c3d",
    "replay --out",
    "live --report-json",
    "live --trace",
    "report --to",
    "report --card",
    "history export",
    "validate --out",
];

/// Inputs for all of them, and a place to write to.
struct Desk {
    bench: Bench,
    image: PathBuf,
    trace: PathBuf,
    /// Two seconds.
    clip: PathBuf,
    record: PathBuf,
}

impl Desk {
    fn new() -> Self {
        let bench = Bench::new();
        bench.folder("known");
        let image = bench.re_encoded("known/up.png", V01, "-ss 7 -frames:v 1");
        bench.write("known/truth.csv", "file,side,angle_deg\nup.png,right,78\n");
        let clip = bench.re_encoded("clip.mp4", V01, "-t 2 -vf fps=10 -preset ultrafast");
        let (trace, record) = (bench.path("clip.jsonl"), bench.path("record.sqlite"));
        let mut command = measure();
        command.args(option("--trace", &trace)).args(["--save", "Ana"]).args(option("--database", &record));
        assert_eq!(output(command.arg(little())).code, Some(0));
        Self { bench, image, trace, clip, record }
    }

    /// What a command reads; nothing where it is in the record.
    fn input(&self, writer: &str) -> Option<&Path> {
        match writer.split(' ').next() {
            Some("measure") => Some(&self.image),
            Some("replay") => Some(&self.trace),
            Some("live") => Some(&self.clip),
            _ => None,
        }
    }

    /// The command that writes with this writer into a folder, and the file that it writes there.
    fn command(&self, writer: &str, folder: &Path) -> (Vec<OsString>, PathBuf) {
        let (command, option) = writer.split_once(' ').unwrap();
        let mut arguments: Vec<OsString> = vec![command.into()];
        let more: &[&str] = match command {
            "measure" => &["--model", "full"],
            "live" => &["--headless", "--model", "full", "--source"],
            "report" => &["Ana"],
            "history" => &["export", "Ana"],
            _ => &[],
        };
        arguments.extend(more.iter().map(Into::into));
        arguments.extend(self.input(writer).map(Into::into));
        if command == "validate" {
            arguments.extend(["--model".into(), "full".into(), self.bench.path("known").into()]);
        }
        let in_folder = |name: &str| (folder.to_owned(), folder.join(name));
        let (option, (path, target)) = match writer {
            "history export" => ("--to", in_folder("trials.csv")),
            "validate --out" => (option, in_folder("validation.json")),
            "measure --out" => (option, in_folder("up.png.json")),
            "replay --out" => (option, in_folder("little.mp4.json")),
            _ => (option, (folder.join("target"), folder.join("target"))),
        };
        arguments.extend([option.into(), path.into()]);
        (arguments, target)
    }

    fn run(&self, arguments: &[OsString]) -> Output {
        output(program().env("LEGRAISE_DATABASE", &self.record).args(arguments))
    }

    /// The program refuses what has been prepared at the target, and says so in these words.
    #[cfg(unix)]
    fn refuses(&self, case: &str, words: &str, prepare: impl Fn(&Path)) {
        for writer in WRITERS {
            let folder = self.bench.folder(&format!("{case}/{writer}"));
            let (arguments, target) = self.command(writer, &folder);
            prepare(&target);
            let before = names_in(&folder);
            let output = self.run(&arguments);
            assert_eq!(output.code, Some(2), "{writer}, {case}: {output:?}");
            assert!(output.stderr.contains(words), "{writer}, {case}: {output:?}");
            // an export is of several files
            let after: Vec<_> =
                names_in(&folder).into_iter().filter(|name| before.contains(name) || name.starts_with('.')).collect();
            assert_eq!(after, before, "{writer}, {case}");
        }
    }
}

#[cfg(unix)]
#[test]
fn no_writer_writes_over_what_is_no_file_of_the_users_to_replace() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let desk = Desk::new();
    let victim = desk.bench.write("victim", "mine");
    desk.refuses("link", "it is a link to", |target| symlink(&victim, target).unwrap());
    desk.refuses("dangling", "it is a link to", |target| symlink("nowhere", target).unwrap());
    desk.refuses("folder", "it is a folder", |target| fs::create_dir(target).unwrap());
    desk.refuses("protected", "write-protected", |target| {
        fs::write(target, "mine").unwrap();
        fs::set_permissions(target, fs::Permissions::from_mode(0o444)).unwrap();
    });
    desk.refuses("pipe", "a device or a pipe", |target| {
        assert!(Command::new("mkfifo").arg(target).status().unwrap().success());
    });
    for writer in WRITERS {
        let (_, target) = desk.command(writer, &desk.bench.path(&format!("protected/{writer}")));
        assert_eq!(fs::read_to_string(target).unwrap(), "mine", "{writer}");
    }
    assert_eq!(fs::read_to_string(victim).unwrap(), "mine");
    assert!(!desk.bench.names().contains(&"nowhere".to_owned()));
}

#[cfg(unix)]
#[test]
fn no_writer_writes_over_an_input_or_the_record_by_whatever_name() {
    let desk = Desk::new();
    let all = [&desk.image, &desk.trace, &desk.clip, &desk.record];
    let whole = all.map(|path| fs::read(path).unwrap());
    for writer in WRITERS.iter().filter(|writer| !writer.contains("--out") && !writer.contains("export")) {
        let input = desk.input(writer).map(|path| (path, "the input"));
        for (original, what) in input.into_iter().chain([(&*desk.record, "the record")]) {
            let folder = desk.bench.folder(&format!("{what}/{writer}"));
            let hard = folder.join("hard");
            fs::hard_link(original, &hard).unwrap();
            let roundabout = folder.join("../..").join(original.strip_prefix(desk.bench.path("")).unwrap());
            for path in [hard, roundabout] {
                let (mut arguments, _) = desk.command(writer, &folder);
                *arguments.last_mut().unwrap() = path.into();
                let words = format!("{} would overwrite {what}", writer.split(' ').nth(1).unwrap());
                desk.run(&arguments).says_error(&[&words]);
            }
        }
    }
    assert_eq!(all.map(|path| fs::read(path).unwrap()), whole);
}

#[test]
fn outputs_of_all_groups_of_options_are_told_apart() {
    let desk = Desk::new();
    let target = desk.bench.path("new");
    let pairs = [
        ("measure", "--csv", "--frames"),
        ("measure", "--csv", "--trace"),
        ("measure", "--annotate", "--mot"),
        ("report", "--to", "--card"),
        ("live", "--report-json", "--trace"),
    ];
    for (command, one, another) in pairs {
        let (mut arguments, _) = desk.command(&format!("{command} {one}"), desk.bench.path("").as_path());
        *arguments.last_mut().unwrap() = target.clone().into();
        arguments.extend(option(another, &target));
        desk.run(&arguments).refuses(&["would overwrite --"], &target);
        assert!(!target.exists(), "{one} and {another}");
    }
}

#[test]
fn a_result_is_not_written_over_an_input() {
    let (bench, desk) = (Bench::new(), Desk::new());
    // results are named after the recording
    let trace = bench.path("little.mp4.json");
    fs::copy(&desk.trace, &trace).unwrap();
    let output = output(program().arg("replay").arg(&trace).args(option("--out", &bench.path(""))));
    assert_eq!(output.code, Some(0), "{output:?}");
    assert_eq!(fs::read(&trace).unwrap(), fs::read(&desk.trace).unwrap());
    assert_eq!(bench.names(), ["little.mp4-2.json", "little.mp4.json"]);
}

#[test]
fn an_export_is_not_written_over_the_record() {
    let desk = Desk::new();
    let folder = desk.bench.folder("export");
    let record = folder.join("fhir.json");
    fs::rename(&desk.record, &record).unwrap();
    let mut command = program();
    command.env("LEGRAISE_DATABASE", &record).args(["history", "export", "Ana", "--to"]).arg(&folder);
    output(&mut command).refuses(&["would overwrite the record"], &record);
    assert!(fs::read(&record).unwrap().starts_with(b"SQLite format 3"));
}

/// A disk of 200 kB in a namespace of its own, with an old file for a writer: full, or not to be written to.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_takes_nothing_leaves_the_old_file_whole() {
    let desk = Desk::new();
    let disk = desk.bench.folder("disk");
    let in_namespace = |script: &str, arguments: &[OsString]| {
        let mut command = Command::new("unshare");
        command.args(["-r", "-m", "sh", "-c"]);
        let mounted = format!("mount -t tmpfs -o size=200k none \"$0\" || exit 99; {script}");
        command.arg(mounted).arg(&disk).args(arguments).env("LEGRAISE_DATABASE", &desk.record);
        command.output()
    };
    if !in_namespace("true", &[]).is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: a small disk can't be mounted here");
        return;
    }
    // the first argument is the old file
    let full = r#"yes old | head -c 5000 > "$1"; cat /dev/zero > "$0/fill" 2>/dev/null; was=$(cksum < "$1")"#;
    let read_only = r#"yes old | head -c 5000 > "$1"; mount -o remount,ro "$0"; was=$(cksum < "$1")"#;
    let after = r#"target=$1; shift; "$@"; code=$?; [ "$(cksum < "$target")" = "$was" ] || exit 98
        ls -A "$0" | grep -q part && exit 97; exit $code"#;
    for (prepare, words) in [(full, "the disk is full"), (read_only, "this disk can't be written to")] {
        for writer in WRITERS {
            let (arguments, target) = desk.command(writer, &disk);
            let program = OsString::from(env!("CARGO_BIN_EXE_legraise"));
            let all = [vec![target.into(), program], arguments].concat();
            let output = checked(&in_namespace(&format!("{prepare}; {after}"), &all).unwrap());
            if writer == "measure --csv" {
                // another file is not touched for another reason
                assert_eq!(output.code, Some(2), "{writer}: {output:?}");
                continue;
            }
            assert_eq!(output.code, Some(2), "{writer}, 98 for a torso, 97 for a part: {output:?}");
            assert!(output.stderr.contains(words), "{writer}: {output:?}");
        }
    }
}
