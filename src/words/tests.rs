//! The wordings against the functions that ask for them: every key, every argument.

use super::bundle::{Declared, ENGLISH, find};
use super::*;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What a pattern needs: the names of arguments, and the keys of other messages.
#[derive(Clone, Default)]
struct Needs {
    arguments: BTreeSet<String>,
    messages: BTreeSet<String>,
}

impl Needs {
    fn add(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::Placeable { expression: Expression::Inline(inline) } => self.add_inline(inline),
                PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                    self.add_inline(selector);
                    variants.iter().for_each(|variant| self.add(&variant.value));
                }
                PatternElement::TextElement { .. } => {}
            }
        }
    }

    fn with_those_of_messages(&self, all: &BTreeMap<String, Self>) -> Self {
        let mut full = self.clone();
        for message in &self.messages {
            let referred = all.get(message).unwrap_or_else(|| panic!("there is no {message} to refer to"));
            let referred = referred.with_those_of_messages(all);
            full.arguments.extend(referred.arguments);
            full.messages.extend(referred.messages);
        }
        full
    }

    fn add_inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => drop(self.arguments.insert(id.name.to_owned())),
            InlineExpression::MessageReference { id, .. } => drop(self.messages.insert(id.name.to_owned())),
            other => panic!("a wording holds {other:?}; keep to arguments and messages"),
        }
    }
}

/// Every message and every attribute by its key, with all that it and what it refers to need.
fn wordings() -> BTreeMap<String, Needs> {
    let mut all: BTreeMap<String, Needs> = BTreeMap::new();
    for file in ENGLISH {
        let resource = parser::parse(file).unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
        for entry in &resource.body {
            let message = match entry {
                Entry::Message(message) => message,
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
                other => panic!("{other:?} is no message"),
            };
            let attributes = message.attributes.iter().map(|a| (format!(".{}", a.id.name), &a.value));
            for (attribute, pattern) in message.value.iter().map(|value| (String::new(), value)).chain(attributes) {
                let mut needs = Needs::default();
                needs.add(pattern);
                let key = format!("{}{attribute}", message.id.name);
                assert!(all.insert(key.clone(), needs).is_none(), "{key} comes twice");
            }
        }
    }
    all.iter().map(|(key, needs)| (key.clone(), needs.with_those_of_messages(&all))).collect()
}

/// The messages that bear the name of a recording, in the length that is spoken.
fn recorded() -> BTreeSet<String> {
    let manifest: serde_json::Value = serde_json::from_str(include_str!("../voice/lines/manifest.json")).unwrap();
    let names = manifest["lines"].as_array().unwrap().iter().map(|line| line["name"].as_str().unwrap());
    let key = |name: &str| {
        let spoken = format!("{name}.spoken");
        if find(&spoken, []).is_some() { spoken } else { name.to_owned() }
    };
    names.filter(|name| !name.starts_with("degrees_")).map(key).collect()
}

fn declared() -> Vec<Declared> {
    let themes = [
        advice::declared(),
        people::declared(),
        results::declared(),
        session::declared(),
        summary::declared(),
        window::declared(),
        window_people::declared(),
    ];
    themes.into_iter().flatten().collect()
}

#[test]
fn every_text_that_is_asked_for_is_worded_with_its_very_arguments() {
    let wordings = wordings();
    for Declared { key, arguments, .. } in declared() {
        let worded = wordings.get(&key).unwrap_or_else(|| panic!("{key} has no wording"));
        let given: BTreeSet<String> = arguments.into_iter().map(str::to_owned).collect();
        assert_eq!(given, worded.arguments, "{key}: what is given, and what the wording takes");
    }
}

#[test]
fn every_wording_is_asked_for() {
    let wordings = wordings();
    let mut asked: BTreeSet<String> = declared().into_iter().map(|declared| declared.key).chain(recorded()).collect();
    asked.extend(wordings.values().flat_map(|needs| needs.messages.clone()));
    // the lengths that few things have of their own
    asked.extend(Judged::all().into_iter().map(|judged| bundle::key_of(judged, "verdict_", ".sentence")));
    let unasked: Vec<&String> = wordings.keys().filter(|key| !asked.contains(*key)).collect();
    assert_eq!(unasked, Vec::<&String>::new(), "nobody asks for these");
}

#[test]
fn every_function_is_called() {
    let source = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    source.split(|c| !is_name(c)).for_each(|name| *named.entry(name).or_default() += 1);
    let uncalled: BTreeSet<&str> =
        declared().iter().map(|declared| declared.function).filter(|function| named[function] < 2).collect();
    assert_eq!(uncalled, BTreeSet::new(), "no surface shows these");
}

/// All code in a folder.
fn sources(folder: &Path) -> String {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &PathBuf| if path.is_dir() { sources(path) } else { std::fs::read_to_string(path).unwrap() };
    paths.iter().filter(|path| path.is_dir() || path.extension().is_some_and(|end| end == "rs")).map(read).collect()
}

#[test]
fn what_is_spoken_takes_no_arguments() {
    let wordings = wordings();
    for key in recorded() {
        assert!(wordings[&key].arguments.is_empty(), "{key}");
    }
}

#[test]
fn a_message_reads_as_it_should() {
    use crate::motion::{Grade, Method, Side, VerdictKind};
    assert_eq!(leg_line_unjudged(Side::Left, 1), "Left leg, 1 trial: none could be judged");
    assert_eq!(leg_line_unjudged(Side::Right, 12_000), "Right leg, 12000 trials: none could be judged");
    assert_eq!(angle_range(Whole(-0.2), Whole(4.6)), "0° ± 5°");
    assert_eq!(leg_title(Side::Left), "Left leg");
    assert_eq!(judged(VerdictKind::Pass, Grade::None, true), "pass, borderline");
    assert_eq!(no_diagnosis(), "A flexibility check, not a diagnosis.");
    assert_eq!(spoken("degrees_1"), "1 degree");
    assert_eq!(spoken("why_trunk_up"), "Lie down flat, with your shoulders on the floor");
    assert_eq!(difference_judged(0.3), "Left and right are the same.");
    let change = |deg| change_within(Side::Right, "2026-05-03", Signed(deg), Whole(7.0));
    assert_eq!(change(-0.4), change(0.0));
    assert_eq!(day_and_method("2026-05-03", None), "2026-05-03");
    assert_eq!(day_and_method("2026-05-03", Some(Method::Active)), "2026-05-03 (by its own strength)");
    let kept = kept_of_person(2, 1, 0, 1, 3);
    assert_eq!(kept, "2 sessions with 1 trial, the traces, 0 pictures, 1 correction and 3 notes");
}

#[test]
fn a_wording_holds_in_every_length_that_has_none_of_its_own() {
    let read = || (verdict_phrase(Judged::SlightlyTight), spoken("verdict_slightly_tight"));
    assert_eq!(read(), ("slightly tight".into(), "Slightly tight".to_owned()));
    let anew = reworded("verdict_slightly_tight = slightly tight", "verdict_slightly_tight = somewhat stiff", read);
    assert_eq!(anew, ("somewhat stiff".into(), "Somewhat stiff".to_owned()));
    assert_eq!(read().0, "slightly tight");
}

#[test]
fn a_name_may_hold_what_wordings_are_made_of() {
    assert_eq!(noted("{ $name } \"X\"\nY"), "{ $name } \"X\"\nY: noted.");
}
