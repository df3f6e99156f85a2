//! What the record costs when it is large: 100,000 trials of one person as a list and as a trend, and everybody's
//! names. With `--features passphrase` it is an encrypted one.

mod large;

use large::{Large, large};
use legraise::history::SideTrend;
use legraise::motion::Side;
use std::hint::black_box;
use std::sync::LazyLock;
use std::sync::Mutex;

const TRIALS: usize = 100_000;

static LARGE: LazyLock<Mutex<Large>> = LazyLock::new(|| Mutex::new(large(TRIALS)));

#[divan::bench]
fn list_and_trend_of_100_000_trials(bencher: divan::Bencher<'_, '_>) {
    let large = LARGE.lock().expect("not broken");
    bencher.bench_local(|| {
        let rows = large.0.trials(large.1).expect("readable");
        assert_eq!(rows.len(), TRIALS);
        black_box(Side::BOTH.map(|side| SideTrend::of(&rows, side).map(|trend| trend.change())));
        rows
    });
}

#[divan::bench]
fn everybody_in_a_record_of_100_000_trials(bencher: divan::Bencher<'_, '_>) {
    let large = LARGE.lock().expect("not broken");
    bencher.bench_local(|| large.0.people().expect("readable"));
}

fn main() {
    divan::main();
}
