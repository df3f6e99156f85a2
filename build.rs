//! Lists the languages for the program: every folder of Fluent files in `src/words/` is one, and the folder of the same
//! name in `src/voice/lines/` has its recordings. A language is there because its files are.

use std::env;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// Comes first, and stands in for what another language lacks.
const ENGLISH: &str = "en";

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let (words, lines) = (root.join("src/words"), root.join("src/voice/lines"));
    let (mut wordings, mut recordings) = (String::new(), String::new());
    for language in languages(&words)? {
        writeln!(wordings, "({language:?}, &[")?;
        for (_, path) in files(&words.join(&language), "ftl")? {
            writeln!(wordings, "include_str!({path:?}),")?;
        }
        writeln!(wordings, "]),")?;
        let folder = lines.join(&language);
        if !folder.is_dir() {
            continue;
        }
        writeln!(recordings, "({language:?}, include_str!({:?}), &[", folder.join("manifest.json"))?;
        for (name, path) in files(&folder, "ogg")? {
            writeln!(recordings, "({name:?}, include_bytes!({path:?})),")?;
        }
        writeln!(recordings, "]),")?;
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("wordings.rs"), format!("&[{wordings}]"))?;
    fs::write(out.join("recordings.rs"), format!("&[{recordings}]"))?;
    for watched in [words, lines] {
        println!("cargo::rerun-if-changed={}", watched.display());
    }
    Ok(())
}

/// The names of the folders with wordings, English first.
fn languages(words: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(words)? {
        let path = entry?.path();
        if path.is_dir() && !files(&path, "ftl")?.is_empty() {
            names.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    names.sort_by_key(|name| (name != ENGLISH, name.clone()));
    Ok(names)
}

/// The files of a folder that end so, each with its name without the ending, in order of name.
fn files(folder: &Path, ending: &str) -> Result<Vec<(String, PathBuf)>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == ending) {
            files.extend(path.file_stem().map(|name| (name.to_string_lossy().into_owned(), path.clone())));
        }
    }
    files.sort();
    Ok(files)
}
