//! What must hold of any raise, however it is filmed. The figure is ideal, so what is off here is the measurement's
//! own.

use super::fuzzing::{Chance, assert_sound, assert_sound_observation, protocol};
use super::script::{FPS, Next, SIZE, config, film, measure};
use super::session_report::SessionReport;
use crate::motion::body::geometry::{Caudal, Point, elevation_rad};
use crate::motion::body::pose::Pose;
use crate::motion::{EndedBy, FrameEstimate, Keypoint, Side, Timestamp, Trial};
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, contextualize_config};

/// The same raises in every run; `PROPTEST_RNG_SEED` and `PROPTEST_CASES` ask for others.
pub(super) fn cases(cases: u32) -> ProptestConfig {
    let config =
        ProptestConfig { cases, rng_seed: RngSeed::Fixed(7), failure_persistence: None, ..ProptestConfig::default() };
    contextualize_config(config)
}

prop_compose! {
    /// A raise without a fault.
    fn clean()(height in 30.0..95.0, up in 2.0..5.0, hold in 1.0..3.0, down in 2.0..4.0) -> String {
        let (top, held) = (2.0 + up, 2.0 + up + hold);
        format!("0 rest | 2 rest | {top} hip {height}° | {held} hip {height}° | {} rest | {} rest", held + down, held + down + 1.5)
    }
}

prop_compose! {
    /// A raise in which the knee bends, or the other leg lifts, while the leg goes on rising.
    fn spoiled()(from in 35.0..60.0, further in 10.0..25.0, amount in 25.0..45.0, knee: bool, secs in 1.0..3.0) -> String {
        let (fault, amount) = if knee { ("knee", amount) } else { ("other", amount * 0.6) };
        let (height, top) = (from + further, 5.0 + secs);
        format!(
            "0 rest | 2 rest | 5 hip {from}° | {top} hip {height}° {fault} {amount}° | {} hip {height}° {fault} {amount}° | {} rest | {} rest",
            top + 1.0, top + 4.0, top + 5.5,
        )
    }
}

fn any_raise() -> impl Strategy<Value = String> {
    prop_oneof![clean(), spoiled()]
}

/// A film of the raise as it came to the session.
fn timed(film: Vec<(f64, Next)>, start_s: f64) -> Vec<(Timestamp, Next)> {
    film.into_iter().map(|(secs, next)| (Timestamp::from_secs(start_s + secs), next)).collect()
}

fn filmed(script: &str, fps: f64, change: impl Fn(&mut Pose)) -> Trial {
    the_trial(measured(timed(at_rate(script, fps), 0.0), change), script)
}

fn at_rate(script: &str, fps: f64) -> Vec<(f64, Next)> {
    film(&format!("0 fps {fps} | {script}"))
}

fn measured(film: Vec<(Timestamp, Next)>, change: impl Fn(&mut Pose)) -> SessionReport {
    let see = |mut seen: FrameEstimate| {
        seen.pose.iter_mut().for_each(&change);
        seen
    };
    let (report, observations) = measure(config(), Side::Right, film, see);
    observations.iter().for_each(assert_sound_observation);
    assert_sound(&report);
    report
}

/// Filmed at 30 fps, of which three in ten are missing.
fn with_frames_missing(script: &str, seed: u32) -> Trial {
    let mut chance = Chance(seed.into());
    let mut film = at_rate(script, 30.0);
    film.retain(|_| chance.next() >= 0.3);
    the_trial(measured(timed(film, 0.0), |_| {}), script)
}

#[track_caller]
fn the_trial(report: SessionReport, script: &str) -> Trial {
    let [trial] = &report.trials[..] else { panic!("{script}: {} trials", report.trials.len()) };
    trial.clone()
}

/// The same ending, and the same angle to so many degrees.
#[track_caller]
fn assert_alike(a: &Trial, b: &Trial, within_deg: f64) {
    assert_eq!(a.ended_by, b.ended_by);
    let apart_deg = (a.angle_rad - b.angle_rad).to_degrees().abs();
    assert!(apart_deg <= within_deg, "{} and {}", a.angle_rad.to_degrees(), b.angle_rad.to_degrees());
}

proptest! {
    #![proptest_config(cases(6))]

    #[test]
    fn in_a_mirror_the_other_leg_has_the_same_angle(script in any_raise()) {
        let trial = filmed(&script, FPS, |_| {});
        let mirrored = filmed(&script, FPS, |pose| *pose = pose.mirrored(SIZE.width));
        prop_assert_eq!(mirrored.side, trial.side.opposite());
        assert_alike(&trial, &mirrored, 0.1);
    }

    #[test]
    fn nearer_and_elsewhere_in_the_image_is_the_same_angle(
        script in any_raise(), scale in 0.6..1.3f32, right in -60.0..60.0f32, down in -40.0..40.0f32,
    ) {
        let trial = filmed(&script, FPS, |_| {});
        let moved = filmed(&script, FPS, |pose| pose.keypoints.iter_mut().for_each(|k| {
            (k.x, k.y) = (320.0 + scale * (k.x - 320.0) + right, 240.0 + scale * (k.y - 240.0) + down);
        }));
        assert_alike(&trial, &moved, 1.0);
    }

    #[test]
    fn a_clean_raise_is_the_same_at_any_rate(script in clean(), fps in 5.0..240.0) {
        assert_alike(&filmed(&script, 30.0, |_| {}), &filmed(&script, fps, |_| {}), 0.5);
    }

    #[test]
    fn a_spoiled_raise_is_the_same_at_any_rate_that_sees_its_fault(script in spoiled(), fps in 12.0..240.0) {
        assert_alike(&filmed(&script, 30.0, |_| {}), &filmed(&script, fps, |_| {}), 1.0);
    }

    #[test]
    fn a_spoiled_raise_is_the_same_at_five_frames_per_second(script in spoiled()) {
        assert_alike(&filmed(&script, 30.0, |_| {}), &filmed(&script, 5.0, |_| {}), 1.0);
    }

    #[test]
    fn of_ten_frames_three_may_be_missing(script in clean(), seed: u32) {
        assert_alike(&filmed(&script, 30.0, |_| {}), &with_frames_missing(&script, seed), 0.5);
    }

    #[test]
    fn of_ten_frames_of_a_fault_three_may_be_missing(script in spoiled(), seed: u32) {
        assert_alike(&filmed(&script, 30.0, |_| {}), &with_frames_missing(&script, seed), 2.5);
    }

    #[test]
    fn when_it_begins_is_no_matter(script in any_raise(), start_s in prop_oneof![Just(1e6), 0.0..1e5]) {
        let late = the_trial(measured(timed(film(&script), start_s), |_| {}), &script);
        assert_alike(&filmed(&script, FPS, |_| {}), &late, 0.01);
    }

    #[test]
    fn frames_that_come_twice_or_out_of_order_change_nothing(script in any_raise(), seed: u32) {
        let mut chance = Chance(seed.into());
        let mut again: Vec<(Timestamp, Next)> = Vec::new();
        for (time, next) in timed(film(&script), 0.0) {
            again.push((time, next));
            let before = (chance.next() * again.len() as f32) as usize;
            if chance.next() < 0.2 {
                again.push((again[before].0, again[before].1));
            }
        }
        assert_alike(&filmed(&script, FPS, |_| {}), &the_trial(measured(again, |_| {}), &script), 0.0);
    }

    #[test]
    fn no_angle_is_from_a_frame_after_the_fault(script in spoiled(), fps in 12.0..120.0) {
        let trial = filmed(&script, fps, |_| {});
        prop_assert!(matches!(trial.ended_by, EndedBy::KneeBend | EndedBy::OppositeLegLift), "{:?}", trial.ended_by);
        let onset = trial.violations[0].onset;
        prop_assert!(trial.peak <= onset);
        let highest_after = trial.curve.iter().filter(|c| c.time > onset).map(|c| c.thigh_rad).fold(0.0, f64::max);
        prop_assert!(trial.angle_rad < highest_after);
    }

    #[test]
    fn an_elevation_is_the_same_for_the_mirrored_moved_and_scaled_segment(
        x in -500.0..500.0, y in -500.0..500.0, dx in -99.0..99.0, dy in 1.0..99.0, scale in 0.01..100.0,
    ) {
        let (from, to) = (Point::new(x, y), Point::new(x + dx, y + dy));
        let seen = elevation_rad(from, to, Caudal::Right);
        let flipped = |p: Point| Point::new(-p.x, p.y);
        prop_assert!((elevation_rad(flipped(from), flipped(to), Caudal::Left) - seen).abs() < 1e-9);
        prop_assert!((elevation_rad(from * scale, to * scale, Caudal::Right) - seen).abs() < 1e-9);
    }
}

#[test]
fn random_recordings_are_measured_without_a_panic_or_a_number_that_is_none() {
    for seed in 0..cases(100).cases.into() {
        let mut chance = Chance(seed);
        let bytes: Vec<u8> = (0..12 + seed % 24).map(|_| (chance.next() * 256.0) as u8).collect();
        protocol(&bytes);
    }
}

#[test]
fn a_number_that_is_none_never_becomes_an_angle() {
    let script = "0 rest | 2 rest | 5 hip 70° | 7 hip 70° | 9 rest | 10 rest";
    let right = filmed(script, FPS, |_| {});
    for wrong in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, -1e20] {
        for change in
            [|k: &mut Keypoint, v| k.x = v, |k: &mut Keypoint, v| k.y = v, |k: &mut Keypoint, v| k.visibility = v]
        {
            let count = std::cell::Cell::new(0_usize);
            let now_and_then = filmed(script, FPS, |pose| {
                count.set(count.get() + 1);
                if count.get().is_multiple_of(7) {
                    change(&mut pose.keypoints[count.get() % 33], wrong);
                }
            });
            assert_alike(&right, &now_and_then, 0.5);
            let always = measured(timed(film(script), 0.0), |pose| change(&mut pose.keypoints[26], wrong));
            assert!(always.trials.is_empty(), "{wrong}");
        }
    }
}
