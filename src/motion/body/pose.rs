//! What an estimator sees of a person: anatomical landmarks in image pixels.

use super::geometry::Point;
use super::pair::{Pair, Which};
use serde::{Deserialize, Serialize};

/// Side of the person's body, never of the image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    Left,
    Right,
}

/// One value for each side of the body.
pub type Sides<T> = Pair<Side, T>;

impl Which for Side {
    const BOTH: [Self; 2] = [Self::Left, Self::Right];

    fn place(self) -> usize {
        self as usize
    }
}

impl Side {
    pub const BOTH: [Self; 2] = <Self as Which>::BOTH;

    pub fn opposite(self) -> Self {
        Which::opposite(self)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
        }
    }
}

/// How many landmarks a [`Pose`] holds: the BlazePose topology, see `models/manifest.json`.
pub const LANDMARK_COUNT: usize = 33;

/// The landmarks that the measurement uses, by their anatomical names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Landmark {
    Nose,
    Ear(Side),
    Shoulder(Side),
    Elbow(Side),
    Wrist(Side),
    Hip(Side),
    Knee(Side),
    Ankle(Side),
    Heel(Side),
    /// Tip of the second toe.
    Toe(Side),
}

impl Landmark {
    /// Position in the BlazePose topology, 0..33.
    pub fn index(self) -> usize {
        match self {
            Self::Nose => 0,
            Self::Ear(s) => 7 + s.place(),
            Self::Shoulder(s) => 11 + s.place(),
            Self::Elbow(s) => 13 + s.place(),
            Self::Wrist(s) => 15 + s.place(),
            Self::Hip(s) => 23 + s.place(),
            Self::Knee(s) => 25 + s.place(),
            Self::Ankle(s) => 27 + s.place(),
            Self::Heel(s) => 29 + s.place(),
            Self::Toe(s) => 31 + s.place(),
        }
    }
}

/// A landmark in the image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Keypoint {
    /// Pixels to the right of the image's left edge.
    pub x: f32,
    /// Pixels below the image's top edge.
    pub y: f32,
    /// The model's own estimate, 0..1, that the landmark is in view and not hidden.
    pub visibility: f32,
}

impl Keypoint {
    pub fn point(&self) -> Point {
        Point::new(self.x.into(), self.y.into())
    }

    fn is_possible(&self) -> bool {
        self.x.abs() <= FARTHEST_PX && self.y.abs() <= FARTHEST_PX && is_share(self.visibility)
    }
}

fn is_share(v: f32) -> bool {
    (0.0..=1.0).contains(&v)
}

/// A keypoint further from the image's corner than this is impossible, pixels: images have at most 1920 along a side.
const FARTHEST_PX: f32 = 1e5;

/// One person in one frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pose {
    /// The model's confidence, 0..1, that there is a person in the region it looked at.
    pub presence: f32,
    /// The landmarks in BlazePose order, image pixels.
    #[serde(with = "landmark_list")]
    pub keypoints: [Keypoint; LANDMARK_COUNT],
}

impl Pose {
    /// Whether all its numbers are in their possible ranges. An impossible pose is not measured.
    pub fn is_possible(&self) -> bool {
        is_share(self.presence) && self.keypoints.iter().all(Keypoint::is_possible)
    }

    pub fn keypoint(&self, landmark: Landmark) -> Keypoint {
        self.keypoints[landmark.index()]
    }

    pub fn point(&self, landmark: Landmark) -> Point {
        self.keypoint(landmark).point()
    }

    pub fn visibility(&self, landmark: Landmark) -> f64 {
        self.keypoint(landmark).visibility.into()
    }

    /// The pose in the mirrored image, in which left landmarks become right ones. `width` of the image, pixels.
    pub fn mirrored(&self, width: u32) -> Self {
        let last_column = width as f32 - 1.0;
        let keypoints = std::array::from_fn(|i| {
            let from = self.keypoints[mirrored_index(i)];
            Keypoint { x: last_column - from.x, ..from }
        });
        Self { presence: self.presence, keypoints }
    }

    /// The pose at `share`, 0..1, of the way from one to another.
    #[must_use]
    pub fn interpolated(from: &Self, to: &Self, share: f32) -> Self {
        let mix = |from: f32, to: f32| from + share * (to - from);
        let keypoints = std::array::from_fn(|i| {
            let (from, to) = (from.keypoints[i], to.keypoints[i]);
            Keypoint { x: mix(from.x, to.x), y: mix(from.y, to.y), visibility: mix(from.visibility, to.visibility) }
        });
        Self { presence: mix(from.presence, to.presence), keypoints }
    }

    /// Moves each point; visibilities stay.
    #[must_use]
    pub fn mapped(&self, to: impl Fn(Point) -> Point) -> Self {
        let keypoints = self.keypoints.map(|keypoint| {
            let at = to(keypoint.point());
            Keypoint { x: at.x as f32, y: at.y as f32, ..keypoint }
        });
        Self { presence: self.presence, keypoints }
    }

    /// The middle of a left and a right landmark.
    pub fn midpoint(&self, of: impl Fn(Side) -> Landmark) -> Point {
        self.point(of(Side::Left)).midpoint(self.point(of(Side::Right)))
    }
}

/// The landmark of the other side in the BlazePose topology: nose, three of each eye, then pairs.
fn mirrored_index(index: usize) -> usize {
    match index {
        0 => 0,
        1..=3 => index + 3,
        4..=6 => index - 3,
        odd if odd % 2 == 1 => odd + 1,
        even => even - 1,
    }
}

/// Keypoints as `[[x, y, visibility], ..]`: compact, and readable with any JSON library.
mod landmark_list {
    use super::{Keypoint, LANDMARK_COUNT};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(k: &[Keypoint; LANDMARK_COUNT], s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(k.iter().map(|k| [k.x, k.y, k.visibility]))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<[Keypoint; LANDMARK_COUNT], D::Error> {
        let rows = Vec::<[f32; 3]>::deserialize(d)?;
        let count = rows.len();
        let keypoints: Vec<_> = rows.into_iter().map(|[x, y, visibility]| Keypoint { x, y, visibility }).collect();
        if let Some(at) = keypoints.iter().position(|k| !k.is_possible()) {
            return Err(D::Error::custom(format!("landmark {at} is nowhere in a picture")));
        }
        keypoints.try_into().map_err(|_| D::Error::custom(format!("{count} landmarks instead of {LANDMARK_COUNT}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pose_survives_json_bit_for_bit() {
        let mut pose = Pose { presence: 0.123_456_79, keypoints: [Keypoint::default(); LANDMARK_COUNT] };
        for (i, k) in pose.keypoints.iter_mut().enumerate() {
            *k = Keypoint { x: (i as f32).sqrt() * 100.7, y: 1.0 / (i as f32 + 3.0), visibility: i as f32 / 33.0 };
        }
        let json = serde_json::to_string(&pose).unwrap();
        assert_eq!(serde_json::from_str::<Pose>(&json).unwrap(), pose);
    }

    #[test]
    fn a_pose_with_a_number_that_is_none_or_far_away_is_impossible() {
        let pose = Pose { presence: 1.0, keypoints: [Keypoint::default(); LANDMARK_COUNT] };
        assert!(pose.is_possible());
        for wrong in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e9, -1e9] {
            let with = |change: fn(&mut Keypoint, f32)| {
                let mut changed = pose.clone();
                change(&mut changed.keypoints[25], wrong);
                changed.is_possible()
            };
            assert!(!with(|k, v| k.x = v) && !with(|k, v| k.y = v) && !with(|k, v| k.visibility = v), "{wrong}");
            assert!(!Pose { presence: wrong, ..pose.clone() }.is_possible(), "{wrong}");
        }
    }

    #[test]
    fn a_pose_that_is_none_is_not_read() {
        let pose = Pose { presence: 1.0, keypoints: [Keypoint { x: 7.0, y: 8.0, visibility: 1.0 }; LANDMARK_COUNT] };
        let json = serde_json::to_string(&pose).unwrap();
        for huge in ["1e39", "-1e300", "123456.0"] {
            let error = serde_json::from_str::<Pose>(&json.replacen("7.0", huge, 1)).unwrap_err();
            assert!(error.to_string().contains("landmark 0"), "{error}");
        }
    }

    #[test]
    fn a_mirrored_pose_has_its_sides_exchanged_and_twice_mirrored_is_itself() {
        let mut pose = Pose { presence: 1.0, keypoints: [Keypoint::default(); LANDMARK_COUNT] };
        pose.keypoints.iter_mut().enumerate().for_each(|(i, k)| k.x = i as f32);
        let mirrored = pose.mirrored(101);
        let left = pose.point(Landmark::Knee(Side::Left));
        assert_eq!(mirrored.point(Landmark::Knee(Side::Right)).x, 100.0 - left.x);
        assert_eq!(mirrored.mirrored(101), pose);
    }

    #[test]
    fn landmarks_have_blazepose_numbers() {
        assert_eq!(Landmark::Hip(Side::Left).index(), 23);
        assert_eq!(Landmark::Ankle(Side::Right).index(), 28);
    }
}
