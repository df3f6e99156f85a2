//! What `make install` puts on a computer: it runs from there, wherever the sources are, and goes again without a
//! trace.

use crate::bench::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs the script under `make install` for a folder of its own.
fn script(action: &str, root: &Path) {
    let source = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut script = Command::new("sh");
    script.arg(source.join(".make/install.sh")).arg(action);
    script.env("PROGRAM", env!("CARGO_BIN_EXE_legraise")).env("DESTDIR", root).env("PREFIX", "/usr");
    let output = script.output().expect("there is a shell");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

#[test]
fn an_installed_program_measures_a_sample_and_is_removed_without_a_trace() {
    let bench = Bench::new();
    let root = bench.folder("root");
    script("install", &root);
    for file in [
        "bin/legraise",
        "share/applications/legraise.desktop",
        "share/bash-completion/completions/legraise",
        "share/icons/hicolor/48x48/apps/legraise.png",
        "share/man/man1/legraise-measure.1",
        "share/metainfo/io.github.legraise.LegRaise.metainfo.xml",
        "share/zsh/site-functions/_legraise",
    ] {
        assert!(root.join("usr").join(file).is_file(), "{file}");
    }
    let mut installed = Command::new(root.join("usr/bin/legraise"));
    for variable in ["CARGO_MANIFEST_DIR", "LEGRAISE_MODELS", "LEGRAISE_FFMPEG", "ORT_DYLIB_PATH"] {
        installed.env_remove(variable);
    }
    let home = bench.folder("home");
    installed.env("LEGRAISE_LANG", "en").env("HOME", &home).env("XDG_DATA_HOME", &home).current_dir(&home);
    let sample = root.join("usr/share/legraise/samples").join(V01);
    output(installed.args(["measure", "--model", "full"]).arg(sample)).tells(0, &["right leg"]);
    let own = format!("{}/usr/lib/legraise/runtime/ffmpeg", root.display());
    let mut doctor = Command::new(root.join("usr/bin/legraise"));
    let told = output(doctor.arg("doctor").env_remove("CARGO_MANIFEST_DIR").env("HOME", &home));
    assert!(told.stdout.contains(&own), "{}", told.stdout);
    script("uninstall", &root);
    let left = files_below(&root);
    assert!(left.is_empty(), "{left:?}");
}
