//! Many recordings: the table, going on after a crash, shares, names that tell whose a recording is.

use crate::bench::*;
use std::fs;
use std::path::Path;

/// A folder with the little clip under these names, and an image without a raise.
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

/// The tables of three shares of a folder.
fn shares(bench: &Bench, folder: &Path, style: &[&str]) -> Vec<std::path::PathBuf> {
    let share = |number: u32| {
        let table = bench.path(&format!("part-{number}.csv"));
        let share = format!("{number}/3");
        output(measure().arg(folder).args(style).args(["--resume", "--shard", &share, "--csv"]).arg(&table));
        table
    };
    (1..=3).map(share).collect()
}

#[test]
fn joined_shares_are_the_table_of_a_single_run_to_the_byte() {
    for style in [&[][..], &["--decimal-comma"]] {
        let bench = Bench::new();
        let folder = images(&bench, "clinic", 12);
        fs::copy(little(), folder.join("3, right; strap.mp4")).unwrap();
        // of neither is there a row: the one can't be measured, the other is no picture
        bench.write("clinic/4.mp4", "no video");
        bench.write("clinic/notes.txt", "notes");
        let single = bench.path("single.csv");
        output(measure().arg(&folder).args(style).arg("--csv").arg(&single));
        let mut tables = shares(&bench, &folder, style);
        tables.reverse();
        let joined = bench.path("joined.csv");
        let join =
            || output(program().arg("join").args(&tables).arg("--csv").arg(&joined).arg("--inputs").arg(&folder));
        let told = join();
        assert_eq!((told.code, told.stdout.as_str()), (Some(0), ""), "{told:?}");
        assert!(told.stderr.contains("inputs in the table: 13; ") && told.stderr.contains(": 1\n"), "{told:?}");
        assert!(told.stderr.trim_end().ends_with("4.mp4"), "{told:?}");
        assert_eq!(fs::read_to_string(&joined).unwrap(), fs::read_to_string(&single).unwrap());
        join().refuses(&["a table is there already"], &joined);
    }
}

#[test]
fn a_share_that_was_cut_off_is_joined_when_it_has_been_gone_on_with() {
    let bench = Bench::new();
    let folder = images(&bench, "clinic", 8);
    let (single, joined) = (bench.path("single.csv"), bench.path("joined.csv"));
    output(measure().arg(&folder).arg("--csv").arg(&single));
    let tables = shares(&bench, &folder, &[]);
    let whole = fs::read(&tables[1]).unwrap();
    fs::write(&tables[1], &whole[..whole.len() - 10]).unwrap();
    let join = || output(program().arg("join").args(&tables).arg("--csv").arg(&joined));
    join().refuses(&["can't join the table", "not written to its end", "--resume"], &tables[1]);
    assert!(!joined.exists());
    shares(&bench, &folder, &[]);
    assert_eq!(join().code, Some(0));
    assert_eq!(fs::read_to_string(&joined).unwrap(), fs::read_to_string(&single).unwrap());
}

#[test]
fn another_table_is_not_gone_on_with() {
    let bench = Bench::new();
    let table = bench.write("other.csv", "a,b\n1,2\n");
    output(measure().args(["--resume", "--csv"]).arg(&table).arg(little()))
        .refuses(&["not a table of this kind"], &table);
    assert_eq!(fs::read_to_string(&table).unwrap(), "a,b\n1,2\n");
    let notes = bench.write("notes.txt", "notes without a line end");
    for arguments in [&["--csv"][..], &["--resume", "--csv"], &["--resume", "--shard", "2/2", "--csv"]] {
        output(measure().args(arguments).arg(&notes).arg(little())).says_error(&["not a table of this kind"]);
        assert_eq!(fs::read_to_string(&notes).unwrap(), "notes without a line end");
    }
}

/// A folder of images, which take no time.
fn images(bench: &Bench, folder: &str, count: usize) -> std::path::PathBuf {
    let image = bench.re_encoded("rest.png", V01, "-ss 1 -frames:v 1");
    let folder = bench.folder(folder);
    for number in 0..count {
        fs::copy(&image, folder.join(format!("{number}.png"))).unwrap();
    }
    folder
}

#[test]
fn a_table_that_is_there_is_never_emptied() {
    let bench = Bench::new();
    let folder = images(&bench, "pictures", 1);
    let table = bench.path("t.csv");
    let run = |arguments: &[&str], input: &Path| output(measure().args(arguments).arg("--csv").arg(&table).arg(input));
    assert_eq!(run(&[], &folder).code, Some(0));
    let whole = fs::read(&table).unwrap();
    for input in [&*folder, Path::new("nonexistent.mp4")] {
        run(&[], input).refuses(&["a table is there already", "--resume"], &table);
        assert_eq!(fs::read(&table).unwrap(), whole);
    }
    assert_eq!(run(&["--resume"], Path::new("nonexistent.mp4")).code, Some(2));
    assert_eq!(fs::read(&table).unwrap(), whole);
    let no_models = output(
        measure().env("LEGRAISE_MODELS", bench.path("none")).args(["--resume", "--csv"]).arg(&table).arg(little()),
    );
    assert_eq!(no_models.code, Some(2));
    assert_eq!(fs::read(&table).unwrap(), whole);
}

#[test]
fn two_programs_that_write_one_table_lose_no_row() {
    let bench = Bench::new();
    let table = bench.path("t.csv");
    let run = |folder: &str| {
        let mut command = measure();
        command.arg(images(&bench, folder, 6)).args(["--jobs", "1", "--resume", "--csv"]).arg(&table);
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap()
    };
    for mut child in [run("a"), run("b")] {
        child.wait().unwrap();
    }
    let mut sources = column(&table, "source");
    sources.sort();
    sources.dedup();
    assert_eq!((sources.len(), column(&table, "source").len()), (12, 12));
}

#[test]
fn a_table_that_a_spreadsheet_has_saved_is_gone_on_with() {
    let bench = Bench::new();
    let folder = images(&bench, "pictures", 2);
    let table = bench.path("t.csv");
    let run = |input: &Path| output(measure().args(["--resume", "--csv"]).arg(&table).arg(input));
    run(&folder.join("0.png"));
    let ours = fs::read_to_string(&table).unwrap();
    let german = ours.trim_start_matches('\u{feff}').replace(',', ";").replace('\n', "\r\n");
    fs::write(&table, &german).unwrap();
    let again = run(&folder);
    assert!(again.stderr.contains("in the table before: 1"), "{again:?}");
    let text = fs::read_to_string(&table).unwrap();
    let added = text.strip_prefix(&german).expect("what was there stays");
    assert!(added.ends_with("\r\n") && added.matches('\n').count() == 1 && added.contains("1.png;0;"), "{added}");
    assert!(run(&folder).stderr.contains("in the table before: 2"));
}

#[cfg(unix)]
#[test]
fn names_of_every_kind_are_known_again() {
    use std::os::unix::ffi::OsStrExt;
    let bench = Bench::new();
    let image = bench.re_encoded("rest.png", V01, "-ss 1 -frames:v 1");
    let folder = bench.folder("pictures");
    let names: [&[u8]; 6] = [b"'q.png", b"=q.png", b"c\nd.png", b"c d.png", b"Jos\xe9.png", b"Jos\xe8.png"];
    for name in names {
        fs::copy(&image, folder.join(std::ffi::OsStr::from_bytes(name))).unwrap();
    }
    let table = bench.path("t.csv");
    let run = || {
        let inputs = names.map(std::ffi::OsStr::from_bytes);
        let mut command = measure();
        output(command.current_dir(&folder).args(["--resume", "--csv"]).arg(&table).arg("--").args(inputs))
    };
    run();
    let whole = fs::read_to_string(&table).unwrap();
    assert_eq!(whole.lines().count(), 1 + names.len(), "{whole}");
    let again = run();
    assert!(again.stderr.contains("in the table before: 6"), "{again:?}");
    assert_eq!(fs::read_to_string(&table).unwrap(), whole);
}

#[cfg(unix)]
#[test]
fn a_table_may_go_to_where_no_file_is() {
    let bench = Bench::new();
    let folder = images(&bench, "pictures", 1);
    let to = |place: &str| output(measure().arg("--csv").arg(place).arg(&folder));
    let output = to("/dev/stdout");
    assert_eq!(output.code, Some(0), "{output:?}");
    assert!(
        output.stdout.starts_with("\u{feff}person,date,source,") && output.stdout.contains("0.png,0,"),
        "{output:?}"
    );
    assert_eq!(to("/dev/null").code, Some(0));
}

#[test]
fn a_row_waits_for_the_record() {
    let bench = Bench::new();
    let folder = clinic(&bench, &["Ana_right_2026-05-03.mp4"]);
    let (table, record) = (bench.path("t.csv"), bench.path("record.sqlite"));
    let run = || {
        let mut command = measure();
        command.arg(&folder).args(["--name-pattern", "{person}_{side}_{date}", "--save-named", "--resume", "--csv"]);
        output(command.arg(&table).args(option("--database", &record)))
    };
    output(program().args(["replay", "--save", "Bo"]).args(option("--database", &record)).arg(trace(&bench)));
    let other = rusqlite::Connection::open(&record).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let refused = run();
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stderr.contains("measured: ") && refused.stderr.contains("another program"), "{refused:?}");
    assert_eq!(column(&table, "source").len(), 0, "{refused:?}");
    other.execute_batch("ROLLBACK").unwrap();
    let kept = run();
    assert_eq!(kept.code, Some(0), "{kept:?}");
    assert_eq!(column(&table, "person"), ["Ana"]);
    output(program().arg("history").args(option("--database", &record))).tells(0, &["Ana: 1 session, 1 trial"]);
}

/// A trace of the little clip.
fn trace(bench: &Bench) -> std::path::PathBuf {
    let trace = bench.path("t.jsonl");
    output(measure().args(option("--trace", &trace)).arg(little()));
    trace
}

#[test]
fn a_record_that_cannot_be_opened_ends_no_batch() {
    let bench = Bench::new();
    let folder = clinic(&bench, &["Ana_right_2026-05-03.mp4", "Bo_right_2026-05-03.mp4", "nobody.mp4"]);
    let record = bench.write("record.sqlite", "no database at all, but long enough to be looked at as one".repeat(20));
    let mut command = measure();
    command.arg(&folder).args(["--name-pattern", "{person}_{side}_{date}", "--save-named", "--csv"]);
    let output = output(command.arg(bench.path("t.csv")).args(option("--database", &record)));
    assert_eq!(output.code, Some(2), "{output:?}");
    assert!(output.stderr.contains("measured: 1; not measured: 2"), "{output:?}");
    assert_eq!(column(&bench.path("t.csv"), "source").len(), 1);
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

#[test]
fn whatever_is_not_kept_is_said_with_the_reason() {
    let bench = Bench::new();
    let folder = bench.folder("clinic");
    let long = format!("{}_right_2026-05-03.mp4", "n".repeat(205));
    for name in ["a\u{1b}b_right_2026-05-03.mp4", "\u{200b}_right_2026-05-03.mp4", "holiday.mp4", &long] {
        fs::copy(little(), folder.join(name)).unwrap();
    }
    bench.synthetic("clinic/P1_right_2026-05-03.mp4", "testsrc=s=320x240:r=5:d=2", "-preset ultrafast");
    let record = bench.path("record.sqlite");
    let keep = |pattern: &str| {
        let keep = ["--save-named", "--name-pattern", pattern];
        output(measure().arg(&folder).args(keep).args(option("--database", &record)))
    };
    let kept = keep("{person}_{side}_{date}");
    assert_eq!(kept.code, Some(0), "{kept:?}");
    for words in [
        "is nobody's name (a name is on one line, without control characters)",
        "is nobody's name (an invisible character (U+200B) is in the name; write it without)",
        "is nobody's name (a name has at most 200 characters)",
        "the name does not follow --name-pattern; measured without it, and not kept",
        "no raise in it, so nothing is kept in the record of P1",
    ] {
        assert!(kept.stderr.contains(words), "{words:?} is not in {}", kept.stderr);
    }
    output(program().arg("history").args(option("--database", &record))).tells(0, &["Nobody is in the record"]);
    keep("{side}_{date}").says_error(&["--save-named", "put {person} into --name-pattern"]);
}
