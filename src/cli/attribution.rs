//! Who is seen in an input.

use crate::history::PersonName;
use crate::motion::Side;

/// The person, day and leg that an input belongs to, as far as the command line or its name tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attribution {
    pub person: Option<PersonName>,
    /// Day of the test, ISO 8601.
    pub date: Option<String>,
    pub side: Option<Side>,
    /// Whether it goes into the record.
    pub kept: bool,
}
