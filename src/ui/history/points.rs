//! The points of a stored trial while they are corrected. Nothing here draws.

use crate::history::Correction;
use crate::history_service::TrialView;
use crate::motion::{LegPoints, Point, Verdict};
use crate::words::window;
use std::borrow::Cow;

/// Points nearer to each other than this are the same, pixels: the record's text may round the last digit.
const SAME_PX: f64 = 1e-6;

/// A point that can be put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegJoint {
    Hip,
    Knee,
    Ankle,
}

impl LegJoint {
    pub const ALL: [Self; 3] = [Self::Hip, Self::Knee, Self::Ankle];

    pub fn name(self) -> Cow<'static, str> {
        match self {
            Self::Hip => window::joint_hip(),
            Self::Knee => window::joint_knee(),
            Self::Ankle => window::joint_ankle(),
        }
    }

    pub fn of(self, points: &LegPoints) -> Point {
        match self {
            Self::Hip => points.hip,
            Self::Knee => points.knee,
            Self::Ankle => points.ankle,
        }
    }

    fn of_mut(self, points: &mut LegPoints) -> &mut Point {
        match self {
            Self::Hip => &mut points.hip,
            Self::Knee => &mut points.knee,
            Self::Ankle => &mut points.ankle,
        }
    }
}

/// Commands for the points; places in pixels of the recording.
#[derive(Clone, Debug, PartialEq)]
pub enum PointsCommand {
    Choose(LegJoint),
    /// Take hold of a joint at this place, which may be a little beside it.
    Grab(LegJoint, Point),
    /// Move the held joint to this place.
    Drag(Point),
    Release,
    /// Move the chosen joint by so many pixels to the right and down.
    Step(f64, f64),
    /// Back to where they were before they were moved.
    PutBack,
}

/// A kept trial, and where its points are now.
pub struct Points {
    pub view: TrialView,
    /// Pixels of the recording; `None` where no frame was kept.
    pub now: Option<LegPoints>,
    pub chosen: Option<LegJoint>,
    /// The held joint, and the pointer's distance from it.
    grabbed: Option<(LegJoint, Point)>,
}

impl Points {
    pub fn of(view: TrialView) -> Self {
        let now = counting(&view);
        Self { view, now, chosen: None, grabbed: None }
    }

    /// Takes the trial as it is in the record now; moved points stay where they are.
    pub fn refresh(&mut self, view: TrialView) {
        if !self.is_moved() {
            self.now = counting(&view);
        }
        self.view = view;
    }

    /// Whether points were moved and not saved.
    pub fn is_moved(&self) -> bool {
        let (Some(now), Some(kept)) = (&self.now, counting(&self.view)) else { return false };
        LegJoint::ALL.iter().any(|joint| joint.of(now).distance(joint.of(&kept)) > SAME_PX)
    }

    /// The correction that counts.
    pub fn held(&self) -> Option<&Correction> {
        self.view.corrections.iter().rfind(|correction| correction.undone_at.is_none())
    }

    /// The angle by the points as they are now, degrees, and its verdict.
    pub fn judged(&self) -> Option<(f64, Verdict)> {
        self.view.kept.judged(self.now.as_ref()?, &self.view.thresholds)
    }

    pub fn handle(&mut self, command: PointsCommand) {
        match command {
            PointsCommand::Choose(joint) => self.chosen = Some(joint),
            PointsCommand::Grab(joint, at) => {
                self.chosen = Some(joint);
                self.grabbed = self.now.map(|now| (joint, joint.of(&now) - at));
            }
            PointsCommand::Drag(at) => {
                if let Some((joint, beside)) = self.grabbed {
                    self.place(joint, at + beside);
                }
            }
            PointsCommand::Release => self.grabbed = None,
            PointsCommand::Step(right, down) => {
                if let (Some(joint), Some(now)) = (self.chosen, self.now) {
                    self.place(joint, joint.of(&now) + Point::new(right, down));
                }
            }
            PointsCommand::PutBack => self.now = counting(&self.view),
        }
    }

    pub fn is_grabbed(&self) -> bool {
        self.grabbed.is_some()
    }

    /// Moves a joint, within the image.
    fn place(&mut self, joint: LegJoint, at: Point) {
        let (Some(points), Some(frame)) = (&mut self.now, &self.view.kept.key_frame) else { return };
        let (width, height) = (f64::from(frame.size.width), f64::from(frame.size.height));
        *joint.of_mut(points) = Point::new(at.x.clamp(0.0, width), at.y.clamp(0.0, height));
    }
}

/// The points that count in the record: the corrected ones, or the model's.
fn counting(view: &TrialView) -> Option<LegPoints> {
    let seen = view.kept.seen_points()?;
    let held = view.corrections.iter().rfind(|correction| correction.undone_at.is_none());
    Some(held.map_or(seen, |correction| correction.points))
}
