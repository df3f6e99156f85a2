//! Reads the program's code: which file uses which.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub fn source_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a source folder").map(|e| e.expect("an entry").path());
    let files = entries.flat_map(|path| if path.is_dir() { source_files(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|e| e == "rs")).collect()
}

pub fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The name of the module that a file holds; of a `mod.rs`, that of its folder.
pub fn stem(file: &Path) -> String {
    let named = if file.ends_with("mod.rs") { file.parent().expect("a folder") } else { file };
    named.file_stem().expect("a name").to_string_lossy().into_owned()
}

/// The room inside `folder` that a file belongs to.
pub fn room_in(folder: &Path, file: &Path) -> String {
    let inside = file.strip_prefix(folder).expect("inside the folder");
    let first = inside.components().next().expect("a part").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

pub fn room(file: &Path) -> String {
    room_in(&src(), file)
}

/// Code without comments.
pub fn code(file: &Path) -> String {
    let text = std::fs::read_to_string(file).expect("a source file");
    text.lines().map(|line| line.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
}

/// Whether a file is only there for tests and searches, as the one that declares it says.
pub fn is_for_tests(file: &Path) -> bool {
    let folder = if file.ends_with("mod.rs") { file.parent().expect("a folder") } else { file };
    let above = folder.parent().expect("a folder");
    let beside = above.with_extension("rs");
    let declaring = ["mod.rs", "lib.rs"].map(|name| above.join(name)).into_iter().chain([beside]);
    let declared = declaring.filter(|file| file.is_file()).map(|file| code(&file)).collect::<String>();
    let mut for_tests = false;
    for line in declared.lines() {
        if line.ends_with(&format!("mod {};", stem(file))) {
            return for_tests;
        }
        // attributes of one module may take several lines
        let attribute = line.starts_with("#[");
        for_tests = attribute && (for_tests || line.starts_with("#[cfg(") && line.contains("test"));
    }
    false
}

/// What is built into the program: without comments, and without the tests at the end of a file.
pub fn product(file: &Path) -> String {
    if is_for_tests(file) {
        return String::new();
    }
    code(file).split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned()
}

/// The names that follow `prefix` in `code`, also those of a list in braces.
pub fn names_after(prefix: &str, code: &str) -> BTreeSet<String> {
    let word =
        |text: &str| text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default().to_owned();
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        if at > 0 && code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        match rest.strip_prefix('{') {
            None => _ = names.insert(word(rest)),
            Some(list) => {
                let (mut depth, mut begins) = (0, true);
                for (at, c) in list.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => begins = true,
                        c if begins && !c.is_whitespace() => {
                            names.insert(word(&list[at..]));
                            begins = false;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    names.remove("");
    names
}
