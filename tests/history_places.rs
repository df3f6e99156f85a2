//! Where a record is said to be: what is none of ours is left as it is, and what can only be read is read.

use legraise::history::{HistorySink, SCHEMA_VERSION, SaveTarget, Store, StoreError};
use legraise::pipeline::Sink;
use legraise::trace::Replay;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

/// One more session of this person; what went wrong.
fn keep(record: &Path, person: &str) -> Result<(), String> {
    let replay = Replay::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/v01_peak78_f1.jsonl")).unwrap();
    let keep = SaveTarget { person: person.parse().unwrap(), date: Some("2026-05-03".to_owned()), recording: None };
    let store = Store::open(record).map_err(|error| error.to_string())?;
    let sinks: Vec<Box<dyn Sink>> = vec![Box::new(HistorySink::new(store, keep))];
    let failures = replay.run(sinks).sink_failures;
    failures.first().map_or(Ok(()), |failure| Err(failure.0.to_string()))
}

fn trials(record: &Path, person: &str) -> usize {
    let store = Store::open_existing(record).unwrap();
    store.trials(store.person(person).unwrap()).unwrap().len()
}

/// One sentence, which does not stutter.
#[track_caller]
fn is_a_sentence(told: &str, words: &str, path: &Path) {
    assert!(told.contains(words), "{words:?} is not in {told}");
    assert!(told.ends_with(&format!(": {}", path.display())) && told.lines().count() == 1, "{told}");
    assert!(told.matches("can't").count() <= 1 && !told.contains("SELECT") && !told.contains("CREATE"), "{told}");
}

#[test]
fn a_file_that_is_no_record_is_named_and_left_as_it_is() {
    let folder = folder();
    let database = folder.path().join("recipes.sqlite");
    rusqlite::Connection::open(&database).unwrap().execute_batch("CREATE TABLE recipe (name TEXT)").unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let pages = [b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41".as_slice(), noise(8192).as_slice()].concat();
    for (path, what) in [
        (write("notes.txt", b"only a note\n"), "a file of another kind"),
        (write("empty", b""), "an empty file"),
        // as long as whole pages of a database
        (write("clip.mp4", &pages[..8192]), "a file of another kind"),
        (write("text.txt", &"words of all kinds ".repeat(1000).as_bytes()[..8192]), "a file of another kind"),
        (write("half", b"SQLite format 3\0\x10\0"), "a file of another kind"),
        (database, "another program's database"),
    ] {
        set_rights(&path, 0o644);
        let before = std::fs::read(&path).unwrap();
        for opened in [Store::open(&path), Store::open_existing(&path)] {
            is_a_sentence(&opened.err().expect(what).to_string(), what, &path);
        }
        assert_eq!((std::fs::read(&path).unwrap(), rights(&path)), (before, rights_of(0o644)), "{}", path.display());
    }
    let names = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(names, 6, "nothing is left beside them");
}

/// Bytes without an order, the same in every run.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let next = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    (0..length).map(next).collect()
}

#[cfg(unix)]
fn set_rights(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}
#[cfg(unix)]
fn rights(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}
#[cfg(not(unix))]
fn set_rights(_: &Path, _: u32) {}
#[cfg(not(unix))]
fn rights(_: &Path) -> u32 {
    0
}
fn rights_of(mode: u32) -> u32 {
    if cfg!(unix) { mode } else { 0 }
}

#[test]
fn an_encrypted_record_is_told_from_other_noise_by_nothing_but_its_passphrase() {
    let folder = folder();
    let path = folder.path().join("record.sqlite");
    std::fs::write(&path, noise(8192)).unwrap();
    set_rights(&path, 0o644);
    let told = Store::open_existing(&path).err().unwrap();
    assert!(matches!(told, StoreError::PassphraseNeeded(_) | StoreError::NoDecryption(_)), "{told}");
    assert_eq!(rights(&path), rights_of(0o644), "nobody knows whose it is");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_waited_for() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    assert!(Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
    let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
    std::os::unix::fs::symlink("/dev/null", at("device")).unwrap();
    std::os::unix::fs::symlink("gone", at("nowhere")).unwrap();
    std::fs::create_dir(at("folder")).unwrap();
    let null = rights(Path::new("/dev/null"));
    for (name, words) in [
        ("pipe", "a device or a pipe"),
        ("socket", "a device or a pipe"),
        ("device", "a device or a pipe"),
        ("nowhere", "a link that leads nowhere"),
        ("folder", "it is a folder"),
    ] {
        for opened in [Store::open(&at(name)), Store::open_existing(&at(name))] {
            is_a_sentence(&opened.err().expect(name).to_string(), words, &at(name));
        }
    }
    assert_eq!(rights(Path::new("/dev/null")), null);
    assert!(!at("gone").exists());
}

#[test]
fn a_record_that_lost_its_version_is_told_in_one_sentence() {
    let folder = folder();
    let path = folder.path().join("record.sqlite");
    keep(&path, "Ana").unwrap();
    for version in [0, -3] {
        rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", version).unwrap();
        is_a_sentence(&Store::open(&path).err().unwrap().to_string(), "the record is damaged (it says that", &path);
    }
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.pragma_update(None, "user_version", SCHEMA_VERSION).unwrap();
    raw.execute_batch("DROP TABLE note").unwrap();
    let store = store_of(&path);
    let told = store.notes(store.person("Ana").unwrap()).unwrap_err().to_string();
    is_a_sentence(&told, "the record is damaged (no such table: note)", &path);
}

/// A disk of its own in memory; `None`, with the reason, for who may not make one.
struct Disk(PathBuf);

impl Disk {
    fn of(folder: &Path, size: &str) -> Option<Self> {
        let path = folder.join("disk");
        std::fs::create_dir(&path).unwrap();
        let options = format!("size={size},mode=700");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(&path).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(path));
        }
        println!("not tried: only root may make a disk (mount -t tmpfs)");
        None
    }

    fn read_only(&self) {
        assert!(Command::new("mount").args(["-o", "remount,ro"]).arg(&self.0).status().unwrap().success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").args(["-l"]).arg(&self.0).status();
    }
}

#[test]
fn a_record_on_a_disk_that_can_only_be_read_is_shown_and_keeps_nothing() {
    let folder = folder();
    let Some(disk) = Disk::of(folder.path(), "8m") else { return };
    let (path, older, logged) = (disk.0.join("a%20 b?.sqlite"), disk.0.join("older.sqlite"), disk.0.join("log.sqlite"));
    keep(&path, "Ana").unwrap();
    keep(&older, "Mu\u{308}ller").unwrap();
    let raw = rusqlite::Connection::open(&older).unwrap();
    raw.execute_batch("UPDATE person SET name = 'Mu\u{308}ller', name_key = 'mu\u{308}ller'").unwrap();
    raw.execute_batch("DROP TABLE exercise; DROP TABLE plan; PRAGMA user_version = 1").unwrap();
    drop(raw);
    // as a program leaves it that is killed
    keep(&logged, "Ana").unwrap();
    let open = Store::open(&logged).unwrap();
    keep(&logged, "Ana").unwrap();
    let copies: Vec<(PathBuf, Vec<u8>)> = ["", "-wal", "-shm"]
        .map(|end| PathBuf::from(format!("{}{end}", logged.display())))
        .map(|file| (file.clone(), std::fs::read(file).unwrap()))
        .into();
    drop(open);
    copies.iter().for_each(|(file, bytes)| std::fs::write(file, bytes).unwrap());
    set_rights(&path, 0o644);
    disk.read_only();
    assert_eq!((trials(&path, "Ana"), trials(&older, "MÜLLER"), trials(&logged, "Ana")), (1, 1, 2));
    for path in [&path, &older] {
        is_a_sentence(&keep(path, "Ana").unwrap_err(), "it can only be read here", path);
        let mut store = Store::open_existing(path).unwrap();
        let note = store.add_note(store.people().unwrap()[0].id, "a note", "2026-06-01T08:00:00Z");
        is_a_sentence(&note.unwrap_err().to_string(), "it can only be read here", path);
    }
    assert!(
        !store_of(&path)
            .trace(store_of(&path).trials(store_of(&path).person("Ana").unwrap()).unwrap()[0].id)
            .unwrap()
            .unwrap()
            .is_empty()
    );
}

fn store_of(path: &Path) -> Store {
    Store::open_existing(path).unwrap()
}

#[test]
fn a_full_disk_is_told_in_one_sentence_and_what_was_kept_stays() {
    let folder = folder();
    let Some(disk) = Disk::of(folder.path(), "2m") else { return };
    let path = disk.0.join("record.sqlite");
    let mut kept = 0;
    let told = loop {
        match keep(&path, "Ana") {
            Ok(()) => kept += 1,
            Err(told) => break told,
        }
        assert!(kept < 1000, "the disk is never full");
    };
    is_a_sentence(&told, "the disk is full", &path);
    assert!(kept > 0);
    // the trial may have had room, and its test's document none
    let there = trials(&path, "Ana");
    assert!((kept..=kept + 1).contains(&there), "{there} trials of {kept}");
    // not one block is left, not even for what programs share while they read
    let mut filler = std::fs::File::create(disk.0.join("filler")).unwrap();
    while std::io::Write::write_all(&mut filler, &[1; 512]).is_ok() {}
    assert_eq!(trials(&path, "Ana"), there);
    is_a_sentence(&keep(&path, "Ana").unwrap_err(), "the disk is full", &path);
    let new = disk.0.join("new.sqlite");
    is_a_sentence(&keep(&new, "Ana").unwrap_err(), "the disk is full", &new);
    assert!(!new.exists());
}
