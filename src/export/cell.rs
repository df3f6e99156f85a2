//! Cells and rows of the tables.
//!
//! UTF-8 with a byte order mark, without which spreadsheets take names for another encoding. Where numbers have a
//! decimal comma, spreadsheets expect semicolons and commas: [`Decimal::Comma`].

/// How numbers are written, and with it what separates cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Decimal {
    /// `78.5`, cells separated by commas: for programs, and for spreadsheets in English.
    #[default]
    Point,
    /// `78,5`, cells separated by semicolons: for spreadsheets where that is the custom.
    Comma,
}

/// What is in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(String),
    Number(f64),
    Empty,
}

impl Cell {
    /// As it stands in the file.
    pub fn written(self, decimal: Decimal) -> String {
        match self {
            Self::Text(text) => harmless(&text),
            Self::Number(number) if decimal == Decimal::Comma => number.to_string().replace('.', ","),
            Self::Number(number) => number.to_string(),
            Self::Empty => String::new(),
        }
    }
}

/// The first line of a file, with its line break.
pub fn header<'a>(names: impl Iterator<Item = &'a str>, decimal: Decimal) -> String {
    format!("\u{feff}{}", joined(names.map(str::to_owned), decimal))
}

/// A row, with its line break.
pub fn joined(cells: impl Iterator<Item = String>, decimal: Decimal) -> String {
    let delimiter = if decimal == Decimal::Comma { b';' } else { b',' };
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    let written = writer.write_record(cells).map_err(|e| e.to_string());
    let bytes = written.and_then(|()| writer.into_inner().map_err(|e| e.to_string())).expect("memory takes every row");
    String::from_utf8(bytes).expect("text stays text")
}

/// Characters with which a formula begins in spreadsheets, full-width forms included.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A text on one line that no spreadsheet takes for a formula.
pub fn harmless(text: &str) -> String {
    let on_one_line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    // zero-width spaces are invisible, too
    let unseen = |c: char| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    match on_one_line.trim_start_matches(unseen).starts_with(FORMULA) {
        true => format!("'{on_one_line}"),
        false => on_one_line,
    }
}

pub fn text(text: Option<&str>) -> Cell {
    text.filter(|text| !text.is_empty()).map_or(Cell::Empty, |text| Cell::Text(text.to_owned()))
}

pub fn number(number: Option<f64>) -> Cell {
    number.map_or(Cell::Empty, Cell::Number)
}
