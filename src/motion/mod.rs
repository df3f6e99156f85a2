//! The measurement: from poses over time to trials and verdicts.
//!
//! Pure. Nothing here opens a file, starts a thread, reads a clock, or knows of pixels' colours, models or windows; time is an argument.
//! Angles are radians inside; degrees appear where people and documents read them.

mod advice;
mod baseline;
mod camera_fit;
mod compensation;
mod curves;
mod event;
mod figure;
mod filter;
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) mod fuzzing;
mod geometry;
mod guide;
#[cfg(test)]
mod guide_tests;
mod hand_signal;
mod joint_angles;
mod judge;
mod keypoint_offsets;
mod lead_up;
mod leg_reader;
mod leg_tracker;
mod leg_view;
#[cfg(any(test, feature = "fuzzing"))]
mod lying_figure;
mod other_leg;
mod peak;
mod plumb;
mod pose;
mod position;
#[cfg(test)]
mod property_tests;
mod protocol;
#[cfg(test)]
mod protocol_tests;
mod quality;
mod raise;
mod round;
mod scene_problem;
#[cfg(any(test, feature = "fuzzing"))]
mod script;
mod seen;
mod seen_raise;
mod set_up;
mod silhouette;
mod still;
mod thigh;
mod time;
mod trial;
mod uncertainty;
mod verdict;

pub use advice::Advice;
pub use baseline::Baseline;
pub use camera_fit::CameraFit;
pub use compensation::{Compensation, CompensationKind, Limits, Violation};
pub use event::{Event, LiveReading, Observation, Phase, SessionCommand};
pub use geometry::{Caudal, Point, Similarity, elevation_rad, wrap_rad};
pub use guide::{Flow, Guidance, SetUpProblem, Stage};
pub use joint_angles::{JointAngles, LegAngles};
pub use leg_reader::{LegPoints, LegReader};
pub use leg_tracker::{TrackedLeg, TrackedLegs};
pub use other_leg::are_both_up;
pub use plumb::{Plumb, UprightLine};
pub use pose::{Keypoint, LANDMARK_COUNT, Landmark, Pose, Side};
pub use protocol::{Session, SessionConfig, SessionReport, SideSummary};
pub use quality::{MAX_TRUNK_TILT_RAD, PictureSize, View, ViewQuality, ViewReason};
pub use seen::{Seen, Want};
pub use silhouette::Silhouette;
pub use still::{leg_over_floor_rad, uncertainty_rad as still_uncertainty_rad};
pub use time::Timestamp;
pub use trial::{CurvePoint, EndedBy, References, Trial, TrialReason};
pub use verdict::{BadLimits, Grade, LIMITS_DEG, Thresholds, UNUSUAL_DIFFERENCE_DEG, Verdict, VerdictKind};
