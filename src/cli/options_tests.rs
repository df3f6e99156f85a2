//! What of numbers gets in.

use super::Arguments;
use super::batch::Shard;
use clap::builder::{Arg, Command};
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use std::any::TypeId;
use std::num::NonZeroUsize;

/// Numbers, or what looks like them, that make no sense for any option.
const ODD: [&str; 19] = [
    "nan",
    "NaN",
    "inf",
    "-inf",
    "infinity",
    "-0",
    "0",
    "-0.0",
    "-1",
    "1e308",
    "-1e308",
    "1e-300",
    "1e400",
    "1e-400",
    "18446744073709551615",
    "18446744073709551616",
    "4294967296",
    "",
    "٣",
];

/// Every option with a number, by the commands it is of.
fn numeric(command: &Command, path: &[String]) -> Vec<(Vec<String>, Arg)> {
    let kinds = [
        TypeId::of::<f64>(),
        TypeId::of::<f32>(),
        TypeId::of::<(f32, f32)>(),
        TypeId::of::<usize>(),
        TypeId::of::<u64>(),
        TypeId::of::<u32>(),
        TypeId::of::<NonZeroUsize>(),
        TypeId::of::<Shard>(),
    ];
    let is_numeric = |arg: &&Arg| kinds.iter().any(|kind| arg.get_value_parser().type_id() == *kind);
    let own = command.get_arguments().filter(is_numeric).map(|arg| (path.to_vec(), arg.clone()));
    let deeper = command.get_subcommands().flat_map(|sub| {
        let path = [path, &[sub.get_name().to_owned()]].concat();
        numeric(sub, &path)
    });
    own.chain(deeper).collect()
}

#[test]
fn no_option_takes_a_number_without_sense() {
    let options = numeric(&Arguments::command(), &["legraise".to_owned()]);
    let names: Vec<&str> = options.iter().filter_map(|(_, arg)| arg.get_long()).collect();
    for name in ["fps", "jobs", "stature", "seconds", "size", "shard", "pass", "opposite-stop"] {
        assert!(names.contains(&name), "--{name} is tried, too");
    }
    for (path, arg) in &options {
        let name = arg.get_long().expect("numbers are given to options");
        for odd in ODD {
            // what has two numbers gets an odd one in each place
            let values = match name {
                "size" => vec![format!("{odd}x720"), format!("1280x{odd}")],
                "shard" => vec![format!("1/{odd}"), format!("{odd}/2")],
                _ => vec![odd.to_owned()],
            };
            for value in values {
                let given = path.iter().cloned().chain([format!("--{name}={value}")]);
                let error =
                    Arguments::try_parse_from(given).err().unwrap_or_else(|| panic!("{path:?} --{name}={value}"));
                let refused = [ErrorKind::ValueValidation, ErrorKind::InvalidValue].contains(&error.kind());
                assert!(refused, "{path:?} --{name}={value}: {error}");
            }
        }
    }
}

#[test]
fn what_people_want_gets_in() {
    for given in [
        "measure a --fps 0.5 -j 1 --shard 3/12",
        "measure a --fps 240 --jobs 16 --stature 182.5",
        "measure a --pass 85.5 --knee-warn 0.5 --opposite-stop 180",
        "live --headless --seconds 7200",
        "live --size 800x500",
        "bench -j 2",
    ] {
        let parsed = Arguments::try_parse_from(["legraise"].into_iter().chain(given.split(' ')));
        assert!(parsed.is_ok(), "{given}: {}", parsed.err().map_or(String::new(), |error| error.to_string()));
    }
}
