//! A day's result, sentence by sentence: what to do, how it was measured, and the differences between legs and days.

use super::content::Report;
use crate::motion::{Method, Side};
use crate::words::{self, Whole};

/// How prominent a sentence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// What to do.
    Advice,
    /// What was done and found.
    Finding,
    /// What the numbers mean.
    Remark,
}

/// The sentences in their order.
pub fn outcome(report: &Report) -> Vec<(Weight, String)> {
    let of = |weight| move |line| (weight, line);
    let mut lines: Vec<(Weight, String)> = advice(report).into_iter().map(of(Weight::Advice)).collect();
    lines.extend(findings(report).into_iter().map(of(Weight::Finding)));
    lines.extend(report.plan().into_iter().map(of(Weight::Finding)));
    let limit = Whole(report.session.config.thresholds.pass_deg);
    lines.push((Weight::Remark, words::context(limit).into_owned()));
    lines
}

fn advice(report: &Report) -> Vec<String> {
    let decision = report.decision();
    let ask_before = decision.stretches().next().map(|_| words::sentence(&words::ask_before()));
    words::decision(&decision).into_iter().chain(ask_before).collect()
}

fn findings(report: &Report) -> Vec<String> {
    let felt = report.felt().map(|felt| words::sentence(&words::sensation(felt)));
    let how: Vec<String> = raised(report).into_iter().chain(felt).collect();
    let mut lines = Vec::from_iter((!how.is_empty()).then(|| how.join(" ")));
    lines.extend(report.difference().map(|difference| words::difference_judged(difference.deg).into_owned()));
    for side in Side::BOTH {
        let Some(trend) = report.trend(side) else { continue };
        lines.extend(trend.method_change().map(|changed| changed.text(side).into_owned()));
        lines.extend(trend.change().map(|change| change.text(side).into_owned()));
    }
    lines
}

/// How the legs were raised, where that is known.
fn raised(report: &Report) -> Vec<String> {
    let measured = Side::BOTH.into_iter().filter(|side| report.of_side(*side).next().is_some());
    let methods: Vec<(Side, Option<Method>)> = measured.map(|side| (side, report.method(side))).collect();
    match methods.as_slice() {
        [(_, Some(one)), rest @ ..] if rest.iter().all(|(_, other)| other == &Some(*one)) => {
            vec![words::raised_how(&words::method(*one)).into_owned()]
        }
        each => {
            let known = each.iter().filter_map(|(side, method)| Some((*side, (*method)?)));
            known.map(|(side, method)| words::raised_how_leg(side, &words::method(method)).into_owned()).collect()
        }
    }
}
