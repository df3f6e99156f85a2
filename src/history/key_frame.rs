//! The frame that is stored with a trial, to show its result and to correct its points.

use crate::album::AlbumFrame;
use crate::motion::{ImageSize, JointAngles, Keypoint, Landmark, LegPoints, LegTracker, Pose, Side, Timestamp, Trial};
use image::RgbImage;

/// The frame of a trial's result.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyFrame {
    pub time: Timestamp,
    /// Size of the frame that the pose is in; the image may be smaller.
    pub size: ImageSize,
    pub pose: Pose,
    pub jpeg: Vec<u8>,
}

/// A leg higher than the other one by this much is the raised one, whatever its label.
const CLEARLY_HIGHER_RAD: f64 = 20f64.to_radians();

/// A frame whose thigh reads further than this from the result was misread, or shows another moment.
const READ_AS_RESULT_RAD: f64 = 3f64.to_radians();

impl KeyFrame {
    /// The estimated frame nearest to the result whose pose reads as the result does: in a misread or interpolated
    /// frame, a correction of the points would inherit the error. If there is none, simply the nearest frame.
    pub fn of(frames: &[AlbumFrame], trial: &Trial, size: ImageSize) -> Option<Self> {
        let seen = frames.iter().filter_map(|frame| Some((frame, frame.pose.as_ref()?)));
        let rank = |(frame, pose): &(&AlbumFrame, &Pose)| {
            let read_rad = trial.reader.thigh_rad(&leg_points(pose, raised(pose, trial.side)));
            let is_off = (read_rad - trial.angle_rad).abs() > READ_AS_RESULT_RAD;
            (is_off || frame.is_interpolated, (frame.time.0).abs_diff(trial.peak.0))
        };
        let (frame, pose) = seen.min_by_key(rank)?;
        Some(Self { time: frame.time, size, pose: pose.clone(), jpeg: frame.jpeg().to_owned() })
    }

    /// The model's label, in this frame, of the raised leg of a trial of `side`: labels may be swapped in some frames,
    /// and in some trials the user has said which leg it was.
    pub fn raised(&self, side: Side) -> Side {
        raised(&self.pose, side)
    }

    /// Hip, knee and ankle of the raised leg of a trial of `side`, as the model saw them.
    pub fn points(&self, side: Side) -> LegPoints {
        leg_points(&self.pose, self.raised(side))
    }

    /// Whether both legs can be believed in this frame: neither lies on the other, and both have a leg's proportions.
    pub fn are_both_legs_seen(&self) -> bool {
        // one frame does not tell which of two legs that lie on each other is the copy
        LegTracker::default().observe(self.time, &JointAngles::of(&self.pose)).iter().all(|leg| leg.seen)
    }

    /// The image, and the pose in its pixels; `None` if it can't be decoded.
    pub fn image(&self) -> Option<(RgbImage, Pose)> {
        let image = image::load_from_memory_with_format(&self.jpeg, image::ImageFormat::Jpeg).ok()?.into_rgb8();
        let scale = image.width() as f32 / self.size.width.max(1) as f32;
        let keypoints = self.pose.keypoints.map(|k| Keypoint { x: k.x * scale, y: k.y * scale, ..k });
        Some((image, Pose { keypoints, ..self.pose }))
    }
}

fn raised(pose: &Pose, side: Side) -> Side {
    let legs = JointAngles::of(pose).legs;
    let other = side.opposite();
    if legs[other].leg_rad - legs[side].leg_rad > CLEARLY_HIGHER_RAD { other } else { side }
}

fn leg_points(pose: &Pose, side: Side) -> LegPoints {
    let [hip, knee, ankle] =
        [Landmark::Hip, Landmark::Knee, Landmark::Ankle].map(|landmark| pose.point(landmark(side)));
    LegPoints { hip, knee, ankle }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::script::play;
    use crate::motion::{Caudal, lying_figure};

    #[test]
    fn the_raised_leg_of_a_frame_is_the_one_that_is_up_whatever_it_is_called() {
        let frame = |legs| KeyFrame {
            time: Timestamp::ZERO,
            size: ImageSize { width: 640, height: 480 },
            pose: lying_figure(Caudal::Right, legs),
            jpeg: Vec::new(),
        };
        let left_up = frame([(60.0, 0.0), (0.0, 0.0)]);
        assert_eq!(Side::BOTH.map(|side| left_up.raised(side)), [Side::Left; 2]);
        let both_up = frame([(60.0, 0.0), (52.0, 0.0)]);
        assert_eq!(
            Side::BOTH.map(|side| both_up.raised(side)),
            Side::BOTH,
            "legs that are up together are as they are called"
        );
    }

    #[test]
    fn a_resting_leg_that_lies_on_the_raised_one_is_not_seen() {
        let is_seen = |legs| {
            let pose = lying_figure(Caudal::Right, legs);
            let size = ImageSize { width: 640, height: 480 };
            KeyFrame { time: Timestamp::ZERO, size, pose, jpeg: Vec::new() }.are_both_legs_seen()
        };
        assert!(is_seen([(60.0, 0.0), (0.0, 0.0)]));
        assert!(!is_seen([(60.0, 0.0), (60.0, 0.0)]));
    }

    #[test]
    fn a_frame_that_was_misread_or_that_nobody_read_stands_for_no_trial() {
        let (report, _) = play(Side::Left, "0 rest | 2 rest | 5 hip 60° | 7 hip 60° | 10 rest | 11 rest");
        let trial = &report.trials[0];
        let frame = |after_peak_s: f64, read_deg: f64, is_interpolated| {
            let mut frame = AlbumFrame::of_bytes(1);
            frame.time = trial.peak + after_peak_s;
            frame.pose = Some(lying_figure(Caudal::Right, [(read_deg, 0.0), (0.0, 0.0)]));
            frame.is_interpolated = is_interpolated;
            frame
        };
        let (as_result, misread) = (trial.angle_rad.to_degrees(), 70.0);
        let size = ImageSize { width: 640, height: 480 };
        let kept_s = |frames: &[AlbumFrame]| KeyFrame::of(frames, trial, size).map(|frame| frame.time - trial.peak);
        let all = [frame(-0.1, as_result, true), frame(0.0, misread, false), frame(0.3, as_result, false)];
        assert!((kept_s(&all).unwrap() - 0.3).abs() < 1e-6);
        assert_eq!(kept_s(&all[..2]), Some(0.0), "the nearest where none reads as the result does");
        assert_eq!(kept_s(&[]), None);
    }
}
