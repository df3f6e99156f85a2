//! The recordings of every language, as `.make/make_voice.py` made them; `build.rs` finds their files.

use crate::words::Language;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A recording's name, and the sound: Ogg Vorbis, mono.
type File = (&'static str, &'static [u8]);

/// Each language's code, its manifest, and its recordings in order of name; English first.
const LANGUAGES: &[(&str, &str, &[File])] = include!(concat!(env!("OUT_DIR"), "/recordings.rs"));

/// Everything that is recorded, by name: English has it all, and a test makes sure that every other language does.
pub(super) const NAMES: &[File] = LANGUAGES[0].2;

/// One line as sound.
pub(super) struct Recording {
    pub ms: u32,
    /// Ogg Vorbis, mono.
    pub ogg: &'static [u8],
}

/// By the language's code, and then in the order of [`NAMES`].
static RECORDINGS: LazyLock<BTreeMap<&str, Vec<Recording>>> =
    LazyLock::new(|| LANGUAGES.iter().map(|(code, ..)| (*code, recordings(code))).collect());

/// The recording at this place of [`NAMES`], in the language that is spoken now.
pub(super) fn recording(place: usize) -> &'static Recording {
    let spoken = RECORDINGS.get(Language::current().code());
    &spoken.unwrap_or_else(|| &RECORDINGS[Language::ENGLISH.code()])[place]
}

#[derive(Deserialize)]
struct Manifest {
    lines: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    name: String,
    #[serde(default)]
    ms: u32,
}

/// A language's, and English where it lacks one.
fn recordings(code: &str) -> Vec<Recording> {
    let found = |code: &str| {
        LANGUAGES.iter().find(|(of, ..)| *of == code).map(|(_, manifest, files)| {
            let manifest: Manifest = serde_json::from_str(manifest).expect("a test reads every manifest");
            let ms = manifest.lines.into_iter().map(|entry| (entry.name, entry.ms)).collect::<BTreeMap<_, _>>();
            files
                .iter()
                .map(|(name, ogg)| (*name, (ms.get(*name).copied().unwrap_or(0), *ogg)))
                .collect::<BTreeMap<_, _>>()
        })
    };
    let (own, english) = (found(code).unwrap_or_default(), found(Language::ENGLISH.code()).unwrap_or_default());
    let of = |name: &str| own.get(name).or_else(|| english.get(name)).copied().expect("English has every name");
    NAMES.iter().map(|(name, _)| of(name)).map(|(ms, ogg)| Recording { ms, ogg }).collect()
}
