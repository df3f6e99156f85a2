//! Dates as the record writes them.

use jiff::ToSpan;
use jiff::civil::Date;

const DATE: &str = "%Y-%m-%d";
const DATE_AND_TIME: &str = "%Y-%m-%dT%H:%M";

/// This moment as the record writes it, RFC 3339.
pub fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Today where the computer is, ISO 8601.
pub fn today() -> String {
    local(DATE)
}

/// The same with the minute.
pub(super) fn this_minute() -> String {
    local(DATE_AND_TIME)
}

fn local(format: &str) -> String {
    jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::system()).strftime(format).to_string()
}

/// The day of a date with or without a time.
pub fn day(date: &str) -> &str {
    date.get(..10).unwrap_or(date)
}

/// The day so many days after that of a date; `None` for what is no date.
pub(super) fn days_after(date: &str, days: i32) -> Option<String> {
    let date: Date = day(date).parse().ok()?;
    Some(date.checked_add(days.days()).ok()?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_the_ends_of_months_and_years() {
        let after = |date, days| days_after(date, days);
        assert_eq!(after("2026-12-28T23:59", 7).as_deref(), Some("2027-01-04"));
        assert_eq!(after("2028-03-01", -1).as_deref(), Some("2028-02-29"));
        assert_eq!((after("some day", 7), after("9999-12-31", 7)), (None, None));
    }
}
