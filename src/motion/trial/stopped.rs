//! A raise that was stopped while the leg is still up.

use super::trial::EndedBy;
use crate::motion::time::Timestamp;

/// What ended a raise while the leg is still up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RaiseStop {
    pub why: EndedBy,
    pub time: Timestamp,
    /// Live elevation of the thigh at that moment, where it was seen.
    pub angle_rad: Option<f64>,
}
