//! What is seen of a person, in a frame and over time.
//!
//! - `pose.rs`, `geometry.rs`: keypoints, and the plane they lie in; `pair.rs`: what comes in twos
//! - `joint_angles.rs`: what each angle is; `leg_tracker.rs`: which leg is which, through exchanged labels
//! - `facing.rs`, `place.rs`, `silhouette.rs`, `quality.rs`: which way the body faces, where it lies, its outline, and
//!   how well all that can be seen
//! - `hand_signal.rs`: a raised hand; `strap.rs`: hands that hold a strap
//! - `seen_points.rs`: which points of a pose are believed
//! - `reading.rs`: all of it at one moment, as a session keeps it

pub mod facing;
pub mod geometry;
pub mod hand_signal;
pub mod joint_angles;
pub mod leg_tracker;
pub mod lying_figure;
pub mod pair;
pub mod place;
pub mod pose;
pub mod quality;
pub mod reading;
pub mod seen_points;
pub mod silhouette;
pub mod strap;
