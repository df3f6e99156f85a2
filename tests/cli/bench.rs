//! The workbench: runs the program, makes clips, reads results.

use legraise::runtime::Ffmpeg;
use serde_json::Value;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// The right leg goes to 78° in this sample.
pub const V01: &str = "v01_peak78_f1.mp4";
/// The right knee bends at about 66°.
pub const V03: &str = "v03_kneebend55_m3.mp4";
/// The left leg goes to 45°; frames come at uneven times.
pub const V07: &str = "v07_vfr_peak45_f2.mp4";

/// What a run left on the terminal.
#[derive(Debug)]
pub struct Output {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// The program, with nothing of the tester's own settings, and in English whatever the machine speaks.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_legraise"));
    for variable in ["LEGRAISE_DATABASE", "LEGRAISE_MODELS", "LEGRAISE_FFMPEG", "LEGRAISE_PROVIDER", "ORT_DYLIB_PATH"] {
        command.env_remove(variable);
    }
    command.env("LEGRAISE_LANG", "en").stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub fn output(command: &mut Command) -> Output {
    checked(&command.output().expect("the program starts"))
}

/// No run may panic, whatever happens.
pub fn checked(output: &std::process::Output) -> Output {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program prints UTF-8");
    let output = Output { code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) };
    assert!(!output.stderr.contains("panicked"), "{}", output.stderr);
    output
}

/// Runs the program with these arguments.
pub fn run<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Output {
    output(program().args(arguments))
}

/// A `measure` with the faster model; more arguments are to be added.
pub fn measure() -> Command {
    let mut command = program();
    command.args(["measure", "--model", "full"]);
    command
}

/// Measures one input and prints the summary.
pub fn measured(path: &Path) -> Output {
    output(measure().arg(path))
}

impl Output {
    /// The only line on stdout, as a document.
    #[track_caller]
    pub fn json(&self) -> Value {
        let (line, rest) = self.stdout.split_once('\n').unwrap_or_else(|| panic!("no line on stdout: {self:?}"));
        assert_eq!(rest, "", "one document, one line");
        serde_json::from_str(line).expect("a JSON document")
    }

    /// The run ended with 2 and said one thing, which has all these words in it and the path at its end.
    #[track_caller]
    pub fn refuses(&self, words: &[&str], path: &Path) {
        self.says_error(words);
        assert!(self.stderr.trim_end().ends_with(&path.display().to_string()), "path last: {}", self.stderr);
    }

    /// The run ended with 2, printed no result, and said one thing with all these words in it.
    #[track_caller]
    pub fn says_error(&self, words: &[&str]) {
        assert_eq!((self.code, self.stdout.as_str()), (Some(2), ""), "{self:?}");
        assert!(self.stderr.starts_with("legraise: ") && self.stderr.lines().count() == 1, "{}", self.stderr);
        for word in words {
            assert!(self.stderr.contains(word), "{word:?} is not in: {}", self.stderr);
        }
    }

    /// The run ended with `code` and its result has all these words in it; nothing on stderr.
    #[track_caller]
    pub fn tells(&self, code: i32, words: &[&str]) {
        assert_eq!((self.code, self.stderr.as_str()), (Some(code), ""), "{self:?}");
        for word in words {
            assert!(self.stdout.contains(word), "{word:?} is not in: {}", self.stdout);
        }
    }
}

/// The only trial's side and angle.
#[track_caller]
pub fn only_trial(document: &Value) -> (String, f64) {
    let trials = document["trials"].as_array().expect("trials");
    assert_eq!(trials.len(), 1, "{document}");
    (trials[0]["side"].as_str().unwrap().to_owned(), trials[0]["angle_deg"].as_f64().unwrap())
}

/// The codes of what the document tells the user.
pub fn problems(document: &Value) -> Vec<&str> {
    document["problems"].as_array().unwrap().iter().map(|p| p["code"].as_str().unwrap()).collect()
}

/// Replays a trace with the same document as output; equal to the byte with what the recording run printed.
#[track_caller]
pub fn replays_to(trace: &Path, document: &str) {
    let replay = output(program().args(["replay", "--json"]).arg(trace));
    assert_eq!(replay.stdout, document);
    assert_eq!(replay.stderr, "");
}

pub fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)
}

pub fn ffmpeg() -> &'static Ffmpeg {
    static FFMPEG: OnceLock<Ffmpeg> = OnceLock::new();
    FFMPEG.get_or_init(|| Ffmpeg::find().expect("FFmpeg is in runtime/: run `make setup`"))
}

/// A folder of one test, removed at its end.
pub struct Bench {
    folder: TempDir,
}

impl Bench {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    pub fn folder(&self, name: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(&path).unwrap();
        path
    }

    /// The names in the folder, in order.
    pub fn names(&self) -> Vec<String> {
        names_in(self.folder.path())
    }

    /// A file made by FFmpeg from an input (a file, or `-f lavfi …`) with the arguments of the output.
    pub fn make(&self, name: &str, input: &[&OsStr], arguments: &str) -> PathBuf {
        let path = self.path(name);
        convert(input, arguments, &path);
        path
    }

    /// A sample re-encoded.
    pub fn re_encoded(&self, name: &str, of: &str, arguments: &str) -> PathBuf {
        self.make(name, &[OsStr::new("-i"), sample(of).as_os_str()], arguments)
    }

    /// Something made up by one of FFmpeg's generators.
    pub fn synthetic(&self, name: &str, source: &str, arguments: &str) -> PathBuf {
        self.make(name, &["-f", "lavfi", "-i", source].map(OsStr::new), arguments)
    }
}

pub fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn convert(input: &[&OsStr], arguments: &str, path: &Path) {
    let mut command = ffmpeg().command();
    command.args(["-loglevel", "error", "-y"]).args(input).args(arguments.split(' ').filter(|a| !a.is_empty()));
    let output = command.arg(Ffmpeg::file_argument(path)).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Sample v01 in little: 10 fps, 480 wide, 12 s. Measures like the sample in a second.
pub fn little() -> &'static Path {
    static LITTLE: OnceLock<PathBuf> = OnceLock::new();
    LITTLE.get_or_init(|| {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let partial = folder.path().join("little.mp4");
        let input = sample(V01);
        convert(
            &[OsStr::new("-i"), input.as_os_str()],
            "-vf fps=10,scale=480:-2 -preset ultrafast -crf 18 -movflags +faststart",
            &partial,
        );
        // one name for all runs: nothing piles up
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("little.mp4");
        std::fs::rename(partial, &path).unwrap();
        path
    })
}

/// The first part of a file.
pub fn cut(from: &Path, percent: usize) -> Vec<u8> {
    let bytes = std::fs::read(from).unwrap();
    bytes[..bytes.len() * percent / 100].to_vec()
}

/// What FFmpeg says of a video: its length as the container states it, and how many frames come out of it, all
/// without a complaint.
pub struct Clip {
    pub duration_s: f64,
    pub size: (u32, u32),
    pub frames: usize,
}

impl Clip {
    #[track_caller]
    pub fn read(path: &Path) -> Self {
        let mut command = ffmpeg().command();
        command.args(["-v", "info", "-nostats", "-i"]).arg(Ffmpeg::file_argument(path));
        command.args(["-map", "0:v", "-fps_mode", "passthrough", "-f", "framecrc", "-"]);
        let output = command.output().unwrap();
        let (text, crcs) = (String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
        assert!(output.status.success() && !text.contains("rror"), "{text}");
        let duration = text.split("Duration: ").nth(1).and_then(|rest| rest.split(',').next()).expect("a duration");
        let duration_s =
            duration.split(':').map(|part| part.parse::<f64>().unwrap()).fold(0.0, |sum, part| sum * 60.0 + part);
        let size = crcs.split("#dimensions 0: ").nth(1).and_then(|rest| rest.lines().next()).expect("a size");
        let (width, height) = size.split_once('x').unwrap();
        let frames = crcs.lines().filter(|line| !line.starts_with('#')).count();
        Self { duration_s, size: (width.parse().unwrap(), height.parse().unwrap()), frames }
    }
}

/// An argument and its path.
pub fn option(name: &str, path: &Path) -> [OsString; 2] {
    [name.into(), path.into()]
}
