//! Dates as the record stores them: a test's day is local, a moment is in UTC.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

const DATE: &str = "%Y-%m-%d";
const DATE_AND_TIME: &str = "%Y-%m-%dT%H:%M";
const SHOWN: &str = "%Y-%m-%d %H:%M";

/// This moment as the record writes it, RFC 3339.
pub fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Today where the computer is, ISO 8601.
pub fn today() -> String {
    local(DATE)
}

/// Now, with the minute, where the computer is.
pub(super) fn this_minute() -> String {
    local(DATE_AND_TIME)
}

fn local(format: &str) -> String {
    Timestamp::now().to_zoned_datetime(TimeZone::system()).strftime(format).to_string()
}

/// The local day of a moment in RFC 3339.
pub fn local_day(moment: &str) -> String {
    in_zone(moment, DATE, TimeZone::system()).unwrap_or_else(|| day(moment).to_owned())
}

/// A moment in RFC 3339 as the clock shows it where the computer is, such as "2026-06-01 08:00".
pub fn local_minute(moment: &str) -> String {
    in_zone(moment, SHOWN, TimeZone::system()).unwrap_or_else(|| moment.to_owned())
}

/// `None` if it is not a moment.
fn in_zone(moment: &str, format: &str, zone: TimeZone) -> Option<String> {
    let moment: Timestamp = moment.parse().ok()?;
    Some(moment.to_zoned_datetime(zone).strftime(format).to_string())
}

/// The day of a date with or without a time.
pub fn day(date: &str) -> &str {
    date.get(..10).unwrap_or(date)
}

/// The day this many days after that of a date; `None` if it is not a date.
pub(super) fn days_after(date: &str, days: i32) -> Option<String> {
    let date: Date = day(date).parse().ok()?;
    Some(date.checked_add(days.days()).ok()?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_of_the_evening_is_of_that_day_where_it_was_written() {
        let west = || TimeZone::fixed(jiff::tz::offset(-7));
        assert_eq!(in_zone("2026-05-04T01:30:00Z", DATE, west()).as_deref(), Some("2026-05-03"));
        assert_eq!(in_zone("2026-05-04T01:30:00.25Z", SHOWN, west()).as_deref(), Some("2026-05-03 18:30"));
        assert_eq!(in_zone("2026-05-03", DATE, west()), None);
        assert_eq!(local_day("2026-05-03"), "2026-05-03");
    }

    #[test]
    fn days_are_counted_over_the_ends_of_months_and_years() {
        let after = |date, days| days_after(date, days);
        assert_eq!(after("2026-12-28T23:59", 7).as_deref(), Some("2027-01-04"));
        assert_eq!(after("2028-03-01", -1).as_deref(), Some("2028-02-29"));
        assert_eq!((after("some day", 7), after("9999-12-31", 7)), (None, None));
    }
}
