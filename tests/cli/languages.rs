//! What people read is in their language, and what programs read is in English.

use crate::bench::*;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The right leg goes to 78°.
fn trace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/v01_peak78_f1.jsonl")
}

/// A replay where no language is asked for.
fn replay(settings: &Path, system: &str) -> Command {
    let mut command = program();
    for variable in ["LEGRAISE_LANG", "LANGUAGE", "LC_MESSAGES", "LC_ALL"] {
        command.env_remove(variable);
    }
    command.env("LEGRAISE_SETTINGS", settings).env("LANG", system).arg("replay").arg(trace());
    command
}

const ENGLISH: &str = "Trial 1, right leg";
const FRENCH: &str = "Essai 1, jambe droite\u{a0}: 78°";

#[test]
fn a_language_is_asked_for_else_that_of_the_settings_else_the_systems_else_english() {
    let bench = Bench::new();
    let none = bench.path("none.json");
    output(&mut replay(&none, "fr_CA.UTF-8")).tells(0, &[FRENCH, "Un test de souplesse, pas un diagnostic."]);
    for system in ["xx_XX.UTF-8", "C", ""] {
        output(&mut replay(&none, system)).tells(0, &[ENGLISH]);
    }
    output(replay(&none, "fr_FR.UTF-8").env("LEGRAISE_LANG", "en")).tells(0, &[ENGLISH]);
    output(replay(&none, "C").env("LEGRAISE_LANG", "en").args(["--lang", "fr"])).tells(0, &[FRENCH]);
    #[cfg(feature = "gui")]
    {
        let settings = bench.write("settings.json", br#"{"language": "fr"}"#);
        output(&mut replay(&settings, "C")).tells(0, &[FRENCH]);
        output(replay(&settings, "fr_FR.UTF-8").args(["--lang", "en"])).tells(0, &[ENGLISH]);
    }
}

#[test]
fn a_language_that_there_is_not_is_named_with_those_that_there_are() {
    let refused = output(program().args(["replay", "--lang", "xx"]).arg(trace()));
    assert_eq!((refused.code, refused.stdout.as_str()), (Some(2), ""));
    assert!(refused.stderr.contains("give one of en (English), fr (Français)"), "{refused:?}");
}

#[test]
fn what_programs_read_is_the_same_in_every_language() {
    let bench = Bench::new();
    let read = |language: &str| {
        let mut command = program();
        command.env("LEGRAISE_LANG", language).env("LEGRAISE_DATABASE", bench.path(&format!("{language}.sqlite")));
        command
    };
    // nothing is measured with the other leg, and a problem tells why
    let replayed = |language: &str, more: &[&str]| {
        output(read(language).args(["replay", "--side", "left"]).args(more).arg(trace()))
    };
    assert_eq!(replayed("fr", &["--json"]).stdout, replayed("en", &["--json"]).stdout);
    assert!(replayed("en", &[]).stdout.contains("only the right leg was raised"));
    assert!(replayed("fr", &[]).stdout.contains("seule la jambe droite a été levée"));
    let exported = |language: &str| {
        let kept = output(read(language).args(["replay", "--save", "Ana", "--date", "2026-05-03"]).arg(trace()));
        assert_eq!(kept.code, Some(0), "{kept:?}");
        let folder = bench.path(&format!("export-{language}"));
        assert_eq!(output(read(language).args(["history", "export", "Ana", "--to"]).arg(&folder)).code, Some(0));
        ["trials.csv", "fhir.json"].map(|name| std::fs::read_to_string(folder.join(name)).unwrap())
    };
    let ([table, fhir], [tableau, bundle]) = (exported("en"), exported("fr"));
    assert_eq!(table, tableau);
    for text in ["Right leg", "A flexibility check, not a diagnosis.", "the leg had reached its highest point"] {
        assert!(fhir.contains(text) && bundle.contains(text), "{text}: {bundle}");
    }
    output(read("fr").args(["history", "Ana"])).tells(0, &["Jambe droite, 1 essai", "pas un diagnostic"]);
    let refused = output(read("fr").args(["history", "Bob"]));
    refused.says_error(&["nobody called \"Bob\""]);
}
