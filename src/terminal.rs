//! Printing: the only place that writes to standard output and standard error.
//!
//! Names, notes and other people's messages may hold characters that do something to a terminal: colour it, rename it,
//! turn text around. Whatever is printed goes through [`printable`] first.

use std::io::{self, ErrorKind, Write};

/// Which of the libraries' messages are told on standard error, such as `debug` or `winit=trace,rfd=warn`.
const LOG_VARIABLE: &str = "LEGRAISE_LOG";

/// Prints the libraries' log messages, if the user asks for them by [`LOG_VARIABLE`].
pub fn log_as_asked() {
    let Ok(wanted) = std::env::var(LOG_VARIABLE) else { return };
    let lines = |out: &mut env_logger::fmt::Formatter, record: &log::Record<'_>| {
        let level = record.level().as_str().to_lowercase();
        writeln!(out, "{level} {}: {}", record.target(), in_a_line(&record.args().to_string()))
    };
    let mut builder = env_logger::Builder::new();
    builder.target(env_logger::Target::Pipe(Box::new(LogWriter))).format(lines).parse_filters(&wanted);
    // a second one in a process, as in tests, changes nothing
    let _ = builder.try_init();
}

/// Prints log lines by [`tell`].
struct LogWriter;

impl Write for LogWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        tell(String::from_utf8_lossy(bytes).trim_end());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Prints lines on standard output. A reader that has gone away (`| head`) is no error.
///
/// # Errors
/// The text can't be written.
pub fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let written = writeln!(out, "{}", printable(text)).and_then(|()| out.flush());
    written.or_else(|error| if error.kind() == ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
}

/// Prints for the user on standard error. It is no error if that is closed, or on a full disk.
pub fn tell(text: &str) {
    // in one piece, so that lines of several threads do not mix
    let _ = io::stderr().write_all(format!("{}\n", printable(text)).as_bytes());
}

/// Tells the user about an error, in one line.
pub fn complain(text: &str) {
    tell(&format!("legraise: {}", in_a_line(text)));
}

/// `text` with characters that are not for the eye written as JSON writes them, such as `\u001b`; line ends stay. A
/// JSON document still says the same.
pub fn printable(text: &str) -> String {
    escape(text, |letter| letter != '\n' && is_hidden(letter))
}

/// The same in one line: what a name is printed as.
pub fn in_a_line(text: &str) -> String {
    escape(text, is_hidden)
}

fn escape(text: &str, is_escaped: impl Fn(char) -> bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_escaped(letter) {
            let units =
                letter.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>();
            escaped.push_str(&units);
        } else {
            escaped.push(letter);
        }
    }
    escaped
}

/// Control characters, and those that are not seen but change how others are: direction, invisible signs, line ends.
/// Joiners stay: scripts need them.
fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_a_terminal_is_spelled_out() {
        assert_eq!(printable("e\x1b[31mred\x1b]0;PWN\x07.mp4"), "e\\u001b[31mred\\u001b]0;PWN\\u0007.mp4");
        assert_eq!(printable("a\u{9b}31m\u{7f}\u{202e}4pm.\r"), "a\\u009b31m\\u007f\\u202e4pm.\\u000d");
        assert_eq!(printable("\u{e0041}"), "\\udb40\\udc41");
        assert_eq!((printable("one\ntwo"), in_a_line("one\ntwo")), ("one\ntwo".to_owned(), "one\\u000atwo".to_owned()));
    }

    #[test]
    fn names_in_any_script_are_printed_as_they_are() {
        for name in ["Zoë O’Brien", "Наталья", "李", "a\u{301}", "می\u{200c}خواهم", "👩\u{200d}🔬", "שרה", "77° ± 5°"]
        {
            assert_eq!(in_a_line(name), name);
        }
    }

    #[test]
    fn a_json_document_says_the_same_as_before() {
        let name = "e\x1b\u{9b}\u{202e}\u{7f}\u{e0041}\n.mp4";
        let printed = printable(&serde_json::to_string(name).unwrap());
        assert!(printed.is_ascii(), "{printed}");
        assert_eq!(serde_json::from_str::<String>(&printed).unwrap(), name);
    }
}
