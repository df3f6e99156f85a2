//! What kind of file it is, by its first bytes: names may be wrong, and some files have none.

use super::SourceError;
use super::file_check::{check_file, io_error};
use super::names::{has_extension, is_image, is_video};
use file_format::{FileFormat, Kind};
use image::ImageFormat;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// Raw images of cameras that are TIFF files by their first bytes: what can be read of these is a small preview.
const RAW_EXTENSIONS: &[&str] =
    &["dng", "nef", "nrw", "arw", "srf", "sr2", "cr2", "pef", "srw", "3fr", "erf", "iiq", "kdc", "mef", "rwl"];
/// Names of recordings that are one JPEG image after the other.
const MOTION_JPEG_EXTENSIONS: &[&str] = &["mjpg", "mjpeg"];
const RAW: &str = "a camera's raw picture; save it as JPEG";
/// Tags of a TIFF's first directory: what its image is for, and that the file is a digital negative.
const NEW_SUBFILE_TYPE: u16 = 254;
const DNG_VERSION: u16 = 50706;

/// What a file holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    /// A still image that is decoded here.
    Image(ImageFormat),
    /// A still image that FFmpeg decodes, by its name of the format.
    FfmpegImage(&'static str),
    /// A recording.
    Recording,
    /// Something else; the text says what it is, and what to do.
    Foreign(String),
    /// Not known from its first bytes; FFmpeg may know it.
    Unknown,
}

impl Content {
    /// Looks at the first bytes of the file at `path`.
    ///
    /// # Errors
    /// No such file, a folder or a device, not readable, or empty.
    pub(super) fn of(path: &Path) -> Result<Self, SourceError> {
        check_file(path)?;
        Self::look(path).map_err(|error| io_error(path, &error))
    }

    /// Whether this is a still image.
    pub(super) fn is_image(&self) -> bool {
        matches!(self, Self::Image(_) | Self::FfmpegImage(_))
    }

    fn look(path: &Path) -> io::Result<Self> {
        let mut file = BufReader::new(File::open(path)?);
        let format = FileFormat::from_reader(&mut file)?;
        file.rewind()?;
        let still_or_recording = |is_animated: bool, still: Self| if is_animated { Self::Recording } else { still };
        Ok(match format {
            FileFormat::JointPhotographicExpertsGroup => {
                still_or_recording(has_extension(path, MOTION_JPEG_EXTENSIONS), Self::Image(ImageFormat::Jpeg))
            }
            FileFormat::PortableNetworkGraphics => Self::Image(ImageFormat::Png),
            FileFormat::WindowsBitmap => Self::Image(ImageFormat::Bmp),
            FileFormat::Webp => still_or_recording(is_animated_webp(&mut file)?, Self::Image(ImageFormat::WebP)),
            FileFormat::GraphicsInterchangeFormat => {
                still_or_recording(has_several_frames(&mut file)?, Self::FfmpegImage("gif"))
            }
            FileFormat::TagImageFileFormat if has_extension(path, RAW_EXTENSIONS) || is_raw(&mut file)? => {
                Self::Foreign(RAW.to_owned())
            }
            FileFormat::TagImageFileFormat => Self::Image(ImageFormat::Tiff),
            FileFormat::HighEfficiencyImageCoding
            | FileFormat::HighEfficiencyImageFileFormat
            | FileFormat::Av1ImageFileFormat => Self::FfmpegImage("mov"),
            FileFormat::HighEfficiencyImageCodingSequence
            | FileFormat::HighEfficiencyImageFileFormatSequence
            | FileFormat::Av1ImageFileFormatSequence
            | FileFormat::AnimatedPortableNetworkGraphics => Self::Recording,
            FileFormat::JpegXl => Self::FfmpegImage("jpegxl_pipe"),
            FileFormat::Jpeg2000Part1 | FileFormat::Jpeg2000Codestream => Self::FfmpegImage("j2k_pipe"),
            // their first bytes are also those of some video streams
            FileFormat::WindowsIcon | FileFormat::WindowsCursor if is_video(path) => Self::Unknown,
            other => Self::of_no_image(other, is_image(path)),
        })
    }

    /// The content of a file that is not one of the supported images.
    fn of_no_image(format: FileFormat, is_named_image: bool) -> Self {
        let name = format.short_name().unwrap_or(format.name());
        let foreign = |what: &str, to_do: &str| Self::Foreign(format!("{what} ({name}); {to_do}"));
        match (format, format.kind()) {
            (_, Kind::Video) => Self::Recording,
            (
                FileFormat::CanonRaw
                | FileFormat::CanonRaw2
                | FileFormat::CanonRaw3
                | FileFormat::FujifilmRaw
                | FileFormat::NikonElectronicFile
                | FileFormat::OlympusRawFormat
                | FileFormat::PanasonicRaw
                | FileFormat::SonyAlphaRaw,
                _,
            ) => Self::Foreign(RAW.to_owned()),
            (_, Kind::Image) => foreign("a kind of picture that is not read", "save it as JPEG or PNG"),
            (FileFormat::PlainText, _) => Self::Foreign("a text; choose another file".to_owned()),
            (FileFormat::DigitalImagingAndCommunicationsInMedicine, _) => {
                Self::Foreign("a DICOM file; export it as MP4, JPEG or PNG".to_owned())
            }
            (_, Kind::Document | Kind::Presentation | Kind::Ebook) => {
                foreign("a document", "save the picture or video in it as a file of its own")
            }
            (_, Kind::Archive | Kind::Compressed | Kind::Package | Kind::Disk) => {
                foreign("an archive", "take the files out of it first")
            }
            (_, Kind::Playlist) => foreign("a playlist", "choose the video itself"),
            (_, Kind::Spreadsheet | Kind::Database) => foreign("a table", "choose another file"),
            (_, Kind::Executable | Kind::Font | Kind::Metadata | Kind::Model | Kind::Subtitle)
            | (FileFormat::ExtensibleMarkupLanguage | FileFormat::HypertextMarkupLanguage, _) => {
                foreign("neither a picture nor a video", "choose another file")
            }
            _ if is_named_image => Self::Foreign(
                "damaged from its first byte on, or no picture; copy it again or choose another file".to_owned(),
            ),
            _ => Self::Unknown,
        }
    }
}

fn cut_off_is_no(found: io::Result<bool>) -> io::Result<bool> {
    match found {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        found => found,
    }
}

/// By the flag in the header of the extended file format.
fn is_animated_webp(file: &mut impl Read) -> io::Result<bool> {
    let mut header = [0; 21];
    cut_off_is_no(file.read_exact(&mut header).map(|()| &header[12..16] == b"VP8X" && header[20] & 0b10 != 0))
}

/// Whether a GIF has more than one frame. A file that breaks off after the first has not.
fn has_several_frames(file: &mut (impl BufRead + Seek)) -> io::Result<bool> {
    let colour_table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let mut frames = 0;
    let mut look = || -> io::Result<bool> {
        let mut header = [0; 13];
        file.read_exact(&mut header)?;
        file.seek_relative(colour_table(header[10]))?;
        loop {
            let mut kind = [0];
            file.read_exact(&mut kind)?;
            match kind[0] {
                // an extension has a label, a frame its place, its colours and the size of its codes
                b'!' => file.seek_relative(1)?,
                b',' => {
                    frames += 1;
                    if frames > 1 {
                        return Ok(true);
                    }
                    let mut place = [0; 9];
                    file.read_exact(&mut place)?;
                    file.seek_relative(colour_table(place[8]) + 1)?;
                }
                _ => return Ok(false),
            }
            // blocks, each with its length before it, up to an empty one
            loop {
                let mut length = [0];
                file.read_exact(&mut length)?;
                if length[0] == 0 {
                    break;
                }
                file.seek_relative(length[0].into())?;
            }
        }
    };
    cut_off_is_no(look())
}

/// Whether a TIFF's first image is a preview, or the file says that it is a digital negative.
fn is_raw(file: &mut (impl Read + Seek)) -> io::Result<bool> {
    let mut look = || -> io::Result<bool> {
        let mut header = [0; 8];
        file.read_exact(&mut header)?;
        let is_little = header[0] == b'I';
        let short = |b: [u8; 2]| if is_little { u16::from_le_bytes(b) } else { u16::from_be_bytes(b) };
        let long = |b: [u8; 4]| if is_little { u32::from_le_bytes(b) } else { u32::from_be_bytes(b) };
        let [.., a, b, c, d] = header;
        file.seek(SeekFrom::Start(long([a, b, c, d]).into()))?;
        let mut count = [0; 2];
        file.read_exact(&mut count)?;
        for _ in 0..short(count) {
            let mut entry = [0; 12];
            file.read_exact(&mut entry)?;
            let [tag_a, tag_b, _, _, _, _, _, _, a, b, c, d] = entry;
            match short([tag_a, tag_b]) {
                DNG_VERSION => return Ok(true),
                NEW_SUBFILE_TYPE if long([a, b, c, d]) & 1 != 0 => return Ok(true),
                _ => {}
            }
        }
        Ok(false)
    };
    cut_off_is_no(look())
}

/// Whether a JPEG image has its end marker after the last scan. Data behind it, such as a phone's second image or
/// video, is ignored.
pub(super) fn is_whole_jpeg(file: &mut (impl BufRead + Seek)) -> io::Result<bool> {
    const END: u8 = 0xd9;
    let mut look = || -> io::Result<bool> {
        let mut byte = [0];
        file.seek_relative(2)?;
        loop {
            // skip to the next marker: other bytes belong to the scan, and so does 0xff before 0 or before a restart
            loop {
                let skipped = file.skip_until(0xff)?;
                if skipped == 0 {
                    return Ok(false);
                }
                file.read_exact(&mut byte)?;
                while byte[0] == 0xff {
                    file.read_exact(&mut byte)?;
                }
                if !matches!(byte[0], 0 | 1 | 0xd0..=0xd8) {
                    break;
                }
            }
            if byte[0] == END {
                return Ok(true);
            }
            let mut length = [0; 2];
            file.read_exact(&mut length)?;
            file.seek_relative(i64::from(u16::from_be_bytes(length).saturating_sub(2)))?;
        }
    };
    cut_off_is_no(look())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// A GIF of so many frames of one pixel, with a comment before each.
    fn gif(frames: usize) -> Vec<u8> {
        let mut gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff".to_vec();
        for _ in 0..frames {
            gif.extend(b"!\xfe\x02,,\0,\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0");
        }
        gif.push(b';');
        gif
    }

    #[test]
    fn a_gif_is_a_recording_from_its_second_frame_on() {
        for (frames, expect) in [(0, false), (1, false), (2, true), (9, true)] {
            assert_eq!(has_several_frames(&mut Cursor::new(gif(frames))).unwrap(), expect, "{frames}");
        }
        let cut_off = gif(2)[..20].to_vec();
        assert!(!has_several_frames(&mut Cursor::new(cut_off)).unwrap());
    }

    #[test]
    fn a_jpeg_is_whole_when_its_image_ends() {
        // with a preview's end in its first segment, and two scans with a restart and a filled-up byte
        let whole = b"\xff\xd8\xff\xe1\0\x08\xff\xd8\xff\xd9\0\0\xff\xda\0\x03\x01\x17\xff\0\xff\xd0\x22\xff\xda\0\x03\x02\x17\x18\xff\xff\xd9".to_vec();
        let is_whole = |bytes: &[u8]| is_whole_jpeg(&mut Cursor::new(bytes)).unwrap();
        assert!(is_whole(&whole) && is_whole(&[whole.as_slice(), b"\0more"].concat()));
        for length in 2..whole.len() {
            assert!(!is_whole(&whole[..length]), "{length}");
            assert!(!is_whole(&[&whole[..length], &[0; 50]].concat()), "{length} and zeros");
        }
    }

    #[test]
    fn raw_images_are_told_from_other_tiffs() {
        let tiff = |tag: u16, value: u32| {
            let mut tiff = b"MM\0*\0\0\0\x08\0\x01".to_vec();
            tiff.extend(tag.to_be_bytes());
            tiff.extend(b"\0\x04\0\0\0\x01");
            tiff.extend(value.to_be_bytes());
            Cursor::new(tiff)
        };
        assert!(
            is_raw(&mut tiff(NEW_SUBFILE_TYPE, 1)).unwrap() && is_raw(&mut tiff(DNG_VERSION, 0x0104_0000)).unwrap()
        );
        assert!(!is_raw(&mut tiff(NEW_SUBFILE_TYPE, 0)).unwrap() && !is_raw(&mut tiff(256, 640)).unwrap());
        assert!(!is_raw(&mut Cursor::new(b"II*\0\xff\xff\xff\x7f".to_vec())).unwrap());
    }

    #[test]
    fn what_moves_is_a_recording() {
        let folder = tempfile::tempdir().unwrap();
        let content = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            Content::of(&path).unwrap()
        };
        let webp = |flags: u8| [&b"RIFF\x1a\0\0\0WEBPVP8X\x0a\0\0\0"[..], &[flags, 0, 0, 0, 0, 0, 0, 0, 0, 0]].concat();
        assert_eq!(content("a", &webp(0b10)), Content::Recording);
        assert_eq!(content("a", &webp(0)), Content::Image(ImageFormat::WebP));
        assert_eq!(content("a.png", b"\0\0\0\x1cftypavis\0\0\0\0avifmsf1"), Content::Recording);
        assert_eq!(content("a.mp4", b"\0\0\0\x1cftypavif\0\0\0\0avifmif1"), Content::FfmpegImage("mov"));
        assert_eq!(content("a", b"\0\0\0\x1cftypheic\0\0\0\0mif1heic"), Content::FfmpegImage("mov"));
        assert_eq!(content("a.mjpeg", b"\xff\xd8\xff\xe0\0\x10JFIF\0"), Content::Recording);
        assert_eq!(content("a.dat", b"\0\x01\x02\x03\xff\xfe"), Content::Unknown);
        assert!(matches!(content("a.jpg", b"\0\x01\x02\x03\xff\xfe"), Content::Foreign(_)));
    }
}
