//! The day on which a recording or an image was filmed, from the file's own metadata. (Its date on this disk is that of
//! a copy.)

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, ZonedDateTime};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::time::SystemTime;

/// Earlier dates are of clocks that were never set, which begin in 1904, 1970, 1980 and 2000.
const EARLIEST: Date = jiff::civil::date(2001, 1, 1);

/// The largest image whose EXIF data are read, bytes: some formats are read whole for them; cameras' images are
/// smaller.
const LARGEST_IMAGE: u64 = 64 << 20;

/// FFmpeg's names of the date, best first: local time with its zone, the moment in UTC, a day.
const KEYS: [&str; 4] = ["com.apple.quicktime.creationdate", "creation_time", "date_digitized", "date"];

/// The file's metadata as FFmpeg prints it, each with its name in lower case.
pub(super) fn entries(header: &str) -> Vec<(String, String)> {
    let entry = |line: &'_ str| {
        let line = line.strip_prefix("[info] ").unwrap_or(line);
        let (key, value) = line.strip_prefix("    ")?.split_once(':')?;
        Some((key.trim().to_lowercase(), value.trim().to_owned()))
    };
    // FFmpeg's output has metadata, too, which is not the file's
    let own = header.lines().take_while(|line| !line.contains("Stream mapping:") && !line.contains("Output #0"));
    own.filter_map(entry).collect()
}

/// The day from what FFmpeg prints of a file, local, ISO 8601.
pub(super) fn day_of_video(header: &str) -> Option<String> {
    let entries = entries(header);
    let told = KEYS.iter().flat_map(|wanted| entries.iter().filter(move |(key, _)| key == wanted));
    told.filter_map(|(_, value)| day(value)).find(is_plausible).map(|day| day.to_string())
}

/// The day by an image's EXIF data, which has the camera's local time.
pub(super) fn day_of_image(path: &Path) -> Option<String> {
    let file = File::open(path).ok()?;
    file.metadata().ok().filter(|about| about.len() <= LARGEST_IMAGE)?;
    let exif = exif::Reader::new().read_from_container(&mut BufReader::new(file)).ok()?;
    let day = |tag| {
        let exif::Value::Ascii(texts) = &exif.get_field(tag, exif::In::PRIMARY)?.value else { return None };
        let time = exif::DateTime::from_ascii(texts.first()?).ok()?;
        let number = |value: u8| i8::try_from(value).ok();
        Date::new(i16::try_from(time.year).ok()?, number(time.month)?, number(time.day)?).ok()
    };
    let told = [exif::Tag::DateTimeOriginal, exif::Tag::DateTimeDigitized].into_iter().filter_map(day);
    told.filter(is_plausible).map(|day| day.to_string()).next()
}

/// `2026-03-01T09:15:00.000000Z` is a moment in UTC, and the day depends on our time zone; with another zone, or none,
/// it is the day at that place.
fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.ends_with(['Z', 'z']) {
        return text.parse::<Timestamp>().ok().map(|time| time.to_zoned_datetime(TimeZone::system()).date());
    }
    // a year alone is no day
    let day = text.get(..10).filter(|day| day.is_ascii())?;
    Date::strptime("%Y-%m-%d", day).or_else(|_| Date::strptime("%Y:%m:%d", day)).ok()
}

/// The local day of a file's time, ISO 8601; `None` where that is a clock that was never set.
pub fn day_of(time: SystemTime) -> Option<String> {
    let day = Timestamp::try_from(time).ok()?.to_zoned_datetime(TimeZone::system()).date();
    is_plausible(&day).then(|| day.to_string())
}

/// A clock in a time zone ahead of ours may be a day further.
fn is_plausible(day: &Date) -> bool {
    let tomorrow = ZonedDateTime::now().date().saturating_add(1.day());
    (EARLIEST..=tomorrow).contains(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(metadata: &str) -> String {
        format!(
            "[info] Input #0, mov, from 'x':\n[info]   Metadata:\n{metadata}[info]   Duration: 00:00:02.00\n\
             [info] Output #0, rawvideo, to 'pipe:1':\n[info]     creation_time   : 2020-02-02T12:00:00Z\n"
        )
    }

    #[track_caller]
    fn check(metadata: &[&str], expect: Option<&str>) {
        let lines: String = metadata.iter().map(|line| format!("[info]     {line}\n")).collect();
        assert_eq!(day_of_video(&header(&lines)).as_deref(), expect, "{metadata:?}");
    }

    #[test]
    fn the_day_is_the_one_where_it_was_filmed() {
        check(&["creation_time   : 2026-03-01T12:15:00.000000Z"], Some("2026-03-01"));
        // iPhones tell the zone: a late evening there is the next day in UTC
        let iphone =
            ["creation_time   : 2026-03-02T04:30:00Z", "com.apple.quicktime.creationdate: 2026-03-01T20:30:00-0800"];
        check(&iphone, Some("2026-03-01"));
        check(&["  creation_time   : 2026-03-01T12:15:00.000000Z"], Some("2026-03-01"));
        check(&["date            : 2026-03-01"], Some("2026-03-01"));
        check(&["creation_time   : 2026-03-01 09:15:00"], Some("2026-03-01"));
        check(&["DATE            : 2026"], None);
        check(&["title           : none"], None);
    }

    #[test]
    fn a_clock_that_was_never_set_tells_no_day() {
        for never in ["1904-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2000-01-01T00:00:10Z", "2999-01-01T12:00:00Z"] {
            check(&[&format!("creation_time   : {never}")], None);
            check(&[&format!("creation_time   : {never}"), "date            : 2026-03-01"], Some("2026-03-01"));
        }
        check(&["creation_time   : soon", "creation_time   : 2026-13-45T99:00:00Z", "creation_time   : ü"], None);
    }

    #[test]
    fn an_image_tells_when_it_was_taken() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.jpg");
        for (taken, expect) in [("2026:03:01 23:59:58", Some("2026-03-01")), ("0000:00:00 00:00:00", None)] {
            std::fs::write(&path, jpeg_taken(taken)).unwrap();
            assert_eq!(day_of_image(&path).as_deref(), expect);
        }
        std::fs::write(&path, "no picture").unwrap();
        assert_eq!(day_of_image(&path), None);
    }

    /// A JPEG with nothing but EXIF data: `DateTimeOriginal` in the EXIF directory that the first one points to.
    fn jpeg_taken(taken: &str) -> Vec<u8> {
        let mut tiff = b"II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0".to_vec();
        tiff.extend(b"\x01\0\x03\x90\x02\0\x14\0\0\0\x2c\0\0\0\0\0\0\0");
        tiff.extend(taken.as_bytes());
        tiff.push(0);
        let length = u16::try_from(tiff.len() + 8).unwrap().to_be_bytes();
        [&b"\xff\xd8\xff\xe1"[..], &length, b"Exif\0\0", &tiff, b"\xff\xd9"].concat()
    }
}
