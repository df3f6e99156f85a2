//! The wordings against the functions that ask for them, and every language against English: every key, every argument.

use super::bundle::{Declared, find};
use super::language::LANGUAGES;
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

/// What a language says under a key.
struct Worded {
    pattern: Pattern<&'static str>,
    needs: Needs,
    /// Its comment tells that it is the same in English.
    as_in_english: bool,
}

impl Worded {
    fn of(pattern: Pattern<&'static str>, as_in_english: bool) -> Self {
        let mut needs = Needs::default();
        needs.add(&pattern);
        Self { pattern, needs, as_in_english }
    }

    fn has_letters(&self) -> bool {
        self.pattern.elements.iter().any(|element| match element {
            PatternElement::TextElement { value } => value.contains(char::is_alphabetic),
            PatternElement::Placeable { expression } => matches!(expression, Expression::Select { .. }),
        })
    }
}

/// Every message and every attribute of a language by its key.
fn worded(language: Language) -> BTreeMap<String, Worded> {
    let mut all = BTreeMap::new();
    for file in LANGUAGES[language.place()].1 {
        let resource = parser::parse(*file).unwrap_or_else(|(_, errors)| panic!("{language:?}: {errors:?}"));
        for entry in resource.body {
            let message = match entry {
                Entry::Message(message) => message,
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
                other => panic!("{language:?}: {other:?} is no message"),
            };
            let comment = message.comment.map(|comment| comment.content.join(" ")).unwrap_or_default();
            let attributes = message.attributes.into_iter().map(|a| (format!(".{}", a.id.name), a.value));
            for (attribute, pattern) in message.value.into_iter().map(|value| (String::new(), value)).chain(attributes)
            {
                let key = format!("{}{attribute}", message.id.name);
                let worded = Worded::of(pattern, comment.contains("as in English"));
                assert!(all.insert(key.clone(), worded).is_none(), "{language:?}: {key} comes twice");
            }
        }
    }
    all
}

/// What every message and every attribute of a language needs, with what it refers to.
fn wordings(language: Language) -> BTreeMap<String, Needs> {
    let all: BTreeMap<_, _> = worded(language).into_iter().map(|(key, worded)| (key, worded.needs)).collect();
    all.iter().map(|(key, needs)| (key.clone(), needs.with_those_of_messages(&all))).collect()
}

/// The messages that bear the name of a recording, in the length that is spoken.
fn recorded() -> BTreeSet<String> {
    let manifest: serde_json::Value = serde_json::from_str(include_str!("../voice/lines/en/manifest.json")).unwrap();
    let names = manifest["lines"].as_array().unwrap().iter().map(|line| line["name"].as_str().unwrap());
    let key = |name: &str| {
        let spoken = format!("{name}.spoken");
        if find(&spoken, []).is_some() { spoken } else { name.to_owned() }
    };
    names.filter(|name| !name.starts_with("degrees_") && !name.starts_with("count_")).map(key).collect()
}

fn declared() -> Vec<Declared> {
    let themes = [
        advice::declared(),
        camera::declared(),
        coaching::declared(),
        exercises::declared(),
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
    let wordings = wordings(Language::ENGLISH);
    for Declared { key, arguments, .. } in declared() {
        let worded = wordings.get(&key).unwrap_or_else(|| panic!("{key} has no wording"));
        let given: BTreeSet<String> = arguments.into_iter().map(str::to_owned).collect();
        assert_eq!(given, worded.arguments, "{key}: what is given, and what the wording takes");
    }
}

#[test]
fn every_language_words_all_that_english_does_with_the_same_arguments() {
    let english = wordings(Language::ENGLISH);
    for language in Language::all() {
        let own = wordings(language);
        let without = |a: &BTreeMap<String, Needs>, b: &BTreeMap<String, Needs>| {
            a.keys().filter(|key| !b.contains_key(*key)).cloned().collect::<Vec<_>>()
        };
        let code = language.code();
        assert_eq!(without(&english, &own), Vec::<String>::new(), "src/words/{code}/ lacks these");
        assert_eq!(without(&own, &english), Vec::<String>::new(), "src/words/{code}/ has these, and English has not");
        for (key, needs) in &own {
            assert_eq!(needs.arguments, english[key].arguments, "{code}, {key}: its arguments, and those in English");
        }
    }
}

#[test]
fn nothing_is_left_in_english_but_what_is_the_same_on_purpose() {
    let english = worded(Language::ENGLISH);
    for language in Language::all().filter(|language| *language != Language::ENGLISH) {
        let own = worded(language);
        let is_left = |key: &str, worded: &Worded| {
            let is_same = english.get(key).is_some_and(|english| english.pattern == worded.pattern);
            is_same && worded.has_letters() && !worded.as_in_english
        };
        let left: Vec<&String> = own.iter().filter(|(key, worded)| is_left(key, worded)).map(|(key, _)| key).collect();
        let comment = "translate these, or put the comment \"# The same as in English.\" before them";
        assert_eq!(left, Vec::<&String>::new(), "src/words/{}/: {comment}", language.code());
    }
}

#[test]
fn a_language_is_a_folder_of_wordings_and_one_of_recordings() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let folders = |within: &str| {
        let entries = std::fs::read_dir(source.join(within)).unwrap().map(|entry| entry.unwrap());
        let folders = entries.filter(|entry| entry.path().is_dir());
        folders.map(|entry| entry.file_name().into_string().unwrap()).collect::<BTreeSet<_>>()
    };
    let languages: BTreeSet<String> = Language::all().map(|language| language.code().to_owned()).collect();
    assert_eq!(folders("words"), languages);
    assert_eq!(folders("voice/lines"), languages, "run .make/make_voice.py");
    for language in Language::all() {
        assert!(!language.own_name().is_empty() && !language.speaking(nothing_measured).is_empty());
    }
    assert!(Language::ENGLISH.is_checked());
}

#[test]
fn numbers_read_as_the_language_writes_them() {
    let shown = || (window::moment_of_result(Tenths(2.25)), window::moment_scrubbed(Tenths(-0.01)), angle(Whole(78.4)));
    assert_eq!(shown(), ("The moment of the result, at 2.2 s".into(), "at 0.0 s".into(), "78°".into()));
    let french: Language = "fr".parse().unwrap();
    let (moment, nought, whole) = french.speaking(shown);
    assert!(moment.ends_with("2,2\u{a0}s") && nought.ends_with("0,0\u{a0}s") && whole == "78°", "{moment}, {nought}");
    assert_eq!(french.speaking(|| in_english(shown)), shown());
}

#[test]
fn every_wording_is_asked_for() {
    let wordings = wordings(Language::ENGLISH);
    let mut asked: BTreeSet<String> = declared().into_iter().map(|declared| declared.key).chain(recorded()).collect();
    asked.extend(wordings.values().flat_map(|needs| needs.messages.clone()));
    // the lengths that few things have of their own
    asked.extend(Judged::all().into_iter().map(|judged| bundle::key_of(judged, "verdict_", ".sentence")));
    // what exercises are called
    let library = crate::exercise::Library::open(None);
    asked.extend(library.iter().map(|exercise| format!("exercise_{}", exercise.name)));
    assert!(
        asked.iter().all(|key| !key.starts_with("exercise_") || wordings.contains_key(key)),
        "an exercise has no words"
    );
    // what a language tells of itself
    asked.extend(["language_name", "language_checked", "decimal_mark"].map(str::to_owned));
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
    let wordings = wordings(Language::ENGLISH);
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
    let change = |deg| change_within(Side::Right, "2026-05-03", Signed(Beside(deg, 7.0)), Whole(7.0));
    assert_eq!(change(-0.4), change(0.0));
    assert_eq!(day_and_method("2026-05-03", None), "2026-05-03");
    assert_eq!(day_and_method("2026-05-03", Some(Method::Active)), "2026-05-03 (by its own strength)");
    let kept = kept_of_person(2, 1, 0, 1, 1, 3);
    assert_eq!(kept, "2 sessions with 1 trial, the traces, 0 pictures, 1 correction, 1 exercise and 3 notes");
}

#[test]
fn a_number_just_beyond_its_limit_is_told_so_that_it_is_seen_to_be() {
    use crate::motion::Side;
    let apart = difference_judged;
    assert_eq!(apart(-12.4), "Left and right differ by 12.4°, the left one is lower: more than is usual (up to 12°).");
    assert_eq!(apart(12.6), "Left and right differ by 13°, the right one is lower: more than is usual (up to 12°).");
    assert_eq!(apart(12.04), "Left and right differ by 12°, the right one is lower: as is usual (up to 12°).");
    let change = |deg| change_real(Side::Left, "2026-05-03", Signed(Beside(deg, 7.0)), Whole(7.0), Whole(12.0));
    assert!(change(-7.3).starts_with("Left leg since 2026-05-03: -7.3°, more than"), "{}", change(-7.3));
    assert!("fr".parse::<Language>().unwrap().speaking(|| change(7.3).into_owned()).contains("+7,3°"));
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

#[test]
fn the_readme_has_the_warning_signs_in_the_words_of_window_and_report() {
    use crate::motion::Screening;
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let readme = readme.split_whitespace().collect::<Vec<_>>().join(" ");
    for of in [Screening::Urgent, Screening::Caution] {
        assert!(readme.contains(&signs(of)), "{}", signs(of));
    }
}
