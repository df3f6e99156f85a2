//! `legraise cameras`: what can be named to `--camera`.

use super::{ExitStatus, complain, output::say};
use crate::source::CameraFault;
use crate::source::camera;
use crate::terminal::in_a_line;

/// Prints the cameras' names, one a line.
pub fn run() -> anyhow::Result<ExitStatus> {
    let cameras = camera::system().cameras()?;
    if cameras.is_empty() {
        complain(&CameraFault::NoCamera.to_string());
        return Ok(ExitStatus::NothingMeasured);
    }
    for camera in cameras {
        say(&in_a_line(&camera.name))?;
    }
    Ok(ExitStatus::Measured)
}
