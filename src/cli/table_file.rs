//! What is in the CSV file of many inputs, as this program or a spreadsheet has written it, and what is to be added in
//! the same way. `share.rs` is a whole table as it stands, to be joined with others.

use crate::export::{COLUMNS, Decimal, FIRST_COLUMNS, header};
use crate::motion::Method;
use crate::sheet::{self, Encoding};
use csv::{QuoteStyle, StringRecord, Terminator};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

mod share;

pub use share::{Share, ShareRow};

const OTHER: &str = "it is not a table of this kind; name another file";

/// How a table is written.
struct Style {
    encoding: Encoding,
    delimiter: u8,
    decimal: Decimal,
    terminator: Terminator,
    quotes: QuoteStyle,
}

/// The table.
pub struct Table {
    style: Style,
    /// The table's columns, each as a place in [`COLUMNS`]; `None` for those that somebody has added.
    columns: Vec<Option<usize>>,
    /// How much of the table is whole, bytes.
    whole: usize,
    /// What is to come before the next row: the header, the end of the last line.
    before: String,
    has_rows: bool,
    /// Cells of the column `source`, of inputs with all their rows.
    sources: HashSet<String>,
    /// The last input, where rows of it are missing: the program was ended while it wrote them.
    unfinished: Option<Unfinished>,
}

/// An input of which some rows are there: those stay, and the others are added.
struct Unfinished {
    source: String,
    /// Cells of the column `trial`; `None` where one is empty.
    trials: HashSet<Option<u64>>,
}

/// A row of an input.
struct TableRow {
    source: String,
    /// Rows that the input has.
    trials: usize,
    /// Which of the input's rows it is.
    trial: Option<u64>,
}

impl TableRow {
    /// What a record tells; `None` of one that is no row of an input.
    fn of(record: &StringRecord, columns: &[Option<usize>]) -> Option<Self> {
        let cell = |name: &str| record.get(place(columns, name)?).filter(|cell| !cell.is_empty());
        Some(Self {
            source: cell("source")?.to_owned(),
            trials: (cell("trials").and_then(count)? as usize).max(1),
            trial: cell("trial").and_then(count),
        })
    }
}

impl Table {
    /// Reads a table; `decimal` and `with_header` are those of a new one. What was not written to its end is no part of
    /// it.
    ///
    /// # Errors
    /// It is another table, or damaged. In words for people.
    pub fn read(content: &[u8], decimal: Decimal, with_header: bool) -> Result<Self, String> {
        let (text, encoding) = sheet::decode(content);
        // nothing, or a header that was not written to its end
        let half = |header: String| header.len() > content.len() && header.as_bytes().starts_with(content);
        if [Decimal::Point, Decimal::Comma].into_iter().any(|decimal| half(header(decimal))) {
            return Ok(Self::new(decimal, if with_header { header(decimal) } else { String::new() }));
        }
        let records = Records::of(&text)?;
        let (columns, has_header) = columns(&records).ok_or(OTHER)?;
        let mut table = Self {
            style: Style {
                encoding,
                delimiter: records.delimiter,
                decimal: decimal_of(&records, decimal),
                terminator: if text.contains("\r\n") { Terminator::CRLF } else { Terminator::Any(b'\n') },
                quotes: if text[records.start..].starts_with('"') { QuoteStyle::Always } else { QuoteStyle::Necessary },
            },
            columns,
            whole: 0,
            before: String::new(),
            has_rows: false,
            sources: HashSet::new(),
            unfinished: None,
        };
        table.take(&records, has_header);
        let end = records.end;
        table.whole = encoding.encode(&text[..end]).len();
        if !text[..end].ends_with(['\n', '\r']) {
            table.before = table.line_end().to_owned();
        }
        Ok(table)
    }

    fn new(decimal: Decimal, before: String) -> Self {
        let delimiter = if decimal == Decimal::Comma { b';' } else { b',' };
        Self {
            style: Style {
                encoding: Encoding::Utf8,
                delimiter,
                decimal,
                terminator: Terminator::Any(b'\n'),
                quotes: QuoteStyle::Necessary,
            },
            columns: (0..COLUMNS.len()).map(Some).collect(),
            whole: 0,
            before,
            has_rows: false,
            sources: HashSet::new(),
            unfinished: None,
        }
    }

    /// Takes the rows. An input of which the last rows are missing is not done.
    fn take(&mut self, records: &Records, has_header: bool) {
        let row = |record: &StringRecord| TableRow::of(record, &self.columns);
        let lines: Vec<Option<TableRow>> = records.records.iter().skip(usize::from(has_header)).map(row).collect();
        let rows = || lines.iter().flatten();
        self.has_rows = rows().next().is_some();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        rows().for_each(|row| *counts.entry(&row.source).or_default() += 1);
        let last = lines.last().and_then(Option::as_ref);
        let cut = last.filter(|last| counts[&*last.source] < last.trials).map(|last| &last.source);
        self.unfinished = cut.map(|source| Unfinished {
            source: source.clone(),
            trials: rows().filter(|row| row.source == *source).map(|row| row.trial).collect(),
        });
        self.sources = rows().map(|row| &row.source).filter(|source| Some(*source) != cut).cloned().collect();
    }

    /// How its numbers are written.
    pub fn decimal(&self) -> Decimal {
        self.style.decimal
    }

    /// How much of the table is whole, bytes.
    pub fn whole(&self) -> usize {
        self.whole
    }

    pub fn has_rows(&self) -> bool {
        self.has_rows
    }

    /// The inputs whose rows are all there, as their cells tell them.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().map(String::as_str)
    }

    /// Whether the rows of this row's input are there.
    pub fn has_source_of(&self, cells: &[String]) -> bool {
        self.sources.contains(cell(cells, "source"))
    }

    /// What is to be added for rows with these cells, in the order of [`COLUMNS`]; without rows what makes the table
    /// ready for them.
    pub fn addition(&self, rows: &[Vec<String>]) -> Vec<u8> {
        let style = &self.style;
        let mut writer = csv::WriterBuilder::new();
        writer.delimiter(style.delimiter).terminator(style.terminator).quote_style(style.quotes);
        let mut writer = writer.from_writer(Vec::new());
        for cells in rows.iter().filter(|cells| !self.has_row(cells)) {
            let cells = self.columns.iter().map(|column| column.map_or("", |at| cells[at].as_str()));
            writer.write_record(cells).expect("memory takes every row");
        }
        let rows = writer.into_inner().expect("memory takes every row");
        style.encoding.encode(&(self.before.clone() + &String::from_utf8_lossy(&rows)))
    }

    /// Whether this row of an input that is not done is there.
    fn has_row(&self, cells: &[String]) -> bool {
        let of = self.unfinished.as_ref().filter(|of| of.source == cell(cells, "source"));
        of.is_some_and(|of| of.trials.contains(&count(cell(cells, "trial"))))
    }

    fn line_end(&self) -> &'static str {
        if matches!(self.style.terminator, Terminator::CRLF) { "\r\n" } else { "\n" }
    }
}

/// The records of a text.
struct Records {
    delimiter: u8,
    /// Where the text begins, behind its byte order mark.
    start: usize,
    /// None of them empty.
    records: Vec<StringRecord>,
    /// Where each stands in the text, with the end of its line.
    places: Vec<Range<usize>>,
    /// Where the last whole one ends.
    end: usize,
}

impl Records {
    fn of(text: &str) -> Result<Self, String> {
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        let delimiter = sheet::delimiter(first_record(&text[start..]));
        let mut reader = csv::ReaderBuilder::new();
        reader.has_headers(false).flexible(true).delimiter(delimiter);
        let mut reader = reader.from_reader(&text.as_bytes()[start..]);
        let (mut records, mut places): (Vec<StringRecord>, _) = (Vec::new(), Vec::new());
        let (mut end, mut record) = (start, StringRecord::new());
        while reader.read_record(&mut record).map_err(|_| OTHER.to_owned())? {
            let from = end + leading_line_ends(&text[end..]);
            let mut to = start + reader.position().byte() as usize;
            if text[..to].ends_with('\r') && text[to..].starts_with('\n') {
                to += 1;
            }
            let in_quotes = record.iter().next_back().is_some_and(|cell| cell.contains('\n'));
            if to == text.len() && in_quotes && !text.trim_end().ends_with('"') {
                let line = 1 + text[..from].matches('\n').count();
                return Err(format!("a quotation mark is not closed in line {line}; mend it, or name another file"));
            }
            let columns = records.first().map_or(record.len(), StringRecord::len);
            if !text[..to].ends_with(['\n', '\r']) && !is_whole(&record, columns) {
                break;
            }
            end = to;
            if record.iter().any(|cell| !cell.is_empty()) {
                records.push(record.clone());
                places.push(from..to);
            }
        }
        Ok(Self { delimiter, start, records, places, end })
    }
}

/// The text to the first end of a line that is not in quotes.
fn first_record(text: &str) -> &str {
    let mut in_quotes = false;
    let end = text.find(|c: char| {
        in_quotes ^= c == '"';
        !in_quotes && matches!(c, '\n' | '\r')
    });
    &text[..end.unwrap_or(text.len())]
}

fn leading_line_ends(text: &str) -> usize {
    text.len() - text.trim_start_matches(['\n', '\r']).len()
}

/// Whether the end of its line is all that a record lacks: nothing is missing of a header, nor of a row with the
/// model's number.
fn is_whole(record: &StringRecord, columns: usize) -> bool {
    // where the last cell is a method, none of its letters is missing
    let is_cut =
        |last: &str| Method::ALL.iter().any(|of| !last.is_empty() && of.name() != last && of.name().starts_with(last));
    let is_row = record.iter().any(tells_model) && !record.iter().next_back().is_some_and(is_cut);
    record.len() == columns && (is_row || by_names(record).is_some())
}

/// Whether a cell ends with the number of a model.
fn tells_model(cell: &str) -> bool {
    let is_number = |word: &str| word.len() == 12 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    cell.rsplit(' ').next().is_some_and(is_number)
}

/// The columns of a table with this header; one of before may lack those that came later.
fn by_names(header: &StringRecord) -> Option<Vec<Option<usize>>> {
    let place = |name: &str| COLUMNS.iter().position(|column| column.name == name.trim());
    let columns: Vec<_> = header.iter().map(place).collect();
    (0..FIRST_COLUMNS).all(|at| columns.contains(&Some(at))).then_some(columns)
}

/// The columns, and whether there is a header; the tables of further shares have none. `None` of another table.
fn columns(records: &Records) -> Option<(Vec<Option<usize>>, bool)> {
    let first = records.records.first()?;
    if let Some(columns) = by_names(first) {
        return Some((columns, true));
    }
    let columns: Vec<_> = (0..first.len()).map(Some).collect();
    let cell = |name: &str| first.get(place(&columns, name)?);
    let is_row = (FIRST_COLUMNS..=COLUMNS.len()).contains(&first.len())
        && sheet::number(cell("trials")?).is_some()
        && tells_model(cell("model")?);
    is_row.then_some((columns, false))
}

/// The cell of a column, of cells in the order of [`COLUMNS`].
fn cell<'a>(cells: &'a [String], name: &str) -> &'a str {
    let at = COLUMNS.iter().position(|column| column.name == name);
    &cells[at.expect("a column of this name")]
}

/// A whole number, as a spreadsheet may have written it.
fn count(cell: &str) -> Option<u64> {
    sheet::number(cell).map(|number| number as u64)
}

/// Where a column of this name is in the file.
fn place(columns: &[Option<usize>], name: &str) -> Option<usize> {
    columns.iter().position(|column| column.is_some_and(|at| COLUMNS[at].name == name))
}

/// How the numbers of a table are written, by the first one that tells; else by what stands between its cells.
fn decimal_of(records: &Records, wished: Decimal) -> Decimal {
    told_decimal(records).unwrap_or(match records.delimiter {
        b';' => Decimal::Comma,
        b',' => Decimal::Point,
        _ => wished,
    })
}

/// How the first number is written that is not whole.
fn told_decimal(records: &Records) -> Option<Decimal> {
    let mut cells = records.records.iter().flat_map(StringRecord::iter);
    cells.find_map(|cell| {
        let between = cell.trim_start_matches('-').trim_matches(|c: char| c.is_ascii_digit());
        let is_number = cell.ends_with(|c: char| c.is_ascii_digit()) && sheet::number(cell).is_some();
        match between {
            "," if is_number => Some(Decimal::Comma),
            "." if is_number => Some(Decimal::Point),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests;
