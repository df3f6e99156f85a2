//! The parts of a C3D file (<https://www.c3d.org>, "The C3D File Format User Guide" of 2008), as Intel processors have
//! their numbers, with points as floats: a header, the parameters, and a record for each frame.

/// What a file is made of in multiples, bytes.
const BLOCK: usize = 512;
/// Word 1 of the header: the parameters begin in block 2, and the key of all C3D files.
const HEADER_KEY: [u8; 2] = [2, 0x50];
/// Of the parameters: Intel's order of bytes.
const INTEL: u8 = 84;
/// A point as floats in the file's unit, as its negative sign says.
pub const SCALE: f32 = -1.0;
/// The first block of a file's parameters.
const FIRST_PARAMETER_BLOCK: usize = 2;
/// A parameter of strings holds no more of them.
pub const MOST_STRINGS: usize = 255;

/// The header, of frames that are numbered from 1.
pub fn header(points: u16, frames: usize, rate_hz: f32, first_data_block: u16) -> Vec<u8> {
    // the parameter of the last frame holds more than 16 bits of it
    let last = u16::try_from(frames).unwrap_or(u16::MAX);
    let mut header = HEADER_KEY.to_vec();
    // points, values of measuring amplifiers, first and last frame, longest gap that was filled in
    [points, 0, 1, last, 0].into_iter().for_each(|word| header.extend(word.to_le_bytes()));
    header.extend(SCALE.to_le_bytes());
    [first_data_block, 0].into_iter().for_each(|word| header.extend(word.to_le_bytes()));
    header.extend(rate_hz.to_le_bytes());
    header.resize(BLOCK, 0);
    header
}

/// A point's record: where it is, or that it was not seen.
pub fn point(at: Option<[f32; 3]>) -> [u8; 16] {
    // a residual of −1 is the format's way to say so
    let ([x, y, z], residual) = at.map_or(([0.0; 3], -1.0), |at| (at, 0.0));
    let mut record = [0; 16];
    for (to, value) in record.as_chunks_mut().0.iter_mut().zip([x, y, z, residual]) {
        *to = value.to_le_bytes();
    }
    record
}

/// The parameters, group by group, as they are added.
#[derive(Default)]
pub struct Parameters {
    records: Vec<u8>,
    /// Number of the group that is added to.
    group: i8,
}

/// What a parameter holds, as its record says.
#[derive(Clone, Copy)]
enum Kind {
    Text = -1,
    Integer = 2,
    Float = 4,
}

impl Parameters {
    /// Begins a group.
    #[must_use]
    pub fn group(mut self, name: &str) -> Self {
        self.group += 1;
        self.record(-self.group, name, &[]);
        self
    }

    #[must_use]
    pub fn integers(mut self, name: &str, values: &[u16]) -> Self {
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.parameter(name, Kind::Integer, &[values.len()], &bytes);
        self
    }

    #[must_use]
    pub fn integer(mut self, name: &str, value: u16) -> Self {
        self.parameter(name, Kind::Integer, &[], &value.to_le_bytes());
        self
    }

    #[must_use]
    pub fn float(mut self, name: &str, value: f32) -> Self {
        self.parameter(name, Kind::Float, &[], &value.to_le_bytes());
        self
    }

    /// Pairs of floats.
    #[must_use]
    pub fn pairs(mut self, name: &str, values: &[[f32; 2]]) -> Self {
        let bytes: Vec<u8> = values.iter().flatten().flat_map(|value| value.to_le_bytes()).collect();
        self.parameter(name, Kind::Float, &[2, values.len()], &bytes);
        self
    }

    /// A text in ASCII.
    #[must_use]
    pub fn text(mut self, name: &str, text: &str) -> Self {
        self.parameter(name, Kind::Text, &[text.len()], text.as_bytes());
        self
    }

    /// Texts in ASCII, [`MOST_STRINGS`] at most, which spaces make one length.
    #[must_use]
    pub fn texts(mut self, name: &str, texts: &[&str]) -> Self {
        let longest = texts.iter().map(|text| text.len()).max().unwrap_or_default();
        let bytes: String = texts.iter().map(|text| format!("{text:longest$}")).collect();
        self.parameter(name, Kind::Text, &[longest, texts.len()], bytes.as_bytes());
        self
    }

    /// As they are in the file, and the first block after them.
    pub fn finish(mut self) -> (Vec<u8>, u16) {
        // a record that begins with no name is the last one
        self.records.extend([0, 0]);
        let blocks = (4 + self.records.len()).div_ceil(BLOCK);
        let mut section = vec![1, HEADER_KEY[1], blocks as u8, INTEL];
        section.extend(self.records);
        section.resize(blocks * BLOCK, 0);
        (section, (FIRST_PARAMETER_BLOCK + blocks) as u16)
    }

    fn parameter(&mut self, name: &str, kind: Kind, dimensions: &[usize], bytes: &[u8]) {
        let mut content = vec![kind as i8 as u8, dimensions.len() as u8];
        content.extend(dimensions.iter().map(|length| *length as u8));
        content.extend(bytes);
        self.record(self.group, name, &content);
    }

    /// A record: its name, how far it is to the next one, what it holds, and no description.
    fn record(&mut self, group: i8, name: &str, content: &[u8]) {
        self.records.extend([name.len() as u8, group as u8]);
        self.records.extend(name.as_bytes());
        self.records.extend((content.len() as u16 + 3).to_le_bytes());
        self.records.extend(content);
        self.records.push(0);
    }
}
