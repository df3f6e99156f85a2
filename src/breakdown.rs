//! Handling of panics, which are always a fault of the program: a panic is reported in a sentence, costs no more than
//! the piece of work it happened in, and leaves nobody waiting for its thread.

use crate::terminal;
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook};

/// The program broke down in a piece of work.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the program broke down at this; please report it ({0})")]
pub struct Breakdown(String);

thread_local! {
    /// Depth of nested calls of [`contained`] on this thread.
    static CONTAINED: Cell<usize> = const { Cell::new(0) };
    /// The source line of the last panic.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Does `work`, and returns a panic as an error. What it was changing may be half changed: drop or reset that.
///
/// # Errors
/// It panicked.
pub fn contained<T>(work: impl FnOnce() -> T) -> Result<T, Breakdown> {
    CONTAINED.set(CONTAINED.get() + 1);
    let done = catch_unwind(AssertUnwindSafe(work));
    CONTAINED.set(CONTAINED.get() - 1);
    done.map_err(|panic| {
        let place = PLACE.take().map_or(String::new(), |place| format!(", {place}"));
        Breakdown(format!("{}{place}", words(panic.as_ref())))
    })
}

/// Makes panics be reported in a sentence: by the caller of [`contained`], or else on standard error.
pub fn tell_in_a_sentence() {
    set_hook(Box::new(|panic: &PanicHookInfo<'_>| {
        let place = panic.location().map(|at| format!("{}:{}", in_its_crate(at.file()), at.line()));
        if CONTAINED.get() == 0 {
            let place = place.as_ref().map_or(String::new(), |place| format!(", {place}"));
            terminal::complain(&Breakdown(format!("{}{place}", words(panic.payload()))).to_string());
        } else {
            PLACE.set(place);
        }
    }));
}

fn words(panic: &dyn Any) -> &str {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("it gave no reason")
}

/// A source file without the folder in which its crate was built.
fn in_its_crate(file: &str) -> &str {
    let of_a_crate = file.split_once("registry/src/").and_then(|(_, rest)| rest.split_once('/'));
    of_a_crate.map_or(file, |(_, inside)| inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_breaks_down_comes_back_as_an_error_with_its_reason() {
        assert_eq!(contained(|| 5), Ok(5));
        let error = contained(|| -> u8 { panic!("no leg {}", 3) }).unwrap_err().to_string();
        assert!(error.starts_with("the program broke down") && error.contains("no leg 3"), "{error}");
        let error = contained(|| std::panic::panic_any(5)).unwrap_err().to_string();
        assert!(error.contains("no reason"), "{error}");
    }

    #[test]
    fn a_place_is_named_without_the_folder_of_the_build() {
        let file = "/home/me/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/image-0.25.10/src/a.rs";
        assert_eq!(in_its_crate(file), "image-0.25.10/src/a.rs");
        assert_eq!(in_its_crate("src/main.rs"), "src/main.rs");
    }
}
