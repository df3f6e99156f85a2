use super::*;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[track_caller]
fn refused(path: &Path, words: &str) {
    let error = OutputFile::create("the trace", path).err().expect("a refusal").to_string();
    assert!(error.starts_with("can't write the trace: ") && error.contains(words), "{error}");
    assert!(error.ends_with(&path.display().to_string()), "{error}");
}

#[test]
fn the_old_file_stays_until_the_new_one_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv");
    fs::write(&path, "old").unwrap();
    let mut file = OutputFile::create("the trace", &path).unwrap();
    file.write_all(b"new").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    let part = file.part().unwrap().file_name().unwrap().to_str().unwrap().to_owned();
    assert!(part.starts_with(".t.csv.part-"), "{part}");
    drop(file);
    assert_eq!((names(folder.path()), fs::read_to_string(&path).unwrap()), (vec!["t.csv".to_owned()], "old".into()));
    write("the trace", &path, "new").unwrap();
    assert_eq!((names(folder.path()), fs::read_to_string(&path).unwrap()), (vec!["t.csv".to_owned()], "new".into()));
}

#[test]
fn a_run_that_was_broken_off_replaces_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv");
    let broken_off = |text: &str| {
        let mut file = OutputFile::create("the trace", &path).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.finish_broken_off()
    };
    broken_off("first").unwrap();
    for (text, name) in [("second", "t.part.csv"), ("third", "t.part-2.csv")] {
        let told = broken_off(text).unwrap_err().to_string();
        assert!(told.contains("broken off") && told.contains(name), "{told}");
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), text);
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), "first");
    assert_eq!(names(folder.path()).len(), 3);
}

#[test]
fn folders_and_databases_are_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    refused(folder.path(), "it is a folder");
    refused(&at("new/"), "it is a folder");
    refused(&at("no/such"), "no such folder");
    fs::write(at("record"), [&DATABASE[..], b"and more"].concat()).unwrap();
    refused(&at("record"), "it is a database");
    fs::write(at("locked"), "a passphrase hides what it is").unwrap();
    fs::write(at("locked-wal"), "").unwrap();
    refused(&at("locked"), "it is a database");
    assert_eq!(names(folder.path()), ["locked", "locked-wal", "record"]);
}

#[cfg(unix)]
#[test]
fn links_pipes_and_protected_files_are_not_written_over() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("victim"), "mine").unwrap();
    symlink(at("victim"), at("link")).unwrap();
    symlink(at("nowhere"), at("dangling")).unwrap();
    refused(&at("link"), "it is a link to");
    refused(&at("dangling"), "it is a link to");
    fs::set_permissions(at("victim"), fs::Permissions::from_mode(0o444)).unwrap();
    refused(&at("victim"), "write-protected");
    let made = std::process::Command::new("mkfifo").arg(at("pipe")).status();
    if made.is_ok_and(|made| made.success()) {
        refused(&at("pipe"), "a device or a pipe");
    }
    assert_eq!(fs::read_to_string(at("victim")).unwrap(), "mine");
    for name in ["link", "dangling", "victim"] {
        assert!(SharedFile::open("the table", &at(name)).is_err(), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn the_new_file_has_the_rights_of_the_old_one_and_those_of_any_file_without_one() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let (path, plain) = (folder.path().join("t.csv"), folder.path().join("plain"));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    write("the trace", &path, "new").unwrap();
    fs::write(&plain, "").unwrap();
    assert_eq!(mode(&path), mode(&plain));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    write("the trace", &path, "newer").unwrap();
    assert_eq!(mode(&path), 0o640);
}

#[cfg(unix)]
#[test]
fn devices_take_everything_as_it_comes() {
    write("the trace", Path::new("/dev/null"), "text").unwrap();
    assert!(SharedFile::open("the table", Path::new("/dev/null")).unwrap().is_none());
    assert!(OutputFile::create("the trace", Path::new("/dev/stdout")).unwrap().part().is_none());
    let mut claimed = ClaimedPaths::default();
    for option in ["--frames", "--trace"] {
        claimed.claim_output(option, Some(Path::new("/dev/null"))).unwrap();
    }
}

#[test]
fn a_name_that_leaves_no_room_for_more_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ü".repeat(120) + ".csv");
    write("the trace", &path, "text").unwrap();
    assert_eq!(fs::read_to_string(path).unwrap(), "text");
}

#[test]
fn a_file_is_known_by_every_path_and_every_link_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("folder")).unwrap();
    for name in ["input", "record", "record-wal"] {
        fs::write(at(name), "mine").unwrap();
    }
    fs::hard_link(at("input"), at("hard")).unwrap();
    let mut claimed = ClaimedPaths::default();
    claimed.claim_input("the input", &at("input"));
    claimed.claim_record(&at("record"));
    claimed.claim_output("--frames", Some(&at("new"))).unwrap();
    let refused = [
        ("input", "the input"),
        ("hard", "the input"),
        ("folder/../input", "the input"),
        ("record", "the record"),
        ("record-wal", "the record"),
        ("record-shm", "the record"),
        ("folder/../new", "--frames"),
    ];
    for (name, other) in refused {
        let told = claimed.claim_output("--trace", Some(&at(name))).unwrap_err();
        assert!(told.starts_with(&format!("--trace would overwrite {other}; ")) && told.ends_with(name), "{told}");
    }
    claimed.claim_output("--trace", Some(&at("another"))).unwrap();
    claimed.claim_output("--mot", None).unwrap();
}

#[test]
fn programs_that_add_at_the_same_time_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv");
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let path = &path;
            scope.spawn(move || {
                for line in 0..25 {
                    let file = SharedFile::open("the table", path).unwrap().unwrap();
                    let whole = file.content().len();
                    file.add(whole, format!("{writer} {line}\n").as_bytes()).unwrap();
                }
            });
        }
    });
    let text = fs::read_to_string(&path).unwrap();
    let lines: std::collections::HashSet<&str> = text.lines().collect();
    assert_eq!((text.lines().count(), lines.len()), (100, 100));
}
