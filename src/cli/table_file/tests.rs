use super::*;
use crate::estimator::ModelInfo;
use crate::export::{TrialLine, cells, line};
use std::path::Path;

fn model() -> ModelInfo {
    ModelInfo { name: "heavy".into(), sha256: "d3c09ea204a0ff".into() }
}

fn of<'a>(source: &'a str, trials: usize, model: &'a ModelInfo) -> TrialLine<'a> {
    let (person, date, trial, correction, method, problem) = (Some("Müller"), None, None, None, None, "");
    TrialLine { person, date, source: Path::new(source), model, trials, trial, correction, method, problem }
}

pub(super) fn row(source: &str, trials: usize) -> String {
    line(&of(source, trials, &model()), Decimal::Point)
}

fn read(text: impl AsRef<[u8]>) -> Result<Table, String> {
    Table::read(text.as_ref(), Decimal::Point, true)
}

fn sources(table: &Table) -> Vec<&str> {
    let mut sources: Vec<_> = table.sources().collect();
    sources.sort_unstable();
    sources
}

#[track_caller]
fn check(text: &str, whole: &str, expected: &[&str]) {
    let table = read(text).expect("a table");
    assert_eq!(&text[..table.whole()], whole);
    assert_eq!(sources(&table), expected);
}

/// The file after a row for this source has been added.
fn with_row(content: &[u8], source: &str) -> Vec<u8> {
    let table = read(content).unwrap();
    let cells = cells(&of(source, 1, &model()), table.decimal());
    [&content[..table.whole()], &table.addition(&[cells])].concat()
}

#[test]
fn what_was_not_written_to_its_end_goes_and_the_rest_stays() {
    let header = header(Decimal::Point);
    let (a, b) = (row("a.mp4", 0), row("b.mp4", 2));
    check("", "", &[]);
    check(&header[..9], "", &[]);
    check(&header, &header, &[]);
    let one = header.clone() + &a;
    check(&one, &one, &["a.mp4"]);
    check(&one[..one.len() - 4], &header, &[]);
    // one of two trials
    let half = one.clone() + &b;
    check(&half, &half, &["a.mp4"]);
    check(&(half.clone() + &b[..20]), &half, &["a.mp4"]);
    let both = one.clone() + &b + &b;
    check(&both, &both, &["a.mp4", "b.mp4"]);
    // the end of the line alone is missing, as from some spreadsheets
    let unended = one.trim_end();
    check(unended, unended, &["a.mp4"]);
    assert_eq!(with_row(unended.as_bytes(), "c.mp4"), with_row(one.as_bytes(), "c.mp4"));
}

/// The row of one of an input's trials.
pub(super) fn trial_row(source: &str, trials: usize, trial: u32) -> Vec<String> {
    let mut cells = cells(&of(source, trials, &model()), Decimal::Point);
    cells[COLUMNS.iter().position(|column| column.name == "trial").unwrap()] = trial.to_string();
    cells
}

#[test]
fn of_an_input_that_was_cut_off_the_missing_rows_are_added_and_the_others_stay() {
    let all: Vec<Vec<String>> = (1..=3).map(|trial| trial_row("b.mp4", 3, trial)).collect();
    let header = header(Decimal::Point);
    let added = |text: &str, rows: &[Vec<String>]| {
        let table = read(text).expect("a table");
        text[..table.whole()].to_owned() + &String::from_utf8(table.addition(rows)).expect("text")
    };
    let whole = added(&header, &all);
    assert_eq!(whole.lines().count(), 4);
    for (from, to) in [(1, 2), (1, 3), (2, 3), (3, 4)] {
        let some = added(&header, &all[from - 1..to - 1]);
        let longer = added(&some, &all);
        assert!(longer.starts_with(&some), "{longer}");
        let (mut got, mut want): (Vec<&str>, Vec<&str>) = (longer.lines().collect(), whole.lines().collect());
        got.sort_unstable();
        want.sort_unstable();
        assert_eq!(got, want);
    }
}

#[test]
fn what_somebody_wrote_below_an_input_of_which_rows_are_missing_is_not_lost() {
    let (header, a, b) = (header(Decimal::Point), row("a.mp4", 1), row("b.mp4", 3));
    let remark = "looked through by Dr. Ito, all well\n";
    let text = header.clone() + &a + &b + remark;
    check(&text, &text, &["a.mp4", "b.mp4"]);
    assert!(with_row(text.as_bytes(), "c.mp4").starts_with(text.as_bytes()));
    // what follows the remark is not done
    let again = text.clone() + &b;
    check(&again, &again, &["a.mp4"]);
}

#[test]
fn a_table_of_something_else_with_as_many_columns_is_left_alone() {
    let columns = crate::export::COLUMNS.len();
    let other = format!("x,y,z,2{}\nu,v,w,3{}\n", ",".repeat(columns - 4), ",".repeat(columns - 4));
    assert_eq!(read(&other).err(), Some(OTHER.to_owned()));
}

/// A line of a table of before, which has fewer columns.
fn of_before(line: &str) -> String {
    line.trim_end().split(',').take(crate::export::FIRST_COLUMNS).collect::<Vec<_>>().join(",") + "\n"
}

#[test]
fn a_table_of_before_is_gone_on_with_in_its_own_columns() {
    let header = of_before(&header(Decimal::Point));
    let (a, c) = (of_before(&row("a.mp4", 1)), of_before(&row("c.mp4", 1)));
    for (table, expected) in [(header.clone() + &a, header.clone() + &a + &c), (a.clone(), a.clone() + &c)] {
        check(&table, &table, &["a.mp4"]);
        assert_eq!(String::from_utf8(with_row(table.as_bytes(), "c.mp4")).unwrap(), expected);
    }
    let without_a_first_column: String = header.split(',').skip(1).collect::<Vec<_>>().join(",");
    assert!(read(without_a_first_column).is_err());
}

#[test]
fn a_method_that_was_not_written_to_its_end_is_none() {
    let with_method = |method: &str| header(Decimal::Point) + row("a.mp4", 1).trim_end() + method;
    check(&with_method("strap"), &with_method("strap"), &["a.mp4"]);
    check(&with_method("str"), &header(Decimal::Point), &[]);
}

#[test]
fn rows_that_somebody_has_sorted_or_taken_out_stay() {
    let (a, b) = (row("a.mp4", 2), row("b.mp4", 2));
    let sorted = header(Decimal::Point) + &a + &b + &a + &b;
    check(&sorted, &sorted, &["a.mp4", "b.mp4"]);
    let taken_out = header(Decimal::Point) + &a + &b + &b;
    check(&taken_out, &taken_out, &["a.mp4", "b.mp4"]);
}

/// The table as a spreadsheet saves it.
fn saved(delimiter: &str, line_end: &str, quoted: bool, mark: &str) -> String {
    let names: Vec<_> = COLUMNS.iter().map(|column| column.name.to_owned()).collect();
    let mut cells = cells(&of("clinic/a.mp4", 1, &model()), Decimal::Comma);
    cells[COLUMNS.iter().position(|column| column.name == "angle_deg").unwrap()] =
        if delimiter == "," { "78.5" } else { "78,5" }.to_owned();
    let line = |cells: &[String]| {
        let cells: Vec<_> =
            cells.iter().map(|cell| if quoted { format!("\"{cell}\"") } else { cell.clone() }).collect();
        cells.join(delimiter) + line_end
    };
    mark.to_owned() + &line(&names) + &line(&cells)
}

#[test]
fn a_table_goes_on_in_the_way_that_a_spreadsheet_has_saved_it() {
    for (delimiter, decimal) in [(",", Decimal::Point), (";", Decimal::Comma), ("\t", Decimal::Comma)] {
        for (line_end, quoted, mark) in
            [("\n", false, "\u{feff}"), ("\r\n", false, ""), ("\r\n", true, "\u{feff}"), ("\n", true, "")]
        {
            let text = saved(delimiter, line_end, quoted, mark);
            let table = read(&text).expect("a table");
            assert_eq!((table.whole(), table.decimal(), sources(&table)), (text.len(), decimal, vec!["clinic/a.mp4"]));
            let longer = String::from_utf8(with_row(text.as_bytes(), "b.mp4")).unwrap();
            let added = longer.strip_prefix(&text).expect("what was there stays");
            assert!(added.ends_with(line_end) && added.matches('\n').count() == 1, "{added:?}");
            assert_eq!(added.matches(delimiter).count(), COLUMNS.len() - 1, "{added:?}");
            assert_eq!(added.starts_with('"'), quoted);
            assert_eq!(sources(&read(&longer).unwrap()), ["b.mp4", "clinic/a.mp4"]);
            // half of the new line
            let half = &longer[..longer.floor_char_boundary(text.len() + added.len() / 2)];
            assert_eq!(read(half).unwrap().whole(), text.len());
        }
    }
}

#[test]
fn a_table_in_another_encoding_goes_on_in_it() {
    for (encoding, mark) in [(Encoding::Windows1252, ""), (Encoding::Utf16Le, "\u{feff}")] {
        let content = encoding.encode(&saved("\t", "\r\n", false, mark));
        let longer = with_row(&content, "Zoë.mp4");
        assert!(longer.starts_with(&content));
        assert_eq!(sheet::decode(&longer).1, encoding);
        assert_eq!(sources(&read(&longer).unwrap()), ["Zoë.mp4", "clinic/a.mp4"]);
    }
}

#[test]
fn columns_may_be_moved_and_added_and_empty_lines_be_left() {
    let mut names: Vec<_> = COLUMNS.iter().map(|column| column.name).collect();
    names.reverse();
    names.push("my remark");
    let mut row = cells(&of("a.mp4", 1, &model()), Decimal::Point);
    row.reverse();
    row.push("nice".to_owned());
    let empty = ",".repeat(names.len() - 1);
    let text = format!("{}\n{}\n{empty}\n\n", names.join(","), row.join(","));
    let longer = String::from_utf8(with_row(text.as_bytes(), "b.mp4")).unwrap();
    let table = read(&longer).unwrap();
    assert_eq!(sources(&table), ["a.mp4", "b.mp4"]);
    let last = longer.lines().last().unwrap();
    assert!(last.contains(",heavy d3c09ea204a0,") && last.ends_with(",Müller,"), "{last}");
}

#[test]
fn further_shares_have_no_header() {
    let (a, b) = (row("a.mp4", 1), row("b.mp4", 1));
    let table = Table::read(b"", Decimal::Point, false).unwrap();
    assert_eq!(table.addition(&[cells(&of("a.mp4", 1, &model()), Decimal::Point)]), a.as_bytes());
    let text = a.clone() + &b[..30];
    let table = Table::read(text.as_bytes(), Decimal::Point, false).unwrap();
    assert_eq!((table.whole(), sources(&table)), (a.len(), vec!["a.mp4"]));
    // all shares into one file
    let joined = header(Decimal::Point) + &a;
    assert_eq!(sources(&Table::read(joined.as_bytes(), Decimal::Point, false).unwrap()), ["a.mp4"]);
}

#[test]
fn another_file_is_left_alone() {
    let header = header(Decimal::Point);
    let some = header.split(',').skip(1).take(20).collect::<Vec<_>>().join(",");
    for text in ["frame,time_s\n0,0.0\n", "no table\n", "notes without a line end", "\0\0\0", &some] {
        for with_header in [true, false] {
            assert!(Table::read(text.as_bytes(), Decimal::Point, with_header).is_err(), "{text:?}");
        }
    }
    let open = header.clone() + &row("a.mp4", 1) + "\"b.mp4,\n" + &row("c.mp4", 1);
    let told = read(open).err().expect("an error");
    assert!(told.contains("quotation mark is not closed in line 3"), "{told}");
}
