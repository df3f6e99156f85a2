//! The person's silhouette in an image, as a grid of cells. Keypoints alone do not tell whether a body is there at all.

use super::geometry::{Point, Similarity};
use serde::{Deserialize, Serialize};

/// Which parts of an image show the measured person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Silhouette {
    /// Turns places in the grid, 0..1 in both axes, into image pixels.
    image_from_unit: Similarity,
    /// Row by row from the top; a row's first cell is its highest bit.
    #[serde(with = "hexadecimal")]
    rows: Vec<u128>,
}

impl Silhouette {
    /// Cells along each side of the grid.
    pub const SIDE: usize = u128::BITS as usize;

    /// The grid that covers the unit square of `image_from_unit`; `shows` says of a cell (column, row) whether it shows
    /// the person.
    pub fn new(image_from_unit: Similarity, shows: impl Fn(usize, usize) -> bool) -> Self {
        let bit = |column: usize, row: usize| u128::from(shows(column, row)) << (Self::SIDE - 1 - column);
        let rows = (0..Self::SIDE).map(|row| (0..Self::SIDE).map(|column| bit(column, row)).sum()).collect();
        Self { image_from_unit, rows }
    }

    /// The union of two grids of the same region.
    pub fn or(mut self, other: &Self) -> Self {
        self.rows.iter_mut().zip(&other.rows).for_each(|(row, other)| *row |= other);
        self
    }

    /// The same in an image whose pixels are `factor` times as many along each side.
    pub fn scaled(self, factor: f64) -> Self {
        Self { image_from_unit: self.image_from_unit.scaled(factor), ..self }
    }

    /// Whether the image shows the person at this place, image pixels. What lies beyond the grid does not.
    pub fn shows(&self, at: Point) -> bool {
        let unit = self.image_from_unit.inverse() * at;
        let cell = |v: f64| (0.0..1.0).contains(&v).then_some((v * Self::SIDE as f64) as usize);
        let Some((column, row)) = cell(unit.x).zip(cell(unit.y)) else { return false };
        self.rows.get(row).is_some_and(|bits| bits >> (Self::SIDE - 1 - column) & 1 == 1)
    }
}

/// Rows as hexadecimal digits without leading zeros: most rows of most frames are empty, and "0".
mod hexadecimal {
    use super::Silhouette;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(rows: &[u128], s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(rows.iter().map(|row| format!("{row:x}")))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<u128>, D::Error> {
        let texts = Vec::<String>::deserialize(d)?;
        let (count, side) = (texts.len(), Silhouette::SIDE);
        if count != side {
            return Err(D::Error::custom(format!("{count} rows of a silhouette instead of {side}")));
        }
        texts.iter().map(|text| u128::from_str_radix(text, 16).map_err(D::Error::custom)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disc of radius a quarter in the middle of a region of 256 px that is turned by 90°.
    fn disc() -> Silhouette {
        let place = Similarity::new(256.0, std::f64::consts::FRAC_PI_2, Point::new(300.0, 40.0));
        let middle = Silhouette::SIDE as f64 / 2.0;
        Silhouette::new(place, |x, y| (x as f64 + 0.5 - middle).hypot(y as f64 + 0.5 - middle) < middle / 2.0)
    }

    #[test]
    fn a_place_in_the_image_is_found_in_the_turned_grid() {
        let disc = disc();
        let centre = Point::new(300.0 - 128.0, 40.0 + 128.0);
        for (off, inside) in [(0.0, true), (60.0, true), (68.0, false), (500.0, false)] {
            for direction in [Point::new(1.0, 0.0), Point::new(0.0, -1.0), Point::new(-0.6, 0.8)] {
                assert_eq!(disc.shows(centre + direction * off), inside, "{off} {direction:?}");
            }
        }
    }

    #[test]
    fn a_silhouette_survives_json_and_a_torn_one_is_refused() {
        let json = serde_json::to_string(&disc()).unwrap();
        assert_eq!(serde_json::from_str::<Silhouette>(&json).unwrap(), disc());
        assert!(serde_json::from_str::<Silhouette>(&json.replacen("\"0\",", "", 1)).is_err());
    }
}
