//! `legraise validate`: folders with known truth through the pipeline, and how good the measurement is.

use super::measure::{ModelArgument, stop_on_interrupt};
use super::options::{JobOptions, SamplingOption, SessionOptions};
use super::output::say;
use super::progress::Progress;
use super::{ExitStatus, complain};
use crate::estimator::{BlazePose, ModelInfo};
use crate::motion::SessionConfig;
use crate::output_file::{self, ClaimedPaths};
use crate::pipeline::SinkError;
use crate::source::Sampling;
use crate::validation::{self, Case, Compared, FileFailure, Provenance, Validation};
use clap::Args;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// How good is it? Measures files of which the truth is known, and compares.
///
/// A folder holds clips or pictures and their truth: truth.csv with the columns file,side,angle_deg and, if known,
/// ended_by,verdict,onset_s,yaw_deg (one row a trial, in order); or the truth files of rendered clips and pictures.
///
/// Real recordings may have labels.csv, legs marked by eye: file,frame,leg,hip_ankle_deg and, if known,
/// feet,plus_minus_deg. The frame counts from 0; leg is near(left), far(right), near of both, both …; the angle is that
/// of the line hip to ankle against the picture's horizontal, 0 towards the feet (feet: the side of the picture to
/// which they point), 90 up. And expectations.json, what must come of a recording: {"NAME.mp4": {"expect": {"verdict":
/// null}}}. The verdict is null (none is due), "pass" or "tight"; trials, side, angle_deg ([from, to]), grade,
/// ended_by, say (["no_rest or knee"]) and side_uncertain may be added.
#[derive(Args)]
pub struct ValidateArguments {
    /// Folders with clips or pictures and their truth
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// The pose model; several, with commas between them, are compared
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [ModelArgument::Heavy])]
    model: Vec<ModelArgument>,
    #[command(flatten)]
    jobs: JobOptions,
    #[command(flatten)]
    sampling: SamplingOption,
    /// Measure every file also mirrored
    #[arg(long)]
    mirror: bool,
    /// Print the JSON document instead of the table
    #[arg(long)]
    json: bool,
    /// Write validation.json, validation.csv and validation.png into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    session: SessionOptions,
}

/// What has been compared so far.
#[derive(Default)]
struct Findings {
    files: usize,
    models: Vec<ModelInfo>,
    compared: Vec<Compared>,
    failures: Vec<FileFailure>,
}

pub fn run(arguments: &ValidateArguments) -> anyhow::Result<ExitStatus> {
    #[cfg(feature = "providers")]
    arguments.jobs.choose_provider();
    let config = arguments.session.over(SessionConfig::default())?;
    let mut cases = Vec::new();
    for folder in &arguments.folders {
        cases.extend(validation::cases_in(folder, &config.thresholds)?);
    }
    if let Some(folder) = &arguments.out {
        std::fs::create_dir_all(folder).map_err(|e| SinkError::of_io("the validation", &e, folder))?;
        let mut claimed = ClaimedPaths::default();
        cases.iter().for_each(|case| claimed.claim_input("the input", &case.path));
        for name in ["validation.json", "validation.csv", "validation.png"] {
            claimed.claim_output("--out", Some(&folder.join(name))).map_err(anyhow::Error::msg)?;
        }
    }
    let stop = stop_on_interrupt()?;
    let mut findings = Findings::default();
    for model in &arguments.model {
        let mut estimator = BlazePose::load((*model).into(), arguments.jobs.count())?;
        let how = (config, arguments.sampling.sampling());
        measure_all(&cases, arguments.mirror, &mut estimator, how, &stop, &mut findings);
    }
    let interrupted = stop.load(Ordering::Relaxed);
    if interrupted {
        complain("stopped by you; the validation holds only what was measured before");
    }
    let Findings { files, models, compared, failures } = findings;
    let ending = match failures.len() {
        _ if interrupted => ExitStatus::Interrupted,
        0 => ExitStatus::Measured,
        _ => ExitStatus::Failed,
    };
    let validation = Validation::of(Provenance::now(), models, &config, files, compared, failures);
    let json = serde_json::to_string(&validation)?;
    if let Some(folder) = &arguments.out {
        write_files(&validation, &json, folder)?;
    }
    say(if arguments.json { json } else { validation::markdown(&validation) }.trim_end())?;
    Ok(ending)
}

fn measure_all(
    cases: &[Case],
    mirror: bool,
    estimator: &mut BlazePose,
    how: (SessionConfig, Sampling),
    stop: &AtomicBool,
    findings: &mut Findings,
) {
    let mirrorings: &[bool] = if mirror { &[false, true] } else { &[false] };
    for (case, mirrored) in cases.iter().flat_map(|case| mirrorings.iter().map(move |m| (case, *m))) {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        estimator.reset();
        match validation::compare(case, mirrored, estimator, how, vec![Box::new(Progress::new())], stop) {
            Ok(Some((model, compared))) => {
                findings.files += 1;
                findings.compared.extend(compared);
                if !findings.models.contains(&model) {
                    findings.models.push(model);
                }
            }
            Ok(None) => return,
            Err(error) => {
                complain(&error.to_string());
                let file = case.path.to_string_lossy().into_owned();
                findings.failures.push(FileFailure { file, error: error.to_string() });
            }
        }
    }
}

fn write_files(validation: &Validation, json: &str, folder: &Path) -> anyhow::Result<()> {
    let path = |name: &str| folder.join(name);
    output_file::write("the validation", &path("validation.json"), format!("{json}\n"))?;
    output_file::write("the rows", &path("validation.csv"), rows(validation)?)?;
    let mut png = std::io::Cursor::new(Vec::new());
    validation::draw(validation)?.write_to(&mut png, image::ImageFormat::Png)?;
    Ok(output_file::write("the chart", &path("validation.png"), png.into_inner())?)
}

/// One line a row, with the names of the fields above them.
fn rows(validation: &Validation) -> anyhow::Result<Vec<u8>> {
    let mut table = csv::Writer::from_writer(Vec::new());
    for row in &validation.rows {
        table.serialize(row)?;
    }
    Ok(table.into_inner()?)
}
