//! A trial's frame for others to see.

use super::error::ActError;
use crate::blur::FaceBlur;
use crate::history::KeyFrame;
use image::ImageFormat;
use std::io::Cursor;

/// The image as JPEG, with unrecognisable faces unless `show_face`. `None` if it can't be decoded.
///
/// # Errors
/// The faces can't be looked for.
pub fn for_others(frame: &KeyFrame, show_face: bool) -> Result<Option<Vec<u8>>, ActError> {
    if show_face {
        return Ok(Some(frame.jpeg.clone()));
    }
    let Some((mut image, pose)) = frame.image() else { return Ok(None) };
    let cover = |mut blur: FaceBlur| blur.cover_still(&mut image, Some(&pose));
    FaceBlur::load().and_then(cover).map_err(ActError::FaceNotBlurred)?;
    let mut jpeg = Cursor::new(Vec::new());
    let written = image.write_to(&mut jpeg, ImageFormat::Jpeg);
    Ok(written.ok().map(|()| jpeg.into_inner()))
}
