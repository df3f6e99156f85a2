//! Where the camera stood, and reading a leg through it.
//!
//! - `scene.rs`, `figure.rs`, `keypoint_offsets.rs`: what is unknown of a lying body and the camera before it, what
//!   they show, and where the model puts its keypoints
//! - `posture_problem.rs`, `scene_problem.rs`, `camera_fit.rs`: which such scene shows what was seen
//! - `camera_roll.rs`: where the vertical is in the image, as the room tells
//! - `leg_view.rs`, `thigh.rs`, `leg_reader.rs`: from lines in the image to the thigh's elevation over the floor,
//!   which is the result
//! - `still.rs`: the same in a single image

pub mod camera_fit;
pub mod camera_roll;
pub mod figure;
pub mod keypoint_offsets;
pub mod leg_reader;
pub mod leg_view;
pub mod posture_problem;
pub mod scene;
pub mod scene_problem;
pub mod still;
pub mod thigh;
