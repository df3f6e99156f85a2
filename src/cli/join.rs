//! `legraise join`: the tables of all shares as the one table that a single run would have written.

use super::ExitStatus;
use super::inputs::{self, MeasureInput};
use super::table_file::{Share, ShareRow};
use crate::export::path_of_cell;
use crate::files;
use crate::output_file::{self, ClaimedPaths, LARGEST_TABLE_BYTES};
use crate::pipeline::SinkError;
use crate::source::by_number;
use crate::terminal::{in_a_line, tell};
use clap::Args;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf, absolute};

const WHAT: &str = "the table";

#[derive(Args)]
pub struct JoinArguments {
    /// The tables that `measure --shard K/N --csv FILE` has written, in any order
    #[arg(required = true, value_name = "TABLE")]
    tables: Vec<PathBuf>,
    /// Write the whole table into this file; a table that is there already is never overwritten
    #[arg(long, value_name = "FILE")]
    csv: PathBuf,
    /// What was measured, named as it was for `measure`: rows come in this order, and what is in no table is told
    /// [default: by folder and name]
    #[arg(long, value_name = "PATH", num_args = 1..)]
    inputs: Vec<PathBuf>,
}

pub fn run(arguments: &JoinArguments) -> anyhow::Result<ExitStatus> {
    let mut claimed = ClaimedPaths::default();
    arguments.tables.iter().for_each(|path| claimed.claim_input("a table that is joined", path));
    claimed.claim_output("--csv", Some(&arguments.csv)).map_err(anyhow::Error::msg)?;
    if arguments.csv.metadata().is_ok_and(|about| about.is_file() && about.len() > 0) {
        let reason = "a table is there already; name another file";
        return Err(SinkError::new(WHAT, reason, &arguments.csv).into());
    }
    let shares = arguments.tables.iter().map(|path| read(path)).collect::<anyhow::Result<Vec<_>>>()?;
    let shares: Vec<(&Path, Share)> = shares.into_iter().flatten().collect();
    let order = Order::of(&arguments.inputs)?;
    let inputs = in_order(&shares, &order)?;
    output_file::write(WHAT, &arguments.csv, text(&shares, &inputs)?)?;
    tell(&summary(&inputs, &order));
    Ok(ExitStatus::Measured)
}

/// A table; `None` where nothing is in it.
fn read(path: &Path) -> anyhow::Result<Option<(&Path, Share)>> {
    let content = files::read(path, LARGEST_TABLE_BYTES).map_err(|error| unjoined(path, &files::reason(&error)))?;
    let share = Share::read(&content).map_err(|reason| unjoined(path, &reason))?;
    Ok(share.map(|share| (path, share)))
}

fn unjoined(path: &Path, reason: &str) -> anyhow::Error {
    anyhow::anyhow!("can't join the table: {}: {}", in_a_line(reason), path.display())
}

/// In which order one run measures.
#[derive(Default)]
struct Order {
    /// What was named, and what is in folders that were; nothing where nobody said.
    inputs: Vec<PathBuf>,
    /// Where each is among them, by its whole path; a folder itself, of which the pictures are one recording, is where
    /// its first file is.
    places: HashMap<PathBuf, usize>,
}

impl Order {
    fn of(paths: &[PathBuf]) -> anyhow::Result<Self> {
        let mut order = Self::default();
        for path in paths {
            order.places.entry(whole(path)).or_insert(order.inputs.len());
            for input in inputs::expand(path, None)?.0.iter().map(MeasureInput::path) {
                order.places.entry(whole(input)).or_insert(order.inputs.len());
                order.inputs.push(input.to_owned());
            }
        }
        Ok(order)
    }

    fn compare(&self, a: &Path, b: &Path) -> Ordering {
        if self.inputs.is_empty() {
            let folder = |path: &Path| path.parent().unwrap_or(Path::new("")).as_os_str().to_owned();
            let name = |path: &Path| path.file_name().unwrap_or(OsStr::new("")).to_owned();
            return by_number(&folder(a), &folder(b)).then_with(|| by_number(&name(a), &name(b)));
        }
        self.places.get(&whole(a)).cmp(&self.places.get(&whole(b)))
    }

    fn has(&self, path: &Path) -> bool {
        self.inputs.is_empty() || self.places.contains_key(&whole(path))
    }
}

/// The path from the root, without looking whether something is there.
fn whole(path: &Path) -> PathBuf {
    absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The first table with a header, which all of them are like.
///
/// # Errors
/// There is none, or one is written in another way.
fn first<'a>(shares: &'a [(&Path, Share)]) -> anyhow::Result<&'a Share> {
    let Some((first_path, first)) = shares.iter().find(|(_, share)| share.header().is_some()) else {
        anyhow::bail!("none of the tables begins with the names of the columns; join that of share 1 with them");
    };
    for (path, share) in shares {
        if let Some(what) = share.differs_from(first) {
            let reason = format!("{what} than in {}; measure or save both in the same way", first_path.display());
            return Err(unjoined(path, &reason));
        }
    }
    Ok(first)
}

/// The joined table.
fn text(shares: &[(&Path, Share)], inputs: &[Joined<'_>]) -> anyhow::Result<Vec<u8>> {
    let first = first(shares)?;
    let rows = inputs.iter().flat_map(|input| &input.rows).map(|row| row.text.as_str());
    let text: String = first.header().into_iter().chain(rows).collect();
    Ok(first.encode(&text))
}

/// What was joined, and what is in none of the tables.
fn summary(inputs: &[Joined<'_>], order: &Order) -> String {
    let there: HashSet<PathBuf> = inputs.iter().map(|input| whole(&input.path)).collect();
    let has = |path: &Path| there.contains(&whole(path)) || path.parent().is_some_and(|of| there.contains(&whole(of)));
    let missing: Vec<&PathBuf> = order.inputs.iter().filter(|path| !has(path)).collect();
    let mut text = format!("inputs in the table: {}", inputs.len());
    if !missing.is_empty() {
        text += &format!("; in none of the tables, not measured yet or not measurable: {}", missing.len());
    }
    for path in missing {
        text += &format!("\n  {}", in_a_line(&path.display().to_string()));
    }
    text
}

/// An input with its rows.
struct Joined<'a> {
    path: PathBuf,
    /// The table that it is in.
    table: &'a Path,
    rows: Vec<&'a ShareRow>,
}

/// The inputs of all tables in the order of one run.
fn in_order<'a>(shares: &'a [(&'a Path, Share)], order: &Order) -> anyhow::Result<Vec<Joined<'a>>> {
    let mut inputs = by_input(shares)?;
    if let Some(other) = inputs.iter().find(|input| !order.has(&input.path)) {
        let reason = format!("{} is in it, and none of the --inputs; name them as for `measure`", other.path.display());
        return Err(unjoined(other.table, &reason));
    }
    inputs.sort_by(|a, b| order.compare(&a.path, &b.path));
    Ok(inputs)
}

/// The inputs of all tables, each with its rows in their order.
fn by_input<'a>(shares: &'a [(&'a Path, Share)]) -> anyhow::Result<Vec<Joined<'a>>> {
    let mut inputs: Vec<Joined<'a>> = Vec::new();
    let mut known: HashMap<PathBuf, usize> = HashMap::new();
    for (table, share) in shares {
        let before = inputs.len();
        for row in share.rows() {
            let path = path_of_cell(&row.source);
            let at = *known.entry(whole(&path)).or_insert(inputs.len());
            if at == inputs.len() {
                inputs.push(Joined { path, table, rows: vec![row] });
            } else if at >= before {
                inputs[at].rows.push(row);
            } else {
                let other = inputs[at].table.display();
                let reason = format!("{} is in {other}, too; leave one of them out", path.display());
                return Err(unjoined(table, &reason));
            }
        }
    }
    Ok(inputs)
}

#[cfg(test)]
mod tests;
