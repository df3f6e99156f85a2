//! Records behind a passphrase.

use legraise::history::{Passphrase, Store, StoreError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

const NOTES: usize = 50;

fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned()).unwrap()
}

/// A record of some people with notes, which stand for all that is in it.
fn record(folder: &Path) -> PathBuf {
    let path = folder.join("record.sqlite");
    let mut store = Store::open(&path).unwrap();
    let trace = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/v01_peak78_f1.jsonl");
    drop(store);
    let replay = Command::new(env!("CARGO_BIN_EXE_legraise"))
        .args(["replay", "--save", "Ana", "--database"])
        .args([&path, &trace])
        .output()
        .unwrap();
    assert!(replay.status.success(), "{}", String::from_utf8_lossy(&replay.stderr));
    store = Store::open(&path).unwrap();
    let ana = store.person("Ana").unwrap();
    for i in 0..NOTES {
        store.add_note(ana, &format!("secret words {i} {}", "x".repeat(4000)), "2026-01-01T08:00:00Z").unwrap();
    }
    path
}

/// Nothing is missing.
fn is_whole(store: &Store) {
    let ana = store.person("Ana").unwrap();
    assert_eq!((store.trials(ana).unwrap().len(), store.notes(ana).unwrap().len()), (1, NOTES));
    assert!(!store.trace(store.trials(ana).unwrap()[0].id).unwrap().unwrap().is_empty());
}

fn tells_secrets(path: &Path) -> bool {
    std::fs::read(path).unwrap().windows(12).any(|bytes| bytes == b"secret words")
}

fn start(path: &Path, current: Option<&str>, arguments: &[&str], new: &str) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_legraise"));
    command
        .args(["history", "passphrase"])
        .args(arguments)
        .arg("--database")
        .arg(path)
        .env_remove("LEGRAISE_PASSPHRASE");
    if let Some(current) = current {
        command.env("LEGRAISE_PASSPHRASE", current);
    }
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let _ = writeln!(child.stdin.take().unwrap(), "{new}");
    child
}

#[test]
fn a_passphrase_is_set_changed_and_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let path = record(folder.path());
    assert!(tells_secrets(&path));
    for (current, arguments, new) in [(None, &[][..], "one ö 'two'"), (Some("one ö 'two'"), &[], "three")] {
        let output = start(&path, current, arguments, new).wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(!tells_secrets(&path));
        let open = |passphrase: Option<Passphrase>| Store::open_existing_with(&path, passphrase.as_ref());
        assert!(matches!(open(None), Err(StoreError::PassphraseNeeded(_))));
        assert!(matches!(open(Some(passphrase("wrong"))), Err(StoreError::WrongPassphrase(_))));
        is_whole(&open(Some(passphrase(new))).unwrap());
    }
    let wrong = start(&path, Some("one"), &["--remove"], "").wait_with_output().unwrap();
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("not the passphrase of the record"));
    assert!(start(&path, Some("three"), &["--remove"], "").wait().unwrap().success());
    is_whole(&Store::open_existing_with(&path, None).unwrap());
    let left: Vec<_> = folder.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(
        left.iter().all(
            |name| name.to_string_lossy().starts_with("record.sqlite") && !name.to_string_lossy().ends_with(".new")
        )
    );
}

#[test]
fn a_record_that_is_open_elsewhere_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = record(folder.path());
    let window = Store::open(&path).unwrap();
    let output = start(&path, None, &[], "one").wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("open in another window"), "{output:?}");
    is_whole(&window);
    drop(window);
    is_whole(&Store::open_existing_with(&path, None).unwrap());
}

#[test]
fn whoever_is_killed_while_it_is_encrypted_has_the_old_record_or_the_new_one_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = record(folder.path());
    // how long it takes here, and now
    let (other, began) = (tempfile::tempdir().unwrap(), Instant::now());
    start(&record(other.path()), None, &[], "one").wait_with_output().unwrap();
    let whole = began.elapsed();
    let mut current: Option<String> = None;
    let mut encrypted = 0;
    for i in 0..30 {
        let new = format!("passphrase {i}");
        let mut child = start(&path, current.as_deref(), &[], &new);
        // the last one has all the time that it needs
        if i < 29 {
            std::thread::sleep(whole * i / 20);
            child.kill().unwrap();
        }
        child.wait().unwrap();
        let open = |passphrase: Option<Passphrase>| Store::open_existing_with(&path, passphrase.as_ref());
        let store = match open(Some(passphrase(&new))) {
            // a plain record opens with any
            Ok(store) if open(None).is_err() => {
                encrypted += 1;
                current = Some(new);
                store
            }
            _ => open(current.as_deref().map(passphrase)).expect("the old one"),
        };
        is_whole(&store);
    }
    println!("{encrypted} of 30 were encrypted before they were killed");
    assert!(encrypted > 0, "the last one has time enough");
}
