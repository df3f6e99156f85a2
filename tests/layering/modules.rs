//! Reads the program's code: which file uses which.

use std::collections::{BTreeMap, BTreeSet};
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

/// The files and folders in `folder` that hold a module each.
fn modules_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let file_of = |path: PathBuf| if path.is_dir() { path.join("mod.rs") } else { path };
    let files = entries.map(file_of).filter(|file| file.is_file() && *file != folder.join("mod.rs"));
    files.filter(|file| file.extension().is_some_and(|e| e == "rs") && !is_for_tests(file)).collect()
}

/// Which module of a folder a name comes from that its `mod.rs` hands on.
fn handed_on(folder: &Path, modules: &BTreeSet<String>) -> BTreeMap<String, String> {
    let declaring = [folder.join("mod.rs"), folder.with_extension("rs")].into_iter().find(|file| file.is_file());
    let code = declaring.map(|file| code(&file)).unwrap_or_default().replace("pub(crate) use", "pub use");
    let of = |module: &String| {
        let names = names_after(&format!("pub use {module}::"), &code);
        names.into_iter().map(|name| (name, module.clone())).collect::<Vec<_>>()
    };
    modules.iter().flat_map(of).collect()
}

/// The modules of `folder` that the module in `file` uses.
fn siblings_used(
    folder: &Path,
    file: &Path,
    modules: &BTreeSet<String>,
    from: &BTreeMap<String, String>,
) -> BTreeSet<String> {
    let path = folder.strip_prefix(src()).expect("inside src").to_string_lossy().replace('/', "::");
    let parts =
        if file.ends_with("mod.rs") { source_files(file.parent().expect("a folder")) } else { vec![file.to_owned()] };
    let mut used = BTreeSet::new();
    for part in parts {
        let code = product(&part);
        // of a folder in the folder, only the plan looks further down
        let up = if part == file { "super::" } else { "super::super::" };
        let names = names_after(up, &code).into_iter().chain(names_after(&format!("crate::{path}::"), &code));
        let known = names.filter_map(|name| match modules.contains(&name) {
            true => Some(name),
            false => from.get(&name).cloned(),
        });
        used.extend(known.filter(|name| *name != stem(file)));
    }
    used
}

/// The modules of a folder that use each other in a ring.
pub fn rings(folder: &Path) -> Vec<String> {
    let files = modules_in(folder);
    let modules: BTreeSet<String> = files.iter().map(|file| stem(file)).collect();
    let from = handed_on(folder, &modules);
    let uses: BTreeMap<String, BTreeSet<String>> =
        files.iter().map(|file| (stem(file), siblings_used(folder, file, &modules, &from))).collect();
    let reaches_itself = |start: &&String| {
        let (mut found, mut next) = (BTreeSet::new(), vec![*start]);
        while let Some(module) = next.pop() {
            next.extend(uses.get(module).into_iter().flatten().filter(|used| found.insert(*used)));
        }
        found.contains(*start)
    };
    modules.iter().filter(reaches_itself).map(|module| format!("{}/{module}", folder.display())).collect()
}

pub fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.filter(|path| path.is_dir()).flat_map(|path| [folders(&path), vec![path]].concat()).collect()
}
