//! Whether the view allows a measurement: lying, side-on, the whole body in the image.

use super::geometry::{Caudal, Point};
use super::joint_angles::JointAngles;
use super::pair::Depth;
use super::pose::{Landmark, Pose, Side};
use serde::{Deserialize, Serialize};

/// A trunk tilted further than this against the image's horizontal is not lying: together with two other checks it
/// caught 12 of 12 bad images.
pub const MAX_TRUNK_TILT_RAD: f64 = 35f64.to_radians();

/// Up to here the camera is side-on: yaw alone over-reads by at most 1.0° (camera geometry; Stevens 2006).
pub const GOOD_YAW_DEG: f64 = 15.0;
/// Beyond 25° the number is refused. The yaw is known to about ±5° from keypoints, so refusal needs 30° on the
/// estimate.
const REFUSED_YAW_DEG: f64 = 30.0;
/// If the body is cut off or badly seen in more than this part of the frames, the view is fair, or poor.
const FAIR_SHARE: f64 = 0.1;
pub const POOR_SHARE: f64 = 0.4;
/// Below this presence a person is badly read (one frame of 15,000 of rendered clips, and it was). Together with the
/// trunk's tilt and two readings that disagree it caught 12 of 12 bad photographs.
const MIN_PRESENCE: f64 = 0.9;
/// A less visible point is badly seen; so is a leg whose hip, knee and ankle are less visible on average.
pub(super) const MIN_VISIBILITY: f64 = 0.5;

/// How exactly a model finds a body's joints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Precision {
    /// As the heavy model does.
    #[default]
    Fine,
    /// As the full model does, which is faster.
    Coarse,
}

/// Size of the frames that the poses are given in, pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageSize {
    pub width: u32,
    pub height: u32,
}

impl ImageSize {
    pub fn contains(&self, p: Point) -> bool {
        (0.0..=f64::from(self.width)).contains(&p.x) && (0.0..=f64::from(self.height)).contains(&p.y)
    }
}

/// How far a recording can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ViewQuality {
    Good,
    Fair,
    Poor,
}

/// Why a view is not good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ViewReason {
    /// Nobody lay in the image.
    NobodyLying,
    /// The camera does not look at the body's side.
    CameraOffSideOn,
    /// Hips, knees or shoulders were beyond the image's edge.
    PartlyOutOfPicture,
    /// The model was unsure of the person, or of both legs.
    BadlySeen,
}

impl ViewReason {
    pub const ALL: [Self; 4] = [Self::NobodyLying, Self::CameraOffSideOn, Self::PartlyOutOfPicture, Self::BadlySeen];

    /// The name in documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::NobodyLying => "nobody_lying",
            Self::CameraOffSideOn => "camera_off_side_on",
            Self::PartlyOutOfPicture => "partly_out_of_picture",
            Self::BadlySeen => "badly_seen",
        }
    }
}

/// The view of a whole recording.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    pub quality: ViewQuality,
    /// Camera's angle off side-on, positive towards the feet; known to about 5° (RMS).
    pub yaw_rad: Option<f64>,
    pub reasons: Vec<ViewReason>,
}

/// Whether the trunk is near enough to the image's horizontal.
pub fn is_lying(angles: &JointAngles) -> bool {
    angles.trunk_rad.abs() <= MAX_TRUNK_TILT_RAD
}

/// Whether everything that the angles need is in the image. The resting leg's foot may be outside: the model copes.
pub fn body_is_inside(pose: &Pose, size: ImageSize) -> bool {
    let needed = [Landmark::Shoulder, Landmark::Hip, Landmark::Knee];
    let inside = |of: fn(Side) -> Landmark| Side::BOTH.into_iter().all(|s| size.contains(pose.point(of(s))));
    needed.into_iter().all(inside)
}

/// Whether the model is unsure of the person, or of both legs.
pub fn is_badly_seen(pose: &Pose, angles: &JointAngles) -> bool {
    f64::from(pose.presence) < MIN_PRESENCE || angles.legs.iter().all(|leg| leg.visibility < MIN_VISIBILITY)
}

/// The side towards the camera: someone on the back with the feet to the image's right has the right side there.
pub fn near_side(caudal: Caudal) -> Side {
    match caudal {
        Caudal::Right => Side::Right,
        Caudal::Left => Side::Left,
    }
}

/// Whether a side is the one towards the camera.
pub fn depth_of(side: Side, caudal: Caudal) -> Depth {
    if side == near_side(caudal) { Depth::Near } else { Depth::Far }
}

/// Camera yaw off side-on, positive towards the feet, radians, from where the far shoulder and hip appear beside the
/// near ones.
///
/// Coefficients: least squares on sin(yaw) over 144 renders with yaw 0, ±10, ±20 and ±30°; cross-validated error 6° RMS
/// an image. The third term is perspective: away from the image's middle the far shoulder moves inwards without any
/// yaw.
pub fn yaw_rad(pose: &Pose, caudal: Caudal, size: ImageSize) -> f64 {
    let near = near_side(caudal);
    let shoulders = pose.midpoint(Landmark::Shoulder);
    let trunk = shoulders.distance(pose.midpoint(Landmark::Hip)).max(1.0);
    let along = |from: Point, to: Point| caudal.sign() * (to.x - from.x);
    let depth = |of: fn(Side) -> Landmark| along(pose.point(of(near)), pose.point(of(near.opposite()))) / trunk;
    let middle = Point::new(f64::from(size.width) / 2.0, 0.0);
    let off_centre = along(middle, shoulders) / f64::from(size.width.max(size.height));
    let sine = 1.07 * depth(Landmark::Shoulder) + 1.28 * depth(Landmark::Hip) - 0.81 * off_centre - 0.35;
    sine.clamp(-1.0, 1.0).asin()
}

/// Collects the view over a recording in constant memory.
#[derive(Clone, Debug)]
pub struct ViewCollector {
    size: ImageSize,
    /// Frames by whole degrees of yaw, −90..=90.
    yaw_histogram: [u32; 181],
    lying: u32,
    cut_off: u32,
    badly_seen: u32,
}

impl ViewCollector {
    pub fn new(size: ImageSize) -> Self {
        Self { size, yaw_histogram: [0; 181], lying: 0, cut_off: 0, badly_seen: 0 }
    }

    /// Adds a pose of somebody lying.
    pub fn add(&mut self, pose: &Pose, angles: &JointAngles) {
        self.lying += 1;
        let yaw = yaw_rad(pose, angles.caudal, self.size).to_degrees().round();
        self.yaw_histogram[(yaw + 90.0).clamp(0.0, 180.0) as usize] += 1;
        self.cut_off += u32::from(!body_is_inside(pose, self.size));
        self.badly_seen += u32::from(is_badly_seen(pose, angles));
    }

    /// The view; `fitted_yaw_rad` is the camera's yaw fitted to raises, which is better than that of single frames.
    pub fn view(&self, fitted_yaw_rad: Option<f64>) -> View {
        let yaw_rad = fitted_yaw_rad.or(self.median_yaw_rad());
        let yaw_deg = yaw_rad.map(f64::to_degrees);
        let share = |count: u32| f64::from(count) / f64::from(self.lying.max(1));
        let mut grades = vec![(by_yaw(yaw_deg), ViewReason::CameraOffSideOn)];
        grades.push((by_share(share(self.cut_off)), ViewReason::PartlyOutOfPicture));
        grades.push((by_share(share(self.badly_seen)), ViewReason::BadlySeen));
        if self.lying == 0 {
            grades = vec![(ViewQuality::Poor, ViewReason::NobodyLying)];
        }
        View {
            quality: grades.iter().map(|(q, _)| *q).max().unwrap_or(ViewQuality::Poor),
            yaw_rad,
            reasons: grades.into_iter().filter(|(q, _)| *q != ViewQuality::Good).map(|(_, r)| r).collect(),
        }
    }

    /// Median of the view's yaw over the single frames.
    pub fn median_yaw_rad(&self) -> Option<f64> {
        let mut seen = 0;
        let middle = self.yaw_histogram.iter().position(|n| {
            seen += n;
            2 * seen > self.lying
        })?;
        Some((middle as f64 - 90.0).to_radians())
    }
}

fn by_yaw(yaw_deg: Option<f64>) -> ViewQuality {
    match yaw_deg.map(f64::abs) {
        Some(yaw) if yaw > REFUSED_YAW_DEG => ViewQuality::Poor,
        Some(yaw) if yaw > GOOD_YAW_DEG => ViewQuality::Fair,
        _ => ViewQuality::Good,
    }
}

fn by_share(share: f64) -> ViewQuality {
    match share {
        s if s > POOR_SHARE => ViewQuality::Poor,
        s if s > FAIR_SHARE => ViewQuality::Fair,
        _ => ViewQuality::Good,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::body::lying_figure::lying_figure;

    const SIZE: ImageSize = ImageSize { width: 640, height: 480 };

    fn view_of(pose: &Pose) -> View {
        let mut collector = ViewCollector::new(SIZE);
        collector.add(pose, &JointAngles::of(pose));
        collector.view(None)
    }

    #[test]
    fn no_frame_with_somebody_lying_is_a_poor_view() {
        let view = ViewCollector::new(SIZE).view(None);
        assert_eq!((view.quality, view.yaw_rad), (ViewQuality::Poor, None));
        assert_eq!(view.reasons, [ViewReason::NobodyLying]);
    }

    #[test]
    fn yaw_is_the_same_for_mirrored_bodies() {
        let legs = [(0.0, 0.0); 2];
        let yaws = [Caudal::Left, Caudal::Right].map(|c| yaw_rad(&lying_figure(c, legs), c, SIZE));
        assert!((yaws[0] - yaws[1]).abs() < 1e-6);
    }

    #[test]
    fn a_knee_beyond_the_edge_is_a_poor_view_and_a_resting_foot_is_not() {
        let mut pose = lying_figure(Caudal::Right, [(0.0, 0.0); 2]);
        pose.keypoints[Landmark::Ankle(Side::Left).index()].x = 700.0;
        assert!(!view_of(&pose).reasons.contains(&ViewReason::PartlyOutOfPicture));
        pose.keypoints[Landmark::Knee(Side::Left).index()].x = 700.0;
        assert!(view_of(&pose).reasons.contains(&ViewReason::PartlyOutOfPicture));
    }

    #[test]
    fn somebody_standing_does_not_lie() {
        let mut pose = lying_figure(Caudal::Right, [(0.0, 0.0); 2]);
        assert!(is_lying(&JointAngles::of(&pose)));
        for side in Side::BOTH {
            let shoulder = &mut pose.keypoints[Landmark::Shoulder(side).index()];
            (shoulder.x, shoulder.y) = (315.0, 100.0);
        }
        assert!(!is_lying(&JointAngles::of(&pose)));
    }
}
