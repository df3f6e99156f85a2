//! Dates as the record writes them.

/// This moment as the record writes it, RFC 3339.
pub fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The day of a date with or without a time.
pub fn day(date: &str) -> &str {
    date.get(..10).unwrap_or(date)
}
