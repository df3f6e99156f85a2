//! Where the camera stood, and reading a leg through it.
//!
//! - `scene.rs`, `figure.rs`, `keypoint_offsets.rs`: what is unknown of a lying body and the camera before it, what
//!   they show, and where the model puts its keypoints
//! - `posture_problem.rs`, `scene_problem.rs`, `camera_fit.rs`: which such scene shows what was seen
//! - `camera_roll.rs`, `level_lines.rs`, `room_line.rs`, `room.rs`, `room_evidence.rs`: what the room tells: what
//!   stands upright in it, what lies level
//! - `leg_view.rs`, `thigh.rs`, `leg_reader.rs`: from lines in the image to the thigh's elevation over the floor,
//!   which is the result
//! - `still.rs`: the same in a single image

pub mod camera_fit;
pub mod camera_roll;
pub mod figure;
pub mod keypoint_offsets;
pub mod leg_reader;
pub mod leg_view;
pub mod level_lines;
pub mod posture_problem;
pub mod room;
pub mod room_evidence;
pub mod room_line;
pub mod scene;
pub mod scene_problem;
pub mod still;
pub mod thigh;
