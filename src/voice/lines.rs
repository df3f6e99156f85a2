//! Everything that can be said: the words, as spoken and as shown, each with its recording.
//!
//! To change a wording: change it here and in `lines/manifest.json`, then run `.make/make_voice.py`.

use super::recordings::{RECORDINGS, Recording};
use crate::motion::{CompensationKind, SetUpProblem, Side, TrialReason};
use std::borrow::Cow;

/// One thing that can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    NobodyInPicture,
    SetUp(SetUpProblem),
    RaiseHandToBegin,
    RaiseHandToGoOn,
    LieStill,
    HoldStill,
    /// Raise this leg, or either.
    Raise(Option<Side>),
    Careful(CompensationKind),
    Stop(CompensationKind),
    /// The person said that it hurts.
    Stopped,
    HoldIt,
    LowerSlowly,
    Leg(Side),
    /// The result: 0 to [`Line::MAX_DEGREES`].
    Degrees(u8),
    Pass,
    SlightlyTight,
    ModeratelyTight,
    ClearlyTight,
    Borderline,
    CannotJudge,
    Why(TrialReason),
    NoStretchingNeeded,
    StretchingMayHelp,
    StretchingCanHelp,
    StretchingMakesADifference,
    /// After a raise that hurt: what the program can't tell is where.
    PainAdvice,
    PleaseRepeat,
    SameLeg,
    OtherLeg,
    Summary,
    NoDiagnosis,
    CameraLost,
    CameraBack,
}

impl Line {
    /// No raise is measured higher.
    pub const MAX_DEGREES: u8 = 130;

    /// Everything that can be said.
    pub fn all() -> Vec<Self> {
        use {CompensationKind::*, SetUpProblem::*};
        let mut all = vec![
            Self::NobodyInPicture,
            Self::RaiseHandToBegin,
            Self::RaiseHandToGoOn,
            Self::LieStill,
            Self::HoldStill,
            Self::Raise(None),
            Self::Stopped,
            Self::HoldIt,
            Self::LowerSlowly,
            Self::Pass,
            Self::SlightlyTight,
            Self::ModeratelyTight,
            Self::ClearlyTight,
            Self::Borderline,
            Self::CannotJudge,
            Self::NoStretchingNeeded,
            Self::StretchingMayHelp,
            Self::StretchingCanHelp,
            Self::StretchingMakesADifference,
            Self::PainAdvice,
            Self::PleaseRepeat,
            Self::SameLeg,
            Self::OtherLeg,
            Self::Summary,
            Self::NoDiagnosis,
            Self::CameraLost,
            Self::CameraBack,
        ];
        let problems = [NobodySeen, NotLying, OutOfPicture, TooFarAway, NotSideOn, BadlySeen, KneeDrawnUp, LegsNotFlat];
        all.extend(problems.map(Self::SetUp));
        all.extend([KneeBend, OppositeLegLift].into_iter().flat_map(|kind| [Self::Careful(kind), Self::Stop(kind)]));
        all.extend(Side::BOTH.into_iter().flat_map(|side| [Self::Raise(Some(side)), Self::Leg(side)]));
        all.extend(TrialReason::ALL.map(Self::Why));
        all.extend((0..=Self::MAX_DEGREES).map(Self::Degrees));
        all
    }

    /// Exactly what is spoken, without the full stop at its end.
    pub fn text(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::NobodyInPicture => "Nobody is in the picture",
            Self::SetUp(problem) => problem.text(),
            Self::RaiseHandToBegin => "Raise a hand to begin",
            Self::RaiseHandToGoOn => "Raise a hand to go on",
            Self::LieStill => "Good. Lie still",
            Self::HoldStill => "Hold still",
            Self::Raise(Some(Side::Left)) => "Raise your left leg slowly, knee straight",
            Self::Raise(Some(Side::Right)) => "Raise your right leg slowly, knee straight",
            Self::Raise(None) => "Raise one leg slowly, knee straight",
            Self::Careful(CompensationKind::KneeBend) => "Careful: keep your knee straight",
            Self::Careful(CompensationKind::OppositeLegLift) => "Careful: keep the other leg down",
            Self::Stop(CompensationKind::KneeBend) => "Stop. Your knee bends. Lower your leg",
            Self::Stop(CompensationKind::OppositeLegLift) => "Stop. The other leg lifts. Lower your leg",
            Self::Stopped => "Stopped. Lower your leg slowly",
            Self::HoldIt => "Hold it",
            Self::LowerSlowly => "Now lower your leg slowly",
            Self::Leg(Side::Left) => "Left leg",
            Self::Leg(Side::Right) => "Right leg",
            Self::Degrees(1) => "1 degree",
            Self::Degrees(degrees) => return Cow::Owned(format!("{degrees} degrees")),
            Self::Pass => "That is a pass",
            Self::SlightlyTight => "Slightly tight",
            Self::ModeratelyTight => "Moderately tight",
            Self::ClearlyTight => "Clearly tight",
            Self::Borderline => "It is borderline",
            Self::CannotJudge => "I can't judge this one",
            Self::Why(reason) => why(reason),
            Self::NoStretchingNeeded => "These hamstrings don't need stretching",
            Self::StretchingMayHelp => "Stretching may help a little",
            Self::StretchingCanHelp => "Stretching can help",
            Self::StretchingMakesADifference => "Stretching could make a real difference",
            Self::PainAdvice => "If the pain shot down your leg, don't stretch, and see a professional",
            Self::PleaseRepeat => "Please repeat the test",
            Self::SameLeg => "Again with the same leg",
            Self::OtherLeg => "Now the other leg",
            Self::Summary => "That's it. The results are on the screen",
            Self::NoDiagnosis => "This is a flexibility check, not a diagnosis",
            Self::CameraLost => "The camera gives no picture",
            Self::CameraBack => "The camera is back",
        })
    }

    /// How long the recording takes, seconds.
    pub fn secs(self) -> f64 {
        self.recording().map_or(0.0, |r| f64::from(r.ms) / 1000.0)
    }

    /// The recording: Ogg Vorbis, mono. Empty if there is none, which a test rules out.
    pub fn ogg(self) -> &'static [u8] {
        self.recording().map_or(&[], |r| r.ogg)
    }

    fn recording(self) -> Option<&'static Recording> {
        let name = self.name();
        RECORDINGS.binary_search_by(|r| r.name.cmp(&name)).ok().map(|at| &RECORDINGS[at])
    }

    /// Of the recording's file.
    fn name(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::NobodyInPicture => "nobody_in_picture",
            Self::SetUp(problem) => match problem {
                SetUpProblem::NobodySeen => "setup_nobody_seen",
                SetUpProblem::NotLying => "setup_not_lying",
                SetUpProblem::OutOfPicture => "setup_out_of_picture",
                SetUpProblem::TooFarAway => "setup_too_far_away",
                SetUpProblem::NotSideOn => "setup_not_side_on",
                SetUpProblem::BadlySeen => "setup_badly_seen",
                SetUpProblem::KneeDrawnUp => "setup_knee_drawn_up",
                SetUpProblem::LegsNotFlat => "setup_legs_not_flat",
            },
            Self::RaiseHandToBegin => "raise_hand_to_begin",
            Self::RaiseHandToGoOn => "raise_hand_to_go_on",
            Self::LieStill => "lie_still",
            Self::HoldStill => "hold_still",
            Self::Raise(None) => "raise_one",
            Self::Raise(Some(side)) => return Cow::Owned(format!("raise_{}", side.name())),
            Self::Careful(kind) => return Cow::Owned(format!("careful_{}", kind.name())),
            Self::Stop(kind) => return Cow::Owned(format!("stop_{}", kind.name())),
            Self::Stopped => "stop_discomfort",
            Self::HoldIt => "hold_it",
            Self::LowerSlowly => "lower_slowly",
            Self::Leg(side) => return Cow::Owned(format!("leg_{}", side.name())),
            Self::Degrees(degrees) => return Cow::Owned(format!("degrees_{degrees}")),
            Self::Pass => "verdict_pass",
            Self::SlightlyTight => "verdict_slightly_tight",
            Self::ModeratelyTight => "verdict_moderately_tight",
            Self::ClearlyTight => "verdict_clearly_tight",
            Self::Borderline => "borderline",
            Self::CannotJudge => "verdict_unclear",
            Self::Why(reason) => return Cow::Owned(format!("why_{}", reason.name())),
            Self::NoStretchingNeeded => "advice_pass",
            Self::StretchingMayHelp => "advice_slightly_tight",
            Self::StretchingCanHelp => "advice_moderately_tight",
            Self::StretchingMakesADifference => "advice_clearly_tight",
            Self::PainAdvice => "advice_pain",
            Self::PleaseRepeat => "please_repeat",
            Self::SameLeg => "same_leg",
            Self::OtherLeg => "other_leg",
            Self::Summary => "summary",
            Self::NoDiagnosis => "no_diagnosis",
            Self::CameraLost => "camera_lost",
            Self::CameraBack => "camera_back",
        })
    }
}

/// Why a raise can't be judged, and what to do better: shorter than what the screen says.
fn why(reason: TrialReason) -> &'static str {
    match reason {
        TrialReason::PoorView => "I could not see you well enough",
        TrialReason::NotOnBack => "Lie flat on your back",
        TrialReason::TrunkUp => "Lie down flat, with your shoulders on the floor",
        TrialReason::PelvisUp => "Keep your lower back on the floor",
        TrialReason::BothLegsRaised => "Both legs came up. Raise one leg alone",
        TrialReason::OtherKneeBent => "Stretch the other leg out flat",
        TrialReason::TooQuick => "That was too quick. Raise your leg slowly",
        TrialReason::SideNotCertain => "I could not tell which leg it was",
        TrialReason::NoRestBefore => "Before a raise, keep both legs flat and still",
        TrialReason::RestingLegNotSeen => "The resting leg was hidden",
        TrialReason::FootOutOfPicture => "Your foot left the picture. Move the camera further away",
        TrialReason::NotFinished => "I did not see the highest point",
        TrialReason::SpoiledAtTheStart => "Keep the knee straight and the other leg down",
        TrialReason::TooFewPictures => "The pictures came too slowly. Close other programs",
        TrialReason::TooUncertain => "I could not see your leg well enough",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use sha2::{Digest, Sha256};
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    #[derive(Deserialize)]
    struct Manifest {
        lines: Vec<Entry>,
    }

    #[derive(Deserialize)]
    struct Entry {
        name: String,
        text: String,
        recorded: String,
        ms: u32,
        sha256: String,
    }

    fn manifest() -> BTreeMap<String, Entry> {
        let manifest: Manifest = serde_json::from_str(include_str!("lines/manifest.json")).expect("the manifest");
        manifest.lines.into_iter().map(|entry| (entry.name.clone(), entry)).collect()
    }

    #[test]
    fn every_line_is_recorded_in_its_very_words() {
        let manifest = manifest();
        let all = Line::all();
        for line in &all {
            let name = line.name();
            let entry = manifest.get(&*name).unwrap_or_else(|| panic!("{name} is not in lines/manifest.json"));
            assert_eq!(entry.text, line.text(), "{name}: change lines/manifest.json too, and run .make/make_voice.py");
            assert_eq!(entry.recorded, entry.text, "{name}: run .make/make_voice.py");
            let digest: String = Sha256::digest(line.ogg()).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(digest, entry.sha256, "{name} is not the file that was recorded: run .make/make_voice.py --all");
            assert_eq!(line.secs(), f64::from(entry.ms) / 1000.0, "{name}");
        }
        let names: BTreeSet<String> = all.iter().map(|line| line.name().into_owned()).collect();
        assert_eq!(names.len(), all.len(), "two lines share a recording");
        assert!(manifest.keys().all(|name| names.contains(name)), "a recording that is never said");
    }

    #[test]
    fn no_recording_lies_beside_the_manifest() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/voice/lines");
        let files = std::fs::read_dir(folder).expect("the recordings").map(|f| f.expect("a file").path());
        let recorded: BTreeSet<String> = files
            .filter(|path| path.extension().is_some_and(|e| e == "ogg"))
            .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
            .collect();
        assert_eq!(recorded, manifest().into_keys().collect());
    }
}
