//! Many recordings: the table, going on after a crash, shares, names that tell whose a recording is.

use crate::bench::*;
use std::fs;
use std::path::Path;

/// A folder with the little clip under these names, and a picture without a raise.
fn clinic(bench: &Bench, names: &[&str]) -> std::path::PathBuf {
    let folder = bench.folder("clinic");
    for name in names {
        fs::copy(little(), folder.join(name)).unwrap();
    }
    folder
}

fn column(table: &Path, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_path(table).unwrap();
    let at = reader.headers().unwrap().iter().position(|header| header == name).expect("a column");
    reader.records().map(|row| row.unwrap()[at].to_owned()).collect()
}

#[test]
fn a_table_goes_on_where_a_crash_left_it_and_says_what_could_not_be_measured() {
    let bench = Bench::new();
    let names = ["P012_right_2026-05-03.mp4", "P013_left_2026-05-04.mp4"];
    let folder = clinic(&bench, &names);
    bench.write("clinic/broken.mp4", "no video");
    let table = bench.path("all.csv");
    let run = || {
        let pattern = ["--name-pattern", "{person}_{side}_{date}", "--resume", "--csv"];
        output(measure().arg(&folder).args(pattern).arg(&table))
    };
    let first = run();
    assert_eq!(first.code, Some(0), "{first:?}");
    // who is filmed raises the right leg
    let told = ["measured: 1; not measured: 2", "broken.mp4: ", "only the right leg was raised, and only the left"];
    for words in told {
        assert!(first.stderr.contains(words), "{words:?} is not in {}", first.stderr);
    }
    let whole = fs::read(&table).unwrap();
    assert_eq!(column(&table, "person"), ["P012", "P013"]);
    assert_eq!(column(&table, "date"), ["2026-05-03", "2026-05-04"]);
    assert_eq!(column(&table, "side"), ["right", ""]);
    assert_eq!(column(&table, "trials"), ["1", "0"]);
    let angle: f64 = column(&table, "angle_deg")[0].parse().unwrap();
    let document = output(measure().args(["--json", "--side", "right"]).arg(folder.join(names[0]))).json();
    assert_eq!(angle, document["trials"][0]["angle_deg"].as_f64().unwrap());
    // half of the last line is missing
    fs::write(&table, &whole[..whole.len() - 40]).unwrap();
    let again = run();
    assert!(again.stderr.contains("in the table before: 1"), "{}", again.stderr);
    assert_eq!(fs::read(&table).unwrap(), whole, "the same table, as if nothing had happened");
    let nothing_left = run();
    assert!(nothing_left.stderr.contains("in the table before: 2"), "{}", nothing_left.stderr);
}

#[test]
fn the_tables_of_all_shares_are_one_table() {
    let bench = Bench::new();
    let folder = clinic(&bench, &["a.mp4", "b.mp4", "c.mp4", "d.mp4"]);
    let share = |share: &str, table: &str| {
        let table = bench.path(table);
        output(measure().arg(&folder).args(["--shard", share, "--csv"]).arg(&table));
        fs::read(table).unwrap()
    };
    let joined = bench.write("joined.csv", [share("1/2", "1.csv"), share("2/2", "2.csv")].concat());
    let mut sources = column(&joined, "source");
    sources.sort();
    let names: Vec<_> = sources.iter().map(|s| Path::new(s).file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["a.mp4", "b.mp4", "c.mp4", "d.mp4"]);
}

#[test]
fn another_table_is_not_gone_on_with() {
    let bench = Bench::new();
    let table = bench.write("other.csv", "a,b\n1,2\n");
    output(measure().args(["--resume", "--csv"]).arg(&table).arg(little()))
        .refuses(&["not a table of this kind"], &table);
    assert_eq!(fs::read_to_string(&table).unwrap(), "a,b\n1,2\n");
}

#[test]
fn names_tell_whose_record_a_recording_goes_into() {
    let bench = Bench::new();
    let folder = clinic(&bench, &["Ana_right_2026-05-03.mp4"]);
    let record = bench.path("record.sqlite");
    let keep = ["--save-named", "--name-pattern", "{person}_{side}_{date}"];
    output(measure().arg(&folder).args(keep).args(option("--database", &record))).tells(0, &["Trial 1"]);
    output(program().arg("history").args(option("--database", &record)))
        .tells(0, &["Ana: 1 session, 1 trial, 2026-05-03"]);
}
