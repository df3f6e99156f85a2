use super::*;
use crate::estimator::ModelInfo;
use crate::export::{Decimal, TrialLine, header, line};
use std::fs;

/// A row of an input without a trial.
fn row(source: &str) -> String {
    let model = &ModelInfo { name: "heavy".into(), sha256: "d3c09ea204a0ff".into() };
    let (person, date, trial, correction, method, problem) = (Some("Müller"), None, None, None, None, "");
    let source = Path::new(source);
    line(&TrialLine { person, date, source, model, trials: 0, trial, correction, method, problem }, Decimal::Point)
}

/// Tables in a folder of their own, and where they are joined.
struct Tables {
    folder: tempfile::TempDir,
    arguments: JoinArguments,
}

impl Tables {
    fn of(tables: &[String]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let names = (1..=tables.len()).map(|number| path(&format!("part-{number}.csv")));
        let arguments = JoinArguments { tables: names.collect(), csv: path("all.csv"), inputs: Vec::new() };
        tables.iter().zip(&arguments.tables).for_each(|(text, path)| fs::write(path, text).unwrap());
        Self { folder, arguments }
    }

    /// An empty file to be named as an input.
    fn input(&self, name: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "").unwrap();
        path
    }

    fn joined(&self) -> String {
        run(&self.arguments).unwrap();
        fs::read_to_string(&self.arguments.csv).unwrap()
    }

    #[track_caller]
    fn refused(&self, words: &[&str]) {
        let told = run(&self.arguments).unwrap_err().to_string();
        words.iter().for_each(|word| assert!(told.contains(word), "{word:?} is not in: {told}"));
        assert!(!self.arguments.csv.exists());
    }
}

fn point() -> String {
    header(Decimal::Point)
}

#[test]
fn rows_come_in_the_order_of_one_run_over_a_folder() {
    let rows = ["c/f1.mp4", "c/F2.mp4", "c/f10.mp4", "d/a.mp4"].map(row);
    let [f1, f2, f10, a] = &rows;
    // the one with the names of the columns need not come first; a share may have no file
    let tables = [format!("{a}{f2}"), String::new(), point() + f10, f1.clone()];
    assert_eq!(Tables::of(&tables).joined(), point() + &rows.concat());
    assert_eq!(Tables::of(&[point(), String::new()]).joined(), point());
}

#[test]
fn a_decimal_comma_and_line_breaks_in_cells_stay() {
    let row = |name: &str| row(name).replace(',', ";");
    let broken = |name: &str| row(name).replace("Müller", "\"Mül\nler\"");
    let header = header(Decimal::Comma);
    let tables = [header.clone() + &row("a.mp4") + &broken("c.mp4"), broken("b.mp4")];
    let expected = header + &row("a.mp4") + &broken("b.mp4") + &broken("c.mp4");
    assert_eq!(Tables::of(&tables).joined(), expected);
}

#[test]
fn rows_come_in_the_order_of_the_inputs_where_those_are_named() {
    let mut tables = Tables::of(&[]);
    let inputs = ["z/f2.mp4", "z/f10.mp4", "a.mp4", "missing.mp4"].map(|name| tables.input(name));
    let rows: Vec<String> = inputs[..3].iter().map(|path| row(path.to_str().unwrap())).collect();
    tables.arguments.tables = ["1.csv", "2.csv"].map(|name| tables.folder.path().join(name)).to_vec();
    fs::write(&tables.arguments.tables[0], point() + &rows[2] + &rows[1]).unwrap();
    fs::write(&tables.arguments.tables[1], &rows[0]).unwrap();
    tables.arguments.inputs = vec![tables.folder.path().join("z"), inputs[2].clone(), inputs[3].clone()];
    assert_eq!(tables.joined(), point() + &rows.concat());
    let order = Order::of(&tables.arguments.inputs).unwrap();
    let shares: Vec<_> = tables.arguments.tables.iter().filter_map(|path| read(path).unwrap()).collect();
    let told = summary(&in_order(&shares, &order).unwrap(), &order);
    assert!(told.starts_with("inputs in the table: 3; ") && told.contains(": 1\n"), "{told}");
    assert!(told.lines().count() == 2 && told.ends_with("missing.mp4"), "{told}");
    fs::remove_file(&tables.arguments.csv).unwrap();
    tables.arguments.inputs.pop();
    tables.arguments.inputs.pop();
    tables.refused(&["a.mp4 is in it, and none of the --inputs", "1.csv"]);
}

#[test]
fn what_is_no_share_of_one_table_is_refused_with_what_to_do() {
    let (a, b) = (row("a.mp4"), row("b.mp4"));
    let twice = Tables::of(&[point() + &a, b.clone() + &row("./a.mp4")]);
    twice.refused(&["a.mp4 is in ", "part-1.csv, too; leave one of them out: ", "part-2.csv"]);
    let cut = Tables::of(&[point() + &a, b[..b.len() - 5].to_owned()]);
    cut.refused(&["can't join the table: it was not written to its end", "with --resume", "part-2.csv"]);
    Tables::of(&[a.clone(), b.clone()]).refused(&["none of the tables begins with the names"]);
    let other = Tables::of(&[point() + &a, b.replace(',', ";")]);
    other.refused(&["its cells are separated otherwise than in ", "part-1.csv; ", ": ", "part-2.csv"]);
    Tables::of(&[point() + &a, "notes\n".to_owned()]).refused(&["not a table of this kind", "part-2.csv"]);
    let mut gone = Tables::of(&[point() + &a]);
    gone.arguments.tables.push(gone.folder.path().join("part-2.csv"));
    gone.refused(&["can't join the table: no such file: ", "part-2.csv"]);
}

#[test]
fn no_table_is_written_over() {
    let mut tables = Tables::of(&[point() + &row("a.mp4")]);
    fs::write(&tables.arguments.csv, "mine").unwrap();
    let told = run(&tables.arguments).unwrap_err().to_string();
    assert!(told.contains("a table is there already"), "{told}");
    assert_eq!(fs::read_to_string(&tables.arguments.csv).unwrap(), "mine");
    // a share without a row is none to be written over, either
    tables.arguments.csv = tables.input("part-2.csv");
    tables.arguments.tables.push(tables.arguments.csv.clone());
    let told = run(&tables.arguments).unwrap_err().to_string();
    assert!(told.contains("--csv would overwrite a table that is joined"), "{told}");
}
