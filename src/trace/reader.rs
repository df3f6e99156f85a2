//! Reads a trace line by line.

use super::format::{SCHEMA, TraceHeader, TraceLine};
use crate::files;
use crate::motion::Timestamp;
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// A frame has 3 KB.
const MOST_LINE_BYTES: u64 = 1 << 20;
/// Three hours at 30 fps; they are all kept.
const MOST_BYTES: u64 = 1 << 30;
/// Ten days.
const LATEST: Timestamp = Timestamp(864_000_000_000_000);

/// Why a trace can't be read.
#[derive(Debug, thiserror::Error)]
pub enum TraceError {
    #[error("can't read the trace ({reason}): {}", .path.display())]
    Unreadable { path: PathBuf, reason: String },
    #[error("not a trace that this version reads ({reason}); record it again with --trace: {}, line {line}", .path.display())]
    Malformed { path: PathBuf, line: usize, reason: String },
}

/// Reads a trace line by line. Half a line at the end, left by a program that was ended while writing, is ignored.
pub struct TraceReader {
    path: PathBuf,
    header: TraceHeader,
    file: BufReader<File>,
    /// Number of the line that was read last.
    line: usize,
    /// Time of the last frame.
    frame: Option<Timestamp>,
    ended: bool,
}

impl TraceReader {
    pub fn open(path: &Path) -> Result<Self, TraceError> {
        let unreadable = |reason: String| TraceError::Unreadable { path: path.to_owned(), reason };
        let malformed = |reason: String| TraceError::Malformed { path: path.to_owned(), line: 1, reason };
        let file = files::open(path).map_err(|e| unreadable(files::reason(&e)))?;
        if file.metadata().is_ok_and(|found| found.len() > MOST_BYTES) {
            return Err(unreadable(format!("it is larger than {} MB", MOST_BYTES >> 20)));
        }
        let mut file = BufReader::new(file);
        let first = next_line(&mut file).map_err(|e| match e.kind() {
            ErrorKind::FileTooLarge => malformed(e.to_string()),
            _ => unreadable(files::reason(&e)),
        })?;
        let first = first.ok_or_else(|| malformed("it is empty".to_owned()))?;
        let first = String::from_utf8(first)
            .map_err(|_| malformed("it is no text; `legraise measure` takes recordings".to_owned()))?;
        let header: TraceHeader = serde_json::from_str(&first).map_err(|e| malformed(files::json_reason(&e)))?;
        if header.schema != SCHEMA {
            return Err(malformed(format!("its schema is {}, not {SCHEMA}", header.schema)));
        }
        if header.exercise.as_ref().is_some_and(|exercise| exercise.check().is_err()) {
            return Err(malformed("its exercise makes no sense".to_owned()));
        }
        Ok(Self { path: path.to_owned(), header, file, line: 1, frame: None, ended: false })
    }

    pub fn header(&self) -> &TraceHeader {
        &self.header
    }

    /// The next line, `None` at the end; what is wrong with it.
    fn read(&mut self) -> Result<Option<TraceLine>, String> {
        let Some(text) = next_line(&mut self.file).map_err(|e| files::reason(&e))? else { return Ok(None) };
        self.line += 1;
        match serde_json::from_slice(&text) {
            Ok(line) => self.check(&line).map(|()| Some(line)),
            Err(error) if error.is_eof() && !text.ends_with(b"\n") => Ok(None),
            Err(error) if error.is_data() => Err("it is no frame, command or end that this version knows".to_owned()),
            Err(error) => Err(files::json_reason(&error)),
        }
    }

    /// Whether a line can come after those before it.
    fn check(&mut self, line: &TraceLine) -> Result<(), String> {
        let time = match line {
            _ if self.ended => return Err("it comes after the end".to_owned()),
            TraceLine::End { .. } => {
                self.ended = true;
                return Ok(());
            }
            TraceLine::Command { t_ns, .. } | TraceLine::Frame { t_ns, .. } | TraceLine::Passed { t_ns, .. } => *t_ns,
        };
        if time > LATEST {
            return Err(format!("its time is more than {:.0} days after the start", LATEST.secs() / 86_400.0));
        }
        // a command says itself from when on it holds, and may stand anywhere
        let is_frame = matches!(line, TraceLine::Frame { .. } | TraceLine::Passed { .. });
        let before = is_frame.then(|| self.frame.replace(time)).flatten();
        match before {
            Some(before) if before >= time => Err("its time is not after that of the frame before".to_owned()),
            _ => Ok(()),
        }
    }
}

impl Iterator for TraceReader {
    type Item = Result<TraceLine, TraceError>;

    fn next(&mut self) -> Option<Self::Item> {
        let line = self.read().transpose()?;
        Some(line.map_err(|reason| TraceError::Malformed { path: self.path.clone(), line: self.line, reason }))
    }
}

/// With the line end, where there is one.
fn next_line(file: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let length = file.take(MOST_LINE_BYTES).read_until(b'\n', &mut line)?;
    if length as u64 == MOST_LINE_BYTES && !line.ends_with(b"\n") {
        let reason = format!("a line is longer than {} MB", MOST_LINE_BYTES >> 20);
        return Err(std::io::Error::new(ErrorKind::FileTooLarge, reason));
    }
    Ok((length > 0).then_some(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of a trace with this after its header, or what is wrong.
    fn read(lines: &str) -> Result<usize, String> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), format!("{HEADER}\n{lines}")).unwrap();
        let reader = TraceReader::open(file.path()).map_err(|error| error.to_string())?;
        reader.map(|line| line.map(|_| 1).map_err(|error| error.to_string())).sum()
    }

    const HEADER: &str = r#"{"schema":"legraise.trace/1","source":{"path":"a.mp4","kind":"video","width":640,"height":360,"rotation_deg":0,"stated_duration_s":null},"model":{"name":"full","sha256":""},"config":{"thresholds":{"pass_deg":80,"slight_deg":70,"clear_deg":60,"knee_bend":{"warn_deg":10,"stop_deg":15},"opposite_leg_lift":{"warn_deg":5,"stop_deg":10}},"side":null,"flow":"recorded"}}"#;
    const FIRST: &str = r#"{"t_ns":1000,"pose":null}"#;
    const END: &str = r#"{"end":{"problems":[],"interrupted":false}}"#;

    #[test]
    fn a_line_that_is_not_known_is_refused_with_its_number() {
        assert_eq!(read(&format!("{FIRST}\n{END}\n")), Ok(2));
        for unknown in [
            r#"{"t_ns":1000,"command":"Dance"}"#,
            r#"{"t_ns":2000}"#,
            r#"{"t_ns":2000,"pose":null,"mood":1}"#,
            r#"{"t_ns":2000,"pose":{}}"#,
            r#"{"t_ns":-1,"pose":null}"#,
            r#"{"t_ns":2000,"pose":null"#,
            r#"{"stop":1}"#,
            "",
            "\u{fffd}",
        ] {
            let error = read(&format!("{FIRST}\n{unknown}\n{END}\n")).expect_err(unknown);
            assert!(error.ends_with(", line 3") && !error.contains("untagged"), "{unknown}: {error}");
        }
        assert!(read(&format!("{END}\n{FIRST}\n")).unwrap_err().contains("after the end"));
    }

    #[test]
    fn times_that_go_back_or_stand_still_are_refused() {
        let frame = |t_ns: u64| format!("{{\"t_ns\":{t_ns},\"pose\":null}}\n");
        let command = |t_ns: u64| format!("{{\"t_ns\":{t_ns},\"command\":\"signal\"}}\n");
        assert_eq!(read(&(frame(0) + &command(5) + &frame(5) + &command(2))), Ok(4));
        for lines in [frame(5) + &frame(5), frame(5) + &frame(4)] {
            let error = read(&lines).expect_err(&lines);
            assert!(error.contains("not after") && error.ends_with("line 3"), "{error}");
        }
        assert!(read(&frame(u64::MAX)).unwrap_err().contains("days"));
    }

    #[test]
    fn half_a_line_at_the_end_is_none_and_elsewhere_a_fault() {
        for length in 1..FIRST.len() {
            assert_eq!(read(&format!("{FIRST}\n{}", &FIRST.replace("1000", "2000")[..length])), Ok(1), "{length}");
        }
        assert_eq!(read(FIRST), Ok(1));
        assert!(read(&format!("{}\n{END}", &FIRST[..9])).is_err());
    }

    #[test]
    fn a_line_without_an_end_is_not_read_on_for_ever() {
        let error = read(&" ".repeat(3 << 20)).unwrap_err();
        assert!(error.contains("longer than 1 MB"), "{error}");
    }

    #[test]
    fn a_file_that_is_no_trace_is_refused_with_its_line() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "{\"schema\":\"other\"}\n").unwrap();
        let error = TraceReader::open(file.path()).err().unwrap().to_string();
        assert!(error.contains("line 1"), "{error}");
    }
}
