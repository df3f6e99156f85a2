//! A person's record, a note on them, and their deletion.

use super::error::ActError;
use crate::history::{Deleted, PersonId, PersonRecord, Store, now};
use crate::words;
use std::borrow::Cow;

/// Everything that is stored of a person.
///
/// # Errors
/// They are not in the record any more, or it can't be read.
pub fn record_of(store: &Store, person: PersonId) -> Result<PersonRecord, ActError> {
    PersonRecord::read(store, person)?.ok_or(ActError::Gone(person))
}

/// A person's name.
///
/// # Errors
/// They are not in the record any more, or it can't be read.
pub fn name_of(store: &Store, person: PersonId) -> Result<String, ActError> {
    store.name(person)?.ok_or(ActError::Gone(person))
}

/// A note was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// Name of the person whom the note is on.
    pub name: String,
}

impl Noted {
    pub fn text(&self) -> Cow<'static, str> {
        words::noted(&self.name)
    }
}

/// Keeps a note on a person, without the blanks around it.
///
/// # Errors
/// It is empty, they are not in the record any more, or it can't be written.
pub fn note(store: &mut Store, person: PersonId, text: &str) -> Result<Noted, ActError> {
    let (name, text) = (name_of(store, person)?, text.trim());
    if text.is_empty() {
        return Err(ActError::EmptyNote);
    }
    store.add_note(person, text, &now())?;
    Ok(Noted { name })
}

/// A person was deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deletion {
    /// Who that was.
    pub name: String,
    pub deleted: Deleted,
}

impl Deletion {
    pub fn text(&self) -> Cow<'static, str> {
        words::deleted(&self.name, &self.deleted.text())
    }

    /// What the user should still do, and what stays.
    pub fn what_is_left(&self) -> Cow<'static, str> {
        words::after_deletion(self.deleted.wiped)
    }
}

/// Deletes everything of a person, for good.
///
/// # Errors
/// They are not in the record any more, or it can't be written.
pub fn delete(store: &mut Store, person: PersonId) -> Result<Deletion, ActError> {
    let name = name_of(store, person)?;
    Ok(Deletion { name, deleted: store.delete(person)? })
}
