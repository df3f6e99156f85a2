//! A share's table as it stands: its header and its rows as text, so that joined they are what one run writes.

use super::{Records, Table, TableRow, by_names, columns, told_decimal};
use crate::export::Decimal;
use crate::sheet::{self, Encoding};
use std::collections::{HashMap, HashSet};

const CUT_OFF: &str = "it was not written to its end; measure its share again with --resume, which puts it right";

/// The table.
pub struct Share {
    encoding: Encoding,
    delimiter: u8,
    line_end: &'static str,
    /// How its numbers are written, where one of them tells.
    decimal: Option<Decimal>,
    columns: Vec<Option<usize>>,
    /// The first line, with its byte order mark; only the first share has one.
    header: Option<String>,
    rows: Vec<ShareRow>,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareRow {
    /// The cell of the column `source`.
    pub source: String,
    /// The row as it stands in the file, with the end of its line.
    pub text: String,
}

impl Share {
    /// Reads a table; `None` where nothing is in it, as of a share without files.
    ///
    /// # Errors
    /// It is another table, was cut off, or holds what is no row, or one twice. In words for people.
    pub fn read(content: &[u8]) -> Result<Option<Self>, String> {
        if content.is_empty() {
            return Ok(None);
        }
        let table = Table::read(content, Decimal::Point, true)?;
        let (text, encoding) = sheet::decode(content);
        let records = Records::of(&text)?;
        let is_whole = text[..records.end].ends_with(['\n', '\r']) && is_blank(&text[records.end..]);
        if table.whole == 0 || table.unfinished.is_some() || !is_whole {
            return Err(CUT_OFF.to_owned());
        }
        let has_header = columns(&records).is_some_and(|(_, has_header)| has_header);
        Ok(Some(Self {
            encoding,
            delimiter: records.delimiter,
            line_end: table.line_end(),
            decimal: told_decimal(&records),
            header: has_header.then(|| text[..records.places[0].end].to_owned()),
            rows: rows(&text, &records, &table.columns, has_header)?,
            columns: table.columns,
        }))
    }

    /// Its first line, where it has one.
    pub fn header(&self) -> Option<&str> {
        self.header.as_deref()
    }

    pub fn rows(&self) -> &[ShareRow] {
        &self.rows
    }

    /// In what it is written otherwise than another one, so that they are not one table.
    pub fn differs_from(&self, other: &Self) -> Option<&'static str> {
        let decimals = self.decimal.zip(other.decimal);
        [
            (self.columns != other.columns, "its columns are others"),
            (self.delimiter != other.delimiter, "its cells are separated otherwise"),
            (decimals.is_some_and(|(own, others)| own != others), "its numbers are written otherwise"),
            (self.encoding != other.encoding, "its letters are encoded otherwise"),
            (self.line_end != other.line_end, "its lines end otherwise"),
        ]
        .into_iter()
        .find_map(|(differs, what)| differs.then_some(what))
    }

    /// A text of tables like this one, as bytes.
    pub fn encode(&self, text: &str) -> Vec<u8> {
        self.encoding.encode(text)
    }
}

fn rows(text: &str, records: &Records, columns: &[Option<usize>], has_header: bool) -> Result<Vec<ShareRow>, String> {
    let mut trials: HashMap<String, HashSet<Option<u64>>> = HashMap::new();
    let mut rows = Vec::new();
    for (record, place) in records.records.iter().zip(&records.places).skip(usize::from(has_header)) {
        let row = TableRow::of(record, columns).filter(|_| by_names(record).is_none());
        let Some(row) = row else {
            let line = 1 + text[..place.start].matches('\n').count();
            return Err(format!("line {line} is no row of an input; take it out"));
        };
        let of_source = trials.entry(row.source.clone()).or_default();
        if !of_source.insert(row.trial) || of_source.len() > row.trials {
            return Err(format!("{} is in it twice; take the rows of one measurement out", row.source));
        }
        rows.push(ShareRow { source: row.source, text: text[place.clone()].to_owned() });
    }
    Ok(rows)
}

/// Whether there is nothing but ends of lines.
fn is_blank(text: &str) -> bool {
    text.trim_matches(['\n', '\r']).is_empty()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{row, trial_row};
    use super::*;
    use crate::export::header;

    /// The rows of an input with three trials, as a crash leaves the first `count` of them.
    fn some_of_three(source: &str, count: u32) -> String {
        let table = Table::read(b"", Decimal::Point, false).unwrap();
        let rows: Vec<_> = (1..=count).map(|trial| trial_row(source, 3, trial)).collect();
        String::from_utf8(table.addition(&rows)).unwrap()
    }

    fn read(text: impl AsRef<[u8]>) -> Share {
        Share::read(text.as_ref()).expect("a table").expect("with something in it")
    }

    #[track_caller]
    fn refused(text: &str, words: &str) {
        let told = Share::read(text.as_bytes()).err().expect("an error");
        assert!(told.contains(words), "{told}");
    }

    #[test]
    fn rows_are_what_stands_in_the_file_to_the_byte() {
        let header = header(Decimal::Point);
        let broken = "\"line\nbreak.mp4\"";
        let rows = [row("a.mp4", 1), row("b, \"b\".mp4", 0), row("line.mp4", 1).replace("line.mp4", broken)];
        let share = read(header.clone() + &rows.concat() + &some_of_three("c.mp4", 3));
        assert_eq!(share.header(), Some(header.as_str()));
        let sources: Vec<&str> = share.rows().iter().map(|row| row.source.as_str()).collect();
        assert_eq!(sources, ["a.mp4", "b, \"b\".mp4", "line\nbreak.mp4", "c.mp4", "c.mp4", "c.mp4"]);
        let texts: String = share.rows().iter().map(|row| row.text.as_str()).collect();
        assert_eq!(texts, rows.concat() + &some_of_three("c.mp4", 3));
        // further shares
        let share = read(rows.concat());
        assert_eq!((share.header(), share.rows().len()), (None, 3));
        assert!(Share::read(b"").unwrap().is_none());
        assert!(read(&header).rows().is_empty());
    }

    #[test]
    fn what_was_cut_off_is_refused_wherever_the_cut_is() {
        let header = header(Decimal::Point);
        let whole = header.clone() + &row("a.mp4", 1) + &row("b.mp4", 1);
        let mut places: Vec<usize> = (1..whole.len()).filter(|at| whole.is_char_boundary(*at)).collect();
        // between lines nothing is cut
        places.retain(|at| !whole[..*at].ends_with('\n'));
        for at in places {
            refused(&whole[..at], "not written to its end");
        }
        refused(&(header.clone() + &some_of_three("a.mp4", 2)), "not written to its end");
        assert_eq!(read(whole + "\n\n").rows().len(), 2);
    }

    #[test]
    fn what_is_there_twice_or_is_no_row_is_refused() {
        let (header, a) = (header(Decimal::Point), row("a.mp4", 1));
        refused(&(header.clone() + &a + &row("b.mp4", 1) + &a), "a.mp4 is in it twice");
        refused(&(header.clone() + &some_of_three("a.mp4", 3) + &some_of_three("a.mp4", 3)), "a.mp4 is in it twice");
        refused(&(header.clone() + &a + "looked through by Dr. Ito\n" + &row("b.mp4", 1)), "line 3 is no row");
        refused(&(header.clone() + &a + header.trim_start_matches('\u{feff}')), "line 3 is no row");
        refused("frame,time_s\n0,0.0\n", "not a table of this kind");
    }

    #[test]
    fn tables_that_are_written_otherwise_are_known() {
        let plain = read(row("a.mp4", 1));
        let header = read(header(Decimal::Point));
        assert_eq!(plain.differs_from(&header), None);
        let semicolons = row("b.mp4", 1).replace(',', ";");
        assert_eq!(read(&semicolons).differs_from(&plain), Some("its cells are separated otherwise"));
        let with_ends = row("b.mp4", 1).replace('\n', "\r\n");
        assert_eq!(read(with_ends).differs_from(&plain), Some("its lines end otherwise"));
        let fewer = row("b.mp4", 1).trim_end().rsplit_once(',').map(|(first, _)| first.to_owned() + "\n");
        assert_eq!(read(fewer.unwrap()).differs_from(&plain), Some("its columns are others"));
        let western = Encoding::Windows1252.encode(&row("Zoë.mp4", 1));
        assert_eq!(read(western).differs_from(&plain), Some("its letters are encoded otherwise"));
    }
}
