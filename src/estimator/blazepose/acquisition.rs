//! Finding a *lying* person in an image, which the models were not made for: the detector looks upright and turned
//! both ways, at the whole image and at parts of it; the landmark model reads each candidate twice; the best reading
//! of a horizontal body wins, so that a standing helper does not.

use super::detector::Detection;
use super::landmarks::{LandmarkReading, body_line};
use super::models::Models;
use super::nearness::nearness;
use super::roi::Roi;
use crate::estimator::EstimatorError;
use crate::motion::{Landmark, Point, Side};
use image::RgbImage;
use std::f64::consts::FRAC_PI_2;
use std::sync::Arc;

/// The detector's turns: someone with the head to the left or right looks upright in one of them.
const TURNS_RAD: [f64; 3] = [0.0, FRAC_PI_2, -FRAC_PI_2];
/// Square parts of the image looked at beside the whole, along its longer side: for a person who is small in the
/// image.
const TILES: u32 = 3;
/// Sides of the squares looked at around a place that was pointed at, in longer sides of the image.
const CLOSE_UPS: [f64; 2] = [0.5, 0.75];
/// Detections below this are not even candidates.
const MIN_CANDIDATE_SCORE: f64 = 0.3;
/// Candidates kept a look, and read by the landmark model in all.
const PER_LOOK: usize = 3;
const MAX_CANDIDATES: usize = 6;
/// Each candidate is read this often, re-centred in between.
const PASSES: usize = 2;
/// Readings with a lower presence are not followed up.
const HOPELESS_PRESENCE: f32 = 0.1;
/// What a reading of an upright body is worth, against 1 for a horizontal one.
const UPRIGHT_WORTH: f64 = 0.15;
/// Passes of the last resort, which starts from the whole image instead of a detection.
const FORCED_PASSES: usize = 4;

/// Below this the landmark model says that there is nobody (MediaPipe). Alone it is fooled by furniture (up to 1.0 on
/// empty rooms).
const MIN_PRESENCE: f32 = 0.5;
/// The heatmaps must have found joints at least this well for somebody to be found: at most 0.44 on empty rooms and
/// noise, at least 0.69 on 29 photographs, and 0.49 in the dark.
const MIN_HEATMAP_FOUND: f64 = 0.5;
/// Whoever was found once may be hidden in part.
const MIN_HEATMAP_FOLLOWED: f64 = 0.4;

/// Whoever is read this well in the whole image need not be searched for in parts of it.
const CONVINCING: f64 = 0.6;

/// How much work to spend on the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// The whole image only: for looking again and again while nobody is there.
    Quick,
    /// Where that shows nobody convincingly also parts of it, and the last resort without a detection.
    Thorough,
}

/// A reading and how good it is, 0..1.
pub struct Scored {
    pub reading: LandmarkReading,
    pub score: f64,
}

/// The lying person that is read best, if any.
pub fn acquire(models: &mut Models, image: &Arc<RgbImage>, effort: Effort) -> Result<Option<Scored>, EstimatorError> {
    let whole = Roi::letterbox(image.width(), image.height());
    let mut detections = detect(models, image, &[whole])?;
    let mut best = best_of(read_people(models, image, &detections)?);
    if effort == Effort::Quick || best.as_ref().is_some_and(|best| best.score >= CONVINCING) {
        return Ok(best);
    }
    let in_parts = detect(models, image, &parts(image.width(), image.height()))?;
    if !in_parts.is_empty() {
        detections.extend(in_parts);
        best = best_of(read_people(models, image, &detections)?);
    }
    if best.is_none() {
        let turned = [FRAC_PI_2, -FRAC_PI_2].map(|turn| whole.rotated(turn));
        best = best_of(read_repeatedly(models, image, turned, FORCED_PASSES)?);
    }
    Ok(best)
}

/// The person whose body is at `at` in the image or next to it, if any. Of several readings of bodies there the best
/// one wins, so a bad reading with a limb in the right place does not.
pub fn acquire_at(models: &mut Models, image: &Arc<RgbImage>, at: Point) -> Result<Option<Scored>, EstimatorError> {
    let (width, height) = image.dimensions();
    let close_ups = CLOSE_UPS.map(|part| close_up(width, height, at, part));
    let mut looks = vec![Roi::letterbox(width, height)];
    looks.extend(parts(width, height));
    looks.extend(close_ups);
    let mut rois = distinct_people(&detect(models, image, &looks)?);
    let distance = |roi: &Roi| roi.centre.distance(at) / roi.size;
    rois.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
    rois.truncate(MAX_CANDIDATES);
    let mut best: Option<(f64, Scored)> = None;
    let mut keep_nearer = |read: Scored| {
        let worth = read.score * nearness(&read.reading, at);
        if worth > best.as_ref().map_or(0.0, |(b, _)| *b) {
            best = Some((worth, read));
        }
    };
    read_repeatedly(models, image, rois, PASSES)?.into_iter().for_each(&mut keep_nearer);
    // a person whom another one hides in part may be read where none is detected
    let turned = close_ups.iter().flat_map(|close_up| [FRAC_PI_2, -FRAC_PI_2].map(|turn| close_up.rotated(turn)));
    read_repeatedly(models, image, turned, FORCED_PASSES)?.into_iter().for_each(&mut keep_nearer);
    Ok(best.map(|(_, read)| read))
}

/// Whether somebody is found in a reading.
pub fn is_somebody(reading: &LandmarkReading) -> bool {
    reading.pose.presence >= MIN_PRESENCE && reading.heatmap_confidence >= MIN_HEATMAP_FOUND
}

/// Whether somebody who was found before is still there.
pub fn is_still_there(reading: &LandmarkReading) -> bool {
    reading.pose.presence >= MIN_PRESENCE && reading.heatmap_confidence >= MIN_HEATMAP_FOLLOWED
}

/// How well the landmark model read a body in `roi`: sure of itself, stable under re-centring, and horizontal.
pub fn score(reading: &LandmarkReading, roi: &Roi) -> f64 {
    let pose = &reading.pose;
    let visibility = |side| body_line(side).map(|l| pose.visibility(l)).iter().sum::<f64>() / 4.0;
    let better_side = visibility(Side::Left).max(visibility(Side::Right));
    let moved = reading.next_roi.difference(roi);
    let stability = (-2.0 * moved.centre - moved.log_size - moved.rotation_rad).exp();
    let trunk = pose.midpoint(Landmark::Hip) - pose.midpoint(Landmark::Shoulder);
    let horizontal = (trunk.x / trunk.norm().max(1e-9)).powi(2);
    f64::from(pose.presence)
        * better_side
        * reading.heatmap_confidence
        * stability
        * (UPRIGHT_WORTH + (1.0 - UPRIGHT_WORTH) * horizontal)
}

fn best_of(read: Vec<Scored>) -> Option<Scored> {
    read.into_iter().reduce(|best, other| if other.score > best.score { other } else { best })
}

/// The people that were detected, as the landmark model reads them.
fn read_people(
    models: &Models,
    image: &Arc<RgbImage>,
    detections: &[Detection],
) -> Result<Vec<Scored>, EstimatorError> {
    read_repeatedly(models, image, distinct_people(detections).into_iter().take(MAX_CANDIDATES), PASSES)
}

/// Reads regions side by side, re-centres each on what was read in it, and so on; those in which somebody is, in their
/// order.
fn read_repeatedly(
    models: &Models,
    image: &Arc<RgbImage>,
    rois: impl IntoIterator<Item = Roi>,
    passes: usize,
) -> Result<Vec<Scored>, EstimatorError> {
    let mut read: Vec<(Roi, Option<Scored>)> = rois.into_iter().map(|roi| (roi, None)).collect();
    let hopeless = |scored: &Scored| scored.reading.pose.presence < HOPELESS_PRESENCE;
    for _ in 0..passes {
        let go_on = read.iter_mut().filter(|(_, scored)| !scored.as_ref().is_some_and(hopeless));
        let asked: Vec<_> = go_on.map(|candidate| (models.ask(image, candidate.0), candidate)).collect();
        for (asked, (roi, scored)) in asked {
            let reading = asked.wait()?;
            let read_in = std::mem::replace(roi, reading.next_roi);
            *scored = Some(Scored { score: score(&reading, &read_in), reading });
        }
    }
    Ok(read.into_iter().filter_map(|(_, scored)| scored).filter(|scored| is_somebody(&scored.reading)).collect())
}

/// What the detector sees in each of `looks`, turned every way.
fn detect(models: &mut Models, image: &RgbImage, looks: &[Roi]) -> Result<Vec<Detection>, EstimatorError> {
    let mut found = Vec::new();
    for look in looks {
        for turn in TURNS_RAD {
            found.extend(models.detect(image, &look.rotated(turn), MIN_CANDIDATE_SCORE)?.into_iter().take(PER_LOOK));
        }
    }
    Ok(found)
}

/// Regions that may hold a person, best detection first, each person once.
fn distinct_people(detections: &[Detection]) -> Vec<Roi> {
    let mut best_first: Vec<&Detection> = detections.iter().collect();
    best_first.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut distinct: Vec<Roi> = Vec::new();
    for roi in best_first.into_iter().map(Detection::roi) {
        if !distinct.iter().any(|known| same_person(&roi, known)) {
            distinct.push(roi);
        }
    }
    distinct
}

fn same_person(a: &Roi, b: &Roi) -> bool {
    let d = a.difference(b);
    d.centre <= 0.15 && d.log_size <= 0.35 && d.rotation_rad <= 35.0_f64.to_radians()
}

/// Square parts along the longer side of an image, for the detector to look at. Those of a square one would show
/// nothing new.
fn parts(width: u32, height: u32) -> Vec<Roi> {
    if width == height {
        return Vec::new();
    }
    let side = f64::from(width.min(height));
    let slack = Point::new(f64::from(width) - side, f64::from(height) - side);
    let part = |i| Roi {
        centre: Point::new(side / 2.0, side / 2.0) + slack * (f64::from(i) / f64::from(TILES - 1)),
        size: side,
        rotation_rad: 0.0,
    };
    (0..TILES).map(part).collect()
}

/// A square around `at`, inside the image as far as it goes: for a person who is small beside another one.
fn close_up(width: u32, height: u32, at: Point, part: f64) -> Roi {
    let (width, height) = (f64::from(width), f64::from(height));
    let size = width.max(height) * part;
    let inside = |v: f64, side: f64| if side <= size { side / 2.0 } else { v.clamp(size / 2.0, side - size / 2.0) };
    Roi { centre: Point::new(inside(at.x, width), inside(at.y, height)), size, rotation_rad: 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cover_both_ends_of_a_wide_and_of_a_tall_image() {
        let centres = |w, h| parts(w, h).iter().map(|part| (part.centre.x, part.centre.y)).collect::<Vec<_>>();
        assert_eq!(centres(640, 360), [(180.0, 180.0), (320.0, 180.0), (460.0, 180.0)]);
        assert_eq!(centres(360, 640), [(180.0, 180.0), (180.0, 320.0), (180.0, 460.0)]);
    }

    #[test]
    fn a_square_image_has_no_parts() {
        assert_eq!(parts(480, 480), []);
    }

    #[test]
    fn a_close_up_stays_in_the_image() {
        let centre = |w, h, x, y| {
            let look = close_up(w, h, Point::new(x, y), 0.5);
            (look.centre.x, look.centre.y, look.size)
        };
        assert_eq!(centre(640, 360, 300.0, 170.0), (300.0, 170.0, 320.0));
        assert_eq!(centre(640, 360, 10.0, 350.0), (160.0, 200.0, 320.0));
        assert_eq!(centre(200, 640, 150.0, 630.0), (100.0, 480.0, 320.0));
    }
}
