//! What the record says in words, the same on the command line and in the window.

use super::{Change, Deleted, REAL_CHANGE_DEG, SideDifference};
use crate::motion::{Side, UNUSUAL_DIFFERENCE_DEG, USUAL_DIFFERENCE_DEG, USUAL_DIFFERENCE_SD_DEG};

/// This moment as the record writes it, RFC 3339.
pub fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Of a date with or without a time.
pub fn day(date: &str) -> &str {
    date.get(..10).unwrap_or(date)
}

/// How many of what.
pub fn counted(count: u32, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// What a change is worth.
pub fn change_in_words(change: Change) -> String {
    // nothing is +0, not -0
    let deg = change.deg.round() + 0.0;
    match change.is_real {
        true => format!(
            "From the first session to the last: {deg:+.0}°, more than measuring twice gives by itself ({REAL_CHANGE_DEG:.0}°)."
        ),
        false => format!(
            "From the first session to the last: {deg:+.0}°, too small to be told from measuring twice (up to {REAL_CHANGE_DEG:.0}°)."
        ),
    }
}

/// What a difference between the legs is worth.
pub fn difference_in_words(difference: SideDifference) -> String {
    let deg = difference.deg.abs();
    let lower = if difference.deg < 0.0 { Side::Left } else { Side::Right }.name();
    match difference.is_unusual {
        true => format!(
            "Left and right differ by {deg:.0}°, the {lower} one is lower: more than usual (over {UNUSUAL_DIFFERENCE_DEG:.0}°)."
        ),
        false => format!(
            "Left and right differ by {deg:.0}°; usual is {USUAL_DIFFERENCE_DEG:.0}° ± {USUAL_DIFFERENCE_SD_DEG}°."
        ),
    }
}

/// All that is kept of a person, or was.
pub fn deleted_in_words(deleted: &Deleted) -> String {
    let Deleted { sessions, trials, pictures, corrections, notes, .. } = *deleted;
    format!(
        "{} with {}, the traces, {}, {} and {}",
        counted(sessions, "session"),
        counted(trials, "trial"),
        counted(pictures, "picture"),
        counted(corrections, "correction"),
        counted(notes, "note"),
    )
}

/// What a deletion could not do, and what it never does.
pub fn after_deletion(deleted: &Deleted) -> String {
    let untouched = "Files that were exported, and backups of yours, are not touched.";
    match deleted.wiped {
        true => untouched.to_owned(),
        false => format!(
            "Another program reads the record now; close it, and delete or show anybody again, so that the rest is wiped from the disk.\n{untouched}"
        ),
    }
}
