//! Everything that can be said: a line is the name of a recording, and under the same name the room of words has what
//! is spoken.

use super::recordings::{NAMES, Recording, recording};
use crate::motion::{
    Advice, CompensationKind, Exercise, FaultKind, Method, Posture, Referral, Reminder, SetUpProblem, Side,
    TrialReason, WarningSign,
};
use crate::words::{self, Judged, Stretched, Thing};
use std::fmt;

/// One thing that can be said, in whatever language: its place among the recordings.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Line(u16);

impl Line {
    pub const NOBODY_IN_PICTURE: Self = Self::named("nobody_in_picture");
    pub const RAISE_HAND_TO_BEGIN: Self = Self::named("raise_hand_to_begin");
    pub const RAISE_HAND_TO_GO_ON: Self = Self::named("raise_hand_to_go_on");
    pub const LIE_STILL: Self = Self::named("lie_still");
    pub const HOLD_STILL: Self = Self::named("hold_still");
    /// The person said that it hurts.
    pub const STOPPED: Self = Self::named("stop_discomfort");
    pub const HOLD_IT: Self = Self::named("hold_it");
    pub const LOWER_SLOWLY: Self = Self::named("lower_slowly");
    /// A pull stopped the raise, as it should.
    pub const PULL: Self = Self::named("sensation_pull");
    pub const BORDERLINE: Self = Self::named("borderline");
    pub const SAME_LEG: Self = Self::named("same_leg");
    pub const OTHER_LEG: Self = Self::named("other_leg");
    pub const OTHER_LEG_STRAP: Self = Self::named("other_leg_strap");
    pub const KEEP_FLAT: Self = Self::named("keep_flat");
    pub const STOP_WHERE_IT_PULLS: Self = Self::named("stop_where_it_pulls");
    pub const SOUND_CHECK: Self = Self::named("sound_check");
    pub const WHAT_STOPPED: Self = Self::named("what_stopped");
    pub const BOTH_LEGS: Self = Self::named("both_legs");
    pub const SUMMARY: Self = Self::named("summary");
    pub const RAISE_HAND_FOR_ADVICE: Self = Self::named("raise_hand_for_advice");
    pub const STRETCH_LYING: Self = Self::named("stretch_lying");
    pub const STRETCH_SITTING: Self = Self::named("stretch_sitting");
    pub const STRETCH_GENTLY: Self = Self::named("stretch_gently");
    pub const ASK_BEFORE: Self = Self::named("ask_before");
    pub const SCREENING_URGENT: Self = Self::named("screening_urgent");
    pub const SCREENING_CAUTION: Self = Self::named("screening_caution");
    pub const SCREENING_ANSWER: Self = Self::named("screening_answer");
    pub const SCREENING_AS_LAST_TIME: Self = Self::named("screening_as_last_time");
    pub const COACH_BEGIN: Self = Self::named("coach_begin");
    pub const COACH_REST: Self = Self::named("coach_rest");
    pub const COACH_GET_READY: Self = Self::named("coach_get_ready");
    pub const COACH_HALFWAY: Self = Self::named("coach_halfway");
    pub const COACH_TEN_SECONDS: Self = Self::named("coach_ten_seconds");
    pub const COACH_IF_IT_HURTS: Self = Self::named("coach_if_it_hurts");
    pub const COACH_BACK_INTO_POSITION: Self = Self::named("coach_back_into_position");
    pub const COACH_AND_BACK: Self = Self::named("coach_and_back");
    pub const COACH_PAUSED: Self = Self::named("coach_paused");
    pub const COACH_OVER: Self = Self::named("coach_over");
    pub const COACH_RATE: Self = Self::named("coach_rate");
    pub const COACH_HURTS: Self = Self::named("coach_hurts");
    pub const COACH_GENTLER: Self = Self::named("coach_gentler");
    pub const NO_DIAGNOSIS: Self = Self::named("no_diagnosis");
    pub const CAMERA_LOST: Self = Self::named("camera_lost");
    pub const CAMERA_BACK: Self = Self::named("camera_back");

    /// No raise is measured higher.
    pub const MAX_DEGREES: u8 = 130;

    /// The most repetitions that are counted aloud.
    pub const MAX_COUNT: u32 = 30;

    /// Everything that can be said.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=u16::MAX).take(NAMES.len()).map(Self)
    }

    pub fn set_up(problem: SetUpProblem) -> Self {
        Self::of("setup", problem)
    }

    /// Raise this leg, or either, by this method.
    pub fn raise(side: Option<Side>, method: Option<Method>) -> Self {
        Self::of(if method == Some(Method::Strap) { "raise_strap" } else { "raise" }, side)
    }

    pub fn careful(kind: CompensationKind) -> Self {
        Self::of("careful", kind)
    }

    pub fn stop(kind: CompensationKind) -> Self {
        Self::of("stop", kind)
    }

    pub fn leg(side: Side) -> Self {
        Self::of("leg", side)
    }

    /// A result, up to [`Line::MAX_DEGREES`].
    pub fn degrees(degrees: u8) -> Self {
        Self::known(&format!("degrees_{}", degrees.min(Self::MAX_DEGREES)))
    }

    pub fn verdict(judged: Judged) -> Self {
        Self::of("verdict", judged)
    }

    pub fn why(reason: TrialReason) -> Self {
        Self::of("why", reason)
    }

    pub fn advice(advice: Advice) -> Self {
        Self::of("advice", advice)
    }

    pub fn referral(referral: Referral) -> Self {
        Self::of("referral", referral)
    }

    /// The two stretches for these legs.
    pub fn offer(stretched: Stretched) -> Self {
        Self::of("offer", stretched)
    }

    pub fn sign(sign: WarningSign) -> Self {
        Self::of("sign", sign)
    }

    /// How an exercise that comes with the program goes.
    pub fn how(exercise: &Exercise) -> Option<Self> {
        Self::find(&format!("how_{}", exercise.name))
    }

    pub fn posture(posture: Posture) -> Self {
        Self::of("posture", posture)
    }

    /// What to do about what spoils an exercise.
    pub fn cue(kind: FaultKind) -> Self {
        Self::of("cue", kind)
    }

    pub fn reminder(reminder: Reminder) -> Self {
        Self::of("reminder", reminder)
    }

    /// A repetition, up to [`Line::MAX_COUNT`]; beyond it nobody counts aloud.
    pub fn count(reps: u32) -> Option<Self> {
        Self::find(&format!("count_{reps}"))
    }

    /// The line of this name. A name that is not recorded does not compile.
    const fn named(name: &str) -> Self {
        let mut place = 0;
        while place < NAMES.len() {
            if is_same(NAMES[place].0.as_bytes(), name.as_bytes()) {
                return Self(place as u16);
            }
            place += 1;
        }
        panic!("there is no recording of this name");
    }

    fn of(group: &str, thing: impl Thing) -> Self {
        Self::known(&format!("{group}_{}", thing.name()))
    }

    fn known(name: &str) -> Self {
        Self::find(name).expect("a test goes through everything that can be said")
    }

    fn find(name: &str) -> Option<Self> {
        let place = NAMES.binary_search_by(|(recorded, _)| (*recorded).cmp(name));
        place.ok().map(|place| Self(place as u16))
    }

    /// Exactly what is spoken, without the full stop at its end.
    pub fn text(self) -> String {
        words::spoken(self.name())
    }

    /// How long the recording takes, seconds.
    pub fn secs(self) -> f64 {
        f64::from(self.recording().ms) / 1000.0
    }

    /// The recording: Ogg Vorbis, mono.
    pub fn ogg(self) -> &'static [u8] {
        self.recording().ogg
    }

    /// The key among the words, and the name of the recording's file.
    pub fn name(self) -> &'static str {
        NAMES[usize::from(self.0)].0
    }

    fn recording(self) -> &'static Recording {
        recording(usize::from(self.0))
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// `==` of texts is not const yet.
const fn is_same(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exercise::Library;
    use crate::words::Language;
    use serde::Deserialize;
    use sha2::{Digest, Sha256};
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::{Path, PathBuf};

    #[derive(Deserialize)]
    struct Manifest {
        lines: Vec<Entry>,
    }

    #[derive(Deserialize)]
    struct Entry {
        name: String,
        text: String,
        #[serde(default)]
        recorded: String,
        #[serde(default)]
        ms: u32,
        #[serde(default)]
        sha256: String,
    }

    /// Where a language's recordings are.
    fn folder(language: Language) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("src/voice/lines").join(language.code())
    }

    fn manifest(language: Language) -> BTreeMap<String, Entry> {
        let path = folder(language).join("manifest.json");
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let manifest: Manifest = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        manifest.lines.into_iter().map(|entry| (entry.name.clone(), entry)).collect()
    }

    /// What the announcer has to say of things: each must be recorded.
    fn of_things() -> Vec<Line> {
        let of = |lines: &mut dyn Iterator<Item = Line>| lines.collect::<Vec<_>>();
        [
            of(&mut SetUpProblem::all().into_iter().map(Line::set_up)),
            of(&mut Option::<Side>::all().into_iter().map(|side| Line::raise(side, None))),
            of(&mut Option::<Side>::all().into_iter().map(|side| Line::raise(side, Some(Method::Strap)))),
            of(&mut CompensationKind::all().into_iter().flat_map(|kind| [Line::careful(kind), Line::stop(kind)])),
            of(&mut Side::all().into_iter().map(Line::leg)),
            of(&mut (0..=Line::MAX_DEGREES).map(Line::degrees)),
            of(&mut Judged::all().into_iter().map(Line::verdict)),
            of(&mut TrialReason::all().into_iter().map(Line::why)),
            of(&mut Advice::all().into_iter().map(Line::advice)),
            of(&mut Referral::all().into_iter().map(Line::referral)),
            of(&mut Stretched::all().into_iter().map(Line::offer)),
            of(&mut WarningSign::all().into_iter().map(Line::sign)),
            of(&mut Posture::all().into_iter().map(Line::posture)),
            of(&mut FaultKind::all().into_iter().map(Line::cue)),
            of(&mut Reminder::all().into_iter().map(Line::reminder)),
            of(&mut (1..=Line::MAX_COUNT).map(|reps| Line::count(reps).expect("it is counted aloud"))),
            of(&mut Library::open(None).iter().map(|exercise| Line::how(exercise).expect("it is told how"))),
        ]
        .concat()
    }

    const ALONE: [Line; 44] = [
        Line::NOBODY_IN_PICTURE,
        Line::RAISE_HAND_TO_BEGIN,
        Line::RAISE_HAND_TO_GO_ON,
        Line::LIE_STILL,
        Line::HOLD_STILL,
        Line::STOPPED,
        Line::HOLD_IT,
        Line::LOWER_SLOWLY,
        Line::PULL,
        Line::BORDERLINE,
        Line::SAME_LEG,
        Line::OTHER_LEG,
        Line::OTHER_LEG_STRAP,
        Line::KEEP_FLAT,
        Line::STOP_WHERE_IT_PULLS,
        Line::SOUND_CHECK,
        Line::WHAT_STOPPED,
        Line::BOTH_LEGS,
        Line::SUMMARY,
        Line::RAISE_HAND_FOR_ADVICE,
        Line::STRETCH_LYING,
        Line::STRETCH_SITTING,
        Line::STRETCH_GENTLY,
        Line::ASK_BEFORE,
        Line::SCREENING_URGENT,
        Line::SCREENING_CAUTION,
        Line::SCREENING_ANSWER,
        Line::SCREENING_AS_LAST_TIME,
        Line::COACH_BEGIN,
        Line::COACH_REST,
        Line::COACH_GET_READY,
        Line::COACH_HALFWAY,
        Line::COACH_TEN_SECONDS,
        Line::COACH_IF_IT_HURTS,
        Line::COACH_BACK_INTO_POSITION,
        Line::COACH_AND_BACK,
        Line::COACH_PAUSED,
        Line::COACH_OVER,
        Line::COACH_RATE,
        Line::COACH_HURTS,
        Line::COACH_GENTLER,
        Line::NO_DIAGNOSIS,
        Line::CAMERA_LOST,
        Line::CAMERA_BACK,
    ];

    #[test]
    fn every_line_is_recorded_in_its_very_words_in_every_language() {
        for language in Language::all() {
            language.speaking(|| {
                let (manifest, code) = (manifest(language), language.code());
                let names: BTreeSet<&str> = Line::all().map(Line::name).collect();
                let recorded: BTreeSet<&str> = manifest.keys().map(String::as_str).collect();
                assert_eq!(names, recorded, "{code}: run .make/make_voice.py --lang {code}");
                for line in Line::all() {
                    let (name, entry) = (line.name(), &manifest[line.name()]);
                    let mend = format!("{code}, {name}: run .make/make_voice.py --lang {code}");
                    assert_eq!(entry.text, line.text(), "{mend}");
                    assert_eq!(entry.recorded, entry.text, "{mend}");
                    let digest: String = Sha256::digest(line.ogg()).iter().map(|byte| format!("{byte:02x}")).collect();
                    assert_eq!(digest, entry.sha256, "{mend} --all: this is not the file that was recorded");
                    assert_eq!(line.secs(), f64::from(entry.ms) / 1000.0, "{code}, {name}");
                }
            });
        }
    }

    #[test]
    fn nobody_is_asked_to_press_a_key_while_lying_down() {
        // of the languages that there are; another one adds its own
        let pressed = ["press ", "key", "click", "mouse", "button", "space bar", "appuy", "touche", "cliqu", "souris"];
        for language in Language::all() {
            language.speaking(|| {
                for line in Line::all().filter(|line| !line.name().starts_with("screening_")) {
                    let text = line.text().to_lowercase();
                    assert!(pressed.iter().all(|word| !text.contains(word)), "{text}");
                }
            });
        }
    }

    #[test]
    fn nothing_is_recorded_that_is_never_said() {
        let said: BTreeSet<&str> = of_things().into_iter().chain(ALONE).map(Line::name).collect();
        let recorded: BTreeSet<&str> = Line::all().map(Line::name).collect();
        assert_eq!(said, recorded);
    }

    #[test]
    fn no_recording_lies_beside_the_manifest() {
        for language in Language::all() {
            let files = std::fs::read_dir(folder(language)).expect("the recordings").map(|f| f.expect("a file").path());
            let recorded: BTreeSet<String> = files
                .filter(|path| path.extension().is_some_and(|e| e == "ogg"))
                .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
                .collect();
            assert_eq!(recorded, manifest(language).into_keys().collect(), "{language:?}");
        }
    }

    #[test]
    fn the_same_line_is_another_recording_in_another_language() {
        let heard = || (Line::HOLD_STILL.text(), Line::HOLD_STILL.ogg());
        let (english, french) = (heard(), "fr".parse::<Language>().expect("French").speaking(heard));
        assert_eq!((english.0.as_str(), french.0.as_str()), ("Hold still", "Ne bougez pas"));
        assert_ne!(english.1, french.1);
    }
}
