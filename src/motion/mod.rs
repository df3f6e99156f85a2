//! The measurement: from poses over time to trials and verdicts.
//!
//! Pure. Nothing here opens a file, starts a thread, reads a clock, or knows of pixels' colours, models or windows;
//! time is an argument. Angles are radians inside; degrees appear where people and documents read them.

mod body;
mod camera;
mod exercise;
mod filter;
mod guide;
mod rounding;
mod session;
mod time;
mod trial;

#[cfg(any(test, feature = "fuzzing"))]
pub(crate) use session::fuzzing;
#[cfg(test)]
pub(crate) use session::script;

pub use body::geometry::{Caudal, Point, Similarity, elevation_rad, wrap_rad};
pub use body::joint_angles::{JointAngles, LegAngles};
pub use body::leg_tracker::{LegTracker, TrackedLeg, TrackedLegs};
pub use body::lying_figure::{lying_figure, with_arm};
pub use body::pair::{Depth, Pair, Track, Tracks, Which};
pub use body::pose::{Keypoint, LANDMARK_COUNT, Landmark, Pose, Side, Sides};
pub use body::quality::{ImageSize, MAX_TRUNK_TILT_RAD, Precision, View, ViewQuality, ViewReason};
pub use body::seen_points::SeenPoints;
pub use body::silhouette::Silhouette;
pub use camera::camera_fit::CameraFit;
pub use camera::camera_roll::{CameraRoll, UprightLine};
pub use camera::leg_reader::{LegPoints, LegReader};
pub use camera::level_lines::LevelLine;
pub use camera::room::Room;
pub use camera::still::{leg_over_floor_rad, uncertainty_rad as still_uncertainty_rad};
pub use exercise::{
    BadExercise, Bounce, Coach, CoachStage, CoachState, Condition, DoneSet, Dose, Exercise, ExerciseReport, Fault,
    FaultKind, FaultRule, KeyPose, Legs, Measure, MeasuredLeg, NamedResult, Offer, Offered, Posture, Reminder,
    SetState, Watch, felt_in_exercise,
};
pub use filter::median;
pub use guide::answers::{Answers, Method, Screening, WarningSign};
#[cfg(test)]
pub(crate) use guide::decision::cells;
pub use guide::decision::{Advice, Decision, Referral};
pub use guide::guidance::{Flow, Guidance, GuidedFlow, Stage};
pub use guide::problem::SetUpProblem;
pub use guide::question::{ANSWER_S, QUESTION_S};
pub use rounding::{hundredths, rounded};
pub use session::activity::Activity;
pub use session::config::SessionConfig;
pub use session::event::{Event, LiveReading, Observation, SessionCommand};
pub use session::seen::{EstimateRequest, FrameEstimate};
pub use session::session::Session;
pub use session::session_report::SessionReport;
pub use time::Timestamp;
pub use trial::baseline::Baseline;
pub use trial::compensation::{Compensation, CompensationKind, Limits, Violation};
pub use trial::felt::SensationReport;
pub use trial::leg_result::{JudgedRaise, LegResult, SideSummary};
pub use trial::other_leg::{are_both_up, raised_with_none_on_floor};
pub use trial::phase::Phase;
pub use trial::sensation::Sensation;
pub use trial::trial::{CurvePoint, EndedBy, References, Trial, TrialReason, earned_verdict};
pub use trial::verdict::{BadLimits, Grade, LIMITS_DEG, Thresholds, UNUSUAL_DIFFERENCE_DEG, Verdict, VerdictKind};
