//! All exercises by name.

use super::file::{ExerciseError, parse, read};
use crate::motion::{Exercise, Offer};
use std::path::{Path, PathBuf};

/// Those that come with the program, in the order in which they are offered: the two safe stretches, then lying first.
const CATALOGUE: &[&str] = &[
    include_str!("catalogue/supine_hamstring_stretch.toml"),
    include_str!("catalogue/seated_hamstring_stretch.toml"),
    include_str!("catalogue/straight_leg_raise.toml"),
    include_str!("catalogue/bridge.toml"),
    include_str!("catalogue/active_hamstring_stretch.toml"),
    include_str!("catalogue/knee_to_chest.toml"),
    include_str!("catalogue/standing_march.toml"),
    include_str!("catalogue/standing_hamstring_stretch.toml"),
    include_str!("catalogue/seated_forward_bend.toml"),
    include_str!("catalogue/plank.toml"),
];

/// The exercises that there are.
#[derive(Debug, Default)]
pub struct Library {
    exercises: Vec<Exercise>,
    /// Files of the user's that hold none.
    pub errors: Vec<ExerciseError>,
}

impl Library {
    /// Those that come with the program, and the user's own in `folder`, where there is one. A file that is none is
    /// told in [`Self::errors`], and the others are there all the same; one that bears a name of the program's is the
    /// user's version of it.
    pub fn open(folder: Option<&Path>) -> Self {
        let exercises = CATALOGUE.iter().map(|text| parse(text).expect("a test reads them all")).collect();
        let mut library = Self { exercises, errors: Vec::new() };
        let entries = folder.and_then(|folder| folder.read_dir().ok());
        let mut files: Vec<PathBuf> = entries.into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
        files.sort();
        for path in files {
            match read(&path) {
                Ok(exercise) => library.add(exercise),
                Err(error) => library.errors.push(error),
            }
        }
        library
    }

    fn add(&mut self, exercise: Exercise) {
        match self.exercises.iter_mut().find(|known| known.name == exercise.name) {
            // a stretch stays one: it is for a tight leg
            Some(known) if known.offer == Offer::Stretch => *known = Exercise { offer: Offer::Stretch, ..exercise },
            Some(known) => *known = exercise,
            None => self.exercises.push(exercise),
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Exercise> {
        self.exercises.iter()
    }

    pub fn find(&self, name: &str) -> Option<&Exercise> {
        self.iter().find(|exercise| exercise.name == name)
    }
}

/// Where the user's own are looked for, beside the settings; `None` where the system has no such place.
pub fn own_folder() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "legraise").map(|places| places.config_dir().join("exercises"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::{Legs, Watch};

    #[test]
    fn every_exercise_that_comes_with_the_program_is_one() {
        for text in CATALOGUE {
            let exercise = parse(text).unwrap_or_else(|(line, reason)| panic!("line {line:?}: {reason}\n{text}"));
            assert!(exercise.title.is_none(), "{}: its words are with all others", exercise.name);
            // what is drawn to show how it goes is what is looked for
            assert_eq!(exercise.from_pose.is_some(), exercise.to_pose.is_some(), "{}", exercise.name);
            assert!(exercise.to_pose.is_some() || exercise.watch == Watch::None, "{}", exercise.name);
        }
        assert_eq!(Library::open(None).iter().count(), CATALOGUE.len());
    }

    #[test]
    fn a_users_own_file_is_an_exercise_more_and_a_bad_one_spoils_no_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
        let mine = include_str!("catalogue/bridge.toml").replace("\"bridge\"", "\"long_bridge\"");
        write("long_bridge.toml", &mine);
        write("plank.toml", &include_str!("catalogue/plank.toml").replace("hold_s = 20", "hold_s = 40"));
        write("bad.toml", "name = 3");
        write("notes.txt", "not one");
        let library = Library::open(Some(folder.path()));
        assert_eq!(library.iter().count(), CATALOGUE.len() + 1);
        assert_eq!(library.find("long_bridge").map(|own| own.legs), Some(Legs::Both));
        assert_eq!(library.find("plank").map(|own| own.dose.hold_s), Some(40.0));
        let told: Vec<String> = library.errors.iter().map(ToString::to_string).collect();
        assert!(told.len() == 1 && told[0].starts_with("line 1: ") && told[0].ends_with("bad.toml"), "{told:?}");
    }
}
