//! What the landmark model holds inside, kept for the silhouette model.

use super::onnx::Output;

/// Two maps of what the model sees, inside it, from which the silhouette model makes the person's outline: 2 MB, of
/// which most readings need none.
#[derive(Debug)]
pub struct Features(pub [Output; 2]);
